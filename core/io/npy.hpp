// NumPy's .npy format, versions 1.0 to 3.0 in, 1.0 out (numpy.lib.format).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// Reads float16, float32, float64, (u)int8..64 and bool, C or Fortran order, little-endian, up to 5 axes.
/// Errors: Error(field, ...): unreadable, a single number without axes, nothing in it, truncated, other
/// dtypes, more axes, NaN or infinite values, integers beyond 2^53, more memory than the budget.
Tensor<double> read_npy(const std::string& path, std::string_view field, Budget budget = {});

/// Its axes, of which only the header is read. Errors: as read_npy, but those of the values.
Shape npy_shape(const std::string& path, std::string_view field);

/// What a float32, C-order .npy file begins with, and then some of its values.
std::string npy_header(const Shape& shape);
std::string_view npy_values(std::span<const float> values);

/// The bytes of a float32, C-order .npy file.
std::string npy_bytes(const Tensor<double>& tensor);
/// The same in float64, for what must come back to the bit.
std::string npy_bytes_exact(const Tensor<double>& tensor);

}  // namespace convscope
