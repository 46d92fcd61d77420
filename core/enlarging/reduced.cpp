#include "core/enlarging/reduced.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/base/error.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/ops/resample/upsampler.hpp"

namespace convscope {

Tensor<float> opaque_colors(ImageFile file) {
  return file.opaque() ? std::move(file.color) : over_white(file);
}

Tensor<float> read_picture(const std::string& path, std::string_view field, bool linear, Budget budget) {
  Tensor<float> picture = opaque_colors(read_image_file(path, field, budget));
  return linear ? linear_light(picture) : picture;
}

Reduced reduce(const Tensor<float>& picture, Index factor, const std::string& path, std::string_view field) {
  const Index height = picture.shape()[2], width = picture.shape()[3];
  if (height < factor || width < factor)
    throw Error(field, fmt::format("{} has only {} × {} pixels", path, width, height),
                fmt::format("at least {0} × {0} for factor {0}", factor));
  Reduced out;
  out.original = cropped_to_multiple(picture, factor);
  out.small = shrink_area(out.original, factor);
  return out;
}

}  // namespace convscope
