// The lab on the screen: the size arithmetic drawn, solved, chained, and in several dialects.
#pragma once

#include "app/ui/panels.hpp"

namespace convscope {

class SizesLab : public Lab {
 public:
  void draw(const Ui& ui, const Rect& area, CommandTarget& target) override;
};

}  // namespace convscope
