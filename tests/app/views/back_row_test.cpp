// From the back row: what has no room for all its numbers shows fewer, not smaller ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/views/numbered.hpp"
#include "app/views/registry.hpp"
#include "app/views/round_trip/there_and_back.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/views/round_trip/pictures.hpp"

namespace convscope {
namespace {

using testing::cell_texts;
using ::testing::Contains;
using testing::expect_readable;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using testing::smallest_number;
using testing::texts_of;

/// The stage of a window of that size, below its header and above the playback bar.
Style presenting(double growth = 1) {
  Style style{.width = 1280 * growth, .height = 590 * growth};
  present(style);
  style.type = presenting_type(1280 * growth, 720 * growth);
  return style;
}

TEST(BackRow, DecimalsBecomeShortBeforeTheyBecomeSmall) {
  constexpr double kRead = 20;
  for (const auto& [name, spec] : {std::pair{"slide", "conv 4x4 k3 p1 in=random:3 w=gaussian"},
                                   {"direct", "tconv 3x3 k3 s2 p1 op1 in=random:4 w=gaussian"},
                                   {"direct", "tconv 6 k5 s2 in=random:4 w=gaussian"}})
    for (const double growth : {1.0, 1.5}) {
      const Derived d(parse_spec(spec));
      const Picture picture = view(name).draw(d, {steps(view(name), d) - 1, kSettled}, presenting(growth));
      const auto smallest = smallest_number(picture);
      EXPECT_GE(smallest.size, kRead * growth) << name << " of " << spec << ": " << smallest.text;
      expect_readable(picture);
    }
  // 0.0625, 0.125 and 0.25 times 17/16: of small cells without the zero; near, and in the sum, with it.
  const Derived d(parse_spec("conv 4x4 k3 p1 in=random:3 w=gaussian"));
  const auto far = cell_texts(view("slide").draw(d, {5, kSettled}, presenting()), Role::kernel);
  EXPECT_EQ(far.at(0), ".06");
  EXPECT_EQ(far.at(4), ".27");
  const auto near = cell_texts(view("slide").draw(d, {5, kSettled}, {}), Role::kernel);
  EXPECT_EQ(near.at(0), "0.06");
}

TEST(BackRow, LongAxesHaveTheirNumbersInLargeWindowsToo) {
  const Derived d(parse_spec("tconv 64 k5 s4"));
  const Picture picture = view("direct").draw(d, {40, kSettled}, presenting(1.5));
  EXPECT_EQ(cell_texts(picture, Role::kernel).at(0), "0.2");
  EXPECT_GE(smallest_number(picture).size, 22);
}

TEST(BackRow, SumsOfThirdsAreThirds) {
  const Derived d(parse_spec("conv 5 k3"));
  for (const Picture& picture :
       {view("slide").draw(d, {0, kSettled}, presenting()), view("gradient").draw(d, {1, 0.5}, presenting()),
        draw_there_and_back({d, there_and_back(d), false, {}}, {3, kSettled}, presenting())}) {
    const std::vector<std::string> texts = texts_of(picture);
    EXPECT_THAT(texts, Not(Contains(HasSubstr("0.33"))));
    EXPECT_THAT(texts, Not(Contains(HasSubstr("0.67"))));
  }
  const Picture slide = view("slide").draw(d, {0, kSettled}, presenting());
  EXPECT_EQ(std::ranges::count(texts_of(slide), "1/3"), 3) << "1·1/3 + 2·1/3 + 3·1/3 = 2";
  // What decimals say exactly stays one.
  const Derived tenths(parse_spec("conv 3 k2 in=[1,2,3] w=[0.15,2.76]"));
  EXPECT_THAT(texts_of(view("slide").draw(tenths, {0, kSettled}, presenting())),
              IsSupersetOf({"0.15", "2.76"}));
}

TEST(BackRow, OfManyChannelsSomeAreWiredWithNumbers) {
  const Derived d(parse_spec("conv 6 k3 c8>6 w=ones"));
  const View& v = view("wiring");
  for (const double growth : {1.0, 1.5})
    for (const Index step : {Index{1}, steps(v, d) - 1}) {
      const Picture picture = v.draw(d, {step, kSettled}, presenting(growth));
      const std::vector<std::string> texts = texts_of(picture);
      EXPECT_THAT(texts, IsSupersetOf({"… 6 more", "… 4 more", "576 edges, ", "144 weights"}));
      const auto inputs = cell_texts(picture, Role::input);
      EXPECT_EQ(inputs.contains(1) || inputs.contains(4), true) << "a node's number at step " << step;
      EXPECT_THAT(cell_texts(picture, Role::kernel), Not(::testing::IsEmpty()));
      // The step's own output cell is among those drawn.
      EXPECT_TRUE(std::ranges::any_of(picture.items, [&](const Item& item) {
        return item.tag == Tag{Role::output, step};
      })) << step;
      expect_readable(picture);
    }
  // Few channels are all there, as is every layer that is not presented.
  EXPECT_THAT(texts_of(v.draw(Derived(parse_spec("conv 5 k3 c2>2")), {1, kSettled}, presenting())),
              Not(Contains(HasSubstr(" more"))));
  EXPECT_THAT(texts_of(v.draw(d, {1, kSettled}, {})), Not(Contains(HasSubstr(" more"))));
}

TEST(BackRow, ARoundTripOfOneAxisShowsTheHalfUnderWay) {
  const Derived d(parse_spec("conv 5 k3 in=ramp w=[1,2,1]"));
  const ThereAndBack trip = there_and_back(d);
  const TripScene scene{d, trip, false, {}};
  const auto drawn = [&](Index step) { return draw_there_and_back(scene, {step, kSettled}, presenting()); };
  const Picture there = drawn(1), back = drawn(4);
  EXPECT_THAT(texts_of(there), Contains("kernel"));
  EXPECT_THAT(texts_of(there), Not(Contains("x'")));
  EXPECT_THAT(texts_of(back), Not(Contains("kernel")));
  EXPECT_THAT(texts_of(back), IsSupersetOf({"x", "y", "12 × kernel", "x'", "x' − x"}));
  // x stays where it is when the way back begins.
  const auto first = [](const Picture& picture) {
    for (const Item& item : picture.items)
      if (const Box* box = std::get_if<Box>(&item.shape); box && item.tag == Tag{Role::input, 0})
        return box->rect;
    return Rect{};
  };
  EXPECT_EQ(first(there).x, first(back).x);
  EXPECT_EQ(first(there).y, first(back).y);
  EXPECT_GT(first(back).w, 58);
  EXPECT_GE(smallest_number(there).size, 30);
}

TEST(BackRow, TheOverlapOfTwoAxesHasItsKernelsNumbers) {
  const Derived d(parse_spec("tconv 4x4 k4 s3"));
  for (const double growth : {1.0, 1.5}) {
    const Picture picture = view("overlap").draw(d, {4, kSettled}, presenting(growth));
    // Sixteenths stand upright: their lower number sixteen times in the kernel, and in the sums.
    EXPECT_GE(std::ranges::count(texts_of(picture), "16"), 16);
    EXPECT_THAT(texts_of(picture), IsSupersetOf({"Uneven: kernel 4 is not divisible by stride 3."}));
    expect_readable(picture);
  }
}

TEST(BackRow, CellsAreWideWhereTheirNumbersNeedIt) {
  const Canvas canvas(presenting(), "", "");
  const std::vector<CellLook> longs{{.text = "−0.71"}, {.text = "4.95"}}, shorts{{.text = "1"}};
  const double wide = wide_enough(canvas, 36, longs, 3);
  EXPECT_GT(wide, 1.5);
  const Numbered square = numbered(canvas, 36, longs), all = numbered(canvas, 36, longs, wide);
  EXPECT_LT(square.size, 20);
  EXPECT_GE(all.size, 20);
  EXPECT_EQ(all.looks[0].text, "−0.71");
  EXPECT_EQ(wide_enough(canvas, 36, shorts, 3), 1) << "it has room";
  EXPECT_EQ(wide_enough(canvas, 12, longs, 3), 1) << "no width helps";
  EXPECT_EQ(wide_enough(Canvas(Style{}, "", ""), 36, longs, 3), 1) << "nobody sits in the back row";
  // On a low stage the cells of a trip are wider than high, and none is without its number.
  Style low = presenting();
  low.height = 400;
  const Derived d(parse_spec("conv 4 k2 s2 c1>2 w=haar"));
  const ThereAndBack trip = there_and_back(d);
  const TripScene scene{d, trip, false, {}};
  const Picture picture = draw_there_and_back(scene, {trip_steps(d) - 1, kSettled}, low);
  for (const Item& item : picture.items)
    if (const Box* box = std::get_if<Box>(&item.shape); box && item.tag.role == Role::output) {
      EXPECT_GT(box->rect.w, 1.2 * box->rect.h);
    }
}

}  // namespace
}  // namespace convscope
