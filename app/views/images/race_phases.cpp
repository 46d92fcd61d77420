// The phase sums of kernels against the step: a plot for each decoder, on one scale.
#include <fmt/format.h>

#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/images/race_drawing.hpp"

namespace convscope {

namespace {

using race::kPlotGap;

constexpr double kLeastHeight = 6;  // of a plot, of the text's size
constexpr double kDashes[] = {0, 8, 3, 1.5};

class RacePhasesDrawing {
 public:
  RacePhasesDrawing(const RaceFigure& figure, const Style& style)
      : f_(figure), canvas_(style, "", ""), c_(canvas_.colors()), text_(canvas_.type(14)) {}

  SizePage draw() {
    const Style& style = canvas_.style();
    double top = race::heading(canvas_, f_, "Phase sums", words());
    std::vector<Curve> phases;
    for (std::size_t phase = 0; phase < count(); ++phase) phases.push_back(curve_of(phase));
    top += legend(canvas_, {kPageMargin, top, style.width - 2 * kPageMargin, text_ * 3}, phases, text_) +
           text_ * 0.4;
    const std::size_t lanes = f_.lanes.size(), columns = lanes <= 3 ? lanes : (lanes + 1) / 2,
                      most_rows = lanes <= 3 ? 1 : 2;
    if (lanes == 0) return {canvas_.finish(), {}};
    const auto height = [&](std::size_t rows) {
      return (style.height - kPageMargin / 2 - top - static_cast<double>(rows - 1) * kPlotGap) /
             static_cast<double>(rows);
    };
    // Where two rows have no room, the one with the chosen decoder.
    const std::size_t rows = height(most_rows) < text_ * kLeastHeight ? 1 : most_rows,
                      first = rows < most_rows ? f_.chosen.value_or(0) / columns : 0;
    const double w = (style.width - 2 * kPageMargin - static_cast<double>(columns - 1) * 2 * kPlotGap) /
                     static_cast<double>(columns);
    const double h = height(rows);
    const PlotAxis y = axis();
    for (std::size_t i = 0; i < lanes; ++i) {
      const std::size_t row = i / columns;
      if (row < first || row >= first + rows) continue;
      const Rect box{kPageMargin + static_cast<double>(i % columns) * (w + 2 * kPlotGap),
                     top + static_cast<double>(row - first) * (h + kPlotGap), w, h};
      plot(i, box, y);
      spots_.push_back({box, fmt::format("lane/{}", i), "Click to choose it"});
    }
    return {canvas_.finish(), std::move(spots_)};
  }

 private:
  std::size_t count() const { return f_.lanes.empty() ? 0 : f_.lanes.front().untrained.phase_sums.size(); }

  /// The colour says the row, the dashes the column.
  Curve curve_of(std::size_t phase) const {
    const auto s = static_cast<std::size_t>(f_.factor);
    const Color colors[] = {c_.input, c_.kernel, c_.output, c_.ink};
    return {.name = fmt::format("row {}, column {}", phase / s + 1, phase % s + 1),
            .color = colors[phase / s % 4],
            .dash = kDashes[phase % s % 4]};
  }

  std::string words() const {
    if (!f_.kernel) return "what each place of the output gets of a constant 1, mean of all kernels";
    return fmt::format("what each place of the output gets of a constant 1, kernel {}", *f_.kernel + 1);
  }

  double sum_at(const TrainingStep& step, std::size_t phase) const {
    const std::size_t at =
        f_.kernel ? static_cast<std::size_t>(*f_.kernel) * count() + phase : step.kernels.size();
    return at < step.kernels.size() ? static_cast<double>(step.kernels[at]) : step.phase_sums[phase];
  }

  /// Around the sums of all steps that were made.
  PlotAxis axis() const {
    RaceExtent all;
    for (const RaceLane& lane : f_.lanes) all.take(lane.sums(f_.kernel));
    return linear_axis(all.any() ? std::vector{all.least, all.most} : std::vector<double>{});
  }

  void plot(std::size_t i, const Rect& box, const PlotAxis& y) {
    const RaceLane& lane = f_.lanes[i];
    const TrainingStep& now = numbers_at(lane, f_.step);
    double least = sum_at(now, 0), most = least;
    for (std::size_t phase = 1; phase < count(); ++phase) {
      least = std::min(least, sum_at(now, phase));
      most = std::max(most, sum_at(now, phase));
    }
    Plot plot(canvas_, box,
              {.x = race::steps_axis(f_),
               .y = y,
               .text = text_,
               .left = text_width(Font::number, text_, "-0.05") + 10,
               .right = 8});
    const Curve named = race::curve_of(lane.form, c_);
    const bool over = has_diverged(lane, f_.step);
    plot.title({{race::name_within(box.w, lane, text_ + 1), mix(named.color, c_.ink, 0.35), Font::text_bold},
                {over ? fmt::format("  diverged at {}", now.step + 1)
                      : fmt::format("  apart by {:.3f}", most - least),
                 over ? c_.warning : c_.soft, Font::text}});
    if (f_.chosen == i)
      canvas_.stroke({box.x - 10, box.y}, {box.x - 10, box.y + text_ * 1.4}, named.color, 4);
    plot.y_ticks();
    plot.base();
    race::mark_steps(plot, f_, c_);
    for (std::size_t phase = 0; phase < count(); ++phase) {
      Curve curve = curve_of(phase);
      curve.points =
          race::points_of(lane, f_.step, true, [&](const TrainingStep& step) { return sum_at(step, phase); });
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

SizePage draw_race_phases(const RaceFigure& figure, const Style& style) {
  Style bare = style;
  bare.title = false;
  return RacePhasesDrawing(figure, bare).draw();
}

}  // namespace convscope
