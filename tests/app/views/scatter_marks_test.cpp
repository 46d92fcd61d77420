// What the scatter view says beside its figure: how the hovered cell is made, the stride, what output padding
// brings.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "app/views/registry.hpp"
#include "core/geometry/size_report.hpp"
#include "core/ops/cell_terms.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Picture scatter(const std::string& spec, Moment moment, const Style& style = {.width = 900, .height = 600}) {
  return view("scatter").draw(Derived(parse_spec(spec)), moment, style);
}

/// All labels in the title's line, one after the other.
std::string title_line(const Picture& picture) {
  std::string line;
  for (const Item& item : picture.items)
    if (const auto* label = std::get_if<Label>(&item.shape); label != nullptr && label->at.y < 52)
      line += label->text;
  return line;
}

std::size_t outlined(const Picture& picture, Color color, double width) {
  std::size_t count = 0;
  for (const Item& item : picture.items)
    if (const auto* box = std::get_if<Box>(&item.shape))
      count += box->stroke == color && box->stroke_width == width && box->fill.a == 0;
  return count;
}

constexpr const char* kBilinear = "tconv 3x3 k3 s2 p1 op1 w=bilinear";

TEST(ScatterMarks, TheSumOfTheHoveredCellStandsInTheTitlesLine) {
  Style style{.width = 900, .height = 600};
  style.hover = {Role::output, 7};  // row 1, column 1: all four neighbours, a quarter each
  const std::string line = title_line(scatter(kBilinear, {8, kSettled}, style));
  EXPECT_THAT(line, HasSubstr("y[1,1] = 1·¼ + 2·¼ + 4·¼ + 5·¼ = 3"));
  EXPECT_THAT(line, Not(HasSubstr("each input cell"))) << "the sentence gives way";
  style.hover = {Role::output, 6 * 5 + 5};  // the corner that output padding brings
  EXPECT_THAT(title_line(scatter(kBilinear, {8, kSettled}, style)), HasSubstr("y[5,5] = 9·¼ = 2¼"));
  style.hover = {Role::input, 3};
  EXPECT_THAT(title_line(scatter(kBilinear, {8, kSettled}, style)), HasSubstr("each input cell"));
  style.hover = {Role::output, 999};
  EXPECT_THAT(title_line(scatter(kBilinear, {8, kSettled}, style)), HasSubstr("each input cell"));
}

TEST(ScatterMarks, TheSumHasBiasAndBordersAndOneAxis) {
  Style style{.width = 900, .height = 600};
  style.hover = {Role::output, 2};
  EXPECT_THAT(title_line(scatter("tconv 4 k3 s2 w=[1,2,3] b=[10]", {3, kSettled}, style)),
              HasSubstr("y[2] = 1·3 + 2·1 + bias 10 = 15"));
  style.hover = {Role::output, 4};
  EXPECT_THAT(title_line(scatter("tconv 4 k3 s2 w=[1,-2,3]", {3, kSettled}, style)),
              HasSubstr("= 2·3 + 3·1 = 9"));
  style.quiz = true;
  EXPECT_THAT(title_line(scatter("tconv 4 k3 s2 w=[1,-2,3]", {3, kSettled}, style)), Not(HasSubstr("= 9")));
}

TEST(ScatterMarks, InputsStampsAndWeightsAreRinged) {
  Style style{.width = 900, .height = 600};
  const Color accent = palette(style.theme).accent;
  EXPECT_EQ(outlined(scatter(kBilinear, {8, kSettled}, style), accent, 2), 0u);
  style.hover = {Role::output, 7};
  // Four inputs and four weights; the hovered cell itself has a ring of another width.
  EXPECT_EQ(outlined(scatter(kBilinear, {8, kSettled}, style), accent, 2), 8u);
  style.hover = {Role::output, 2};
  // Two inputs and two cells of stamps that have landed; of none before the first step.
  EXPECT_EQ(outlined(scatter("tconv 4 k3 s2", {3, kSettled}, style), accent, 2), 4u);
  EXPECT_EQ(outlined(scatter("tconv 4 k3 s2", {0, 0}, style), accent, 2), 2u);
}

TEST(ScatterMarks, StrideAndOutputPaddingAreMarked) {
  const std::string marked = to_text(scatter("tconv 3x3 k3 s2 p1 op1", {3, kSettled}));
  EXPECT_THAT(marked, HasSubstr("\"stride 2\""));
  EXPECT_THAT(marked, HasSubstr("\"output padding 1\""));
  const std::string plain = to_text(scatter("tconv 3x3 k3", {3, kSettled}));
  EXPECT_THAT(plain, Not(HasSubstr("stride")));
  EXPECT_THAT(plain, Not(HasSubstr("output padding")));
  const std::string row = to_text(scatter("tconv 5 k3 s3 op2", {2, kSettled}));
  EXPECT_THAT(row, HasSubstr("\"stride 3\""));
  EXPECT_THAT(row, HasSubstr("\"output padding 2\""));
}

TEST(ScatterMarks, OutputPaddingIsWhatTheOutputHasBeyondItsStamps) {
  for (const auto& [spec, wanted] :
       {std::pair{"tconv 3 k3 s2 p1 op1", 1}, {"tconv 5 k4 s3 p0:2 op2", 2}, {"tconv 4 k5 d2", 0}}) {
    const Derived derived(parse_spec(spec));
    EXPECT_EQ(output_padding_of(derived.op().geometry.axes[0], derived.op().sides[0]), wanted) << spec;
  }
}

TEST(CellTerms, AddUpToTheOutput) {
  for (const char* spec :
       {"tconv 3x3 k3 s2 p1 op1 in=random:1 w=random:2", "conv 6x5 k3 s2 p1 in=random:1 w=random:2",
        "conv 5 k3 p2 border=reflect in=random:3 w=random:4", "tconv 4 k3 d2 c2>3 in=random:5 w=random:6"}) {
    const Derived derived(parse_spec(spec));
    for (Index cell = 0; cell < derived.output().size(); ++cell) {
      double sum = 0;
      for (const CellTerm& term : terms_of_output(derived.op(), cell)) {
        EXPECT_EQ(term.output, cell);
        if (term.input >= 0) sum += derived.input()[term.input] * derived.weights()[term.weight];
      }
      EXPECT_NEAR(sum, derived.output()[cell], 1e-9) << spec << " " << cell;
    }
  }
}

TEST(ScatterStart, NothingHasLandedBeforeTheFirstStep) {
  const Picture start = scatter("tconv 2x2 k2 in=[31,32;33,34] w=ones", {0, 0});
  for (const Item& item : start.items)
    if (const auto* label = std::get_if<Label>(&item.shape);
        label != nullptr && label->color.a > 0 && item.tag.role == Role::output)
      ADD_FAILURE() << label->text;
}

}  // namespace
}  // namespace convscope
