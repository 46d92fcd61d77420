// Where panes, pictures, tiles and pixels lie. Places of the window are logical pixels; places in pictures
// are the original's pixels.
#pragma once

#include <vector>

#include "app/labs/images/stage_view.hpp"
#include "app/picture/picture.hpp"

namespace convscope {

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
