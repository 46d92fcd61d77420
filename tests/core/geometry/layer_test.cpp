// Paddings as text, there and back.
#include "core/geometry/layer.hpp"

#include <gmock/gmock.h>

#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using Rule = Padding::Rule;

TEST(PaddingText, ReadsEveryForm) {
  EXPECT_EQ(parse_padding("0"), Padding{});
  EXPECT_EQ(parse_padding("2"), (Padding{Rule::numbers, {{2, 2}}}));
  EXPECT_EQ(parse_padding("1,2,3"), (Padding{Rule::numbers, {{1, 1}, {2, 2}, {3, 3}}}));
  EXPECT_EQ(parse_padding("1:2,0:1"), (Padding{Rule::numbers, {{1, 2}, {0, 1}}}));
  EXPECT_EQ(parse_padding("-1"), (Padding{Rule::numbers, {{-1, -1}}}));
  EXPECT_EQ(parse_padding("1:2x-3"), (Padding{Rule::numbers, {{1, 2}, {-3, -3}}}));
  EXPECT_EQ(parse_padding("valid").rule, Rule::valid);
  EXPECT_EQ(parse_padding("same").rule, Rule::same);
  EXPECT_EQ(parse_padding("same-lower").rule, Rule::same_lower);
  EXPECT_EQ(parse_padding("full").rule, Rule::full);
}

TEST(PaddingText, GoesThereAndBack) {
  for (const char* text : {"valid", "same", "same-lower", "full", "0", "3", "-2", "1:2", "1,2", "0:1,-2:3,4"})
    EXPECT_EQ(to_string(parse_padding(text)), text);
  EXPECT_EQ(to_string(parse_padding("1:2,3"), 'x'), "1:2x3");
  testing::Dice dice(5);
  for (int n = 0; n < 500; ++n) {
    Padding padding{Rule::numbers, {}};
    for (Index axis = dice.roll(1, 3); axis > 0; --axis)
      padding.sides.push_back({dice.roll(-kLargestIndex, kLargestIndex), dice.roll(-2, 2)});
    EXPECT_EQ(parse_padding(to_string(padding)), padding);
    EXPECT_EQ(parse_padding(to_string(padding, 'x')), padding);
  }
}

TEST(PaddingText, RefusesEverythingElse) {
  for (const std::string text : {"", " ", "1,", ",1", "1:", ":1", "1:2:3", "1.5", "one", "Same", "1 2",
                                 "2147483648", "99999999999999999999", "same,1", "+-1", "--1"})
    testing::expect_error(
        [&] { parse_padding(text); },
        "padding: '" + text +
            "' is no padding (numbers as 1, 1x2 or 1,2, begin:end as 1:2, valid, same, same-lower "
            "or full)");
}

TEST(PaddingText, AnErrorStaysOnOneLine) {
  testing::expect_error(
      [] { parse_padding("1\n2\t3"); },
      "padding: '1 2 3' is no padding (numbers as 1, 1x2 or 1,2, begin:end as 1:2, valid, same, "
      "same-lower or full)");
}

}  // namespace
}  // namespace convscope
