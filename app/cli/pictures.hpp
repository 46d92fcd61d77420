// What upsample and compare share: finding picture files, reading them, and the options of enlarging.
#pragma once

#include <string>
#include <vector>

#include "app/cli/arguments.hpp"
#include "core/io/image_file.hpp"
#include "core/scenario/upsampling.hpp"

namespace convscope::cli {

struct UpsamplingOptions {
  std::string factor, kernel, kernel_size, layers, learn_from;
  bool repair = false, linear = false;
};
void add_upsampling_options(Arguments& arguments, UpsamplingOptions& options);

/// Equal layers, each as chosen.
struct Upsampling {
  UpsamplingChoice choice{};  ///< its factor is that of one layer
  Index layers = 1;
  Index factor = 2;  ///< of all
};
/// Everything but the method. Errors: UsageError for malformed words, Error for numbers out of range.
Upsampling read_upsampling(const Arguments& arguments, const UpsamplingOptions& options);

/// Files, folders (their pictures, by name) and patterns as '*.png' to files, in order.
/// Errors: Error(field, ...) for a folder or pattern without pictures; missing files are found when read.
std::vector<std::string> find_pictures(const Words& words, std::string_view field);

inline constexpr const char* kAnimated = "the first picture of an animation";

/// [1, C, height, width], grey or colour, alpha laid over white.
Tensor<float> opaque_colors(ImageFile file);
/// The same from a file, in linear light when asked for.
Tensor<float> read_picture(const std::string& path, std::string_view field, bool linear, Budget budget);

/// A picture cropped to a multiple of the factor, and reduced.
struct Reduced {
  Tensor<float> original, small;
};
/// Errors: Error(field, ...) for a picture smaller than the factor.
Reduced reduce(const Tensor<float>& picture, Index factor, const std::string& path, std::string_view field);

/// What kernels learn from: the pictures of --learn-from, or `otherwise`, which must outlive the result.
Examples read_examples(const UpsamplingOptions& options, Index factor, Budget budget,
                       const Reduced& otherwise);

/// "uniform 3, 2 layers" or nothing, for a method's description.
std::string describe(const Upsampling& upsampling);

}  // namespace convscope::cli
