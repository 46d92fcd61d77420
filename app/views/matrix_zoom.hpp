// Which part of C the matrix view shows when people zoom and pan. Pure.
#pragma once

#include "core/matrix/coverage.hpp"

namespace convscope {

/// An entry of the matrix, as a place.
struct MatrixCell {
  Index row = 0, column = 0;
  friend bool operator==(const MatrixCell&, const MatrixCell&) = default;
};

/// `now` (empty: the whole) with `factor` times its rows and columns, at least four of each and at most all,
/// so that the cell keeps its place. Empty when all of the matrix is in view.
/// Precondition: factor > 0, `whole` begins at 0, 0.
MatrixWindow zoomed(const MatrixWindow& now, const MatrixWindow& whole, double factor, MatrixCell around);

/// Moved by whole rows and columns, as far as the matrix goes.
MatrixWindow panned(const MatrixWindow& now, const MatrixWindow& whole, Index rows, Index columns);

/// The cell in the middle of what is in view.
MatrixCell middle(const MatrixWindow& now, const MatrixWindow& whole);

}  // namespace convscope
