#include "core/ops/fast/tables.hpp"

#include <algorithm>
#include <numeric>

namespace convscope::fast {

namespace {

/// What a tile reads should stay in a core's second cache, a filtered row's parts in the first.
constexpr Index kSourceElements = 1 << 16, kHeavySource = 1 << 18;
/// Columns that a product has at once, and what it should have at least to do with them.
constexpr Index kProductColumns = 48, kTileProducts = 1 << 14;
/// So many weights do not stay in the second cache: the fewer tiles read them, the better.
constexpr double kHeavyWeights = 1 << 18;
constexpr Index kFewCells = 24;
constexpr Index kRowElements = 512;
constexpr Index kMostRows = 64;
/// Elements of a page; the first cache has as many places for cells that lie so far apart.
constexpr Index kPage = 1024, kBareCells = 8 * kPage;
constexpr Index kCopiedElements = 4096, kShortStrip = 16;
constexpr Index kSpreadElements = 8192;
constexpr Index kSweptElements = 2048, kSweptRows = 32;
/// Sums of a product made before they are written out.
constexpr Index kProductCells = 384;
/// That part of an axis's taps may multiply zeros beyond the edge; where it is more, they are left out.
constexpr double kMuchPadding = .03;
/// What sums in a buffer cost a product, as a part of it; cycles of reading, with and without strands.
constexpr double kMoving = .02, kTurning = .03;
constexpr double kCopiedRow = 20, kCopiedCell = .1, kSplitRow = 40, kSplitCell = .5;
/// Beyond that a tile's memory is no longer worth it, and lists of taps are not.
constexpr Index kMostElements = Index{1} << 22;

Shifts shifts_of(Way way, const Axis& axis) {
  return way == Way::gather ? shifts_of_windows(axis) : shifts_of_pixels(axis);
}

Index most_shifts(const Shifts& axis) {
  std::size_t most = 1;
  for (const Phase& phase : axis.phases) most = std::max(most, phase.shifts.size());
  return static_cast<Index>(most);
}

/// With `split` a plane for each strand, else the cells as they lie.
Reading reading_of(const Shifts& axis, bool split) {
  if (split || axis.read_step == 1) return {axis.strands, axis.read_step, 1, axis.least, axis.most, true};
  Reading out{{0}, 1, axis.read_step, 0, 0, false};
  bool none = true;
  for (const Phase& phase : axis.phases)
    for (const Shift& shift : phase.shifts) {
      const Index cell = first_cell(axis, shift);
      out.least = none ? cell : std::min(out.least, cell);
      out.most = none ? cell : std::max(out.most, cell);
      none = false;
    }
  return out;
}

/// Of a shift, from its strand's plane.
Index cell_in_plane(const Shifts& axis, const Reading& reading, const Shift& shift) {
  return (reading.split ? shift.cells : first_cell(axis, shift)) - reading.least;
}
Index strand_of(const Reading& reading, const Shift& shift) {
  return reading.split ? shift.strand : 0;
}

/// One slice that is read where it lies.
bool is_plane(const Shifts& depth) {
  return depth.read == 1 && depth.written == 1 && depth.phases[0].shifts.size() == 1 && depth.least == 0 &&
         depth.most == 0;
}

/// n parts of about equal size: where the k-th begins.
Index begin_of(Index k, Index parts, Index n) {
  return k * n / parts;
}

/// The part of all taps of all cells that lies beyond the edge.
double padding_share(const Shifts& axis) {
  double all = 0, met = 0;
  for (const Phase& phase : axis.phases) {
    all += static_cast<double>(phase.count) * static_cast<double>(phase.shifts.size());
    for (const Zone& zone : zones_of(axis, phase))
      met += static_cast<double>(zone.count) * static_cast<double>(zone.shifts.size());
  }
  return all == 0 ? 0 : 1 - met / all;
}

/// Whether parts take less time than all taps of all cells, each with so many cells beside it: products of
/// few cells wait for their sums.
bool is_less(const std::vector<Zone>& parts, const Phase& phase, Index beside) {
  constexpr Index kLeastCells = 4;
  Index sum = 0;
  for (const Zone& part : parts) sum += std::ssize(part.shifts) * std::max(part.count * beside, kLeastCells);
  return sum < std::ssize(phase.shifts) * phase.count * beside;
}

/// All cells with all taps.
Zone whole(const Phase& phase) {
  Zone zone{0, phase.count, {}};
  for (std::size_t i = 0; i < phase.shifts.size(); ++i) zone.shifts.push_back(static_cast<Index>(i));
  return zone;
}

/// About equal parts of at most `most` cells; but for the last one each is so many units.
void append_parts(std::vector<Stretch>& out, Index first, Index end, Index most, Index unit = 16) {
  const Index parts = ceil_div(end - first, most);
  const Index part = parts > 1 ? ceil_div(ceil_div(end - first, parts), unit) * unit : end - first;
  for (Index at = first; at < end; at += part) out.push_back({at, std::min(part, end - at)});
}

}  // namespace

Geometry simplified(Way way, const Geometry& geometry) {
  const auto pointwise = [](const Axis& axis) {
    return axis.taps == 1 && axis.stride == 1 && axis.pad == 0 && axis.windows == axis.pixels;
  };
  const Channels& c = geometry.channels;
  // Single channels keep their rows, which sweeps are chained by.
  if (c.pixel + c.window > 2 * c.groups && geometry.rank() > 1 &&
      std::all_of(geometry.axes.begin(), geometry.axes.end(), pointwise)) {
    // Then all cells are one row.
    const Index cells = element_count(geometry.pixels());
    return {{Axis{cells, cells, 1, 1, 1, 0}}, geometry.channels};
  }
  if (way == Way::gather || geometry.channels.groups != 1) return geometry;
  for (const Axis& axis : geometry.axes)
    if (axis.windows != 1 || axis.pixels != axis.taps || axis.pad != 0 || axis.dilation != 1) return geometry;
  // Then pixels and taps are the same, and lie in memory as channels of one pixel do.
  Geometry out{{Axis{}}, geometry.channels};
  out.channels.pixel *= element_count(geometry.pixels());
  return out;
}

bool Tables::take_axes(Way way, const Geometry& geometry) {
  const auto three = geometry.three_axes();
  const Channels& c = geometry.channels;
  groups = c.groups;
  read_channels = (way == Way::gather ? c.pixel : c.window) / groups;
  written_channels = (way == Way::gather ? c.window : c.pixel) / groups;
  for (const Axis& axis : three)
    if (axis.stride > kLargestStride || axis.taps > kMostElements || reach(axis) > kMostElements)
      return false;
  read_cells = written_cells = 1;
  multiply_adds = static_cast<double>(groups * read_channels * written_channels);
  for (std::size_t i = 0; i < 3; ++i) {
    axes[i] = shifts_of(way, three[i]);
    read_cells *= axes[i].read;
    written_cells *= axes[i].written;
    cells[i] = axes[i].phases.front().count;
    multiply_adds *= static_cast<double>(three[i].windows) * static_cast<double>(three[i].taps);
  }
  return true;
}

/// With more taps on an axis than that, lists of those that each zone meets would take too much.
constexpr std::size_t kMostZoned = 256;

/// Whether each written cell is made of the cells with one number, in a plane, and none of them is padding.
bool Tables::reads_single_cells() const {
  for (const Shifts& axis : axes) {
    if (axis.read_step != 1 || axis.least != 0 || axis.most != 0) return false;
    for (const Phase& phase : axis.phases)
      if (phase.shifts.size() != 1 || phase.count > axis.read) return false;
  }
  return depth().read == 1 && depth().written == 1;
}

/// Whether vectors across channels leave fewer lanes unused than vectors along rows.
bool Tables::fills_vectors_of_channels() const {
  const auto unused = [lanes = vector_bytes() / 4](Index count, Index used) {
    return static_cast<double>(ceil_div(count, lanes) * lanes) / static_cast<double>(used);
  };
  const Shifts& h = horizontal();
  if (vector_bytes() <= 8) return false;  // no vectors: rows are read in order
  for (const Shifts& axis : axes)
    for (const Phase& phase : axis.phases)
      if (phase.shifts.size() > kMostZoned) return false;
  // In cycles, for each channel that is read: products, and what is copied row by row to be multiplied.
  const double products = multiply_adds / static_cast<double>(groups * read_channels * (vector_bytes() / 4));
  const auto rows = static_cast<double>(depth().read * vertical().read);
  const double copying = kCopiedRow * rows + kCopiedCell * static_cast<double>(read_cells);
  const auto strands = static_cast<double>(h.strands.size());
  const double splitting = kSplitRow * strands * rows + kSplitCell * static_cast<double>(read_cells);
  // Rows with what lies between them in a plane.
  const Index row = cells[2] + h.most - h.least,
              together = std::clamp<Index>(kProductCells / row, 1, cells[1]);
  const double along =
      reads_single_cells()
          ? products * (unused(cells[2], cells[2]) + (h.phases.size() > 1 ? kMoving : 0))
          : products * (unused((together - 1) * row + cells[2], together * cells[2]) + kMoving) +
                (strands > 1 ? splitting : copying);
  return products * (unused(written_channels, written_channels) + kTurning) + copying <= along;
}

Tables::Tables(Way way, const Geometry& geometry, Edge edge) {
  if (!take_axes(way, geometry)) return;
  kernel = read_channels == 1 && written_channels == 1          ? Kernel::rows
           : edge == Edge::zeros && fills_vectors_of_channels() ? Kernel::channels
                                                                : Kernel::product;
  single_cells = kernel == Kernel::product && reads_single_cells();
  choose_reading();
  choose_tile(kernel == Kernel::rows ? 1 : read_channels);
  if (kernel != Kernel::plain) place_taps(geometry.three_axes());
}

Tables::Tables(const Geometry& geometry, Index channels_at_once, Kernel as) {
  if (!take_axes(Way::gather, geometry)) return;
  kernel = as;
  choose_reading();
  choose_tile(std::min(read_channels, channels_at_once));
  if (kernel != Kernel::plain) place_taps(geometry.three_axes());
}

void Tables::choose_reading() {
  // Kernel::channels takes single cells, wherever they lie; Kernel::rows takes rows, or every other cell.
  const bool steps = kernel == Kernel::rows && horizontal().read_step <= 2;
  reading[0] = reading_of(vertical(), kernel == Kernel::product);
  reading[1] = reading_of(horizontal(), kernel != Kernel::channels && !steps);
  flat = is_plane(depth()) && steps;
}

void Tables::choose_tile(Index channels_at_once) {
  const Index slices = most_shifts(depth());
  const auto strands = static_cast<Index>(reading[0].strands.size() * reading[1].strands.size());
  const Index across = std::max<Index>(1, static_cast<Index>(horizontal().phases.size()));
  const bool by_rows = kernel == Kernel::rows;
  const double planes = static_cast<double>(slices * strands) * static_cast<double>(channels_at_once);
  const auto elements = [&](Index rows, Index columns) {
    return planes * static_cast<double>(reading[0].extent(rows)) *
           static_cast<double>(reading[1].extent(columns));
  };
  // Down columns alone, a row is read so often as it has taps; then long ones are better.
  const bool down = flat && horizontal().least == 0 && horizontal().most == 0 && across == 1;
  const Index wide = down ? kSweptElements : flat && across > 1 ? kSpreadElements : kRowElements;
  const Index longest = kernel == Kernel::product ? kRowElements : wide / across;
  Index most = std::min(cells[2], std::max(longest, kBeyond));
  const double weights =
      static_cast<double>(read_channels * written_channels) * static_cast<double>(tap_count());
  const Index room = !by_rows && weights > kHeavyWeights ? kHeavySource : kSourceElements;
  while (most > kBeyond && elements(1, most) > static_cast<double>(room)) most /= 2;
  // Columns that read no padding by themselves, and all of them in whole blocks of what is made at once.
  Index first = 0, end = cells[2];
  if (flat && cells[2] > 4 * kBeyond) {
    const Reading& h = reading[1];
    first = ceil_div(ceil_div(std::max<Index>(0, -h.least), h.advance), 16) * 16;
    end = std::max(first, std::min(cells[2], floor_div(horizontal().read - 1 - h.most, h.advance) + 1));
    if (end < cells[2]) end -= (end - first) % kBeyond;
  }
  append_parts(chunks, 0, first, most);
  if (single_cells)
    most = kProductColumns * std::clamp<Index>(kTileProducts / (channels_at_once * written_channels), 5, 10);
  append_parts(chunks, first, end, most, single_cells ? most : kBeyond);
  append_parts(chunks, end, cells[2], most);
  for (const Stretch& part : chunks) chunk = std::max(chunk, part.count);
  const Shifts& v = vertical();
  if (by_rows && !down && across == 1 && v.phases.size() == 1 && v.read_step == 1 && is_plane(depth()) &&
      std::ssize(v.phases[0].shifts) == v.most - v.least + 1)
    slides = rows_slide(std::ssize(v.phases[0].shifts));
  const Index least = by_rows ? kRowsAtOnce : 1;
  strip = single_cells ? 1 : std::min(cells[1], down ? kSweptRows : kMostRows);
  while (strip > least && elements(strip, chunk) > static_cast<double>(room)) strip = ceil_div(strip, 2);
  // Copied rows that are soon read again stay in the first cache.
  if (by_rows && across == 1 && !down && chunks.size() == 1 && !slides)
    while (strip > kShortStrip && elements(strip, chunk) > kCopiedElements) strip = ceil_div(strip, 2);
  if (by_rows) strip = ceil_div(strip, kRowsAtOnce) * kRowsAtOnce;
  if (elements(strip, chunk) > static_cast<double>(kMostElements)) {
    kernel = Kernel::plain;
    return;
  }
  pitch = reading[1].extent(chunk);
  // Rows of a plane that lie a multiple of a page apart would fight for the same lines of the cache.
  if (by_rows) pitch = ceil_div(pitch, 16) * 16 + 16;
  // Whole vectors are copied, and none of them into the next channel.
  if (single_cells) pitch = ceil_div(pitch, 16) * 16;
  plane = reading[0].extent(strip) * pitch;
  channel = slices * strands * plane;
  if (channel % 1024 == 0) channel += 16;
  // Channels a multiple of much of a page apart would fight for the same lines of the cache.
  if (kernel == Kernel::channels) {
    bare = read_channels * std::gcd(read_cells, kPage) <= kBareCells;
    for (const Shifts& axis : axes) bare = bare && padding_share(axis) == 0;
  } else {
    bare = !by_rows && is_plane(depth()) && vertical().read_step == 1 && horizontal().read_step == 1 &&
           (single_cells || (pitch == horizontal().read && horizontal().least == 0 && chunks.size() == 1 &&
                             read_cells % 512 != 0));
  }
  if (!by_rows)
    rows_at_once = std::clamp<Index>(
        kernel == Kernel::product ? kProductCells / across / pitch : turned_cells() / chunk, 1, strip);
}

/// Of all phases.
Index Tables::tap_count() const {
  Index count = 1;
  for (const Shifts& axis : axes) {
    Index all = 0;
    for (const Phase& phase : axis.phases) all += static_cast<Index>(phase.shifts.size());
    count *= all;
  }
  return count;
}

Index Tables::result_size() const {
  const auto across = static_cast<Index>(horizontal().phases.size());
  if (kernel == Kernel::rows) return across * kRowsAtOnce * result_pitch();
  if (kernel == Kernel::product) return across * product_rows() * result_pitch();
  // The sums of a block, and then of each phase across the same turned.
  return channel_vectors(rows_at_once * chunk) * vector_bytes() / 4 *
         (turned_cells() + across * result_pitch());
}

void Tables::place_lines(PhaseTaps& taps, const Phase& d, const Phase& v, const Phase& h) const {
  const auto across = static_cast<Index>(reading[1].strands.size());
  const Index slice = static_cast<Index>(reading[0].strands.size()) * across * plane;
  for (std::size_t z = 0; z < d.shifts.size(); ++z)
    for (const Shift& y : v.shifts) {
      const Index row = cell_in_plane(vertical(), reading[0], y);
      taps.in_planes.lines.push_back(static_cast<Index>(z) * slice +
                                     strand_of(reading[0], y) * across * plane + row * pitch);
      taps.in_operand.lines.push_back(first_cell(vertical(), y) * horizontal().read);
    }
  for (const Shift& x : h.shifts) {
    taps.in_planes.columns.push_back(strand_of(reading[1], x) * plane +
                                     cell_in_plane(horizontal(), reading[1], x));
    taps.in_operand.columns.push_back(first_cell(horizontal(), x));
  }
  if (d.shifts.size() != 1 || v.shifts.empty() || vertical().read_step != 1) return;
  taps.neighbours = 1;
  for (std::size_t i = 1; i < v.shifts.size(); ++i) {
    const Index step = v.shifts[i].cells - v.shifts[i - 1].cells;
    if (i == 1) taps.neighbours = step;
    if (step != taps.neighbours || (step != 1 && step != -1)) taps.neighbours = 0;
    if (taps.neighbours == 0) return;
  }
}

void Tables::place_taps(const std::array<Axis, 3>& geometry) {
  const auto across = static_cast<Index>(reading[1].strands.size());
  const Index slice = static_cast<Index>(reading[0].strands.size()) * across * plane;
  for (const Phase& d : depth().phases)
    for (const Phase& v : vertical().phases)
      for (const Phase& h : horizontal().phases) {
        PhaseTaps out;
        for (std::size_t z = 0; z < d.shifts.size(); ++z)
          for (const Shift& y : v.shifts)
            for (const Shift& x : h.shifts) {
              out.numbers.push_back((d.shifts[z].tap * geometry[1].taps + y.tap) * geometry[2].taps + x.tap);
              out.offsets.push_back(static_cast<Index>(z) * slice +
                                    (strand_of(reading[0], y) * across + strand_of(reading[1], x)) * plane +
                                    cell_in_plane(vertical(), reading[0], y) * pitch +
                                    cell_in_plane(horizontal(), reading[1], x));
            }
        if (kernel == Kernel::rows) place_lines(out, d, v, h);
        phases.push_back(std::move(out));
      }
  if (kernel != Kernel::channels) return;
  // Weights that come from memory are read once for all cells where these are few.
  const bool once = cells[1] * cells[2] <= kFewCells &&
                    static_cast<double>(read_channels * written_channels) * static_cast<double>(tap_count()) >
                        kHeavyWeights;
  for (std::size_t i = 0; i < 2; ++i)
    for (const Phase& phase : axes[i + 1].phases) {
      std::vector<Zone> parts = zones_of(axes[i + 1], phase);
      // Cells that are multiplied together with each of a zone: a row, or the rows of a zone down.
      const Index beside =
          i == 0 ? cells[2] : std::clamp<Index>(cells[1] / std::ssize(zones[0].front()), 1, rows_at_once);
      if (once || padding_share(axes[i + 1]) <= kMuchPadding || !is_less(parts, phase, beside))
        parts = {whole(phase)};
      zones[i].push_back(std::move(parts));
    }
}

std::vector<Stretch> blocks_of(Index channels, Index lanes, Index most) {
  std::vector<Stretch> blocks;
  for (Index first = 0; first < channels; first += most * lanes) {
    while (most > 1 && first + (most - 1) * lanes >= channels) most /= 2;
    blocks.push_back({first, std::min(most * lanes, channels - first)});
  }
  return blocks;
}

template <class T>
Packed<T>::Packed(const Tables& t, Way way, const Geometry& g, std::span<const T> weights) {
  if (t.kernel == Kernel::channels)
    lanes = std::max<Index>(1, vector_bytes() / static_cast<Index>(sizeof(T)));
  if (t.kernel == Kernel::channels) {
    blocks = blocks_of(t.written_channels, lanes, channel_vectors(t.rows_at_once * t.chunk));
  } else {
    const Index most = t.kernel == Kernel::rows ? 1 : product_rows();
    const Index parts = ceil_div(t.written_channels, most);
    for (Index b = 0; b < parts; ++b) {
      const Index first = begin_of(b, parts, t.written_channels);
      blocks.push_back({first, begin_of(b + 1, parts, t.written_channels) - first});
    }
  }
  const Index taps = element_count(g.taps()), pixel_width = g.channels.pixel / g.channels.groups;
  Index size = 0;
  for (Index group = 0; group < t.groups; ++group)
    for (const Stretch& block : blocks)
      for (const PhaseTaps& phase : t.phases) {
        starts.push_back(size);
        size += t.read_channels * static_cast<Index>(phase.numbers.size()) * width_of(block) * lanes;
      }
  memory = AlignedMemory(static_cast<std::size_t>(size) * sizeof(T));
  T* to = reinterpret_cast<T*>(memory.data());
  // From one channel to the next, in the order that people keep.
  const Index window_step = pixel_width * taps;
  const bool gathers = way == Way::gather;
  const Index read_step = gathers ? taps : window_step, written_step = gathers ? window_step : taps;
  for (Index group = 0; group < t.groups; ++group)
    for (const Stretch& block : blocks)
      for (const PhaseTaps& phase : t.phases) {
        const T* const first = weights.data() +
                               group * (gathers ? t.written_channels : t.read_channels) * window_step +
                               block.first * written_step;
        const Index filled = width_of(block) * lanes;
        for (Index r = 0; r < t.read_channels; ++r)
          for (const Index tap : phase.numbers) {
            const T* const from = first + r * read_step + tap;
            for (Index w = 0; w < block.count; ++w) to[w] = from[w * written_step];
            std::fill(to + block.count, to + filled, T{});
            to += filled;
          }
      }
}

template struct Packed<float>;
template struct Packed<double>;

}  // namespace convscope::fast
