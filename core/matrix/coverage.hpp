// How densely a part of the matrix is filled, counted exactly from the relation; no matrix is stored.
#pragma once

#include "core/ops/operator.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Rows [row, row + rows) and columns [column, column + columns) of C (rows are windows, columns pixels).
struct MatrixWindow {
  Index row = 0, column = 0, rows = 0, columns = 0;
  bool empty() const { return rows <= 0 || columns <= 0; }
  friend bool operator==(const MatrixWindow&, const MatrixWindow&) = default;
};

/// The whole of C.
MatrixWindow whole_matrix(const Operator& op);
/// The part of `wanted` that exists; all of C when it is empty.
MatrixWindow clamped(const MatrixWindow& wanted, const Operator& op);

/// [height, width] fractions 0..1: nonzeros over cells in each image cell. Precondition: the window lies in
/// C and has at least as many rows and columns as the image. Cost: the nonzeros of the window's rows.
Tensor<float> coverage(const Operator& op, const MatrixWindow& window, Index height, Index width);

}  // namespace convscope
