// What both drawings of a race have in common.
#pragma once

#include <algorithm>
#include <vector>

#include "app/views/canvas.hpp"
#include "app/views/images/race.hpp"
#include "app/views/plot.hpp"

namespace convscope::race {

inline constexpr double kPlotGap = 14;

/// A family has a colour; its second member is dashed.
Curve curve_of(DecoderForm form, const Palette& colors);

/// The axis of steps with its ends and the present one.
PlotAxis steps_axis(const RaceFigure& figure);
void mark_steps(Plot& plot, const RaceFigure& figure, const Palette& colors);

/// Every so many-th of that many points, so that a curve has no more than can be seen; the last always.
Index every(std::size_t points);

/// Points of value(step) up to the shown step, the untrained decoder first where `from_start`.
template <class Value>
std::vector<Point> points_of(const RaceLane& lane, Index step, bool from_start, Value&& value) {
  std::vector<Point> out;
  const auto add = [&](const TrainingStep& s) { out.push_back({static_cast<double>(s.step), value(s)}); };
  if (from_start) add(lane.untrained);
  const std::vector<TrainingStep>& steps = lane.steps();
  const std::size_t shown = std::min(steps.size(), static_cast<std::size_t>(std::max<Index>(step, 0)));
  const auto stride = static_cast<std::size_t>(every(steps.size()));
  for (std::size_t i = 0; i < shown; i += stride) add(steps[i]);
  if (shown > 0 && (shown - 1) % stride != 0) add(steps[shown - 1]);
  return out;
}

/// "Training   step 12 of 200"; returns where what follows begins.
double heading(Canvas& canvas, const RaceFigure& figure, std::string_view title, std::string_view words);
/// A decoder's title, or its brief one where that has no room.
std::string name_within(double room, const RaceLane& lane, double size);
/// The line under which a decoder's numbers stand: a sample of its curve, and its title.
void lane_title(Canvas& canvas, const Rect& row, const RaceLane& lane, bool chosen);

}  // namespace convscope::race
