// Conversions of weights against what PyTorch makes of an input with the weights before
// (tests/oracle/make_converting_cases.py).
#include "core/enlarging/converting.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"

namespace convscope {
namespace {

using testing::small_integers;

/// By the definition: tap t of input cell m lands on output pixel s * m + t - floor((k - s) / 2).
Tensor<double> transposed(const Tensor<double>& x, const Tensor<double>& w, Index s) {
  const Shape &in = x.shape(), &k = w.shape();
  const auto lead = [&](Index n) { return n >= s ? (n - s) / 2 : -((s - n + 1) / 2); };
  Tensor<double> out({1, k[1], in[2] * s, in[3] * s});
  for (Index i = 0; i < w.size(); ++i) {
    const Shape tap = unravel(i, k);
    for (Index y = 0; y < in[2]; ++y)
      for (Index c = 0; c < in[3]; ++c) {
        const Index row = s * y + tap[2] - lead(k[2]), column = s * c + tap[3] - lead(k[3]);
        if (row < 0 || column < 0 || row >= in[2] * s || column >= in[3] * s) continue;
        out.at({0, tap[1], row, column}) += w[i] * x.at({0, tap[0], y, c});
      }
  }
  return out;
}

TEST(Converting, KeepsWhatPyTorchMakes) {
  int lines = 0;
  for (const auto& line : testing::case_lines("converting.txt")) {
    if (line.name() == "nearest") continue;
    SCOPED_TRACE(line.name() + " " + line.text("shape"));
    const Index s = line.number("s");
    const auto seed = static_cast<std::uint64_t>(line.number("seed"));
    const Tensor<double> w = small_integers(line.shape("shape"), seed);
    const EnlargingForm form = parse_form(line.name(), "form");
    const Converted made = convert(w, form, EnlargingForm::conv_transpose, s);
    EXPECT_EQ(made.difference, 0);
    const Tensor<double> x = small_integers({1, made.weights.shape()[0], 4, 5}, seed + 1);
    const Tensor<double> wanted = line.tensor("output", {1, made.weights.shape()[1], 4 * s, 5 * s});
    EXPECT_EQ(transposed(x, made.weights, s), wanted);
    // Through a pixel shuffle and back it is the same.
    const Converted shuffled = convert(w, form, EnlargingForm::pixel_shuffle, s);
    EXPECT_EQ(shuffled.difference, 0);
    const Converted back =
        convert(shuffled.weights, EnlargingForm::pixel_shuffle, EnlargingForm::conv_transpose, s);
    EXPECT_EQ(transposed(x, back.weights, s), wanted);
    ++lines;
  }
  EXPECT_EQ(lines, 18);
}

TEST(Converting, FindsTheNearestResizeConvolution) {
  int lines = 0;
  for (const auto& line : testing::case_lines("converting.txt")) {
    if (line.name() != "nearest") continue;
    const Index s = line.number("s"), k = line.shape("shape")[2], m = k - s + 1;
    const Tensor<double> w =
        small_integers(line.shape("shape"), static_cast<std::uint64_t>(line.number("seed")));
    const Converted made = convert(w, EnlargingForm::conv_transpose, EnlargingForm::resize_conv, s);
    const Tensor<double> wanted = line.tensor("filter", {1, 1, m, m});
    ASSERT_EQ(made.weights.shape(), wanted.shape());
    for (Index i = 0; i < wanted.size(); ++i) EXPECT_NEAR(made.weights[i], wanted[i], 1e-9);
    EXPECT_NEAR(made.difference, line.numbers("difference")[0], 1e-9);
    const Converted there =
        convert(made.weights, EnlargingForm::resize_conv, EnlargingForm::conv_transpose, s);
    EXPECT_EQ(there.difference, 0);
    const Converted again =
        convert(there.weights, EnlargingForm::conv_transpose, EnlargingForm::resize_conv, s);
    EXPECT_NEAR(again.difference, 0, 1e-12) << "its own is exact";
    ++lines;
  }
  EXPECT_EQ(lines, 4);
}

TEST(Converting, RefusesWhatIsNone) {
  const auto refused = [](const Shape& shape, EnlargingForm from, EnlargingForm to, Index s) {
    try {
      convert(Tensor<double>(shape, 1.0), from, to, s);
      return std::string();
    } catch (const Error& error) {
      return std::string(error.what());
    }
  };
  using enum EnlargingForm;
  EXPECT_EQ(refused({6, 1, 3, 3}, pixel_shuffle, conv_transpose, 2),
            "weight: has 6 output channels (a multiple of 4 for factor 2)");
  EXPECT_EQ(refused({4, 3, 3}, pixel_shuffle, conv_transpose, 2),
            "weight: has 3 axes (4: channels, channels, rows, columns)");
  EXPECT_EQ(refused({1, 1, 2, 2}, conv_transpose, resize_conv, 3),
            "weight: has a kernel of 2 × 2 (at least 3 × 3 for a resize-convolution by 3)");
}

TEST(Converting, WeightsArriveWhereTheyGo) {
  using enum EnlargingForm;
  for (const Index s : {2, 3})
    for (const Index k : {1, 2, 3, 4, 5})
      for (const EnlargingForm from : {pixel_shuffle, conv_transpose, resize_conv})
        for (const EnlargingForm to : {pixel_shuffle, conv_transpose, resize_conv}) {
          if (from == conv_transpose && to == resize_conv && k < s) continue;
          const Tensor<double> weights =
              testing::small_integers({from == pixel_shuffle ? s * s : 1, 1, k, k}, 7);
          const Converted made = convert(weights, from, to, s);
          const std::vector<TapMove> moves = tap_moves(weights, from, made, to, s);
          SCOPED_TRACE(std::string(name(from)) + " to " + std::string(name(to)) + " k" + std::to_string(k));
          if (to != resize_conv || from == to) {
            // What arrives at a place adds up to the weight there.
            Tensor<double> sums(made.weights.shape());
            for (const TapMove& move : moves) sums[move.to] += weights[move.from];
            ASSERT_EQ(sums.shape(), made.weights.shape());
            for (Index i = 0; i < sums.size(); ++i) EXPECT_NEAR(sums[i], made.weights[i], 1e-9);
          } else if (!moves.empty()) {
            // Backwards the filter spreads over the places that its weights came from.
            Tensor<double> sums(weights.shape());
            for (const TapMove& move : moves) sums[move.from] += made.weights[move.to];
            const Tensor<double> back = convert(made.weights, to, from, s).weights;
            ASSERT_EQ(back.shape(), sums.shape());
            for (Index i = 0; i < back.size(); ++i) EXPECT_NEAR(sums[i], back[i], 1e-12);
          }
        }
}

}  // namespace
}  // namespace convscope
