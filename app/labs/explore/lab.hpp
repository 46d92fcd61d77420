// The lab of one operator: views on the stage, parameters left, inspector right, playback below.
#pragma once

#include "app/labs/explore/panels.hpp"

namespace convscope {

class ExploreLab : public Lab {
 public:
  void draw(const DeskUi& ui, const Rect& area, CommandTarget& target) override;

 private:
  ParametersPanel parameters_;
  Stage stage_;
};

/// Its commands, and what F1 says about its parts.
std::span<const Command> explore_commands();
std::span<const HelpTopic> explore_topics();

}  // namespace convscope
