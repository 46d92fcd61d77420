#include "core/ops/fast/row_maker.hpp"

#include <algorithm>

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

template <class T>
void read_cells(const T* row, Index extent, Index begin, Index step, Index count, Edge edge, T* to) {
  // Most rows have a step of 1, and a division takes as long as a few of their vectors.
  const Index from = step == 1 ? -begin : ceil_div(-begin, step);
  const Index end = step == 1 ? extent - begin : floor_div(extent - 1 - begin, step) + 1;
  const Index low = std::clamp<Index>(from, 0, count), high = std::clamp<Index>(end, low, count);
  const bool zeros = edge == Edge::zeros;
  std::fill_n(to, low, zeros ? T{} : row[0]);
  if (step == 1)
    std::copy_n(row + begin + low, high - low, to + low);
  else
    take_every(row + begin + low * step, step, high - low, to + low);
  std::fill_n(to + high, count - high, zeros ? T{} : row[extent - 1]);
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
    read_cells(row, h.read, begin + h.least, 1, cells + h.most - h.least, edge_, memory);
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
template void read_cells(const float*, Index, Index, Index, Index, Edge, float*);
template void read_cells(const double*, Index, Index, Index, Index, Edge, double*);

}  // namespace convscope::fast
