#include "core/ops/dense_singular_values.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "core/base/parallel.hpp"

namespace convscope {

namespace {

/// Rows or columns of a piece of work.
constexpr Index kPiece = 64;

template <class F>
void in_pieces(Index first, Index end, F&& f) {
  const Index count = end - first, pieces = (count + kPiece - 1) / kPiece;
  if (pieces <= 2) return f(first, end);
  in_parallel(pieces, [&](Index i) { f(first + i * kPiece, std::min(first + (i + 1) * kPiece, end)); });
}

/// A reflection I − factor v v', v[0] = 1, that takes a vector to (length, 0, 0, ...). In place: v.
struct Reflection {
  double factor = 0, length = 0;

  /// `x`: a part of a vector that can be written to, named or not.
  template <class Vector>
  static Reflection of(Vector&& x) {
    const double rest = x.tail(x.size() - 1).squaredNorm(), head = x(0);
    Reflection out{.length = head};
    if (rest > 0) {
      out.length = head <= 0 ? std::sqrt(head * head + rest) : -std::sqrt(head * head + rest);
      out.factor = (out.length - head) / out.length;
      x.tail(x.size() - 1) /= head - out.length;
    }
    x(0) = 1;
    return out;
  }
};

/// The two diagonals of Q' A P, which has A's singular values; A has at least as many rows as columns and is
/// used up. One pass over what is left of A writes it, one reads it: all else is in the cache.
struct Bidiagonal {
  Eigen::VectorXd diagonal, above;
};
Bidiagonal bidiagonalised(Eigen::MatrixXd& a, const Progress& progress) {
  const Index rows = a.rows(), columns = a.cols();
  Bidiagonal out{Eigen::VectorXd::Zero(columns), Eigen::VectorXd::Zero(std::max<Index>(columns - 1, 0))};
  // The reflection from the right, which each column still has to take: a -= z u'.
  Eigen::VectorXd z = Eigen::VectorXd::Zero(rows), u = Eigen::VectorXd::Zero(columns), v(rows);
  for (Index k = 0; k < columns; ++k) {
    const double left = static_cast<double>(columns - k) / static_cast<double>(columns);
    progress.at(1 - left * left * left);
    const Index below = rows - k;
    a.col(k).tail(below) -= u(k) * z.tail(below);
    v.tail(below) = a.col(k).tail(below);
    const Reflection from_left = Reflection::of(v.tail(below));
    out.diagonal(k) = from_left.length;
    if (k + 1 == columns) break;
    in_pieces(k + 1, columns, [&](Index first, Index end) {
      for (Index j = first; j < end; ++j) {
        auto column = a.col(j).tail(below);
        column -= u(j) * z.tail(below);
        column -= (from_left.factor * v.tail(below).dot(column)) * v.tail(below);
      }
    });
    const Index right = columns - k - 1;
    u.tail(right) = a.row(k).tail(right).transpose();
    const Reflection from_right = Reflection::of(u.tail(right));
    out.above(k) = from_right.length;
    in_pieces(k + 1, rows, [&](Index first, Index end) {
      z.segment(first, end - first).noalias() =
          a.block(first, k + 1, end - first, right) * (from_right.factor * u.tail(right));
    });
  }
  return out;
}

/// The same of a complex matrix, whose diagonals are real; plainly, for it is small.
Bidiagonal bidiagonalised(Eigen::MatrixXcd& a) {
  const Index rows = a.rows(), columns = a.cols();
  Bidiagonal out{Eigen::VectorXd::Zero(columns), Eigen::VectorXd::Zero(std::max<Index>(columns - 1, 0))};
  Eigen::VectorXcd space(std::max(rows, columns));
  std::complex<double> factor;
  for (Index k = 0; k < columns; ++k) {
    const Index below = rows - k, right = columns - k - 1;
    a.col(k).tail(below).makeHouseholderInPlace(factor, out.diagonal(k));
    if (right == 0) break;
    a.bottomRightCorner(below, right)
        .applyHouseholderOnTheLeft(a.col(k).tail(below - 1), factor, space.data());
    a.row(k).tail(right).makeHouseholderInPlace(factor, out.above(k));
    a.bottomRightCorner(below - 1, right)
        .applyHouseholderOnTheRight(a.row(k).tail(right - 1).adjoint(), factor, space.data());
  }
  return out;
}

std::vector<double> values_of(const Bidiagonal& b) {
  return bidiagonal_singular_values({b.diagonal.data(), static_cast<std::size_t>(b.diagonal.size())},
                                    {b.above.data(), static_cast<std::size_t>(b.above.size())});
}

}  // namespace

std::vector<double> singular_values(const Tensor<double>& matrix, const Progress& progress) {
  using AsGiven = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Index rows = matrix.shape()[0], columns = matrix.shape()[1];
  if (rows == 0 || columns == 0) return {};
  const Eigen::Map<const AsGiven> given(matrix.data(), rows, columns);
  Eigen::MatrixXd a;
  if (rows >= columns)
    a = given;
  else
    a = given.transpose();
  return values_of(bidiagonalised(a, progress));
}

std::vector<double> singular_values(std::span<const std::complex<double>> columns, Index rows) {
  if (columns.empty()) return {};
  const Eigen::Map<const Eigen::MatrixXcd> given(columns.data(), rows,
                                                 static_cast<Index>(columns.size()) / rows);
  if (given.rows() == 1 || given.cols() == 1) return {given.stableNorm()};  // one channel: a million
  const double unit = given.cwiseAbs().maxCoeff();  // so that no square overflows or vanishes
  if (unit == 0) return std::vector<double>(static_cast<std::size_t>(std::min(given.rows(), given.cols())));
  Eigen::MatrixXcd a;
  if (given.rows() >= given.cols())
    a = given / unit;
  else
    a = given.adjoint() / unit;
  std::vector<double> values = values_of(bidiagonalised(a));
  for (double& value : values) value *= unit;
  return values;
}

/// The positive eigenvalues of the tridiagonal matrix with zeros on its diagonal and the two diagonals,
/// alternating, beside it. Eigen asks of numbers up to 1 whether they are small enough to be left out; of
/// larger ones it might find none (3.4.0, computeFromTridiagonal).
std::vector<double> bidiagonal_singular_values(std::span<const double> diagonal,
                                               std::span<const double> above) {
  const auto n = static_cast<Index>(diagonal.size());
  if (n == 0) return {};
  Eigen::VectorXd beside(2 * n - 1);
  for (Index i = 0; i < n; ++i) {
    beside(2 * i) = diagonal[static_cast<std::size_t>(i)];
    if (i + 1 < n) beside(2 * i + 1) = above[static_cast<std::size_t>(i)];
  }
  const double unit = beside.lpNorm<Eigen::Infinity>();
  if (unit == 0) return std::vector<double>(diagonal.size());
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(Eigen::VectorXd::Zero(2 * n), beside / unit, Eigen::EigenvaluesOnly);
  std::vector<double> values(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i)
    values[static_cast<std::size_t>(i)] = unit * std::max(0.0, solver.eigenvalues()(2 * n - 1 - i));
  return values;
}

}  // namespace convscope
