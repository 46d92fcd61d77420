// The lab of one operator: views on the stage, parameters left, inspector right, playback below.
#pragma once

#include "app/desk/panels.hpp"

namespace convscope {

class Explore : public Lab {
 public:
  void draw(const Ui& ui, const Rect& area, CommandTarget& target) override;

 private:
  ParametersPanel parameters_;
  Stage stage_;
};

}  // namespace convscope
