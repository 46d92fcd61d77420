// How a lab divides its area: panels left and right, the stage between them, a bar at the foot.
#include <algorithm>

#include "app/desk/panels.hpp"
#include "app/desk/presenting.hpp"

namespace convscope {

namespace {

constexpr double kLow = 800;  ///< windows that are less high save at the bars
constexpr double kLeastStage = 480, kLeastMiddle = 320;

/// Between a narrow window's width of a panel and a wide one's.
double panel_width(double window, double narrow, double wide) {
  const double share = std::clamp((window - 1280) / (1600 - 1280), 0.0, 1.0);
  return narrow + (wide - narrow) * share;
}

}  // namespace

bool is_low(const DeskUi& ui) {
  return ui.size().y < kLow;
}

double bar_type(const DeskUi& ui) {
  return std::min(ui.type, is_low(ui) ? 1.0 : 1.2);
}

double foot_height(const DeskUi& ui, bool playback) {
  if (ui.desk.presenting().bare) return 0;  // the bar of window/presenting_layer is all there is
  return (playback ? (is_low(ui) ? 64 : 83) : 56) * bar_type(ui);
}

Columns lab_columns(const DeskUi& ui, const Rect& area, double foot) {
  const Session& session = ui.desk.session;
  double left = session.shows_left() ? panel_width(area.w, 240, 281) : 0;
  double right = session.shows_right() ? panel_width(area.w, 250, 321) : 0;
  // A stage that can be read comes first.
  if (area.w - left - right < kLeastStage) right = 0;
  if (area.w - left < kLeastMiddle) left = 0;
  const double height = std::max(240.0, area.h - foot);
  return {.left = {area.x, area.y, left, height},
          .middle = {area.x + left, area.y, std::max(kLeastMiddle, area.w - left - right), height},
          .right = {area.right() - right, area.y, right, height},
          .foot = {area.x, area.bottom() - foot, area.w, foot}};
}

}  // namespace convscope
