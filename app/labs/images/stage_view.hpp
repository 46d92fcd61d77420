// How the lab of images is looked at: passing state, never undone. No Dear ImGui, no OpenGL.
//
// Subjects are numbered 0 for the original, 1 for the reduced picture, 2 and on for the contenders. Places
// are in the original's pixels, whatever the subject.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "app/picture/picture.hpp"
#include "core/base/index.hpp"
#include "core/enlarging/converting.hpp"
#include "core/enlarging/metrics.hpp"

namespace convscope {

/// Whole pixels of the original; without extent: none.
struct PixelArea {
  Index x = 0, y = 0, width = 0, height = 0;
  bool empty() const { return width <= 0 || height <= 0; }
  friend bool operator==(const PixelArea&, const PixelArea&) = default;
};

struct PixelPlace {
  Index x = 0, y = 0;
  friend bool operator==(const PixelPlace&, const PixelPlace&) = default;
};

/// What all panes look at. `zoom` is the number of logical pixels of the window for one of the original; 0:
/// as large as fits. `x`, `y`: what lies in the middle of a pane.
struct Viewport {
  double x = 0, y = 0, zoom = 0;
  friend bool operator==(const Viewport&, const Viewport&) = default;
};

struct ImageStage {
  enum class Mode : std::uint8_t { compare, why, gradient, plots, inspect, convert };
  enum class Layout : std::uint8_t { grid, split, flip, difference, error, heat };
  static constexpr std::array<std::string_view, 6> kLayouts{"grid",       "split", "flip",
                                                            "difference", "error", "heat"};
  static constexpr int kMostGain = 64;

  Mode mode = Mode::compare;
  Layout layout = Layout::grid;
  std::size_t first = 0, second = 5;  ///< the subjects of all layouts but the grid
  double split = 0.5;                 ///< the edge between them, share of the pane's width
  bool all = false;                   ///< differences and errors of all contenders beside each other
  bool flipped = false;               ///< while a key is held: the second one is shown
  double blink = 0;                   ///< seconds from one to the other of a flip; 0: by hand
  int gain = 8;                       ///< of differences, 1 to kMostGain
  Viewport viewport{225, 190, 2};     ///< at first the default photograph's eye, where patterns are seen
  PixelArea selection{};              ///< all numbers are of this part; empty: of the whole picture
  std::optional<PixelPlace> pointed{};
  double pane_width = 1, pane_height = 1;  ///< of a picture's place, as last drawn; logical pixels
  Rect area{};                             ///< of all panes, as last drawn
  double density = 1;                      ///< device pixels for one of those
  bool loupe = true;
  bool drawer = true;            ///< the table of numbers is unfolded
  bool presented_table = false;  ///< it stands below the stage in presentation mode, too
  const Metric* sort = nullptr;  ///< of the table; null: in the contenders' own order
  bool descending = false;
  std::size_t plot = 1;         ///< of plot_names(): all measures in small, or one of them large
  bool plot_by_stride = false;  ///< that one stands against the stride, not the kernel's size
  std::size_t part = 0;         ///< the row of Why and Gradient that stands alone while presenting
  EnlargingForm convert_to = EnlargingForm::pixel_shuffle;
  double conversion = 0;              ///< how far the weights are on their way there, 0 to 1
  std::size_t inspected = 0;          ///< the subject that Inspect is about
  std::optional<std::size_t> grid{};  ///< whose evidence stands there; none: the strongest
  std::size_t contender = 3;          ///< the one whose parameters are unfolded, from 0
};

// Where panes, pictures, tiles and pixels lie. Places of the window are logical pixels.

/// A picture's extent, in the original's pixels.
struct Extent {
  Index width = 0, height = 0;
};

/// So many equal panes, in rows from the top left, in which such a picture is shown largest; the last row may
/// be shorter. `tag` is the height of the name above each picture, `least` the width that it needs, where
/// there is so much.
std::vector<Rect> grid_panes(const Rect& area, std::size_t count, Extent picture, double gap, double tag,
                             double least = 0);

inline constexpr double kMostZoom = 192;

/// The zoom at which all of the picture is seen; a whole number above 1, so that its pixels are all equal.
double fitting_zoom(const Rect& pane, Extent picture);
/// What is really used: the viewport's zoom, or the fitting one.
double zoom_of(const Viewport& viewport, const Rect& pane, Extent picture);

/// Where the picture lies for the viewport, perhaps larger than the pane; on whole device pixels, so that a
/// pixel of the picture is a pixel of the device at 1 : 1.
Rect placed(const Viewport& viewport, const Rect& pane, Extent picture, double density);

/// What lies under a place of the window, in the original's pixels with fractions.
Point under(const Rect& placed, Extent picture, Point at);
/// The pixel, if the place is in the picture.
std::optional<PixelPlace> pixel_under(const Rect& placed, Extent picture, Point at);
/// Where a part of the picture lies.
Rect rect_of(const Rect& placed, Extent picture, const PixelArea& area);

/// Changes the zoom by a factor around a place of the window, below which the same point of the picture
/// stays. Zooming out ends with all of the picture in view, which is zoom 0.
Viewport zoomed(const Viewport& viewport, const Rect& pane, Extent picture, double factor, Point at);
/// To exactly `zoom`, around the middle.
Viewport with_zoom(const Viewport& viewport, const Rect& pane, Extent picture, double zoom);
/// Moves the picture by so many pixels of the window; its middle stays over the pane's.
Viewport panned(const Viewport& viewport, const Rect& pane, Extent picture, double dx, double dy);

/// The level of tiles for a picture of which one pixel takes `scale` device pixels: the finest whose texels
/// are not smaller than half a device pixel, and never larger than one unless they are pixels.
int level_for(double scale);

/// Tiles `first`..`end` of one level, end excluded.
struct TileRange {
  Index first_column = 0, end_column = 0, first_row = 0, end_row = 0;
};
/// The tiles that are seen in a pane. `own`: the picture's own extent, which fills `placed`; `side`: own
/// pixels along a tile.
TileRange tiles_in(const Rect& pane, const Rect& placed, Extent own, Index side);

/// The rectangle between two pixels, both included.
PixelArea between(PixelPlace a, PixelPlace b);

}  // namespace convscope
