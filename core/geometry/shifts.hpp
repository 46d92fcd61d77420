// One axis as shifts: what a dense kernel needs to know of the relation, without its formula.
//
// The cells of the side that is written fall into phases, those of the side that is read into strands: every
// step-th cell, from a first one. Within a phase each tap reads one strand, at the phase's own cell number
// plus a constant; so each tap is one shifted row, whatever the stride and the dilation.
//
//   written cell  phase.first + m * written_step   gets, for each shift,
//   weight[shift.tap] * read cell  strands[shift.strand] + (m + shift.cells) * read_step
//
// Cells that lie outside the side that is read belong to the padding: the reader fills them.
#pragma once

#include <vector>

#include "core/geometry/axis.hpp"

namespace convscope {

struct Shift {
  Index tap = 0;
  Index strand = 0;  ///< index into Shifts::strands
  Index cells = 0;
  friend bool operator==(const Shift&, const Shift&) = default;
};

struct Phase {
  Index first = 0;
  Index count = 0;            ///< m in [0, count)
  std::vector<Shift> shifts;  ///< by ascending tap
};

struct Shifts {
  Index written = 0, read = 0;  ///< extents of the two sides
  Index written_step = 1, read_step = 1;
  std::vector<Index> strands;  ///< the first cell of each, below read_step
  std::vector<Phase> phases;   ///< every written cell is in one; a phase that no tap meets has no shifts
  Index least = 0, most = 0;   ///< of all shifts' cells; 0 where there are none
};

/// Writes windows, reads pixels: one phase, a strand for each residue modulo the stride that a tap reads.
Shifts shifts_of_windows(const Axis& axis);
/// Writes pixels, reads windows: a phase for each residue modulo the stride, one strand.
Shifts shifts_of_pixels(const Axis& axis);

/// Phase cells [first, first + count) in which the same taps meet cells that there are.
struct Zone {
  Index first = 0, count = 0;
  std::vector<Index> shifts;  ///< numbers of the phase's, ascending
  friend bool operator==(const Zone&, const Zone&) = default;
};
/// All cells of a phase, from the first to the last: none of their taps beyond the edge is left.
std::vector<Zone> zones_of(const Shifts& axis, const Phase& phase);

}  // namespace convscope
