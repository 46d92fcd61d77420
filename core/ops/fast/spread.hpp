// Rows of all phases at once: each vector of a written row takes the cells that its lanes read out of one
// vector of the read row, and multiplies them by weights of their own. So neither strides nor the number of
// phases leave vectors unused, and nothing is interleaved afterwards.
#pragma once

#include <vector>

#include "core/ops/fast/kernels.hpp"
#include "core/ops/fast/tables.hpp"

namespace convscope::fast {

/// For a plan of Kernel::rows whose written step across is above 1, and the instruction set of now.
template <class T>
class Spread {
 public:
  Spread() = default;
  Spread(const Tables& tables, const Packed<T>& packed);
  /// Not where one vector does not hold what its lanes read (vectors of two lanes, dilated rows), nor where
  /// the weights, repeated for each lane, would be too many.
  bool possible() const { return possible_; }

  /// The call for written rows of one depth and group: all but source, out, width and rows.
  SpreadCall<T> call(Index group, Index depth_phase, const SpreadPhase* phases) const;
  /// Fills a phase for each of the vertical ones; `in_operand`: offsets of lines are those of the operand.
  void phases(const Tables& tables, Index depth_phase, bool in_operand, SpreadPhase* phases) const;

 private:
  bool choose_cells(const Shifts& across);
  void repeat_weights(const Tables& tables, const Packed<T>& packed);

  bool possible_ = false, regular_ = false;
  Index lanes_ = 1, step_ = 1, ordinals_ = 0, whole_ = 0, span_ = 0;
  std::vector<Index> cells_;                      ///< [residue][ordinal], from the least shift's
  std::vector<LaneNumber<T>> numbers_, present_;  ///< [residue][ordinal][lane]
  std::vector<T> weights_;            ///< [group][depth phase][phase][residue][line][ordinal][lane]
  std::vector<Index> starts_, tops_;  ///< [depth phase][phase], [phase]
  Index group_size_ = 0;
};

}  // namespace convscope::fast
