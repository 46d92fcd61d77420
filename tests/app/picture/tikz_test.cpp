// Pictures as TikZ: what is written, and what pdflatex makes of it.
#include "app/picture/tikz.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "core/base/error.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Color kBlue{0, 114, 178, 255};

/// One of everything.
Picture sample() {
  Picture p(400, 200, {247, 248, 250, 255});
  p.add(
      Box{.rect = {10, 10, 80, 48}, .radius = 4, .fill = kBlue.with_alpha(0.5), .hatch = {90, 90, 90, 255}});
  p.add(Box{.rect = {100, 10, 80, 48}, .stroke = kBlue, .stroke_width = 2});
  p.add(Path{.start = {10, 90},
             .segments = {{.to = {120, 110}, .cubic = true, .control1 = {60, 90}, .control2 = {60, 110}},
                          {{150, 90}}},
             .stroke = kBlue,
             .dash = 4});
  p.add(Path{.start = {200, 90}, .segments = {{{220, 110}}, {{180, 110}}}, .closed = true, .fill = kBlue});
  p.add(Label{
      .at = {200, 150}, .text = "50% of a_b & 3 × 3", .size = 16, .align = Align::centre, .color = kBlue});
  p.add(Label{.at = {390, 150},
              .text = "1.25",
              .font = Font::number,
              .size = 14,
              .align = Align::right,
              .color = kBlue});
  auto image = std::make_shared<Image>(Image{2, 1, {255, 0, 0, 255, 0, 0, 255, 128}});
  p.add(Raster{.rect = {300, 10, 80, 40}, .image = image});
  return p;
}

TEST(Tikz, WritesEveryKindOfItem) {
  const std::string text = to_tikz(sample());
  EXPECT_EQ(text, to_tikz(sample()));
  EXPECT_THAT(text, HasSubstr("papersize={300bp,150bp}"));
  EXPECT_THAT(text, HasSubstr("{HTML}{0072B2}"));
  EXPECT_THAT(text, HasSubstr("fill opacity=0.502"));
  EXPECT_THAT(text, HasSubstr("rounded corners=3bp"));
  EXPECT_THAT(text, HasSubstr("dash pattern=on 3bp off 3bp"));
  EXPECT_THAT(text, HasSubstr("(10,90) .. controls (60,90) and (60,110) .. (120,110) -- (150,90)"));
  EXPECT_THAT(text, HasSubstr("{50\\% of a\\_b \\& 3 \\ensuremath{\\times} 3}"));
  EXPECT_THAT(text, HasSubstr("(300,10) rectangle (340,50)")) << "a pixel";
}

TEST(Tikz, RefusesPhotographs) {
  auto image =
      std::make_shared<Image>(Image{129, 130, std::vector<std::uint8_t>(std::size_t{129} * 130 * 4, 255)});
  Picture p(400, 200, {});
  p.add(Raster{.rect = {0, 0, 130, 128}, .image = image});
  EXPECT_THAT(to_tikz(p), HasSubstr("(0,0) rectangle (130,128)")) << "of one colour it is one cell";
  for (std::size_t i = 0; i < image->rgba.size(); i += 4)
    image->rgba[i] = static_cast<std::uint8_t>(i / 4 % 2);
  EXPECT_THROW(to_tikz(p), Error);
}

TEST(Tikz, ShowsThePartOfARasterThatIsItsSource) {
  Picture p(400, 200, {});
  const std::vector<std::uint8_t> row{255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255};
  p.add(Raster{.rect = {10, 20, 30, 40},
               .image = std::make_shared<Image>(Image{3, 1, row}),
               .source = {0.5, 0, 1.5, 1}});
  const std::string text = to_tikz(p);
  EXPECT_THAT(text, HasSubstr("(10,20) rectangle (20,60)")) << "half of the first";
  EXPECT_THAT(text, HasSubstr("(20,20) rectangle (40,60)"));
  EXPECT_THAT(text, Not(HasSubstr("0000FF")));
}

class TikzSlow : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* program : {"pdflatex", "pdftotext", "pdfinfo"})
      if (std::system((std::string("command -v ") + program + " >/dev/null 2>&1").c_str()) != 0)
        GTEST_SKIP() << "no " << program
                     << ": apt-get install texlive-latex-base texlive-pictures poppler-utils";
    folder.file("figure.tex", to_tikz(sample()));
  }
  std::string run(const std::string& command) const {
    const std::string whole = "cd '" + folder.path() + "' && " + command + " >said 2>&1 </dev/null";
    EXPECT_EQ(std::system(whole.c_str()), 0) << command << "\n" << folder.read("said");
    return folder.read("said");
  }
  const testing::TemporaryFolder folder;
};

TEST_F(TikzSlow, ByItselfItIsAPageOfItsSize) {
  run("pdflatex -interaction=nonstopmode -halt-on-error figure.tex");
  const std::string info = run("pdfinfo figure.pdf");
  EXPECT_THAT(info, HasSubstr("Pages:           1\n"));
  EXPECT_THAT(info, HasSubstr("Page size:       300 x 150 pts"));
  const std::string text = run("pdftotext figure.pdf -");
  EXPECT_THAT(text, HasSubstr("50% of a"));
  EXPECT_THAT(text, HasSubstr("1.25"));
}

TEST_F(TikzSlow, InADocumentItIsTheFigureAlone) {
  folder.file("paper.tex",
              "\\documentclass{article}\\usepackage{tikz}\\begin{document}Before.\n\n"
              "\\resizebox{\\linewidth}{!}{\\input{figure}}\n\nBehind.\\end{document}\n");
  run("pdflatex -interaction=nonstopmode -halt-on-error paper.tex");
  const std::string text = run("pdftotext paper.pdf -");
  for (const char* words : {"Before.", "1.25", "Behind."}) EXPECT_THAT(text, HasSubstr(words));
  EXPECT_THAT(run("pdfinfo paper.pdf"), HasSubstr("Pages:           1\n"));
}

// With every engine that is installed: Chinese is there to be read, or one sentence says what is missing.
TEST_F(TikzSlow, ChineseIsPrintedOrRefusedInOneSentence) {
  Picture p(400, 200, {});
  p.add(Label{.at = {20, 50}, .text = "卷积 3 × 3", .size = 16, .color = kBlue});
  p.add(Label{.at = {20, 90}, .text = "步幅", .font = Font::number_bold, .size = 16, .color = kBlue});
  folder.file("chinese.tex", to_tikz(p));
  for (const std::string engine : {"pdflatex", "lualatex", "xelatex"}) {
    if (std::system(("command -v " + engine + " >/dev/null 2>&1").c_str()) != 0) continue;
    SCOPED_TRACE(engine);
    const std::string command =
        "cd '" + folder.path() + "' && rm -f chinese.pdf && " + engine +
        " -interaction=nonstopmode -halt-on-error chinese.tex >said 2>&1 </dev/null && pdftotext chinese.pdf";
    if (std::system(command.c_str()) == 0) {
      EXPECT_THAT(folder.read("chinese.txt"), HasSubstr("卷积"));
      EXPECT_THAT(folder.read("chinese.txt"), HasSubstr("步幅"));
    } else {
      EXPECT_THAT(folder.read("said"), HasSubstr("This figure has Chinese text"));
    }
  }
}

}  // namespace
}  // namespace convscope
