#include "app/picture/fonts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <string_view>
#include <thread>

namespace convscope {
namespace {

constexpr Font kFonts[] = {Font::text, Font::text_medium, Font::text_bold, Font::number, Font::number_bold};

// Every sign beyond ASCII that the program prints.
constexpr std::string_view kSigns =
    "×·−–—½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞ᵀ∇Σ⌊⌋⌈⌉≤≥→←↑↓↔∗∙…²³¹⁻⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉′⟨⟩≠≈±°∞√∈∑∂σλμεα‖†•✓✗↦⇒éüß’“”";

TEST(Fonts, FilesExist) {
  for (const Font font : kFonts) {
    ASSERT_FALSE(font_files(font).empty());
    for (const std::string& file : font_files(font)) EXPECT_TRUE(std::filesystem::exists(file)) << file;
  }
}

TEST(Fonts, CoverEveryPrintedSign) {
  for (const Font font : kFonts)
    for (const TextRun& run : split_runs(font, kSigns))
      EXPECT_TRUE(covers(font, run.text)) << run.text << " in font " << static_cast<int>(font);
}

TEST(Fonts, CoverAscii) {
  std::string ascii;
  for (char c = ' '; c < 127; ++c) ascii += c;
  for (const Font font : kFonts) EXPECT_TRUE(covers(font, ascii));
}

TEST(Fonts, AdmitWhatTheyLack) {
  EXPECT_FALSE(covers(Font::text, "a\U000F0000"));
  EXPECT_FALSE(covers(Font::number, "\U000F0000"));
  EXPECT_TRUE(covers(Font::text, ""));
}

TEST(Fonts, WidthsAddUpAndScale) {
  for (const Font font : kFonts) {
    const double a = text_width(font, 16, "a"), b = text_width(font, 16, "b");
    EXPECT_GT(a, 4);
    EXPECT_LT(a, 16);
    EXPECT_DOUBLE_EQ(text_width(font, 16, "ab"), a + b);
    EXPECT_DOUBLE_EQ(text_width(font, 32, "a"), 2 * a);
    EXPECT_EQ(text_width(font, 16, ""), 0);
  }
}

TEST(Fonts, DigitsOfNumbersHaveOneWidth) {
  for (const Font font : {Font::number, Font::number_bold}) {
    const double zero = text_width(font, 100, "0");
    for (const char* sign : {"1", "8", ".", "-", "+", "½", "×", " "})
      EXPECT_DOUBLE_EQ(text_width(font, 100, sign), zero) << sign;
  }
}

TEST(Fonts, CapitalsAreLowerThanTheEm) {
  for (const Font font : kFonts) {
    EXPECT_GT(cap_height(font, 100), 60);
    EXPECT_LT(cap_height(font, 100), 85);
  }
}

TEST(Fonts, RunsJoinToTheText) {
  constexpr std::string_view text = "C ᵀ y = ⌊x⌋ ½ ok";
  for (const Font font : kFonts) {
    const std::vector<TextRun> runs = split_runs(font, text);
    std::string joined;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      joined += runs[i].text;
      EXPECT_LT(runs[i].file, font_files(font).size());
      if (i > 0) {
        EXPECT_NE(runs[i].file, runs[i - 1].file);
      }
    }
    EXPECT_EQ(joined, text);
  }
}

TEST(Fonts, LayoutAgreesWithWidthAndText) {
  constexpr std::string_view text = "5 × ⅓ ⟨a⟩";
  double em = 0;
  std::size_t bytes = 0;
  for (const Glyph& glyph : lay_out(Font::text, text)) {
    em += glyph.advance;
    bytes += glyph.bytes;
  }
  EXPECT_NEAR(em * 20, text_width(Font::text, 20, text), 1e-9);
  EXPECT_EQ(bytes, text.size());
}

TEST(Fonts, BrokenUtf8IsDrawnByteByByte) {
  constexpr std::string_view broken = "a\xff\xc3 b\xe2\x82";
  const std::vector<Glyph> glyphs = lay_out(Font::text, broken);
  EXPECT_EQ(glyphs.size(), 7u);
  const std::size_t bytes = std::accumulate(glyphs.begin(), glyphs.end(), std::size_t{0},
                                            [](std::size_t n, const Glyph& g) { return n + g.bytes; });
  EXPECT_EQ(bytes, broken.size());
}

TEST(Fonts, MeasureFromManyThreads) {
  const double expected = text_width(Font::number_bold, 10, kSigns);
  std::vector<double> widths(8);
  std::vector<std::thread> threads;
  threads.reserve(widths.size());
  for (double& width : widths)
    threads.emplace_back([&width] { width = text_width(Font::number_bold, 10, kSigns); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(widths, ::testing::Each(expected));
}

TEST(Fonts, ATextIsShortenedToWholeCharactersThatFit) {
  const std::string text = "Ünïcödé 1¾ ∇Σ and more";
  for (const Font font : kFonts)
    for (double width = 0; width < 260; width += 7) {
      const std::string shown = shortened(font, 14, text, width);
      if (shown == text) {
        EXPECT_LE(text_width(font, 14, text), width);
        continue;
      }
      ASSERT_TRUE(shown.ends_with("…"));
      const std::string kept = shown.substr(0, shown.size() - std::string_view("…").size());
      EXPECT_TRUE(text.starts_with(kept));
      EXPECT_TRUE(kept.empty() || text_width(font, 14, shown) <= width);
      EXPECT_TRUE((text[kept.size()] & 0xc0) != 0x80) << "no character is cut in two: " << kept;
      std::size_t next = kept.size() + 1;  // with one character more it would not fit
      while (next < text.size() && (text[next] & 0xc0) == 0x80) ++next;
      EXPECT_GT(text_width(font, 14, text.substr(0, next) + "…"), width);
    }
  // Grows with what fits: measured whole for every character this would take hours.
  std::string sevens;
  sevens.resize(20'000'000, '7');
  EXPECT_LT(shortened(Font::number, 14, sevens, 300).size(), 60);
}

/// What the system's own tool says: whether some outline font, not in colour, has the character.
bool the_system_has(std::string_view code) {
  const std::string command = "fc-list ':outline=true:color=false:charset=" + std::string(code) + "' family";
  std::array<char, 256> line{};
  FILE* const pipe = popen(command.c_str(), "r");
  const bool any = pipe && std::fgets(line.data(), line.size(), pipe);
  if (pipe) pclose(pipe);
  return any;
}

int signs(std::string_view text) {
  int count = 0;
  for (const Glyph& glyph : lay_out(Font::text, text)) count += glyph.advance > 0;
  return count;
}

TEST(Fonts, AnyScriptThatTheSystemHasIsCovered) {
  struct Sample {
    std::string_view text, code;
  };
  for (const Sample& s : {Sample{"猫", "732b"},
                          {"の", "306e"},
                          {"고", "ace0"},
                          {"ก", "e01"},
                          {"क", "915"},
                          {"ж", "436"},
                          {"ط", "637"},
                          {"א", "5d0"},
                          {"\U0001F469", "1f469"}})
    EXPECT_EQ(covers(Font::text, s.text), the_system_has(s.code)) << s.text;
  EXPECT_TRUE(covers(Font::text, "кошка"));  // DejaVu has it
  if (!the_system_has("732b")) GTEST_SKIP() << "no font with Chinese characters is installed";
  const Glyph cat = lay_out(Font::number, "猫").front();
  EXPECT_TRUE(std::filesystem::exists(font_file(Font::number, cat.file).path));
  EXPECT_GT(cat.advance, 0.8);
}

TEST(Fonts, WhatNoFontHasIsOneSign) {
  EXPECT_EQ(signs("\U000F0000"), 1);
  EXPECT_EQ(signs("a\U000F0000b"), 3);
  EXPECT_EQ(lay_out(Font::text, "\U000F0000").front().index, lay_out(Font::text, "\ufffd").front().index);
  if (the_system_has("1f469")) GTEST_SKIP() << "a font draws emoji as outlines";
  EXPECT_EQ(signs("\U0001F469\u200d\U0001F469\u200d\U0001F467"), 1) << "a family of three";
  EXPECT_EQ(signs("\U0001F44D\U0001F3FD"), 1) << "a thumb and its colour";
  EXPECT_EQ(signs("\U0001F44D\U0001F44D"), 2) << "two of them";
  EXPECT_EQ(signs("\U0001F469\U0001F469\u200d\U0001F467"), 2);
}

TEST(Fonts, MarksWithoutAShapeTakeNoPlace) {
  EXPECT_EQ(text_width(Font::text, 16, "a\u200bb\ufeff\u202e"), text_width(Font::text, 16, "ab"));
  EXPECT_EQ(text_width(Font::text, 16, "1\ufe0f"), text_width(Font::text, 16, "1"));
}

TEST(Fonts, WhatIsNotUtf8BecomesUtf8) {
  EXPECT_EQ(valid_utf8("猫 é \U0001F469"), "猫 é \U0001F469");
  EXPECT_EQ(valid_utf8("a\xff\xc3 b"), "a\ufffd\ufffd b");
  EXPECT_EQ(valid_utf8("\xed\xa0\x80"), "\ufffd\ufffd\ufffd") << "half of a pair";
  EXPECT_EQ(valid_utf8("\xc0\xaf"), "\ufffd\ufffd") << "longer than need be";
  EXPECT_EQ(valid_utf8("\xf4\x90\x80\x80"), "\ufffd\ufffd\ufffd\ufffd") << "beyond the last character";
}

}  // namespace
}  // namespace convscope
