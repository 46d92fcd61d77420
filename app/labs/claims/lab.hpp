// The lab on the screen: what people say, as experiments that run live.
#pragma once

#include "app/ui/panels.hpp"

namespace convscope {

class ClaimsLab : public Lab {
 public:
  void draw(const Ui& ui, const Rect& area, CommandTarget& target) override;
};

}  // namespace convscope
