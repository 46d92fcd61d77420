// Whole-tensor edits of a scenario: pasted values, crops of a photograph, kernels turned and normalised.
#pragma once

#include "core/scenario/scenario.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// The matrix [rows, columns] becomes the input, or the kernel, of every channel; the size follows. A
/// scenario of one axis keeps it for a single row, and gets a second axis for an input of several. Errors:
/// Error("paste", ...) for a kernel of several rows where there is one axis, and for three axes.
Scenario with_input_values(const Scenario& scenario, const Tensor<double>& matrix);
Scenario with_kernel_values(const Scenario& scenario, const Tensor<double>& matrix);

/// Every plane of the kernel turned by 180 degrees: what makes a cross-correlation, which networks compute,
/// the convolution of mathematics. A kernel that is its own turn stays the pattern that it was.
Scenario with_rotated_kernel(const Scenario& scenario, const Tensor<double>& weights);

/// Every plane of the kernel divided by its sum.
/// Errors: Error("w", ...) where a sum is 0 (up to rounding).
Scenario with_normalised_kernel(const Scenario& scenario, const Tensor<double>& weights);

/// Grey values of a picture [1, 3, height, width], from column x and row y on, as a matrix of the size
/// ([n] is one row): whole numbers 0..levels-1 from black to white. Luma as ITU-R BT.601.
/// Errors: Error("crop", ...) where the picture ends before the crop does.
Tensor<double> crop_grey(const Tensor<float>& picture, Index x, Index y, const Shape& size, Index levels);

}  // namespace convscope
