#include "app/picture/picture.hpp"

#include <gtest/gtest.h>

namespace convscope {
namespace {

constexpr Color kBlue{0, 114, 178, 255};

TEST(Color, MixesAndFades) {
  EXPECT_EQ(mix({0, 0, 0, 255}, {255, 101, 10, 255}, 0.5), (Color{128, 51, 5, 255}));
  EXPECT_EQ(mix(kBlue, {}, 0), kBlue);
  EXPECT_EQ(mix({}, kBlue, 7), kBlue);
  EXPECT_EQ(kBlue.with_alpha(0.5), (Color{0, 114, 178, 128}));
  EXPECT_EQ((Color{1, 2, 3, 100}.with_alpha(0.5).a), 50);
  EXPECT_EQ(kBlue.with_alpha(-1).a, 0);
  EXPECT_EQ(kBlue.with_alpha(2).a, 255);
}

TEST(HitTest, TakesTheTopmostTaggedItem) {
  Picture p(100, 100, {});
  p.add(Box{.rect = {0, 0, 60, 60}, .fill = kBlue}, {Role::input, 1});
  p.add(Box{.rect = {40, 40, 60, 60}, .fill = kBlue}, {Role::output, 2});
  EXPECT_EQ(hit_test(p, {10, 10}), (Tag{Role::input, 1}));
  EXPECT_EQ(hit_test(p, {50, 50}), (Tag{Role::output, 2}));
  EXPECT_EQ(hit_test(p, {90, 10}), Tag{});
}

TEST(HitTest, LooksThroughUntaggedItems) {
  Picture p(100, 100, {});
  p.add(Box{.rect = {0, 0, 60, 60}, .fill = kBlue}, {Role::kernel, 4});
  p.add(Box{.rect = {0, 0, 60, 60}, .stroke = kBlue});
  p.add(Path{.start = {0, 0}, .segments = {{{60, 0}}, {{60, 60}}}, .fill = kBlue}, {Role::output, 9});
  EXPECT_EQ(hit_test(p, {50, 10}), (Tag{Role::kernel, 4}));
}

TEST(HitTest, AFilledPolygonCoversItsInside) {
  Picture p(100, 100, {});
  p.add(Box{.rect = {0, 0, 90, 90}, .fill = kBlue}, {Role::input, 1});
  p.add(
      Path{
          .start = {10, 10}, .segments = {{{70, 20}}, {{60, 80}}, {{20, 60}}}, .closed = true, .fill = kBlue},
      {Role::upstream, 2});
  EXPECT_EQ(hit_test(p, {40, 40}), (Tag{Role::upstream, 2}));
  EXPECT_EQ(hit_test(p, {11, 50}), (Tag{Role::input, 1}));
  EXPECT_EQ(hit_test(p, {68, 70}), (Tag{Role::input, 1}));
  // The same turning the other way; an outline covers nothing.
  p.items.pop_back();
  p.add(
      Path{
          .start = {20, 60}, .segments = {{{60, 80}}, {{70, 20}}, {{10, 10}}}, .closed = true, .fill = kBlue},
      {Role::upstream, 3});
  p.add(Path{.start = {20, 60}, .segments = {{{60, 80}}, {{70, 20}}}, .closed = true, .stroke = kBlue},
        {Role::output, 4});
  EXPECT_EQ(hit_test(p, {40, 40}), (Tag{Role::upstream, 3}));
}

TEST(HitTest, EdgesBelongToTheCellRightAndBelow) {
  Picture p(100, 100, {});
  p.add(Box{.rect = {0, 0, 10, 10}}, {Role::input, 0});
  p.add(Box{.rect = {10, 0, 10, 10}}, {Role::input, 1});
  EXPECT_EQ(hit_test(p, {10, 0}), (Tag{Role::input, 1}));
  EXPECT_EQ(hit_test(p, {20, 5}), Tag{});
}

TEST(HitTest, FindsLabelsWhateverTheirAlignment) {
  for (const Align align : {Align::left, Align::centre, Align::right}) {
    Picture p(200, 40, {});
    p.add(Label{.at = {100, 20}, .text = "12345", .font = Font::number, .size = 20, .align = align},
          {Role::input, 3});
    EXPECT_EQ(bool(hit_test(p, {120, 20})), align != Align::right);
    EXPECT_EQ(bool(hit_test(p, {80, 20})), align != Align::left);
    EXPECT_FALSE(hit_test(p, {101, 35}));
  }
}

TEST(HitTest, FindsRasters) {
  Picture p(100, 100, {});
  p.add(Raster{.rect = {5, 5, 10, 10}}, {Role::entry, 12});
  EXPECT_EQ(hit_test(p, {6, 14}), (Tag{Role::entry, 12}));
}

TEST(ToText, WritesOneLineAnItem) {
  Picture p(640, 360.25, {246, 247, 249, 255});
  p.add(Box{.rect = {10, 20.04, 48, 48.06},
            .radius = 4,
            .fill = kBlue,
            .stroke = {1, 2, 3, 128},
            .stroke_width = 1.5,
            .hatch = {9, 9, 9, 255}},
        {Role::input, 7});
  p.add(Path{.start = {0, -0.01},
             .segments = {{{5, 6}}, {.to = {9, 9}, .cubic = true, .control1 = {1, 2}, .control2 = {3, 4}}},
             .closed = true,
             .stroke = kBlue,
             .stroke_width = 2,
             .dash = 4});
  p.add(Label{.at = {1, 2},
              .text = "say \"½\"",
              .font = Font::number_bold,
              .size = 18,
              .align = Align::right,
              .color = kBlue},
        {Role::entry, 0});
  EXPECT_EQ(to_text(p),
            "picture 640x360.3 #f6f7f9\n"
            "box 10,20 48x48.1 radius 4 fill #0072b2 stroke #01020380 1.5 hatch #090909 @input:7\n"
            "path 0,0 L 5,6 C 1,2 3,4 9,9 Z stroke #0072b2 2 dash 4\n"
            "label 1,2 right number-bold 18 #0072b2 \"say \\\"½\\\"\" @entry:0\n");
}

TEST(ToText, NoticesOnePixelOfARaster) {
  const auto image = std::make_shared<Image>(Image{2, 1, {1, 2, 3, 255, 4, 5, 6, 255}});
  const auto other = std::make_shared<Image>(Image{2, 1, {1, 2, 3, 255, 4, 5, 7, 255}});
  Picture a(4, 4, {}), b(4, 4, {}), c(4, 4, {});
  a.add(Raster{.rect = {0, 0, 4, 2}, .image = image, .source = {0, 0, 1, 1}, .smooth = true});
  b.add(Raster{.rect = {0, 0, 4, 2}, .image = other, .source = {0, 0, 1, 1}, .smooth = true});
  c.add(Raster{.rect = {0, 0, 4, 2},
               .image = std::make_shared<Image>(*image),
               .source = {0, 0, 1, 1},
               .smooth = true});
  EXPECT_NE(to_text(a).find("raster 0,0 4x2 2x1 pixels "), std::string::npos);
  EXPECT_NE(to_text(a).find(" from 0,0 1x1 smooth\n"), std::string::npos);
  EXPECT_NE(to_text(a), to_text(b));
  EXPECT_EQ(to_text(a), to_text(c));
}

TEST(Pictures, AreAppendedWhereTheyShouldStand) {
  Picture part(40, 20, Color{1, 2, 3, 255});
  part.add(Box{.rect = {1, 2, 3, 4}, .fill = {0, 0, 0, 255}}, {Role::input, 7});
  part.add(Label{.at = {5, 6}, .text = "a"});
  part.add(Path{.start = {0, 0}, .segments = {{{4, 4}, true, {1, 2}, {3, 3}}}});
  part.add(Raster{.rect = {2, 2, 8, 8}});
  Picture whole(100, 100, Color{});
  append(whole, part, {10, 20});
  ASSERT_EQ(whole.items.size(), 4u);
  EXPECT_EQ(std::get<Box>(whole.items[0].shape).rect, (Rect{11, 22, 3, 4}));
  EXPECT_EQ(whole.items[0].tag, (Tag{Role::input, 7}));
  EXPECT_EQ(std::get<Label>(whole.items[1].shape).at, (Point{15, 26}));
  const Path& path = std::get<Path>(whole.items[2].shape);
  EXPECT_EQ(path.start, (Point{10, 20}));
  EXPECT_EQ(path.segments[0].to, (Point{14, 24}));
  EXPECT_EQ(path.segments[0].control1, (Point{11, 22}));
  EXPECT_EQ(path.segments[0].control2, (Point{13, 23}));
  EXPECT_EQ(std::get<Raster>(whole.items[3].shape).rect, (Rect{12, 22, 8, 8}));
  EXPECT_EQ(whole.background, Color{});
}

}  // namespace
}  // namespace convscope
