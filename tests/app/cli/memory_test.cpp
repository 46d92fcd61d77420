// The memory that the program says it needs is what it takes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "core/io/png.hpp"
#include "core/io/resources.hpp"
#include "core/tensor/random.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using testing::ProgramRun;
using testing::TemporaryFolder;
using testing::words;

constexpr double kGib = 1024.0 * 1024.0 * 1024.0;
/// Refusals say tenths of GiB, and round.
constexpr double kRounding = 0.06;
/// Of the program itself: its code, libraries, fonts and threads.
constexpr double kProgram = 60e6;

std::string picture(Index height, Index width, int channels) {
  std::string file;
  write_png(
      {width, height, channels},
      [&](Index first, Index count, std::uint8_t* to) {
        SplitMix random(static_cast<std::uint64_t>(first));  // several threads ask for bands
        for (Index i = 0; i < count * width * channels; ++i)
          to[i] = static_cast<std::uint8_t>(i / 40 % 200 + random.below(4));
      },
      [&](std::string_view bytes) { file += bytes; });
  return file;
}

/// The least budget, in GiB, that the command takes: what its refusals ask for, one after the other.
double asked_for(const TemporaryFolder& folder, const std::string& line, ProgramRun& last) {
  double budget = 1e-4;
  for (int refusals = 0; refusals < 8; ++refusals) {
    last = testing::convscope(folder, words(line + fmt::format(" --quiet --memory-budget {:.6f}", budget)));
    std::smatch found;
    if (last.status == 0) return budget * kGib;
    if (!std::regex_search(last.err, found, std::regex("would need ([0-9.e-]+) GiB"))) break;
    budget = std::max(std::stod(found[1]) + kRounding, budget * 1.05);
  }
  ADD_FAILURE() << line << "\n" << last.err;
  return 0;
}

class MemorySlow : public ::testing::TestWithParam<std::string> {};

/// Over every kind of output and method: no more than what was asked for, and not much less.
TEST_P(MemorySlow, IsWhatWasSaid) {
  static TemporaryFolder folder;  // pictures for all of them
  if (!std::filesystem::exists(folder / "rgb.png")) {
    folder.file("rgb.png", picture(2000, 3000, 3));
    folder.file("rgba.png", picture(1600, 2500, 4));
    folder.file("grey.png", picture(3000, 4000, 1));
  }
  ProgramRun outcome;
  const double asked = asked_for(folder, GetParam(), outcome);
  // What this process had in memory is counted in: alone, as ctest runs it, that is little.
  rusage own{};
  ::getrusage(RUSAGE_SELF, &own);
  if (outcome.memory <= 1024.0 * static_cast<double>(own.ru_maxrss))
    GTEST_SKIP() << "the tests' own process has taken more";
  EXPECT_LT(outcome.memory, asked + kProgram) << "asked for " << asked / 1e6 << " MB";
  EXPECT_GT(1.5 * outcome.memory, asked - kRounding * kGib) << "took only " << outcome.memory / 1e6 << " MB";
}

INSTANTIATE_TEST_SUITE_P(
    Commands, MemorySlow,
    ::testing::Values("upsample rgb.png -o out.png --factor 2 --method bicubic",
                      "upsample rgb.png -o out.npy --factor 2 --method bicubic",
                      "upsample rgb.png -o out.npy --factor 8 --method lanczos3 --crop 100,100,900,700",
                      "upsample rgb.png -o out.png --factor 4 --method nearest",
                      "upsample rgba.png -o out.png --factor 2 --method mitchell",
                      "upsample rgba.png -o out.npy --factor 2 --method bilinear",
                      "upsample rgba.png -o out.png --factor 3 --method bicubic --linear",
                      "upsample grey.png -o out.png --factor 2 --method conv-transpose",
                      "upsample rgb.png -o out.png --factor 2 --method pixel-shuffle",
                      "upsample rgb.png -o out.npy --factor 2 --method nearest-conv --linear",
                      "upsample rgb.png -o out.npy --factor 2 --method bilinear-conv --kernel gaussian",
                      "compare rgb.png --factor 2", "compare rgb.png --factor 2 -o sheets",
                      "compare rgba.png --factor 2 -o sheets --methods bicubic,conv-transpose",
                      "compare rgb.png --factor 2 --linear --methods bicubic,nearest-conv",
                      "compare grey.png --factor 4"));

/// A size that nobody can run: what is made for it is refused before it is there. Slow: its memory counts in
/// that of this process, which must hold this test alone.
TEST(MemoryOfNetworksSlow, StaysBelowTheBudget) {
  const TemporaryFolder folder;
  const std::string model = resource_path("assets/networks/decoder.onnx");
  const std::string line = "network " + model + " --input 30000,30000 --quiet --memory-budget 0.1";
  const ProgramRun flat = testing::convscope(folder, words(line));
  EXPECT_EQ(flat.status, 0) << flat.err;
  EXPECT_THAT(flat.out, ::testing::HasSubstr("no flat test: network: would need "));
  const ProgramRun field = testing::convscope(folder, words(line + " --effective"));
  EXPECT_EQ(field.status, 1);
  EXPECT_THAT(field.err, ::testing::StartsWith("convscope: network: would need "));
  EXPECT_LT(std::max(flat.memory, field.memory), 0.1 * kGib + kProgram);
}

}  // namespace
}  // namespace convscope
