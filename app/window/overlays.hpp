// What belongs to no lab: the header, and what lies over the window.
#pragma once

#include <string>

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"

namespace convscope {

/// Brand, labs, examples, files, theme, and the scenario's line.
void draw_header(const DeskUi& ui, const Rect& rect, CommandTarget& target);

/// What went wrong or was done, at the stage's foot.
void draw_message(const DeskUi& ui, const Rect& stage, CommandTarget& target);

/// The list of keys, and what is under the pointer (F1).
void draw_help_overlay(const DeskUi& ui, const Rect& rect, CommandTarget& target);

/// Commands found by typing (Ctrl+P).
class CommandPalette {
 public:
  void draw(const DeskUi& ui, const Rect& rect, CommandTarget& target);

 private:
  bool was_open_ = false;
  std::size_t chosen_ = 0;
  std::string last_text_;
};

}  // namespace convscope
