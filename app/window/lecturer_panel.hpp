// The lecturer's view as a part of a window: its own (window/lecturer_screen), or the main one in place of
// the stage.
#pragma once

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"
#include "app/window/lecturer_page.hpp"

namespace convscope {

/// What there is to be told now, with a lesson or without one. `ended`: without anything that moves, for a
/// desk on which nobody presents, as well.
LecturerPage lecturer_page(const Desk& desk);

class LecturerPanel {
 public:
  void draw(const DeskUi& ui, const Rect& rect, CommandTarget& target);

 private:
  std::string noted_;  ///< the notes that are scrolled
  std::size_t notes_from_ = 0;
};

}  // namespace convscope
