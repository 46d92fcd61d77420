// The instruction sets that the kernels are compiled for and this machine has. The best one is taken by
// itself; tests take each.
#pragma once

#include <string>
#include <vector>

#include "core/base/index.hpp"

namespace convscope::fast {

struct InstructionSet {
  std::string name;  ///< as Highway calls it: "AVX3", "AVX2", "SSE4", "EMU128" ...
  std::int64_t bit = 0;
};
/// The best first.
std::vector<InstructionSet> instruction_sets();
/// From now on all threads use that one; plans made before are void. Not while something runs.
void force(const InstructionSet& set);
/// Back to the best.
void force_none();

}  // namespace convscope::fast
