// Copies what a tile reads into planes, as tables.hpp lays them out.
#pragma once

#include "core/ops/fast/row_maker.hpp"
#include "core/ops/fast/tables.hpp"

namespace convscope::fast {

/// Where a tile lies: a written cell in depth, phase cells down and across.
struct Cut {
  Index depth = 0;
  Stretch rows, columns;
};

/// So many channels. `maker`, or null, makes the rows from those of `from`, with `memory`.
template <class T>
void read_planes(const Tables& tables, const Cut& cut, Edge edge, const T* from, Index channels, T* to,
                 const RowMaker<T>* maker = nullptr, T* memory = nullptr);

}  // namespace convscope::fast
