// What a plan knows before it sees data: tiles, how what a tile reads lies in a thread's memory, packed
// weights.
//
// A tile is a stretch of rows and columns of phase cells at one depth: written cells phase.first + m * step
// of all phases. What it reads is copied into planes, padding filled in: [channel][slice][vertical strand]
// [horizontal strand][row][column], a slice being what one tap in depth reads. There each tap is a constant
// offset. Kernel::rows reads the operand itself where a tile touches no padding, or where its rows slide.
// Kernel::channels multiplies by zones instead, which leave the padding out, and reads the operand wherever
// it lies well.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/geometry/shifts.hpp"
#include "core/ops/fast/kernels.hpp"
#include "core/ops/fast/plan.hpp"
#include "core/ops/fast/scratch.hpp"

namespace convscope::fast {

/// Offsets of taps of one phase on all axes.
struct PhaseTaps {
  std::vector<Index> numbers;  ///< which taps of the kernel, flat, depth outermost
  std::vector<Index> offsets;  ///< of the same taps, from a tile's first cell
  /// For Kernel::rows the same in two parts, in planes and in the operand.
  struct Lines {
    std::vector<Index> lines, columns;
  };
  Lines in_planes, in_operand;
  Index neighbours = 0;  ///< as RowsCall
};

/// How one axis of the side that is read lies in a plane: cell j of strand s holds strands[s] + (j + origin)
/// * step, where phase cell m of the tile begins at j = m * advance and the origin is its first cell's, plus
/// least.
struct Reading {
  std::vector<Index> strands;
  Index step = 1, advance = 1;
  Index least = 0, most = 0;  ///< of all taps, in cells of a plane
  bool split = true;
  Index extent(Index cells) const { return (cells - 1) * advance + most - least + 1; }
};

struct Stretch {
  Index first = 0, count = 0;
};

/// The cell that a shift reads for the first phase cell.
inline Index first_cell(const Shifts& axis, const Shift& shift) {
  return axis.strands[static_cast<std::size_t>(shift.strand)] + shift.cells * axis.read_step;
}

struct Tables {
  Tables(Way way, const Geometry& geometry, Edge edge = Edge::zeros);
  /// For weight gradients: pixels are read, so many channels at once; windows lie beside them. With
  /// Kernel::product each tap's pixels lie as the windows do, with Kernel::channels as they are.
  Tables(const Geometry& geometry, Index channels_at_once, Kernel as);

  std::array<Shifts, 3> axes;                                 ///< depth, vertical, horizontal
  std::array<Reading, 2> reading;                             ///< vertical, horizontal
  Index groups = 1, read_channels = 1, written_channels = 1;  ///< channels in one group
  Index read_cells = 0, written_cells = 0;                    ///< of one channel
  Kernel kernel = Kernel::plain;
  Index cells[3] = {};                      ///< phase cells on each axis
  Index strip = 1;                          ///< rows of a tile
  std::vector<Stretch> chunks;              ///< columns of tiles
  Index chunk = 1;                          ///< of the longest
  Index pitch = 1, plane = 1, channel = 1;  ///< in elements: of a row, a strand's plane, a channel
  bool slides = false;                      ///< rows_slide() of what is filtered
  Index rows_at_once = 1;                   ///< that are multiplied and then written
  std::vector<PhaseTaps> phases;            ///< [depth][vertical][horizontal]
  std::vector<std::vector<Zone>> zones[2];  ///< of each phase, vertical and horizontal; for Kernel::channels
  bool flat = false;                        ///< rows may be read where they lie: the operand is a plane
  bool bare = false;                        ///< channels may: with Kernel::channels always, else where
                                            ///< their rows are as long as those of a plane
  bool single_cells = false;                ///< with Kernel::product: no cell is made of neighbours or of
                                            ///< padding; a tile is a part of a row
  double multiply_adds = 0;                 ///< about, for one sample

  const Shifts& depth() const { return axes[0]; }
  const Shifts& vertical() const { return axes[1]; }
  const Shifts& horizontal() const { return axes[2]; }
  Index flat_phases() const {
    return static_cast<Index>(vertical().phases.size() * horizontal().phases.size());
  }
  const PhaseTaps& phase(Index depth_phase, Index number) const {
    return phases[static_cast<std::size_t>(depth_phase * flat_phases() + number)];
  }
  /// Whether these columns read cells beyond the rows' ends.
  bool reads_padding(const Stretch& columns) const {
    const Index left = columns.first * reading[1].advance + reading[1].least;
    return left < 0 || left + reading[1].extent(columns.count) > horizontal().read;
  }
  /// Elements of a thread's memory: for what a tile reads, and for what it makes.
  Index source_size() const {
    if (kernel == Kernel::channels && bare) return 0;
    return channel * (kernel == Kernel::rows ? 1 : read_channels) + kBeyond;
  }
  /// From one row of what is multiplied to the next, and from one channel to the next.
  Index result_row() const { return kernel == Kernel::product ? pitch : chunk; }
  Index result_pitch() const {
    return (kernel == Kernel::rows ? chunk : rows_at_once * result_row()) + kBeyond;
  }
  /// For Kernel::channels: cells whose sums are made before they are turned.
  static constexpr Index turned_cells() { return 112; }
  /// Elements of a thread's memory for what a tile makes.
  Index result_size() const;

 private:
  bool take_axes(Way way, const Geometry& geometry);
  bool fills_vectors_of_channels() const;
  bool reads_single_cells() const;
  Index tap_count() const;
  void choose_reading();
  void choose_tile(Index channels_at_once);
  void place_taps(const std::array<Axis, 3>& geometry);
  void place_lines(PhaseTaps& taps, const Phase& depth_phase, const Phase& v, const Phase& h) const;
};

/// So many channels in blocks of vectors: whole ones, and what is left in powers of two.
std::vector<Stretch> blocks_of(Index channels, Index lanes, Index most_vectors);

/// Weights in the order in which a kernel wants them.
template <class T>
struct Packed {
  Packed(const Tables& tables, Way way, const Geometry& geometry, std::span<const T> weights);
  std::vector<Stretch> blocks;  ///< written channels of a group that are made together
  Index width_of(const Stretch& block) const { return (block.count + lanes - 1) / lanes; }
  const T* at(Index group, Index block, Index phase, Index all_phases) const {
    const Index number = (group * static_cast<Index>(blocks.size()) + block) * all_phases + phase;
    return values() + starts[static_cast<std::size_t>(number)];
  }

  Index lanes = 1;  ///< channels are filled up to a multiple of it
  const T* values() const { return reinterpret_cast<const T*>(memory.data()); }
  AlignedMemory memory;
  std::vector<Index> starts;  ///< [group][block][phase of all axes]
};

/// The relation itself where it is simpler than it looks: one window that fills its pixels is a cell, and
/// where each pixel is a window all of them are one row.
Geometry simplified(Way way, const Geometry& geometry);

}  // namespace convscope::fast
