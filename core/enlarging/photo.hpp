// A photograph made smaller and enlarged again: by a transposed convolution, nearest and bilinear.
#pragma once

#include <string>

#include "core/enlarging/kernel_traits.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// A photograph as it is compared.
struct Photo {
  std::string path;      ///< empty: the default one
  std::string name;      ///< of the file without folders, or of the generated image
  Tensor<float> pixels;  ///< [1, 3, height, width], 0..255
  Index reduced = 1;     ///< the file's is so many times larger: see kMostPhotoPixels
};

/// Larger photographs are made smaller by a whole number first: the view shows no more of them, and comparing
/// stays quick while a kernel is changed.
inline constexpr double kMostPhotoPixels = 1e6;

/// `path` empty: the default photograph, or a generated zone plate when that is missing.
/// Errors: Error("photo", ...) as read_image.
Photo read_photo(const std::string& path, Budget budget = {});

/// Activations [1, 3, height, width], 0..255 sRGB values as networks see them, not clamped.
struct PhotoComparison {
  Tensor<float> original;  ///< cropped to a multiple of the factor
  Tensor<float> small;     ///< area mean over factor × factor blocks
  Tensor<float> transposed, nearest, bilinear;
  Index factor = 2;
  double gain = 1;      ///< the kernel was multiplied by this so that its phase sums average 1
  KernelTraits kernel;  ///< of the kernel with that gain
  std::string name;     ///< the photograph's
  Index reduced = 1;    ///< the photograph's
};

/// Where the default photograph is, or empty where the package is not installed.
std::string default_photo_path();

/// Whether the first `plane` taps have a sum other than 0, so that the kernel can keep a picture's
/// brightness.
bool photo_kernel_usable(const Tensor<double>& weights, Index plane);

/// `kernel` [kh, kw] or [k] (then its outer product with itself), stride = factor on both axes.
/// Errors: Error("photo", ...) smaller than the factor; Error("w", ...) a kernel with sum 0.
PhotoComparison compare_photo(const Photo& photo, const Tensor<double>& kernel, Index factor, Budget budget);

}  // namespace convscope
