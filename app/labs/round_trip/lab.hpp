// The lab on the screen: convolution, then its transpose, and what would truly undo it.
#pragma once

#include "app/ui/panels.hpp"

namespace convscope {

class RoundTripLab : public Lab {
 public:
  void draw(const Ui& ui, const Rect& area, CommandTarget& target) override;
};

}  // namespace convscope
