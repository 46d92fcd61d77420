// A race of the training lab and of `convscope train`: every decoder, 200 steps, on the default photograph.
// The goal: two cores reach the end in under a minute. `goal_share` is what of it was used.
#include <benchmark/benchmark.h>
#include <tbb/global_control.h>

#include <chrono>
#include <string>

#include "core/enlarging/photo.hpp"
#include "core/training/race.hpp"

namespace convscope {
namespace {

constexpr double kGoalSeconds = 60;

void race(benchmark::State& state, int threads) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(threads));
  const Photo photo = read_photo("");
  double seconds = 0;
  for ([[maybe_unused]] auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    Race race({.steps = 200}, {{photo.name, photo.pixels}});
    while (race.advance()) {
    }
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    benchmark::DoNotOptimize(race.runners().front().output.data());
  }
  state.counters["goal_share"] = seconds / static_cast<double>(state.iterations()) / kGoalSeconds;
}

void register_all() {
  for (const int threads : {1, 2})
    benchmark::RegisterBenchmark(("train/default-race-200-steps/t" + std::to_string(threads)).c_str(),
                                 [threads](benchmark::State& state) { race(state, threads); })
        ->Unit(benchmark::kMillisecond)
        ->MeasureProcessCPUTime()
        ->UseRealTime();
}

const bool registered = (register_all(), true);

}  // namespace
}  // namespace convscope
