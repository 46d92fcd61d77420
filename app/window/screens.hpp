// Which window stands on which screen while somebody presents. Told of the screens there are, it says where
// the windows go; it moves nothing itself, so that a screen can be unplugged in a test.
#pragma once

#include <optional>
#include <vector>

#include "app/picture/picture.hpp"

namespace convscope {

/// Of a screen, in the desktop's coordinates.
struct Monitor {
  Rect area{};  ///< all of it
  Rect work{};  ///< without the desktop's bars
};

/// What is to be done; nothing where all may stay as it is.
struct ScreenPlan {
  std::optional<Rect> stage{};        ///< the main window's new place
  std::optional<Rect> lecturer{};     ///< the second window's
  std::optional<bool> full_screen{};  ///< of the main window
};

/// The lecture begins, or the windows change places: with two screens the stage has one of them whole, its
/// own or where `swapped` the other, and the lecturer's window the other; with one they stand beside each
/// other.
ScreenPlan lecture_plan(const std::vector<Monitor>& monitors, const Rect& stage, bool swapped);

/// Screens have come or gone while both windows were open. What nobody can see any more is brought back; what
/// can be seen stays where it was put.
ScreenPlan changed_plan(const std::vector<Monitor>& monitors, const Rect& stage, const Rect& lecturer);

/// The screen that shows most of the rectangle; the first where none does. Precondition: there is one.
std::size_t monitor_of(const std::vector<Monitor>& monitors, const Rect& rect);

}  // namespace convscope
