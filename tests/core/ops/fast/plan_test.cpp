// The fast kernels against the plain enumeration, with every instruction set that this machine has: equal on
// small whole numbers, equal to the last bit in double, within the stated bound in float; and nothing is
// touched beyond the operands, which lie at the ends of their own blocks of memory for AddressSanitizer.
#include "core/ops/fast/plan.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "core/ops/border.hpp"
#include "tests/core/ops/fast/plans.hpp"
#include "tests/core/support/print.hpp"
#include "tests/core/support/random_layer.hpp"

namespace convscope {
namespace {

using fast::Edge;
using fast::Kernel;
using fast::Plan;
using fast::Way;
using testing::as;
using testing::Dice;
using testing::noise;
using testing::plain;
using testing::read_shape;
using testing::run;
using testing::small_integers;
using testing::words_of;
using testing::written_shape;

/// A plain geometry with the extents of layers and pictures: rows longer than a few vectors, many channels.
Geometry random_geometry(Dice& dice) {
  Geometry g;
  const Index rank = dice.roll(1, 3);
  for (Index i = 0; i < rank; ++i) {
    const bool last = i + 1 == rank;
    const Index most = last ? dice.coin() ? 150 : 20 : rank == 3 ? 5 : 14;
    g.axes.push_back({dice.roll(1, most), dice.roll(1, most),
                      dice.roll(1, rank == 3     ? 3
                                   : dice.coin() ? 9
                                                 : 4),
                      dice.coin() ? 1 : dice.roll(1, dice.roll(1, 9) == 1 ? 20 : 8),
                      dice.coin() ? 1 : dice.roll(1, 3), dice.roll(-3, 9)});
  }
  const Index groups = dice.coin() ? 1 : dice.roll(1, 4);
  const Index wide = dice.coin() ? 1 : dice.roll(1, 20), narrow = dice.coin() ? 1 : dice.roll(1, 9);
  g.channels = dice.coin() ? Channels{groups * wide, groups * narrow, groups}
                           : Channels{groups * narrow, groups * wide, groups};
  return g;
}

using Fast = testing::OnInstructionSets;
using FastSlow = testing::OnInstructionSets;
INSTANTIATE_TEST_SUITE_P(On, Fast, ::testing::ValuesIn(fast::instruction_sets()), testing::name_of_set);
INSTANTIATE_TEST_SUITE_P(On, FastSlow, ::testing::ValuesIn(fast::instruction_sets()), testing::name_of_set);

template <class T>
void expect_equal_on_integers(Way way, const Geometry& g, Index batch, std::uint64_t n) {
  const auto from = as<T>(small_integers(read_shape(way, g, batch), 2 * n));
  const auto weights = as<T>(small_integers(g.weights(), 2 * n + 1));
  const Plan<T> plan(way, g, weights.values());
  ASSERT_EQ(run(plan, from, written_shape(way, g, batch)), plain(way, g, from, weights))
      << (way == Way::gather ? "gather " : "scatter ") << to_string(plan.kernel()) << ", " << words_of(g);
}

TEST_P(Fast, AgreesExactlyOnWholeNumbers) {
  Dice dice(1);
  std::map<Kernel, int> met;
  for (std::uint64_t n = 0; n < 1500; ++n) {
    const Geometry g = random_geometry(dice);
    const Way way = dice.coin() ? Way::gather : Way::scatter;
    const Index batch = dice.roll(1, 2);
    ++met[fast::kernel_for(way, g)];
    ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<float>(way, g, batch, n));
    ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<double>(way, g, batch, n));
  }
  EXPECT_GT(met[Kernel::rows], 100);
  EXPECT_GT(met[Kernel::product], 300);
  EXPECT_GT(met[Kernel::channels], GetParam().name == "SCALAR" ? -1 : 60);
}

/// As layers have them, odd ones too; small planes, so that padding is left out and vectors run across
/// channels, down to single cells.
Geometry many_channels(Dice& dice) {
  Geometry g;
  for (Index rank = dice.roll(1, 3); rank > 0; --rank)
    g.axes.push_back({dice.roll(1, rank == 1 ? 40 : 9), dice.roll(1, rank == 1 ? 40 : 9), dice.roll(1, 5),
                      dice.roll(1, 4), dice.roll(1, 2), dice.roll(-1, 4)});
  const Index groups = dice.roll(1, 5) == 1 ? 2 : 1;
  g.channels = {groups * dice.roll(1, 200), groups * dice.roll(1, dice.coin() ? 12 : 90), groups};
  if (dice.coin()) std::swap(g.channels.window, g.channels.pixel);
  return g;
}

TEST_P(Fast, AgreesWhereDilationPutsTapsFarApart) {
  Dice dice(10);
  for (std::uint64_t n = 0; n < 1500; ++n) {
    Geometry g;
    for (const Index most : {40, 90}) {
      const Index taps = dice.roll(1, most == 40 ? 3 : 9), stride = dice.roll(1, 4),
                  dilation = most == 40    ? dice.roll(1, 12)
                             : dice.coin() ? 1
                                           : dice.roll(1, 5);
      const Index windows = dice.roll(6, 30);
      g.axes.push_back({0, windows, taps, stride, dilation, 0});
      g.axes.back().pixels = covered(g.axes.back());
    }
    const Way way = dice.coin() ? Way::gather : Way::scatter;
    ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<float>(way, g, 1, n));
    ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<double>(way, g, 1, n));
  }
}

/// Many rows, which are made from the first to the last, beside zeros that nobody has written: narrow planes
/// and the ends of wide ones.
TEST_P(Fast, AgreesWhereRowsSlide) {
  Dice dice(12);
  for (std::uint64_t n = 0; n < 120; ++n) {
    Geometry g;
    const Index lines = dice.roll(1, 12), taps = dice.roll(1, 12),
                dilation = dice.roll(1, 4) == 1 ? dice.roll(2, 9) : 1;
    const Index high = dice.roll(3, 90),
                wide = dice.roll(1, 3) == 1 ? dice.roll(260, 700) : dice.roll(1, 120);
    g.axes = {{high, high + dice.roll(-2, 2), lines, 1, 1, dice.roll(-1, lines)},
              {wide, std::max<Index>(1, wide + dice.roll(-20, 20)), taps, 1, dilation, dice.roll(-1, taps)}};
    if (dice.coin()) g.channels = {3, 3, 3};  // whose planes lie beside each other
    const Way way = dice.coin() ? Way::gather : Way::scatter;
    ASSERT_EQ(fast::kernel_for(way, g), Kernel::rows);
    ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<float>(way, g, 1, n));
    ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<double>(way, g, 1, n));
  }
}

TEST_P(FastSlow, AgreesWithManyChannels) {
  Dice dice(8);
  for (std::uint64_t n = 0; n < 250; ++n) {
    const Geometry g = many_channels(dice);
    const Way way = dice.coin() ? Way::gather : Way::scatter;
    ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<float>(way, g, 1, n));
    if (n % 4 == 0) {
      ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<double>(way, g, 2, n));
    }
  }
}

/// Rows of all lengths, among them such as are made in parts.
TEST_P(FastSlow, AgreesWhereEachCellIsMadeOfOne) {
  Dice dice(11);
  for (std::uint64_t n = 0; n < 120; ++n) {
    Geometry g;
    const Index step = dice.roll(1, 4), most = dice.coin() ? 60 : 700;
    for (const Index windows : {dice.roll(1, 5), dice.roll(1, most)})
      g.axes.push_back({windows * step, windows, step, step, 1, 0});
    if (dice.coin() && step > 1) g.axes[1].pixels -= 1;
    g.channels = {dice.roll(1, 40), dice.roll(1, 40), 1};
    ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<float>(Way::scatter, g, 2, n));
    ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<double>(Way::scatter, g, 1, n));
    ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<float>(Way::gather, g, 1, n));
  }
}

TEST_P(Fast, AgreesOnLayersThatPeopleDraw) {
  Dice dice(2);
  for (std::uint64_t n = 0; n < 1000; ++n) {
    const testing::Case c = testing::random_case(dice);
    const Way way = dice.coin() ? Way::gather : Way::scatter;
    ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<float>(way, c.op.geometry, 1, n));
  }
}

TEST_P(Fast, IsThePlainSumToTheLastBitInDouble) {
  Dice dice(3);
  for (std::uint64_t n = 0; n < 300; ++n) {
    const Geometry g = random_geometry(dice);
    for (const Way way : {Way::gather, Way::scatter}) {
      const auto from = noise<double>(read_shape(way, g, 1), 2 * n),
                 weights = noise<double>(g.weights(), 2 * n + 1);
      const Plan<double> plan(way, g, weights.values());
      ASSERT_EQ(run(plan, from, written_shape(way, g, 1)), plain(way, g, from, weights)) << words_of(g);
    }
  }
}

template <class T>
Tensor<double> magnitudes(const Tensor<T>& x) {
  Tensor<double> out(x.shape());
  for (Index i = 0; i < x.size(); ++i) out[i] = std::abs(static_cast<double>(x[i]));
  return out;
}

TEST_P(Fast, StaysWithinTheBoundInFloat) {
  Dice dice(4);
  for (std::uint64_t n = 0; n < 300; ++n) {
    const Geometry g = random_geometry(dice);
    for (const Way way : {Way::gather, Way::scatter}) {
      const auto from = noise<float>(read_shape(way, g, 1), 2 * n),
                 weights = noise<float>(g.weights(), 2 * n + 1);
      const Tensor<float> made = run(Plan<float>(way, g, weights.values()), from, written_shape(way, g, 1));
      const Tensor<float> expected = plain(way, g, from, weights);
      const Tensor<double> sizes = plain(way, g, magnitudes(from), magnitudes(weights));
      const Index terms = element_count(g.taps()) * std::max(g.channels.window, g.channels.pixel);
      for (Index i = 0; i < made.size(); ++i)
        ASSERT_LE(std::abs(static_cast<double>(made[i]) - static_cast<double>(expected[i])),
                  2 * static_cast<double>(terms) * std::numeric_limits<float>::epsilon() * sizes[i])
            << words_of(g);
    }
  }
}

template <class T>
void expect_equal_gradients(const Geometry& g, Index batch, std::uint64_t n) {
  const auto pixels = as<T>(small_integers(g.pixel_tensor(batch), 2 * n));
  const auto windows = as<T>(small_integers(g.window_tensor(batch), 2 * n + 1));
  Tensor<T> made, expected;
  fast::weight_gradient(g, pixels, windows, made);
  weight_gradient(g, pixels, windows, expected);
  ASSERT_EQ(made, expected) << words_of(g);
}

TEST_P(FastSlow, GradientsOfWeightsAgreeExactlyOnWholeNumbers) {
  Dice dice(7);
  for (std::uint64_t n = 0; n < 600; ++n) {
    const Geometry g = random_geometry(dice);
    const Index batch = dice.roll(1, 3);
    ASSERT_NO_FATAL_FAILURE(expect_equal_gradients<float>(g, batch, n));
    ASSERT_NO_FATAL_FAILURE(expect_equal_gradients<double>(g, batch, n));
  }
  for (std::uint64_t n = 0; n < 120; ++n) {
    const Geometry g = many_channels(dice);
    ASSERT_NO_FATAL_FAILURE(expect_equal_gradients<float>(g, dice.roll(1, 2), n));
    if (n % 4 == 0) {
      ASSERT_NO_FATAL_FAILURE(expect_equal_gradients<double>(g, 1, n));
    }
  }
  // Of a photograph, in many tiles.
  const Axis axis{700, 700, 5, 1, 1, 2};
  ASSERT_NO_FATAL_FAILURE(expect_equal_gradients<float>({{axis, axis}, {3, 3, 3}}, 1, 1));
}

TEST_P(Fast, RepeatsTheEdgeOutwards) {
  Dice dice(5);
  for (std::uint64_t n = 0; n < 400; ++n) {
    const Way way = dice.coin() ? Way::gather : Way::scatter;
    // The same relation on a side that is wider by what a border has added.
    Geometry g = random_geometry(dice), wide = g;
    Border border{BorderMode::replicate, {}};
    for (Axis& axis : wide.axes) {
      const Index more = 12;
      border.sides.push_back({more, more});
      (way == Way::gather ? axis.pixels : axis.windows) += 2 * more;
      axis.pad += way == Way::gather ? -more : more * axis.stride;
    }
    // Taps that reach further than the border would find its end.
    bool inside = true;
    for (const Axis& axis : g.axes) {
      const Index far = 12 * (way == Way::gather ? 1 : axis.stride);
      inside &= reach(axis) + std::abs(axis.pad) < far;
      inside &= way == Way::scatter ? axis.pixels < axis.windows * axis.stride
                                    : axis.windows * axis.stride < axis.pixels;
    }
    if (!inside) continue;
    const auto from = as<float>(small_integers(read_shape(way, g, 1), 2 * n));
    const auto weights = as<float>(small_integers(g.weights(), 2 * n + 1));
    const Plan<float> plan(way, g, weights.values(), Edge::repeated);
    ASSERT_EQ(run(plan, from, written_shape(way, g, 1)), plain(way, wide, pad(border, from), weights))
        << words_of(g);
  }
}

TEST_P(FastSlow, TwoSweepsAreOneAfterTheOther) {
  Dice dice(6);
  const auto axis = [&](Way way) {
    const Index cells = dice.roll(1, dice.coin() ? 700 : 40),
                stride = way == Way::scatter ? dice.roll(1, 5) : 1;
    const Index taps = dice.roll(1, 9), pad = dice.roll(-1, taps);
    return Axis{cells * stride, cells, taps, stride, 1, pad};
  };
  for (std::uint64_t n = 0; n < 200; ++n) {
    const Way first_way = dice.coin() ? Way::gather : Way::scatter;
    const Way second_way = dice.coin() ? Way::gather : Way::scatter;
    const Axis across = axis(first_way), down = axis(second_way);
    const Index rows = second_way == Way::gather ? down.pixels : down.windows;
    const Index columns = first_way == Way::gather ? across.windows : across.pixels;
    const Geometry along{{Axis{rows, rows}, across}, {1, 1, 1}},
        below{{down, Axis{columns, columns}}, {1, 1, 1}};
    const auto x = as<float>(small_integers(read_shape(first_way, along, 3), 3 * n));
    const auto u = as<float>(small_integers(along.weights(), 3 * n + 1));
    const auto v = as<float>(small_integers(below.weights(), 3 * n + 2));
    const Edge edge = dice.coin() ? Edge::zeros : Edge::repeated;
    const Plan<float> first(first_way, along, u.values(), edge), second(second_way, below, v.values(), edge);
    const auto both = Plan<float>::chained(first, second);
    ASSERT_TRUE(both);
    const Tensor<float> between = run(first, x, written_shape(first_way, along, 3));
    const Shape result = written_shape(second_way, below, 3);
    ASSERT_EQ(run(*both, x, result), run(second, between, result))
        << words_of(along) << " | " << words_of(below);
  }
  const Axis three{8, 8, 3, 1, 1, 1};
  const Geometry square{{three, three}, {1, 1, 1}};
  const Plan<float> plan(Way::gather, square, std::vector<float>(9, 1.0F));
  EXPECT_FALSE(Plan<float>::chained(plan, plan));
}

TEST_P(FastSlow, StreamsLargeResultsAsTheyAre) {
  // Beyond what the caches hold; odd extents, so that no two rows begin at the same place of a line, and such
  // that all do.
  for (const Index pixels : {2101, 2112})
    for (const Index stride : {1, 2, 3, 8}) {
      const Index windows = pixels / stride;
      const Axis axis{windows * stride, windows, 4, stride, 1, 1};
      const Geometry g{{axis, axis}, {1, 1, 1}};
      ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<float>(Way::scatter, g, 1, 7));
      if (stride <= 2) {
        ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<float>(Way::gather, g, 1, 8));
      }
    }
  // Halved, and still beyond the caches.
  const Axis down{4224, 2112, 5, 2, 1, 2}, across{4224, 2112, 3, 2, 1, 1};
  ASSERT_NO_FATAL_FAILURE(expect_equal_on_integers<float>(Way::gather, {{down, across}, {1, 1, 1}}, 1, 9));
}

TEST_P(Fast, LeavesWhatIsNotFiniteWhereItBelongs) {
  // Three taps at a stride of 2: every other written cell has one tap less, and must not see the other's.
  const Axis axis{400, 200, 3, 2, 1, 1};
  const Geometry g{{axis, axis}, {1, 1, 1}};
  Tensor<float> from = as<float>(small_integers(read_shape(Way::scatter, g, 1), 1));
  for (Index i = 0; i < from.size(); i += 997) from[i] = std::numeric_limits<float>::infinity();
  const Tensor<float> weights(g.weights(), 1.0F);
  EXPECT_EQ(run(Plan<float>(Way::scatter, g, weights.values()), from, written_shape(Way::scatter, g, 1)),
            plain(Way::scatter, g, from, weights));
}

TEST(FastPlan, ChoosesByGeometry) {
  const Axis axis{64, 32, 4, 2, 1, 1};
  EXPECT_EQ(fast::kernel_for(Way::scatter, {{axis, axis}, {3, 3, 3}}), Kernel::rows);
  EXPECT_EQ(fast::kernel_for(Way::scatter, {{axis, axis}, {3, 3, 1}}), Kernel::product);
  EXPECT_EQ(fast::kernel_for(Way::gather, {{axis, axis}, {9, 3, 1}}), Kernel::product);
  const Axis small{8, 4, 4, 2, 1, 1};
  EXPECT_EQ(fast::kernel_for(Way::scatter, {{small, small}, {64, 32, 1}}), Kernel::channels);
  Axis wide = axis;
  wide.stride = fast::kLargestStride + 1;
  EXPECT_EQ(fast::kernel_for(Way::gather, {{wide, axis}, {3, 3, 3}}), Kernel::plain);
}

TEST(FastPlan, LeavesWhatWouldTakeMemoryToThePlainSum) {
  // Planes with this much padding between the taps, lists of that many taps.
  const Axis far{1 << 20, 4, 3, 1, 1 << 22, 1 << 22}, many{2048, 1, 2048, 1, 1, 0};
  EXPECT_EQ(fast::kernel_for(Way::gather, {{far}, {1, 1, 1}}), Kernel::plain);
  EXPECT_EQ(fast::kernel_for(Way::gather, {{many, many}, {1, 1, 1}}), Kernel::plain);
}

TEST(FastPlan, LeavesInfiniteWeightsToThePlainSum) {
  const Axis axis{5, 5, 3, 1, 1, 1};
  const Geometry g{{axis}, {1, 1, 1}};
  const Tensor<float> weights(g.weights(), {std::numeric_limits<float>::infinity(), 1, 1});
  const Tensor<float> ones({1, 1, 5}, 1.0F);
  Tensor<float> out;
  fast::gather(g, ones, weights, out);
  EXPECT_EQ(out[0], 2);  // no tap on the padding
  EXPECT_EQ(out[1], std::numeric_limits<float>::infinity());
}

}  // namespace
}  // namespace convscope
