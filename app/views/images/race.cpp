#include "app/views/images/race.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"
#include "app/views/images/race_drawing.hpp"

namespace convscope {

namespace race {

constexpr std::size_t kMostPoints = 400;

Curve curve_of(DecoderForm form, const Palette& c) {
  Curve curve{.name = std::string(title(form))};
  const auto number = static_cast<int>(form);
  curve.color = number < 2 ? c.kernel : number < 4 ? c.input : c.output;
  curve.dash = number % 2 == 1 ? 6 : 0;
  return curve;
}

PlotAxis steps_axis(const RaceFigure& figure) {
  return {0, static_cast<double>(std::max<Index>(figure.steps, 1))};
}

void mark_steps(Plot& plot, const RaceFigure& figure, const Palette& colors) {
  plot.x_tick(0, "0", false, Align::left);
  plot.x_tick(static_cast<double>(figure.steps), fmt::format("{}", figure.steps), false, Align::right);
  plot.upright(static_cast<double>(figure.step), colors.faint, 1.5, 4);
}

Index every(std::size_t points) {
  return static_cast<Index>(std::max<std::size_t>(1, (points + kMostPoints - 1) / kMostPoints));
}

double heading(Canvas& canvas, const RaceFigure& figure, std::string_view title, std::string_view words) {
  const Palette& c = canvas.colors();
  const double text = canvas.type(14), head = text * 2.6;
  canvas.line({kPageMargin, head / 2 + 4},
              {{std::string(title), c.ink, Font::text_bold},
               {fmt::format("   step {} of {}   ", figure.step, figure.steps), c.ink, Font::text},
               {std::string(words), c.soft, Font::text}},
              text * 1.2, canvas.style().width - kPageMargin);
  return head + 6;
}

std::string name_within(double room, const RaceLane& lane, double size) {
  const DecoderKind& kind = decoder_kinds()[static_cast<std::size_t>(lane.form)];
  return fitting(Font::text_bold, size, room, {std::string(kind.title), std::string(kind.brief)});
}

void lane_title(Canvas& canvas, const Rect& row, const RaceLane& lane, bool chosen) {
  const Curve curve = curve_of(lane.form, canvas.colors());
  canvas.stroke({row.x, row.y}, {row.right(), row.y}, curve.color, chosen ? 4 : 2.5, curve.dash);
  canvas.line({row.x, row.y + row.h * 0.6},
              {{name_within(row.w, lane, canvas.type(14)), mix(curve.color, canvas.colors().ink, 0.35),
                Font::text_bold}},
              canvas.type(14), row.right());
}

}  // namespace race

namespace {

using race::kPlotGap;

struct Number {
  std::string_view title, words;
  double TrainingStep::*value;
  bool decades, from_start;
  std::size_t rank;  ///< where not all have room: 0 stays longest
  double width = 2;  ///< of its curves
};
constexpr Number kNumbers[] = {
    {"Loss", "of the step's crops", &TrainingStep::loss, true, false, 2, 1.2},
    {"PSNR", "dB", &TrainingStep::psnr, false, true, 1},
    {"Grid", "levels on flat grey", &TrainingStep::flat_levels, true, true, 0},
    {"Phase sums", "apart by", &TrainingStep::phase_spread, false, true, 3},
};
constexpr double kLeastPlotWidth = 11, kLeastPlotHeight = 9;  // of the text's size
constexpr double kLeastLevel = 1e-4;                          // what is less is drawn there

class RaceDrawing {
 public:
  RaceDrawing(const RaceFigure& figure, const Style& style)
      : f_(figure), canvas_(style, "", ""), c_(canvas_.colors()), text_(canvas_.type(14)) {}

  SizePage draw() {
    const Style& style = canvas_.style();
    const double bottom = outputs(race::heading(canvas_, f_, "Training", ""));
    const double top = bottom + text_ * 0.6, room = style.width - 2 * kPageMargin;
    // Where there is little room, fewer plots; where there is none, none.
    const auto most = static_cast<std::size_t>(std::clamp(room / (text_ * kLeastPlotWidth), 1.0, 4.0));
    if (style.height - top < text_ * kLeastPlotHeight) return {canvas_.finish(), std::move(spots_)};
    const double w = (room - static_cast<double>(most - 1) * kPlotGap) / static_cast<double>(most);
    double x = kPageMargin;
    for (const Number& number : kNumbers) {
      if (number.rank >= most) continue;
      plot(number, {x, top, w, style.height - kPageMargin / 2 - top});
      x += w + kPlotGap;
    }
    return {canvas_.finish(), std::move(spots_)};
  }

 private:
  /// The panels; returns where they end.
  double outputs(double top) {
    const Style& style = canvas_.style();
    const double count = static_cast<double>(f_.lanes.size() + 1);
    const double w =
        std::min((style.width - 2 * kPageMargin - (count - 1) * kPlotGap) / count, style.height * 0.36);
    const double title = text_ * 1.8, picture = top + title + text_ * 0.2;
    double x = kPageMargin;
    canvas_.line({x, top + title * 0.6}, {{"original", c_.soft, Font::text_bold}}, text_, x + w);
    image(f_.original, {x, picture, w, w});
    for (std::size_t i = 0; i < f_.lanes.size(); ++i) {
      x += w + kPlotGap;
      const RaceLane& lane = f_.lanes[i];
      race::lane_title(canvas_, {x, top, w, title}, lane, f_.chosen == i);
      if (i < f_.outputs.size()) image(f_.outputs[i], {x, picture, w, w});
      const TrainingStep& now = numbers_at(lane, f_.step);
      const bool over = has_diverged(lane, f_.step);
      const std::string first =
          over ? fmt::format("diverged: {}", now.step + 1) : fmt::format("{:.1f} dB", now.psnr);
      canvas_.line({x, picture + w + text_ * 0.9}, {{first, over ? c_.warning : c_.ink, Font::number}}, text_,
                   x + w);
      canvas_.line({x, picture + w + text_ * 2.3}, {{grid_text(now.flat_levels), c_.ink, Font::number}},
                   text_, x + w);
      spots_.push_back({{x, top, w, title + w + text_ * 3.2}, fmt::format("lane/{}", i), help(lane)});
    }
    return picture + w + text_ * 3.2;
  }

  static std::string grid_text(double levels) {
    return levels < 9.95 ? fmt::format("grid {:.1f}", levels) : fmt::format("grid {:.0f}", levels);
  }

  std::string help(const RaceLane& lane) const {
    return fmt::format("{}: {}", title(lane.form), decoder_kinds()[static_cast<std::size_t>(lane.form)].help);
  }

  /// Each pixel a whole number of pixels wide, so that a grid is that of the decoder; the middle of it, where
  /// not all has room.
  void image(const std::shared_ptr<const Image>& image, const Rect& place) {
    if (!image) {
      canvas_.add(Box{.rect = place, .radius = 4, .fill = c_.cell});
      return;
    }
    const double side = std::min(image->width, image->height),
                 zoom = std::max(1.0, std::ceil(place.w / side));
    const double w = std::min<double>(image->width, std::floor(place.w / zoom)),
                 h = std::min<double>(image->height, std::floor(place.h / zoom));
    canvas_.add(
        Raster{.rect = {std::round(place.x), std::round(place.y), w * zoom, h * zoom},
               .image = image,
               .source = {std::floor((image->width - w) / 2), std::floor((image->height - h) / 2), w, h}});
  }

  void plot(const Number& number, const Rect& box) {
    const auto floored = [&](const TrainingStep& step) {
      return number.decades ? std::max(step.*number.value, kLeastLevel) : step.*number.value;
    };
    RaceExtent all;
    for (const RaceLane& lane : f_.lanes) {
      if (number.from_start) all.take(lane.untrained.*number.value);
      all.take(lane.extent(number.value));
    }
    std::vector<double> values;
    if (all.any()) values = {all.least, all.most};
    if (number.decades)
      for (double& value : values) value = std::max(value, kLeastLevel);
    const double least = values.empty() ? kLeastLevel : values.front();
    Plot plot(canvas_, box,
              {.x = race::steps_axis(f_),
               .y = number.decades ? logarithmic_axis(values, std::pow(10, std::floor(std::log10(least))))
                                   : linear_axis(values),
               .text = text_,
               .left = text_width(Font::number, text_, "0.0001") + 8,
               .right = 8});
    plot.title({{std::string(number.title), c_.ink, Font::text_bold},
                {fmt::format("  {}", number.words), c_.soft, Font::text}});
    plot.y_ticks();
    plot.base();
    race::mark_steps(plot, f_, c_);
    for (std::size_t i = 0; i < f_.lanes.size(); ++i) {
      Curve curve = race::curve_of(f_.lanes[i].form, c_);
      curve.width = f_.chosen == i ? 1.5 * number.width : number.width;
      curve.points = race::points_of(f_.lanes[i], f_.step, number.from_start, floored);
      if (curve.points.size() > 1) plot.curve(curve);
    }
  }

  const RaceFigure& f_;
  Canvas canvas_;
  const Palette& c_;
  double text_;
  std::vector<Spot> spots_;
};

}  // namespace

namespace {

/// Those that curves are drawn of.
constexpr std::array<double TrainingStep::*, 4> kCurves{
    &TrainingStep::loss, &TrainingStep::psnr, &TrainingStep::flat_levels, &TrainingStep::phase_spread};

}  // namespace

void RaceExtent::take(double value) {
  if (!std::isfinite(value)) return;
  least = std::min(least, value);
  most = std::max(most, value);
}

void RaceExtent::take(const RaceExtent& other) {
  take(other.least);
  take(other.most);
}

RaceLane::RaceLane(DecoderForm of, TrainingStep first)
    : form(of),
      untrained(std::move(first)),
      kernels_(untrained.phase_sums.empty() ? 0 : untrained.kernels.size() / untrained.phase_sums.size()) {
  take_sums(untrained);
}

void RaceLane::add(TrainingStep step) {
  for (std::size_t i = 0; i < kCurves.size(); ++i) numbers_[i].take(step.*kCurves[i]);
  take_sums(step);
  steps_.push_back(std::move(step));
}

void RaceLane::take_sums(const TrainingStep& step) {
  for (const double sum : step.phase_sums) means_.take(sum);
  const std::size_t phases = step.phase_sums.size();
  for (std::size_t i = 0; i < step.kernels.size() && phases > 0 && i / phases < kernels_.size(); ++i)
    kernels_[i / phases].take(static_cast<double>(step.kernels[i]));
}

RaceExtent RaceLane::extent(double TrainingStep::*number) const {
  return numbers_[static_cast<std::size_t>(std::ranges::find(kCurves, number) - kCurves.begin())];
}

const RaceExtent& RaceLane::sums(std::optional<Index> kernel) const {
  const bool one = kernel && *kernel >= 0 && *kernel < static_cast<Index>(kernels_.size());
  return one ? kernels_[static_cast<std::size_t>(*kernel)] : means_;
}

std::vector<RaceLane> lanes_of(const Race& race) {
  std::vector<RaceLane> out;
  for (const Runner& runner : race.runners()) {
    RaceLane& lane = out.emplace_back(runner.decoder.choice().form, runner.untrained);
    for (const TrainingStep& step : runner.steps) lane.add(step);
  }
  return out;
}

const TrainingStep& numbers_at(const RaceLane& lane, Index step) {
  const Index last = std::min(step, static_cast<Index>(lane.steps().size()));
  return last <= 0 ? lane.untrained : lane.steps()[static_cast<std::size_t>(last - 1)];
}

bool has_diverged(const RaceLane& lane, Index step) {
  return step > static_cast<Index>(lane.steps().size());
}

SizePage draw_race(const RaceFigure& figure, const Style& style) {
  Style bare = style;
  bare.title = false;
  return RaceDrawing(figure, bare).draw();
}

std::string race_csv(const std::vector<Runner>& runners) {
  std::string out = "step,decoder,loss,psnr,grid_levels,flat_levels,phase_spread";
  const std::size_t phases = runners.empty() ? 0 : runners.front().untrained.phase_sums.size();
  for (std::size_t phase = 1; phase <= phases; ++phase) out += fmt::format(",phase_{}", phase);
  out += "\r\n";
  for (const Runner& runner : runners)
    for (const TrainingStep& step : runner.steps) {
      out += fmt::format("{},{},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g}", step.step,
                         name(runner.decoder.choice().form), step.loss, step.psnr, step.grid_levels,
                         step.flat_levels, step.phase_spread);
      for (const double sum : step.phase_sums) out += fmt::format(",{:.9g}", sum);
      out += "\r\n";
    }
  return out;
}

}  // namespace convscope
