// A race of the training lab and of `convscope train`: every decoder, 200 steps, on the default photograph.
// The goal: two cores reach the end in under a minute. `goal_share` is what of it was used.
#include <benchmark/benchmark.h>
#include <tbb/global_control.h>

#include <chrono>
#include <string>
#include <vector>

#include "app/views/images/race.hpp"
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

/// A drawing of the lab's pages after so many steps of six decoders.
void draw(benchmark::State& state, SizePage (*page)(const RaceFigure&, const Style&)) {
  const Index steps = state.range(0);
  std::vector<RaceLane> lanes;
  for (std::size_t form = 0; form < 6; ++form) {
    TrainingStep made{.phase_sums = {1, 1.1, 0.9, 1}, .kernels = std::vector<float>(64, 1.0F)};
    RaceLane& lane = lanes.emplace_back(static_cast<DecoderForm>(form), made);
    for (made.step = 1; made.step <= steps; ++made.step) {
      made.loss = 1 / static_cast<double>(made.step + 3);
      made.psnr = 30 - 400 * made.loss;
      made.flat_levels = 20 * made.loss;
      lane.add(made);
    }
  }
  const RaceFigure figure{.lanes = lanes, .step = steps, .steps = steps};
  const Style style{.width = 1300, .height = 900};
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(page(figure, style).picture.items.size());
}

void register_all() {
  for (const Index steps : {Index{200}, Index{5000}}) {
    benchmark::RegisterBenchmark("train/draw-numbers", draw, draw_race)
        ->Unit(benchmark::kMillisecond)
        ->Arg(steps);
    benchmark::RegisterBenchmark("train/draw-phases", draw, draw_race_phases)
        ->Unit(benchmark::kMillisecond)
        ->Arg(steps);
  }
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
