// What the program computes as LaTeX formulas: numbers, matrices, sizes. All of it is for math mode and needs
// amsmath.
#pragma once

#include <string>
#include <vector>

#include "core/geometry/geometry.hpp"
#include "core/matrix/sparse.hpp"

namespace convscope {

/// "-3", "\tfrac{1}{9}" where the denominator is at most 99, "0.123457", "1.2 \times 10^{-7}".
std::string tex_number(double value);

/// Rows and columns that a matrix may have; of a larger one its corners are written, dots between them.
inline constexpr Index kMostTexLines = 24;

/// bmatrix, with a line that allows more than ten columns where it has them; entries that are not stored are
/// 0. Entries of one place are added up.
std::string tex_matrix(const SparseMatrix& matrix);
/// The same of numbers row by row. Precondition: values.size() == rows * columns.
std::string tex_matrix(Index rows, Index columns, std::span<const double> values);

/// The size arithmetic of an operator, an equation with names and one with numbers for each axis: an align*
/// environment.
std::string tex_sizes(const Resolved& resolved, bool transposed);

}  // namespace convscope
