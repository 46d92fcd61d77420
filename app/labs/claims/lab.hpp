// The lab on the screen: what people say, as experiments that run live.
#pragma once

#include "app/desk/panels.hpp"
#include "app/desk/settings.hpp"
#include "app/labs/claims/experiment_panel.hpp"
#include "app/labs/claims/list.hpp"

namespace convscope {

class ClaimsLab : public Lab {
 public:
  void draw(const DeskUi& ui, const Rect& area, CommandTarget& target) override;

 private:
  void card(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void neighbours(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void pane(const DeskUi& ui, const DrawnPage& drawn, const ClaimPage& page, std::size_t index, Point corner,
            CommandTarget& target);

  ClaimsList list_;
  ExperimentPanel experiment_;
  std::optional<std::size_t> hovered_;  // the pane under the pointer
};

/// Its commands, the one of its settings that has a widget, and what F1 says about its parts.
std::span<const Command> claims_commands();
const Setting& hide_verdicts();
std::span<const HelpTopic> claims_topics();

}  // namespace convscope
