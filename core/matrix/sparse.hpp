// The sparse matrix of an operator: the list of contacts with rows and columns. Its transpose is the same
// list turned.
//
//   SparseMatrix matrix = matrix_of(op, weights);     // 12 bytes an entry; 8 for Tensor<float>
//   write_matrix(op, other_weights, matrix);          // into the same memory
//   std::vector<double> y = apply(matrix, x);
//
// Which weight an entry holds follows from the relation and is not stored: entries_of_window().
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/unfilled.hpp"
#include "core/ops/operator.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Compressed sparse rows. Entries of a row are sorted by column. With a border mode one column may occur
/// more than once in a row (several taps read the same cell); values of equal positions add up.
template <class T>
struct CompressedRows {
  Index rows = 0, columns = 0;
  UnfilledVector<Index> row_start{0};   ///< rows + 1 numbers
  UnfilledVector<std::int32_t> column;  ///< one for each entry
  UnfilledVector<T> values;             ///< one for each entry

  std::span<const std::int32_t> row_columns(Index r) const { return part(column, r); }
  std::span<const T> row_values(Index r) const { return part(values, r); }
  Index nonzeros() const { return static_cast<Index>(values.size()); }
  double density() const {
    const double all = static_cast<double>(rows) * static_cast<double>(columns);
    return all > 0 ? static_cast<double>(values.size()) / all : 0;
  }
  friend bool operator==(const CompressedRows&, const CompressedRows&) = default;

 private:
  template <class U>
  std::span<const U> part(const UnfilledVector<U>& all, Index r) const {
    const auto i = static_cast<std::size_t>(r);
    return std::span(all).subspan(static_cast<std::size_t>(row_start[i]),
                                  static_cast<std::size_t>(row_start[i + 1] - row_start[i]));
  }
};
using SparseMatrix = CompressedRows<double>;

/// Rows are outputs, columns inputs of the operator (one sample, channels outermost), row-major. T is float
/// or double, as in all that follows.
/// Errors: Error("size", ...) when the entries would exceed the budget, or there are 2^31 columns or more.
template <class T>
CompressedRows<T> matrix_of(const Operator& op, const Tensor<T>& weights, Budget budget = {});
/// The same into a matrix that there is already; its memory is used again where it suffices.
template <class T>
void write_matrix(const Operator& op, const Tensor<T>& weights, CompressedRows<T>& matrix,
                  Budget budget = {});

struct MatrixEntry {
  Index column;
  Index weight;  ///< flat index into the weights
  friend bool operator==(const MatrixEntry&, const MatrixEntry&) = default;
};
/// The entries of a window's row of C (rows are windows, columns pixels, whatever the direction), in the
/// order in which the convolution's matrix has them. Cost: that of the one row.
std::vector<MatrixEntry> entries_of_window(const Operator& op, Index window);

template <class T>
CompressedRows<T> transpose(const CompressedRows<T>& matrix);

/// out = matrix * x, by all processors. Sums are of four interleaved ones.
/// Precondition: x.size() == columns, out.size() == rows.
template <class T>
void apply(const CompressedRows<T>& matrix, std::span<const T> x, std::span<T> out);
std::vector<double> apply(const SparseMatrix& matrix, std::span<const double> x);
/// out = matrix' * y without the transpose. Precondition: y.size() == rows, out.size() == columns.
template <class T>
void apply_transposed(const CompressedRows<T>& matrix, std::span<const T> y, std::span<T> out);

}  // namespace convscope
