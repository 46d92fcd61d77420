// The lab on the screen: convolution, then its transpose, and what would truly undo it.
#pragma once

#include "app/desk/panels.hpp"
#include "app/widgets/field_widgets.hpp"

namespace convscope {

class RoundTripState;

/// The left panel: the scenario and what the page in front can be asked.
class RoundTripPanel {
 public:
  void draw(const Ui& ui, const Rect& rect, CommandTarget& target);

 private:
  void presets(const Ui& ui, Column& column, CommandTarget& target);
  void scenario(const Ui& ui, Column& column, CommandTarget& target);
  void field_slider(const Ui& ui, Column& column, CommandTarget& target, std::string_view key);
  void output_padding(const Ui& ui, Column& column, CommandTarget& target);
  void deconvolution(const Ui& ui, Column& column, CommandTarget& target);
  void photo(const Ui& ui, Column& column, CommandTarget& target);

  FieldSliders sliders_;
};

class RoundTripLab : public Lab {
 public:
  void draw(const Ui& ui, const Rect& area, CommandTarget& target) override;

 private:
  void stage(const Ui& ui, const Rect& rect, CommandTarget& target);
  void page(const Ui& ui, const Rect& rect, CommandTarget& target);
  void react(const Ui& ui, const Rect& rect, const Picture& picture, CommandTarget& target);
  void magnify(const Ui& ui, const Rect& rect, const Style& style);
  void words(const Ui& ui, const Rect& rect);
  void foot(const Ui& ui, const Rect& rect, CommandTarget& target);
  void null_space_bar(const Ui& ui, const Rect& rect, CommandTarget& target);
  double mark(const Ui& ui, const Rect& tabs, double right, CommandTarget& target);

  RoundTripPanel panel_;
  Tag held_{};  ///< the cell that the pointer is on, or drags
  Rect held_rect_{};
};

}  // namespace convscope
