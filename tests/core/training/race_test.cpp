// Training against PyTorch's (tests/oracle/make_training_cases.py), and races as a whole.
#include "core/training/race.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"

namespace convscope {
namespace {

Tensor<float> fractions(const Shape& shape, std::uint64_t seed, float by) {
  const Tensor<double> whole = testing::small_integers(shape, seed);
  Tensor<float> out(shape);
  for (Index i = 0; i < out.size(); ++i) out[i] = static_cast<float>(whole[i]) / by;
  return out;
}

TEST(Training, FollowsPyTorchsAdam) {
  int cases = 0;
  for (const auto& line : testing::case_lines("training.txt")) {
    SCOPED_TRACE(line.name());
    const Index s = line.number("factor");
    Decoder decoder({.form = parse_decoder(line.name()), .factor = s, .layers = 2, .width = 4}, 1);
    for (std::size_t i = 0; i < decoder.parameters().size(); ++i) {
      Tensor<float>& values = decoder.parameters()[i].values;
      values = fractions(values.shape(), i, 32);
    }
    const Tensor<float> small = fractions({2, 3, 5, 6}, 100, 8),
                        large = fractions({2, 3, 5 * s, 6 * s}, 101, 8);
    Adam adam({.rate = 0.002});
    std::vector<Tensor<float>> gradients;
    for (const double loss : line.numbers("losses")) {
      EXPECT_NEAR(decoder.learn(small, large, gradients), loss, 1e-5);
      adam.step(decoder.parameters(), gradients);
    }
    const std::vector<double> weights = line.numbers("weights");
    ASSERT_EQ(static_cast<Index>(weights.size()), decoder.weight_count());
    std::size_t at = 0;
    for (const Parameter& parameter : decoder.parameters())
      for (const float value : parameter.values.values())
        EXPECT_NEAR(value, weights[at++], 1e-4) << parameter.name;
    ++cases;
  }
  EXPECT_EQ(cases, 6);
}

TrainingPicture noisy(Index side) {
  Tensor<float> pixels = fractions({1, 3, side, side}, 7, 1);
  for (float& value : pixels.values()) value = 128 + 20 * value;
  return {"noise", std::move(pixels)};
}

TEST(Training, OneSeedGivesOneRace) {
  const auto run = [](std::uint64_t seed) {
    Race race({.steps = 4, .seed = seed}, {noisy(40)});
    while (race.advance()) {
    }
    std::vector<Tensor<float>> all;
    for (const Runner& runner : race.runners())
      for (const Parameter& parameter : runner.decoder.parameters()) all.push_back(parameter.values);
    return all;
  };
  EXPECT_EQ(run(3), run(3));
  EXPECT_NE(run(3), run(4));
}

TEST(Training, TheResizedOnesPrintNothingOnGrey) {
  Race race({.steps = 3}, {noisy(40)});
  while (race.advance()) {
  }
  for (const Runner& runner : race.runners()) {
    const DecoderForm form = runner.decoder.choice().form;
    ASSERT_EQ(runner.steps.size(), 3u);
    const bool resized = form == DecoderForm::nearest_conv || form == DecoderForm::bilinear_conv;
    const double levels = runner.steps.back().flat_levels;
    if (resized) {
      EXPECT_LT(levels, 1e-3);
    } else if (form == DecoderForm::conv_transpose_k3) {
      EXPECT_GT(levels, 1);
    }
  }
}

TEST(Training, WhatIsNoNumberIsCaught) {
  Race race({.steps = 50, .rate = 1e30}, {noisy(40)});
  while (race.advance()) {
  }
  EXPECT_LT(race.steps_done(), 50);
  for (const Runner& runner : race.runners()) {
    ASSERT_TRUE(runner.diverged);
    for (const TrainingStep& step : runner.steps) EXPECT_TRUE(std::isfinite(step.loss));
    for (const Parameter& parameter : runner.decoder.parameters())
      for (const float value : parameter.values.values()) ASSERT_TRUE(std::isfinite(value));
  }
}

TEST(Training, IcnrBeginsWithEqualPhases) {
  const Decoder decoder({.form = DecoderForm::pixel_shuffle_icnr, .layers = 1}, 5);
  const Tensor<float>& w = decoder.parameters().front().values;
  for (Index channel = 0; channel < 12; ++channel)
    for (Index i = 0; i < 27; ++i) EXPECT_EQ(w[channel * 27 + i], w[channel / 4 * 4 * 27 + i]);
}

TEST(Training, PhaseSumsAreWhatPixelsGetOfAConstant) {
  for (std::size_t kind = 0; kind < decoder_kinds().size(); ++kind)
    for (const Index factor : {2, 3, 4}) {
      SCOPED_TRACE(std::string(decoder_kinds()[kind].name) + " " + std::to_string(factor));
      Decoder decoder({static_cast<DecoderForm>(kind), factor, 1}, 1);
      Tensor<float>& weights = decoder.parameters()[0].values;
      weights = fractions(weights.shape(), 9, 1);
      std::ranges::fill(decoder.parameters()[1].values.values(), 0.0F);
      const Tensor<double> sums = decoder.phase_sums();
      ASSERT_EQ(sums.shape(), (Shape{9, factor * factor}));
      const Index side = 8 * factor;
      const Tensor<float> made = decoder.run(Tensor<float>({1, 3, 8, 8}, 1.0F));
      for (Index color = 0; color < 3; ++color)
        for (Index y = 0; y < factor; ++y)
          for (Index x = 0; x < factor; ++x) {
            double sum = 0;
            for (Index from = 0; from < 3; ++from)
              sum += sums[(color * 3 + from) * factor * factor + y * factor + x];
            EXPECT_NEAR(made[(color * side + 4 * factor + y) * side + 4 * factor + x], sum, 1e-4)
                << color << " " << y << " " << x;
          }
    }
}

TEST(Training, StepsKeepTheirPhaseSums) {
  Race race({.decoders = {DecoderForm::pixel_shuffle_icnr, DecoderForm::conv_transpose_k3}, .steps = 3},
            {noisy(40)});
  const Runner& icnr = race.runners()[0];
  EXPECT_EQ(icnr.untrained.phase_spread, 0);
  EXPECT_GT(race.runners()[1].untrained.phase_spread, 0.1);
  while (race.advance()) {
  }
  EXPECT_GT(icnr.steps.back().phase_spread, 0);
  const TrainingStep& last = icnr.steps.back();
  const Tensor<double> sums = icnr.decoder.phase_sums();
  ASSERT_EQ(sums.shape(), (Shape{48, 4}));
  ASSERT_EQ(last.kernels.size(), 192u);
  double spread = 0;
  for (Index phase = 0; phase < 4; ++phase) {
    double mean = 0;
    for (Index kernel = 0; kernel < 48; ++kernel) mean += sums[kernel * 4 + phase] / 48;
    EXPECT_NEAR(last.phase_sums[static_cast<std::size_t>(phase)], mean, 1e-12);
  }
  for (Index kernel = 0; kernel < 48; ++kernel) {
    const double* row = sums.data() + 4 * kernel;
    spread += (*std::max_element(row, row + 4) - *std::min_element(row, row + 4)) / 48;
    EXPECT_EQ(last.kernels[static_cast<std::size_t>(4 * kernel + 3)], static_cast<float>(row[3]));
  }
  EXPECT_NEAR(last.phase_spread, spread, 1e-12);
}

TEST(Training, FromASnapshotTheRaceRunsTheSame) {
  Race race({.steps = 6}, {noisy(40)});
  for (int i = 0; i < 3; ++i) race.advance();
  Race again = race.snapshot();
  while (race.advance()) {
  }
  EXPECT_TRUE(again.runners()[0].steps.empty());
  EXPECT_EQ(again.steps_done(), 3);
  while (again.advance()) {
  }
  for (std::size_t i = 0; i < race.runners().size(); ++i) {
    const Runner &one = race.runners()[i], &other = again.runners()[i];
    EXPECT_EQ(one.output, other.output);
    ASSERT_EQ(other.steps.size(), 3u);
    EXPECT_EQ(one.steps.back().loss, other.steps.back().loss);
    for (std::size_t p = 0; p < one.decoder.parameters().size(); ++p)
      EXPECT_EQ(one.decoder.parameters()[p].values, other.decoder.parameters()[p].values);
  }
}

TEST(Training, WhatCannotBeTrainedIsSaid) {
  const auto field = [](const RaceChoice& choice, std::vector<TrainingPicture> pictures) {
    try {
      const Race race(choice, std::move(pictures));
    } catch (const Error& error) {
      return error.field();
    }
    return std::string("nothing");
  };
  EXPECT_EQ(field({}, {noisy(32)}), "nothing");
  EXPECT_EQ(field({}, {noisy(31)}), "image");
  EXPECT_EQ(field({}, {}), "image");
  EXPECT_EQ(field({}, {{"flat", Tensor<float>({1, 3, 64, 64}, 90.0F)}}), "image");
  EXPECT_EQ(field({.factor = 5}, {noisy(40)}), "factor");
  EXPECT_EQ(field({.steps = 0}, {noisy(40)}), "steps");
  EXPECT_EQ(field({.steps = 5001}, {noisy(40)}), "steps");
  EXPECT_EQ(field({.layers = 3, .width = 65}, {noisy(40)}), "width");
  EXPECT_EQ(field({.rate = 0}, {noisy(40)}), "rate");
}

}  // namespace
}  // namespace convscope
