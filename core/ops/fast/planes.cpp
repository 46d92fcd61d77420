#include "core/ops/fast/planes.hpp"

#include <algorithm>
#include <vector>

namespace convscope::fast {

namespace {

/// The cell itself, the edge's, or -1 for zeros.
Index on_axis(Index cell, Index extent, Edge edge) {
  if (cell >= 0 && cell < extent) return cell;
  return edge == Edge::zeros ? -1 : std::clamp<Index>(cell, 0, extent - 1);
}

}  // namespace

template <class T>
void read_planes(const Tables& t, const Cut& cut, Edge edge, const T* from, Index channels, T* to,
                 const RowMaker<T>* maker, T* memory) {
  const Shifts &d = t.depth(), &v = t.vertical(), &h = t.horizontal();
  const Reading &rows = t.reading[0], &columns = t.reading[1];
  const Index count = columns.extent(cut.columns.count);
  // All channels have the same rows.
  struct Row {
    Index from, to;  ///< where it begins: -1 for zeros; in the first strand's plane
  };
  thread_local std::vector<ReadCells> cells;
  thread_local std::vector<Row> list;
  cells.clear(), list.clear();
  for (const Index strand : columns.strands)
    cells.emplace_back(h.read, strand + (cut.columns.first * columns.advance + columns.least) * columns.step,
                       columns.step, count);
  const auto strands = static_cast<Index>(columns.strands.size());
  Index planes = 0;
  for (const Shift& shift : d.phases[static_cast<std::size_t>(cut.depth % d.written_step)].shifts) {
    const Index strand_in_depth = d.strands[static_cast<std::size_t>(shift.strand)];
    const Index z =
        on_axis(strand_in_depth + (cut.depth / d.written_step + shift.cells) * d.read_step, d.read, edge);
    for (const Index strand : rows.strands) {
      for (Index j = 0; j < rows.extent(cut.rows.count); ++j) {
        const Index y =
            on_axis(strand + (cut.rows.first * rows.advance + rows.least + j) * rows.step, v.read, edge);
        list.push_back({z < 0 || y < 0 ? -1 : (z * v.read + y) * (maker ? maker->width_read() : h.read),
                        planes * t.plane + j * t.pitch});
      }
      planes += strands;
    }
  }
  for (Index c = 0; c < channels; ++c, from += t.read_cells, to += t.channel)
    for (const Row& row : list)
      // All strands of a row while it lies in the first cache.
      for (Index s = 0; s < strands; ++s) {
        T* const cells_of_row = to + row.to + s * t.plane;
        if (row.from < 0)
          std::fill_n(cells_of_row, count, T{});
        else if (maker)
          maker->make(from + row.from, cut.columns.first, cut.columns.count, cells_of_row, memory);
        else
          read_cells(cells[static_cast<std::size_t>(s)], from + row.from, edge, cells_of_row);
      }
}

template void read_planes(const Tables&, const Cut&, Edge, const float*, Index, float*,
                          const RowMaker<float>*, float*);
template void read_planes(const Tables&, const Cut&, Edge, const double*, Index, double*,
                          const RowMaker<double>*, double*);

}  // namespace convscope::fast
