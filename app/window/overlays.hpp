// What belongs to no lab: the header, and what lies over the window.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"
#include "app/picture/language.hpp"

namespace convscope {

/// Brand, labs, examples, files, theme, and the scenario's line.
void draw_header(const DeskUi& ui, const Rect& rect, CommandTarget& target);

/// The examples by groups, below `anchor`; to be called every frame with `open` true when they should appear.
/// Returns the one that was chosen, of presets().
std::optional<std::size_t> examples_popup(const DeskUi& ui, const Rect& anchor, bool open);

/// What went wrong or was done, at the stage's foot.
void draw_message(const DeskUi& ui, const Rect& stage, CommandTarget& target);

/// The list of keys, and what is under the pointer (F1).
void draw_help_overlay(const DeskUi& ui, const Rect& rect, CommandTarget& target);

/// The file chooser of the window's own, while it is open.
void draw_file_panel(const DeskUi& ui, const Rect& window);
/// What is exported, and how.
void draw_export_panel(const DeskUi& ui, const Rect& window, CommandTarget& target);

/// The present scenario as a framework's script, beside the stage; what changes the scenario goes on.
class CodePanel {
 public:
  /// At the right edge of a window of that width; 0 while it is closed.
  static double width(const Session& session, double window);
  void draw(const DeskUi& ui, const Rect& rect, CommandTarget& target);

 private:
  void write(const Desk& desk);
  void lines(const DeskUi& ui, const Rect& rect) const;

  DerivedPtr of_{};
  std::string framework_;
  Language language_ = Language::english;
  std::vector<std::string> lines_;
  std::string problem_;  ///< why there is none
  std::size_t widest_ = 0;
};

/// A panel over a veil; a click beside it closes. Returns whether it was clicked beside. Pair with
/// end_panel().
bool begin_overlay(const DeskUi& ui, const char* id, const Rect& window, const Rect& rect);

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
