// Steps add up to the operator in each order, and any step can be had without the ones before it.
#include "core/trace/trace.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <vector>

#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"
#include "tests/core/support/random_layer.hpp"

namespace convscope {
namespace {

using testing::Case;
using testing::Dice;
using testing::small_integers;

constexpr Order kOrders[] = {Order::by_window, Order::by_pixel, Order::by_tap};

struct Data {
  Tensor<double> x, w;
};
Data data_of(const Operator& op, std::uint64_t seed) {
  return {small_integers(with_channels(1, op.input_channels(), op.input_size()), 2 * seed),
          small_integers(op.geometry.weights(), 2 * seed + 1)};
}

std::vector<Contribution> step_of(const Trace& trace, Index step) {
  std::vector<Contribution> found;
  trace.for_each(step, [&](const Contribution& c) { found.push_back(c); });
  return found;
}

TEST(Trace, AllStepsAddUpToTheOperator) {
  Dice dice(40);
  for (int n = 0; n < 600; ++n) {
    const Case c = testing::random_case(dice);
    const Data d = data_of(c.op, static_cast<std::uint64_t>(n));
    const Tensor<double> expected = forward(c.op, d.x, d.w);
    for (Order order : kOrders) {
      const Trace trace(c.op, order);
      EXPECT_EQ(partial_output(c.op, trace, d.x, d.w, trace.steps()), expected)
          << c << " by " << to_string(order);
    }
    if (HasFailure()) return;
  }
}

TEST(Trace, NoStepsAreZeroAndEachStepAddsItsOwn) {
  Dice dice(41);
  for (int n = 0; n < 60; ++n) {
    const Case c = testing::random_case(dice);
    if (c.op.border.active()) continue;  // there the steps add to the padded plane
    const Data d = data_of(c.op, static_cast<std::uint64_t>(n));
    for (Order order : kOrders) {
      const Trace trace(c.op, order);
      Tensor<double> sum(with_channels(1, c.op.output_channels(), c.op.output_size()));
      EXPECT_EQ(partial_output(c.op, trace, d.x, d.w, 0), sum);
      const Index some = std::min<Index>(trace.steps(), 12);
      for (Index step = 0; step < some; ++step) {
        for (const Contribution& one : step_of(trace, step)) {
          const Index to = c.op.transposed() ? one.pixel : one.window;
          const Index from = c.op.transposed() ? one.window : one.pixel;
          sum[to] += d.w[one.weight] * d.x[from];
        }
        ASSERT_EQ(partial_output(c.op, trace, d.x, d.w, step + 1), sum) << c << " by " << to_string(order);
      }
    }
  }
}

TEST(Trace, TheThreeOrdersListTheSameContributions) {
  Dice dice(42);
  const auto key = [](const Contribution& c) { return std::tuple(c.window, c.pixel, c.weight); };
  for (int n = 0; n < 200; ++n) {
    const Case c = testing::random_case(dice);
    std::vector<std::vector<Contribution>> lists;
    for (Order order : kOrders) {
      const Trace trace(c.op, order);
      lists.emplace_back();
      for (Index step = 0; step < trace.steps(); ++step)
        for (const Contribution& one : step_of(trace, step)) {
          ASSERT_EQ(trace.step_of(one), step) << c;
          lists.back().push_back(one);
        }
      std::sort(lists.back().begin(), lists.back().end(), [&](auto& a, auto& b) { return key(a) < key(b); });
    }
    ASSERT_EQ(static_cast<Index>(lists[0].size()), count_contributions(c.op.geometry)) << c;
    ASSERT_EQ(lists[0], lists[1]) << c;
    ASSERT_EQ(lists[0], lists[2]) << c;
  }
}

TEST(Trace, RandomAccessEqualsSequential) {
  Dice dice(43);
  for (int n = 0; n < 100; ++n) {
    const Case c = testing::random_case(dice);
    for (Order order : kOrders) {
      const Trace trace(c.op, order);
      std::vector<std::vector<Contribution>> sequential;
      for (Index step = 0; step < trace.steps(); ++step) sequential.push_back(step_of(trace, step));
      for (int jump = 0; jump < 20; ++jump) {
        const Index step = dice.roll(0, trace.steps() - 1);
        ASSERT_EQ(step_of(Trace(c.op, order), step), sequential[static_cast<std::size_t>(step)]) << c;
      }
    }
  }
}

TEST(Trace, AStepFarIntoAHugeGeometryIsAtHand) {
  Layer layer;
  layer.stride = {2};
  const Operator op = make_operator(Direction::convolution, {2000000001}, layer);
  const Trace trace(op, Order::by_window);
  EXPECT_EQ(trace.steps(), 1000000000);
  EXPECT_THAT(step_of(trace, 999999999), ::testing::ElementsAre(Contribution{1999999998, 999999999, 0},
                                                                Contribution{1999999999, 999999999, 1},
                                                                Contribution{2000000000, 999999999, 2}));
  const Trace by_pixel(op, Order::by_pixel);
  EXPECT_THAT(step_of(by_pixel, 1000000000), ::testing::ElementsAre(Contribution{1000000000, 500000000, 0},
                                                                    Contribution{1000000000, 499999999, 2}));
}

TEST(Trace, NumbersOfStepsAreClamped) {
  Layer layer;
  const Operator op = make_operator(Direction::convolution, {5}, layer);
  const Data d = data_of(op, 1);
  const Trace trace(op, Order::by_tap);
  EXPECT_EQ(trace.steps(), 3);
  EXPECT_EQ(partial_output(op, trace, d.x, d.w, 99), forward(op, d.x, d.w));
  EXPECT_EQ(partial_output(op, trace, d.x, d.w, -1), Tensor<double>({1, 1, 3}));
}

TEST(Trace, NamesOfOrders) {
  for (const char* name : {"window", "pixel", "tap"}) EXPECT_EQ(to_string(parse_order(name)), name);
  testing::expect_error([] { parse_order("row"); }, "order: 'row' is not known (window, pixel or tap)");
}

}  // namespace
}  // namespace convscope
