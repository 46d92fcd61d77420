#include "core/matrix/sparse.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "core/base/parallel.hpp"
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

/// About so many entries are worth a thread.
constexpr Index kPiece = 1 << 15;

/// Calls rows(first, end) for pieces of all rows, on all processors.
template <class F>
void for_rows(const SparseMatrix& matrix, F&& rows) {
  const Index pieces =
      std::clamp<Index>(matrix.row_start.back() / kPiece, 1, std::max<Index>(matrix.rows, 1));
  if (pieces == 1) return rows(0, matrix.rows);
  in_parallel(pieces, [&](Index i) { rows(i * matrix.rows / pieces, (i + 1) * matrix.rows / pieces); });
}

/// What the cells of one side meet, axis by axis.
struct Sliced {
  Sliced(const Geometry& g, Side fixed) {
    const auto axes = g.three_axes();
    for (std::size_t i = 0; i < 3; ++i) {
      const Index cells = fixed == Side::window ? axes[i].windows : axes[i].pixels;
      for (Index cell = 0; cell < cells; ++cell) slices[i].push_back(contacts_of(axes[i], fixed, cell));
    }
  }
  Index extent(std::size_t i) const { return static_cast<Index>(slices[i].size()); }
  const Slice& at(std::size_t i, Index cell) const { return slices[i][static_cast<std::size_t>(cell)]; }
  std::vector<Slice> slices[3];
};

/// Rows of either side, in closed form: contacts of a row are the products of its axes' slices, which are as
/// long as the cell says and already in the order of the columns (for pixels: windows descend, so backwards).
class RowWriter {
 public:
  RowWriter(const Geometry& g, Side fixed, const Tensor<double>& weights, SparseMatrix& matrix)
      : axes_(g.three_axes()),
        channels_(g.channels),
        fixed_(fixed),
        sliced_(g, fixed),
        weights_(weights),
        m_(matrix) {
    const bool windows = fixed == Side::window;
    own_ = (windows ? channels_.window : channels_.pixel) / channels_.groups;
    others_ = (windows ? channels_.pixel : channels_.window) / channels_.groups;
    plane_ = sliced_.extent(0) * sliced_.extent(1) * sliced_.extent(2);
    m_.rows = own_ * channels_.groups * plane_;
    m_.columns = others_ * channels_.groups;
    for (const Axis& axis : axes_) m_.columns *= windows ? axis.pixels : axis.windows;
  }

  void write() {
    m_.row_start.resize(static_cast<std::size_t>(m_.rows) + 1);
    std::size_t next = 1;
    Index sum = 0;
    for (Index channel = 0; channel < own_ * channels_.groups; ++channel)
      for (const Slice& a : sliced_.slices[0])
        for (const Slice& b : sliced_.slices[1])
          for (const Slice& c : sliced_.slices[2])
            m_.row_start[next++] = sum += others_ * a.count * b.count * c.count;
    m_.entries.resize(static_cast<std::size_t>(sum));
    m_.values.resize(static_cast<std::size_t>(sum));
    for_rows(m_, [&](Index first, Index end) {
      for (Index row = first; row < end; ++row) write_row(row);
    });
  }

 private:
  void write_row(Index row) const {
    const Index channel = row / plane_, cell = row % plane_;
    const Slice& a = sliced_.at(0, cell / (sliced_.extent(1) * sliced_.extent(2)));
    const Slice& b = sliced_.at(1, cell / sliced_.extent(2) % sliced_.extent(1));
    const Slice& c = sliced_.at(2, cell % sliced_.extent(2));
    const bool windows = fixed_ == Side::window;
    const Index group = channel / own_, local = channel % own_;
    SparseMatrix::Entry* entry = m_.entries.data() + m_.row_start[static_cast<std::size_t>(row)];
    double* value = m_.values.data() + m_.row_start[static_cast<std::size_t>(row)];
    const auto nth = [windows](const Slice& slice, Index n) {
      return slice[windows ? n : slice.count - 1 - n];
    };
    for (Index other = 0; other < others_; ++other) {
      const Index pair = windows ? channel * others_ + other : (group * others_ + other) * own_ + local;
      for (Index i = 0; i < a.count; ++i)
        for (Index j = 0; j < b.count; ++j) {
          const Contact x = nth(a, i), y = nth(b, j), z = nth(c, 0);
          const Index outer = ((group * others_ + other) * read(0) + cell_of(x)) * read(1) + cell_of(y);
          Index column = outer * read(2) + cell_of(z);
          Index weight = ((pair * axes_[0].taps + x.tap) * axes_[1].taps + y.tap) * axes_[2].taps + z.tap;
          const Index column_step = windows ? c.step.pixel : -c.step.window;
          const Index tap_step = windows ? c.step.tap : -c.step.tap;
          for (Index k = 0; k < c.count; ++k, column += column_step, weight += tap_step) {
            *entry++ = {column, weight};
            *value++ = weights_[weight];
          }
        }
    }
  }
  Index cell_of(const Contact& contact) const {
    return fixed_ == Side::window ? contact.pixel : contact.window;
  }
  Index read(std::size_t i) const { return fixed_ == Side::window ? axes_[i].pixels : axes_[i].windows; }

  std::array<Axis, 3> axes_;
  Channels channels_;
  Side fixed_;
  Sliced sliced_;
  const Tensor<double>& weights_;
  SparseMatrix& m_;
  Index own_ = 0, others_ = 0, plane_ = 0;
};

/// The matrix of the convolution with a border, which folds columns back: rows are sorted.
SparseMatrix folded_matrix(const Operator& op, const Tensor<double>& weights) {
  SparseMatrix matrix;
  RowWriter(op.geometry, Side::window, weights, matrix).write();
  matrix.columns = op.geometry.channels.pixel * element_count(op.pixels);
  for_rows(matrix, [&](Index first, Index end) {
    for (Index row = first; row < end; ++row) {
      const auto from = matrix.entries.begin() + matrix.row_start[static_cast<std::size_t>(row)],
                 to = matrix.entries.begin() + matrix.row_start[static_cast<std::size_t>(row) + 1];
      for (auto at = from; at != to; ++at) at->column = user_cell(op, at->column);
      std::stable_sort(from, to, [](const auto& a, const auto& b) { return a.column < b.column; });
      for (auto at = from; at != to; ++at)
        matrix.values[static_cast<std::size_t>(at - matrix.entries.begin())] = weights[at->weight];
    }
  });
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
  if (op.border.active()) {
    SparseMatrix matrix = folded_matrix(op, weights);
    return op.transposed() ? transpose(matrix) : matrix;
  }
  SparseMatrix matrix;
  RowWriter(op.geometry, op.transposed() ? Side::pixel : Side::window, weights, matrix).write();
  return matrix;
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
  for_rows(matrix, [&](Index first, Index end) {
    for (Index r = first; r < end; ++r) {
      const auto row = matrix.row(r);
      const auto values = matrix.row_values(r);
      double sum = 0;
      for (std::size_t i = 0; i < row.size(); ++i)
        sum += values[i] * x[static_cast<std::size_t>(row[i].column)];
      y[static_cast<std::size_t>(r)] = sum;
    }
  });
  return y;
}

}  // namespace convscope
