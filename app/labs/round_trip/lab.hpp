// The lab on the screen: convolution, then its transpose, and what would truly undo it.
#pragma once

#include "app/desk/panels.hpp"
#include "app/widgets/field_widgets.hpp"

namespace convscope {

class RoundTripState;

/// The left panel: the scenario and what the page in front can be asked.
class RoundTripPanel {
 public:
  void draw(const DeskUi& ui, const Rect& rect, CommandTarget& target);

 private:
  void presets(const DeskUi& ui, Column& column, CommandTarget& target);
  void scenario(const DeskUi& ui, Column& column, CommandTarget& target);
  void field_slider(const DeskUi& ui, Column& column, CommandTarget& target, std::string_view key);
  void output_padding(const DeskUi& ui, Column& column, CommandTarget& target);
  void deconvolution(const DeskUi& ui, Column& column, CommandTarget& target);
  void photo(const DeskUi& ui, Column& column, CommandTarget& target);

  FieldSliders sliders_;
};

class RoundTripLab : public Lab {
 public:
  void draw(const DeskUi& ui, const Rect& area, CommandTarget& target) override;

 private:
  void stage(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void page(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void react(const DeskUi& ui, const Rect& rect, const Picture& picture, CommandTarget& target);
  void magnify(const DeskUi& ui, const Rect& rect, const Style& style);
  void words(const DeskUi& ui, const Rect& rect);
  void foot(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void null_space_bar(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  double mark(const DeskUi& ui, const Rect& tabs, double right, CommandTarget& target);

  RoundTripPanel panel_;
  Tag held_{};  ///< the cell that the pointer is on, or drags
  Rect held_rect_{};
};

/// Its commands, and what F1 says about its parts.
std::span<const Command> round_trip_commands();
std::span<const HelpTopic> round_trip_topics();

}  // namespace convscope
