// Singular values alone of matrices whose numbers are all there.
#pragma once

#include <complex>
#include <span>
#include <vector>

#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Of a matrix [rows, columns], descending, min(rows, columns) of them, each within some rounding errors
/// (1e-12) of the largest. Householder reflections to two diagonals (Golub and Kahan, SIAM J. Numer. Anal. 2
/// (1965) 205-224), by all processors, then the eigenvalues of the tridiagonal matrix that these make. Time
/// grows with the cube, 2048 x 2048 takes some seconds. Errors: Stopped, within milliseconds.
std::vector<double> singular_values(const Tensor<double>& matrix, const Progress& progress = {});

/// Of a complex matrix, its columns one after the other; in the same way, on this thread alone.
std::vector<double> singular_values(std::span<const std::complex<double>> columns, Index rows);

/// Of a matrix that is 0 but for its diagonal and the one above, which is one shorter; in the same order.
std::vector<double> bidiagonal_singular_values(std::span<const double> diagonal,
                                               std::span<const double> above);

}  // namespace convscope
