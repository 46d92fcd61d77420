// The parts of the window, each drawing itself into a rectangle; labs/ says which stand together.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/desk/commands.hpp"
#include "app/desk/lab.hpp"
#include "app/widgets/field_widgets.hpp"
#include "app/widgets/ui.hpp"

namespace convscope {

/// Where the parts of a lab stand; a panel that is hidden has no width.
struct Columns {
  Rect left, middle, right, foot;
};
/// Divides a lab's area; `foot` is the height of the bar below, 0 without one.
Columns lab_columns(const Ui& ui, const Rect& area, double foot);
/// Height of the bar at the foot, with playback or a mere line of words.
double foot_height(const Ui& ui, bool playback);
/// The window is too low for generous bars.
bool is_low(const Ui& ui);
/// The type scale of the bars at head and foot. While presenting they are the presenter's alone: the stage,
/// which everybody looks at, needs the room more.
double bar_type(const Ui& ui);

/// Brand, labs, examples, files, theme, and the scenario's line.
void draw_header(const Ui& ui, const Rect& rect, CommandTarget& target);

/// Operator, geometry, patterns and cells.
class ParametersPanel {
 public:
  void draw(const Ui& ui, const Rect& rect, CommandTarget& target);

 private:
  void size_sliders(const Ui& ui, Column& column, CommandTarget& target);
  void field_slider(const Ui& ui, Column& column, CommandTarget& target, const Field& field);
  void sources(const Ui& ui, Column& column, CommandTarget& target);
  void cells(const Ui& ui, Column& column, CommandTarget& target, Role role);
  void bias_cells(const Ui& ui, Column& column, CommandTarget& target);
  void order(const Ui& ui, Column& column, CommandTarget& target);
  void more(const Ui& ui, Column& column, CommandTarget& target);
  void photo(const Ui& ui, Column& column, CommandTarget& target);

  FieldSliders sliders_;
};

/// One, two or four views, each a Picture under the pointer.
class Stage {
 public:
  void draw(const Ui& ui, const Rect& rect, CommandTarget& target);

 private:
  struct Pane {
    std::size_t index;
    const View& view;
    Rect rect;
    double type;  ///< multiplies its type sizes
    bool alone;   ///< its neighbours have no room
  };
  void draw_pane(const Ui& ui, const Pane& pane, CommandTarget& target);
  void title(const Ui& ui, const Pane& pane, CommandTarget& target);
  // What the pointer does to a view's Picture (stage_pointer.cpp).
  void react(const Ui& ui, const Pane& pane, const Picture& picture);
  void move_matrix(const Ui& ui, const Pane& pane, Tag under);
  void orbit(const Ui& ui, const Pane& pane, bool here);

  // The cell that is being dragged or edited, in which pane, and where it is.
  Tag held_{};
  std::optional<std::size_t> held_in_;
  Rect held_rect_{};
  Tag grabbed_{};        // the matrix entry that a drag holds
  bool panned_ = false;  // the last press moved the matrix
  Camera camera_from_{};
};

/// Where `count` views stand on a stage: one, two above each other, or four.
std::vector<Rect> pane_rects(const Rect& stage, int count, bool roomy_first);

/// The arithmetic of the step and of the hovered cell.
void draw_inspector_panel(const Ui& ui, const Rect& rect);

/// What the bar at the foot plays, and the commands of its buttons.
struct PlaybackLook {
  Index steps = 1;
  Moment moment{};
  bool playing = false;
  std::string_view previous, toggle, next;
  std::function<void(double position)> scrub;
};
/// Play, steps, position, speed, loop.
void draw_playback_bar(const Ui& ui, const Rect& rect, CommandTarget& target, const PlaybackLook& look);
/// The explorer's.
void draw_playback_bar(const Ui& ui, const Rect& rect, CommandTarget& target);

/// What went wrong or was done, at the stage's foot.
void draw_message(const Ui& ui, const Rect& stage);

/// The quiz's question, where its answer is typed, and the score; in the middle of the rectangle.
void draw_quiz(const Ui& ui, const Rect& rect, CommandTarget& target);

/// The list of keys, and what is under the pointer (F1).
void draw_help_overlay(const Ui& ui, const Rect& rect, CommandTarget& target);

/// Commands found by typing (Ctrl+P).
class CommandPalette {
 public:
  void draw(const Ui& ui, const Rect& rect, CommandTarget& target);

 private:
  bool was_open_ = false;
  std::size_t chosen_ = 0;
  std::string last_text_;
};

}  // namespace convscope
