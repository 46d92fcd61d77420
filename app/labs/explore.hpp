// The lab of one operator: views on the stage, parameters left, inspector right, playback below.
#pragma once

#include "app/ui/panels.hpp"

namespace convscope {

/// What the lab keeps from frame to frame.
class Explore {
 public:
  /// Draws everything into a window of the given size.
  void draw(const Ui& ui, double width, double height, CommandTarget& target);

 private:
  ParametersPanel parameters_;
  Stage stage_;
  CommandPalette palette_;
};

}  // namespace convscope
