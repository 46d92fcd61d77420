// The right panel: what of the experiment can be changed.
#pragma once

#include "app/desk/commands.hpp"
#include "app/labs/claims/state.hpp"
#include "app/widgets/field_widgets.hpp"

namespace convscope {

class ExperimentPanel {
 public:
  void draw(const Ui& ui, const Rect& rect, CommandTarget& target);

 private:
  void which(const Ui& ui, Column& column, CommandTarget& target);
  void line(const Ui& ui, Column& column, CommandTarget& target);
  void fields(const Ui& ui, Column& column, CommandTarget& target);
  void field_slider(const Ui& ui, Column& column, const Field& field, CommandTarget& target);
  void buttons(const Ui& ui, Column& column, CommandTarget& target);

  FieldSliders sliders_;
};

}  // namespace convscope
