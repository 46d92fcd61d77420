// Every sentence with which the two factories of geometries refuse.
#include "core/geometry/geometry.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/core/geometry/layers.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::expect_error;
using testing::layer;
using testing::pixels;
using testing::ruled;
using Rule = Padding::Rule;

template <class Change>
Layer changed(Change change) {
  Layer l = layer(3, 1, 0);
  change(l);
  return l;
}

TEST(GeometryErrors, NumbersOutOfRange) {
  const Layer plain = layer(3, 1, 0);
  expect_error([&] { conv_geometry({}, plain); }, "size: 0 spatial axes (1, 2 or 3 spatial axes)");
  expect_error([&] { conv_geometry({4, 4, 4, 4}, plain); }, "size: 4 spatial axes (1, 2 or 3 spatial axes)");
  expect_error(
      [&] {
        conv_geometry({5, 0}, plain);
      },
      "size: 0 is too small (a whole number from 1 to 2147483647)");
  expect_error([&] { conv_geometry({-3}, plain); },
               "size: -3 is too small (a whole number from 1 to 2147483647)");
  expect_error([&] { conv_geometry({kLargestIndex + 1}, plain); },
               "size: 2147483648 is too large (a whole number from 1 to 2147483647)");
  expect_error([&] { conv_geometry({5}, changed([](Layer& l) { l.kernel = {0}; })); },
               "kernel: 0 is too small (a whole number from 1 to 2147483647)");
  expect_error([&] { conv_geometry({5}, changed([](Layer& l) { l.stride = {0}; })); },
               "stride: 0 is too small (a whole number from 1 to 2147483647)");
  expect_error([&] { conv_geometry({5}, changed([](Layer& l) { l.dilation = {-1}; })); },
               "dilation: -1 is too small (a whole number from 1 to 2147483647)");
  expect_error([&] { transposed_geometry({5}, changed([](Layer& l) { l.output_padding = {-1}; })); },
               "output-padding: -1 is too small (a whole number from 0 to 2147483647)");
  expect_error([&] { transposed_geometry({5}, changed([](Layer& l) { l.output_size = {0}; })); },
               "output-size: 0 is too small (a whole number from 1 to 2147483647)");
  expect_error(
      [&] {
        conv_geometry({5}, changed([](Layer& l) { l.padding.sides = {{0, kLargestIndex + 1}}; }));
      },
      "padding: 2147483648 is too large (from -2147483647 to 2147483647)");
}

TEST(GeometryErrors, ListsOfTheWrongLength) {
  expect_error(
      [] {
        conv_geometry({5, 5, 5}, changed([](Layer& l) { l.stride = {1, 2}; }));
      },
      "stride: 2 numbers for 3 axes (one number for all axes, or 3)");
  expect_error([] { conv_geometry({5}, changed([](Layer& l) { l.kernel = {}; })); },
               "kernel: 0 numbers for 1 axis (one number for all axes, or 1)");
  expect_error(
      [] {
        conv_geometry({5, 5, 5}, changed([](Layer& l) { l.padding.sides = {{}, {}}; }));
      },
      "padding: 2 entries for 3 axes (one for all axes, or 3)");
}

TEST(GeometryErrors, ChannelsAndGroups) {
  const auto with = [](Index window, Index pixel, Index groups) {
    return changed([&](Layer& l) { l.channels = {window, pixel, groups}; });
  };
  expect_error([&] { conv_geometry({5}, with(0, 1, 1)); },
               "channels: 0 output channels (from 1 to 2147483647)");
  expect_error([&] { transposed_geometry({5}, with(0, 1, 1)); },
               "channels: 0 input channels (from 1 to 2147483647)");
  expect_error([&] { conv_geometry({5}, with(1, 1, 0)); }, "groups: 0 is too small (1 or more)");
  expect_error([&] { conv_geometry({5}, with(6, 4, 3)); },
               "groups: 3 does not divide the 4 input and 6 output channels (a common divisor of the input "
               "and output channels)");
  expect_error([&] { transposed_geometry({5}, with(6, 4, 3)); },
               "groups: 3 does not divide the 6 input and 4 output channels (a common divisor of the input "
               "and output channels)");
}

TEST(GeometryErrors, KernelsThatDoNotFit) {
  expect_error(
      [] { conv_geometry({4}, layer(5, 1, 0)); },
      "kernel: reaches over 5 cells, the padded input has 4 (a reach, dilation × (kernel − 1) + 1, of "
      "at most 4)");
  expect_error(
      [] {
        conv_geometry({9, 4}, layer(3, 1, 1, 3));
      },
      "kernel: reaches over 7 cells, the padded input has 6 on axis 1 (a reach, dilation × (kernel − "
      "1) + 1, of at most 6)");
  expect_error([] { conv_geometry({4}, layer(1, 1, -2)); },
               "padding: crops all of the 4 cells (at least -3 in total)");
}

TEST(GeometryErrors, OutputPaddingsAndSizes) {
  expect_error([] { transposed_geometry({4}, layer(3, 2, 0, 1, 2)); },
               "output-padding: 2 is too large (less than max(stride, dilation) = 2)");
  EXPECT_EQ(pixels(4, layer(3, 2, 0, 3, 2)), 15);  // PyTorch's bound is the larger of the two
  expect_error([] { transposed_geometry({4}, ruled(3, 2, 3, Rule::numbers, Dialect::keras, 2)); },
               "output-padding: 2 is too large (less than stride = 2)");
  expect_error([] { transposed_geometry({4}, ruled(3, 2, 1, Rule::same, Dialect::pytorch, 1)); },
               "output-padding: 1 with padding 'same', which fixes the size (0)");
  expect_error([] { transposed_geometry({2}, layer(3, 1, 2)); },
               "padding: removes 4 cells and the output has 4 (at most 3 in total)");
  const auto sized = [](Index size, Rule rule, Index p = 0) {
    Layer l = ruled(3, 2, 1, rule);
    l.padding.sides = {{p, p}};
    l.output_size = {size};
    return l;
  };
  expect_error([&] { transposed_geometry({4}, sized(11, Rule::numbers)); },
               "output-size: 11 cannot be reached (from 9 to 10)");
  expect_error(
      [&] {
        transposed_geometry({4, 4}, sized(8, Rule::numbers));
      },
      "output-size: 8 cannot be reached on axis 0 (from 9 to 10)");
  expect_error([&] { transposed_geometry({4}, sized(6, Rule::same)); },
               "output-size: 6 cannot be reached (from 7 to 8)");
  expect_error([&] { transposed_geometry({2}, sized(3, Rule::numbers, 5)); },
               "padding: removes 10 cells and the output has 5 (at most 5 in total)");
  Layer both = sized(9, Rule::numbers);
  both.output_padding = {1};
  expect_error([&] { transposed_geometry({4}, both); },
               "output-size: given together with an output padding (one of the two)");
}

TEST(GeometryErrors, TheNamedLimitsAreExact) {
  // What a sentence calls legal works, its neighbour does not.
  EXPECT_NO_THROW(conv_geometry({4}, layer(4, 1, 0)));
  Layer crop = layer(1, 1, 0);
  crop.padding.sides = {{-3, 0}};
  EXPECT_NO_THROW(conv_geometry({4}, crop));
  Layer removing = layer(3, 1, 0);
  removing.padding.sides = {{3, 0}};
  EXPECT_EQ(pixels(2, removing), 1);
  removing.padding.sides = {{5, 0}};
  removing.stride = {2};
  removing.output_size = {1};
  EXPECT_EQ(pixels(2, removing), 1);
}

TEST(GeometryErrors, SizesThatNoMemoryCouldHold) {
  const Index large = kLargestIndex;
  expect_error(
      [&] {
        conv_geometry({large, large, large}, layer(1, 1, 0));
      },
      "size: 1 × 1 × 2147483647 × 2147483647 × 2147483647 elements are more than memory can address "
      "(fewer than 2^59 elements)");
  expect_error(
      [&] {
        conv_geometry({large, large}, layer(large, 1, 0));
      },
      "kernel: 1 × 1 × 2147483647 × 2147483647 elements are more than memory can address (fewer than "
      "2^59 elements)");
  expect_error([&] { conv_geometry({large}, layer(1, 1, 1)); },
               "size: the output would have 2147483649 windows (at most 2147483647)");
  expect_error([&] { transposed_geometry({large}, layer(3, 2, 0)); },
               "size: the output would have 4294967295 pixels (at most 2147483647)");
  expect_error([&] { transposed_geometry({large}, layer(large, large, 0, large)); },
               "size: the output would have 9223372023969873925 pixels (at most 2147483647)");
  expect_error([&] { conv_geometry({large}, ruled(3, 3, large, Rule::full)); },
               "padding: comes to 4294967294 (at most 2147483647)");
}

}  // namespace
}  // namespace convscope
