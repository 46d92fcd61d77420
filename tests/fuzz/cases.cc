// Random bytes for one target, or with a folder of seeds what becomes of these by chance; the same ones for
// the same seed, without libFuzzer: what needs many cases and no search, as the comparison of the operators'
// kernels, runs here at full speed, built by any compiler.
//
//   convscope_cases TARGET [COUNT] [SEED] [FOLDER]
//
// What fails is named by its number; SEED + number with COUNT 1 is that case alone.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"
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

std::vector<std::string> files_of(const char* folder) {
  std::vector<std::string> paths, out;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) out.push_back(read_file(path, "seed"));
  return out;
}

/// A seed with a few bytes changed, or with lines of another one.
std::string changed(const std::vector<std::string>& seeds, std::uint64_t seed, std::size_t longest) {
  SplitMix dice(seed);
  const auto roll = [&](std::size_t below) {
    return static_cast<std::size_t>(dice.below(static_cast<Index>(below)));
  };
  const auto any = [&] { return seeds[roll(seeds.size())]; };
  std::string bytes = any();
  for (std::size_t n = 1 + roll(4); n > 0; --n) {
    const std::string other = any();
    const auto lines = split(other, '\n');
    const std::size_t at = roll(bytes.size() + 1), line = std::min(bytes.find('\n', at), bytes.size());
    switch (roll(5)) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(32 + roll(95));
        break;
      case 1:
        bytes.erase(at, 1 + roll(4));
        break;
      case 2:
        bytes.insert(at, 1, static_cast<char>(roll(256)));
        break;
      case 3:
        bytes.insert(line, "\n" + std::string(lines[roll(lines.size())]));
        break;
      default:
        bytes.erase(line,
                    1 + std::min(bytes.find('\n', std::min(line + 1, bytes.size())), bytes.size()) - line);
    }
  }
  bytes.resize(std::min(bytes.size(), longest));
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  const fuzz::Target* target = argc > 1 ? fuzz::find_target(argv[1]) : nullptr;
  std::uint64_t count = 1000, seed = 1;
  if (!target || argc > 5 || (argc > 2 && !number(argv[2], count)) || (argc > 3 && !number(argv[3], seed))) {
    std::fputs("cases: TARGET [COUNT] [SEED] [FOLDER], where TARGET is one of:", stderr);
    for (const fuzz::Target& each : fuzz::targets()) std::fprintf(stderr, " %s", each.name.data());
    std::fputs("\n", stderr);
    return 2;
  }
  const std::vector<std::string> seeds = argc > 4 ? files_of(argv[4]) : std::vector<std::string>();
  std::uint64_t refused = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    try {
      target->feed(seeds.empty() ? bytes_of(seed + i, target->longest)
                                 : changed(seeds, seed + i, target->longest));
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
