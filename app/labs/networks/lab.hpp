// The lab on the screen: somebody's network as a chain, its layers in a list, what one of them is like.
#pragma once

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"
#include "app/desk/lab.hpp"
#include "app/labs/networks/state.hpp"
#include "app/widgets/field_widgets.hpp"

namespace convscope {

class NetworksLab : public Lab {
 public:
  void draw(const DeskUi& ui, const Rect& area, CommandTarget& target) override;

 private:
  void stage(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void list(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void facts(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  static void looking(const DeskUi& ui, Column& column, CommandTarget& target);
  static void running(const DeskUi& ui, Column& column, CommandTarget& target);

  std::optional<std::size_t> shown_;  ///< the layer that was scrolled to last
};

/// Its commands, what the File menu has for it, and what F1 says about its parts.
std::span<const Command> networks_commands();
std::span<const FileEntry> networks_files();
std::span<const HelpTopic> networks_topics();

}  // namespace convscope
