#include "core/ops/fast/tile.hpp"

#include <algorithm>

#include "core/ops/fast/scratch.hpp"

namespace convscope::fast {

template <class T>
Tile<T>::Tile(const Tables& tables, const Packed<T>& packed, Edge edge, bool streaming,
              const RowMaker<T>* maker, const Place& place, const Spread<T>* spread)
    : t_(tables),
      packed_(packed),
      spread_(spread && spread->possible() ? spread : nullptr),
      edge_(edge),
      streaming_(streaming),
      maker_(maker),
      at_(place) {
  depth_phase_ = place.cut.depth % t_.depth().written_step;
  row_ = place.cut.rows.first;
  rows_ = place.cut.rows.count;
  const auto across = static_cast<Index>(t_.horizontal().phases.size());
  const Index results = spread_ ? spread_results() : t_.result_size();
  const Index spare = t_.chunk * across, made = maker ? maker->memory(t_.chunk) : 0;
  source_ = Scratch::of_thread().take<T>(t_.source_size() + results + spare + made);
  result_ = source_ + t_.source_size();
  spare_ = result_ + results;
  of_maker_ = spare_ + spare;
}

template <class T>
bool Tile<T>::reads_operand() const {
  if (!t_.flat || maker_) return false;
  if (t_.reads_padding(at_.cut.columns)) return false;
  const Reading &rows = t_.reading[0], &columns = t_.reading[1];
  const Index top = row_ * rows.advance + rows.least, bottom = top + rows.extent(rows_) - 1;
  const Index end =
      at_.cut.columns.first * columns.advance + columns.least + columns.extent(at_.cut.columns.count);
  // What is read beyond the columns lies in the next rows of the plane.
  return top >= 0 && bottom < t_.vertical().read &&
         bottom * t_.horizontal().read + end + kBeyond <= t_.read_cells;
}

template <class T>
void Tile<T>::read() const {
  const Index channels = t_.kernel == Kernel::rows ? 1 : t_.read_channels;
  read_planes(t_, at_.cut, edge_, at_.from, channels, source_, maker_, of_maker_);
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
  if (spread_)
    spread();
  else
    filter();
}

/// All rows at once from where the operand lies, though the tile reads cells beyond its edges.
template <class T>
bool Tile<T>::filter_to_the_edges() const {
  const Shifts &v = t_.vertical(), &h = t_.horizontal();
  if (!t_.flat || maker_ || edge_ != Edge::zeros || t_.flat_phases() != 1 || t_.reading[0].advance != 1 ||
      t_.reading[1].advance != 1)
    return false;
  if (streaming_ && h.written * static_cast<Index>(sizeof(T)) % vector_bytes() != 0) return false;
  const PhaseTaps& taps = t_.phase(depth_phase_, 0);
  const PhaseTaps::Lines& lines = taps.in_operand;
  const Index column = at_.cut.columns.first;
  const PlaneEdges plane{row_, column, v.read, h.read};
  return slide_rows(RowsCall<T>{at_.from + row_ * h.read + column, h.read, lines.lines.data(),
                                std::ssize(lines.lines), lines.columns.data(), std::ssize(lines.columns),
                                weights_of(0, 0), written_row(0, v.phases[0], row_), h.written,
                                at_.cut.columns.count, rows_, taps.neighbours, streaming_, 1, &plane});
}

template <class T>
void Tile<T>::filter() const {
  const Shifts &v = t_.vertical(), &h = t_.horizontal();
  const Reading& rows = t_.reading[0];
  const bool in_operand = reads_operand();
  if (!in_operand) {
    if (filter_to_the_edges()) return;
    read();
  }
  const Index step = t_.reading[1].advance;
  const T* source =
      in_operand ? at_.from + row_ * rows.advance * h.read + at_.cut.columns.first * step : source_;
  const Index pitch = (in_operand ? h.read : t_.pitch) * rows.advance, result = t_.result_pitch();
  const auto across = static_cast<Index>(h.phases.size());
  const Index out_pitch = v.written_step * h.written;
  const bool direct =
      across == 1 && (!streaming_ || out_pitch * static_cast<Index>(sizeof(T)) % vector_bytes() == 0);
  const Index together = direct && v.phases.size() == 1 ? rows_ : kRowsAtOnce;
  for (Index row = 0; row < rows_; row += together)
    for (std::size_t p = 0; p < v.phases.size(); ++p) {
      const Phase& phase = v.phases[p];
      const Index count = std::min({together, rows_ - row, phase.count - (row_ + row)});
      if (count <= 0) continue;
      for (Index q = 0; q < across; ++q) {
        const Index number = static_cast<Index>(p) * across + q;
        const PhaseTaps& taps = t_.phase(depth_phase_, number);
        const PhaseTaps::Lines& lines = in_operand ? taps.in_operand : taps.in_planes;
        filter_rows(RowsCall<T>{
            source + row * pitch, pitch, lines.lines.data(), static_cast<Index>(lines.lines.size()),
            lines.columns.data(), static_cast<Index>(lines.columns.size()), weights_of(0, number),
            direct ? written_row(0, phase, row_ + row) : result_ + q * kRowsAtOnce * result,
            direct ? out_pitch : result, at_.cut.columns.count, count, taps.neighbours, direct && streaming_,
            step});
      }
      if (direct) continue;
      for (Index r = 0; r < count; ++r)
        write(0, phase, row_ + row + r, result_ + r * result, kRowsAtOnce * result);
    }
}

template <class T>
Index Tile<T>::spread_pitch() const {
  return (t_.chunk * t_.horizontal().written_step / 16 + 1) * 16;
}

template <class T>
Index Tile<T>::spread_results() const {
  return streaming_ ? kRowsAtOnce * static_cast<Index>(t_.vertical().phases.size()) * spread_pitch() : 0;
}

template <class T>
void Tile<T>::spread() const {
  const Shifts &v = t_.vertical(), &h = t_.horizontal();
  const bool in_operand = reads_operand();
  if (!in_operand) read();
  const auto downs = static_cast<Index>(v.phases.size());
  SpreadPhase phases[kLargestStride];
  spread_->phases(t_, depth_phase_, in_operand, phases);
  SpreadCall<T> call = spread_->call(at_.group, depth_phase_, phases);
  call.source = in_operand ? at_.from + row_ * h.read + at_.cut.columns.first + h.least : source_;
  call.pitch = in_operand ? h.read : t_.pitch;
  call.first_row = in_operand ? call.source + v.least * h.read : call.source;
  call.width = written_columns();
  const Index first = row_ * v.written_step, rows = std::min(rows_ * v.written_step, v.written - first);
  T* const to =
      at_.to + (at_.cut.depth * v.written + first) * h.written + at_.cut.columns.first * h.written_step;
  // Rows that begin at different places of a vector are streamed out of the cache.
  const bool aside = streaming_ && h.written * static_cast<Index>(sizeof(T)) % vector_bytes() != 0;
  call.streaming = streaming_ && !aside;
  if (!aside) {
    call.out = to, call.out_pitch = h.written, call.rows = rows_, call.written = rows;
    spread_rows(call);
    return;
  }
  call.out = result_, call.out_pitch = spread_pitch();
  for (Index row = 0; row < rows_; row += kRowsAtOnce) {
    call.rows = std::min(kRowsAtOnce, rows_ - row);
    call.written = std::min(call.rows * downs, rows - row * downs);
    spread_rows(call);
    for (Index y = 0; y < call.written; ++y) {
      const T* const made = result_ + y * call.out_pitch;
      interleave(&made, 1, to + (row * downs + y) * h.written, call.width, true, spare_);
    }
    call.source += kRowsAtOnce * call.pitch;
    call.first_row += kRowsAtOnce * call.pitch;
  }
}

template class Tile<float>;
template class Tile<double>;

}  // namespace convscope::fast
