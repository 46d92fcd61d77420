// The gradient view: its running sums end as the gradients, and each step adds what its window has.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

#include "app/views/number_text.hpp"
#include "app/views/registry.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/views/cell_labels.hpp"

namespace convscope {
namespace {

/// The number in the cell with the tag: the last one, for a cell may be drawn only once.
std::optional<std::string> text_of(const Picture& picture, Tag tag) {
  for (std::size_t i = 0; i < picture.items.size(); ++i)
    if (picture.items[i].tag == tag)
      if (const Label* label = label_in(picture, i)) return label->text;
  return std::nullopt;
}

bool has_text(const Picture& picture, std::string_view text) {
  for (const Item& item : picture.items)
    if (const Label* label = std::get_if<Label>(&item.shape); label && label->text == text) return true;
  return false;
}

Picture draw(const Derived& d, Index step, double phase = kSettled, const Style& style = {}) {
  return view("gradient").draw(d, {step, phase}, style);
}

TEST(GradientView, EndsWithTheGradients) {
  for (std::string_view spec :
       {"conv 5 k3 p1 up=ramp", "tconv 4 k3 s2 up=random:1", "conv 4x4 k3 p1 w=ramp up=arange",
        "tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3] up=arange",
        "conv 4x4 k3 in=random:3 w=random:1 act=relu up=ramp", "tconv 3 k2 w=ramp act=tanh",
        "conv 5 k3 p1 border=circular w=ramp up=ramp"}) {
    SCOPED_TRACE(std::string(spec));
    const Derived d(parse_spec(spec));
    const Picture p = draw(d, steps(view("gradient"), d) - 1);
    for (Index i = 0; i < d.input().size(); ++i)
      EXPECT_EQ(text_of(p, {Role::input_gradient, i}),
                number_text(d.input_gradient()[i], NumberFormat::automatic))
          << i;
    for (Index i = 0; i < d.weights().size(); ++i)
      EXPECT_EQ(text_of(p, {Role::weight_gradient, i}),
                number_text(d.weight_gradient()[i], NumberFormat::automatic))
          << i;
    for (Index i = 0; i < d.output().size(); ++i)
      EXPECT_EQ(text_of(p, {Role::upstream, i}), number_text(d.upstream()[i], NumberFormat::automatic)) << i;
  }
}

TEST(GradientView, ShowsOneWayAtATimeWhenPresenting) {
  const auto cells = [](const Picture& picture, Role role) {
    return std::ranges::count_if(picture.items, [&](const Item& item) { return item.tag.role == role; });
  };
  for (std::string_view spec :
       {"conv 5 k3 p1 up=ramp w=ramp", "tconv 4 k3 s2 up=ramp w=ramp", "conv 4x4 k3 p1 w=ramp up=arange",
        "tconv 2x2 k2 w=[0,1;2,3] up=arange", "conv 4x4 k3 in=random:3 w=ramp act=relu up=ramp"}) {
    SCOPED_TRACE(std::string(spec));
    const Derived d(parse_spec(spec));
    const Index last = steps(view("gradient"), d) - 1;
    Style style{.numbers = NumberFormat::decimal};
    present(style);
    const Picture p = draw(d, last, kSettled, style);
    for (Index i = 0; i < d.input().size(); ++i)
      EXPECT_EQ(text_of(p, {Role::input_gradient, i}),
                number_text(d.input_gradient()[i], NumberFormat::decimal))
          << i;
    EXPECT_EQ(cells(p, Role::weight_gradient), 0);
    style.gradient = GradientPath::weights;
    const Picture w = draw(d, last, kSettled, style);
    for (Index i = 0; i < d.weights().size(); ++i)
      EXPECT_EQ(text_of(w, {Role::weight_gradient, i}),
                number_text(d.weight_gradient()[i], NumberFormat::decimal))
          << i;
    EXPECT_EQ(cells(w, Role::input_gradient), 0);
    style.gradient = GradientPath::both;
    const Picture both = draw(d, last, kSettled, style);
    EXPECT_EQ(cells(both, Role::input_gradient), d.input().size());
    EXPECT_EQ(cells(both, Role::weight_gradient), d.weights().size());
  }
}

// Step by step: 1 to 5 under a kernel of three, dL/dy = 1, 2, 3.
TEST(GradientView, AddsOneWindowAfterTheOther) {
  const Derived d(parse_spec("conv 5 k3 w=[1,10,100] up=ramp"));
  const auto sums = [&](Index step, double phase) {
    const Picture p = draw(d, step, phase);
    return std::vector<std::string>{*text_of(p, {Role::input_gradient, 2}),
                                    *text_of(p, {Role::weight_gradient, 0})};
  };
  EXPECT_EQ(sums(0, 0), (std::vector<std::string>{"0", "0"}));
  EXPECT_EQ(sums(0, kSettled), (std::vector<std::string>{"100", "1"}));
  EXPECT_EQ(sums(1, 0), (std::vector<std::string>{"100", "1"}));
  EXPECT_EQ(sums(1, kSettled), (std::vector<std::string>{"120", "5"}));   // + 2·10, + 2·2
  EXPECT_EQ(sums(2, kSettled), (std::vector<std::string>{"123", "14"}));  // + 3·1, + 3·3
}

TEST(GradientView, ATransposedConvolutionsCellsComeOneByOne) {
  const Derived d(parse_spec("tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3] up=arange"));
  const Picture p = draw(d, 1);
  EXPECT_EQ(text_of(p, {Role::input_gradient, 1}), "25");
  EXPECT_FALSE(text_of(p, {Role::input_gradient, 2}).value_or("").starts_with("37"));
  EXPECT_TRUE(has_text(p, "the convolution of dL/dy with the same kernel"));
}

TEST(GradientView, SaysWhatTheInputGradientIs) {
  EXPECT_TRUE(has_text(draw(Derived(parse_spec("conv 4x4 k3")), 0),
                       "the transposed convolution of dL/dy with the same kernel"));
}

TEST(GradientView, ShowsTheActivationsMask) {
  const Derived d(parse_spec("conv 5 k3 w=[0,1,0] b=[-3] act=relu up=[5,6,7]"));
  const Picture p = draw(d, 0);
  EXPECT_TRUE(has_text(p, "f′(z)"));
  EXPECT_TRUE(has_text(p, "dL/dz"));
  EXPECT_TRUE(has_text(p, "relu is flat here: nothing flows back"));
  EXPECT_FALSE(has_text(draw(Derived(parse_spec("conv 5 k3")), 0), "f′(z)"));
}

TEST(GradientView, ShowsTheChannelPairOfTheStep) {
  const Derived d(parse_spec("conv 3x3 k2 c4>4 g2 w=ramp"));
  const Picture p = draw(d, 12);  // the last output channel, of group 1: input channels 2 and 3
  EXPECT_TRUE(has_text(p, "  2 → 3"));
  EXPECT_TRUE(text_of(p, {Role::input, 18}).has_value());
  EXPECT_FALSE(text_of(p, {Role::input, 0}).has_value());
}

TEST(GradientView, TheInspectorWritesAGradientOut) {
  const Derived d(parse_spec("tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3] up=arange"));
  const auto inspect = [&](Tag tag) {
    return draw_inspector(view("gradient"), d, {0, kSettled}, {.width = 300, .height = 600, .hover = tag});
  };
  const Picture x = inspect({Role::input_gradient, 3});  // 4·0 + 5·1 + 7·2 + 8·3
  EXPECT_TRUE(has_text(x, "Hovered: dL/dx[1,1]"));
  EXPECT_TRUE(has_text(x, "43"));
  EXPECT_TRUE(has_text(x, "    8"));
  const Picture w = inspect({Role::weight_gradient, 0});
  EXPECT_TRUE(has_text(w, "Hovered: dL/dw[0,0]"));
  EXPECT_TRUE(has_text(w, "19"));
  EXPECT_TRUE(has_text(inspect({Role::upstream, 5}), "Hovered: dL/dy[1,2] = 5"));
}

// Cells that a border repeats take part in more windows than their own.
TEST(GradientView, TheInspectorCountsRepeatedPixels) {
  const Derived d(parse_spec("conv 3 k3 p1 w=ones border=circular"));
  const Picture p = draw_inspector(view("slide"), d, {0, kSettled},
                                   {.width = 300, .height = 600, .hover = {Role::input, 0}});
  EXPECT_TRUE(has_text(p, "adds to 3 output cells:"));
}

// A wide and low picture has all in one row, others each gradient under its tensor.
TEST(GradientView, ArrangesItselfByThePicture) {
  const Derived d(parse_spec("conv 5x5 k3 p1"));
  const auto left = [](const Picture& p, Tag tag) {
    for (const Item& item : p.items)
      if (item.tag == tag)
        if (const Box* box = std::get_if<Box>(&item.shape)) return box->rect.x;
    return -1.0;
  };
  const Picture tall = draw(d, 0, kSettled, {.width = 900, .height = 800});
  EXPECT_NEAR(left(tall, {Role::input, 0}), left(tall, {Role::input_gradient, 0}), 1e-9);
  const Picture wide = draw(d, 0, kSettled, {.width = 1600, .height = 400});
  EXPECT_GT(left(wide, {Role::input_gradient, 0}), left(wide, {Role::upstream, 0}));
}

}  // namespace
}  // namespace convscope
