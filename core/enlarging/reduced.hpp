// A photograph read for enlarging, and its reduced version: what upsamplers restore, are measured by and
// learn from.
#pragma once

#include <string>
#include <string_view>

#include "core/io/image_file.hpp"

namespace convscope {

/// [1, C, height, width], grey or colour, alpha laid over white.
Tensor<float> opaque_colors(ImageFile file);
/// The same from a file, in linear light when asked for. Errors: as read_image_file.
Tensor<float> read_picture(const std::string& path, std::string_view field, bool linear, Budget budget = {});

/// A picture cropped to a multiple of the factor, and the same a factor smaller (means of areas).
struct Reduced {
  Tensor<float> original, small;
};
/// Errors: Error(field, ...) for a picture smaller than the factor.
Reduced reduce(const Tensor<float>& picture, Index factor, const std::string& path, std::string_view field);

}  // namespace convscope
