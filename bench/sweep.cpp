// Where do the kernels fall off? Square layers over kernel sizes, strides and channels, each of about the
// same number of multiplications: `sweep/conv|convT/cCHANNELS/kKERNEL/sSTRIDE/t1`, with groups equal to the
// channels as `sweep/depthwise...`. What to look at is the counter over_limit: processor time over the least
// that the multiply-adds or the bytes can take on this machine, measured in the same run. The plot of
// docs/performance.md is made of it (bench/plot).
#include <benchmark/benchmark.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "bench/limits.hpp"
#include "core/ops/fast/plan.hpp"

namespace {

using namespace convscope;

struct Point {
  fast::Way way;
  Index channels, kernel, stride;
  bool depthwise;
};

/// About this many multiply-adds, on planes of 16 to 1024 windows a side.
constexpr double kMultiplyAdds = 4e6;

Geometry geometry_of(const Point& p) {
  const double pairs = static_cast<double>(p.channels) * static_cast<double>(p.depthwise ? 1 : p.channels);
  const double side = std::sqrt(kMultiplyAdds / (pairs * static_cast<double>(p.kernel * p.kernel)));
  const Index windows = std::clamp<Index>(static_cast<Index>(side), 16, 1024);
  const Axis axis{windows * p.stride, windows, p.kernel, p.stride, 1, (p.kernel - 1) / 2};
  return {{axis, axis}, {p.channels, p.channels, p.depthwise ? p.channels : 1}};
}

void run(benchmark::State& state, const Point& point) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, 1);
  const Geometry g = geometry_of(point);
  const bool gathers = point.way == fast::Way::gather;
  const Tensor<float> weights(g.weights(), 0.5F);
  const Tensor<float> from(gathers ? g.pixel_tensor(1) : g.window_tensor(1), 0.25F);
  Tensor<float> to(gathers ? g.window_tensor(1) : g.pixel_tensor(1));
  const fast::Plan<float> plan(point.way, g, weights.values());
  const MachineLimits& most = limits_of_one_thread();
  const double begin = thread_seconds();
  for ([[maybe_unused]] auto _ : state) {
    plan.run(from.data(), 1, to.data());
    benchmark::ClobberMemory();
  }
  const double took = (thread_seconds() - begin) / static_cast<double>(state.iterations());
  double contacts =
      static_cast<double>(g.channels.window) * static_cast<double>(g.channels.pixel / g.channels.groups);
  for (const Axis& axis : g.axes) {
    Index sum = 0;
    for (Index tap = 0; tap < axis.taps; ++tap) sum += contacts_of_tap(axis, tap).count;
    contacts *= static_cast<double>(sum);
  }
  state.counters["flops"] = benchmark::Counter(2 * contacts, benchmark::Counter::kIsIterationInvariantRate);
  const double bytes = sizeof(float) * static_cast<double>(weights.size() + from.size() + to.size());
  // What fits into the caches comes faster than by memory's rate; then only the multiply-adds bound it.
  constexpr double kCaches = 1 << 20;
  const double least = std::max(2 * contacts / most.flops, bytes > kCaches ? bytes / most.bytes : 0);
  state.counters["over_limit"] = took / least;
  state.SetLabel(std::string(to_string(plan.kernel())));
}

void add(const Point& p) {
  const std::string name = std::string("sweep/") + (p.depthwise ? "depthwise-" : "") +
                           (p.way == fast::Way::gather ? "conv" : "convT") + "/c" +
                           std::to_string(p.channels) + "/k" + std::to_string(p.kernel) + "/s" +
                           std::to_string(p.stride) + "/t1";
  benchmark::RegisterBenchmark(name.c_str(), run, p)->Unit(benchmark::kMicrosecond)->MinTime(0.02);
}

const bool kRegistered = [] {
  for (const fast::Way way : {fast::Way::gather, fast::Way::scatter}) {
    for (Index kernel = 1; kernel <= 16; ++kernel) {
      add({way, 3, kernel, 1, true});
      add({way, 32, kernel, 1, false});
    }
    for (Index stride = 1; stride <= 8; ++stride) {
      add({way, 3, 2 * stride, stride, true});
      add({way, 32, 2 * stride, stride, false});
    }
    for (const Index channels :
         {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 33, 48, 63, 65, 100, 127, 129, 200})
      add({way, channels, 3, 1, false});
  }
  return true;
}();

}  // namespace
