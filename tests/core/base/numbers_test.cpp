// Text to numbers, strictly.
#include "core/base/numbers.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "core/base/error.hpp"
#include "core/base/saturated.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;

TEST(Numbers, WholeNumbers) {
  EXPECT_EQ(parse_index("0"), 0);
  EXPECT_EQ(parse_index("-17"), -17);
  EXPECT_EQ(parse_index("+5"), 5);
  EXPECT_EQ(parse_index("007"), 7);
  EXPECT_EQ(parse_index("2147483647"), kLargestIndex);
  EXPECT_EQ(parse_index("-2147483647"), -kLargestIndex);
  for (const char* text : {"", " ", " 1", "1 ", "1.0", "1e3", "0x10", "one", "-", "+", "+-1", "--1",
                           "2147483648", "-2147483648", "99999999999999999999999"})
    EXPECT_EQ(parse_index(text), std::nullopt) << "'" << text << "'";
}

TEST(Numbers, ValuesAndFractions) {
  EXPECT_EQ(parse_value("2"), 2.0);
  EXPECT_EQ(parse_value(" -.5 "), -0.5);
  EXPECT_EQ(parse_value("+1e-3"), 1e-3);
  EXPECT_EQ(parse_value("1/3"), 1.0 / 3.0);
  EXPECT_EQ(parse_value("-1 / 4"), -0.25);
  EXPECT_EQ(parse_value("1e308"), 1e308);
  for (const char* text : {"", "nan", "inf", "-inf", "1/0", "0/0", "1/", "/2", "1/2/3", "1,5", "1e999", "+-1",
                           "0x1p3", "1 2", "1e308/1e-308"})
    EXPECT_EQ(parse_value(text), std::nullopt) << "'" << text << "'";
}

TEST(Numbers, TextReadsBackAsTheSameNumber) {
  for (double value : {0.0, 1.0, -2.5, 1.0 / 3.0, 1e-300, 123456789.123, std::numeric_limits<double>::max()})
    EXPECT_EQ(parse_value(format_value(value)), value);
  EXPECT_EQ(format_value(3), "3");
  EXPECT_EQ(format_value(0.1), "0.1");
  EXPECT_EQ(format_value(-0.0), "0");
}

TEST(Numbers, SplitKeepsEmptyPiecesAndTrimTakesBlanks) {
  EXPECT_THAT(split("a,b", ','), ElementsAre("a", "b"));
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_THAT(split(",x,", ','), ElementsAre("", "x", ""));
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

TEST(Numbers, WordsAreFoundWhateverTheirCase) {
  EXPECT_EQ(lower("Ab-Z1 \xC4"), "ab-z1 \xC4");
  EXPECT_TRUE(has_words("Transposed convolution, stride 2", "STRIDE trans"));
  EXPECT_TRUE(has_words("anything", ""));
  EXPECT_FALSE(has_words("Transposed convolution", "trans pool"));
}

TEST(Numbers, APowerOfTwoIsAboveEveryMagnitude) {
  EXPECT_EQ(power_of_two_above(0), 1);
  EXPECT_EQ(power_of_two_above(1), 2);
  EXPECT_EQ(power_of_two_above(0.75), 1);
  EXPECT_EQ(power_of_two_above(1e-3), 0x1p-9);
  EXPECT_EQ(power_of_two_above(5e-324), 0x1p-1000);
  EXPECT_EQ(power_of_two_above(1e308), 0x1p1000);
}

TEST(ErrorText, IsOneLine) {
  const Error error("in put", "line\nbreak\r\x01", "le\tgal");
  EXPECT_STREQ(error.what(), "in put: line break   (le gal)");
  EXPECT_EQ(error.problem(), "line break  ");
  EXPECT_EQ(Error("f", "p", "l").field(), "f");
  EXPECT_EQ(Error("f", "p", "l").legal(), "l");
}

TEST(Saturated, HasANumberForEveryLength) {
  EXPECT_EQ(saturated(2.9), 2);
  EXPECT_EQ(saturated(-2.9), -2);
  EXPECT_EQ(saturated<int>(1e300), (1 << 29) - 1);
  EXPECT_EQ(saturated<int>(-1e300), -((1 << 29) - 1));
  EXPECT_EQ(saturated(std::numeric_limits<double>::infinity()), Index{1} << 53);
  EXPECT_EQ(saturated(std::numeric_limits<double>::quiet_NaN()), 0);
}

}  // namespace
}  // namespace convscope
