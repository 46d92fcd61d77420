// The pointer in a test of the whole window.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/app/window/offscreen.hpp"

namespace convscope {

/// "click 640 330"
inline std::string at(const char* command, Point p) {
  return std::string(command) + " " + std::to_string(static_cast<int>(p.x)) + " " +
         std::to_string(static_cast<int>(p.y));
}

/// The stage of the window as Offscreen opens it.
inline constexpr Rect kStage{250, 60, 780, 580};

/// Where a cell is under the pointer.
inline Point find_cell(Offscreen& window, Tag wanted, const Rect& where = kStage) {
  for (double y = where.y; y < where.bottom(); y += 11)
    for (double x = where.x; x < where.right(); x += 11) {
      window.application().input().push(PointerEvent{x, y});
      window.frames(2);
      if (window.session().hover == wanted) return {x, y};
    }
  ADD_FAILURE() << role_name(wanted.role) << " " << wanted.cell << " is not on the stage";
  return {-1, -1};
}

}  // namespace convscope
