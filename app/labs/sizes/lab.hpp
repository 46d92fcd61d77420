// The lab on the screen: the size arithmetic drawn, solved, chained, and in several dialects.
#pragma once

#include "app/ui/field_widgets.hpp"
#include "app/ui/panels.hpp"
#include "app/views/sizes/page.hpp"

namespace convscope {

class SizesState;

class SizesLab : public Lab {
 public:
  void draw(const Ui& ui, const Rect& area, CommandTarget& target) override;

 private:
  void stage(const Ui& ui, const Rect& rect, CommandTarget& target);
  /// Pages, and the axis where there are several; returns the height taken.
  double heading(const Ui& ui, const Rect& rect, CommandTarget& target);
  void words(const Ui& ui, const Rect& rect, CommandTarget& target);

  // The left panel, page by page (lab_panels.cpp).
  void parameters(const Ui& ui, const Rect& rect, CommandTarget& target);
  void operator_fields(const Ui& ui, Column& column, CommandTarget& target);
  void question_fields(const Ui& ui, Column& column, CommandTarget& target);
  void network_fields(const Ui& ui, Column& column, CommandTarget& target);
  void layer_fields(const Ui& ui, Column& column, CommandTarget& target);

  FieldSliders sliders_;
};

}  // namespace convscope
