// Three axes as rows of slices: what the window gets from each, where a stamp lands, and what is too large.
#include "app/views/volume.hpp"

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "app/views/number_text.hpp"
#include "app/views/registry.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/picture/texts.hpp"

namespace convscope {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::texts_of;

std::vector<std::string> texts_of(const std::string& spec, std::string_view name, Moment moment,
                                  const Style& style = {}) {
  const Derived derived(parse_spec(spec));
  EXPECT_FALSE(view(name).obstacle(derived)) << spec;
  return texts_of(view(name).draw(derived, moment, style));
}
/// Cells that the pointer can find.
Index cells(const Picture& picture, Role role) {
  std::set<Index> found;
  for (const Item& item : picture.items)
    if (item.tag.role == role) found.insert(item.tag.cell);
  return std::ssize(found);
}

TEST(Volume, SlideSaysWhatEachSliceGives) {
  // 0 to 63: the first window covers 0, 1, 2, 4, ... of each slice: 45, and 9 times 16 more in every
  // following one.
  const std::string spec = "conv 4x4x4 k3 in=arange w=ones";
  const auto first = texts_of(spec, "slide", {0, kSettled});
  EXPECT_THAT(first, AllOf(Contains("Σ 45"), Contains("Σ 189"), Contains("Σ 333"), Contains("567"),
                           Contains("y[0,0,0]")));
  EXPECT_THAT(first, AllOf(Contains("z 0"), Contains("z 3"), Contains(" (z 2)")));
  // The last window begins one cell further on every axis: 45 + 9 (16 + 4 + 1).
  const auto last = texts_of(spec, "slide", {7, kSettled});
  EXPECT_THAT(last, AllOf(Contains("Σ 234"), Contains("Σ 378"), Contains("Σ 522"), Contains("y[1,1,1]"),
                          Contains("1134")));
  Style quiz;
  quiz.quiz = true;
  EXPECT_THAT(texts_of(spec, "slide", {0, kSettled}, quiz),
              AllOf(Not(Contains("567")), Not(Contains("Σ 45"))));
}

TEST(Volume, PaddingHasSlicesOfItsOwn) {
  const Derived derived(parse_spec("conv 3x3x3 k3 p1"));
  const auto all = texts_of(view("slide").draw(derived, {0, kSettled}, {}));
  EXPECT_THAT(all, AllOf(Contains("z -1"), Contains("z 3"), Contains(" (z -1)")));
  EXPECT_EQ(cells(view("slide").draw(derived, {26, kSettled}, {}), Role::output), 27);
}

TEST(Volume, ScatterLandsOnTheSlicesThatTheStampReaches) {
  const auto last = texts_of("tconv 2x2x2 k2 s2 w=ones", "scatter", {7, kSettled});
  EXPECT_THAT(last, Contains("x[1,1,1]"));
  EXPECT_THAT(last, Contains(HasSubstr("8 of its 8 products land in the output; slices z 2, z 3")));
  // Padding crops: of 27 products 8 are left in the corner.
  const auto cropped = texts_of("tconv 2x2x2 k3 s2 p1 w=ones", "scatter", {0, kSettled});
  EXPECT_THAT(cropped, Contains(HasSubstr("8 of its 27 products land in the output; slices z -1, z 0, z 1")));
  EXPECT_THAT(texts_of("tconv 2x2x2 k2 s1 d2 w=ones", "scatter", {0, kSettled}),
              Contains(HasSubstr("slices z 0, z 2")));
}

TEST(Volume, DirectGathersWhatScatterAdds) {
  const Derived derived(parse_spec("tconv 2x2x2 k3 s2 w=random:1 in=random:2"));
  const View& direct = view("direct");
  const Index steps_of = steps(direct, derived);
  EXPECT_EQ(steps_of, derived.output().size());
  const auto all = texts_of(direct.draw(derived, {steps_of - 1, kSettled}, {}));
  EXPECT_THAT(all, Contains(HasSubstr("stretched to 3 × 3 × 3")));
  EXPECT_THAT(all, Contains(number_text(derived.output()[steps_of - 1], NumberFormat::automatic)));
}

TEST(Volume, StandsInTheViewsOwnOrder) {
  const Derived derived(parse_spec("conv 4x4x4 k3"));
  EXPECT_EQ(order_of(view("slide"), derived, Order::by_tap), Order::by_window);
  Style style;
  style.order = Order::by_tap;
  EXPECT_THAT(texts_of("conv 4x4x4 k3", "slide", {0, kSettled}, style), Contains("y[0,0,0]"));
  EXPECT_EQ(default_view(derived.scenario()).name, "slide");
}

TEST(Volume, ShowsTheSlicesAroundTheWindow) {
  const Derived derived(parse_spec("conv 16x9x9 k3"));
  const auto all = texts_of(view("slide").draw(derived, {Index{49} * 13, kSettled}, {}));
  EXPECT_THAT(all, AllOf(Contains("z 13"), Contains("z 15"), Not(Contains("z 5")), Contains("…")));
  EXPECT_THAT(all, Contains(HasSubstr("slices ")));
}

TEST(Volume, SaysKindlyWhatIsTooMuch) {
  const auto obstacle = [](const std::string& spec, std::string_view name) {
    return view(name).obstacle(Derived(parse_spec(spec))).value_or("");
  };
  EXPECT_EQ(obstacle("conv 20x4x4 k3", "slide"),
            "shows three axes of up to 16 cells each; choose a smaller size");
  EXPECT_EQ(obstacle("conv 4x4x4 k3 c2>1", "slide"), "shows three axes of one channel; choose channels 1>1");
  EXPECT_EQ(obstacle("tconv 12x4x4 k3 s2", "scatter"),
            "shows three axes of up to 16 cells each; choose a smaller size");
  EXPECT_EQ(obstacle("conv 4x4x4 k3", "scatter"),
            "shows a transposed convolution; choose operator tconv, or the slide view");
}

}  // namespace
}  // namespace convscope
