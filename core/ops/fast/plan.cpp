#include "core/ops/fast/plan.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "core/base/parallel.hpp"
#include "core/ops/border.hpp"
#include "core/ops/convolve.hpp"
#include "core/ops/fast/scratch.hpp"
#include "core/ops/fast/tables.hpp"

namespace convscope::fast {

namespace {

/// Works of fewer multiplications (or cells, times some) are done before another thread has woken up.
constexpr double kWorthThreads = 1 << 19;
/// Results of more bytes are streamed past the caches.
constexpr double kStreamedBytes = 16 << 20;

template <class T>
bool all_finite(std::span<const T> values) {
  return std::all_of(values.begin(), values.end(), [](T value) { return std::isfinite(value); });
}

/// n parts of about equal size: where the k-th begins.
Index begin_of(Index k, Index parts, Index n) {
  return k * n / parts;
}

}  // namespace

Kernel kernel_for(Way way, const Geometry& geometry) {
  return Tables(way, geometry).kernel;
}

std::string_view to_string(Kernel kernel) {
  constexpr std::string_view kNames[] = {"plain", "rows", "product"};
  return kNames[static_cast<std::size_t>(kernel)];
}

template <class T>
struct Plan<T>::Parts {
  Parts(Way w, const Geometry& g, std::span<const T> values, Edge e)
      : way(w), geometry(g), edge(e), tables(w, g) {
    if (tables.kernel != Kernel::plain && all_finite(values))
      packed.emplace(tables, w, g, values);
    else
      weights = Tensor<T>(g.weights(), {values.begin(), values.end()});
  }
  Way way;
  Geometry geometry;
  Edge edge;
  Tables tables;
  std::optional<Packed<T>> packed;
  Tensor<T> weights;  ///< of the plain kernel

  void run_plain(const T* from, Index batch, T* to) const;
  void run_tiles(const T* from, Index batch, T* to) const;
};

namespace {

/// One tile: where it lies, and the work on it.
template <class T>
class Tile {
 public:
  Tile(const Tables& tables, const Packed<T>& packed, Edge edge, bool streaming)
      : t_(tables), packed_(packed), edge_(edge), streaming_(streaming) {}

  /// `from` and `to`: the planes of the group's channels of one sample.
  void place(const T* from, T* to, Index group, Index depth, Index row, Index column) {
    from_ = from, to_ = to, group_ = group, row_ = row, column_ = column;
    const Shifts& d = t_.depth();
    depth_phase_ = depth % d.written_step;
    depth_cell_ = depth / d.written_step;
    depth_ = depth;
    rows_ = std::min(t_.strip, t_.cells[1] - row);
    columns_ = std::min(t_.chunk, t_.cells[2] - column);
    source_ = Scratch::of_thread().take<T>(t_.source_size() + t_.result_size());
    result_ = source_ + t_.source_size();
  }

  void read() {
    const Index channels = t_.kernel == Kernel::rows ? 1 : t_.read_channels;
    for (Index c = 0; c < channels; ++c) read_channel(from_ + c * t_.read_cells, source_ + c * t_.channel);
  }
  void filter();
  void multiply(Index first_block, Index end_block);

 private:
  /// The cell itself, the edge's, or -1 for zeros.
  Index on_axis(Index cell, Index extent) const {
    if (cell >= 0 && cell < extent) return cell;
    return edge_ == Edge::zeros ? -1 : std::clamp<Index>(cell, 0, extent - 1);
  }
  void read_channel(const T* from, T* to) const;
  void read_row(const T* from, Index first, T* to) const;
  /// The written row of a channel, from the tile's first column; null beyond the extent.
  T* written_row(Index channel, const Phase& phase, Index m) const {
    const Index y = phase.first + m * t_.vertical().written_step;
    if (y >= t_.vertical().written) return nullptr;
    return to_ + channel * t_.written_cells + (depth_ * t_.vertical().written + y) * t_.horizontal().written +
           column_ * t_.horizontal().written_step;
  }
  /// Columns that the tile writes.
  Index written_columns() const {
    const Shifts& h = t_.horizontal();
    return std::min(columns_ * h.written_step, h.written - column_ * h.written_step);
  }
  Index all_phases() const { return static_cast<Index>(t_.phases.size()); }
  const T* weights_of(Index block, Index flat) const {
    return packed_.at(group_, block, depth_phase_ * t_.flat_phases() + flat, all_phases());
  }

  const Tables& t_;
  const Packed<T>& packed_;
  Edge edge_;
  bool streaming_;
  const T* from_ = nullptr;
  T* to_ = nullptr;
  T *source_ = nullptr, *result_ = nullptr;
  Index group_ = 0, depth_ = 0, depth_phase_ = 0, depth_cell_ = 0, row_ = 0, column_ = 0, rows_ = 0,
        columns_ = 0;
};

template <class T>
void Tile<T>::read_row(const T* from, Index first, T* to) const {
  const Shifts& h = t_.horizontal();
  const Index step = h.read_step, count = columns_ + h.most - h.least;
  const Index begin = first + (column_ + h.least) * step;  // of the row's cells
  const Index low = std::clamp<Index>(ceil_div(-begin, step), 0, count);
  const Index high = std::clamp<Index>(floor_div(h.read - 1 - begin, step) + 1, low, count);
  const bool zeros = edge_ == Edge::zeros;
  std::fill_n(to, low, zeros ? T{} : from[0]);
  if (step == 1)
    std::copy_n(from + begin + low, high - low, to + low);
  else
    take_every(from + begin + low * step, step, high - low, to + low);
  std::fill_n(to + high, count - high, zeros ? T{} : from[h.read - 1]);
}

template <class T>
void Tile<T>::read_channel(const T* from, T* to) const {
  const Shifts &d = t_.depth(), &v = t_.vertical(), &h = t_.horizontal();
  const Index rows = rows_ + v.most - v.least, count = columns_ + h.most - h.least;
  for (const Shift& shift : d.phases[static_cast<std::size_t>(depth_phase_)].shifts) {
    const Index z =
        on_axis(d.strands[static_cast<std::size_t>(shift.strand)] + (depth_cell_ + shift.cells) * d.read_step,
                d.read);
    for (const Index strand : v.strands) {
      for (std::size_t s = 0; s < h.strands.size(); ++s)
        for (Index j = 0; j < rows; ++j) {
          const Index y = on_axis(strand + (row_ + v.least + j) * v.read_step, v.read);
          T* row = to + static_cast<Index>(s) * t_.plane + j * t_.pitch;
          if (z < 0 || y < 0)
            std::fill_n(row, count, T{});
          else
            read_row(from + (z * v.read + y) * h.read, h.strands[s], row);
        }
      to += static_cast<Index>(h.strands.size()) * t_.plane;
    }
  }
}

template <class T>
void Tile<T>::filter() {
  const Shifts& h = t_.horizontal();
  const auto across = static_cast<Index>(h.phases.size());
  const bool direct = across == 1 && !streaming_;
  const Index result_pitch = t_.columns_at_once + kBeyond;
  T* const spare = result_ + kRowsAtOnce * result_pitch * across;
  const T* phases[kLargestStride];
  for (Index row = 0; row < rows_; row += kRowsAtOnce)
    for (std::size_t v = 0; v < t_.vertical().phases.size(); ++v) {
      const Phase& phase = t_.vertical().phases[v];
      const Index rows = std::min({kRowsAtOnce, rows_ - row, phase.count - (row_ + row)});
      if (rows <= 0) continue;
      for (Index p = 0; p < across; ++p) {
        const Index flat = static_cast<Index>(v) * across + p;
        const PhaseTaps& taps = t_.phase(depth_phase_, flat);
        T* out = direct ? written_row(0, phase, row_ + row) : result_ + p * kRowsAtOnce * result_pitch;
        filter_rows(RowsCall<T>{source_ + row * t_.pitch, taps.uses.data(),
                                static_cast<Index>(taps.uses.size()), taps.columns.data(),
                                static_cast<Index>(taps.columns.size()), weights_of(0, flat), out,
                                direct ? t_.vertical().written_step * h.written : result_pitch,
                                direct ? written_columns() : columns_, rows});
      }
      if (direct) continue;
      for (Index r = 0; r < rows; ++r) {
        for (Index p = 0; p < across; ++p) phases[p] = result_ + (p * kRowsAtOnce + r) * result_pitch;
        interleave(phases, across, written_row(0, phase, row_ + row + r), written_columns(), streaming_,
                   spare);
      }
    }
}

template <class T>
void Tile<T>::multiply(Index first_block, Index end_block) {
  const auto across = static_cast<Index>(t_.horizontal().phases.size()), flats = t_.flat_phases();
  const Index result_pitch = t_.columns_at_once + kBeyond, most = product_rows();
  T* const spare = result_ + flats * most * result_pitch;
  const T* phases[kLargestStride];
  for (Index b = first_block; b < end_block; ++b) {
    const auto& block = packed_.blocks[static_cast<std::size_t>(b)];
    for (Index row = 0; row < rows_; row += t_.rows_at_once) {
      const Index rows = std::min(t_.rows_at_once, rows_ - row);
      for (Index flat = 0; flat < flats; ++flat) {
        const PhaseTaps& taps = t_.phase(depth_phase_, flat);
        fast::multiply(ProductCall<T>{source_ + row * t_.pitch, t_.read_channels, t_.channel,
                                      taps.offsets.data(), static_cast<Index>(taps.offsets.size()),
                                      weights_of(b, flat), block.count, result_ + flat * most * result_pitch,
                                      result_pitch, (rows - 1) * t_.pitch + columns_});
      }
      for (Index c = 0; c < block.count; ++c)
        for (std::size_t v = 0; v < t_.vertical().phases.size(); ++v)
          for (Index r = 0; r < rows; ++r) {
            T* to = written_row(block.first + c, t_.vertical().phases[v], row_ + row + r);
            if (!to) continue;
            for (Index p = 0; p < across; ++p)
              phases[p] =
                  result_ + ((static_cast<Index>(v) * across + p) * most + c) * result_pitch + r * t_.pitch;
            interleave(phases, across, to, written_columns(), streaming_, spare);
          }
    }
  }
}

}  // namespace

namespace {

/// The same relation on a side that is read with so many more cells that all its taps find one; they are in
/// `border`.
Geometry widened(Way way, const Geometry& geometry, Border& border) {
  Geometry wide = geometry;
  border.mode = BorderMode::replicate;
  for (Axis& axis : wide.axes) {
    Sides more;
    if (way == Way::gather) {
      more.begin = std::max<Index>(0, -pixel_under(axis, 0, 0));
      more.end = std::max<Index>(0, pixel_under(axis, axis.windows - 1, axis.taps - 1) - (axis.pixels - 1));
      axis.pixels += more.begin + more.end;
      axis.pad -= more.begin;
    } else {
      more.begin = more.end = (reach(axis) + std::abs(axis.pad) + axis.pixels) / axis.stride + 1;
      axis.windows += more.begin + more.end;
      axis.pad += more.begin * axis.stride;
    }
    border.sides.push_back(more);
  }
  return wide;
}

}  // namespace

template <class T>
void Plan<T>::Parts::run_plain(const T* from, Index batch, T* to) const {
  const bool gathers = way == Way::gather;
  const Shape shape = gathers ? geometry.pixel_tensor(batch) : geometry.window_tensor(batch);
  Tensor<T> read(shape, std::vector<T>(from, from + element_count(shape))), written;
  Border border;
  const Geometry g = edge == Edge::repeated ? widened(way, geometry, border) : geometry;
  if (edge == Edge::repeated) read = pad(border, read);
  if (gathers)
    convscope::gather(g, read, weights, written);
  else
    convscope::scatter(g, read, weights, written);
  std::copy_n(written.data(), written.size(), to);
}

template <class T>
void Plan<T>::Parts::run_tiles(const T* from, Index batch, T* to) const {
  const Tables& t = tables;
  const Index read_group = t.read_channels * t.read_cells,
              written_group = t.written_channels * t.written_cells;
  const double written = static_cast<double>(batch * t.groups) * static_cast<double>(written_group);
  const bool streaming = written * sizeof(T) > kStreamedBytes;
  const double work = t.multiply_adds * static_cast<double>(batch) + 8 * written;
  const Index depths = t.depth().written, strips = ceil_div(t.cells[1], t.strip),
              chunks = ceil_div(t.cells[2], t.chunk), blocks = static_cast<Index>(packed->blocks.size());
  Index tiles = batch * t.groups * depths * strips * chunks;
  // Few tiles with many channels are shared by their channels.
  const auto wanted = static_cast<Index>(std::min(work / kWorthThreads, 16.0));
  const Index parts = std::clamp<Index>(ceil_div(wanted, tiles), 1, blocks);
  tiles *= parts;
  const auto do_tile = [&](Index piece) {
    const Index part = piece % parts;
    Index rest = piece / parts;
    const Index chunk = rest % chunks, strip = (rest /= chunks) % strips, depth = (rest /= strips) % depths,
                group = (rest /= depths);  // of all samples
    Tile<T> tile(t, *packed, edge, streaming);
    tile.place(from + group * read_group, to + group * written_group, group % t.groups, depth,
               strip * t.strip, chunk * t.chunk);
    tile.read();
    if (t.kernel == Kernel::rows)
      tile.filter();
    else
      tile.multiply(begin_of(part, parts, blocks), begin_of(part + 1, parts, blocks));
    if (streaming) finish_streaming();
  };
  if (tiles == 1 || work < kWorthThreads)
    for (Index piece = 0; piece < tiles; ++piece) do_tile(piece);
  else
    in_parallel(tiles, do_tile);
}

template <class T>
Plan<T>::Plan(Way way, const Geometry& geometry, std::span<const T> weights, Edge edge)
    : parts_(std::make_shared<const Parts>(way, geometry, weights, edge)) {}

template <class T>
Kernel Plan<T>::kernel() const {
  return parts_->packed ? parts_->tables.kernel : Kernel::plain;
}

template <class T>
void Plan<T>::run(const T* from, Index batch, T* to) const {
  if (parts_->packed)
    parts_->run_tiles(from, batch, to);
  else
    parts_->run_plain(from, batch, to);
}

namespace {

template <class T>
void make_room(Tensor<T>& tensor, const Shape& shape) {
  if (tensor.shape() != shape) tensor.reset(shape);
}

}  // namespace

template <class T>
void gather(const Geometry& g, const Tensor<T>& pixels, const Tensor<T>& weights, Tensor<T>& windows) {
  const Plan<T> plan(Way::gather, g, weights.values());
  if (plan.kernel() == Kernel::plain) return convscope::gather(g, pixels, weights, windows);
  make_room(windows, g.window_tensor(pixels.shape()[0]));
  plan.run(pixels.data(), pixels.shape()[0], windows.data());
}

template <class T>
void scatter(const Geometry& g, const Tensor<T>& windows, const Tensor<T>& weights, Tensor<T>& pixels) {
  const Plan<T> plan(Way::scatter, g, weights.values());
  if (plan.kernel() == Kernel::plain) return convscope::scatter(g, windows, weights, pixels);
  make_room(pixels, g.pixel_tensor(windows.shape()[0]));
  plan.run(windows.data(), windows.shape()[0], pixels.data());
}

#define CONVSCOPE_INSTANTIATE(T)                                                         \
  template class Plan<T>;                                                                \
  template void gather(const Geometry&, const Tensor<T>&, const Tensor<T>&, Tensor<T>&); \
  template void scatter(const Geometry&, const Tensor<T>&, const Tensor<T>&, Tensor<T>&);
CONVSCOPE_INSTANTIATE(float)
CONVSCOPE_INSTANTIATE(double)
#undef CONVSCOPE_INSTANTIATE

}  // namespace convscope::fast
