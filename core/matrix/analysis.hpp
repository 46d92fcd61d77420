// What a matrix loses: singular values, rank, null space, condition, and how far CᵀC is from the identity.
//
// By a dense singular value decomposition (Eigen's divide and conquer), so only up to kLargestSvd rows and
// columns; larger operators are never made dense. For those see least_squares.hpp, which needs no matrix.
#pragma once

#include <span>
#include <vector>

#include "core/matrix/sparse.hpp"

namespace convscope {

/// The most rows, and the most columns, of a matrix that is decomposed: about a second of work.
inline constexpr Index kLargestSvd = 768;

struct Analysis {
  Index rows = 0, columns = 0;
  std::vector<double> singular_values;  ///< descending, min(rows, columns) of them
  double tolerance = 0;  ///< what is not above counts as 0: max(rows, columns) · ε · largest, as in NumPy
  Index rank = 0;        ///< singular values above the tolerance
  Index nullity = 0;     ///< columns − rank: how many directions of the input leave the output as it is
  /// Largest singular value over the smallest; infinite when the rank is below min(rows, columns).
  double condition = 0;
  /// [nullity, columns]: an orthonormal basis of the null space, one vector a row.
  Tensor<double> null_space;
  /// CᵀC's nearest multiple of the identity, trace / columns, and the Frobenius distance from it relative
  /// to CᵀC itself: 0 when the columns are orthogonal and equally long. Of a zero matrix: 0 and 0.
  double gram_scale = 0, gram_distance = 0;

  /// CᵀC = I up to rounding: then the transposed operator is the inverse on every input.
  bool orthonormal_columns() const;
};

/// Throws Error("size", ...) beyond kLargestSvd.
void require_svd_size(Index rows, Index columns);

/// Errors: as require_svd_size; Error("w", ...) for a matrix that holds infinities or no numbers.
Analysis analyse(const SparseMatrix& matrix);

/// A basis of the null space for people: each vector is 0 where the others have their own cell, and its
/// largest value is 1, so that the box of 3 gives 1, −1, 0, 1, −1. Sorted by these cells.
std::vector<std::vector<double>> readable_null_space(const Analysis& analysis);

/// CᵀC, [columns, columns]. Errors: as require_svd_size.
Tensor<double> gram(const SparseMatrix& matrix);

}  // namespace convscope
