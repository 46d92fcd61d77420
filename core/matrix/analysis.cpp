#include "core/matrix/analysis.hpp"

#include <fmt/format.h>

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/ops/dense_singular_values.hpp"

namespace convscope {

namespace {

/// [rows, columns], divided by `scale`.
Tensor<double> dense(const SparseMatrix& matrix, double scale) {
  Tensor<double> out(Shape{matrix.rows, matrix.columns});
  for (Index r = 0; r < matrix.rows; ++r) {
    const auto row = matrix.row_columns(r);
    const auto values = matrix.row_values(r);
    for (std::size_t i = 0; i < row.size(); ++i) out[r * matrix.columns + row[i]] += values[i] / scale;
  }
  return out;
}

/// What the values are divided by before they are squared. Errors: Error("w", ...).
double unit_of(std::span<const double> values) {
  double largest = 0;
  for (double value : values) {
    if (!std::isfinite(value))
      throw Error("w", "the matrix holds a value that is not finite", "finite weights");
    largest = std::max(largest, std::abs(value));
  }
  return power_of_two_above(largest);
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

/// All that follows from the singular values, which are divided by `unit`.
Analysis summary(Index rows, Index columns, SpectrumMethod method, std::vector<double> values, double unit) {
  Analysis a{.rows = rows, .columns = columns, .method = method, .singular_values = std::move(values)};
  a.tolerance = static_cast<double>(std::max(rows, columns)) * std::numeric_limits<double>::epsilon() *
                a.singular_values.front();
  a.rank = std::ranges::count_if(a.singular_values, [&](double value) { return value > a.tolerance; });
  a.nullity = columns - a.rank;
  a.condition = a.rank < std::min(rows, columns) ? std::numeric_limits<double>::infinity()
                                                 : a.singular_values.front() / a.singular_values.back();
  a.null_space = Tensor<double>(Shape{0, columns});
  measure_gram(a);
  for (double& value : a.singular_values) value *= unit;
  a.tolerance *= unit;
  a.gram_scale *= unit * unit;
  return a;
}

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// An orthonormal basis of what is at right angles to all rows, of which as many as `nullity` leaves are
/// independent: the last directions of a decomposition QR of the rows, the largest first.
Tensor<double> null_space_of(const Tensor<double>& matrix, Index nullity) {
  const Index rows = matrix.shape()[0], columns = matrix.shape()[1];
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(
      Eigen::Map<const RowMajor>(matrix.data(), rows, columns).transpose());
  Eigen::MatrixXd basis = Eigen::MatrixXd::Zero(columns, nullity);
  basis.bottomRows(nullity).setIdentity();
  basis.applyOnTheLeft(qr.householderQ());
  Tensor<double> out(Shape{nullity, columns});
  Eigen::Map<RowMajor>(out.data(), nullity, columns) = basis.transpose();
  return out;
}

/// Some of the null space of a large map: single cells, less what least squares find of them. Those that the
/// iteration did not reach are left out.
Tensor<double> some_null_vectors(const LinearMap& map, const Analysis& a, const Progress& progress) {
  const Index wanted = std::min<Index>(a.nullity, a.columns <= kLargestSvd ? 8 : 1);
  const Index iterations = a.columns <= kLargestSvd ? 2 * a.columns : 400;
  std::vector<Eigen::VectorXd> found;
  for (Index i = 0; i < wanted; ++i) {
    progress.at(static_cast<double>(i) / static_cast<double>(wanted));
    std::vector<double> cell(static_cast<std::size_t>(a.columns));
    cell[static_cast<std::size_t>((2 * i + 1) * a.columns / (2 * wanted))] = 1;
    const LeastSquares rest =
        least_squares(map, map.apply(cell), {.most_iterations = iterations, .progress = progress.silent()});
    Eigen::VectorXd v = Eigen::Map<Eigen::VectorXd>(cell.data(), a.columns) -
                        Eigen::Map<const Eigen::VectorXd>(rest.x.data(), a.columns);
    for (int pass = 0; pass < 2; ++pass)
      for (const Eigen::VectorXd& other : found) v -= other.dot(v) * other;
    if (v.norm() < 1e-6) continue;
    v.normalize();
    const std::vector<double> image = map.apply({v.data(), static_cast<std::size_t>(v.size())});
    const double length = Eigen::Map<const Eigen::VectorXd>(image.data(), a.rows).stableNorm();
    if (length <= 1e-10 * a.singular_values.front()) found.push_back(v);
  }
  const auto count = static_cast<Index>(found.size());
  Tensor<double> out(Shape{count, a.columns});
  for (Index i = 0; i < count; ++i)
    Eigen::Map<Eigen::VectorXd>(out.data() + i * a.columns, a.columns) = found[static_cast<std::size_t>(i)];
  return out;
}

}  // namespace

std::string_view to_string(SpectrumMethod method) {
  constexpr std::string_view kNames[] = {"decomposition", "fourier", "lanczos"};
  return kNames[static_cast<std::size_t>(method)];
}

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

Analysis analyse(const SparseMatrix& matrix, const Progress& progress) {
  require_svd_size(matrix.rows, matrix.columns);
  const double unit = unit_of(matrix.values);
  constexpr SpectrumMethod kMethod = SpectrumMethod::decomposition;
  const Tensor<double> all = dense(matrix, unit);
  Analysis a = summary(matrix.rows, matrix.columns, kMethod, singular_values(all, progress), unit);
  if (a.nullity > 0 && std::max(matrix.rows, matrix.columns) <= kLargestBasis)
    a.null_space = null_space_of(all, a.nullity);
  return a;
}

Analysis analyse(const Operator& op, const Tensor<double>& weights, const Progress& progress, Budget budget) {
  const Index rows = op.output_channels() * element_count(op.output_size()),
              columns = op.input_channels() * element_count(op.input_size());
  const bool small = std::max(rows, columns) <= kLargestBasis, circular = wraps_around(op);
  if (!circular) require_svd_size(rows, columns);
  const Progress values_progress = progress.part(0, 0.8);
  Analysis a;
  if (!circular) {
    a = analyse(matrix_of(op, weights, budget), values_progress);
  } else {
    const double unit = unit_of(weights.values());
    std::vector<double> values = circular_singular_values(op, weights, values_progress, budget);
    for (double& value : values) value /= unit;
    a = summary(rows, columns, SpectrumMethod::fourier, std::move(values), unit);
  }
  if (a.nullity == 0 || a.null_space.shape()[0] == a.nullity) return a;
  if (small) {
    const SparseMatrix matrix = matrix_of(op, weights, budget);
    a.null_space = null_space_of(dense(matrix, unit_of(matrix.values)), a.nullity);
  } else {
    a.null_space = some_null_vectors(map_of(op, weights), a, progress.part(0.8, 1));
  }
  return a;
}

std::vector<std::vector<double>> readable_null_space(const Analysis& analysis) {
  const Index vectors = analysis.null_space.shape()[0];
  Eigen::MatrixXd basis(vectors, analysis.columns);
  for (Index i = 0; i < analysis.null_space.size(); ++i)
    basis(i / analysis.columns, i % analysis.columns) = analysis.null_space[i];
  // Gauss-Jordan with complete pivoting: the early cells would read better as pivots, but kernels with long
  // tails make such a basis grow beyond all bounds.
  std::vector<std::pair<Index, Index>> pivots;  // column, row
  for (Index i = 0; i < vectors; ++i) {
    Index row = 0, column = 0;
    basis.bottomRows(vectors - i).cwiseAbs().maxCoeff(&row, &column);
    basis.row(i).swap(basis.row(row + i));
    basis.row(i) /= double{basis(i, column)};
    for (Index r = 0; r < vectors; ++r)
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
    const auto row = matrix.row_columns(r);
    const auto values = matrix.row_values(r);
    for (std::size_t i = 0; i < row.size(); ++i)
      for (std::size_t j = 0; j < row.size(); ++j)
        out[row[i] * matrix.columns + row[j]] += values[i] * values[j];
  }
  return out;
}

}  // namespace convscope
