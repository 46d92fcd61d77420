#include "core/matrix/analysis.hpp"

#include <fmt/format.h>

#include <Eigen/SVD>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.hpp"

namespace convscope {

namespace {

Eigen::MatrixXd dense(const SparseMatrix& matrix) {
  Eigen::MatrixXd out = Eigen::MatrixXd::Zero(matrix.rows, matrix.columns);
  for (Index r = 0; r < matrix.rows; ++r) {
    const auto row = matrix.row(r);
    const auto values = matrix.row_values(r);
    for (std::size_t i = 0; i < row.size(); ++i) out(r, row[i].column) += values[i];
  }
  return out;
}

/// From the eigenvalues of CᵀC, the squares of the singular values and zeros.
void measure_gram(Analysis& a) {
  double trace = 0, square = 0;
  for (double value : a.singular_values) {
    trace += value * value;
    square += value * value * value * value;
  }
  const auto n = static_cast<double>(a.columns);
  a.gram_scale = trace / n;
  double off = 0;
  for (double value : a.singular_values) off += std::pow(value * value - a.gram_scale, 2);
  const double missing = n - static_cast<double>(a.singular_values.size());
  off += missing * a.gram_scale * a.gram_scale;
  a.gram_distance = square > 0 ? std::sqrt(off / square) : 0;
}

}  // namespace

bool Analysis::orthonormal_columns() const {
  return nullity == 0 && std::abs(gram_scale - 1) < 1e-12 && gram_distance < 1e-12;
}

void require_svd_size(Index rows, Index columns) {
  if (rows > kLargestSvd || columns > kLargestSvd)
    throw Error("size",
                fmt::format("the matrix has {} × {} cells, too many to find its rank and singular values",
                            rows, columns),
                fmt::format("at most {0} × {0}", kLargestSvd));
}

Analysis analyse(const SparseMatrix& matrix) {
  require_svd_size(matrix.rows, matrix.columns);
  double largest = 0;
  for (double value : matrix.values) {
    if (!std::isfinite(value))
      throw Error("w", "the matrix holds a value that is not finite", "finite weights");
    largest = std::max(largest, std::abs(value));
  }
  Analysis a;
  a.rows = matrix.rows;
  a.columns = matrix.columns;
  const auto smaller = static_cast<std::size_t>(std::min(a.rows, a.columns));
  // Scaled by a power of two, which is exact, so that squares neither overflow nor vanish.
  int exponent = 0;
  if (largest > 0) std::frexp(largest, &exponent);
  const double scale = std::ldexp(1.0, std::clamp(exponent, -1000, 1000));
  const Eigen::MatrixXd scaled = dense(matrix) / scale;
  const Eigen::BDCSVD<Eigen::MatrixXd> svd(scaled, Eigen::ComputeFullV);
  const Eigen::VectorXd& values = svd.singularValues();
  a.singular_values.assign(values.data(), values.data() + values.size());
  a.tolerance = static_cast<double>(std::max(a.rows, a.columns)) * std::numeric_limits<double>::epsilon() *
                a.singular_values.front();
  a.rank = std::count_if(a.singular_values.begin(), a.singular_values.end(),
                         [&](double value) { return value > a.tolerance; });
  a.nullity = a.columns - a.rank;
  a.condition = static_cast<std::size_t>(a.rank) < smaller
                    ? std::numeric_limits<double>::infinity()
                    : a.singular_values.front() / a.singular_values.back();
  a.null_space = Tensor<double>(Shape{a.nullity, a.columns});
  for (Index i = 0; i < a.nullity; ++i)
    for (Index c = 0; c < a.columns; ++c) a.null_space[i * a.columns + c] = svd.matrixV()(c, a.rank + i);
  measure_gram(a);
  for (double& value : a.singular_values) value *= scale;
  a.tolerance *= scale;
  a.gram_scale *= scale * scale;
  return a;
}

std::vector<std::vector<double>> readable_null_space(const Analysis& analysis) {
  Eigen::MatrixXd basis(analysis.nullity, analysis.columns);
  for (Index i = 0; i < analysis.null_space.size(); ++i)
    basis(i / analysis.columns, i % analysis.columns) = analysis.null_space[i];
  // Gauss-Jordan with complete pivoting: the early cells would read better as pivots, but kernels with long
  // tails make such a basis grow beyond all bounds.
  std::vector<std::pair<Index, Index>> pivots;  // column, row
  for (Index i = 0; i < analysis.nullity; ++i) {
    Index row = 0, column = 0;
    basis.bottomRows(analysis.nullity - i).cwiseAbs().maxCoeff(&row, &column);
    basis.row(i).swap(basis.row(row + i));
    basis.row(i) /= double{basis(i, column)};
    for (Index r = 0; r < analysis.nullity; ++r)
      if (r != i) basis.row(r) -= double{basis(r, column)} * basis.row(i);
    pivots.emplace_back(column, i);
  }
  std::sort(pivots.begin(), pivots.end());
  std::vector<std::vector<double>> out;
  for (const auto& [column, row] : pivots) {
    std::vector<double> vector(static_cast<std::size_t>(analysis.columns));
    const double largest = basis.row(row).cwiseAbs().maxCoeff();
    double sign = 0;
    for (std::size_t c = 0; c < vector.size(); ++c) {
      double value = basis(row, static_cast<Index>(c)) / largest;
      const double nearest = std::round(value);
      if (std::abs(value - nearest) < 1e-11) value = nearest;  // rounding of the decomposition
      if (sign == 0 && value != 0) sign = value < 0 ? -1 : 1;
      vector[c] = value == 0 ? 0 : sign * value;
    }
    out.push_back(std::move(vector));
  }
  return out;
}

Tensor<double> gram(const SparseMatrix& matrix) {
  require_svd_size(matrix.rows, matrix.columns);
  Tensor<double> out(Shape{matrix.columns, matrix.columns});
  for (Index r = 0; r < matrix.rows; ++r) {
    const auto row = matrix.row(r);
    const auto values = matrix.row_values(r);
    for (std::size_t i = 0; i < row.size(); ++i)
      for (std::size_t j = 0; j < row.size(); ++j)
        out[row[i].column * matrix.columns + row[j].column] += values[i] * values[j];
  }
  return out;
}

}  // namespace convscope
