// The overlap view says what the counts are, why, and what the weights make of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "app/picture/fonts.hpp"
#include "app/views/overlap_words.hpp"
#include "app/views/registry.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/picture/texts.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::texts_of;

std::vector<std::string> shown(std::string_view spec, Index layer) {
  const Derived d(parse_spec(spec));
  const View& v = view("overlap");
  EXPECT_FALSE(v.obstacle(d)) << spec;
  return texts_of(v.draw(d, {layer - 1, kSettled}, {.width = 1920, .height = 1080}));
}

TEST(OverlapView, StacksUpToFiveLayers) {
  const auto count = [](std::string_view spec) { return steps(view("overlap"), Derived(parse_spec(spec))); };
  EXPECT_EQ(count("tconv 6 k3 s2"), 5);
  EXPECT_EQ(count("conv 9x9 k3 p1"), 5);
  EXPECT_EQ(count("tconv 3 k2 s16"), 2);
  EXPECT_EQ(count("tconv 3 k2 p1"), 2);  // two pixels, then one
}

TEST(OverlapView, SaysTheRatiosOfNumbersMd) {
  EXPECT_THAT(shown("tconv 6 k3 s2", 1), Contains(HasSubstr("1 to 2 contributions, ratio 2")));
  EXPECT_THAT(shown("tconv 6 k3 s2", 2), Contains(HasSubstr("1 to 3 contributions after 2 layers, ratio 3")));
  EXPECT_THAT(shown("tconv 6 k3 s2", 3), Contains(HasSubstr("1 to 5 contributions after 3 layers, ratio 5")));
  EXPECT_THAT(shown("tconv 6x6 k3 s2", 1), Contains(HasSubstr("ratio 4")));
  EXPECT_THAT(shown("tconv 6x6 k3 s2", 2), Contains(HasSubstr("ratio 9")));
  EXPECT_THAT(shown("tconv 6 k5 s2", 1), Contains(HasSubstr("2 to 3 contributions, ratio 1½")));
  EXPECT_THAT(shown("tconv 6 k4 s2", 1), Contains(HasSubstr("every inner cell gets 2 contributions;")));
  EXPECT_THAT(shown("tconv 6 k3 s2 w=[.5,1,.5]", 1), Contains(HasSubstr("all phase sums are 1")));
  EXPECT_THAT(shown("tconv 6 k4 s2 w=[1,0,1,0]", 1), Contains(HasSubstr("phase sums from 0 to 2")));
}

TEST(OverlapView, NarrowPanesHaveAllWordsBelowTheKernel) {
  const Derived d(parse_spec("tconv 6 k5 s2 w=ones"));
  const Picture picture = view("overlap").draw(d, {0, kSettled}, {.width = 656, .height = 760});
  double words = 0, kernel = 0;
  for (const Item& item : picture.items) {
    if (const Label* label = std::get_if<Label>(&item.shape); label && label->text.starts_with("Faded cells"))
      words = label->at.y;
    if (const Box* box = std::get_if<Box>(&item.shape); box && item.tag.role == Role::kernel)
      kernel = box->rect.bottom();
  }
  EXPECT_GT(words, kernel) << "not left out, and not beside";
  EXPECT_LT(words, 760 - 8);
}

TEST(OverlapView, TagsThePixelsOfTheScenarioItself) {
  for (const auto& [spec, role] :
       {std::pair{"tconv 4x4 k3 s2", Role::output}, std::pair{"conv 7 k3 s2", Role::input}}) {
    const Derived d(parse_spec(spec));
    std::set<Index> cells;
    for (const Item& item : view("overlap").draw(d, {0, kSettled}, {}).items)
      if (item.tag.role == role) cells.insert(item.tag.cell);
    const Index expected = role == Role::output ? d.output().size() : d.input().size();
    EXPECT_EQ(static_cast<Index>(cells.size()), expected) << spec;
  }
}

TEST(OverlapView, LayersOfALowPaneAreNamedOnOneLine) {
  const Picture picture = view("overlap").draw(Derived(parse_spec("tconv 8 k3 s2")), {4, kSettled},
                                               {.width = 460, .height = 250, .title = false});
  EXPECT_THAT(texts_of(picture), Contains("1 to 13"));
  std::vector<const Label*> soft;  // of the layers, at the left
  for (const Item& item : picture.items)
    if (const Label* label = std::get_if<Label>(&item.shape); label && label->align == Align::right)
      soft.push_back(label);
  for (const Label* a : soft)
    for (const Label* b : soft) {
      if (a == b) continue;
      const double a_left = a->at.x - text_width(a->font, a->size, a->text);
      const double b_left = b->at.x - text_width(b->font, b->size, b->text);
      const bool beside = a->at.x <= b_left + 1 || b->at.x <= a_left + 1;
      EXPECT_TRUE(beside || std::abs(a->at.y - b->at.y) >= std::min(a->size, b->size) * 0.8)
          << a->text << " and " << b->text;
    }
}

TEST(OverlapWords, NameTheReason) {
  const auto reason = [](Index taps, Index stride, Index dilation) {
    const Axis axis{.taps = taps, .stride = stride, .dilation = dilation};
    return overlap_reason(std::span(&axis, 1));
  };
  EXPECT_EQ(reason(3, 1, 1), "stride 1 treats all cells alike");
  EXPECT_EQ(reason(3, 2, 1), "kernel 3 is not divisible by stride 2");
  EXPECT_EQ(reason(4, 2, 1), "kernel 4 is divisible by stride 2");
  EXPECT_EQ(reason(2, 3, 1), "kernel 2 is smaller than stride 3, so some cells get nothing");
  EXPECT_EQ(reason(4, 2, 2), "stride 2 and dilation 2 share the factor 2, so some cells get nothing");
  const Axis axes[] = {{.taps = 3, .stride = 2}, {.taps = 4, .stride = 2}};
  EXPECT_EQ(overlap_reason(axes), "down, kernel 3 is not divisible by stride 2");
  EXPECT_EQ(ratio_text(0, 2), "∞");
}

}  // namespace
}  // namespace convscope
