#include "core/ops/fast/tables.hpp"

#include <algorithm>

#include "core/geometry/contributions.hpp"

namespace convscope::fast {

namespace {

/// What a tile reads should stay in a core's second cache, a filtered row's parts in the first.
constexpr Index kSourceElements = 1 << 17;
constexpr Index kRowElements = 512;
constexpr Index kMostRows = 64;
/// Sums of a product made before they are written out.
constexpr Index kProductCells = 192;
/// Beyond that a tile's memory is no longer worth it.
constexpr Index kMostElements = Index{1} << 24;

Shifts shifts_of(Way way, const Axis& axis) {
  return way == Way::gather ? shifts_of_windows(axis) : shifts_of_pixels(axis);
}

Index most_shifts(const Shifts& axis) {
  std::size_t most = 1;
  for (const Phase& phase : axis.phases) most = std::max(most, phase.shifts.size());
  return static_cast<Index>(most);
}

/// The cell that a shift reads for phase cell m.
Index read_by(const Shifts& axis, const Shift& shift, Index m) {
  return axis.strands[static_cast<std::size_t>(shift.strand)] + (m + shift.cells) * axis.read_step;
}

/// The read rows of a group of written ones, in an order in which every written row meets its taps ascending.
std::vector<RowUse> uses_of(const Shifts& axis, const Phase& phase, Index slice_offset, Index first_row,
                            Index strand_size, Index pitch) {
  struct Found {
    Index cell;
    RowUse use;
  };
  std::vector<Found> found;
  for (Index r = 0; r < kRowsAtOnce; ++r)
    for (std::size_t v = 0; v < phase.shifts.size(); ++v) {
      const Shift& shift = phase.shifts[v];
      const Index cell = read_by(axis, shift, r);
      auto at = std::find_if(found.begin(), found.end(), [&](const Found& f) { return f.cell == cell; });
      if (at == found.end()) {
        const Index offset =
            slice_offset + shift.strand * strand_size + (r + shift.cells - axis.least) * pitch;
        found.push_back({cell, {offset, 0, {}}});
        at = found.end() - 1;
      }
      at->use.users |= 1U << r;
      at->use.taps[r] = first_row + static_cast<Index>(v);
    }
  const bool ascending =
      phase.shifts.size() < 2 || read_by(axis, phase.shifts[0], 0) < read_by(axis, phase.shifts[1], 0);
  std::sort(found.begin(), found.end(),
            [&](const Found& a, const Found& b) { return ascending ? a.cell < b.cell : a.cell > b.cell; });
  std::vector<RowUse> uses;
  for (const Found& f : found) uses.push_back(f.use);
  return uses;
}

}  // namespace

Tables::Tables(Way way, const Geometry& geometry) {
  const auto three = geometry.three_axes();
  const Channels& c = geometry.channels;
  groups = c.groups;
  read_channels = (way == Way::gather ? c.pixel : c.window) / groups;
  written_channels = (way == Way::gather ? c.window : c.pixel) / groups;
  for (const Axis& axis : three)
    if (axis.stride > kLargestStride) return;
  read_cells = written_cells = 1;
  multiply_adds = static_cast<double>(groups * read_channels * written_channels);
  for (std::size_t i = 0; i < 3; ++i) {
    if (three[i].taps > kMostElements || reach(three[i]) > kMostElements) return;
    axes[i] = shifts_of(way, three[i]);
    read_cells *= axes[i].read;
    written_cells *= axes[i].written;
    cells[i] = axes[i].phases.front().count;
    multiply_adds *= static_cast<double>(three[i].windows) * static_cast<double>(three[i].taps);
  }
  kernel = read_channels == 1 && written_channels == 1 ? Kernel::rows : Kernel::product;
  choose_tile();
  if (kernel != Kernel::plain) place_taps(three);
}

void Tables::choose_tile() {
  const Index down = vertical().most - vertical().least, along = horizontal().most - horizontal().least;
  const Index slices = most_shifts(depth());
  const auto strands = static_cast<Index>(vertical().strands.size() * horizontal().strands.size());
  const Index across = static_cast<Index>(horizontal().phases.size());
  const bool by_rows = kernel == Kernel::rows;
  const double planes =
      static_cast<double>(slices * strands) * static_cast<double>(by_rows ? 1 : read_channels);
  const auto elements = [&](Index rows, Index columns) {
    return planes * static_cast<double>(rows + down) * static_cast<double>(columns + along);
  };
  chunk = std::min(cells[2], std::max<Index>(kRowElements / across, kBeyond));
  while (chunk > kBeyond && elements(1, chunk) > kSourceElements) chunk /= 2;
  chunk = ceil_div(cells[2], ceil_div(cells[2], chunk));  // all about equal
  if (by_rows) chunk = std::min(cells[2], ceil_div(chunk, kBeyond) * kBeyond);
  const Index least = by_rows ? kRowsAtOnce : 1;
  strip = std::min(cells[1], kMostRows);
  while (strip > least && elements(strip, chunk) > kSourceElements) strip = ceil_div(strip, 2);
  if (by_rows) strip = ceil_div(strip, kRowsAtOnce) * kRowsAtOnce;
  if (elements(strip, chunk) > static_cast<double>(kMostElements)) {
    kernel = Kernel::plain;
    return;
  }
  pitch = chunk + along;
  // Rows of a plane that lie a multiple of a page apart would fight for the same lines of the cache.
  if (by_rows) pitch = ceil_div(pitch, 16) * 16 + 16;
  plane = (strip + down) * pitch;
  channel = slices * strands * plane;
  if (channel % 1024 == 0) channel += 16;
  rows_at_once = by_rows ? kRowsAtOnce : std::clamp<Index>(kProductCells / pitch, 1, strip);
  columns_at_once = by_rows ? chunk : rows_at_once * pitch;
}

Index Tables::result_size() const {
  const Index row = columns_at_once + kBeyond;
  if (kernel == Kernel::rows)
    return kRowsAtOnce * row * static_cast<Index>(horizontal().phases.size()) +
           chunk * horizontal().written_step;
  return flat_phases() * product_rows() * row + chunk * horizontal().written_step;
}

void Tables::place_taps(const std::array<Axis, 3>& geometry) {
  const auto across = static_cast<Index>(horizontal().strands.size());
  const Index slice = static_cast<Index>(vertical().strands.size()) * across * plane;
  for (const Phase& d : depth().phases)
    for (const Phase& v : vertical().phases)
      for (const Phase& h : horizontal().phases) {
        PhaseTaps out;
        for (std::size_t z = 0; z < d.shifts.size(); ++z) {
          const Index from = static_cast<Index>(z) * slice;
          for (const Shift& y : v.shifts)
            for (const Shift& x : h.shifts) {
              out.numbers.push_back((d.shifts[z].tap * geometry[1].taps + y.tap) * geometry[2].taps + x.tap);
              out.offsets.push_back(from + (y.strand * across + x.strand) * plane +
                                    (y.cells - vertical().least) * pitch + x.cells - horizontal().least);
            }
          if (kernel != Kernel::rows) continue;
          for (RowUse& use :
               uses_of(vertical(), v, from, static_cast<Index>(z * v.shifts.size()), across * plane, pitch))
            out.uses.push_back(use);
        }
        for (const Shift& x : h.shifts)
          out.columns.push_back(x.strand * plane + x.cells - horizontal().least);
        phases.push_back(std::move(out));
      }
}

template <class T>
Packed<T>::Packed(const Tables& t, Way way, const Geometry& g, std::span<const T> weights) {
  const Index most = t.kernel == Kernel::rows ? 1 : product_rows();
  const Index parts = ceil_div(t.written_channels, most);
  for (Index b = 0; b < parts; ++b) {
    const Index first = b * t.written_channels / parts;
    blocks.push_back({first, (b + 1) * t.written_channels / parts - first});
  }
  const Index taps = element_count(g.taps()), pixel_width = g.channels.pixel / g.channels.groups;
  values.reserve(weights.size());
  for (Index group = 0; group < t.groups; ++group)
    for (const Block& block : blocks)
      for (const PhaseTaps& phase : t.phases) {
        starts.push_back(static_cast<Index>(values.size()));
        for (Index r = 0; r < t.read_channels; ++r)
          for (Index tap : phase.numbers)
            for (Index w = block.first; w < block.first + block.count; ++w) {
              const Index window =
                  way == Way::gather ? group * t.written_channels + w : group * t.read_channels + r;
              const Index pixel = way == Way::gather ? r : w;
              values.push_back(
                  weights[static_cast<std::size_t>((window * pixel_width + pixel) * taps + tap)]);
            }
      }
}

template struct Packed<float>;
template struct Packed<double>;

}  // namespace convscope::fast
