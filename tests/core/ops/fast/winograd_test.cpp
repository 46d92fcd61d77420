// Winograd's way of planes with nine taps: within its stated bound of the exact sum, and only where asked
// for.
#include "core/ops/fast/winograd.hpp"

#include <gtest/gtest.h>

#include "core/ops/border.hpp"
#include "tests/core/ops/fast/plans.hpp"

namespace convscope {
namespace {

using fast::Edge;
using fast::Kernel;
using fast::Plan;
using fast::Way;
using testing::Dice;
using testing::noise;
using testing::plain;
using testing::read_shape;
using testing::run;
using testing::words_of;
using testing::written_shape;

using Winograd = testing::OnInstructionSets;
INSTANTIATE_TEST_SUITE_P(On, Winograd, ::testing::ValuesIn(fast::instruction_sets()), testing::name_of_set);

TEST_P(Winograd, StaysWithinItsBound) {
  Dice dice(9);
  double worst = 0;
  for (std::uint64_t n = 0; n < 150; ++n) {
    Geometry g;
    for (int i = 0; i < 2; ++i) {
      const Index pixels = dice.roll(1, dice.coin() ? 9 : 70), pad = dice.roll(-1, 3);
      g.axes.push_back({pixels, std::max<Index>(1, pixels + 2 * pad - 2 + dice.roll(-1, 1)), 3, 1, 1, pad});
    }
    const Index groups = dice.roll(1, 5) == 1 ? 2 : 1;
    g.channels = {groups * dice.roll(2, 40), groups * dice.roll(2, 40), groups};
    const Way way = dice.coin() ? Way::gather : Way::scatter;
    const Index batch = dice.roll(1, 2);
    const auto from = noise<float>(read_shape(way, g, batch), 2 * n),
               weights = noise<float>(g.weights(), 2 * n + 1);
    const Plan<float> plan(way, g, weights.values(), Edge::zeros, fast::Method::winograd);
    ASSERT_EQ(plan.kernel(), Kernel::winograd);
    const Tensor<float> made = run(plan, from, written_shape(way, g, batch));
    const auto widened = [](const Tensor<float>& x) {
      return Tensor<double>(x.shape(), {x.values().begin(), x.values().end()});
    };
    const Tensor<double> exact = plain(way, g, widened(from), widened(weights));
    const auto terms =
        static_cast<double>((way == Way::gather ? g.channels.pixel : g.channels.window) / groups);
    // Operands are below 1.
    const double unit = std::ldexp(1, -24);
    for (Index i = 0; i < made.size(); ++i) {
      const double error = std::abs(static_cast<double>(made[i]) - exact[i]);
      ASSERT_LE(error, 2304 * (terms + 32) * unit) << words_of(g);
      worst = std::max(worst, error / (unit * std::sqrt(terms)));
    }
  }
  EXPECT_GT(worst, 1);  // it is another sum
  EXPECT_LT(worst, 1000);
}

TEST(WinogradPlan, RepeatsTheEdgeToo) {
  const Axis axis{11, 11, 3, 1, 1, 1}, wide{13, 11, 3, 1, 1, 0};
  const Geometry g{{axis, axis}, {5, 3, 1}};
  const auto from = noise<float>(g.pixel_tensor(1), 1), weights = noise<float>(g.weights(), 2);
  const Plan<float> plan(Way::gather, g, weights.values(), Edge::repeated, fast::Method::winograd);
  ASSERT_EQ(plan.kernel(), Kernel::winograd);
  const Border border{BorderMode::replicate, {{1, 1}, {1, 1}}};
  const Tensor<float> made = run(plan, from, g.window_tensor(1)),
                      expected = plain(Way::gather, {{wide, wide}, {5, 3, 1}}, pad(border, from), weights);
  for (Index i = 0; i < made.size(); ++i) ASSERT_NEAR(made[i], expected[i], 1e-4F);
}

TEST(WinogradPlan, IsForPlanesOfNineTapsInFloat) {
  const Axis three{20, 20, 3, 1, 1, 1}, five{20, 20, 5, 1, 1, 2}, strided{20, 10, 3, 2, 1, 1},
      dilated{20, 20, 3, 1, 2, 2};
  const auto kernel = [](const Geometry& g) {
    const std::vector<float> weights(static_cast<std::size_t>(element_count(g.weights())), 1.0F);
    return Plan<float>(Way::gather, g, weights, Edge::zeros, fast::Method::winograd).kernel();
  };
  EXPECT_EQ(kernel({{three, three}, {8, 8, 1}}), Kernel::winograd);
  for (const Axis& other : {five, strided, dilated})
    EXPECT_NE(kernel({{other, three}, {8, 8, 1}}), Kernel::winograd);
  EXPECT_NE(kernel({{three}, {8, 8, 1}}), Kernel::winograd);
  EXPECT_NE(kernel({{three, three, three}, {8, 8, 1}}), Kernel::winograd);
  EXPECT_EQ(kernel({{three, three}, {8, 8, 8}}), Kernel::rows);
  const Geometry g{{three, three}, {8, 8, 1}};
  const std::vector<double> weights(static_cast<std::size_t>(element_count(g.weights())), 1.0);
  EXPECT_NE(Plan<double>(Way::gather, g, weights, Edge::zeros, fast::Method::winograd).kernel(),
            Kernel::winograd);
}

}  // namespace
}  // namespace convscope
