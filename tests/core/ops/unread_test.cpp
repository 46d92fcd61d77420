// Pixels that no window reads, against every window of every layer.
#include "core/ops/unread.hpp"

#include <gtest/gtest.h>

#include "core/base/error.hpp"
#include "core/geometry/size_report.hpp"
#include "tests/core/support/dice.hpp"

namespace convscope {
namespace {

using testing::Dice;

TEST(Unread, IsWhatAConvolutionOfOnesLeavesOut) {
  Dice dice(3);
  int borders = 0;
  for (int n = 0; n < 400; ++n) {
    Layer layer;
    layer.kernel = {dice.roll(1, 4)};
    layer.stride = {dice.roll(1, 5)};
    layer.dilation = {dice.roll(1, 3)};
    const Index p = dice.roll(0, 2);
    layer.padding.sides = {{p, p}};
    const Shape size{dice.roll(4, 9), dice.roll(4, 9)};
    const auto border = static_cast<BorderMode>(dice.roll(0, 3));
    try {
      const Operator op = make_operator(Direction::convolution, size, layer, border);
      // A gradient of ones reaches the pixels that some window reads.
      const Tensor<double> ones(with_channels(1, 1, op.output_size()), 1.0);
      const Tensor<double> weights(op.geometry.weights(), 1.0);
      const Tensor<double> reached = input_gradient(op, ones, weights);
      Index unread = 0;
      for (const double v : reached.values()) unread += v == 0 ? 1 : 0;
      EXPECT_EQ(unread_pixels(op), unread);
      borders += op.border.active() ? 1 : 0;
      if (!op.border.active()) {
        EXPECT_EQ(report(conv_geometry(size, layer), size).unread, unread);
      }
    } catch (const Error&) {
      // The layer does not fit this size.
    }
  }
  EXPECT_GT(borders, 50);
}

}  // namespace
}  // namespace convscope
