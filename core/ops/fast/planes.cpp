#include "core/ops/fast/planes.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace convscope::fast {

namespace {

/// The cell itself, the edge's, or -1 for zeros.
Index on_axis(Index cell, Index extent, Edge edge) {
  if (cell >= 0 && cell < extent) return cell;
  return edge == Edge::zeros ? -1 : std::clamp<Index>(cell, 0, extent - 1);
}

}  // namespace

template <class T>
void read_planes(const Tables& t, const Cut& cut, Edge edge, const T* from, T* to, const RowMaker<T>* maker,
                 T* memory) {
  const Shifts &d = t.depth(), &v = t.vertical(), &h = t.horizontal();
  const Reading &rows = t.reading[0], &columns = t.reading[1];
  const Index count = columns.extent(cut.columns.count);
  constexpr std::size_t kMostStrands = kLargestStride;
  std::array<std::optional<ReadCells>, kMostStrands> cells;
  for (std::size_t s = 0; s < columns.strands.size(); ++s)
    cells[s].emplace(
        h.read, columns.strands[s] + (cut.columns.first * columns.advance + columns.least) * columns.step,
        columns.step, count);
  for (const Shift& shift : d.phases[static_cast<std::size_t>(cut.depth % d.written_step)].shifts) {
    const Index strand_in_depth = d.strands[static_cast<std::size_t>(shift.strand)];
    const Index z =
        on_axis(strand_in_depth + (cut.depth / d.written_step + shift.cells) * d.read_step, d.read, edge);
    for (const Index strand : rows.strands) {
      for (Index j = 0; j < rows.extent(cut.rows.count); ++j) {
        const Index y =
            on_axis(strand + (cut.rows.first * rows.advance + rows.least + j) * rows.step, v.read, edge);
        // All strands of a row while it lies in the first cache.
        for (std::size_t s = 0; s < columns.strands.size(); ++s) {
          T* row = to + static_cast<Index>(s) * t.plane + j * t.pitch;
          if (z < 0 || y < 0)
            std::fill_n(row, count, T{});
          else if (maker)
            maker->make(from + y * maker->width_read(), cut.columns.first, cut.columns.count, row, memory);
          else
            read_cells(*cells[s], from + (z * v.read + y) * h.read, edge, row);
        }
      }
      to += static_cast<Index>(columns.strands.size()) * t.plane;
    }
  }
}

template void read_planes(const Tables&, const Cut&, Edge, const float*, float*, const RowMaker<float>*,
                          float*);
template void read_planes(const Tables&, const Cut&, Edge, const double*, double*, const RowMaker<double>*,
                          double*);

}  // namespace convscope::fast
