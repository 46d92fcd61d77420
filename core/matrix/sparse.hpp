// The sparse matrix of an operator: the list of contacts with rows and columns. Its transpose is the same
// list turned. Every entry knows which weight it holds, so that shared weights stay visible.
#pragma once

#include <span>
#include <vector>

#include "core/ops/operator.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Compressed sparse rows. Entries of a row are sorted by column. With a border mode one column may occur
/// more than once in a row (several taps read the same cell); values of equal positions add up.
struct SparseMatrix {
  struct Entry {
    Index column;
    Index weight;  ///< flat index into the weights
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  Index rows = 0, columns = 0;
  std::vector<Index> row_start{0};  ///< rows + 1 numbers
  std::vector<Entry> entries;
  std::vector<double> values;  ///< one for each entry

  std::span<const Entry> row(Index r) const;
  std::span<const double> row_values(Index r) const;
  Index nonzeros() const { return static_cast<Index>(entries.size()); }
  double density() const;
  friend bool operator==(const SparseMatrix&, const SparseMatrix&) = default;
};

/// Rows are outputs, columns inputs of the operator (one sample, channels outermost), row-major.
/// Errors: Error("size", ...) when the entries would exceed the budget.
SparseMatrix matrix_of(const Operator& op, const Tensor<double>& weights, Budget budget = {});

SparseMatrix transpose(const SparseMatrix& matrix);

/// matrix * x. Precondition: x.size() == columns.
std::vector<double> apply(const SparseMatrix& matrix, std::span<const double> x);

}  // namespace convscope
