// Edits of whole tensors keep what they should keep.
#include "core/scenario/edits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.hpp"
#include "core/scenario/derived.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

Tensor<double> matrix(Index rows, Index columns, std::vector<double> values) {
  return Tensor<double>(Shape{rows, columns}, std::move(values));
}

Scenario rotated(const Scenario& s) {
  return with_rotated_kernel(s, Derived(s).weights());
}
Scenario normalised(const Scenario& s) {
  return with_normalised_kernel(s, Derived(s).weights());
}

TEST(PastedInput, TheSizeFollows) {
  const Scenario s = with_input_values(parse_spec("conv 5x5 k2 s2"), matrix(2, 3, {1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(spec_line(s), "conv 2x3 k2 s2 in=[1,2,3;4,5,6]");
  const Derived d(s);
  EXPECT_EQ(d.input()[5], 6);
}

TEST(PastedInput, RowsStayOneAxisMatricesBecomeTwo) {
  EXPECT_EQ(spec_line(with_input_values(parse_spec("conv 5 k3"), matrix(1, 4, {1, 2, 3, 4}))),
            "conv 4 k3 in=[1,2,3,4]");
  EXPECT_EQ(with_input_values(parse_spec("conv 5 k2"), matrix(2, 2, {1, 2, 3, 4})).size, (Shape{2, 2}));
  EXPECT_THROW(with_input_values(parse_spec("conv 4x4x4 k2"), matrix(1, 1, {1})), Error);
}

TEST(PastedInput, EveryChannelGetsIt) {
  const Derived d(with_input_values(parse_spec("conv 5x5 k1 c2>1"), matrix(1, 2, {7, 8})));
  EXPECT_EQ(d.input()[0], 7);
  EXPECT_EQ(d.input()[3], 8);
}

TEST(PastedKernel, TheSizeFollows) {
  EXPECT_EQ(spec_line(with_kernel_values(parse_spec("conv 5x5 k3"), matrix(1, 2, {1, -1}))),
            "conv 5x5 k1x2 w=[1,-1]");
  EXPECT_THAT(
      [] {
        with_kernel_values(parse_spec("conv 5 k3"), matrix(2, 2, {1, 2, 3, 4}));
      },
      ThrowsMessage<Error>(HasSubstr("2 rows do not fit a kernel of one axis")));
}

TEST(RotatedKernel, IsReadBackwardsInEveryPlane) {
  EXPECT_EQ(spec_line(rotated(parse_spec("conv 5x5 k2x3 w=[1,2,3;4,5,6]"))), "conv 5x5 k2x3 w=[6,5,4;3,2,1]");
  const Derived d(rotated(parse_spec("conv 4 k2 c1>2 w=arange")));
  EXPECT_EQ(std::vector<double>(d.weights().values().begin(), d.weights().values().end()),
            (std::vector<double>{1, 0, 3, 2}));
}

TEST(RotatedKernel, TwiceIsNothingAndSymmetryKeepsThePattern) {
  const Scenario box = parse_spec("conv 5x5 k3 w=gaussian");
  EXPECT_EQ(rotated(box), box);
  const Scenario sobel = parse_spec("conv 5x5 k3 w=sobel-x");
  EXPECT_EQ(Derived(rotated(rotated(sobel))).weights(), Derived(sobel).weights());
  EXPECT_NE(Derived(rotated(sobel)).weights(), Derived(sobel).weights());
}

TEST(NormalisedKernel, SumsToOneOrSaysWhyNot) {
  const Derived d(normalised(parse_spec("conv 5x5 k2 w=[1,2;3,4]")));
  EXPECT_DOUBLE_EQ(d.weights()[3], 0.4);
  const Scenario identity = parse_spec("conv 5x5 k3 w=identity");
  EXPECT_EQ(normalised(identity), identity);
  EXPECT_THAT([] { normalised(parse_spec("conv 5x5 k3 w=sobel-x")); },
              ThrowsMessage<Error>(HasSubstr("its sum is 0")));
  EXPECT_THAT([] { normalised(parse_spec("conv 5x5 k2 w=[0,0;0,0]")); },
              ThrowsMessage<Error>(HasSubstr("its sum is 0")));
}

TEST(CropGrey, TakesLumaInLevels) {
  Tensor<float> picture(Shape{1, 3, 2, 3});
  for (Index channel = 0; channel < 3; ++channel) {
    picture[channel * 6 + 1] = 255;  // white at (1, 0)
    picture[channel * 6 + 5] = 128;  // grey at (2, 1)
  }
  picture[3] = 255;  // red at (0, 1)
  EXPECT_EQ(crop_grey(picture, 0, 0, Shape{2, 3}, 256), matrix(2, 3, {0, 255, 0, 76, 0, 128}));
  EXPECT_EQ(crop_grey(picture, 1, 0, Shape{2}, 10), matrix(1, 2, {9, 0}));
  EXPECT_THAT(
      [&] {
        crop_grey(picture, 2, 0, Shape{2, 2}, 10);
      },
      ThrowsMessage<Error>(HasSubstr("X from 0 to 1, Y from 0 to 0")));
  EXPECT_THAT(
      [&] {
        crop_grey(picture, 0, 0, Shape{9, 9}, 10);
      },
      ThrowsMessage<Error>(HasSubstr("a smaller input")));
  EXPECT_THROW(crop_grey(picture, -1, 0, Shape{1}, 10), Error);
}

}  // namespace
}  // namespace convscope
