#include "core/ops/fast/tile.hpp"

#include <algorithm>

#include "core/ops/fast/scratch.hpp"

namespace convscope::fast {

template <class T>
Tile<T>::Tile(const Tables& tables, const Packed<T>& packed, Edge edge, bool streaming,
              const RowMaker<T>* maker, const Place& place)
    : t_(tables), packed_(packed), edge_(edge), streaming_(streaming), maker_(maker), at_(place) {
  depth_phase_ = place.cut.depth % t_.depth().written_step;
  row_ = place.cut.rows.first;
  rows_ = place.cut.rows.count;
  const auto across = static_cast<Index>(t_.horizontal().phases.size());
  const Index results = t_.result_size();
  const Index spare = t_.chunk * across, made = maker ? maker->memory(t_.chunk) : 0;
  source_ = Scratch::of_thread().take<T>(t_.source_size() + results + spare + made);
  result_ = source_ + t_.source_size();
  spare_ = result_ + results;
  of_maker_ = spare_ + spare;
}

template <class T>
bool Tile<T>::reads_operand() const {
  if (!t_.flat || maker_) return false;
  const Shifts &v = t_.vertical(), &h = t_.horizontal();
  const Reading& rows = t_.reading[0];
  const Index top = row_ * rows.advance + rows.least, bottom = top + rows.extent(rows_) - 1;
  const Index left = at_.cut.columns.first + h.least,
              right = at_.cut.columns.first + at_.cut.columns.count - 1 + h.most;
  // What is read beyond the columns lies in the next rows of the plane.
  return top >= 0 && bottom < v.read && left >= 0 && right < h.read &&
         bottom * h.read + right + kBeyond < t_.read_cells;
}

template <class T>
void Tile<T>::read() const {
  const Index channels = t_.kernel == Kernel::rows ? 1 : t_.read_channels;
  for (Index c = 0; c < channels; ++c)
    read_planes(t_, at_.cut, edge_, at_.from + c * t_.read_cells, source_ + c * t_.channel, maker_,
                of_maker_);
}

template <class T>
T* Tile<T>::written_row(Index channel, const Phase& phase, Index m) const {
  const Shifts &v = t_.vertical(), &h = t_.horizontal();
  const Index y = phase.first + m * v.written_step;
  if (y >= v.written) return nullptr;
  return at_.to + channel * t_.written_cells + (at_.cut.depth * v.written + y) * h.written +
         at_.cut.columns.first * h.written_step;
}

template <class T>
Index Tile<T>::written_columns() const {
  const Shifts& h = t_.horizontal();
  return std::min(at_.cut.columns.count * h.written_step, h.written - at_.cut.columns.first * h.written_step);
}

template <class T>
const T* Tile<T>::weights_of(Index block, Index phase) const {
  return packed_.at(at_.group, block, depth_phase_ * t_.flat_phases() + phase,
                    static_cast<Index>(t_.phases.size()));
}

template <class T>
void Tile<T>::write(Index channel, const Phase& phase, Index m, const T* first, Index phase_step) const {
  T* const to = written_row(channel, phase, m);
  if (!to) return;
  const T* phases[kLargestStride];
  const auto across = static_cast<Index>(t_.horizontal().phases.size());
  for (Index p = 0; p < across; ++p) phases[p] = first + p * phase_step;
  interleave(phases, across, to, written_columns(), streaming_, spare_);
}

template <class T>
void Tile<T>::make() const {
  const Shifts &v = t_.vertical(), &h = t_.horizontal();
  const Reading& rows = t_.reading[0];
  const bool in_operand = reads_operand();
  if (!in_operand) read();
  const T* source = in_operand ? at_.from + row_ * rows.advance * h.read + at_.cut.columns.first : source_;
  const Index pitch = (in_operand ? h.read : t_.pitch) * rows.advance, result = t_.result_pitch();
  const auto across = static_cast<Index>(h.phases.size());
  const bool direct = across == 1 && !streaming_;
  for (Index row = 0; row < rows_; row += kRowsAtOnce)
    for (std::size_t p = 0; p < v.phases.size(); ++p) {
      const Phase& phase = v.phases[p];
      const Index count = std::min({kRowsAtOnce, rows_ - row, phase.count - (row_ + row)});
      if (count <= 0) continue;
      for (Index q = 0; q < across; ++q) {
        const Index number = static_cast<Index>(p) * across + q;
        const PhaseTaps& taps = t_.phase(depth_phase_, number);
        const PhaseTaps::Lines& lines = in_operand ? taps.in_operand : taps.in_planes;
        filter_rows(RowsCall<T>{
            source + row * pitch, pitch, lines.lines.data(), static_cast<Index>(lines.lines.size()),
            lines.columns.data(), static_cast<Index>(lines.columns.size()), weights_of(0, number),
            direct ? written_row(0, phase, row_ + row) : result_ + q * kRowsAtOnce * result,
            direct ? v.written_step * h.written : result, at_.cut.columns.count, count, taps.neighbours});
      }
      if (direct) continue;
      for (Index r = 0; r < count; ++r)
        write(0, phase, row_ + row + r, result_ + r * result, kRowsAtOnce * result);
    }
}

template class Tile<float>;
template class Tile<double>;

}  // namespace convscope::fast
