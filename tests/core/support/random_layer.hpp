// Random layers that are certain to be legal, small enough to be checked by brute force.
#pragma once

#include <optional>
#include <ostream>

#include "core/base/error.hpp"
#include "core/ops/operator.hpp"
#include "tests/core/support/dice.hpp"

namespace convscope::testing {

struct Case {
  Operator op;
  Shape input;
  Layer layer;
};

inline std::ostream& operator<<(std::ostream& out, const Case& c) {
  out << (c.op.transposed() ? "tconv " : "conv ") << to_string(c.input) << " k " << to_string(c.layer.kernel)
      << " s " << to_string(c.layer.stride) << " d " << to_string(c.layer.dilation) << " p "
      << to_string(c.layer.padding) << " op " << to_string(c.layer.output_padding) << " c "
      << c.layer.channels.window << "/" << c.layer.channels.pixel << " g " << c.layer.channels.groups << " "
      << to_string(c.op.border.mode);
  return out;
}

/// Any operator of 1 to 3 axes, asymmetric and negative padding, dilation, groups and border mode.
inline Case random_case(Dice& dice) {
  for (;;) {
    const auto rank = static_cast<std::size_t>(dice.roll(1, 3));
    const Index largest = rank == 1 ? 12 : rank == 2 ? 7 : 5;
    Shape input;
    Layer layer;
    layer.kernel = layer.stride = layer.dilation = layer.output_padding = Shape{};
    layer.padding.sides.clear();
    const Direction direction = dice.coin() ? Direction::convolution : Direction::transposed;
    for (std::size_t axis = 0; axis < rank; ++axis) {
      input.push_back(dice.roll(1, largest));
      layer.kernel.push_back(dice.roll(1, rank == 3 ? 3 : 4));
      layer.stride.push_back(dice.roll(1, 4));
      layer.dilation.push_back(dice.roll(1, 3));
      layer.padding.sides.push_back({dice.roll(-2, 3), dice.roll(-2, 3)});
      const Index bound = std::max(layer.stride[axis], layer.dilation[axis]);
      layer.output_padding.push_back(direction == Direction::transposed ? dice.roll(0, bound - 1) : 0);
    }
    const Index groups = dice.roll(1, 3);
    layer.channels = {groups * dice.roll(1, 2), groups * dice.roll(1, 2), groups};
    const auto border = static_cast<BorderMode>(dice.coin() ? 0 : dice.roll(1, 3));
    try {
      return {make_operator(direction, input, layer, border), input, layer};
    } catch (const Error&) {
      // A combination that no framework allows either: roll again.
    }
  }
}

/// Plain spatial axes without any rule, extents from 0; strides and dilations often share a divisor.
inline Axis random_axis(Dice& dice) {
  return {dice.roll(0, 16), dice.roll(0, 12), dice.roll(0, 7),
          dice.roll(1, 8),  dice.roll(1, 8),  dice.roll(-7, 14)};
}

}  // namespace convscope::testing
