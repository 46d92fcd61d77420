// What a matrix loses: singular values, rank, null space, condition, and how far CᵀC is from the identity.
//
// Up to kLargestSvd rows and columns by a dense decomposition, up to kLargestBasis with the null space from a
// second one (QR with column pivoting: Golub and Van Loan, Matrix Computations, 4th ed., 5.4.2). Operators
// that wrap around are analysed at any size, by the Fourier transform. Of other large ones little can be
// said: extreme_singular_values() and least_squares(), which need no matrix.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/base/progress.hpp"
#include "core/matrix/singular_values.hpp"
#include "core/matrix/sparse.hpp"

namespace convscope {

/// The most rows, and the most columns, of a matrix whose singular values are found without its being
/// circular: some seconds of work.
inline constexpr Index kLargestSvd = 2048;
/// The same where the whole null space is found with them: about a second.
inline constexpr Index kLargestBasis = 768;

enum class SpectrumMethod {
  decomposition,  ///< singular value decomposition of the dense matrix
  fourier,        ///< the discrete Fourier transform of the kernel
  lanczos,        ///< some products with the matrix: the largest value, bounds of the others
};
/// "decomposition", "fourier", "lanczos"
std::string_view to_string(SpectrumMethod method);

struct Analysis {
  Index rows = 0, columns = 0;
  SpectrumMethod method = SpectrumMethod::decomposition;
  std::vector<double> singular_values;  ///< descending, min(rows, columns) of them
  double tolerance = 0;  ///< what is not above counts as 0: max(rows, columns) · ε · largest, as in NumPy
  Index rank = 0;        ///< singular values above the tolerance
  Index nullity = 0;     ///< columns − rank: how many directions of the input leave the output as it is
  /// Largest singular value over the smallest; infinite when the rank is below min(rows, columns).
  double condition = 0;
  /// [vectors, columns]: orthonormal vectors of the null space, one a row. A basis, `nullity` of them, up to
  /// kLargestBasis; of larger matrices some, those that are nearest to single cells, or none.
  Tensor<double> null_space{Shape{0, 0}};
  /// CᵀC's nearest multiple of the identity, trace / columns, and the Frobenius distance from it relative
  /// to CᵀC itself: 0 when the columns are orthogonal and equally long. Of a zero matrix: 0 and 0.
  double gram_scale = 0, gram_distance = 0;

  /// CᵀC = I up to rounding: then the transposed operator is the inverse on every input.
  bool orthonormal_columns() const;
};

/// Throws Error("size", ...) beyond kLargestSvd.
void require_svd_size(Index rows, Index columns);

/// Errors: as require_svd_size; Error("w", ...) for a matrix that holds infinities or no numbers; Stopped,
/// within milliseconds beyond kLargestBasis.
Analysis analyse(const SparseMatrix& matrix, const Progress& progress = {});
/// Of an operator, by its own direction: by the Fourier transform where it wraps around, else as above.
Analysis analyse(const Operator& op, const Tensor<double>& weights, const Progress& progress = {},
                 Budget budget = {});

/// The null space's vectors for people, spanning the same: each vector is 0 where the others have their own
/// cell, and its largest value is 1, so that the box of 3 gives 1, −1, 0, 1, −1. Sorted by these cells.
std::vector<std::vector<double>> readable_null_space(const Analysis& analysis);

/// CᵀC, [columns, columns]. Errors: as require_svd_size.
Tensor<double> gram(const SparseMatrix& matrix);

}  // namespace convscope
