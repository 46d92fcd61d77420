#include "core/ops/fast/plan.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <thread>

#include "core/base/parallel.hpp"
#include "core/ops/border.hpp"
#include "core/ops/convolve.hpp"
#include "core/ops/fast/layer_tile.hpp"
#include "core/ops/fast/winograd.hpp"

namespace convscope::fast {

namespace {

/// Works of fewer multiplications (or cells, times some) are done before another thread has woken up.
constexpr double kWorthThreads = 1 << 19;
/// Results of more bytes are streamed past the caches.
constexpr double kStreamedBytes = 16 << 20, kStreamedPieces = 4 << 20;
/// Read rows of a tile whose written rows are of several phases.
constexpr Index kSpreadRows = 16;

template <class T>
bool all_finite(std::span<const T> values) {
  return std::all_of(values.begin(), values.end(), [](T value) { return std::isfinite(value); });
}

Index processors() {
  return std::max<Index>(1, static_cast<Index>(std::thread::hardware_concurrency()));
}

/// n parts of about equal size: where the k-th begins.
Index begin_of(Index k, Index parts, Index n) {
  return k * n / parts;
}

}  // namespace

Kernel kernel_for(Way way, const Geometry& geometry) {
  return Tables(way, simplified(way, geometry)).kernel;
}

bool fits(Method method, Way way, const Geometry& geometry) {
  return method == Method::direct ||
         (kernel_for(way, geometry) != Kernel::rows && Winograd::fits(way, simplified(way, geometry)));
}

std::string_view to_string(Kernel kernel) {
  constexpr std::string_view kNames[] = {"plain", "rows", "product", "channels", "winograd"};
  return kNames[static_cast<std::size_t>(kernel)];
}

template <class T>
struct Plan<T>::Parts {
  Parts(Way w, const Geometry& g, std::span<const T> values, Edge e, Method method)
      : way(w), geometry(simplified(w, g)), edge(e), tables(w, geometry, e) {
    if constexpr (std::is_same_v<T, float>)
      if (method == Method::winograd && fits(method, w, geometry) && all_finite(values)) {
        winograd = std::make_shared<const Winograd>(w, geometry, values);
        return;
      }
    if (tables.kernel != Kernel::plain && all_finite(values)) {
      packed = std::make_shared<const Packed<T>>(tables, w, geometry, values);
      spread = std::make_shared<const Spread<T>>(tables, *packed);
    } else
      weights = Tensor<T>(geometry.weights(), {values.begin(), values.end()});
  }
  Way way;
  Geometry geometry;
  Edge edge;
  Tables tables;
  std::shared_ptr<const Packed<T>> packed;
  std::shared_ptr<const Winograd> winograd;
  std::shared_ptr<const Spread<T>> spread;
  Tensor<T> weights;                    ///< of the plain kernel
  std::shared_ptr<const Parts> before;  ///< the sweep that makes the rows that are read

  void run_plain(const T* from, Index batch, T* to) const;
  void run_tiles(const T* from, Index batch, T* to) const;
};

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
      axis = with_pixels(axis, more.begin, more.end);
    } else {
      more.begin = more.end = (reach(axis) + std::abs(axis.pad) + axis.pixels) / axis.stride + 1;
      axis = with_windows(axis, more.begin, more.end);
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
  const Index read_group = before ? before->tables.read_cells : t.read_channels * t.read_cells,
              written_group = t.written_channels * t.written_cells;
  const double written = static_cast<double>(batch * t.groups) * static_cast<double>(written_group);
  // Rows that slide are written in short pieces, which are not foreseen: rather past the caches, where they
  // may.
  const bool pieces_fit =
      t.slides && t.horizontal().written * static_cast<Index>(sizeof(T)) % vector_bytes() == 0;
  const bool streaming = written * sizeof(T) > (pieces_fit ? kStreamedPieces : kStreamedBytes);
  const double work = t.multiply_adds * static_cast<double>(batch) + 8 * written;
  std::optional<RowMaker<T>> maker;
  if (before) maker.emplace(before->tables, *before->packed, *before->spread, before->edge);
  const Index chunks = static_cast<Index>(t.chunks.size());
  // Where the operand itself is read, few rows at a time from end to end: memory likes to be met in order.
  const bool in_order = t.flat && !before && chunks > 1;
  const Index rows = std::min(t.strip, !in_order  ? t.strip
                                       : t.slides ? rows_that_slide(std::ssize(t.vertical().phases[0].shifts))
                                       : spread->possible() ? kSpreadRows
                                                            : kRowsAtOnce);
  const Index tiles = ceil_div(t.cells[1], rows) * chunks;  // of a plane
  const Index depths = t.depth().written, planes = batch * t.groups * depths;
  Index together = t.kernel == Kernel::rows ? std::clamp<Index>(planes * tiles / 16, 1, 8 * chunks) : 1;
  if (in_order) together = std::clamp<Index>(together / chunks, 1, t.strip / rows) * chunks;
  const Index stretches = ceil_div(tiles, together), blocks = static_cast<Index>(packed->blocks.size());
  // Few tiles with many channels are shared by their channels.
  const Index wanted =
      work < kWorthThreads ? 1 : std::min(static_cast<Index>(work / kWorthThreads), 2 * processors());
  const Index parts = std::clamp<Index>(ceil_div(wanted, planes * stretches), 1, blocks);
  const Index pieces = planes * stretches * parts;
  const auto do_piece = [&](Index piece) {
    const Index part = piece % parts, stretch = piece / parts % stretches, plane = piece / parts / stretches;
    const Index depth = plane % depths, group = plane / depths;  // of all samples
    const auto rows_from = [&](Index first, Index count) -> Stretch {
      return {first, std::min(count, t.cells[1] - first)};
    };
    const auto cut = [&](Index tile) -> Cut {
      if (tile >= tiles) return {};
      return {depth, rows_from(tile / chunks * rows, rows),
              t.chunks[static_cast<std::size_t>(tile % chunks)]};
    };
    const auto make = [&](const Cut& now, const Cut& next) {
      const typename Tile<T>::Place place{from + group * read_group, to + group * written_group,
                                          group % t.groups, now, next};
      if (t.kernel == Kernel::rows)
        Tile<T>(t, *packed, edge, streaming, maker ? &*maker : nullptr, place, &*spread).make();
      else if (t.kernel == Kernel::product)
        ProductTile<T>(t, *packed, edge, streaming, place)
            .make(begin_of(part, parts, blocks), begin_of(part + 1, parts, blocks));
      else
        ChannelsTile<T>(t, *packed, streaming, place)
            .make(begin_of(part, parts, blocks), begin_of(part + 1, parts, blocks));
    };
    const Index first = stretch * together, end = std::min(tiles, first + together);
    for (Index tile = first; tile < end; ++tile)
      if (const Cut now = cut(tile); !in_order || !t.reads_padding(now.columns)) make(now, cut(tile + 1));
    // Columns that read the padding slide or are copied, which pays for many rows at once, and while they are
    // near.
    if (in_order)
      for (const Stretch& chunk : t.chunks)
        if (t.reads_padding(chunk))
          make({depth, rows_from(first / chunks * rows, together / chunks * rows), chunk}, {});
    if (streaming) finish_streaming();
  };
  if (pieces == 1 || work < kWorthThreads)
    for (Index piece = 0; piece < pieces; ++piece) do_piece(piece);
  else
    in_parallel(pieces, do_piece);
}

template <class T>
Plan<T>::Plan(Way way, const Geometry& geometry, std::span<const T> weights, Edge edge, Method method)
    : parts_(std::make_shared<const Parts>(way, geometry, weights, edge, method)) {}

template <class T>
std::optional<Plan<T>> Plan<T>::chained(const Plan& along, const Plan& down) {
  const Parts &first = *along.parts_, &second = *down.parts_;
  if (!first.packed || !second.packed || first.before || second.before || !sweeps_along(first.tables) ||
      !sweeps_down(second.tables))
    return std::nullopt;
  auto parts = std::make_shared<Parts>(second);
  parts->before = along.parts_;
  return Plan(std::shared_ptr<const Parts>(std::move(parts)));
}

template <class T>
Kernel Plan<T>::kernel() const {
  if (parts_->winograd) return Kernel::winograd;
  return parts_->packed ? parts_->tables.kernel : Kernel::plain;
}

template <class T>
void Plan<T>::run(const T* from, Index batch, T* to) const {
  if constexpr (std::is_same_v<T, float>)
    if (parts_->winograd) return parts_->winograd->run(from, batch, to, parts_->edge);
  if (parts_->packed)
    parts_->run_tiles(from, batch, to);
  else
    parts_->run_plain(from, batch, to);
}

template <class T>
void gather(const Geometry& g, const Tensor<T>& pixels, const Tensor<T>& weights, Tensor<T>& windows,
            Method method) {
  const Plan<T> plan(Way::gather, g, weights.values(), Edge::zeros, method);
  if (plan.kernel() == Kernel::plain) return convscope::gather(g, pixels, weights, windows);
  windows.make_room(g.window_tensor(pixels.shape()[0]));
  plan.run(pixels.data(), pixels.shape()[0], windows.data());
}

template <class T>
void scatter(const Geometry& g, const Tensor<T>& windows, const Tensor<T>& weights, Tensor<T>& pixels,
             Method method) {
  const Plan<T> plan(Way::scatter, g, weights.values(), Edge::zeros, method);
  if (plan.kernel() == Kernel::plain) return convscope::scatter(g, windows, weights, pixels);
  pixels.make_room(g.pixel_tensor(windows.shape()[0]));
  plan.run(windows.data(), windows.shape()[0], pixels.data());
}

#define CONVSCOPE_INSTANTIATE(T)                                                                 \
  template class Plan<T>;                                                                        \
  template void gather(const Geometry&, const Tensor<T>&, const Tensor<T>&, Tensor<T>&, Method); \
  template void scatter(const Geometry&, const Tensor<T>&, const Tensor<T>&, Tensor<T>&, Method);
CONVSCOPE_INSTANTIATE(float)
CONVSCOPE_INSTANTIATE(double)
#undef CONVSCOPE_INSTANTIATE

}  // namespace convscope::fast
