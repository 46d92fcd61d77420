// The round trip drawn: its steps add up to the operators' results, and its cells light up together.
#include "app/views/round_trip/there_and_back.hpp"

#include <gmock/gmock.h>

#include "app/views/canvas.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/views/round_trip/pictures.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::cell_texts;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::expect_inside;
using testing::expect_readable;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::texts_of;

constexpr const char* kSpecs[] = {
    "conv 5 k3",
    "conv 6 k3 s2",
    "conv 5 k3 p1 w=[-1,0,1]",
    "conv 7 k2 s2 d2 p1 b=[1] act=relu in=random:2",
    "conv 8 k2 s2 c1>2 w=haar",
    "conv 6 k3 c2>4 g2 w=random:1",
    "tconv 3 k3 s2 p1 op1",
    "tconv 2 k2 s2 in=[3,5] w=[1,2]",
    "conv 3x3 k2 in=arange w=[1,2;3,4]",
    "conv 6x5 k3x2 s2x1 p1x0 c2>3 w=random:1",
    "tconv 3x3 k3 s2 p1 op1 w=bilinear b=[2]",
    "conv 5 k3 psame border=circular",
    "conv 4x4 k3 psame border=reflect",
};

struct Trip {
  explicit Trip(const std::string& spec, std::optional<Index> output_padding = {})
      : derived(parse_spec(spec)), trip(there_and_back(derived, output_padding)) {}
  TripScene scene(bool mirror = false) const { return {derived, trip, mirror, outcome(trip, nullptr)}; }
  Picture draw(Moment moment, const Style& style = {}, bool mirror = false) const {
    return draw_there_and_back(scene(mirror), moment, style);
  }
  Derived derived;
  ThereAndBack trip;
};

TEST(TripView, SettledAtTheEndItHoldsTheOperatorsResults) {
  for (const char* spec : kSpecs) {
    SCOPED_TRACE(spec);
    const Trip t(spec);
    const Index steps = trip_steps(t.derived);
    ASSERT_EQ(steps % 2, 0);
    const TripHalves turn = trip_halves(t.scene(), steps / 2 - 1), end = trip_halves(t.scene(), steps - 1);
    EXPECT_EQ(turn.there.after, t.derived.output());
    EXPECT_EQ(turn.back.step, -1);
    EXPECT_THAT(turn.there.reached, Not(Contains(false)));
    EXPECT_EQ(end.there.after, t.derived.output());
    EXPECT_EQ(end.back.after, t.trip.returned);
    EXPECT_THAT(end.back.reached, Not(Contains(false)));
  }
}

TEST(TripView, EveryStepGoesOnFromTheOneBefore) {
  for (const char* spec : kSpecs) {
    SCOPED_TRACE(spec);
    const Trip t(spec);
    const Index half = trip_steps(t.derived) / 2;
    for (Index step = 1; step < half; ++step) {
      const TripHalf before = trip_halves(t.scene(), half + step - 1).back,
                     now = trip_halves(t.scene(), half + step).back;
      EXPECT_EQ(now.step, step);
      for (Index i = 0; i < now.before.size(); ++i)
        if (before.reached[static_cast<std::size_t>(i)]) {
          EXPECT_TRUE(now.reached_before[static_cast<std::size_t>(i)]);
          EXPECT_EQ(now.before[i], before.after[i]);
        }
    }
  }
}

TEST(TripView, DrawsEveryStepInsideItsRectangle) {
  for (const char* spec : kSpecs) {
    SCOPED_TRACE(spec);
    const Trip t(spec);
    for (const Style& style :
         {Style{}, Style{.width = 790, .height = 552, .title = false},
          Style{.width = 683, .height = 480, .title = false},
          Style{.width = 998, .height = 820, .title = false},
          Style{.width = 1280, .height = 560, .type = 1.5, .present = true, .title = false}})
      for (const bool mirror : {false, true})
        for (Index step = 0; step < trip_steps(t.derived); step += 3)
          for (const double phase : {0.0, 0.45, kSettled, 0.9}) {
            if (phase == kSettled)
              expect_readable(t.draw({step, phase}, style, mirror));
            else
              expect_inside(t.draw({step, phase}, style, mirror));
            if (::testing::Test::HasFailure()) return;  // one picture's list is enough
          }
  }
}

TEST(TripView, NumbersInCellsAreReadFromTheBackRow) {
  for (const auto& [spec, least] : {std::pair{"conv 3x3 k2 w=[1,2;3,4]", 30.0},
                                    {"tconv 3x3 k2 s2 w=[1,2;3,4]", 20.0},
                                    {"tconv 2x2 k2 s2 w=ones", 30.0},
                                    {"conv 5x5 k3 w=ones in=ones", 20.0},
                                    {"conv 5 k3 w=[1,2,1]", 20.0},
                                    {"tconv 3 k3 s2 w=[1,2,1]", 20.0},
                                    {"conv 40 k3 w=ones in=ones", 15.0}}) {
    SCOPED_TRACE(spec);
    const Trip t(spec);
    Style style{.width = 1280, .height = 640, .title = false};
    present(style);
    for (Index step = 0; step < trip_steps(t.derived); ++step) {
      const auto smallest = testing::smallest_number(t.draw({step, kSettled}, style));
      ASSERT_GE(smallest.size, least) << step << ": " << smallest.text;
    }
  }
}

TEST(TripView, ShowsTheNumbersOfTheRamp) {
  const Trip t("conv 5 k3");
  const Style thirds{.numbers = NumberFormat::fraction};
  const Picture start = t.draw({0, kSettled}, thirds), turn = t.draw({2, kSettled}, thirds),
                end = t.draw({5, kSettled}, thirds);
  EXPECT_THAT(cell_texts(start, Role::output), ElementsAre(std::pair(0, "2")));
  EXPECT_THAT(cell_texts(turn, Role::output),
              ElementsAre(std::pair(0, "2"), std::pair(1, "3"), std::pair(2, "4")));
  EXPECT_THAT(cell_texts(turn, kReturned), ::testing::IsEmpty());
  // The error is drawn last: x' − x.
  EXPECT_THAT(cell_texts(end, kReturned),
              ElementsAre(std::pair(0, "−⅓"), std::pair(1, "−⅓"), std::pair(2, "0"), std::pair(3, "−5/3"),
                          std::pair(4, "−11/3")));
  EXPECT_THAT(texts_of(end), Contains("Lost: at least 2 of 5 directions (rank at most 3)."));
  EXPECT_THAT(texts_of(end), Contains("largest 11/3"));
}

TEST(TripView, TheMirroredKernelStandsBesideAndIsNoBetter) {
  const Trip t("conv 5 k3 w=[-1,0,1]");
  const auto plain = texts_of(t.draw({5, kSettled})), mirrored = texts_of(t.draw({5, kSettled}, {}, true));
  EXPECT_THAT(plain, Contains("largest 4"));
  EXPECT_THAT(plain, Not(Contains("largest 7")));
  EXPECT_THAT(mirrored, Contains("largest 4"));
  EXPECT_THAT(mirrored, Contains("largest 7"));
  const auto words = texts_of(draw_trip_words(t.scene(true), {5, kSettled}, {.width = 280, .height = 600}));
  EXPECT_THAT(words, Contains("12"));   // <Cx, y> = <x, C'y>
  EXPECT_THAT(words, Contains("−12"));  // mirrored
  const auto same =
      texts_of(draw_trip_words(Trip("conv 5 k3").scene(true), {0, 0}, {.width = 600, .height = 600}));
  EXPECT_THAT(same, Contains("This kernel is its own mirror image: nothing changes."));
}

TEST(TripView, CellsLightUpTogether) {
  const Trip t("conv 5 k3");
  EXPECT_THAT(trip_links(t.scene(), {Role::input, 1}), ElementsAre(Tag{kReturned, 1}));
  EXPECT_THAT(trip_links(t.scene(), {kReturned, 1}),
              ElementsAre(Tag{Role::input, 1}, Tag{Role::output, 1}, Tag{Role::output, 0}));
  EXPECT_THAT(trip_links(t.scene(), {Role::output, 2}),
              ElementsAre(Tag{Role::input, 2}, Tag{Role::input, 3}, Tag{Role::input, 4}));
  const Trip other("conv 6 k3 s2", 0);  // 5 cells return: the last one has no fellow
  EXPECT_THAT(trip_links(other.scene(), {Role::input, 5}), ::testing::IsEmpty());
  EXPECT_THAT(trip_links(t.scene(), {Role::input, 99}), ::testing::IsEmpty());
}

TEST(TripView, TheArithmeticOfAHoveredCellIsWrittenOut) {
  const Trip t("conv 5 k3 w=[1,2,3]");
  const auto words = [&](Tag hover) {
    std::string all;
    for (const std::string& text :
         texts_of(draw_trip_words(t.scene(), {0, 0}, {.width = 600, .height = 600, .hover = hover})))
      all += text + "|";
    return all;
  };
  // y = 14, 20, 26; x'[1] = 14·2 + 20·1.
  EXPECT_THAT(words({kReturned, 1}),
              HasSubstr("x'[1]| =|   20| × |1|   14| × |2|    = |48|x[1]| = 2: |error +46|"));
  EXPECT_THAT(words({Role::output, 0}), HasSubstr("y[0]| =|    1| × |1|    2| × |2|    3| × |3|    = |14|"));
  EXPECT_THAT(words({Role::input, 4}), HasSubstr("adds to 1 cell of y:|y[2]      |+15|"));
}

TEST(TripView, WhatIsTooLargeToStepIsShownAtItsEnd) {
  const Trip t("conv 40x40 k5 c4>4 w=random:1");
  EXPECT_EQ(trip_steps(t.derived), 1);
  const Picture end = t.draw({0, 0});
  expect_inside(end);
  EXPECT_THAT(texts_of(end), Contains(HasSubstr("too many to step through")));
}

TEST(TripView, HugeTensorsAreImagesBesideAKernelThatCanBeSeen) {
  const Trip t("conv 200x200 k3");
  const Picture end = t.draw({0, 0});
  expect_inside(end);
  std::size_t images = 0;
  for (const Item& item : end.items) {
    if (const Raster* raster = std::get_if<Raster>(&item.shape)) {
      ++images;
      EXPECT_EQ(raster->image->rgba.size(), 4U * static_cast<std::size_t>(raster->image->width) *
                                                static_cast<std::size_t>(raster->image->height));
    }
    const Box* box = std::get_if<Box>(&item.shape);
    if (box && item.tag.role == Role::kernel) {
      EXPECT_GT(box->rect.w, 10);
    }
  }
  EXPECT_EQ(images, 4U);
}

TEST(TripView, ImagesHaveTheColoursOfCells) {
  const Trip t("conv 80x80 k1 w=[1] in=random:3");
  const Picture end = t.draw({0, 0});
  const Style style;
  const Canvas canvas(style, "", "");
  const auto* x = std::get_if<Raster>(&std::ranges::find_if(end.items, [](const Item& item) {
                                         return std::holds_alternative<Raster>(item.shape);
                                       })->shape);
  ASSERT_EQ(x->image->width, 80);
  double most = 0;
  for (double v : t.derived.input().values()) most = std::max(most, v);
  for (Index i : {0, 41, 6399}) {
    const Color wanted =
        canvas.cell_color({.role = Role::input, .value = t.derived.input()[i], .scale = most});
    const auto at = static_cast<std::size_t>(4 * i);
    EXPECT_NEAR(x->image->rgba[at], wanted.r, 1);
    EXPECT_NEAR(x->image->rgba[at + 2], wanted.b, 1);
  }
}

TEST(TripView, ThreeAxesAreRefused) {
  EXPECT_THAT(*trip_obstacle(Derived(parse_spec("conv 3x3x3 k2"))), HasSubstr("one or two spatial axes"));
  EXPECT_FALSE(trip_obstacle(Derived(parse_spec("conv 3x3 k2"))));
}

}  // namespace
}  // namespace convscope
