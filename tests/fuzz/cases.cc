// Random bytes for one target, the same ones for the same seed, without libFuzzer: what needs many cases and
// no search, as the comparison of the operators' kernels, runs here at full speed, built by any compiler.
//
//   convscope_cases TARGET [COUNT] [SEED]
//
// What fails is named by its number; SEED + number with COUNT 1 is that case alone.
#include <charconv>
#include <cstdio>
#include <exception>
#include <string>

#include "core/base/error.hpp"
#include "core/tensor/random.hpp"
#include "tests/fuzz/targets.hpp"

using namespace convscope;

namespace {

bool number(const char* text, std::uint64_t& to) {
  const std::string_view all(text);
  const auto read = std::from_chars(all.data(), all.data() + all.size(), to);
  return read.ec == std::errc() && read.ptr == all.data() + all.size();
}

std::string bytes_of(std::uint64_t seed, std::size_t count) {
  SplitMix dice(seed);
  std::string bytes;
  while (bytes.size() < count) bytes.push_back(static_cast<char>(dice.below(256)));
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  const fuzz::Target* target = argc > 1 ? fuzz::find_target(argv[1]) : nullptr;
  std::uint64_t count = 1000, seed = 1;
  if (!target || argc > 4 || (argc > 2 && !number(argv[2], count)) || (argc > 3 && !number(argv[3], seed))) {
    std::fputs("cases: TARGET [COUNT] [SEED], where TARGET is one of:", stderr);
    for (const fuzz::Target& each : fuzz::targets()) std::fprintf(stderr, " %s", each.name.data());
    std::fputs("\n", stderr);
    return 2;
  }
  std::uint64_t refused = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    try {
      target->feed(bytes_of(seed + i, target->longest));
    } catch (const Error&) {
      ++refused;
    } catch (const std::exception& fault) {
      std::fprintf(stderr, "cases: %s %llu: %s\n", target->name.data(),
                   static_cast<unsigned long long>(seed + i), fault.what());
      return 1;
    }
    if ((i + 1) % 100000 == 0)
      std::printf("%llu cases\n", static_cast<unsigned long long>(i + 1)), std::fflush(stdout);
  }
  std::printf("cases: %s, %llu without a fault, %llu of them refused\n", target->name.data(),
              static_cast<unsigned long long>(count), static_cast<unsigned long long>(refused));
  return 0;
}
