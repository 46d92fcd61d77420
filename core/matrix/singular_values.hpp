// Singular values alone, of operators that wrap around and of maps too large for a decomposition.
#pragma once

#include <vector>

#include "core/base/progress.hpp"
#include "core/matrix/least_squares.hpp"

namespace convscope {

/// Every window sees the same, wrapped around: circular borders, and strides that divide the size. Then the
/// matrix is block-circulant on every axis.
bool wraps_around(const Operator& op);
/// Of the matrix of an operator that wraps around, descending, min(rows, columns) of them, whatever its size.
/// The discrete Fourier transform makes the matrix block-diagonal, with one block for each frequency of the
/// windows: [window channels, pixel channels x those frequencies of the pixels that the stride folds onto
/// it]. Of one channel and stride 1 that is the modulus of the kernel's transform. Errors: Error("size", ...)
/// where the transforms exceed the budget; Stopped. Precondition: wraps_around().
std::vector<double> circular_singular_values(const Operator& op, const Tensor<double>& weights,
                                             const Progress& progress = {}, Budget budget = {});

/// What a few products tell of a map of any size.
struct Extremes {
  Index rows = 0, columns = 0;
  Index steps = 0;
  double largest = 0;           ///< singular value
  double error = 0;             ///< of it, at most
  double smallest_at_most = 0;  ///< an upper bound of the smallest of min(rows, columns) singular values
};
/// By so many steps of Lanczos' bidiagonalisation with full reorthogonalisation, from a fixed start.
/// When the progress is stopped, what has been reached is returned.
Extremes extreme_singular_values(const LinearMap& map, Index steps = 100, const Progress& progress = {});

}  // namespace convscope
