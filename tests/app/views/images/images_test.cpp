// The drawings of the image lab: what they say, and that they stay within their rectangles.
#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

#include "app/picture/fonts.hpp"
#include "app/views/images/gradients.hpp"
#include "app/views/images/histogram.hpp"
#include "app/views/images/plots.hpp"
#include "app/views/images/why.hpp"
#include "core/enlarging/test_pictures.hpp"

namespace convscope {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Why why_of(const char* method, Index factor, Index taps, const char* kernel, Index side = 128) {
  const Tensor<float> picture = middle_of(test_picture("fine-texture", side, side), side, factor);
  Why why =
      explain({parse_method(method), factor, taps, parse_kernel(kernel)}, reduce(picture, factor, false));
  why.name = method;
  return why;
}

Style style_of(double width, double height, double type = 1, Theme theme = Theme::light) {
  Style style;
  style.width = width;
  style.height = height;
  style.type = type;
  style.theme = theme;
  style.title = false;
  return style;
}

/// Every text has its glyphs and lies within the picture, as do images and boxes.
void expect_inside(const Picture& picture) {
  for (const Item& item : picture.items) {
    if (const auto* label = std::get_if<Label>(&item.shape)) {
      EXPECT_TRUE(covers(label->font, label->text)) << label->text;
      const double width = text_width(label->font, label->size, label->text);
      const double left = label->at.x - (label->align == Align::right    ? width
                                         : label->align == Align::centre ? width / 2
                                                                         : 0);
      EXPECT_GE(left, 0) << label->text;
      EXPECT_LE(left + width, picture.width) << label->text;
      EXPECT_GE(label->at.y, 0) << label->text;
      EXPECT_LE(label->at.y + label->size * 0.4, picture.height) << label->text;
    }
    const Rect* rect = nullptr;
    if (const auto* raster = std::get_if<Raster>(&item.shape)) rect = &raster->rect;
    if (const auto* box = std::get_if<Box>(&item.shape)) rect = &box->rect;
    if (!rect) continue;
    EXPECT_TRUE(rect->x >= 0 && rect->y >= 0 && rect->right() <= picture.width &&
                rect->bottom() <= picture.height && rect->w >= 0 && rect->h >= 0)
        << rect->x << " " << rect->y << " " << rect->w << " " << rect->h;
  }
}

const Style kStages[] = {style_of(560, 420), style_of(700, 560, 1, Theme::dark), style_of(1300, 850),
                         style_of(1300, 850, 1.5)};

TEST(WhyDrawing, SaysWhatIsWrongAndWhatToDo) {
  const std::string text = to_text(draw_why(nullptr, "", style_of(700, 560)));
  EXPECT_THAT(text, HasSubstr("being looked at"));
  EXPECT_THAT(to_text(draw_why(nullptr, "The kernel is too large.", style_of(700, 560))),
              AllOf(HasSubstr("The kernel is too large."), Not(HasSubstr("being looked at"))));
  const Why uneven = why_of("conv-transpose", 2, 3, "uniform");
  const std::string words = to_text(draw_why(&uneven, "", style_of(1300, 850)));
  for (const char* part : {"Predicted checkerboard: ", "strong", "133 %", "equal phase sums", "\"1.78\"",
                           "1 to 4 weights reach a pixel", "as it is | repaired", "repaired: all 1", "= 0.44",
                           "checkerboard energy "})
    EXPECT_THAT(words, HasSubstr(part));
  const Why even = why_of("conv-transpose", 2, 4, "bilinear");
  EXPECT_THAT(to_text(draw_why(&even, "", style_of(1300, 850))),
              AllOf(HasSubstr("a flat picture stays flat"), HasSubstr("4 weights reach every pixel")));
  const Why holes = why_of("conv-transpose", 4, 3, "uniform");
  EXPECT_THAT(to_text(draw_why(&holes, "", style_of(1300, 850))), HasSubstr("at least 4 × 4"));
}

TEST(WhyDrawing, StaysWithinItsStage) {
  for (const Why& why : {why_of("conv-transpose", 2, 3, "uniform"), why_of("pixel-shuffle", 3, 3, "random:1"),
                         why_of("conv-transpose", 8, 12, "random:2"), why_of("lanczos3", 4, 0, "uniform"),
                         why_of("nearest", 2, 0, "uniform"), why_of("conv-transpose", 2, 3, "uniform", 12)})
    for (const Style& style : kStages) {
      SCOPED_TRACE(why.name + " " + std::to_string(style.width) + " type " + std::to_string(style.type));
      const Picture picture = draw_why(&why, "", style);
      expect_inside(picture);
      expect_inside(draw_why(&why, "", style, 1));
      // The prediction stands in the heading, whole, and on the scale.
      const std::string text = to_text(picture);
      const std::string word = "\"" + std::string(name(why.before.phases.verdict.worst())) + "\"";
      EXPECT_NE(text.find(word), std::string::npos);
      // From the back row the blocks have the scale's room.
      if (style.type <= 1) {
        EXPECT_NE(text.find(word), text.rfind(word));
      }
    }
}

TEST(WhyDrawing, RingsTheMultiplesOfTheStride) {
  const Why why = why_of("conv-transpose", 2, 3, "uniform");
  int rings = 0;
  for (const Item& item : draw_why(&why, "", style_of(1300, 850)).items)
    if (const auto* box = std::get_if<Box>(&item.shape)) rings += box->stroke_width == 1.75;
  EXPECT_EQ(rings, 16);  // 8 places around the middle, in two spectra
}

TEST(Meter, SaysWhatTheNumberMeans) {
  Phases phases;
  const auto text = [&](double spread) {
    phases.traits.phase_spread = spread;
    phases.verdict = judge(phases.traits);
    const Picture picture = draw_meter(phases, style_of(280, 0));
    expect_inside(picture);
    return meaning_of(phases) + to_text(picture);
  };
  EXPECT_THAT(text(0), HasSubstr("a flat picture stays flat"));
  EXPECT_THAT(text(0.0005), AllOf(HasSubstr("0.05 %"), HasSubstr("hides that")));
  EXPECT_THAT(text(0.002), HasSubstr("a part of a grey level"));
  EXPECT_THAT(text(0.008), HasSubstr("about one grey level"));
  EXPECT_THAT(text(0.05), AllOf(HasSubstr("5.0 %"), HasSubstr("6 grey levels")));
  EXPECT_THAT(text(4.0 / 3), AllOf(HasSubstr("133 %"), HasSubstr("171 grey levels")));
}

TEST(Meter, WritesSpreadsShortly) {
  EXPECT_EQ(spread_text(0), "0 %");
  EXPECT_EQ(spread_text(0.00001), "below 0.01 %");
  EXPECT_EQ(spread_text(0.0003), "0.03 %");
  EXPECT_EQ(spread_text(0.0994), "9.9 %");
  EXPECT_EQ(spread_text(0.0997), "10 %");
  EXPECT_EQ(spread_text(INFINITY), "∞");
}

Sweep sweep_of(const std::vector<UpsamplingChoice>& choices) {
  Sweep sweep{2, 64, sweep_families(choices), {}};
  for (const SweepPlace& place : sweep_places(sweep))
    sweep.points[place] = {{"psnr", 20.0 + static_cast<double>(place.at)},
                           {"ssim", 0.5},
                           {"checkerboard", std::pow(10, place.at % 5)},
                           {"phase_spread", place.at % 2 == 0 ? 0 : 0.3}};
  return sweep;
}

TEST(PlotsDrawing, NamesEveryLineAndMarksThePresentChoice) {
  std::vector<UpsamplingChoice> choices;
  for (const UpsamplingMethodInfo& method : upsampling_methods().first(upsampling_methods().size() - 1))
    choices.push_back({parse_method(method.name), 2, 3, parse_kernel("gaussian")});
  Sweep sweep = sweep_of(choices);
  for (const Style& style : kStages) {
    expect_inside(draw_plots(&sweep, {.family = 4, .size = 3}, "", style));
    for (const Metric* metric : plotted_metrics()) {
      SCOPED_TRACE(std::to_string(style.width) + " metric " + std::string(metric->name));
      expect_inside(draw_plots(&sweep, {metric, SweepAxis::stride, 4, 3}, "", style));
    }
  }
  const std::string text = to_text(
      draw_plots(&sweep, {&metric("checkerboard"), SweepAxis::kernel_size, 4, 3}, "", style_of(1300, 850)));
  for (const SweepFamily& family : sweep.families) EXPECT_THAT(text, HasSubstr("\"" + family.name + "\""));
  EXPECT_THAT(text, AllOf(HasSubstr("by kernel size, stride 2"), HasSubstr("by stride"), HasSubstr("10k")));
  // Missing and infinite numbers leave gaps, a single point is no line; neither is an error.
  sweep.points = {{{4, SweepAxis::kernel_size, 3}, {{"psnr", INFINITY}, {"phase_spread", INFINITY}}}};
  expect_inside(draw_plots(&sweep, {.family = 4, .size = 3}, "", style_of(700, 560)));
  sweep.points.clear();
  EXPECT_THAT(to_text(draw_plots(&sweep, {.family = 4, .size = 3}, "", style_of(700, 560))),
              HasSubstr("being measured"));
  EXPECT_THAT(to_text(draw_plots(nullptr, {}, "No picture.", style_of(700, 560))), HasSubstr("No picture."));
}

TEST(GradientsDrawing, ComparesFourOperators) {
  for (const Index stride : {2, 3, 8}) {
    const Backward backward =
        backward_patterns(test_picture("zone-plate", 128, 96),
                          Tensor<double>(Shape{stride + 1, stride + 1}, 1.0), "uniform", stride);
    for (const Style& style : kStages) {
      for (const std::size_t part : {1u, 2u}) expect_inside(draw_gradients(&backward, "", style, part));
      const Picture picture = draw_gradients(&backward, "", style);
      SCOPED_TRACE(std::to_string(stride) + " at " + std::to_string(style.width));
      expect_inside(picture);
      EXPECT_THAT(to_text(picture), AllOf(HasSubstr("max-pooling"), HasSubstr("average pooling"),
                                          HasSubstr("apart:"), HasSubstr("all pixels")));
    }
  }
  EXPECT_THAT(to_text(draw_gradients(nullptr, "", style_of(700, 560))), HasSubstr("being computed"));
}

TEST(HistogramDrawing, CountsBrightness) {
  const Histogram h =
      histogram_of(Tensor<float>({1, 3, 2, 2}, {255, 0, 128, 300, 255, 0, 128, 300, 255, 0, 128, 300}));
  EXPECT_DOUBLE_EQ(h[63], 0.5);  // what is beyond the range too
  EXPECT_DOUBLE_EQ(h[0], 0.25);
  EXPECT_DOUBLE_EQ(h[32], 0.25);
  const Histogram none = histogram_of(Tensor<float>({1, 1, 1, 2}, {NAN, INFINITY}));
  EXPECT_DOUBLE_EQ(none[63], 0.5);
  EXPECT_DOUBLE_EQ(std::accumulate(none.begin(), none.end(), 0.0), 0.5) << "NaN is in no column";
  EXPECT_EQ(histogram_of(Tensor<float>({1, 1, 1, 2}, {255, 0})),
            histogram_of(Tensor<float>({1, 3, 1, 2}, {255, 0, 255, 0, 255, 0})));
  // Green is brighter than blue.
  const Histogram c = histogram_of(Tensor<float>({1, 3, 1, 2}, {0, 0, 255, 0, 0, 255}));
  EXPECT_DOUBLE_EQ(c[static_cast<std::size_t>(0.7152 * 255 / 4)], 0.5);
  EXPECT_DOUBLE_EQ(c[static_cast<std::size_t>(0.0722 * 255 / 4)], 0.5);
}

TEST(HistogramDrawing, OverlaysTheResult) {
  const Histogram h = histogram_of(Tensor<float>({1, 1, 1, 2}, {120, 90}));
  for (const Theme theme : {Theme::light, Theme::dark}) {
    const Picture picture = draw_histogram(h, h, "bicubic", style_of(260, 150, 1, theme));
    expect_inside(picture);
    EXPECT_THAT(to_text(picture), AllOf(HasSubstr("original"), HasSubstr("bicubic"), HasSubstr("128")));
  }
  EXPECT_THAT(to_text(draw_histogram({}, {}, "", style_of(260, 150))), HasSubstr("no pixels yet"));
}

}  // namespace
}  // namespace convscope
