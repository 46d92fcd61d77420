// The words of lessons: Markdown as blocks, and numbers in the place of their names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/lesson/cells.hpp"
#include "core/lesson/markdown.hpp"
#include "core/lesson/placeholders.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using testing::expect_error;

using Spans = std::vector<MarkdownSpan>;

TEST(Markdown, ParagraphsAndLooks) {
  EXPECT_THAT(parse_markdown("One *two* **three** `f(x)`\nsame line  \nnext\n\nSecond."),
              ElementsAre(MarkdownBlock{.spans = {{"One "},
                                                  {"two", false, true},
                                                  {" "},
                                                  {"three", true},
                                                  {" "},
                                                  {"f(x)", false, false, true},
                                                  {" same line\nnext"}}},
                          MarkdownBlock{.spans = {{"Second."}}}));
  EXPECT_THAT(parse_markdown("***both*** [a *b*](https://x.y)"),
              ElementsAre(MarkdownBlock{.spans = {{"both", true, true},
                                                  {" "},
                                                  {"a ", false, false, false, "https://x.y"},
                                                  {"b", false, true, false, "https://x.y"}}}));
  EXPECT_TRUE(parse_markdown("").empty());
  EXPECT_EQ(plain_text("3 < 5, 2 * 3, a_b_c, \\*"), "3 < 5, 2 * 3, a_b_c, *");
}

TEST(Markdown, ListsInLists) {
  const std::string text = "- a\n- b\n  1. c\n  2. d\n\n3. e\n\n   more\n0. f";
  EXPECT_EQ(plain_text(text), "• a\n• b\n1. c\n2. d\n3. e\nmore\n4. f");
  std::vector<int> depths;
  for (const MarkdownBlock& block : parse_markdown(text)) depths.push_back(block.depth);
  EXPECT_THAT(depths, ElementsAre(1, 1, 2, 2, 1, 1, 1));
}

TEST(Markdown, WhatIsNotOursIsRefused) {
  const auto refused = [](const std::string& text, const std::string& what) {
    expect_error([&] { parse_markdown(text); },
                 "Markdown: has " + what +
                     " (paragraphs, lists, *emphasis*, **strong**, `code` and [links](https://...))");
  };
  refused("# Title", "a heading");
  refused("a\n===", "a heading");
  refused("```\ncode\n```", "a block of code");
  refused("> quoted", "a quotation");
  refused("a\n\n***\n", "a line across");
  refused("![cat](cat.png)", "an image");
  refused("a <i>b</i>", "HTML");
  refused("<div>\nb\n</div>", "HTML");
  refused("a &amp; b", "an entity of HTML, write the sign itself");
  refused("| a | b |\n|---|---|\n| 1 | 2 |", "a table");
}

/// What the name stands for.
std::string of(const std::string& spec, const std::string& name) {
  const Derived derived(parse_spec(spec));
  return placeholder(name, {.scenario = &derived});
}

TEST(Placeholders, AreComputed) {
  const std::string stamps = "tconv 2x2 k3 s2 in=ramp w=[1,2,1;2,4,2;1,2,1]";
  // In the middle all four stamps meet with their corners: 1 + 2 + 3 + 4.
  EXPECT_EQ(of(stamps, "output 2,2"), "10");
  EXPECT_EQ(of(stamps, "sum 2,2"), "1·1 + 2·1 + 3·1 + 4·1 = 10");
  EXPECT_EQ(of(stamps, "contacts 2,2"), "4");
  EXPECT_EQ(of(stamps, "contacts 1,1"), "1");
  EXPECT_EQ(of(stamps, "input size"), "2 × 2");
  EXPECT_EQ(of(stamps, "output size"), "5 × 5");
  EXPECT_EQ(of(stamps, "kernel size"), "3 × 3");
  EXPECT_EQ(of(stamps, "input 1,0"), "3");
  EXPECT_EQ(of(stamps, "weight 1,1"), "4");
  EXPECT_EQ(of(stamps, "steps"), "4");
  EXPECT_EQ(of(stamps, "rows"), "25");
  EXPECT_EQ(of(stamps, "columns"), "4");
  EXPECT_EQ(of(stamps, "entries"), "36");
  EXPECT_EQ(of(stamps, "zeros"), "64");
  EXPECT_EQ(of(stamps, "parameters"), "9");
  EXPECT_EQ(of(stamps, "multiply-adds"), "36");
  EXPECT_EQ(of(stamps, "overlap min"), "1");
  EXPECT_EQ(of(stamps, "overlap max"), "4");
  EXPECT_EQ(of(stamps, "kernel sum"), "16");
  EXPECT_EQ(of(stamps, "stride"), "2 × 2");
  EXPECT_EQ(of("conv 6x6 k3 s2 p1", "remainder"), "1 × 1");
  EXPECT_EQ(of("conv 6x6 k3 s2", "unread"), "11") << "the last row and column";
  EXPECT_EQ(of("conv 6 k3 s2 p1", "transpose output padding"), "1");
  EXPECT_EQ(of("conv 6 k3 psame s2", "padding"), "0:1");
  EXPECT_EQ(of("tconv 4x4 k3 s2 in=ones w=ones", "phase sums"), "4, 2 / 2, 1");
  // numbers.md, beyond phase sums.
  EXPECT_EQ(of("tconv 6 k3 s2 w=ones", "phase spread"), "0.667");
  EXPECT_EQ(of("tconv 6 k3 s2 w=ones", "alias 0"), "33.3 %");
  EXPECT_EQ(of("tconv 6 k2 s2 w=ones", "alias 0"), "0");
  EXPECT_EQ(of("tconv 6 k3 s2 w=[.5,1,.5]", "alias 0.125"), "3.96 %");
  EXPECT_EQ(of("tconv 6 k6 s2 p2 w=[-.25,0,1.5,1,-.25,0]", "alias 0.25"), "45.8 %");
  EXPECT_EQ(of("tconv 6 k4 s2 p1 w=[1,3,3,1]", "order"), "3");
  EXPECT_EQ(of("tconv 6x6 k4 s2 p1 w=bilinear", "imaging"), "0.0049");
  // numbers.md: 1..5 becomes 2, 3, 4; back it is 2/3, 5/3, 3, 7/3, 4/3; two of five directions are lost.
  EXPECT_EQ(of("conv 5 k3", "output"), "2, 3, 4");
  EXPECT_EQ(of("conv 5 k3", "returned"), "2/3, 5/3, 3, 7/3, 4/3");
  EXPECT_EQ(of("conv 5 k3", "returned 0"), "2/3");
  EXPECT_EQ(of("conv 5 k3", "rank"), "3");
  EXPECT_EQ(of("conv 5 k3", "lost"), "2");
  EXPECT_EQ(of("tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3]", "output"), "0, 0, 1 / 0, 4, 6 / 4, 12, 9");
  EXPECT_EQ(of("conv 3 k2 w=[1,-1] b=[2]", "sum 0"), "1·1 + 2·(−1) + 2 = 1");
  EXPECT_EQ(of("tconv 2 k3 s2 op1 in=[2,4]", "sum 5"), "0 = 0") << "a cell that nothing reaches";
  EXPECT_EQ(of("conv 3 k3 p1 w=ones", "sum 0"), "1·1 + 2·1 = 3") << "zeros of the border are left out";
  EXPECT_EQ(of("conv 3x3 k2 in=arange w=[1,2;3,4]", "entry 0,4"), "4");
  EXPECT_EQ(of("conv 3x3 k2 in=arange w=[1,2;3,4]", "entry 0,2"), "0");
  EXPECT_EQ(of("conv 3x3 k2 w=ones", "input gradient"), "1, 2, 1 / 2, 4, 2 / 1, 2, 1");
  EXPECT_EQ(of("conv 3 k2 in=[1,2,4]", "weight gradient"), "3, 6");
  EXPECT_EQ(of("conv 4x4 k3 c2>3 w=random:1", "parameters"), "54");
}

TEST(Placeholders, OfBothScenarios) {
  const Derived one(parse_spec("conv 5 k3")), two(parse_spec("tconv 3 k3"));
  const NumbersOf both{&one, &two};
  EXPECT_EQ(filled("{{output size}} and {{ beside output size }}", both), "3 and 5");
  EXPECT_EQ(filled("no number", {}), "no number");
  EXPECT_EQ(plain_text(filled("{{output 0}}. That is so.", both)), "2. That is so.") << "no list";
  expect_error([&] { filled("{{rank}}", {}); },
               "{{rank}}: there is no scenario (a scene with a scenario, or one behind such a scene)");
  expect_error([&] { filled("{{output 7}}", both); }, "{{output 7}}: there is no output 7 (up to 2)");
  EXPECT_THROW(filled("{{colour}}", both), Error);
  EXPECT_THROW(filled("{{sum}}", both), Error) << "of which cell?";
  EXPECT_THROW(filled("{{rank 1}}", both), Error);
  EXPECT_THROW(filled("{{}}", both), Error);
}

TEST(Placeholders, EachOneHasAValueAndHelp) {
  const Derived conv(parse_spec("conv 5x5 k3 s2"));
  const std::map<std::string_view, std::string> arguments{
      {"", ""}, {"[CELL]", ""}, {"CELL", " 0,0"}, {"FREQUENCY", " 0.125"}};
  std::set<std::string_view> names;
  for (const Placeholder& row : placeholders()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.help.empty()) << row.name;
    const std::string name = std::string(row.name) + arguments.at(row.arguments);
    EXPECT_FALSE(placeholder(name, {.scenario = &conv}).empty()) << name;
  }
}

TEST(Cells, WithChannels) {
  const Derived derived(parse_spec("conv 5x4 k3x2 c2>3 w=random:1"));
  EXPECT_EQ(flat_cell(parse_cell("input 1,2"), derived), 6);
  EXPECT_EQ(flat_cell(parse_cell("input 1:1,2"), derived), 26);
  EXPECT_EQ(flat_cell(parse_cell("output 2:0,1"), derived), 19);
  EXPECT_EQ(flat_cell(parse_cell("weight 2,1:2,1"), derived), 35);
  EXPECT_EQ(flat_cell(parse_cell("weight 5:2,1"), derived), 35) << "pairs are counted";
  EXPECT_EQ(flat_cells(parse_cell("output"), derived).size(), 27u);
  expect_error([&] { flat_cell(parse_cell("input 2:0,0"), derived); },
               "cell: there is no input 2:0,0 (up to 1:4,3)");
  expect_error([&] { flat_cell(parse_cell("input 0,1:0,0"), derived); },
               "cell: 'input 0,1:0,0' has 2 channels (one channel, or two for a weight)");
  expect_error([&] { flat_cell(parse_cell("weight 9,9:0,0"), derived); },
               "cell: there is no weight 9,9:0,0 (up to 2,1:2,1)");
}

}  // namespace
}  // namespace convscope
