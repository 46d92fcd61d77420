// The language of the program: its table is whole, its texts fit where the English ones do, lines end where
// they may.
#include "app/picture/language.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "app/picture/backends.hpp"
#include "app/picture/catalogue.hpp"
#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"
#include "app/views/rich_text.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"
#include "core/io/resources.hpp"
#include "tests/app/picture/chinese.hpp"

namespace convscope {
namespace {

using testing::InChinese;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Chinese for the life of the object; `spoken` is false where no font has it.
std::vector<Catalogue::Entry> entries() {
  return Catalogue::read_po(read_file(resource_path("assets/languages/zh_CN.po"), "language"));
}

TEST(Language, EveryEntryIsWholeAndThereOnce) {
  std::set<std::string> seen;
  for (const Catalogue::Entry& entry : entries()) {
    SCOPED_TRACE(fmt::format("zh_CN.po:{}: {}", entry.line, entry.english));
    EXPECT_TRUE(seen.insert(entry.english).second);
    EXPECT_EQ(placeholders(entry.english), placeholders(entry.translated));
    EXPECT_EQ(entry.english.starts_with(' '), entry.translated.starts_with(' '));
    EXPECT_FALSE(entry.english.ends_with('.') && entry.translated.ends_with('.'));
  }
}

TEST(Language, TextsAreNoWiderThanTheEnglishOnes) {
  const InChinese chinese;
  if (!chinese.spoken) GTEST_SKIP() << "no font has Chinese characters";
  std::vector<std::string> wider;
  for (const Catalogue::Entry& entry : entries()) {
    for (const std::string_view line : split(entry.translated, '\n'))
      EXPECT_TRUE(covers(Font::text, line)) << entry.translated;
    // Lessons' words and paragraphs flow; fit_window_test and chinese_views_test see them in their places.
    if (entry.english.size() > 36 || entry.english.find("{{") != entry.english.npos) continue;
    speak(Language::english);
    const double before = text_width(Font::text, 15, entry.english);
    speak(Language::chinese);
    // What is short stands in places with a margin: room for a character more.
    if (text_width(Font::text, 15, entry.translated) > before + 18) wider.push_back(entry.english);
  }
  EXPECT_THAT(wider, IsEmpty());
}

TEST(Language, LinesOfAParagraphStayAsTheyAre) {
  EXPECT_EQ(as_it_is("Output padding"), "Output padding");  // English is as it is
  const InChinese chinese;
  if (!chinese.spoken) GTEST_SKIP() << "no font has Chinese characters";
  // No such sentence is in the table, but its parts are.
  const std::string paragraph = "Stride this zorp Output padding";
  const double width = std::max(text_width(Font::text, 15, as_it_is("Stride this zorp")),
                                text_width(Font::text, 15, as_it_is("Output padding"))) +
                       1;
  const std::vector<std::string> lines = wrapped(paragraph, Font::text, 15, width);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(spoken(lines[0]), "Stride this zorp");
  EXPECT_EQ(spoken(lines[1]), "Output padding");
  EXPECT_GT(text_width(Font::text, 15, lines[1]), text_width(Font::text, 15, "Output padding"));
  Picture picture(200, 40, {});
  picture.add(Label{.at = {10, 20}, .text = lines[1], .color = {0, 0, 0, 255}});
  EXPECT_THAT(to_svg(picture), ::testing::HasSubstr(">Output padding</text>"));
  const std::vector<RichLine> rich = laid_out(paragraph, Font::text, 15, width);
  ASSERT_EQ(rich.size(), 2u);
  EXPECT_EQ(spoken(rich[1].pieces[0].text), "Output padding");
  EXPECT_EQ(shortened(Font::text, 15, "Output padding", 50), "输出…");
  EXPECT_EQ(wrapped("Output padding", Font::text, 15, 200), std::vector<std::string>{"输出填充"});
}

TEST(Language, MeasuresAndInksTheTranslation) {
  const double english = text_width(Font::text, 15, "Output padding");
  Picture picture(200, 40, {});
  picture.add(Label{.at = {10, 20}, .text = "Output padding", .color = {0, 0, 0, 255}});
  const InChinese chinese;
  if (!chinese.spoken) GTEST_SKIP() << "no font has Chinese characters";
  EXPECT_EQ(spoken("Output padding"), "输出填充");
  EXPECT_NEAR(text_width(Font::text, 15, "Output padding"), 60, 0.5);
  EXPECT_NE(text_width(Font::text, 15, "Output padding"), english);
  EXPECT_EQ(shortened(Font::text, 15, "Output padding", 50), "输出…");
  EXPECT_THAT(to_svg(picture), ::testing::HasSubstr(">输出填充</text>"));
  EXPECT_EQ(spoken("out/Input.png"), "out/Input.png");
  EXPECT_EQ(spoken("输入 Input"), "输入 Input");
  EXPECT_EQ(spoken("3"), "3");
}

TEST(Language, SaysWhatHadNoTranslation) {
  const InChinese chinese;
  if (!chinese.spoken) GTEST_SKIP() << "no font has Chinese characters";
  take_untranslated();
  spoken("Padding"), spoken("No such text anywhere"), spoken("12");
  EXPECT_THAT(take_untranslated(), ElementsAre("No such text anywhere"));
  EXPECT_THAT(take_untranslated(), IsEmpty());
}

TEST(Language, LinesEndWhereTheyMay) {
  const auto texts = [](std::string_view text) {
    std::vector<std::string> all;
    for (const LinePart& part : line_parts(text))
      all.push_back((part.blank ? " " : "") + std::string(part.text));
    return all;
  };
  EXPECT_THAT(texts("two words"), ElementsAre("two", " words"));
  EXPECT_THAT(texts("卷积，核"), ElementsAre("卷", "积，", "核"));
  EXPECT_THAT(texts("（核 3x3）对"), ElementsAre("（核", " 3x3）", "对"));
  EXPECT_THAT(texts("用Keras的"), ElementsAre("用", "Keras", "的"));
  EXPECT_THAT(texts(""), ElementsAre(""));
}

TEST(Language, TheEnvironmentChoosesIt) {
  const auto with = [](const char* all, const char* lang) {
    ::setenv("LC_ALL", all, 1);
    ::setenv("LANG", lang, 1);
    return language_of_environment();
  };
  const char* const before_all = std::getenv("LC_ALL");
  const char* const before = std::getenv("LANG");
  const std::string old_all = before_all ? before_all : "", old = before ? before : "";
  ::unsetenv("LC_MESSAGES");
  EXPECT_EQ(with("", "zh_CN.UTF-8"), Language::chinese);
  EXPECT_EQ(with("C.UTF-8", "zh_CN.UTF-8"), Language::english);
  EXPECT_EQ(with("", "de_DE.UTF-8"), Language::english);
  ::setenv("LC_ALL", old_all.c_str(), 1);
  ::setenv("LANG", old.c_str(), 1);
}

}  // namespace
}  // namespace convscope
