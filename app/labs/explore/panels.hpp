// The parts of the explorer, each drawing itself into a rectangle.
#pragma once

#include <optional>
#include <vector>

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"
#include "app/desk/settings.hpp"
#include "app/labs/explore/state.hpp"
#include "app/widgets/field_widgets.hpp"

namespace convscope {

/// Operator, geometry, patterns and cells.
class ParametersPanel {
 public:
  void draw(const DeskUi& ui, const Rect& rect, CommandTarget& target);

 private:
  void size_sliders(const DeskUi& ui, Column& column, CommandTarget& target);
  void field_slider(const DeskUi& ui, Column& column, CommandTarget& target, const Field& field);
  void sources(const DeskUi& ui, Column& column, CommandTarget& target);
  void cells(const DeskUi& ui, Column& column, CommandTarget& target, Role role);
  void bias_cells(const DeskUi& ui, Column& column, CommandTarget& target);
  void order(const DeskUi& ui, Column& column, CommandTarget& target);
  void more(const DeskUi& ui, Column& column, CommandTarget& target);
  void photo(const DeskUi& ui, Column& column, CommandTarget& target);

  FieldSliders sliders_;
};

/// What a pane's title offers about a second scenario: a word for the command beside.
struct BesideChoice {
  std::string_view title, word, help;
};
std::span<const BesideChoice> beside_choices(const ExploreState& lab);

/// Of the line above a column that names its scenario; to be multiplied by its type scale.
inline constexpr double kHeadingHeight = 34;
double heading_type(const DeskUi& ui);

/// One, two or four views, each a Picture under the pointer.
class Stage {
 public:
  void draw(const DeskUi& ui, const Rect& rect, CommandTarget& target);

 private:
  struct Pane {
    std::size_t index;
    const View& view;
    Rect rect;
    double type;  ///< multiplies its type sizes
    bool alone;   ///< its neighbours have no room
    bool only;    ///< none is on the stage
  };
  /// The lines between the views can be dragged; before what lies under them.
  void divide(const DeskUi& ui, const Rect& stage, const std::vector<Rect>& panes, CommandTarget& target);
  /// Which scenario a column shows, where there are two (stage_heading.cpp).
  void heading(const DeskUi& ui, std::size_t pane, const Rect& rect, CommandTarget& target);
  void draw_pane(const DeskUi& ui, const Pane& pane, CommandTarget& target);
  /// `photographed`: what a view of a photograph draws from, null for the others; `headed`: without a title.
  static PaneDrawing::Seen draw_now(ExploreState& lab, const Pane& pane, const DerivedPtr& photographed,
                                    bool headed);
  void title(const DeskUi& ui, const Pane& pane, CommandTarget& target);
  // What the pointer does to a view's Picture (stage_pointer.cpp).
  void react(const DeskUi& ui, const Pane& pane, const Picture& picture);
  /// The wheel and drags of views that can be moved.
  void move_view(const DeskUi& ui, const Pane& pane, Tag under);
  /// What the right button offers (context_menu.cpp).
  void menu(const DeskUi& ui, const Pane& pane, const Picture& picture, CommandTarget& target);

  // The cell that is being dragged or edited, in which pane, and where it is.
  Tag held_{};
  std::optional<std::size_t> held_in_;
  Rect held_rect_{};
  // The open menu: of which cell, or of none; and where it was asked for.
  struct Menu {
    Tag cell{};
    Point at{};
  };
  Menu menu_{};
  std::optional<Drag> drag_;  // of a view, since the button went down
  bool moved_ = false;        // the last press moved it
  bool on_divider_ = false;   // the pointer has a line between views
};

/// The arithmetic of the step and of the hovered cell.
void draw_inspector_panel(const DeskUi& ui, const Rect& rect, CommandTarget& target);

/// The bar at the foot: what plays the steps, or for a view without steps its sentence.
void draw_explorer_bar(const DeskUi& ui, const Rect& rect, CommandTarget& target);

/// Below the stage, to be multiplied by the type scale.
inline constexpr double kQuizHeight = 100;
/// The quiz's question, where its answer is typed, and the score; in the middle of the rectangle.
void draw_quiz(const DeskUi& ui, const Rect& rect, CommandTarget& target);

/// Whether the quiz asks, and for what (commands.cpp).
std::span<const Setting> quiz_settings();

}  // namespace convscope
