// How fast the operators, their gradients and the matrix are, in float, on workloads that people meet:
// enlarging and filtering photographs, layers of well-known networks. A benchmark's name is
// WORKLOAD/tTHREADS; the operands are uniform in [-1, 1), weights are packed beforehand, results are written
// into warm memory.
//
// Counters: flops are multiply-adds that touch real pixels, two each; bytes are the compulsory traffic,
// each element of input, weights and output once.
#include <benchmark/benchmark.h>
#include <tbb/global_control.h>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "core/geometry/geometry.hpp"
#include "core/matrix/sparse.hpp"
#include "core/ops/fast/plan.hpp"
#include "core/ops/operator.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/tensor/tensor.hpp"

namespace {

using namespace convscope;

enum class Pass { forward, input_gradient, weight_gradient };

/// A square 2-D layer on one sample.
struct Workload {
  std::string name;
  Direction direction;
  Index in, out, groups;      ///< channels
  Index height, width;        ///< of the input
  Index kernel, stride, pad;  ///< on both axes
  Index output_padding = 0, dilation = 1;
  Pass pass = Pass::forward;
};

constexpr Direction kConv = Direction::convolution;
constexpr Direction kTransposed = Direction::transposed;

std::vector<Workload> workloads() {
  std::vector<Workload> all;
  struct Size {
    const char* name;
    Index height, width;
  };
  // Photographs enlarged: one kernel for each of three channels, output = stride * input.
  for (const Size& size : {Size{"256", 256, 256}, {"1024", 1024, 1024}, {"2000x1500", 1500, 2000}}) {
    const auto add = [&](Index k, Index s, Index p, Index op) {
      all.push_back({"up/s" + std::to_string(s) + "k" + std::to_string(k) + "/" + size.name, kTransposed, 3,
                     3, 3, size.height, size.width, k, s, p, op});
    };
    for (Index k = 2; k <= 6; ++k) add(k, 2, (k - 1) / 2, k % 2);
    if (size.width == 2000) continue;
    add(5, 3, 1, 0);
    add(8, 4, 2, 0);
  }
  // Photographs filtered at their own size, and at half of it.
  for (const Size& size : {Size{"1024", 1024, 1024}, {"4000x3000", 3000, 4000}}) {
    for (const Index k : {3, 5, 7, 11})
      all.push_back({"filter/k" + std::to_string(k) + "/" + size.name, kConv, 3, 3, 3, size.height,
                     size.width, k, 1, k / 2});
    for (const Index k : {3, 5})
      all.push_back({"filter-s2/k" + std::to_string(k) + "/" + size.name, kConv, 3, 3, 3, size.height,
                     size.width, k, 2, k / 2});
  }
  // Layers: DCGAN's generator, an auto-encoder's pair, and single layers that are each hard in their own way.
  const std::vector<Workload> layers = {
      {"dcgan/1-100to1024-1x1", kTransposed, 100, 1024, 1, 1, 1, 4, 1, 0},
      {"dcgan/2-1024to512-4x4", kTransposed, 1024, 512, 1, 4, 4, 4, 2, 1},
      {"dcgan/3-512to256-8x8", kTransposed, 512, 256, 1, 8, 8, 4, 2, 1},
      {"dcgan/4-256to128-16x16", kTransposed, 256, 128, 1, 16, 16, 4, 2, 1},
      {"dcgan/5-128to3-32x32", kTransposed, 128, 3, 1, 32, 32, 4, 2, 1},
      {"seed/conv10-20k5s3p2/16", kConv, 10, 20, 1, 16, 16, 5, 3, 2},
      {"seed/convT20-10k5s3p2/16", kTransposed, 20, 10, 1, 16, 16, 5, 3, 2},
      {"seed/conv10-20k5s3p2/512", kConv, 10, 20, 1, 512, 512, 5, 3, 2},
      {"seed/convT20-10k5s3p2/512", kTransposed, 20, 10, 1, 512, 512, 5, 3, 2},
      {"layer/unet-up128-64k2s2/128", kTransposed, 128, 64, 1, 128, 128, 2, 2, 0},
      {"layer/vgg64-64k3p1/224", kConv, 64, 64, 1, 224, 224, 3, 1, 1},
      {"layer/resnet-stem3-64k7s2/224", kConv, 3, 64, 1, 224, 224, 7, 2, 3},
      {"layer/depthwise64k3/112", kConv, 64, 64, 64, 112, 112, 3, 1, 1},
      {"layer/pointwise256-64/56", kConv, 256, 64, 1, 56, 56, 1, 1, 0},
      {"layer/dilated64-64k3d2/64", kConv, 64, 64, 1, 64, 64, 3, 1, 2, 0, 2},
      {"grad-dx/vgg64-64k3p1/56", kConv, 64, 64, 1, 56, 56, 3, 1, 1, 0, 1, Pass::input_gradient},
      {"grad-dx/convT128-64k4s2p1/32", kTransposed, 128, 64, 1, 32, 32, 4, 2, 1, 0, 1, Pass::input_gradient},
      {"grad-dw/vgg64-64k3p1/56", kConv, 64, 64, 1, 56, 56, 3, 1, 1, 0, 1, Pass::weight_gradient},
      {"grad-dw/convT128-64k4s2p1/32", kTransposed, 128, 64, 1, 32, 32, 4, 2, 1, 0, 1, Pass::weight_gradient},
  };
  all.insert(all.end(), layers.begin(), layers.end());
  return all;
}

Geometry geometry_of(const Workload& w) {
  Layer layer;
  layer.kernel = {w.kernel};
  layer.stride = {w.stride};
  layer.dilation = {w.dilation};
  layer.padding.sides = {{w.pad, w.pad}};
  layer.output_padding = {w.output_padding};
  const bool transposed = w.direction == kTransposed;
  layer.channels = {transposed ? w.in : w.out, transposed ? w.out : w.in, w.groups};
  return make_operator(w.direction, {w.height, w.width}, layer).geometry;
}

Tensor<float> noise(const Shape& shape, std::uint32_t seed) {
  std::minstd_rand random(seed);
  std::uniform_real_distribution<float> uniform(-1, 1);
  Tensor<float> tensor(shape);
  for (float& value : tensor.values()) value = uniform(random);
  return tensor;
}

/// Contacts of all axes and channels.
double multiply_adds(const Geometry& geometry) {
  const Channels& c = geometry.channels;
  double count = static_cast<double>(c.window) * static_cast<double>(c.pixel / c.groups);
  for (const Axis& axis : geometry.axes) {
    Index contacts = 0;
    for (Index tap = 0; tap < axis.taps; ++tap) contacts += contacts_of_tap(axis, tap).count;
    count *= static_cast<double>(contacts);
  }
  return count;
}

void run_operator(benchmark::State& state, const Workload& workload, int threads) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(threads));
  const Geometry geometry = geometry_of(workload);
  Tensor<float> pixels = noise(geometry.pixel_tensor(1), 1);
  Tensor<float> windows = noise(geometry.window_tensor(1), 2);
  Tensor<float> weights = noise(geometry.weights(), 3);
  // A convolution gathers and its gradient scatters; a transposed one does it the other way round.
  const bool gathers = (workload.direction == kConv) == (workload.pass == Pass::forward);
  const fast::Plan<float> plan(gathers ? fast::Way::gather : fast::Way::scatter, geometry, weights.values());
  for ([[maybe_unused]] auto _ : state) {
    if (workload.pass == Pass::weight_gradient)
      fast::weight_gradient(geometry, pixels, windows, weights);
    else if (gathers)
      plan.run(pixels.data(), 1, windows.data());
    else
      plan.run(windows.data(), 1, pixels.data());
    benchmark::ClobberMemory();
  }
  const auto rate = benchmark::Counter::kIsIterationInvariantRate;
  state.counters["flops"] = benchmark::Counter(2 * multiply_adds(geometry), rate);
  state.counters["bytes"] = benchmark::Counter(
      static_cast<double>(pixels.size() + windows.size() + weights.size()) * sizeof(float), rate);
}

/// Eight taps a phase, as others' Lanczos of order 4 has.
Upsampler lanczos4() {
  const auto sinc = [](double x) {
    return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
  };
  Tensor<double> row(Shape{1, 16}), column(Shape{16, 1});
  for (Index t = 0; t < 16; ++t) {
    const double x = (static_cast<double>(t) - 7.5) / 2;
    row[t] = column[t] = sinc(x) * sinc(x / 4);
  }
  return {{Transposed{row, {1, 2}}, Transposed{column, {2, 1}}}};
}

/// A photograph of three channels, twice as large.
void run_resize(benchmark::State& state, const Upsampler& upsampler, int threads) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(threads));
  const Tensor<float> small = noise({1, 3, 1500, 2000}, 1);
  Tensor<float> large;
  enlarge(upsampler, small, large);
  for ([[maybe_unused]] auto _ : state) {
    enlarge(upsampler, small, large);
    benchmark::ClobberMemory();
  }
}

enum class Sparse { build, multiply, multiply_transposed, apply, apply_transposed };

/// The matrix of a "same" convolution of a square image with a 5 x 5 kernel. It is built into memory that is
/// there, as all results are; the last two tasks need no matrix.
void run_sparse(benchmark::State& state, Index size, Sparse task, int threads) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(threads));
  Layer layer;
  layer.kernel = {5};
  layer.padding.rule = Padding::Rule::same;
  const Operator conv = make_operator(kConv, {size, size}, layer);
  const Tensor<float> weights = noise(conv.geometry.weights(), 1);
  const Tensor<float> x = noise({size * size}, 2);
  Tensor<float> y({size * size});
  CompressedRows<float> matrix = matrix_of(conv, weights);
  const fast::Plan<float> gather(fast::Way::gather, conv.geometry, weights.values());
  const fast::Plan<float> scatter(fast::Way::scatter, conv.geometry, weights.values());
  for ([[maybe_unused]] auto _ : state) {
    if (task == Sparse::build) write_matrix(conv, weights, matrix);
    if (task == Sparse::multiply) convscope::apply<float>(matrix, x.values(), y.values());
    if (task == Sparse::multiply_transposed) apply_transposed<float>(matrix, x.values(), y.values());
    if (task == Sparse::apply) gather.run(x.data(), 1, y.data());
    if (task == Sparse::apply_transposed) scatter.run(x.data(), 1, y.data());
    benchmark::ClobberMemory();
  }
  state.counters["nonzeros"] = static_cast<double>(matrix.nonzeros());
}

const bool kRegistered = [] {
  for (const Workload& workload : workloads())
    for (const int threads : {1, 2})
      benchmark::RegisterBenchmark((workload.name + "/t" + std::to_string(threads)).c_str(), run_operator,
                                   workload, threads)
          ->Unit(benchmark::kMillisecond)
          ->UseRealTime();
  for (const auto& [name, upsampler] : {std::pair{"nearest", nearest(2)},
                                        {"bilinear", bilinear(2)},
                                        {"bicubic", bicubic(2)},
                                        {"lanczos4", lanczos4()}})
    for (const int threads : {1, 2})
      benchmark::RegisterBenchmark(
          (std::string("resize/") + name + "-x2/2000x1500/t" + std::to_string(threads)).c_str(), run_resize,
          upsampler, threads)
          ->Unit(benchmark::kMillisecond)
          ->UseRealTime();
  for (const Index size : {64, 224, 256, 1024})
    for (const auto& [name, task] : {std::pair{"build-k5", Sparse::build},
                                     {"Kx-k5", Sparse::multiply},
                                     {"Kty-k5", Sparse::multiply_transposed},
                                     {"Kx-free-k5", Sparse::apply},
                                     {"Kty-free-k5", Sparse::apply_transposed}})
      for (const int threads : {1, 2})
        benchmark::RegisterBenchmark(
            (std::string("sparse/") + name + "/" + std::to_string(size) + "/t" + std::to_string(threads))
                .c_str(),
            run_sparse, size, task, threads)
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
  return true;
}();

}  // namespace
