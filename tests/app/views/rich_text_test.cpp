// Markdown laid out in lines.
#include "app/views/rich_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/picture/fonts.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> texts(const std::vector<RichLine>& lines) {
  std::vector<std::string> out;
  for (const RichLine& line : lines) {
    out.emplace_back();
    for (const RichLine::Piece& piece : line.pieces)
      out.back() += (out.back().empty() ? "" : "|") + piece.text;
  }
  return out;
}

TEST(RichTexts, BreakBetweenWords) {
  const std::string words = "one two three four five six";
  const std::vector<RichLine> lines =
      laid_out(words, Font::text, 16, text_width(Font::text, 16, "one two three") + 1);
  EXPECT_THAT(texts(lines), ElementsAre("one two three", "four five six"));
  for (const RichLine& line : lines)
    EXPECT_LE(text_width(Font::text, 16, line.pieces[0].text), text_width(Font::text, 16, "one two three"));
}

TEST(RichTexts, BreakWordsThatNoLineHolds) {
  const double width = text_width(Font::text, 16, "aaaaaaaaaa");
  const std::vector<RichLine> lines = laid_out(std::string(25, 'a'), Font::text, 16, width + 1);
  EXPECT_THAT(texts(lines), ElementsAre(std::string(10, 'a'), std::string(10, 'a'), "aaaaa"));
}

TEST(RichTexts, HaveTheFontsOfTheirSpans) {
  const std::vector<RichLine> lines =
      laid_out(parse_markdown("plain **bold** `code` *more* [there](https://a.b)"), 16, 900);
  ASSERT_THAT(texts(lines), ElementsAre("plain|bold|code|more|there"));
  const auto& p = lines[0].pieces;
  EXPECT_EQ(p[1].font, Font::text_bold);
  EXPECT_EQ(p[2].font, Font::number);
  EXPECT_EQ(p[3].font, Font::text_medium);
  EXPECT_EQ(p[4].link, "https://a.b");
  EXPECT_EQ(p[0].link, "");
  // A blank between the words, whatever their fonts.
  EXPECT_GT(p[1].x, text_width(Font::text, 16, "plain"));
  EXPECT_LT(p[1].x, text_width(Font::text, 16, "plain") + 8);
}

TEST(RichTexts, IndentLists) {
  const std::vector<RichLine> lines =
      laid_out(parse_markdown("Before:\n\n- first\n- second\n  - inner\n\n1. one"), 10, 900);
  ASSERT_THAT(texts(lines), ElementsAre("Before:", "•|first", "•|second", "•|inner", "1.|one"));
  EXPECT_EQ(lines[0].pieces[0].x, 0);
  EXPECT_LT(lines[1].pieces[0].x, lines[1].pieces[1].x);
  EXPECT_EQ(lines[1].pieces[1].x, lines[2].pieces[1].x);
  EXPECT_GT(lines[3].pieces[1].x, lines[2].pieces[1].x);
  EXPECT_EQ(lines[0].above, 0);
  EXPECT_GT(lines[4].height(), 14) << "room between paragraphs";
}

TEST(RichTexts, AreAddedBelowAPlace) {
  Picture picture(200, 100, {});
  const std::vector<RichLine> lines = laid_out(parse_markdown("one\n\ntwo"), 10, 100);
  const double bottom = add_lines(picture, {20, 30}, lines, palette(Theme::light), {1, 2, 3, 255});
  EXPECT_DOUBLE_EQ(bottom, 30 + height_of(lines));
  ASSERT_EQ(picture.items.size(), 2u);
  EXPECT_EQ(std::get<Label>(picture.items[0].shape).at, (Point{20, 37}));
}

}  // namespace
}  // namespace convscope
