#include "app/labs/images/stage_view.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr double kLeastZoom = 1.0 / 256;
/// One more column must gain so much: wide panes have room for their names.
constexpr double kWorthAColumn = 1.1;

double as_double(Index n) {
  return static_cast<double>(n);
}
Index floored(double v) {
  return saturated(std::floor(v));
}

/// The centre kept over the picture, so that it is never lost.
Viewport kept(Viewport v, Extent picture) {
  v.x = std::clamp(v.x, 0.0, as_double(picture.width));
  v.y = std::clamp(v.y, 0.0, as_double(picture.height));
  return v;
}

/// The viewport with its numbers written out where it says "all".
Viewport definite(const Viewport& v, const Rect& pane, Extent picture) {
  if (v.zoom > 0) return kept(v, picture);
  return {as_double(picture.width) / 2, as_double(picture.height) / 2, fitting_zoom(pane, picture)};
}

}  // namespace

std::vector<Rect> grid_panes(const Rect& area, std::size_t count, Extent picture, double gap, double tag,
                             double least) {
  if (count == 0) return {};
  const auto size = [&](std::size_t columns) {
    const auto rows = (count + columns - 1) / columns;
    const auto c = static_cast<double>(columns), r = static_cast<double>(rows);
    return Rect{0, 0, std::floor((area.w - gap * (c - 1)) / c), std::floor((area.h - gap * (r - 1)) / r)};
  };
  std::size_t best = 1;
  double most = -1;
  for (std::size_t columns = 1; columns <= count; ++columns) {
    const Rect pane = size(columns);
    if (columns > 1 && pane.w < least) break;
    const double zoom = fitting_zoom({0, 0, pane.w, pane.h - tag}, picture);
    if (zoom <= most * kWorthAColumn) continue;
    best = columns;
    most = zoom;
  }
  const Rect pane = size(best);
  std::vector<Rect> panes;
  for (std::size_t i = 0; i < count; ++i)
    panes.push_back({area.x + static_cast<double>(i % best) * (pane.w + gap),
                     area.y + static_cast<double>(i / best) * (pane.h + gap), pane.w, pane.h});
  return panes;
}

double fitting_zoom(const Rect& pane, Extent picture) {
  if (picture.width <= 0 || picture.height <= 0) return 1;
  const double fit = std::min(pane.w / as_double(picture.width), pane.h / as_double(picture.height));
  return std::clamp(fit > 1 ? std::floor(fit) : fit, kLeastZoom, kMostZoom);
}

double zoom_of(const Viewport& viewport, const Rect& pane, Extent picture) {
  return viewport.zoom > 0 ? viewport.zoom : fitting_zoom(pane, picture);
}

Rect placed(const Viewport& viewport, const Rect& pane, Extent picture, double density) {
  const Viewport v = definite(viewport, pane, picture);
  const auto whole = [density](double x) { return std::round(x * density) / density; };
  return {whole(pane.centre().x - v.x * v.zoom), whole(pane.centre().y - v.y * v.zoom),
          as_double(picture.width) * v.zoom, as_double(picture.height) * v.zoom};
}

Point under(const Rect& placed, Extent picture, Point at) {
  return {(at.x - placed.x) * as_double(picture.width) / placed.w,
          (at.y - placed.y) * as_double(picture.height) / placed.h};
}

std::optional<PixelPlace> pixel_under(const Rect& placed, Extent picture, Point at) {
  const Point p = under(placed, picture, at);
  const PixelPlace pixel{floored(p.x), floored(p.y)};
  if (pixel.x < 0 || pixel.y < 0 || pixel.x >= picture.width || pixel.y >= picture.height)
    return std::nullopt;
  return pixel;
}

Rect rect_of(const Rect& placed, Extent picture, const PixelArea& area) {
  const double sx = placed.w / as_double(picture.width), sy = placed.h / as_double(picture.height);
  return {placed.x + as_double(area.x) * sx, placed.y + as_double(area.y) * sy, as_double(area.width) * sx,
          as_double(area.height) * sy};
}

Viewport zoomed(const Viewport& viewport, const Rect& pane, Extent picture, double factor, Point at) {
  const Viewport v = definite(viewport, pane, picture);
  const double fit = fitting_zoom(pane, picture);
  const double zoom = std::min(v.zoom * factor, kMostZoom);
  if (factor < 1 && zoom <= fit * 1.0001) return {};
  const double dx = at.x - pane.centre().x, dy = at.y - pane.centre().y;
  return kept({v.x + dx / v.zoom - dx / zoom, v.y + dy / v.zoom - dy / zoom, zoom}, picture);
}

Viewport with_zoom(const Viewport& viewport, const Rect& pane, Extent picture, double zoom) {
  Viewport v = definite(viewport, pane, picture);
  v.zoom = std::clamp(zoom, kLeastZoom, kMostZoom);
  return v;
}

Viewport panned(const Viewport& viewport, const Rect& pane, Extent picture, double dx, double dy) {
  if (viewport.zoom <= 0) return viewport;  // all of it is seen
  const Viewport v = definite(viewport, pane, picture);
  return kept({v.x - dx / v.zoom, v.y - dy / v.zoom, v.zoom}, picture);
}

int level_for(double scale) {
  if (!(scale > 0) || scale >= 1) return 0;
  return std::clamp(saturated<int>(std::floor(-std::log2(scale) + 1e-6)), 0, 24);
}

TileRange tiles_in(const Rect& pane, const Rect& placed, Extent own, Index side) {
  if (own.width <= 0 || own.height <= 0 || placed.w <= 0 || placed.h <= 0) return {};
  const auto range = [&](double from, double to, double start, double length, Index pixels, Index& first,
                         Index& end) {
    const double per = as_double(pixels) / length;
    const double low = std::max((from - start) * per, 0.0),
                 high = std::min((to - start) * per, as_double(pixels));
    if (low >= high) return;
    first = floored(low / as_double(side));
    end = saturated(std::ceil(high / as_double(side)));
  };
  TileRange tiles;
  range(pane.x, pane.right(), placed.x, placed.w, own.width, tiles.first_column, tiles.end_column);
  range(pane.y, pane.bottom(), placed.y, placed.h, own.height, tiles.first_row, tiles.end_row);
  return tiles;
}

PixelArea between(PixelPlace a, PixelPlace b) {
  const Index x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.x, b.x) - x + 1, std::max(a.y, b.y) - y + 1};
}

}  // namespace convscope
