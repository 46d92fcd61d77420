#include "app/views/images/race.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/plot.hpp"

namespace convscope {

namespace {

constexpr double kMargin = 28, kGap = 14;

/// A family has a colour; its second member is dashed.
Curve curve_of(DecoderForm form, const Palette& c) {
  Curve curve{.name = std::string(name(form))};
  const auto number = static_cast<int>(form);
  curve.color = number < 2 ? c.kernel : number < 4 ? c.input : c.output;
  curve.dash = number % 2 == 1 ? 6 : 0;
  return curve;
}

struct Number {
  std::string_view title, words;
  double TrainingStep::*value;
  bool decades;
};
constexpr Number kNumbers[] = {
    {"Loss", "mean squared error of the step's crops", &TrainingStep::loss, true},
    {"PSNR", "of the picture above, dB", &TrainingStep::psnr, false},
    {"Grid", "grey levels, on flat grey", &TrainingStep::flat_levels, true},
};

class Drawing {
 public:
  Drawing(const RaceFigure& figure, const Style& style)
      : f_(figure), canvas_(style, "", ""), c_(canvas_.colors()), text_(canvas_.type(14)) {}

  Picture draw() {
    const Style& style = canvas_.style();
    const double head = text_ * 2.6;
    canvas_.line({kMargin, head / 2 + 4},
                 {{"Training", c_.ink, Font::text_bold},
                  {fmt::format("   step {} of {}", f_.step, f_.steps), c_.soft, Font::text}},
                 text_ * 1.3, style.width - kMargin);
    const double bottom = outputs(head + 6);
    std::vector<Curve> names;
    for (const auto& lane : f_.lanes) names.push_back(curve_of(lane.form, c_));
    const double under = bottom + text_ * 0.8;
    const double top = under +
                       legend(canvas_, {kMargin, under, style.width - 2 * kMargin, text_ * 3}, names, text_) +
                       text_ * 0.8;
    const double w = (style.width - 2 * kMargin - 2 * kGap) / 3;
    for (std::size_t i = 0; i < std::size(kNumbers); ++i)
      plot(kNumbers[i],
           {kMargin + static_cast<double>(i) * (w + kGap), top, w, style.height - kMargin / 2 - top});
    return canvas_.finish();
  }

 private:
  /// The panels; returns where they end.
  double outputs(double top) {
    const Style& style = canvas_.style();
    const double count = static_cast<double>(f_.lanes.size() + 1);
    const double w =
        std::min({(style.width - 2 * kMargin - (count - 1) * kGap) / count, style.height * 0.36});
    double x = kMargin;
    const auto panel = [&](const std::shared_ptr<const Image>& image, std::string_view title,
                           const std::string& words, Color color) {
      const double right = x + w;
      canvas_.line({x, top + text_ * 0.6}, {{std::string(title), color, Font::text_bold}}, text_, right);
      if (image) canvas_.add(Raster{.rect = {x, top + text_ * 1.5, w, w}, .image = image});
      canvas_.line({x, top + w + text_ * 2.4}, {{words, c_.ink, Font::number}}, text_, right);
      x += w + kGap;
    };
    panel(f_.original, "original", "", c_.soft);
    for (const auto& lane : f_.lanes) {
      const TrainingStep* at = nullptr;
      for (const TrainingStep& step : *lane.steps)
        if (step.step <= f_.step) at = &step;
      const bool over = f_.step > 0 && (!at || at->step < f_.step);
      panel(lane.output, name(lane.form),
            over ? fmt::format("diverged at {}", at ? at->step + 1 : 1)
            : at ? fmt::format("{:.1f} dB  grid {:.1f}", at->psnr, at->flat_levels)
                 : std::string("untrained"),
            c_.ink);
    }
    return top + w + text_ * 3.2;
  }

  void plot(const Number& number, const Rect& box) {
    std::vector<double> values;
    for (const auto& lane : f_.lanes)
      for (const TrainingStep& step : *lane.steps) {
        const double value = step.*number.value;
        if (std::isfinite(value)) values.push_back(number.decades ? std::max(value, 1e-4) : value);
      }
    const double least = values.empty() ? 1e-4 : *std::ranges::min_element(values);
    Plot plot(canvas_, box,
              {.x = {0, static_cast<double>(std::max<Index>(f_.steps, 1))},
               .y = number.decades ? logarithmic_axis(values, std::pow(10, std::floor(std::log10(least))))
                                   : linear_axis(values),
               .text = text_,
               .left = text_width(Font::number, text_, "0.0001") + 8,
               .right = 8});
    plot.title({{std::string(number.title), c_.ink, Font::text_bold},
                {fmt::format("  {}", number.words), c_.soft, Font::text}});
    plot.y_ticks();
    plot.base();
    plot.x_tick(0, "0", false, Align::left);
    plot.x_tick(static_cast<double>(f_.steps), std::to_string(f_.steps), false, Align::right);
    for (const auto& lane : f_.lanes) {
      Curve curve = curve_of(lane.form, c_);
      for (const TrainingStep& step : *lane.steps)
        if (step.step <= f_.step && std::isfinite(step.*number.value))
          curve.points.push_back({static_cast<double>(step.step), step.*number.value});
      if (curve.points.size() > 1) plot.curve(curve);
    }
  }

  const RaceFigure& f_;
  Canvas canvas_;
  const Palette& c_;
  double text_;
};

}  // namespace

Picture draw_race(const RaceFigure& figure, const Style& style) {
  Style bare = style;
  bare.title = false;
  return Drawing(figure, bare).draw();
}

std::string race_csv(const std::vector<Runner>& runners) {
  std::string out = "step,decoder,loss,psnr,grid_levels,flat_levels\r\n";
  for (const Runner& runner : runners)
    for (const TrainingStep& step : runner.steps)
      out +=
          fmt::format("{},{},{:.9g},{:.9g},{:.9g},{:.9g}\r\n", step.step, name(runner.decoder.choice().form),
                      step.loss, step.psnr, step.grid_levels, step.flat_levels);
  return out;
}

}  // namespace convscope
