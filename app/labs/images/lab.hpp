// The lab on the screen: ways of enlarging a photograph beside each other, measured and explained.
#pragma once

#include "app/desk/panels.hpp"
#include "app/labs/images/compare_stage.hpp"
#include "app/labs/images/panels.hpp"

namespace convscope {

class ImagesLab : public Lab {
 public:
  void draw(const DeskUi& ui, const Rect& area, CommandTarget& target) override;

 private:
  void draw_stage(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void draw_explanation(const DeskUi& ui, const Rect& rect);

  StageBar bar_;
  SettingsPanel settings_;
  ReadingPanel readings_;
  CompareStage compare_;
  ImageStagePainter painter_;
  std::vector<TileKey> wanted_;  // in this frame
};

/// Its commands, and what F1 says about its parts.
std::span<const Command> images_commands();
std::span<const HelpTopic> images_topics();

}  // namespace convscope
