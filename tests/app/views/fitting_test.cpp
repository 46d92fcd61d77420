// Words in the room that there is.
#include "app/views/fitting.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "app/picture/fonts.hpp"

namespace convscope {
namespace {

TEST(Clauses, AreKeptFromTheBeginningAsFarAsThereIsRoom) {
  const std::string_view words = "one, two; three: four";
  const auto within = [&](std::string_view room) {
    return clauses_within(words, Font::text, 16, text_width(Font::text, 16, room));
  };
  EXPECT_EQ(within(words), words);
  EXPECT_EQ(within("one, two; three and"), "one, two; three");
  EXPECT_EQ(within("one, two; t"), "one, two");
  EXPECT_EQ(within("one"), "one");
  EXPECT_EQ(within("on"), "");
  EXPECT_EQ(clauses_within("", Font::text, 16, 0), "");
}

TEST(Wrapping, KeepsWordsWholeAndIndentsTheLinesThatFollow) {
  using ::testing::ElementsAre;
  const auto lines = [](std::string_view words, std::string_view room, std::string_view indent = {}) {
    return wrapped(words, Font::number, 10, text_width(Font::number, 10, room), indent);
  };
  EXPECT_THAT(lines("one two three", "one two"), ElementsAre("one two", "three"));
  EXPECT_THAT(lines("one two three", "one two", "  "), ElementsAre("one two", "  three"));
  EXPECT_THAT(lines("incomprehensibilities too", "one"), ElementsAre("incomprehensibilities", "too"));
  EXPECT_TRUE(lines("", "one").empty());
}

TEST(Fitting, TakesTheFirstThatFitsOrTheLast) {
  const auto of = [](std::string_view room) {
    return fitting(Font::number, 10, text_width(Font::number, 10, room), {"a long one", "short", "s"});
  };
  EXPECT_EQ(of("a long one"), "a long one");
  EXPECT_EQ(of("a long"), "short");
  EXPECT_EQ(of(""), "s");
}

TEST(LongSums, CountTheTermsForWhichThereIsNoRoom) {
  LongSum sum({{"y = ", {}}}, " + ", {});
  for (const char* term : {"11", "22", "33", "44"}) sum.add([&] { return std::vector<Piece>{{term, {}}}; });
  sum.end({" = 110", {}});
  const auto within = [&](std::string_view room) {
    std::string text;
    for (const Piece& piece : sum.within(text_width(Font::number, 10, room) + 0.5, 10)) text += piece.text;
    return text;
  };
  EXPECT_EQ(within("y = 11 + 22 + 33 + 44 = 110"), "y = 11 + 22 + 33 + 44 = 110");
  EXPECT_EQ(within("y = 11 + 22 + 33 + 44 = 11"), "y = 11 + 22 + 2 more = 110");
  EXPECT_EQ(within("y = 11 + 3 more = 110"), "y = 11 + 3 more = 110");
  EXPECT_EQ(within(""), "y = 4 products = 110");
}

TEST(LongSums, MakeNoMoreTermsThanALineHasRoomFor) {
  int made = 0;
  LongSum sum({}, " + ", {});
  for (int i = 0; i < 10'000; ++i)
    sum.add([&] {
      ++made;
      return std::vector<Piece>{{"1", {}}};
    });
  EXPECT_LT(made, 100);
  EXPECT_THAT(sum.within(1e6, 10).back().text, ::testing::StartsWith(" + 9"));
}

TEST(LongSums, BreakBetweenTermsAndCountOnlyWhatTheLastLineHasNoRoomFor) {
  LongSum sum({{"y = ", {}}}, " + ", {});
  for (const char* term : {"11", "22", "33", "44"}) sum.add([&] { return std::vector<Piece>{{term, {}}}; });
  sum.end({" = 110", {}});
  const auto lines = [&](std::string_view room, std::size_t most) {
    std::vector<std::string> out;
    for (const auto& line : sum.lines(text_width(Font::number, 10, room) + 0.5, 10, most).lines) {
      out.emplace_back();
      for (const Piece& piece : line) out.back() += piece.text;
    }
    return out;
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(lines("y = 11 + 22 + 33 + 44 = 110", 2), ElementsAre("y = 11 + 22 + 33 + 44 = 110"));
  EXPECT_THAT(lines("y = 11 + 22 + 33 + 44 =", 2), ElementsAre("y = 11 + 22 + 33 + 44", " = 110"));
  EXPECT_THAT(lines("y = 11 + 22 + 33", 2), ElementsAre("y = 11 + 22 + 33", " + 44 = 110"));
  // 16 letters' room after the indent of four: 33 and 44 do not both fit.
  EXPECT_THAT(lines("y = 11 + 22 + ab", 2), ElementsAre("y = 11 + 22 + 33", " + 44 = 110"));
  EXPECT_THAT(lines("y = 11 + 22 ab", 1), ElementsAre("y = 4 products = 110"));
}

}  // namespace
}  // namespace convscope
