#include "core/ops/fast/layer_tile.hpp"

#include <algorithm>

namespace convscope::fast {

namespace {

/// What the next tile reads and this one does not, the n-th of so many parts: it is on its way meanwhile.
template <class T>
void fetch_next(const Tables& t, const typename Tile<T>::Place& at, Index n, Index parts) {
  if (at.next.rows.count == 0 || t.depth().read != 1) return;
  constexpr Index kLine = 64 / static_cast<Index>(sizeof(T));
  const Shifts &v = t.vertical(), &h = t.horizontal();
  const auto end_of = [](const Shifts& axis, const Stretch& cells) {
    return (cells.first + cells.count - 1 + axis.most + 1) * axis.read_step;
  };
  const bool below = at.next.columns.first == at.cut.columns.first;
  const Index first_row =
      std::max<Index>(0, below ? end_of(v, at.cut.rows) : (at.next.rows.first + v.least) * v.read_step);
  const Index end_row = std::min(v.read, end_of(v, at.next.rows));
  const Index first = std::max<Index>(0, (at.next.columns.first + h.least) * h.read_step);
  const Index end = std::min(h.read, end_of(h, at.next.columns));
  for (Index c = n * t.read_channels / parts; c < (n + 1) * t.read_channels / parts; ++c)
    for (Index y = first_row; y < end_row; ++y) {
      const T* const row = at.from + (c * v.read + y) * h.read;
      for (Index x = first; x < end; x += kLine) __builtin_prefetch(row + x, 0, 2);
    }
}

}  // namespace

template <class T>
void ProductTile<T>::make(Index first_block, Index end_block) {
  const bool in_operand = reads_channels();
  if (!in_operand) this->read();
  planes_ = in_operand
                ? at_.from + (row_ + t_.reading[0].least) * t_.horizontal().read + at_.cut.columns.first
                : this->source_;
  channel_step_ = in_operand ? t_.read_cells : t_.channel;
  const Index steps = ceil_div(rows_, t_.rows_at_once);
  // Cells of many channels lie in as many pages: after the first product they are read from a copy.
  const bool again = end_block - first_block > 1 || t_.flat_phases() > 1;
  copy_ = in_operand && t_.single_cells && again ? this->source_ : nullptr;
  for (Index b = first_block; b < end_block; ++b)
    for (Index step = 0; step < steps; ++step) {
      if (!t_.single_cells)
        fetch_next<T>(t_, at_, (b - first_block) * steps + step, (end_block - first_block) * steps);
      const Index row = step * t_.rows_at_once;
      multiply(b, row, std::min(t_.rows_at_once, rows_ - row));
    }
}

template <class T>
bool ProductTile<T>::reads_channels() const {
  if (!t_.bare || this->edge_ != Edge::zeros) return false;
  if (t_.single_cells) {
    const Index lanes = std::max<Index>(1, vector_bytes() / static_cast<Index>(sizeof(T)));
    const Index first = row_ * t_.horizontal().read + at_.cut.columns.first;
    return first + ceil_div(at_.cut.columns.count, lanes) * lanes <= t_.read_cells;
  }
  const Index top = row_ + t_.reading[0].least, end = top + t_.reading[0].extent(rows_);
  return top >= 0 && end * t_.pitch + kBeyond <= t_.read_cells;
}

/// The next tile's part of a row, shared among the blocks.
template <class T>
typename ProductCall<T>::Ahead ProductTile<T>::ahead(Index block, Index phase) const {
  const auto blocks = static_cast<Index>(packed_.blocks.size());
  if (!t_.single_cells || at_.next.rows.count == 0 || phase > 0) return {};
  const Index cell = at_.next.rows.first * t_.horizontal().read + at_.next.columns.first;
  return {at_.from + cell, t_.read_cells, block, blocks};
}

/// The written row itself where whole vectors fill it and nothing else wants to be done; or null.
template <class T>
T* ProductTile<T>::whole_row(Index channel, const Phase& phase, Index m) const {
  const Index lanes = std::max<Index>(1, vector_bytes() / static_cast<Index>(sizeof(T)));
  if (t_.horizontal().phases.size() > 1 || this->streaming_ || at_.cut.columns.count % lanes != 0)
    return nullptr;
  return this->written_row(channel, phase, m);
}

template <class T>
void ProductTile<T>::multiply(Index b, Index row, Index rows) {
  const Stretch& block = packed_.blocks[static_cast<std::size_t>(b)];
  const Shifts& v = t_.vertical();
  const auto across = static_cast<Index>(t_.horizontal().phases.size());
  const Index phase_step = product_rows() * t_.result_pitch();
  // The phases of one row down, while their results lie in the first cache.
  for (std::size_t p = 0; p < v.phases.size(); ++p) {
    T* const direct = rows == 1 ? this->whole_row(block.first, v.phases[p], row_ + row) : nullptr;
    for (Index q = 0; q < across; ++q) {
      const Index number = static_cast<Index>(p) * across + q;
      const std::vector<Index>& offsets = t_.phase(this->depth_phase_, number).offsets;
      const T* source = planes_ + row * t_.reading[0].advance * t_.pitch;
      fast::multiply(ProductCall<T>{
          source, t_.read_channels, channel_step_, offsets.data(), static_cast<Index>(offsets.size()),
          this->weights_of(b, number), block.count, direct ? direct : result_ + q * phase_step,
          direct ? t_.written_cells : t_.result_pitch(), (rows - 1) * t_.pitch + at_.cut.columns.count,
          ahead(b, q), copy_, t_.channel});
      if (copy_) planes_ = copy_, channel_step_ = t_.channel;
      copy_ = nullptr;
    }
    if (direct) continue;
    for (Index c = 0; c < block.count; ++c)
      for (Index r = 0; r < rows; ++r)
        this->write(block.first + c, v.phases[p], row_ + row + r,
                    result_ + c * t_.result_pitch() + r * t_.result_row(), phase_step);
  }
}

template <class T>
ChannelsTile<T>::ChannelsTile(const Tables& tables, const Packed<T>& packed, bool streaming,
                              const typename Tile<T>::Place& place)
    : Tile<T>(tables, packed, Edge::zeros, streaming, nullptr, place) {
  const Shifts &d = t_.depth(), &v = t_.vertical(), &h = t_.horizontal();
  const Index count =
      static_cast<Index>(d.phases[static_cast<std::size_t>(this->depth_phase_)].shifts.size());
  slices_.clear();
  lists_.down = nullptr;
  if (t_.bare) {
    source_of_ = {at_.from, t_.read_cells, v.read * h.read, h.read, 0};
    const Index cell = at_.cut.depth / d.written_step;
    for (const Shift& shift : d.phases[static_cast<std::size_t>(this->depth_phase_)].shifts)
      slices_.push_back(first_cell(d, shift) + cell * d.read_step);
  } else {
    this->read();
    source_of_ = {this->source_, t_.channel, t_.plane, t_.pitch,
                  -(row_ * v.read_step + t_.reading[0].least) * t_.pitch -
                      (at_.cut.columns.first * h.read_step + t_.reading[1].least)};
    for (Index z = 0; z < count; ++z) slices_.push_back(z);
  }
}

template <class T>
void ChannelsTile<T>::make(Index first_block, Index end_block) {
  const Index steps = ceil_div(rows_, t_.rows_at_once);
  for (Index b = first_block; b < end_block; ++b)
    for (Index step = 0; step < steps; ++step) {
      const Index row = step * t_.rows_at_once;
      for (std::size_t p = 0; p < t_.vertical().phases.size(); ++p)
        multiply(b, p, row,
                 std::min({t_.rows_at_once, rows_ - row, t_.vertical().phases[p].count - (row_ + row)}));
    }
}

namespace {

/// What two stretches have in common; nothing where the count is not positive.
Stretch common(const Zone& zone, const Stretch& part) {
  const Index first = std::max(zone.first, part.first);
  return {first, std::min(zone.first + zone.count, part.first + part.count) - first};
}

}  // namespace

template <class T>
void ChannelsTile<T>::multiply(Index b, std::size_t phase, Index row, Index rows) {
  if (rows <= 0) return;
  const Stretch &block = packed_.blocks[static_cast<std::size_t>(b)], &columns = at_.cut.columns;
  const Phase& p = t_.vertical().phases[phase];
  const auto across = static_cast<Index>(t_.horizontal().phases.size());
  const Index width = packed_.width_of(block) * packed_.lanes, pitch = t_.result_pitch();
  const bool direct = across == 1 && !this->streaming_;
  T* const turned = result_ + t_.turned_cells() * width;
  for (Index q = 0; q < across; ++q)
    for (const Zone& down : t_.zones[0][phase])
      for (const Zone& along : t_.zones[1][static_cast<std::size_t>(q)]) {
        const Stretch y = common(down, {row_ + row, rows}), all = common(along, columns);
        if (y.count <= 0) continue;
        for (Stretch x{all.first, 0}; x.first < all.first + all.count; x.first += x.count) {
          const Index left = all.first + all.count - x.first, most = t_.turned_cells() / y.count;
          x.count =
              left > most ? std::min(most, ceil_div(ceil_div(left, ceil_div(left, most)), 4) * 4) : left;
          const T* const written =
              q == 0 && !this->streaming_ ? this->written_row(block.first, p, y.first) : nullptr;
          multiply_zone(b, static_cast<Index>(phase) * across + q, {down, y}, {along, x},
                        written ? written + (x.first - columns.first) * across : nullptr);
          for (Index r = 0; r < y.count; ++r) {
            const Index m = y.first + r, column = x.first - columns.first;
            T* const to = direct ? this->written_row(block.first, p, m) + column
                                 : turned + q * width * pitch + (m - row_ - row) * columns.count + column;
            turn(result_ + r * x.count * width, width, x.count, block.count, to,
                 direct ? t_.written_cells : pitch);
          }
        }
      }
  if (direct) return;
  for (Index c = 0; c < block.count; ++c)
    for (Index r = 0; r < rows; ++r)
      this->write(block.first + c, p, row_ + row + r, turned + c * pitch + r * columns.count, width * pitch);
}

template <class T>
void ChannelsTile<T>::list_taps(Index number, const Zone& down, const Zone& along, Index width) {
  if (lists_.down == &down && lists_.along == &along && lists_.width == width) return;
  lists_.down = &down, lists_.along = &along, lists_.width = width;
  const Shifts &v = t_.vertical(), &h = t_.horizontal();
  const auto across = static_cast<Index>(h.phases.size());
  const std::vector<Shift>&ys = v.phases[static_cast<std::size_t>(number / across)].shifts,
        &xs = h.phases[static_cast<std::size_t>(number % across)].shifts;
  const auto down_count = static_cast<Index>(ys.size()), along_count = static_cast<Index>(xs.size());
  lists_.taps.clear();
  lists_.places.clear();
  for (std::size_t z = 0; z < slices_.size(); ++z)
    for (const Index y : down.shifts) {
      const Index row = source_of_.origin + slices_[z] * source_of_.slice +
                        first_cell(v, ys[static_cast<std::size_t>(y)]) * source_of_.row;
      const Index place = (static_cast<Index>(z) * down_count + y) * along_count;
      for (const Index x : along.shifts) {
        lists_.taps.push_back(row + first_cell(h, xs[static_cast<std::size_t>(x)]));
        lists_.places.push_back((place + x) * width);
      }
    }
  lists_.all_taps = static_cast<Index>(slices_.size()) * down_count * along_count;
}

template <class T>
void ChannelsTile<T>::multiply_zone(Index b, Index number, const Part& down, const Part& along,
                                    const T* written) {
  const Stretch& block = packed_.blocks[static_cast<std::size_t>(b)];
  const Index vectors = packed_.width_of(block);
  const Index width = vectors * packed_.lanes;
  list_taps(number, down.zone, along.zone, width);
  const Index row_step = t_.vertical().read_step * source_of_.row, step = t_.horizontal().read_step;
  lists_.cells.clear();
  for (Index m = 0; m < down.cells.count; ++m)
    for (Index n = 0; n < along.cells.count; ++n)
      lists_.cells.push_back((down.cells.first + m) * row_step + (along.cells.first + n) * step);
  multiply_channels(ChannelsCall<T>{source_of_.at,
                                    t_.read_channels,
                                    source_of_.channel,
                                    lists_.taps.data(),
                                    lists_.places.data(),
                                    static_cast<Index>(lists_.taps.size()),
                                    this->weights_of(b, number),
                                    lists_.all_taps * width,
                                    vectors,
                                    lists_.cells.data(),
                                    static_cast<Index>(lists_.cells.size()),
                                    result_,
                                    false,
                                    {written, t_.written_cells, written ? block.count : 0,
                                     along.cells.count * t_.horizontal().written_step}});
}

template class ProductTile<float>;
template class ProductTile<double>;
template class ChannelsTile<float>;
template class ChannelsTile<double>;

}  // namespace convscope::fast
