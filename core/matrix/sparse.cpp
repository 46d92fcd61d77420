#include "core/matrix/sparse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <numeric>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/geometry/contributions.hpp"
#include "core/ops/border.hpp"

namespace convscope {

namespace {

/// About so many entries are worth a thread.
constexpr Index kPiece = 1 << 15;

std::size_t at(Index i) {
  return static_cast<std::size_t>(i);
}

/// Calls rows(piece, first, end) for pieces of all rows, on all processors; `most` pieces.
template <class F>
void for_rows(Index rows, Index entries, F&& f, Index most = std::numeric_limits<Index>::max()) {
  const Index pieces = std::clamp<Index>(entries / kPiece, 1, std::clamp<Index>(rows, 1, most));
  if (pieces == 1) return f(0, 0, rows);
  in_parallel(pieces, [&](Index i) { f(i, i * rows / pieces, (i + 1) * rows / pieces); });
}

/// Rows of either side, in closed form: contacts of a row are the products of its axes' slices, which are as
/// long as the cell says and already in the order of the columns (for pixels: windows descend, so backwards).
/// Along the last axis most rows are an earlier one moved: those are copied.
template <class T>
class RowWriter {
 public:
  RowWriter(const Geometry& g, Side fixed, const Tensor<T>& weights, CompressedRows<T>& matrix)
      : axes_(g.three_axes()), windows_(fixed == Side::window), weights_(weights), m_(matrix) {
    const Channels& channels = g.channels;
    own_ = (windows_ ? channels.window : channels.pixel) / channels.groups;
    others_ = (windows_ ? channels.pixel : channels.window) / channels.groups;
    m_.columns = others_ * channels.groups;
    for (std::size_t i = 0; i < 3; ++i) {
      const Axis& axis = axes_[i];
      const Index cells = windows_ ? axis.windows : axis.pixels;
      for (Index cell = 0; cell < cells; ++cell) slices_[i].push_back(contacts_of(axis, fixed, cell));
      read_[i] = windows_ ? axis.pixels : axis.windows;
      m_.columns *= read_[i];
    }
    length_ = extent(2);
    period_ = windows_ ? 1 : axes_[2].stride;
    m_.rows = own_ * channels.groups * extent(0) * extent(1) * length_;
  }

  void write() {
    before_.assign(1, 0);
    for (const Slice& c : slices_[2]) before_.push_back(before_.back() + c.count);
    line_start_.assign(1, 0);
    for (Index channels = m_.rows / (extent(0) * extent(1) * length_), i = 0; i < channels; ++i)
      for (const Slice& a : slices_[0])
        for (const Slice& b : slices_[1])
          line_start_.push_back(line_start_.back() + others_ * a.count * b.count * before_.back());
    const Index entries = line_start_.back();
    m_.row_start.resize(at(m_.rows + 1));
    m_.column.resize(at(entries));
    m_.values.resize(at(entries));
    m_.row_start.back() = entries;
    for_rows(m_.rows, entries, [&](Index, Index first, Index end) {
      std::vector<Model> models(at(period_));
      for (Index row = first; row < end;) {
        const Index cell = row % length_, cells = std::min(length_ - cell, end - row);
        write_line(row / length_, cell, cell + cells, models);
        row += cells;
      }
    });
  }

 private:
  /// A row that later ones of its phase resemble.
  struct Model {
    Index cell = -1, start = 0;
  };

  void write_line(Index line, Index first, Index end, std::vector<Model>& models) const {
    const Index b = line % extent(1), a = line / extent(1) % extent(0);
    const Slice &sa = slices_[0][at(a)], &sb = slices_[1][at(b)];
    const Index each = others_ * sa.count * sb.count;
    Index start = line_start_[at(line)] + each * before_[at(first)];
    std::fill(models.begin(), models.end(), Model{});
    for (Index cell = first, phase = 0; cell < end; ++cell) {
      m_.row_start[at(line * length_ + cell)] = start;
      const Slice& sc = slices_[2][at(cell)];
      Model& model = models[at(phase)];
      const Slice& earlier = slices_[2][at(std::max<Index>(model.cell, 0))];
      if (model.cell >= 0 && earlier.count == sc.count && earlier.first.tap == sc.first.tap) {
        copy_row(model.start, start, each * sc.count,
                 static_cast<std::int32_t>(cell_of(sc.first) - cell_of(earlier.first)));
      } else {
        write_row(line / (extent(0) * extent(1)), sa, sb, sc, start);
        model = {cell, start};
      }
      start += each * sc.count;
      if (++phase == period_) phase = 0;
    }
  }

  void copy_row(Index from, Index to, Index count, std::int32_t shift) const {
    const std::int32_t* __restrict old_column = m_.column.data() + from;
    std::int32_t* __restrict column = m_.column.data() + to;
    for (Index i = 0; i < count; ++i) column[i] = old_column[i] + shift;
    const T* __restrict old_value = m_.values.data() + from;
    T* __restrict value = m_.values.data() + to;
    for (Index i = 0; i < count; ++i) value[i] = old_value[i];
  }

  void write_row(Index channel, const Slice& a, const Slice& b, const Slice& c, Index start) const {
    const Index group = channel / own_, local = channel % own_;
    std::int32_t* column = m_.column.data() + start;
    T* value = m_.values.data() + start;
    const auto nth = [this](const Slice& slice, Index n) {
      return slice[windows_ ? n : slice.count - 1 - n];
    };
    const Index column_step = windows_ ? c.step.pixel : -c.step.window;
    const Index tap_step = windows_ ? c.step.tap : -c.step.tap;
    for (Index other = 0; other < others_; ++other) {
      const Index pair = windows_ ? channel * others_ + other : (group * others_ + other) * own_ + local;
      for (Index i = 0; i < a.count; ++i)
        for (Index j = 0; j < b.count; ++j) {
          const Contact x = nth(a, i), y = nth(b, j), z = nth(c, 0);
          const Index outer = ((group * others_ + other) * read_[0] + cell_of(x)) * read_[1] + cell_of(y);
          Index to = outer * read_[2] + cell_of(z);
          Index weight = ((pair * axes_[0].taps + x.tap) * axes_[1].taps + y.tap) * axes_[2].taps + z.tap;
          for (Index k = 0; k < c.count; ++k, to += column_step, weight += tap_step) {
            *column++ = static_cast<std::int32_t>(to);
            *value++ = weights_[weight];
          }
        }
    }
  }
  Index cell_of(const Contact& contact) const { return windows_ ? contact.pixel : contact.window; }
  Index extent(std::size_t i) const { return static_cast<Index>(slices_[i].size()); }

  std::array<Axis, 3> axes_;
  bool windows_;
  const Tensor<T>& weights_;
  CompressedRows<T>& m_;
  std::array<std::vector<Slice>, 3> slices_;  ///< of every cell of the side whose rows these are
  std::array<Index, 3> read_{};               ///< extents of the other side
  Index own_ = 0, others_ = 0;                ///< channels of a group
  Index length_ = 0, period_ = 1;
  std::vector<Index> line_start_, before_;
};

/// Columns folded back by the border, then sorted again: only rows at the edges are out of order, and those
/// nearly in it.
template <class T>
void fold(const Operator& op, CompressedRows<T>& matrix) {
  matrix.columns = op.geometry.channels.pixel * element_count(op.pixels);
  // Of each padded cell the user's, whose numbers a double holds.
  Tensor<double> numbers(with_channels(1, op.geometry.channels.pixel, op.pixels));
  std::iota(numbers.values().begin(), numbers.values().end(), 0.0);
  const Tensor<double> user = pad(op.border, numbers);
  for_rows(matrix.rows, matrix.nonzeros(), [&](Index, Index first, Index end) {
    const auto last = matrix.row_start[at(end)];
    for (Index i = matrix.row_start[at(first)]; i < last; ++i)
      matrix.column[at(i)] = static_cast<std::int32_t>(user[matrix.column[at(i)]]);
    for (Index row = first; row < end; ++row)
      for (Index i = matrix.row_start[at(row)] + 1; i < matrix.row_start[at(row + 1)]; ++i) {
        const std::int32_t column = matrix.column[at(i)];
        const T value = matrix.values[at(i)];
        Index to = i;
        for (; to > matrix.row_start[at(row)] && matrix.column[at(to - 1)] > column; --to) {
          matrix.column[at(to)] = matrix.column[at(to - 1)];
          matrix.values[at(to)] = matrix.values[at(to - 1)];
        }
        matrix.column[at(to)] = column;
        matrix.values[at(to)] = value;
      }
  });
}

template <class T>
void require_room(const Operator& op, Budget budget) {
  // Row starts count too: windows over nothing but padding have empty rows.
  const double windows = static_cast<double>(element_count(op.geometry.window_tensor(1))),
               pixels = static_cast<double>(element_count(op.geometry.pixel_tensor(1)));
  require_memory(static_cast<double>(count_contributions(op.geometry)) * (sizeof(std::int32_t) + sizeof(T)) +
                     (windows + pixels) * sizeof(Index),
                 budget, "size");
  constexpr auto kMost = static_cast<double>(std::numeric_limits<std::int32_t>::max());
  if (std::max(windows, pixels) > kMost)
    throw Error("size", fmt::format("the matrix has {:.0f} rows or columns", std::max(windows, pixels)),
                fmt::format("at most {:.0f}", kMost));
}

}  // namespace

template <class T>
void write_matrix(const Operator& op, const Tensor<T>& weights, CompressedRows<T>& matrix, Budget budget) {
  require_room<T>(op, budget);
  if (!op.border.active()) {
    RowWriter<T>(op.geometry, op.transposed() ? Side::pixel : Side::window, weights, matrix).write();
    return;
  }
  RowWriter<T>(op.geometry, Side::window, weights, matrix).write();
  fold(op, matrix);
  if (op.transposed()) matrix = transpose(matrix);
}

template <class T>
CompressedRows<T> matrix_of(const Operator& op, const Tensor<T>& weights, Budget budget) {
  CompressedRows<T> matrix;
  write_matrix(op, weights, matrix, budget);
  return matrix;
}

std::vector<MatrixEntry> entries_of_window(const Operator& op, Index window) {
  std::vector<MatrixEntry> row;
  for_each_contribution(op.geometry, Side::window, window, [&](const Contribution& c) {
    row.push_back({user_cell(op, c.pixel), c.weight});
  });
  if (op.border.active()) std::ranges::stable_sort(row, {}, &MatrixEntry::column);
  return row;
}

template <class T>
CompressedRows<T> transpose(const CompressedRows<T>& matrix) {
  CompressedRows<T> out;
  out.rows = matrix.columns;
  out.columns = matrix.rows;
  out.row_start.assign(at(out.rows + 1), 0);
  for (const std::int32_t column : matrix.column) ++out.row_start[at(column) + 1];
  for (std::size_t r = 1; r < out.row_start.size(); ++r) out.row_start[r] += out.row_start[r - 1];
  std::vector<Index> next(out.row_start.begin(), out.row_start.end() - 1);
  out.column.resize(matrix.column.size());
  out.values.resize(matrix.values.size());
  for (Index r = 0; r < matrix.rows; ++r)
    for (Index i = matrix.row_start[at(r)]; i < matrix.row_start[at(r + 1)]; ++i) {
      const Index to = next[at(matrix.column[at(i)])]++;
      out.column[at(to)] = static_cast<std::int32_t>(r);
      out.values[at(to)] = matrix.values[at(i)];
    }
  return out;
}

template <class T>
void apply(const CompressedRows<T>& matrix, std::span<const T> x, std::span<T> out) {
  assert(static_cast<Index>(x.size()) == matrix.columns && static_cast<Index>(out.size()) == matrix.rows);
  for_rows(matrix.rows, matrix.nonzeros(), [&](Index, Index first, Index end) {
    const std::int32_t* column = matrix.column.data();
    const T *value = matrix.values.data(), *from = x.data();
    Index i = matrix.row_start[at(first)];
    for (Index r = first; r < end; ++r) {
      const Index stop = matrix.row_start[at(r + 1)];
      T a = 0, b = 0, c = 0, d = 0;  // four sums, so that none waits for the one before
      for (; i + 4 <= stop; i += 4) {
        a += value[i] * from[column[i]];
        b += value[i + 1] * from[column[i + 1]];
        c += value[i + 2] * from[column[i + 2]];
        d += value[i + 3] * from[column[i + 3]];
      }
      for (; i < stop; ++i) a += value[i] * from[column[i]];
      out[at(r)] = (a + b) + (c + d);
    }
  });
}

std::vector<double> apply(const SparseMatrix& matrix, std::span<const double> x) {
  std::vector<double> y(at(matrix.rows));
  apply<double>(matrix, x, y);
  return y;
}

template <class T>
void apply_transposed(const CompressedRows<T>& matrix, std::span<const T> y, std::span<T> out) {
  assert(static_cast<Index>(y.size()) == matrix.rows && static_cast<Index>(out.size()) == matrix.columns);
  // Each piece of rows sums on its own over the columns that it meets, which are few for an operator's; the
  // pieces are added in order, so that the result depends on no thread.
  struct Part {
    Index first = 0;
    std::vector<T> sums;
  };
  constexpr Index kMostPieces = 8;
  std::array<Part, kMostPieces> parts;
  const auto scatter = [&](Index piece, Index first, Index end) {
    Index least = matrix.columns, most = -1;
    for (Index r = first; r < end; ++r)
      if (const auto row = matrix.row_columns(r); !row.empty()) {
        least = std::min<Index>(least, row.front());
        most = std::max<Index>(most, row.back());
      }
    if (most < least) return;
    Part& part = parts[at(piece)];
    part.first = least;
    part.sums.assign(at(most - least + 1), T{});
    T* to = part.sums.data();
    const std::int32_t* column = matrix.column.data();
    const T* value = matrix.values.data();
    Index i = matrix.row_start[at(first)];
    for (Index r = first; r < end; ++r) {
      const T factor = y[at(r)];
      for (const Index stop = matrix.row_start[at(r + 1)]; i < stop; ++i)
        to[column[i] - least] += value[i] * factor;
    }
  };
  for_rows(matrix.rows, matrix.nonzeros(), scatter, kMostPieces);
  std::ranges::fill(out, T{});
  for (const Part& part : parts)
    for (std::size_t i = 0; i < part.sums.size(); ++i) out[at(part.first) + i] += part.sums[i];
}

#define CONVSCOPE_SPARSE(T)                                                                     \
  template void write_matrix<T>(const Operator&, const Tensor<T>&, CompressedRows<T>&, Budget); \
  template CompressedRows<T> matrix_of<T>(const Operator&, const Tensor<T>&, Budget);           \
  template CompressedRows<T> transpose<T>(const CompressedRows<T>&);                            \
  template void apply<T>(const CompressedRows<T>&, std::span<const T>, std::span<T>);           \
  template void apply_transposed<T>(const CompressedRows<T>&, std::span<const T>, std::span<T>);
CONVSCOPE_SPARSE(float)
CONVSCOPE_SPARSE(double)
#undef CONVSCOPE_SPARSE

}  // namespace convscope
