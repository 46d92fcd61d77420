// libFuzzer's entry: feeds the target that CONVSCOPE_FUZZ names (targets.hpp). Built by `./dev fuzz`.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "core/base/error.hpp"
#include "tests/fuzz/targets.hpp"

using convscope::fuzz::find_target;
using convscope::fuzz::Target;
using convscope::fuzz::targets;

namespace {

const Target& chosen() {
  static const Target* const target = [] {
    const char* name = std::getenv("CONVSCOPE_FUZZ");
    const Target* found = find_target(name ? name : "");
    if (!found) {
      std::fputs("CONVSCOPE_FUZZ names one of:", stderr);
      for (const Target& each : targets()) std::fprintf(stderr, " %s", each.name.data());
      std::fputs("\n", stderr);
      std::exit(2);
    }
    return found;
  }();
  return *target;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  chosen();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > chosen().longest) return -1;
  try {
    chosen().feed({reinterpret_cast<const char*>(data), size});
  } catch (const convscope::Error&) {
  }
  return 0;
}
