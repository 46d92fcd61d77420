#include "app/views/plot.hpp"

#include <gmock/gmock.h>

namespace convscope {
namespace {

using ::testing::ElementsAre;

TEST(PlotAxes, HaveAFewRoundNumbers) {
  const PlotAxis linear = linear_axis({11, 34.5});
  EXPECT_THAT(linear.ticks(3), ElementsAre(10, 20, 30));
  EXPECT_DOUBLE_EQ(linear.place((linear.low + linear.high) / 2), 0.5);
  EXPECT_THAT((PlotAxis{-0.3, 0.3}.ticks(3)), ElementsAre(-0.2, 0, 0.2));  // 0, not 3e-17
  const PlotAxis logarithmic = logarithmic_axis({0, 3, 450}, 0.1);
  EXPECT_EQ(logarithmic.place(0), 0);
  EXPECT_DOUBLE_EQ(logarithmic.high, 1000);
  EXPECT_DOUBLE_EQ(logarithmic.place(10), 0.5);
  EXPECT_EQ(logarithmic.ticks(2).size(), 3u);  // 0.1, 10, 1000
  EXPECT_DOUBLE_EQ(logarithmic_axis({}, 0.1).high, 10);
  EXPECT_EQ(linear_axis({5, 5}).ticks(3).empty(), false);
}

TEST(PlotAxes, PutAtTheirEndsWhatIsBeyond) {
  EXPECT_EQ((PlotAxis{2, 4}.place(5)), 1);
  EXPECT_EQ((PlotAxis{2, 4}.place(1)), 0);
  EXPECT_EQ((PlotAxis{2, 4, true}.place(100)), 1);
}

TEST(PlotAxes, AreLogarithmicWhereValuesAreFarApart) {
  const PlotAxis near = axis_from_zero(0.1, 4);
  EXPECT_FALSE(near.logarithmic);
  EXPECT_EQ(near.low, 0);
  EXPECT_EQ(near.high, 4);
  const PlotAxis far = axis_from_zero(3e-5, 4);
  EXPECT_TRUE(far.logarithmic);
  EXPECT_DOUBLE_EQ(far.low, 1e-5);
  EXPECT_DOUBLE_EQ(far.high, 10);
  EXPECT_EQ(axis_from_zero(0, 0).high, 1);
  EXPECT_FALSE(axis_from_zero(0, 4).logarithmic);
}

TEST(Plots, WriteNumbersPlainly) {
  EXPECT_EQ(Plot::plain(0), "0");
  EXPECT_EQ(Plot::plain(0.25), "0.25");
  EXPECT_EQ(Plot::plain(0.005), "0.005");  // no power of ten is near
  EXPECT_EQ(Plot::plain(-2), "-2");
  EXPECT_EQ(Plot::plain(1e-8), "1e-8");
  EXPECT_EQ(Plot::plain(1e5), "1e5");
  EXPECT_EQ(Plot::plain(1000), "1000");
}

struct Drawn {
  Canvas canvas{{.width = 400, .height = 300, .title = false}, "", ""};
  Plot plot{canvas, {0, 0, 400, 300}, {.x = {0, 10}, .y = {0, 2}, .text = 10, .left = 40, .right = 100}};
};

TEST(Plots, StandInTheirBoxBetweenTitleAndNumbers) {
  Drawn d;
  EXPECT_EQ(d.plot.area(), (Rect{40, 21, 260, 260}));
  EXPECT_EQ(d.plot.at(0, 0), (Point{40, 281}));
  EXPECT_EQ(d.plot.at(5, 2), (Point{170, 21}));
}

TEST(Plots, DrawCurvesBarsAndStepsThroughTheirValues) {
  Drawn d;
  d.plot.curve({.name = "line", .points = {{0, 1}, {5, 2}, {10, 0}}, .color = {1, 2, 3, 255}});
  d.plot.curve({.name = "a single point is no line", .points = {{3, 1}}});
  const double values[] = {1, 2};
  d.plot.bars(values, {1, 2, 3, 255});
  d.plot.steps(values, {1, 2, 3, 255});
  const Picture picture = d.canvas.finish();
  ASSERT_EQ(picture.items.size(), 4u);
  const Path line = std::get<Path>(picture.items[0].shape);
  EXPECT_EQ(line.start, (Point{40, 151}));
  ASSERT_EQ(line.segments.size(), 2u);
  EXPECT_EQ(line.segments[0].to, (Point{170, 21}));
  EXPECT_EQ(line.segments[1].to, (Point{300, 281}));
  EXPECT_EQ(std::get<Box>(picture.items[1].shape).rect, (Rect{40, 151, 130, 130}));
  EXPECT_EQ(std::get<Box>(picture.items[2].shape).rect, (Rect{170, 21, 130, 260}));
  const Path steps = std::get<Path>(picture.items[3].shape);
  ASSERT_EQ(steps.segments.size(), 5u);
  EXPECT_EQ(steps.segments[0].to, (Point{40, 151}));
  EXPECT_EQ(steps.segments[2].to, (Point{170, 21}));
  EXPECT_EQ(steps.segments[4].to, (Point{300, 281}));
}

TEST(Plots, NameLinesThatReachTheEdgeApartFromEachOther) {
  Drawn d;
  const Color color{1, 2, 3, 255};
  d.plot.names_at_ends(
      {{"low", {{10, 0}}, color}, {"also low", {{10, 0.01}}, color}, {"short", {{4, 1}}, color}}, 400);
  std::vector<std::pair<std::string, double>> names;
  for (const Item& item : d.canvas.finish().items)
    if (const Label* label = std::get_if<Label>(&item.shape)) names.push_back({label->text, label->at.y});
  ASSERT_EQ(names.size(), 2u);
  EXPECT_EQ(names[0].first, "also low");
  EXPECT_GE(names[1].second - names[0].second, 12.5);
  EXPECT_LE(names[1].second, 291);
}

TEST(Plots, WrapTheirLegend) {
  const auto height = [](double width) {
    Drawn d;
    return legend(d.canvas, {0, 0, width, 0}, {{"one"}, {"two"}, {"three"}}, 10);
  };
  EXPECT_EQ(height(400), 24);  // its row, and the half of one below it
  EXPECT_EQ(height(150), 40);
  EXPECT_EQ(height(80), 56);
}

TEST(Plot, NumbersBelowDoNotTouchEachOther) {
  const auto below = [](double width) {
    Canvas canvas(Style{}, "", "");
    Plot plot(canvas, {0, 0, width, 200}, {.x = {0, 0.5}, .y = {0, 1}, .text = 19});
    plot.x_tick(0, "0", false, Align::left);
    plot.x_tick(0.5, "1/2", false, Align::right);
    plot.x_tick(0.25, "1/4");
    std::vector<std::string> words;
    for (const Item& item : canvas.finish().items)
      if (const Label* label = std::get_if<Label>(&item.shape)) words.push_back(label->text);
    return words;
  };
  EXPECT_THAT(below(200), ::testing::Contains("1/4"));
  EXPECT_THAT(below(80), ::testing::Not(::testing::Contains("1/4"))) << "the ends stay";
  EXPECT_THAT(below(80), ::testing::IsSupersetOf({"0", "1/2"}));
}

}  // namespace
}  // namespace convscope
