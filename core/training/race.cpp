#include "core/training/race.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/enlarging/light.hpp"
#include "core/metrics/image.hpp"
#include "core/ops/resample/reduce.hpp"
#include "core/ops/resample/region.hpp"
#include "core/training/view.hpp"

namespace convscope {

namespace {

constexpr Index kCrop = 32, kBatch = 8;
constexpr float kMost = 255;
// A plane of mid grey, and the part of it in the middle that no border reaches.
constexpr Index kFlatSide = 16, kFlatMargin = 5;
constexpr float kMidGrey = 128;

Tensor<float> scaled(Tensor<float> x, float by) {
  for (float& value : x.values()) value *= by;
  return x;
}

bool is_of_one_colour(const Tensor<float>& x) {
  const Index plane = x.size() / x.shape()[1];
  for (Index i = 0; i < x.size(); ++i)
    if (x[i] != x[i / plane * plane]) return false;
  return true;
}

bool is_finite(const Tensor<float>& x) {
  return std::ranges::all_of(x.values(), [](float value) { return std::isfinite(value); });
}

/// Errors: as of Race.
void check_pictures(const std::vector<TrainingPicture>& pictures, Index factor) {
  if (pictures.empty()) throw Error("image", "is missing", "at least one picture to train on");
  const Index crop = crop_side(factor);
  for (const TrainingPicture& picture : pictures)
    if (picture.pixels.shape()[2] < crop || picture.pixels.shape()[3] < crop)
      throw Error("image",
                  fmt::format("{} has {} × {} pixels", picture.name, picture.pixels.shape()[3],
                              picture.pixels.shape()[2]),
                  fmt::format("at least {0} × {0}, the size of a crop", crop));
  if (std::ranges::all_of(pictures, [](const auto& p) { return is_of_one_colour(p.pixels); }))
    throw Error("image", fmt::format("{} has one colour, there is nothing to learn", pictures.front().name),
                "photographs with detail");
}

void follow_kernels(const Tensor<double>& sums, TrainingStep& step) {
  const Index kernels = sums.shape()[0], phases = sums.shape()[1];
  const double share = 1 / static_cast<double>(kernels);
  step.phase_sums.assign(static_cast<std::size_t>(phases), 0);
  for (Index kernel = 0; kernel < kernels; ++kernel) {
    const std::span row =
        sums.values().subspan(static_cast<std::size_t>(kernel * phases), static_cast<std::size_t>(phases));
    const auto [least, most] = std::ranges::minmax(row);
    step.phase_spread += share * (most - least);
    for (std::size_t phase = 0; phase < row.size(); ++phase) step.phase_sums[phase] += share * row[phase];
    if (kernel < kMostFollowedKernels)
      for (const double sum : row) step.kernels.push_back(static_cast<float>(sum));
  }
}

}  // namespace

Index crop_side(Index factor) {
  return kCrop / factor * factor;
}

void check_race(const RaceChoice& choice) {
  if (choice.steps < 1 || choice.steps > kMostTrainingSteps)
    throw Error("steps", fmt::format("{} is out of range", choice.steps),
                fmt::format("1 to {}", kMostTrainingSteps));
  if (!(choice.rate > 0 && choice.rate <= kMostTrainingRate))
    throw Error("rate", fmt::format("{:g} is out of range", choice.rate), "above 0, as 0.004");
  for (std::size_t i = 0; i < decoder_kinds().size(); ++i) {
    const auto form = static_cast<DecoderForm>(i);
    if (choice.decoders.empty() || std::ranges::count(choice.decoders, form) > 0)
      check_decoder({form, choice.factor, choice.layers, choice.width});
    if (std::ranges::count(choice.decoders, form) > 1)
      throw Error("decoders", fmt::format("has {} twice", name(form)), "each decoder once");
  }
}

Race::Race(const RaceChoice& choice, std::vector<TrainingPicture> pictures)
    : choice_(choice), random_(choice.seed) {
  check_race(choice_);
  check_pictures(pictures, choice_.factor);
  if (choice_.decoders.empty())
    for (std::size_t i = 0; i < decoder_kinds().size(); ++i)
      choice_.decoders.push_back(static_cast<DecoderForm>(i));
  Given given{.pictures = std::move(pictures)};
  const Tensor<float>& first = given.pictures.front().pixels;
  given.view = cropped(first, telling_part(first, choice_.factor));
  given.view_small = scaled(reduced(given.view, choice_.factor, ReducingFilter::area), 1 / kMost);
  given.flat = Tensor<float>({1, 3, kFlatSide, kFlatSide}, kMidGrey / kMost);
  given_ = std::make_shared<const Given>(std::move(given));
  for (DecoderForm form : choice_.decoders) {
    Runner runner{Decoder({form, choice_.factor, choice_.layers, choice_.width}, choice_.seed),
                  Adam({.rate = choice_.rate})};
    measure(runner, runner.untrained);
    runners_.push_back(std::move(runner));
  }
}

Race Race::snapshot() const {
  Race out(*this);
  for (Runner& runner : out.runners_) runner.steps.clear();
  return out;
}

void Race::take_batch() {
  const Index crop = crop_side(choice_.factor);
  large_.make_room({kBatch, 3, crop, crop});
  float* to = large_.data();
  const std::vector<TrainingPicture>& pictures = given_->pictures;
  for (Index i = 0; i < kBatch; ++i) {
    const Tensor<float>& picture =
        pictures[static_cast<std::size_t>(random_.below(static_cast<Index>(pictures.size())))].pixels;
    const Index top = random_.below(picture.shape()[2] - crop + 1),
                left = random_.below(picture.shape()[3] - crop + 1);
    const Tensor<float> part = scaled(cropped(picture, {top, left, crop, crop}), 1 / kMost);
    to = std::ranges::copy(part.values(), to).out;
  }
  small_ = reduced(large_, choice_.factor, ReducingFilter::area);
}

bool Race::measure(Runner& runner, TrainingStep& step) const {
  Tensor<float> output = scaled(runner.decoder.run(given_->view_small), kMost);
  if (!std::isfinite(step.loss) || !is_finite(output)) return false;
  const Tensor<float> saved = as_saved(output);
  const Index s = choice_.factor, side = (kFlatSide - 2 * kFlatMargin) * s;
  const Tensor<float> flat = scaled(
      cropped(runner.decoder.run(given_->flat), {kFlatMargin * s, kFlatMargin * s, side, side}), kMost);
  const Tensor<float> grey(flat.shape(), kMidGrey);
  step.psnr = psnr(mean_squared_error(given_->view, saved));
  step.grid_levels = grid_levels(given_->view, saved, s);
  step.flat_levels = grid_levels(grey, flat, s);
  follow_kernels(runner.decoder.phase_sums(), step);
  runner.output = std::move(output);
  return true;
}

void Race::step(Runner& runner) {
  if (runner.diverged) return;
  std::vector<Tensor<float>> gradients;
  const double loss = runner.decoder.learn(small_, large_, gradients);
  const bool sound = std::isfinite(loss) && std::ranges::all_of(gradients, is_finite);
  if (sound) {
    std::vector<Parameter> before = runner.decoder.parameters();
    runner.adam.step(runner.decoder.parameters(), gradients);
    TrainingStep now{.step = done_, .loss = loss};
    if (measure(runner, now)) {
      runner.steps.push_back(std::move(now));
      return;
    }
    runner.decoder.parameters() = std::move(before);
  }
  runner.diverged = done_;
}

bool Race::advance() {
  const auto is_over = [](const Runner& runner) { return runner.diverged.has_value(); };
  if (done_ == choice_.steps || std::ranges::all_of(runners_, is_over)) return false;
  ++done_;
  take_batch();
  in_parallel(static_cast<Index>(runners_.size()),
              [&](Index i) { step(runners_[static_cast<std::size_t>(i)]); });
  return true;
}

}  // namespace convscope
