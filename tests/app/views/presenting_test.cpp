// Presentation mode: numbers that can be read from the back row, in every view that there is.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>

#include "app/views/cell_text.hpp"
#include "app/views/frame.hpp"
#include "app/views/registry.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/views/readable.hpp"

namespace convscope {
namespace {

using testing::expect_texts_apart;
using testing::smallest_number;

/// A scenario, and the size below which no number in a cell may be at 1280 × 720.
struct Wanted {
  std::string_view spec;
  double least;
};
constexpr double kSmall = 30, kLarge = 20;  // scenarios up to 3x3, and up to 8x8
constexpr Wanted kWanted[] = {
    {"conv 2x2 k2 w=ones", kSmall},
    {"tconv 2x2 k2 s2 w=ones", kSmall},
    {"conv 3x3 k3 p1 w=ones", kSmall},
    {"conv 3x3 k2 w=[1,2;3,4]", kSmall},
    {"conv 3x3 k3 w=sobel-x", kSmall},
    {"tconv 3x3 k3 s2 p1 op1 w=ones", kSmall},
    {"tconv 3x3 k2 s2 w=[1,2;3,4]", kSmall},
    {"conv 5x5 k3 w=[1,2,1;2,4,2;1,2,1]", 25},
    {"conv 5x5 k3 s2 p1 w=ones", kLarge},
    {"conv 8x8 k3 in=ones w=ones", kLarge},
    {"conv 8x8 k3 p1 in=ones w=[1,2,1;2,4,2;1,2,1]", kLarge},
    {"tconv 8x8 k3 s1 in=ones w=ones", kLarge},
    {"tconv 8x8 k2 s2 w=ones", kLarge},
    {"conv 2 k2 w=ones", kSmall},
    {"tconv 2 k2 s2 w=ones", kSmall},
    {"conv 3 k3 p1 w=[1,2,1]", kSmall},
    {"tconv 3 k3 s2 w=[1,2,1]", kSmall},
    {"conv 5 k3 p1 w=[1,2,1]", kSmall},
    {"tconv 8 k4 s2 w=ones", kLarge},
    {"conv 16 k5 p2 w=ones", kLarge},
    {"conv 24 k3 w=ones", kLarge},
    {"tconv 8 k3 s3 w=ones", kLarge},
    {"conv 3x3 k3 p1", 22},                     // ninths, in decimals
    {"tconv 3x3 k3 s2 p1 op1 w=bilinear", 22},  // quarters: of an upright fraction each number
};

Style presenting(double width, double height, Theme theme = Theme::light) {
  Style style{.width = width, .height = height, .theme = theme};
  present(style);
  return style;
}

TEST(Presenting, NumbersInCellsAreReadFromTheBackRow) {
  for (const View& v : views()) {
    for (const Wanted& wanted : kWanted) {
      const Derived d(parse_spec(wanted.spec));
      if (v.obstacle(d)) continue;
      const Index all = steps(v, d);
      for (const double growth : {1.0, 1.5})
        for (const Index step : std::set<Index>{0, all / 2, all - 1}) {
          const auto smallest =
              smallest_number(v.draw(d, {step, kSettled}, presenting(1280 * growth, 720 * growth)));
          // A photograph has none; everything else shows some.
          EXPECT_TRUE(v.photograph || smallest.size < 1000) << v.name << " of " << wanted.spec;
          EXPECT_GE(smallest.size, wanted.least * growth)
              << v.name << " of " << wanted.spec << " at " << 1280 * growth << ", step " << step << ": '"
              << smallest.text << "'";
        }
    }
  }
}

TEST(Presenting, TextsStayInThePictureAndApart) {
  for (const View& v : views())
    for (const Wanted& wanted : kWanted) {
      const Derived d(parse_spec(wanted.spec));
      if (v.obstacle(d)) continue;
      const Index all = steps(v, d);
      for (const auto& [width, height] : {std::pair{1280.0, 720.0}, {1920.0, 1080.0}, {1280.0, 590.0}})
        for (const Index step : std::set<Index>{0, all / 2, all - 1}) {
          SCOPED_TRACE(std::string(v.name) + " of " + std::string(wanted.spec) + " at " +
                       std::to_string(width));
          expect_texts_apart(v.draw(d, {step, kSettled}, presenting(width, height)));
        }
    }
}

TEST(Presenting, ShrinksNoNumber) {
  for (const View& v : views())
    for (const Wanted& wanted : kWanted) {
      const Derived d(parse_spec(wanted.spec));
      if (v.obstacle(d)) continue;
      const Moment last{steps(v, d) - 1, kSettled};
      EXPECT_GE(smallest_number(v.draw(d, last, presenting(1280, 720))).size,
                0.99 * smallest_number(v.draw(d, last, {.width = 1280, .height = 720})).size)
          << v.name << " of " << wanted.spec;
    }
}

/// The smallest cell in which a label has its middle; nothing where it stands outside of all.
std::optional<Rect> cell_of(const Picture& picture, const Rect& ink) {
  std::optional<Rect> found;
  for (const Item& item : picture.items) {
    const Box* box = std::get_if<Box>(&item.shape);
    if (!box || !item.tag || box->rect.w < 24 || !box->rect.contains(ink.centre())) continue;
    if (!found || box->rect.w < found->w) found = box->rect;
  }
  return found;
}

TEST(Presenting, NumbersKeepFromTheEdgesOfTheirCells) {
  for (const View& v : views())
    for (const std::string_view spec :
         {"tconv 4x4 k4 s2 p1 w=gaussian", "conv 6x6 k3 w=gaussian", "conv 5 k3 w=[0.12,0.34,0.56]",
          "conv 4x4 k3 w=random:2", "tconv 3x3 k3 s2 p1 op1"}) {
      const Derived d(parse_spec(spec));
      if (v.obstacle(d)) continue;
      for (const double growth : {1.0, 1.5}) {
        const Picture picture =
            v.draw(d, {steps(v, d) / 2, kSettled}, presenting(1280 * growth, 720 * growth));
        for (const Item& item : picture.items) {
          const Label* label = std::get_if<Label>(&item.shape);
          if (!label || label->font != Font::number || label->color.a == 0) continue;
          const Rect ink = testing::label_rect(*label);
          const auto cell = cell_of(picture, ink);
          if (!cell) continue;
          EXPECT_LE(ink.w, 0.91 * cell->w)
              << v.name << " of " << spec << " at " << 1280 * growth << ": '" << label->text << "'";
          EXPECT_GE(ink.x, cell->x + 2) << v.name << " of " << spec << ": '" << label->text << "'";
        }
      }
    }
}

std::multiset<std::string> numbers_of(const Picture& picture) {
  std::multiset<std::string> out;
  for (const Item& item : picture.items)
    if (const Label* label = std::get_if<Label>(&item.shape); label && label->font == Font::number)
      out.insert(label->text);
  return out;
}

TEST(Presenting, LongDecimalsAreShortenedBeforeTheyAreLeftOut) {
  // Outputs of four channels, with random weights: −12.25 has no room, −12 has.
  const Derived d(parse_spec("conv 6x6 k3 c1>3 w=random:4 in=random:1"));
  const View& v = view("slide");
  const Picture picture = v.draw(d, {steps(v, d) - 1, kSettled}, presenting(1280, 720));
  Index cells = 0, told = 0;
  for (const Item& item : picture.items) {
    const Box* box = std::get_if<Box>(&item.shape);
    if (!box || item.tag.role != Role::output) continue;
    ++cells;
    told += std::ranges::any_of(picture.items, [&](const Item& other) {
      const Label* label = std::get_if<Label>(&other.shape);
      return label && label->font == Font::number && box->rect.contains(label->at);
    });
  }
  EXPECT_GT(cells, 0);
  EXPECT_EQ(told, cells);
}

TEST(Presenting, SlabsShowAllNumbersOfTheirFaces) {
  // The ninths of a kernel stand upright and are no wider than a digit: none hides its neighbour.
  const Derived d(parse_spec("conv 4x4 k3 c2>3"));
  const View& v = view("channels");
  const auto numbers = numbers_of(v.draw(d, {4, kSettled}, presenting(1280, 720)));
  EXPECT_GE(numbers.count("9"), 9U + 5U) << "the slab in front, and what is seen of the other";
}

TEST(Presenting, NodesHaveTheirNumbers) {
  const View& v = view("wiring");
  for (const std::string_view spec : {"tconv 5 k3 s2 w=[1,2,1]", "conv 9 k3 d2 p1 w=[1,2,1]"}) {
    const Derived d(parse_spec(spec));
    const auto numbers = numbers_of(v.draw(d, {0, kSettled}, presenting(1280, 720)));
    for (Index i = 0; i < d.input().size(); ++i)
      EXPECT_GE(numbers.count(std::to_string(i + 1)), 2U) << spec << ": in both nets, " << i;
  }
}

TEST(Presenting, VolumesOfOneAxisFillTheWidth) {
  const View& v = view("channels");
  for (const std::string_view spec : {"conv 5 k3 c3>2", "tconv 5 k3 s2"}) {
    const Derived d(parse_spec(spec));
    const Picture picture = v.draw(d, {2, kSettled}, presenting(1280, 720));
    double left = 1280, right = 0;
    for (const Item& item : picture.items) {
      const Path* path = std::get_if<Path>(&item.shape);
      if (!path || !path->closed || !item.tag) continue;
      left = std::min(left, path->start.x);
      for (const auto& segment : path->segments) right = std::max(right, segment.to.x);
    }
    EXPECT_GT(right - left, 0.6 * 1280) << spec;
  }
}

TEST(LongAxes, AreShownInPagesWithTheWindowInThem) {
  const FrameAxis frame{.first = -2, .count = 261, .size = 257};
  const Axis axis{.pixels = 257, .windows = 129, .taps = 5, .stride = 2, .dilation = 1, .pad = 2};
  for (Index w = 0; w < axis.windows; ++w) {
    const FrameAxis page = page_of(frame, axis, w, 40);
    const Index begin = 2 * w - 2;
    EXPECT_EQ(page.count, 40);
    EXPECT_LE(page.first, begin) << w;
    EXPECT_GE(page.first + page.count, begin + 5) << w;
    EXPECT_GE(page.first, frame.first);
    EXPECT_LE(page.first + page.count, frame.first + frame.count);
  }
  EXPECT_EQ(page_of(frame, axis, 9, 300).count, 261);
}

TEST(LongAxes, HaveNumbersAndNamesApartInNarrowWindowsToo) {
  for (const std::string_view spec : {"tconv 64 k5 s4 w=ones", "conv 64 k5 s2 w=ones",
                                      "conv 200 k7 p3 in=ones w=ones", "tconv 100 k3 s1 w=ones"})
    for (const std::string_view name : {"slide", "scatter", "direct", "gradient"}) {
      const View& v = view(name);
      const Derived d(parse_spec(spec));
      if (v.obstacle(d)) continue;
      for (const bool back_row : {false, true})
        for (const double width : {1280.0, 683.0})
          for (const Index step : std::set<Index>{0, steps(v, d) / 2, steps(v, d) - 1}) {
            SCOPED_TRACE(std::string(name) + " of " + std::string(spec) + " at " + std::to_string(width));
            Style style{.width = width, .height = 560};
            if (back_row) present(style);
            const Picture picture = v.draw(d, {step, kSettled}, style);
            expect_texts_apart(picture);
            EXPECT_LT(smallest_number(picture).size, 100) << "no numbers";
            if (back_row && width > 1000) {
              EXPECT_GE(smallest_number(picture).size, 15);
            }
          }
    }
}

TEST(Products, HaveColoursOfTheirOwn) {
  // The output has 0s where products cancel: on the output's scale they would be as strong as
  // any.
  const Derived d(parse_spec("conv 5x5 k3 w=sobel-x"));
  const Picture picture = view("slide").draw(d, {8, kSettled}, {.width = 1280, .height = 720});
  Color zero, negative;
  for (std::size_t i = 0; i + 1 < picture.items.size(); ++i) {
    const Box* box = std::get_if<Box>(&picture.items[i].shape);
    const Label* label = std::get_if<Label>(&picture.items[i + 1].shape);
    if (!box || !label || picture.items[i].tag) continue;
    if (label->text == "0") zero = box->fill;
    if (label->text == "−36") negative = box->fill;
  }
  ASSERT_NE(negative.a, 0);
  ASSERT_NE(zero.a, 0);
  const int apart =
      std::abs(negative.r - zero.r) + std::abs(negative.g - zero.g) + std::abs(negative.b - zero.b);
  EXPECT_GT(apart, 60);
}

TEST(CellText, TakesFractionsApart) {
  EXPECT_EQ(number_parts("−2½"), (NumberParts{"−2", "1", "2"}));
  EXPECT_EQ(number_parts("¼"), (NumberParts{"", "1", "4"}));
  EXPECT_EQ(number_parts("+16/9"), (NumberParts{"+", "16", "9"}));
  EXPECT_EQ(number_parts("12"), (NumberParts{"12", "", ""}));
  EXPECT_EQ(number_parts("−0.06"), (NumberParts{"−0.06", "", ""}));
}

TEST(CellText, UprightFractionsHaveLargerDigitsThanTheirSign) {
  Picture picture(100, 100, {});
  add_upright(picture,
              Label{.at = {50, 50}, .text = "3¼", .font = Font::number, .size = 40, .align = Align::centre});
  ASSERT_EQ(picture.items.size(), 4U);  // 3, 1, 4 and the bar
  for (std::size_t i = 0; i < 3; ++i) EXPECT_GE(std::get<Label>(picture.items[i].shape).size, 20);
  testing::expect_readable(picture);
  EXPECT_LE(upright_width(Font::number, 40, "3¼"), text_width(Font::number, 40, "3¼"));
}

TEST(CellText, LongCornersAreSetSmallerOrNotAtAll) {
  const CellType type;
  EXPECT_GT(type.corner_size(60, 1.2), type.corner_size(60, 4.5));
  EXPECT_GT(type.corner_size(60, 4.5), 0);
  EXPECT_EQ(type.corner_size(60, 12), 0);
  EXPECT_GT((CellType{.present = true}.corner_size(60, 1.2)), type.corner_size(60, 1.2));
}

}  // namespace
}  // namespace convscope
