// convscope tex, shape --tex, matrix --tex and figures as TikZ.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::run;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

std::string out(const std::string& line) {
  const auto outcome = run(line);
  EXPECT_EQ(outcome.status, 0) << line << "\n" << outcome.err;
  EXPECT_EQ(outcome.err, "");
  return outcome.out;
}

TEST(TexCommand, TheSumOfAStep) {
  EXPECT_EQ(out("tex 'conv 4 k2 in=[1,-2,3,4] w=[5,6]' --step 2"),
            "\\[\ny_{1} = (-2) \\cdot 5 + 3 \\cdot 6 = 8\n\\]\n");
  EXPECT_EQ(out("tex 'conv 4 k2 in=[1,-2,3,4] w=[5,6] b=[-1]' --step 2"),
            "\\[\ny_{1} = (-2) \\cdot 5 + 3 \\cdot 6 + (-1) = 7\n\\]\n");
  EXPECT_EQ(out("tex 'tconv 2 k2 s1 in=[1,2] w=[5,6]' --step 2"),
            "\\[\n\\begin{aligned}\ny_{1} &\\mathrel{+}= 2 \\cdot 5 = 10 \\\\\ny_{2} &\\mathrel{+}= 2 \\cdot "
            "6 = 12\n"
            "\\end{aligned}\n\\]\n");
  EXPECT_EQ(out("tex 'tconv 2 k2 s1 in=[1,2] w=[5,6]' --view direct --step 2"),
            "\\[\ny_{1} = 1 \\cdot 6 + 2 \\cdot 5 = 16\n\\]\n");
  EXPECT_THAT(out("tex 'conv 3x3 k2 c2>3' --step 5"), HasSubstr("y_{1;0,0} = "));
}

TEST(TexCommand, MatrixAndSizes) {
  EXPECT_THAT(out("tex 'tconv 2 k2 s2 w=[5,6]' --part matrix"),
              HasSubstr("5 & 0 \\\\\n6 & 0 \\\\\n0 & 5 \\\\\n0 & 6 \\\\\n"));
  EXPECT_THAT(out("tex 'tconv 4x5 k3 s2 p1' --part sizes"), HasSubstr("o_1 &= "));
  EXPECT_THAT(out("shape conv --input 5,6 --kernel 3 --stride 2 --padding 1 --tex"), HasSubstr("+ 1 = 3"));
  EXPECT_THAT(out("shape conv-transpose --input 4 --kernel 3 --stride 2 --tex"), HasSubstr("= 9\n"));
  EXPECT_THAT(out("shape conv --input 5 --kernel 3 --tex --json"), StartsWith("{\"tex\":\""));
}

TEST(TexCommand, MatrixOfAFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(testing::convscope(folder, words("apply conv --input-size 3 -o x")).status, 2);
  const std::string line = "matrix conv --input 3,3 --weight w.npy --tex";
  // A kernel of one weight: the identity.
  folder.file(
      "w.npy", std::string("\x93NUMPY\x01\x00", 8) + std::string("\x76\x00", 2) + [] {
        std::string head = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }";
        head.resize(117, ' ');
        return head + "\n";
      }() + std::string("\x00\x00\x00\x00\x00\x00\x00\x40", 8));
  const auto printed = testing::convscope(folder, words(line));
  EXPECT_EQ(printed.status, 0) << printed.err;
  EXPECT_THAT(printed.out, HasSubstr("2 & 0 & 0 & 0 & 0 & 0 & 0 & 0 & 0 \\\\\n0 & 2 & "));
  const auto written = testing::convscope(folder, words(line + " -o k.tex"));
  EXPECT_EQ(written.status, 0) << written.err;
  EXPECT_EQ(folder.read("k.tex"), printed.out);
}

TEST(TexCommand, WhatCannotBe) {
  const auto fails = [](const std::string& line, int status, const std::string& said) {
    const auto outcome = run(line);
    EXPECT_EQ(outcome.status, status) << line;
    EXPECT_THAT(outcome.err, StartsWith("convscope: " + said)) << line;
  };
  fails("tex 'conv 5 k3' --part song", 2, "part: ");
  fails("tex 'conv 5 k3' --step 4", 1, "step: 4 has no equation (from 1 to 3)");
  fails("tex 'conv 5 k3' --step 0", 1, "step: 0 has no equation");
  fails("tex 'conv 5 k3' --view scatter", 1, "view: ");
  fails("tex 'tconv 5 k3' --view overlap", 1, "step: ");
  fails("tex", 2, "scenario: ");
  fails("shape conv --input 5 --kernel 3 --tex --dialects", 2, "shape: ");
  fails("render 'tconv 3x3 k3' --view photo -o a.tex", 1, "output: TikZ has no place");
}

TEST(TexCommand, AFigureOfAStep) {
  const TemporaryFolder folder;
  EXPECT_EQ(testing::convscope(folder, words("render 'conv 5x5 k3' -o a.tex --step 3 --bare --crop")).status,
            0);
  EXPECT_THAT(folder.read("a.tex"), HasSubstr("\\begin{tikzpicture}"));
  EXPECT_EQ(testing::convscope(folder, words("render 'conv 5x5 k3' -o b.tex --step 3 --bare --crop")).status,
            0);
  EXPECT_EQ(folder.read("a.tex"), folder.read("b.tex"));
  EXPECT_EQ(testing::convscope(folder, words("render 'tconv 3x3 k3' --view photo -o c.tex")).status, 1);
  EXPECT_FALSE(folder.has("c.tex"));
}

}  // namespace
}  // namespace convscope
