// The lab on the screen: ways of enlarging a photograph beside each other, measured and explained.
#pragma once

#include "app/ui/panels.hpp"

namespace convscope {

class ImagesLab : public Lab {
 public:
  void draw(const Ui& ui, const Rect& area, CommandTarget& target) override;
};

}  // namespace convscope
