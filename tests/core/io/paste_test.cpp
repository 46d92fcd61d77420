// Matrices as people copy them, and texts that are none.
#include "core/io/paste.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

Tensor<double> two_by_three() {
  return Tensor<double>(Shape{2, 3}, {1, 2.5, -3, 4, 5, 0.25});
}

class PastedMatrix : public ::testing::TestWithParam<const char*> {};

TEST_P(PastedMatrix, IsRead) {
  EXPECT_EQ(parse_matrix(GetParam()), two_by_three());
}

INSTANTIATE_TEST_SUITE_P(
    Formats, PastedMatrix,
    ::testing::Values("1\t2.5\t-3\r\n4\t5\t1/4\r\n",     // a spreadsheet's clipboard
                      "1\t2,5\t-3\n4\t5\t0,25\t\t\n\n",  // with decimal commas, empty cells after
                      "1;2,5;-3\n4;5;0,25",              // CSV where the comma is taken
                      "1,2.5,-3\n4,5,.25\n",             // CSV
                      "  1 2.5 -3\n  4 5.  2.5e-1",      // NumPy's savetxt
                      "[[ 1.    2.5  -3.  ]\n [ 4.    5.    0.25]]",  // print(array)
                      "array([[1. , 2.5, -3.], [4., 5., 0.25]], dtype=float32)",
                      "tensor([[[[1., 2.5, -3.],\n          [4., 5., 0.25]]]])",
                      "np.array([\n  [1, 2.5, -3,],\n  [4, 5, 1/4],\n])",  // Python's trailing commas
                      "[1 2.5 -3; 4 5 0.25]",                              // MATLAB
                      "[1,2.5,-3;4,5,1/4]",                                // our own lists
                      "1\t2.5\t\xE2\x88\x92"
                      "3\n4\t5\t0.25"));  // a typographic minus

TEST(ParseMatrix, OneRowOrColumnIsARow) {
  const Tensor<double> row(Shape{1, 3}, {1, 2, 3});
  for (const char* text :
       {"1 2 3", "1,2,3", "1\n2\n3", "[1, 2, 3]", "[[1], [2], [3]]", "array([1., 2., 3.])"})
    EXPECT_EQ(parse_matrix(text), row) << text;
  EXPECT_EQ(parse_matrix("7"), Tensor<double>(Shape{1, 1}, std::vector<double>{7}));
}

TEST(ParseMatrix, SaysWhatIsWrongAndWhere) {
  const auto says = [](const char* text, const char* words) {
    EXPECT_THAT([&] { parse_matrix(text); }, ThrowsMessage<Error>(HasSubstr(words))) << text;
  };
  says("", "no text");
  says(" \n ", "no text");
  says("[]", "no number");
  says("Dear Sir or Madam", "'Dear' in row 1, column 1 is no number");
  says("1\t2\n3\tfour", "'four' in row 2, column 2");
  says("1 2\n3 1/0", "'1/0' in row 2, column 2");
  says("1 nan", "'nan' in row 1, column 2");
  says("1\t\t3", "row 1, column 2 is empty");
  says("1,,3", "row 1, column 2 is empty");
  says("1 2\n3", "row 1 has 2 numbers, row 2 has 1");
  says("[[1, 2], [3]]", "row 1 has 2 numbers, row 2 has 1");
  says("[[1, 2], [3, 4]", "not closed");
  says("[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", "the array has 3 axes");
  says("[[0. 1. ... 9.]]", "left out");
  says("[[1, x]]", "'x' in row 1, column 2");
}

TEST(LooksLikeSpec, OnlyAScenariosLine) {
  EXPECT_TRUE(looks_like_spec("tconv 3x3 k3"));
  EXPECT_TRUE(looks_like_spec("\n conv 5 k3 w=[1,2,3]\n"));
  EXPECT_FALSE(looks_like_spec("1 2\n3 4"));
  EXPECT_FALSE(looks_like_spec("convolution is fun"));
  EXPECT_FALSE(looks_like_spec(""));
}

}  // namespace
}  // namespace convscope
