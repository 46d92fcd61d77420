// Named fillings for inputs and kernels.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

struct PatternInfo {
  std::string_view name;
  std::string_view help;
  Tensor<double> (*make)(const Shape& shape, std::uint64_t seed);
};
/// Names that input_pattern and kernel_pattern take; "random" wants a seed.
std::span<const PatternInfo> input_patterns();
std::span<const PatternInfo> kernel_patterns();

/// ramp 1,2,3,...; arange 0,1,2,...; ones; zeros; impulse (1 in the middle of each plane); random: whole
/// numbers 0 to 9. Shape [1, C, spatial...].
/// Errors: Error("in", ...) for an unknown name.
Tensor<double> input_pattern(std::string_view name, const Shape& shape, std::uint64_t seed);

/// Shape [A, B, taps...]. The same plane for every channel pair unless said:
///   box        every tap 1 / number of taps
///   ones, ramp 1,2,3,... and arange 0,1,2,... (over the whole tensor)
///   identity   1 at the middle tap, (k-1)/2 for even k, on the diagonal of the channels, else 0
///   gaussian   product of normal densities, sigma 0.3((k-1)/2 - 1) + 0.8, sum 1
///   bilinear   product of triangles 1 - |t - c| / ceil(k/2), c = (k-1)/2: doubles a picture with k = 2s - s%2
///   sobel-x, sobel-y, laplacian, sharpen, emboss   3 taps an axis (1-D: their row)
///   haar       2 taps an axis; window channel c is the c-th of the 2^rank orthonormal Haar filters
///   random     multiples of 1/4 from -1 to 1
/// Errors: Error("w", ...) for an unknown name or a kernel size that the pattern does not have.
Tensor<double> kernel_pattern(std::string_view name, const Shape& shape, std::uint64_t seed);

}  // namespace convscope
