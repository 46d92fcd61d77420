// How cost grows: operators over sizes, against pixels times taps, and every view over sizes, against the
// contacts of its scenario. After each family stands Google Benchmark's fit: BigO with the least-squares
// constant, RMS how far the figures are from a straight line. A view that draws a part of a large scenario
// grows less.
#include <benchmark/benchmark.h>
#include <tbb/global_control.h>

#include <cstdint>
#include <string>

#include "app/views/registry.hpp"
#include "core/geometry/contributions.hpp"
#include "core/matrix/sparse.hpp"
#include "core/ops/fast/plan.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

enum class Task { convolution, transposed, weight_gradient, matrix, product };

/// A plane of side x side pixels and five taps an axis.
void operate(benchmark::State& state, Task task) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, 1);
  const Index side = state.range(0);
  Layer layer;
  layer.kernel = {5};
  layer.padding.rule = Padding::Rule::same;
  const Operator op = make_operator(Direction::convolution, {side, side}, layer);
  const Geometry& g = op.geometry;
  Tensor<float> weights(g.weights(), 0.5F), pixels(g.pixel_tensor(1), 0.25F),
      windows(g.window_tensor(1), 0.5F);
  const fast::Plan<float> gather(fast::Way::gather, g, weights.values());
  const fast::Plan<float> scatter(fast::Way::scatter, g, weights.values());
  CompressedRows<float> matrix = matrix_of(op, weights);
  for ([[maybe_unused]] auto _ : state) {
    if (task == Task::convolution) gather.run(pixels.data(), 1, windows.data());
    if (task == Task::transposed) scatter.run(windows.data(), 1, pixels.data());
    if (task == Task::weight_gradient) fast::weight_gradient(g, pixels, windows, weights);
    if (task == Task::matrix) write_matrix(op, weights, matrix);
    if (task == Task::product) convscope::apply<float>(matrix, pixels.values(), windows.values());
    benchmark::ClobberMemory();
  }
  state.SetComplexityN(side * side * 25);
}

/// A square scenario that the view shows: on one axis where it shows no more, transposed where it wants that.
std::string spec_of(const View& view, Index side) {
  const std::string n = std::to_string(side);
  for (const std::string& line :
       {"conv " + n + "x" + n + " k3 p1", "tconv " + n + "x" + n + " k3 s2 p1", "conv " + n + " k3 p1"})
    if (!view.obstacle(Derived(parse_spec(line)))) return line;
  return "tconv " + n + " k3 s2 p1";
}

void draw(benchmark::State& state, const View* view) {
  const Derived derived(parse_spec(spec_of(*view, state.range(0))));
  const Moment half{steps(*view, derived) / 2, 0.5};
  const Style style{.width = 1920, .height = 1080};
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(view->draw(derived, half, style));
  state.SetComplexityN(count_contributions(derived.op().geometry));
}

const bool kRegistered = [] {
  const std::pair<const char*, Task> tasks[] = {{"conv", Task::convolution},
                                                {"convT", Task::transposed},
                                                {"grad-dw", Task::weight_gradient},
                                                {"matrix", Task::matrix},
                                                {"product", Task::product}};
  for (const auto& [name, task] : tasks)
    benchmark::RegisterBenchmark((std::string("growth/") + name + "-k5").c_str(), operate, task)
        ->RangeMultiplier(2)
        ->Range(128, 2048)
        ->Unit(benchmark::kMillisecond)
        ->MinTime(0.05)
        ->Complexity(benchmark::oN);
  for (const View& view : views()) {
    if (view.photograph) continue;  // its cost is that of a comparison
    benchmark::RegisterBenchmark(("growth/view-" + std::string(view.name)).c_str(), draw, &view)
        ->RangeMultiplier(2)
        ->Range(8, 32)
        ->Unit(benchmark::kMillisecond)
        ->MinTime(0.05)
        ->Complexity(benchmark::oN);
  }
  return true;
}();

}  // namespace
}  // namespace convscope
