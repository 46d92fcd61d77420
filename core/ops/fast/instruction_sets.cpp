#include "core/ops/fast/instruction_sets.hpp"

#include <hwy/highway.h>

namespace convscope::fast {

std::vector<InstructionSet> instruction_sets() {
  std::vector<InstructionSet> out;
  for (const std::int64_t bit : hwy::SupportedAndGeneratedTargets())
    out.push_back({hwy::TargetName(bit), bit});
  return out;
}

void force(const InstructionSet& set) {
  hwy::SetSupportedTargetsForTest(set.bit);
}

void force_none() {
  hwy::SetSupportedTargetsForTest(0);
}

}  // namespace convscope::fast
