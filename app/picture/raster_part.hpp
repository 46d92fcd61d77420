// The pixels of an image that a raster shows.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/picture/picture.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

/// In image pixels: what is shown, and the whole pixels that hold it, [x0, x1) × [y0, y1).
struct RasterPart {
  Rect source;
  int x0, y0, x1, y1;
};

/// Nothing where there is no pixel to show or no room to show it.
inline std::optional<RasterPart> raster_part(const Raster& raster) {
  if (!raster.image || raster.image->width <= 0 || raster.image->height <= 0 || raster.rect.w <= 0 ||
      raster.rect.h <= 0)
    return std::nullopt;
  const int width = raster.image->width, height = raster.image->height;
  const bool all = raster.source.w <= 0 || raster.source.h <= 0;
  RasterPart part{all ? Rect{0, 0, static_cast<double>(width), static_cast<double>(height)} : raster.source,
                  0, 0, 0, 0};
  const Rect& source = part.source;
  part.x0 = std::clamp(saturated<int>(std::floor(source.x)), 0, width - 1);
  part.y0 = std::clamp(saturated<int>(std::floor(source.y)), 0, height - 1);
  part.x1 = std::clamp(saturated<int>(std::ceil(source.right())), part.x0 + 1, width);
  part.y1 = std::clamp(saturated<int>(std::ceil(source.bottom())), part.y0 + 1, height);
  return part;
}

}  // namespace convscope
