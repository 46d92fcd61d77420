#include "core/ops/fast/row_maker.hpp"

#include <algorithm>
#include <cstring>

namespace convscope::fast {

namespace {

/// Every cell is made of the one with its own number.
bool is_identity(const Shifts& axis) {
  return axis.written == axis.read && axis.written_step == 1 && axis.read_step == 1 && axis.least == 0 &&
         axis.most == 0 && axis.phases[0].shifts.size() == 1;
}

/// Cells at the ends of a row.
constexpr Index kEnd = 2 * kBeyond;

}  // namespace

ReadCells::ReadCells(Index cells, Index first, Index distance, Index wanted)
    : extent(cells), begin(first), step(distance), count(wanted) {
  // Most rows have a step of 1, and a division takes as long as a few of their vectors.
  const Index from = step == 1 ? -begin : ceil_div(-begin, step);
  const Index end = step == 1 ? extent - begin : floor_div(extent - 1 - begin, step) + 1;
  low = std::clamp<Index>(from, 0, count), high = std::clamp<Index>(end, low, count);
}

/// Short rows are copied before a function that copies would have begun.
template <class T>
void copy_cells(const T* from, Index count, T* to) {
  constexpr Index kTogether = 64 / static_cast<Index>(sizeof(T)), kShort = 4 * kTogether;
  if (count < kTogether || count > kShort) {
    std::copy_n(from, count, to);
    return;
  }
  for (Index i = 0; i < count - kTogether; i += kTogether)
    std::memcpy(to + i, from + i, kTogether * sizeof(T));
  std::memcpy(to + count - kTogether, from + count - kTogether, kTogether * sizeof(T));
}

template <class T>
void read_cells(const ReadCells& c, const T* row, Edge edge, T* to) {
  const bool zeros = edge == Edge::zeros;
  std::fill_n(to, c.low, zeros ? T{} : row[0]);
  if (c.step == 1)
    copy_cells(row + c.begin + c.low, c.high - c.low, to + c.low);
  else
    take_every(row + c.begin + c.low * c.step, c.step, c.high - c.low, to + c.low);
  std::fill_n(to + c.high, c.count - c.high, zeros ? T{} : row[c.extent - 1]);
}

bool sweeps_along(const Tables& t) {
  return t.kernel == Kernel::rows && t.groups == 1 && is_identity(t.depth()) && is_identity(t.vertical()) &&
         t.horizontal().read_step == 1;
}

bool sweeps_down(const Tables& t) {
  return t.kernel == Kernel::rows && t.groups == 1 && is_identity(t.depth()) && is_identity(t.horizontal());
}

template <class T>
Index RowMaker<T>::memory(Index count) const {
  const Shifts& h = t_.horizontal();
  const Index cells = count / h.written_step + 2 + kBeyond;
  return cells + h.most - h.least + (cells + count / h.written_step + 2) * h.written_step;
}

template <class T>
void RowMaker<T>::make(const T* row, Index first, Index count, T* to, T* memory) const {
  const Shifts& h = t_.horizontal();
  const Index step = h.written_step, begin = first / step, cells = ceil_div(first + count, step) - begin;
  const Index room = cells + kBeyond;
  // Of long rows only the ends are copied, to have what lies beyond them.
  const Index left = begin + h.least < 0 ? kEnd : 0;
  const Index right = begin + h.most + room > h.read ? kEnd + std::max<Index>(0, h.most) : 0;
  if (left + right > 0 && cells > 4 * (left + right) && h.least > -kEnd) {
    const Index end = first + count, inner = (begin + left) * step, last = end - right * step;
    if (left > 0) make(row, first, inner - first, to, memory);
    const Index at = left > 0 ? inner : first;
    make(row, at, last - at, to + (at - first), memory);
    if (right > 0) make(row, last, end - last, to + (last - first), memory);
    return;
  }
  T* const results = memory + room + h.most - h.least;
  const T* source = row + begin + h.least;
  if (begin + h.least < 0 || begin + h.most + room > h.read) {
    read_cells(ReadCells(h.read, begin + h.least, 1, cells + h.most - h.least), row, edge_, memory);
    source = memory;
  }
  const Index line = 0, before = first - begin * step;
  T* const spare = results + step * room;
  if (spread_.possible()) {
    const SpreadPhase one{&line, 1, 0};
    SpreadCall<T> call = spread_.call(0, 0, &one);
    call.source = call.first_row = source;
    call.out = before == 0 ? to : spare;
    call.width = before + count;
    call.rows = call.written = 1;
    spread_rows(call);
    if (before != 0) std::copy_n(spare + before, count, to);
    return;
  }
  const T* phases[kLargestStride];
  const bool direct = step == 1;
  for (Index p = 0; p < step; ++p) {
    const PhaseTaps& taps = t_.phase(0, p);
    T* const out = direct ? to : results + p * room;
    filter_rows(RowsCall<T>{source, 0, &line, static_cast<Index>(taps.in_planes.lines.size()),
                            taps.in_planes.columns.data(), static_cast<Index>(taps.in_planes.columns.size()),
                            packed_.at(0, 0, p, step), out, 0, cells, 1, 0});
    phases[p] = out;
  }
  if (direct) return;
  interleave(phases, step, before == 0 ? to : spare, before + count, false, spare);
  if (before != 0) std::copy_n(spare + before, count, to);
}

template class RowMaker<float>;
template class RowMaker<double>;
template void read_cells(const ReadCells&, const float*, Edge, float*);
template void read_cells(const ReadCells&, const double*, Edge, double*);

}  // namespace convscope::fast
