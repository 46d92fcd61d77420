// Photographs from files.
#pragma once

#include <string>
#include <string_view>

#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Whether the name ends as those of picture files do: png, jpg, jpeg, bmp, tga, gif, pgm, ppm, pnm.
bool has_image_ending(std::string_view path);

/// What a file holds: values 0..255, with fractions where it has 16 bits, turned upright.
struct ImageFile {
  Tensor<float> color;    ///< [1, 1 or 3, height, width]: grey or red, green, blue; not multiplied by alpha
  Tensor<float> alpha;    ///< [1, 1, height, width]; no elements when the picture is opaque
  bool animated = false;  ///< the first picture of several
  bool opaque() const { return alpha.size() == 0; }
};

/// PNG, JPEG, BMP, TGA, GIF (first frame), PNM by stb_image; 16 bits of PNG and PNM are kept. The orientation
/// that a camera noted in a JPEG's EXIF data is applied. What `progress` throws ends the work within a
/// moment, but for the unpacking of a PNG, whose library does that in one go. Errors: Error(field, ...):
/// unreadable, broken or truncated, no known format, over the budget.
ImageFile read_image_file(const std::string& path, std::string_view field, Budget budget = {},
                          const Progress& progress = {});

/// The same from bytes in memory; `name` stands for the path in what is said.
ImageFile decode_image_file(const std::string& bytes, const std::string& name, std::string_view field,
                            Budget budget = {}, const Progress& progress = {});

/// A quick look at a file's beginning, before work on it begins elsewhere: errors as read_image_file's, where
/// they show there, and for pipes and devices, which may keep a reader waiting for ever.
void check_image_file(const std::string& path, std::string_view field, Budget budget = {});

/// The same as [1, 3, height, width]; grey becomes three equal channels, alpha is laid over white.
Tensor<float> read_image(const std::string& path, std::string_view field, Budget budget = {});
Tensor<float> over_white(const ImageFile& image);

}  // namespace convscope
