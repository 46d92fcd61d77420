// How the lab of images is looked at: passing state, never undone. No Dear ImGui, no OpenGL.
//
// Subjects are numbered 0 for the original, 1 for the reduced picture, 2 and on for the contenders. Places
// are in the original's pixels, whatever the subject.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/index.hpp"
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
  enum class Mode : std::uint8_t { compare, why, gradient, plots };
  enum class Layout : std::uint8_t { grid, split, flip, difference, error };
  static constexpr std::array<std::string_view, 4> kModes{"compare", "why", "gradient", "plots"};
  static constexpr std::array<std::string_view, 5> kLayouts{"grid", "split", "flip", "difference", "error"};
  static constexpr int kMostGain = 64;

  Mode mode = Mode::compare;
  Layout layout = Layout::grid;
  std::size_t first = 0, second = 5;  ///< the subjects of all layouts but the grid
  double split = 0.5;                 ///< the edge between them, share of the pane's width
  bool all = false;                   ///< differences and errors of all contenders beside each other
  bool flipped = false;               ///< while a key is held: the second one is shown
  int gain = 8;                       ///< of differences, 1 to kMostGain
  Viewport viewport{225, 190, 2};     ///< at first the default photograph's eye, where patterns are seen
  PixelArea selection{};              ///< all numbers are of this part; empty: of the whole picture
  std::optional<PixelPlace> pointed{};
  double pane_width = 1, pane_height = 1;  ///< of a picture's place, as last drawn; logical pixels
  double density = 1;                      ///< device pixels for one of those
  bool loupe = true;
  bool drawer = true;            ///< the table of numbers is unfolded
  bool presented_table = false;  ///< it stands below the stage in presentation mode, too
  const Metric* sort = nullptr;  ///< of the table; null: in the contenders' own order
  bool descending = false;
  std::size_t plot = 0;       ///< of plot_names(): all measures in small, or one of them
  std::size_t contender = 3;  ///< the one whose parameters are unfolded, from 0
};

}  // namespace convscope
