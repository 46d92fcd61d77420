#include "app/labs/explore/pane_layout.hpp"

#include <algorithm>
#include <cmath>

namespace convscope {

namespace {

/// Two views stand beside each other on a stage so much wider than high. A strip is at home below: it wants
/// the width, until there is plenty.
constexpr double kWide = 1.5, kWideForStrip = 1.8;
/// Half of what is called wide is at least so wide.
constexpr double kLeastHalf = 480;
/// A stage that is this low has no strip.
constexpr double kLowest = 560;
/// What a strip leaves to its neighbour.
constexpr double kAboveStrip = 0.655;

bool stands_beside(const Rect& stage, bool strip, StageSplit::Way way) {
  if (way != StageSplit::Way::automatic) return way == StageSplit::Way::beside;
  return stage.w >= (strip ? kWideForStrip : kWide) * stage.h && stage.w >= 2 * kLeastHalf;
}

/// The first part's length: its share, but at least so much for each part.
double part(double whole, double share, double least_first, double least_second) {
  const double most = std::max(least_first, whole - least_second);
  return std::round(std::clamp(whole * share, std::min(least_first, whole / 2), most));
}

}  // namespace

std::vector<Rect> pane_rects(const Rect& stage, int count, bool strip, const StageSplit& split) {
  const auto [x, y, w, h] = stage;
  if (count == 1) return {stage};
  const double left = part(w, split.across.value_or(0.5), kLeastPaneWidth, kLeastPaneWidth);
  if (count == 4) {
    const double top = part(h, split.down.value_or(0.5), kLeastPaneHeight, kLeastPaneHeight);
    return {{x, y, left, top},
            {x + left, y, w - left, top},
            {x, y + top, left, h - top},
            {x + left, y + top, w - left, h - top}};
  }
  const bool flat = strip && h >= kLowest;
  if (stands_beside(stage, flat, split.way)) return {{x, y, left, h}, {x + left, y, w - left, h}};
  const double upper = part(h, split.down.value_or(flat ? kAboveStrip : 0.5), kLeastPaneHeight,
                            strip ? kLeastStripHeight : kLeastPaneHeight);
  return {{x, y, w, upper}, {x, y + upper, w, h - upper}};
}

std::vector<PaneDivider> pane_dividers(const std::vector<Rect>& panes) {
  std::vector<PaneDivider> out;
  for (const bool upright : {true, false})
    for (const Rect& pane : panes) {
      const double at = upright ? pane.x : pane.y, first = upright ? panes[0].x : panes[0].y;
      if (at <= first) continue;
      out.push_back({upright, at});
      break;
    }
  return out;
}

double share_at(const Rect& stage, const PaneDivider& divider, Point place) {
  const double share = divider.upright ? (place.x - stage.x) / stage.w : (place.y - stage.y) / stage.h;
  return std::clamp(share, StageSplit::kLeast, StageSplit::kMost);
}

}  // namespace convscope
