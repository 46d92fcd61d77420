// The right panel: what of the experiment can be changed.
#pragma once

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"
#include "app/labs/claims/state.hpp"
#include "app/widgets/field_widgets.hpp"

namespace convscope {

class ExperimentPanel {
 public:
  void draw(const DeskUi& ui, const Rect& rect, CommandTarget& target);

 private:
  void which(const DeskUi& ui, Column& column, CommandTarget& target);
  void line(const DeskUi& ui, Column& column, CommandTarget& target);
  void fields(const DeskUi& ui, Column& column, CommandTarget& target);
  void field_slider(const DeskUi& ui, Column& column, const Field& field, CommandTarget& target);
  void buttons(const DeskUi& ui, Column& column, CommandTarget& target);

  FieldSliders sliders_;
};

}  // namespace convscope
