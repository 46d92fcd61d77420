#include "core/claims/trained_layer.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <numeric>
#include <tuple>

#include "core/claims/experiments.hpp"
#include "core/metrics/image.hpp"
#include "core/ops/resample/reduce.hpp"
#include "core/ops/resample/region.hpp"
#include "core/tensor/random.hpp"
#include "core/training/adam.hpp"

namespace convscope {

namespace {

constexpr Index kSide = 128, kCrop = 24, kBatch = 4, kWidth = 8, kWaves = 24;
constexpr std::uint64_t kPictureSeed = 7;
constexpr double kRate = 0.01;
// A plane of mid grey, and its middle that no border reaches.
constexpr Index kFlatSide = 12, kFlatMargin = 4;
constexpr float kMidGrey = 128, kMost = 255;

/// Waves of all directions, weaker where they are finer, as in photographs; 0..1.
Tensor<float> picture() {
  constexpr double kTurn = 2 * std::numbers::pi, kCoarsest = -6, kOctaves = 5, kContrast = 0.008;
  SplitMix random(kPictureSeed);
  Tensor<double> sum({1, 3, kSide, kSide}, 0.5);
  for (Index wave = 0; wave < kWaves; ++wave) {
    const double frequency = std::exp2(kCoarsest + kOctaves * random.unit()), angle = kTurn * random.unit();
    const double phase = kTurn * random.unit();
    for (Index color = 0; color < 3; ++color) {
      const double strength = kContrast / std::sqrt(frequency) * (0.6 + 0.8 * random.unit());
      for (Index y = 0; y < kSide; ++y)
        for (Index x = 0; x < kSide; ++x)
          sum[(color * kSide + y) * kSide + x] +=
              strength * std::sin(kTurn * frequency *
                                      (std::sin(angle) * static_cast<double>(y) +
                                       std::cos(angle) * static_cast<double>(x)) +
                                  phase);
    }
  }
  Tensor<float> out(sum.shape());
  for (Index i = 0; i < out.size(); ++i) out[i] = static_cast<float>(std::clamp(sum[i], 0.0, 1.0));
  return out;
}

DecoderForm form_of(const Scenario& s, bool icnr) {
  const auto all = [](const Shape& list, Index value) {
    return std::ranges::all_of(list, [&](Index n) { return n == value; });
  };
  const Index taps = s.layer.kernel[0], stride = s.layer.stride[0];
  const bool shuffles = taps == 3 * stride;
  experiments::require(s.direction == Direction::transposed && s.size.rank() == 2 &&
                           all(s.layer.kernel, taps) && all(s.layer.stride, stride) &&
                           all(s.layer.dilation, 1) && stride >= kLeastTrainedFactor &&
                           stride <= kMostTrainedFactor && (shuffles || (!icnr && (taps == 3 || taps == 4))),
                       "no small decoder ends with this layer",
                       icnr ? "tconv of two axes, stride 2 to 4, three times as many taps"
                            : "tconv of two axes, k3 or k4 or three times the stride, stride 2 to 4");
  if (shuffles) return icnr ? DecoderForm::pixel_shuffle_icnr : DecoderForm::pixel_shuffle;
  return taps == 3 ? DecoderForm::conv_transpose_k3 : DecoderForm::conv_transpose_k4;
}

double levels_on_grey(const Decoder& decoder) {
  const Index s = decoder.choice().factor, side = (kFlatSide - 2 * kFlatMargin) * s;
  const Tensor<float> made = decoder.run(Tensor<float>({1, 3, kFlatSide, kFlatSide}, kMidGrey / kMost));
  Tensor<float> middle = cropped(made, {kFlatMargin * s, kFlatMargin * s, side, side});
  for (float& value : middle.values()) value *= kMost;
  return grid_levels(Tensor<float>(middle.shape(), kMidGrey), middle, s);
}

/// Channel r of a shuffle gives phase r: its tap t meets what lies one less than t further on.
Tensor<double> kernel_of(const Decoder& decoder) {
  const Tensor<float>& weights = decoder.parameters()[decoder.parameters().size() - 2].values;
  const Index s = decoder.choice().factor, k = weights.shape()[2];
  if (!decoder.shuffles()) {
    Tensor<double> out({k, k});
    for (Index i = 0; i < out.size(); ++i) out[i] = static_cast<double>(weights[i]);
    return out;
  }
  Tensor<double> out({k * s, k * s});
  const Index channels = weights.shape()[1];
  for (Index phase = 0; phase < s * s; ++phase)
    for (Index tap = 0; tap < k * k; ++tap) {
      const Index y = (k - 1 - tap / k) * s + phase / s, x = (k - 1 - tap % k) * s + phase % s;
      out[y * k * s + x] = static_cast<double>(weights[phase * channels * k * k + tap]);
    }
  return out;
}

TrainedLayer train(DecoderForm form, Index factor, std::uint64_t seed) {
  static const Tensor<float> whole = picture();
  Decoder decoder({form, factor, 2, kWidth}, seed);
  Adam adam({.rate = kRate});
  SplitMix random(seed);
  TrainedLayer out{.form = form, .untrained = kernel_of(decoder)};
  out.levels.push_back(levels_on_grey(decoder));
  std::vector<Tensor<float>> gradients;
  for (Index step = 1; step <= kTrainedSteps; ++step) {
    Tensor<float> large({kBatch, 3, kCrop, kCrop});
    float* to = large.data();
    for (Index i = 0; i < kBatch; ++i) {
      const Index top = random.below(kSide - kCrop + 1), left = random.below(kSide - kCrop + 1);
      to = std::ranges::copy(cropped(whole, {top, left, kCrop, kCrop}).values(), to).out;
    }
    out.loss = decoder.learn(reduced(large, factor, ReducingFilter::area), large, gradients);
    adam.step(decoder.parameters(), gradients);
    if (step % kTrainedEvery == 0) out.levels.push_back(levels_on_grey(decoder));
  }
  out.trained = kernel_of(decoder);
  return out;
}

}  // namespace

double TrainedLayer::settled() const {
  const auto half = std::ssize(levels) / 2;
  return std::accumulate(levels.begin() + half, levels.end(), 0.0) /
         static_cast<double>(std::ssize(levels) - half);
}

TrainedLayerPtr trained_layer(const Scenario& scenario, bool icnr) {
  using Key = std::tuple<DecoderForm, Index, std::uint64_t>;
  constexpr std::size_t kMostKept = 32;
  static std::mutex mutex;
  static std::map<Key, TrainedLayerPtr> kept;
  const Source& kernel = scenario.kernel;
  const bool random = kernel.kind == Source::Kind::pattern && kernel.name == "random";
  const Key key{form_of(scenario, icnr), scenario.layer.stride[0], random ? kernel.seed : 1};
  const std::scoped_lock lock(mutex);
  if (const auto found = kept.find(key); found != kept.end()) return found->second;
  if (kept.size() >= kMostKept) kept.clear();
  const auto& [form, factor, seed] = key;
  return kept[key] = std::make_shared<const TrainedLayer>(train(form, factor, seed));
}

}  // namespace convscope
