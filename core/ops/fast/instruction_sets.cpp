#include "core/ops/fast/instruction_sets.hpp"

#include <hwy/highway.h>

namespace convscope::fast {

#ifdef HWY_COMPILE_ONLY_STATIC

// Compiled for one alone nothing chooses, and Highway's library is not asked.
std::vector<InstructionSet> instruction_sets() {
  return {{hwy::TargetName(HWY_STATIC_TARGET), HWY_STATIC_TARGET}};
}
void force(const InstructionSet&) {}
void force_none() {}

#else

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

#endif

}  // namespace convscope::fast
