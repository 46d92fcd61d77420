// The lab on the screen: what people say, as experiments that run live.
#pragma once

#include "app/desk/panels.hpp"
#include "app/labs/claims/experiment_panel.hpp"
#include "app/labs/claims/list.hpp"

namespace convscope {

class ClaimsLab : public Lab {
 public:
  void draw(const Ui& ui, const Rect& area, CommandTarget& target) override;

 private:
  void card(const Ui& ui, const Rect& rect, CommandTarget& target);
  void neighbours(const Ui& ui, const Rect& rect, CommandTarget& target);
  void pane(const Ui& ui, const DrawnPage& drawn, const ClaimPage& page, std::size_t index, Point corner,
            CommandTarget& target);

  ClaimsList list_;
  ExperimentPanel experiment_;
  std::optional<std::size_t> hovered_;  // the pane under the pointer
};

}  // namespace convscope
