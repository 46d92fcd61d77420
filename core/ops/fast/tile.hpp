// One tile of a plan: where it lies, and the work on it where each channel is read by itself; layer_tile.hpp
// has the other.
#pragma once

#include "core/ops/fast/planes.hpp"
#include "core/ops/fast/spread.hpp"
#include "core/ops/fast/tables.hpp"

namespace convscope::fast {

template <class T>
class Tile {
 public:
  /// Of one group of channels of one sample: `from` and `to` are its planes. Takes the thread's scratch
  /// memory.
  struct Place {
    const T* from;
    T* to;
    Index group;
    Cut cut;
    Cut next;  ///< the one that is made after it, probably; no rows where there is none
  };
  /// `streaming`: results go past the caches. `maker`, or null, makes the rows that are read from those of
  /// `from`. `spread`, or null, makes the rows of all phases at once, where that is possible.
  Tile(const Tables& tables, const Packed<T>& packed, Edge edge, bool streaming, const RowMaker<T>* maker,
       const Place& place, const Spread<T>* spread = nullptr);
  void make() const;

 protected:
  void write(Index channel, const Phase& phase, Index m, const T* first, Index phase_step) const;
  bool reads_operand() const;
  void read() const;
  /// The written row of a channel, from the tile's first column; null beyond the extent.
  T* written_row(Index channel, const Phase& phase, Index m) const;
  /// Columns that the tile writes.
  Index written_columns() const;
  const T* weights_of(Index block, Index phase) const;

  const Tables& t_;
  const Packed<T>& packed_;
  const Spread<T>* spread_;
  Edge edge_;
  bool streaming_;
  const RowMaker<T>* maker_;
  Place at_;
  Index depth_phase_, rows_, row_;
  T *source_, *result_, *spare_, *of_maker_;

 private:
  void filter() const;
  bool filter_to_the_edges() const;
  void spread() const;
  Index spread_pitch() const;
  /// Elements of memory that rows take which are not made where they belong.
  Index spread_results() const;
};

}  // namespace convscope::fast
