// The lab on the screen: small decoders trained side by side, step by step.
#pragma once

#include "app/desk/commands.hpp"
#include "app/desk/panels.hpp"

namespace convscope {

class TrainingState;

class TrainingLab : public Lab {
 public:
  void draw(const DeskUi& ui, const Rect& area, CommandTarget& target) override;

 private:
  void stage(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void settings(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void decoders(const DeskUi& ui, Column& column, CommandTarget& target);
  void facts(const DeskUi& ui, const Rect& rect, CommandTarget& target);
};

/// Its commands, what the File menu has for it, and what F1 says about its parts.
std::span<const Command> training_commands();
std::span<const FileEntry> training_files();
std::span<const HelpTopic> training_topics();

}  // namespace convscope
