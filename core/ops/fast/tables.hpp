// What a plan knows before it sees data: tiles, how what a tile reads lies in a thread's memory, packed
// weights.
//
// A tile is a stretch of rows and columns of phase cells at one depth: written cell phase.first + m * step
// for all phases at once. What it reads is copied into planes, padding filled in: [channel][slice][vertical
// strand][horizontal strand][row][column], a slice being what one tap in depth reads. There each tap is a
// constant offset.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/geometry/shifts.hpp"
#include "core/ops/fast/kernels.hpp"
#include "core/ops/fast/plan.hpp"

namespace convscope::fast {

/// Of one phase on all axes.
struct PhaseTaps {
  std::vector<Index> numbers;  ///< which taps of the kernel, flat, depth outermost
  std::vector<Index> offsets;  ///< of the same taps, from a tile's first cell
  std::vector<RowUse> uses;    ///< for Kernel::rows: of groups of kRowsAtOnce rows
  std::vector<Index> columns;  ///< and the offsets along a row
};

struct Tables {
  Tables(Way way, const Geometry& geometry);

  std::array<Shifts, 3> axes;                                 ///< depth, vertical, horizontal
  Index groups = 1, read_channels = 1, written_channels = 1;  ///< channels in one group
  Index read_cells = 0, written_cells = 0;                    ///< of one channel
  Kernel kernel = Kernel::plain;
  Index cells[3] = {};                      ///< phase cells on each axis
  Index strip = 1, chunk = 1;               ///< rows and columns of a tile
  Index pitch = 1, plane = 1, channel = 1;  ///< in elements: of a row, a strand's plane, a channel
  Index columns_at_once = 0;                ///< of a row that is filtered; rows that are multiplied
  Index rows_at_once = 1;
  std::vector<PhaseTaps> phases;  ///< [depth][vertical][horizontal]
  double multiply_adds = 0;       ///< about, for one sample

  const Shifts& depth() const { return axes[0]; }
  const Shifts& vertical() const { return axes[1]; }
  const Shifts& horizontal() const { return axes[2]; }
  Index flat_phases() const {
    return static_cast<Index>(vertical().phases.size() * horizontal().phases.size());
  }
  const PhaseTaps& phase(Index depth_phase, Index flat) const {
    return phases[static_cast<std::size_t>(depth_phase * flat_phases() + flat)];
  }
  /// Elements of a thread's memory: for what a tile reads, and for what it makes.
  Index source_size() const { return channel * (kernel == Kernel::rows ? 1 : read_channels) + kBeyond; }
  Index result_size() const;

 private:
  void choose_tile();
  void place_taps(const std::array<Axis, 3>& geometry);
};

/// Weights of one kind of call, in the order in which the kernel wants them.
template <class T>
struct Packed {
  Packed(const Tables& tables, Way way, const Geometry& geometry, std::span<const T> weights);
  /// Blocks of written channels of a group, for Kernel::product.
  struct Block {
    Index first = 0, count = 0;
  };
  std::vector<Block> blocks;
  std::vector<T> values;
  std::vector<Index> starts;  ///< [group][block][phase of all axes]; rows has one block
  const T* at(Index group, Index block, Index phase, Index all_phases) const {
    return values.data() + starts[static_cast<std::size_t>(
                               (group * static_cast<Index>(blocks.size()) + block) * all_phases + phase)];
  }
};

}  // namespace convscope::fast
