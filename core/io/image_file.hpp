// Photographs from files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Whether the name ends as those of pictures that are read here do: core/io/images/formats has them.
bool has_image_ending(std::string_view path);

/// Those endings: ".png", ".jpg", ...
std::vector<std::string> image_endings();

/// Whether there is a picture by that name, read here or not: its ending says so, or the first bytes of a
/// file whose ending says nothing.
bool is_image_name(const std::string& path);

/// "a PNG image" by the first bytes of a file, read here or not; empty where it is none, or no file.
std::string image_kind_of_file(const std::string& path);

/// "PNG, JPEG, WebP, ...": what is read here.
std::string image_format_names();

/// What a file holds: sRGB values 0..255, with fractions where it has more than 8 bits or other colours,
/// turned upright.
struct ImageFile {
  Tensor<float> color;    ///< [1, 1 or 3, height, width]: grey or red, green, blue; not multiplied by alpha
  Tensor<float> alpha;    ///< [1, 1, height, width]; no elements when the picture is opaque
  bool animated = false;  ///< the first picture of several
  /// What the file is and what was done: "PNG, 16 bits, grey + alpha, Display P3 converted to sRGB, turned
  /// upright".
  std::string description{};
  bool opaque() const { return alpha.size() == 0; }
};

/// Any of the formats in core/io/images/formats, told apart by their first bytes. Embedded profiles, gamma
/// and primaries are converted to sRGB, and the orientation that a camera noted is applied. What `progress`
/// throws ends the work within a moment, but for the unpacking of WebP and HEIF, whose libraries do that in
/// one go. Errors: Error(field, ...): unreadable, damaged or truncated, no known format, over the budget.
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
/// With as many channels as the picture has colours: grey stays grey.
Tensor<float> opaque_colors(ImageFile image);

}  // namespace convscope
