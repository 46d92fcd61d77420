// Enlarged pictures that others made, measured against the true one.
//
//   const Truth truth = read_truth("truth.png", 4);
//   const ComparisonRow row = measured_result(truth, "mine", "mine.png");   // row.measures["psnr"]
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/enlarging/comparison.hpp"
#include "core/io/image_file.hpp"

namespace convscope {

/// The picture that results should be.
struct Truth {
  std::string path;
  Index factor =
      2;  ///< by which the results are said to be enlarged: of the grid, and of the borders of psnr_y
  Tensor<float> color{};  ///< [1, 1 or 3, H, W], sRGB values over white
  bool opaque = true;
  std::string read{};  ///< ImageFile::description
};
/// Errors: as read_image_file, named "image".
Truth read_truth(const std::string& path, Index factor, Budget budget = {}, const Progress& progress = {});

/// A result that is to be compared with a truth.
struct AlignedResult {
  Tensor<float> color{};  ///< [1, 1 or 3, H, W], the truth's height and width, over white
  Region covered{};       ///< where it has pixels of its own
  std::string note{};     ///< in what it differs that numbers do not show: opacity, bits, how it was aligned
};
/// What has to be known of the truth for that.
struct TruthLook {
  const Tensor<float>& color;
  std::string_view path{};
  bool opaque = true;
  std::string_view read{};
};
/// `align`: it may have another size and lie off by parts of a pixel, and is moved (alignment.hpp). Errors:
/// as find_alignment, and Error("image", ...) for another size, naming both.
AlignedResult fitted_result(const TruthLook& truth, ImageFile file, const std::string& path, bool align);

/// With three channels: grey becomes three equal ones.
Tensor<float> coloured(const Tensor<float>& picture);

/// A result's numbers, the perceptual ones too. Opacity is laid over white in both, grey beside colours
/// counts as three equal channels, and 16 bits are not rounded; `note` says where the two differ in that.
/// Aligned ones are measured where they have pixels. Errors: as read_image_file and fitted_result.
ComparisonRow measured_result(const Truth& truth, const std::string& name, const std::string& path,
                              bool align = false, Budget budget = {}, const Progress& progress = {});

/// A comparison without rows.
Comparison comparison_of(const Truth& truth);

}  // namespace convscope
