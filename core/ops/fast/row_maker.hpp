// Rows that are made when they are read: a filter or an enlarging along rows, as the first of two sweeps,
// whose result the second one then takes out of the cache.
#pragma once

#include "core/ops/fast/spread.hpp"
#include "core/ops/fast/tables.hpp"

namespace convscope::fast {

/// Cells begin, begin + step, ... of a row of `extent` cells: those in [low, high) are there.
struct ReadCells {
  ReadCells(Index extent, Index begin, Index step, Index count);
  Index extent, begin, step, count, low, high;
};
/// What lies beyond the row as `edge` says.
template <class T>
void read_cells(const ReadCells& cells, const T* row, Edge edge, T* to);

template <class T>
class RowMaker {
 public:
  /// Of a plan of Kernel::rows; precondition: sweeps_along(tables).
  RowMaker(const Tables& tables, const Packed<T>& packed, const Spread<T>& spread, Edge edge)
      : t_(tables), packed_(packed), spread_(spread), edge_(edge) {}
  /// Elements of memory that `count` cells take.
  Index memory(Index count) const;
  /// Cells [first, first + count) of the row that becomes of `row`.
  void make(const T* row, Index first, Index count, T* to, T* memory) const;
  Index width_read() const { return t_.horizontal().read; }

 private:
  const Tables& t_;
  const Packed<T>& packed_;
  const Spread<T>& spread_;
  Edge edge_;
};

/// Whether each row is made of one row alone, and each column of one column alone.
bool sweeps_along(const Tables& tables);
bool sweeps_down(const Tables& tables);

}  // namespace convscope::fast
