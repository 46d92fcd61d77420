#include "app/views/lens.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/views/camera.hpp"

namespace convscope {

namespace {

bool is_volume(const Derived& derived) {
  return derived.op().geometry.rank() == 3;
}

Rect common(const Rect& a, const Rect& b) {
  const double x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::min(a.right(), b.right()) - x, std::min(a.bottom(), b.bottom()) - y};
}

bool is_outside(const Rect& rect, const Rect& window) {
  const Rect both = common(rect, window);
  return both.w <= 0 || both.h <= 0;
}

Rect bounds_of(const Path& path) {
  Point low = path.start, high = path.start;
  for (const Path::Segment& segment : path.segments) {
    low = {std::min(low.x, segment.to.x), std::min(low.y, segment.to.y)};
    high = {std::max(high.x, segment.to.x), std::max(high.y, segment.to.y)};
  }
  return {low.x, low.y, high.x - low.x, high.y - low.y};
}

/// An outline whose edge is outside keeps the sides that are inside.
void cut(Box& box, const Rect& window) {
  const Rect part = common(box.rect, window);
  if (part == box.rect) return;
  box.rect = part;
  box.radius = 0;
}

void cut(Raster& raster, const Rect& window) {
  const Rect part = common(raster.rect, window);
  if (part == raster.rect || raster.image == nullptr) return;
  const Rect all = raster.source.w > 0 ? raster.source
                                       : Rect{0, 0, static_cast<double>(raster.image->width),
                                              static_cast<double>(raster.image->height)};
  const double across = all.w / raster.rect.w, down = all.h / raster.rect.h;
  raster.source = {all.x + (part.x - raster.rect.x) * across, all.y + (part.y - raster.rect.y) * down,
                   part.w * across, part.h * down};
  raster.rect = part;
}

/// Returns whether anything is left.
bool cut(Item& item, const Rect& window) {
  if (auto* box = std::get_if<Box>(&item.shape)) {
    if (is_outside(box->rect, window)) return false;
    cut(*box, window);
  } else if (auto* raster = std::get_if<Raster>(&item.shape)) {
    if (is_outside(raster->rect, window)) return false;
    cut(*raster, window);
  } else if (const auto* label = std::get_if<Label>(&item.shape)) {
    const double half = label->size / 2;
    return label->at.x >= window.x && label->at.x <= window.right() && label->at.y - half >= window.y &&
           label->at.y + half <= window.bottom();
  } else if (const auto* path = std::get_if<Path>(&item.shape)) {
    const Rect bounds = bounds_of(*path);
    return common(bounds, window) == bounds;
  }
  return true;
}

}  // namespace

Magnifier clamped(Magnifier lens) {
  lens.zoom = std::clamp(lens.zoom, 1.0, kMostLens);
  const double half = 0.5 / lens.zoom;
  return {lens.zoom, {std::clamp(lens.centre.x, half, 1 - half), std::clamp(lens.centre.y, half, 1 - half)}};
}

Point through(const Magnifier& lens, const Style& size, Point point) {
  return {size.width / 2 + (point.x - lens.centre.x * size.width) * lens.zoom,
          size.height / 2 + (point.y - lens.centre.y * size.height) * lens.zoom};
}

void look_through(const Magnifier& lens, const Style& size, const Layout& placed) {
  if (lens.whole()) return;
  if (placed.grid != nullptr) {
    placed.grid->at = through(lens, size, placed.grid->at);
    placed.grid->cell *= lens.zoom;
  }
  for (const auto& row : placed.parts)
    for (const Layout& part : row) look_through(lens, size, part);
}

void keep_within(std::vector<Item>& items, std::size_t from, const Rect& window) {
  const auto gone = std::remove_if(items.begin() + static_cast<std::ptrdiff_t>(from), items.end(),
                                   [&](Item& item) { return !cut(item, window); });
  items.erase(gone, items.end());
}

Outlook lens_whole(const Outlook& now) {
  Outlook next = now;
  next.lens = {};
  next.camera = {};
  return next;
}

Outlook lens_zoom(const Derived& derived, const Outlook& now, double factor, const ViewSpot& around) {
  Outlook next = now;
  if (is_volume(derived)) {
    next.camera = approached(now.camera, factor);
    return next;
  }
  const Magnifier& lens = now.lens;
  const double zoom = std::clamp(lens.zoom * factor, 1.0, kMostLens);
  // What is under the pointer stays there.
  const double kept = 1 / lens.zoom - 1 / zoom;
  next.lens = clamped(
      {zoom, {lens.centre.x + (around.at.x - 0.5) * kept, lens.centre.y + (around.at.y - 0.5) * kept}});
  return next;
}

Outlook lens_drag(const Derived& derived, const Outlook& now, const Drag& drag) {
  Outlook next = now;
  if (is_volume(derived)) {
    next.camera = turned_by(drag.from.camera, drag.by, now.camera.zoom);
    return next;
  }
  const Magnifier& from = drag.from.lens;
  next.lens =
      clamped({now.lens.zoom,
               {from.centre.x - drag.share.x / now.lens.zoom, from.centre.y - drag.share.y / now.lens.zoom}});
  return next;
}

bool lens_moves(const Derived& derived, const Outlook& now) {
  return is_volume(derived) || !now.lens.whole();
}

Camera approached(Camera camera, double factor) {
  camera.zoom *= factor;
  return clamped(camera);
}

Camera turned_by(const Camera& from, Point pixels, double zoom) {
  constexpr double kDegreesPerPixel = 0.35;
  return clamped(
      Camera{from.yaw - pixels.x * kDegreesPerPixel, from.pitch + pixels.y * kDegreesPerPixel, zoom});
}

}  // namespace convscope
