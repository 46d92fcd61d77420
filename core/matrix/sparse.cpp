#include "core/matrix/sparse.hpp"

#include <algorithm>
#include <cassert>

#include "core/geometry/contributions.hpp"

namespace convscope {

std::span<const SparseMatrix::Entry> SparseMatrix::row(Index r) const {
  const auto i = static_cast<std::size_t>(r);
  return std::span(entries).subspan(static_cast<std::size_t>(row_start[i]),
                                    static_cast<std::size_t>(row_start[i + 1] - row_start[i]));
}

std::span<const double> SparseMatrix::row_values(Index r) const {
  const auto i = static_cast<std::size_t>(r);
  return std::span(values).subspan(static_cast<std::size_t>(row_start[i]),
                                   static_cast<std::size_t>(row_start[i + 1] - row_start[i]));
}

double SparseMatrix::density() const {
  const double all = static_cast<double>(rows) * static_cast<double>(columns);
  return all > 0 ? static_cast<double>(entries.size()) / all : 0;
}

namespace {

/// The matrix of the convolution: one row for each window.
SparseMatrix gather_matrix(const Operator& op, const Tensor<double>& weights) {
  const Geometry& g = op.geometry;
  SparseMatrix matrix;
  matrix.rows = g.channels.window * element_count(g.windows());
  matrix.columns = g.channels.pixel * element_count(op.pixels);
  matrix.entries.reserve(static_cast<std::size_t>(count_contributions(g)));
  for (Index row = 0; row < matrix.rows; ++row) {
    const auto begin = static_cast<std::ptrdiff_t>(matrix.entries.size());
    for_each_contribution(g, Side::window, row, [&](const Contribution& c) {
      matrix.entries.push_back({user_cell(op, c.pixel), c.weight});
    });
    // The relation lists pixels in ascending order; only a border can fold them back.
    if (op.border.active())
      std::stable_sort(matrix.entries.begin() + begin, matrix.entries.end(),
                       [](const auto& a, const auto& b) { return a.column < b.column; });
    matrix.row_start.push_back(matrix.nonzeros());
  }
  for (const auto& entry : matrix.entries) matrix.values.push_back(weights[entry.weight]);
  return matrix;
}

}  // namespace

SparseMatrix matrix_of(const Operator& op, const Tensor<double>& weights, Budget budget) {
  const double bytes = static_cast<double>(sizeof(SparseMatrix::Entry) + sizeof(double));
  // Row starts count too: windows over nothing but padding have empty rows.
  const double starts = static_cast<double>(element_count(op.geometry.window_tensor(1))) +
                        static_cast<double>(element_count(op.geometry.pixel_tensor(1)));
  require_memory(static_cast<double>(count_contributions(op.geometry)) * bytes + starts * sizeof(Index),
                 budget, "size");
  SparseMatrix matrix = gather_matrix(op, weights);
  return op.transposed() ? transpose(matrix) : matrix;
}

SparseMatrix transpose(const SparseMatrix& matrix) {
  SparseMatrix out;
  out.rows = matrix.columns;
  out.columns = matrix.rows;
  out.row_start.assign(static_cast<std::size_t>(out.rows) + 1, 0);
  for (const auto& entry : matrix.entries) ++out.row_start[static_cast<std::size_t>(entry.column) + 1];
  for (std::size_t r = 1; r < out.row_start.size(); ++r) out.row_start[r] += out.row_start[r - 1];
  std::vector<Index> next(out.row_start.begin(), out.row_start.end() - 1);
  out.entries.resize(matrix.entries.size());
  out.values.resize(matrix.values.size());
  for (Index r = 0; r < matrix.rows; ++r) {
    const auto row = matrix.row(r);
    const auto values = matrix.row_values(r);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto at = static_cast<std::size_t>(next[static_cast<std::size_t>(row[i].column)]++);
      out.entries[at] = {r, row[i].weight};
      out.values[at] = values[i];
    }
  }
  return out;
}

std::vector<double> apply(const SparseMatrix& matrix, std::span<const double> x) {
  assert(static_cast<Index>(x.size()) == matrix.columns);
  std::vector<double> y(static_cast<std::size_t>(matrix.rows), 0.0);
  for (Index r = 0; r < matrix.rows; ++r) {
    const auto row = matrix.row(r);
    const auto values = matrix.row_values(r);
    double sum = 0;
    for (std::size_t i = 0; i < row.size(); ++i)
      sum += values[i] * x[static_cast<std::size_t>(row[i].column)];
    y[static_cast<std::size_t>(r)] = sum;
  }
  return y;
}

}  // namespace convscope
