// Formulas as LaTeX: numbers, matrices, sizes, text; pdflatex reads them where it is installed.
#include "core/tex/tex.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/ops/operator.hpp"
#include "core/tex/text.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(TexNumbers, AreWholeFractionsOrDecimals) {
  EXPECT_EQ(tex_number(0), "0");
  EXPECT_EQ(tex_number(-0.0), "0");
  EXPECT_EQ(tex_number(-3), "-3");
  EXPECT_EQ(tex_number(1234567), "1234567");
  EXPECT_EQ(tex_number(1 / 9.0), "\\tfrac{1}{9}");
  EXPECT_EQ(tex_number(-4 / 3.0), "-\\tfrac{4}{3}");
  EXPECT_EQ(tex_number(2.5), "\\tfrac{5}{2}");
  EXPECT_EQ(tex_number(0.123456789), "0.123457");
  EXPECT_EQ(tex_number(1.2e-7), "1.2 \\times 10^{-7}");
  EXPECT_EQ(tex_number(1e-12), "1 \\times 10^{-12}");
  EXPECT_EQ(tex_number(-2.5e20), "-2.5 \\times 10^{20}");
  EXPECT_EQ(tex_number(-std::numeric_limits<double>::infinity()), "-\\infty");
}

/// 1-D, so that the rows can be read off: y[o] = sum over k of w[k] x[2 o + k].
SparseMatrix matrix(Index input) {
  const Operator op = make_operator(Direction::convolution, {input}, {.kernel = {3}, .stride = {2}});
  return matrix_of(op, Tensor<double>({1, 1, 3}, {1, 0.5, -2}));
}

TEST(TexMatrices, HoldEveryEntry) {
  EXPECT_EQ(tex_matrix(matrix(5)),
            "\\begin{bmatrix}\n1 & \\tfrac{1}{2} & -2 & 0 & 0 \\\\\n0 & 0 & 1 & \\tfrac{1}{2} & -2 \\\\\n"
            "\\end{bmatrix}\n");
}

TEST(TexMatrices, AllowForMoreThanTenColumns) {
  EXPECT_THAT(tex_matrix(matrix(10)), StartsWith("\\begin"));
  EXPECT_THAT(tex_matrix(matrix(11)), StartsWith("\\setcounter{MaxMatrixCols}{11}\n\\begin"));
}

TEST(TexMatrices, LargeOnesHaveDots) {
  const std::string text = tex_matrix(matrix(1001));
  EXPECT_THAT(text, HasSubstr("\\cdots"));
  EXPECT_THAT(text, HasSubstr("\\vdots"));
  EXPECT_THAT(text, HasSubstr("\\ddots"));
  EXPECT_LT(text.size(), 3000u);
  EXPECT_EQ(std::ranges::count(text, '\n'), 17 + 3) << "12 rows, dots, 4 rows";
  // The last row's last entries.
  EXPECT_THAT(text, HasSubstr("\\cdots & 0 & 1 & \\tfrac{1}{2} & -2 \\\\\n\\end"));
  EXPECT_THAT(tex_matrix(matrix(kMostTexLines)), Not(HasSubstr("dots")));
  EXPECT_THAT(tex_matrix(matrix(kMostTexLines + 1)), HasSubstr("dots"));
}

TEST(TexMatrices, PlacesThatOccurTwiceAreAddedUp) {
  const Operator op = make_operator(Direction::convolution, {3},
                                    {.kernel = {3}, .padding = {.sides = {{1, 1}}}}, BorderMode::replicate);
  EXPECT_EQ(tex_matrix(matrix_of(op, Tensor<double>({1, 1, 3}, {1, 2, 4}))),
            "\\begin{bmatrix}\n3 & 4 & 0 \\\\\n1 & 2 & 4 \\\\\n0 & 1 & 6 \\\\\n\\end{bmatrix}\n");
}

TEST(TexSizes, HaveNamesAndNumbersOnEachAxis) {
  const Layer layer{.kernel = {3}, .stride = {2}, .padding = {.sides = {{1, 1}}}};
  EXPECT_EQ(tex_sizes(conv_geometry({5}, layer), false),
            "\\begin{align*}\no &= \\left\\lfloor (n + 2p - d(k-1) - 1) / s\\right\\rfloor + 1 \\\\\n"
            "  &= \\left\\lfloor (5 + 2 \\cdot 1 - 1 \\cdot (3-1) - 1) / 2\\right\\rfloor + 1 = "
            "3\n\\end{align*}\n");
  const Layer up{.kernel = {3}, .stride = {2}, .padding = {.sides = {{1, 0}}}, .output_padding = {1}};
  EXPECT_THAT(
      tex_sizes(transposed_geometry({4, 6}, up), true),
      HasSubstr("o_1 &= (n-1)s - p_0 - p_1 + d(k-1) + 1 + \\mathit{op} \\\\\n  &= (6-1) \\cdot 2 - 1 - 0 + 1 "
                "\\cdot (3-1) + 1 + 1 = 13\n"));
}

TEST(TexText, EscapesWhatLatexMeansOtherwise) {
  EXPECT_EQ(tex_text("50% & #1_a^b~{x}\\$"),
            "50\\% \\& \\#1\\_a\\textasciicircum{}b\\textasciitilde{}\\{x\\}\\textbackslash{}\\$");
  EXPECT_EQ(tex_text("a--b"), "a-{}-{}b");
  EXPECT_EQ(tex_text("  two  blanks "), "\\ \\ two \\ blanks\\ ");
  EXPECT_EQ(tex_text("3 × 3"), "3 \\ensuremath{\\times} 3");
  EXPECT_EQ(tex_text("a\nb"), "a b");
  EXPECT_EQ(tex_text("卷积 3×3 核"), "\\unicodetext{卷积} 3\\ensuremath{\\times}3 \\unicodetext{核}");
  EXPECT_EQ(tex_text("Größe, Señor"), "Größe,{} Señor");
}

TEST(TexSlow, PdflatexReadsAllOfIt) {
  if (std::system("command -v pdflatex >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "no pdflatex: apt-get install texlive-latex-base texlive-pictures";
  const testing::TemporaryFolder folder;
  // Every sign that the program prints (tests/app/picture/fonts_test.cpp), and all of ASCII.
  std::string ascii;
  for (char c = ' '; c < 127; ++c) ascii += c;
  const std::string signs =
      "×·−–—½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞ᵀ∇Σ⌊⌋⌈⌉≤≥→←↑↓↔∗∙…²³¹⁻⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉′⟨⟩≠≈±°∞√∈∑∂σλμεα‖†•✓✗↦⇒’“”ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑ"
      "ÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõö÷øùúûüýÿĀāĂăĆćČčĎďĒēĚěĞğĪīıŁłŃńŇňŌōŐőŒœŘřŚśŞşŠšŢţŤťŪū"
      "ŮůŰűŴŵŸŹźŻżŽž";
  EXPECT_THAT(tex_text(signs), Not(HasSubstr("unicodetext"))) << "each has a command";
  folder.file("a.tex", "\\documentclass{article}\\usepackage{amsmath}" + std::string(kUnicodeText) +
                           "\\begin{document}\n" + tex_text(ascii) + "\n\n" + tex_text(signs + " 卷积") +
                           "\n\n\\[" + tex_matrix(matrix(1001)) + "\\]\n" +
                           tex_sizes(conv_geometry({5, 7}, {.kernel = {3}}), false) + "\\end{document}\n");
  const std::string command =
      "cd '" + folder.path() +
      "' && pdflatex -interaction=nonstopmode -halt-on-error a.tex >said 2>&1 </dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0) << folder.read("said");
  EXPECT_THAT(folder.read("said"), Not(HasSubstr("Missing character")));
  if (std::system("command -v pdftotext >/dev/null 2>&1") != 0) return;
  EXPECT_EQ(std::system(("cd '" + folder.path() + "' && pdftotext a.pdf a.txt").c_str()), 0);
  EXPECT_THAT(folder.read("a.txt"), HasSubstr("#$%&"));
}

}  // namespace
}  // namespace convscope
