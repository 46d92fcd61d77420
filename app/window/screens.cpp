#include "app/window/screens.hpp"

#include <algorithm>

namespace convscope {

namespace {

constexpr double kLeastWidth = 480, kLeastHeight = 320;
constexpr double kMostWidth = 1280;
constexpr double kShare = 0.55;    ///< of a screen on which both windows overlap
constexpr double kVisible = 0.25;  ///< a window of which less can be seen is lost
constexpr double kTitle = 36;      ///< of a window's frame

double shared(const Rect& a, const Rect& b) {
  const double width = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const double height = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

bool can_be_seen(const std::vector<Monitor>& monitors, const Rect& rect) {
  return std::ranges::any_of(monitors, [&](const Monitor& monitor) {
    return shared(monitor.area, rect) >= kVisible * rect.w * rect.h;
  });
}

/// As much of it as fits, within the screen.
Rect within(const Rect& work, Rect rect) {
  rect.w = std::min(rect.w, work.w);
  rect.h = std::min(rect.h, work.h);
  rect.x = std::clamp(rect.x, work.x, work.right() - rect.w);
  rect.y = std::clamp(rect.y, work.y, work.bottom() - rect.h);
  return rect;
}

/// Beside the stage where there is room, else over the corner of the screen.
Rect beside(const Rect& work, const Rect& stage) {
  const double right = work.right() - stage.right(), left = stage.x - work.x;
  const double height = std::min(std::max(stage.h, kLeastHeight), work.h);
  if (std::max(right, left) >= kLeastWidth) {
    const double width = std::min(std::max(right, left), kMostWidth);
    return within(work, {right >= left ? stage.right() : stage.x - width, stage.y, width, height});
  }
  const double width = std::max(kLeastWidth, work.w * kShare), high = std::max(kLeastHeight, work.h * kShare);
  return within(work, {work.right() - width, work.bottom() - high, width, high});
}

}  // namespace

std::size_t monitor_of(const std::vector<Monitor>& monitors, const Rect& rect) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < monitors.size(); ++i)
    if (shared(monitors[i].area, rect) > shared(monitors[best].area, rect)) best = i;
  return best;
}

ScreenPlan lecture_plan(const std::vector<Monitor>& monitors, const Rect& stage, bool swapped) {
  if (monitors.empty()) return {};
  const std::size_t mine = monitor_of(monitors, stage);
  if (monitors.size() == 1) {
    const Rect& work = monitors[0].work;
    const Rect kept = within(work, stage);
    ScreenPlan plan{.lecturer = beside(work, kept), .full_screen = false};
    if (kept != stage) plan.stage = kept;
    return plan;
  }
  const std::size_t other = mine == 0 ? 1 : 0;
  const Monitor &show = monitors[swapped ? other : mine], &tell = monitors[swapped ? mine : other];
  Rect work = tell.work;
  work.y += kTitle;
  work.h -= kTitle;
  ScreenPlan plan{.lecturer = work, .full_screen = true};
  if (swapped) plan.stage = within(show.work, {show.work.x, show.work.y, stage.w, stage.h});
  return plan;
}

ScreenPlan changed_plan(const std::vector<Monitor>& monitors, const Rect& stage, const Rect& lecturer) {
  if (monitors.empty()) return {};
  if (can_be_seen(monitors, stage) && can_be_seen(monitors, lecturer) && monitors.size() > 1) return {};
  if (monitors.size() > 1) {
    const std::size_t mine = monitor_of(monitors, stage);
    const Monitor& show = monitors[mine];
    const Monitor& tell = monitors[mine == 0 ? 1 : 0];
    ScreenPlan plan{.full_screen = true};
    if (!can_be_seen(monitors, stage)) plan.stage = within(show.work, stage);
    if (!can_be_seen(monitors, lecturer)) plan.lecturer = within(tell.work, lecturer);
    return plan;
  }
  const Rect& work = monitors[0].work;
  // The stage may have had all of a screen that is gone: both have to fit on this one.
  const Rect half{work.x, work.y, std::max(800.0, std::min(stage.w, work.w * kShare)),
                  std::max(560.0, std::min(stage.h, work.h * kShare))};
  const bool lost = !can_be_seen(monitors, stage) || stage.w >= work.w;
  const Rect kept = within(work, lost ? half : stage);
  ScreenPlan plan{.full_screen = false};
  if (kept != stage) plan.stage = kept;
  if (!can_be_seen(monitors, lecturer) || shared(kept, lecturer) > 0.5 * lecturer.w * lecturer.h)
    plan.lecturer = beside(work, kept);
  return plan;
}

}  // namespace convscope
