// Shapes, flat positions and the memory that they would take.
#include "core/tensor/shape.hpp"

#include <gmock/gmock.h>

#include "core/tensor/tensor.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::expect_error;

TEST(Shape, IsAShortListOfExtents) {
  Shape shape{2, 3, 4};
  EXPECT_EQ(shape.rank(), 3u);
  EXPECT_EQ(shape.tail(1), (Shape{3, 4}));
  EXPECT_EQ(shape.tail(3), Shape{});
  shape.push_back(5);
  EXPECT_EQ(shape, (Shape{2, 3, 4, 5}));
  EXPECT_EQ(Shape::filled(3, 7), (Shape{7, 7, 7}));
  EXPECT_EQ(with_channels(8, 9, {4, 4}), (Shape{8, 9, 4, 4}));
  EXPECT_NE((Shape{2, 3}), (Shape{2, 3, 1}));
  EXPECT_EQ(to_string(Shape{3, 4}), "3 × 4");
  EXPECT_EQ(to_string(Shape{}), "one number");
  expect_error([] { Shape{1, 1, 1, 1, 1, 1}; },
               "shape: more than 5 axes (batch, channels and 1 to 3 spatial axes)");
}

TEST(Shape, PositionsGoThereAndBack) {
  const Shape shape{2, 3, 4};
  Index flat = 0;
  for (Index a = 0; a < 2; ++a)
    for (Index b = 0; b < 3; ++b)
      for (Index c = 0; c < 4; ++c, ++flat) {
        EXPECT_EQ(ravel({a, b, c}, shape), flat);
        EXPECT_EQ(unravel(flat, shape), (Shape{a, b, c}));
      }
}

TEST(Shape, CountsElementsWithoutOverflow) {
  EXPECT_EQ(element_count({}), 1);
  EXPECT_EQ(element_count({3, 4, 5}), 60);
  EXPECT_EQ(element_count({3, 0, 5}), 0);
  EXPECT_EQ(element_count({Index{1} << 30, 1 << 29}), Index{1} << 59);
  expect_error([] { element_count({4, -1}, "size"); }, "size: -1 is negative (0 or more)");
  expect_error(
      [] {
        element_count({Index{1} << 30, 1 << 30});
      },
      "shape: 1073741824 × 1073741824 elements are more than memory can address (fewer than 2^59 "
      "elements)");
  EXPECT_THROW(element_count({kLargestIndex, kLargestIndex, kLargestIndex, kLargestIndex}), Error);
  for (const Shape& shape : {Shape{0, kLargestIndex, kLargestIndex}, Shape{kLargestIndex, kLargestIndex, 0}})
    EXPECT_THROW(element_count(shape), Error) << "whatever the order";
}

TEST(Shape, MemoryIsRefusedBeforeItIsTaken) {
  EXPECT_NO_THROW(require_memory(4.0 * (1 << 30), {}, "size"));
  expect_error([] { require_memory(12.5 * (1 << 30), {}, "size"); },
               "size: would need 12.5 GiB of memory (at most 4 GiB; use a smaller size or fewer channels)");
}

TEST(Tensor, IsAValueWithRowMajorElements) {
  Tensor<double> t({2, 3}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(t.at({1, 0}), 4);
  t.at({0, 2}) = 9;
  EXPECT_EQ(t[2], 9);
  const Tensor<double> copy = t;
  t.reset({2, 2});
  EXPECT_EQ(t, Tensor<double>({2, 2}));
  EXPECT_EQ(copy.size(), 6);
  EXPECT_EQ(Tensor<double>().size(), 0);
  EXPECT_EQ(Tensor<double>({3}, 2.0), Tensor<double>({3}, {2, 2, 2}));
}

}  // namespace
}  // namespace convscope
