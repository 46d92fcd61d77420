// The lab on the screen: ways of enlarging a photograph beside each other, measured and explained; and the
// panels around its stage.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "app/desk/panels.hpp"
#include "app/labs/images/compare_stage.hpp"

namespace convscope {

/// Above the stage: Compare, Why, Gradient, Plots; how the pictures stand, their gain, the zoom.
double stage_bar_height(const DeskUi& ui);
void draw_stage_bar(const DeskUi& ui, const Rect& rect, CommandTarget& target);

/// The left panel: picture, factor, contenders with their parameters, the light that is reckoned in.
void draw_image_settings(const DeskUi& ui, const Rect& rect, CommandTarget& target);

/// The numbers of all contenders, in a drawer below the stage.
double table_height(const DeskUi& ui, double room);
void draw_table(const DeskUi& ui, const Rect& rect, CommandTarget& target);

/// The right panel: numbers of the pixel under the pointer, every picture magnified around it, brightness,
/// and what the chosen contender's kernel predicts, with its repairs.
class ReadingPanel {
 public:
  /// What the loupe shows is added to `wanted`.
  void draw(const DeskUi& ui, const Rect& rect, ImageStagePainter& painter, std::vector<TileKey>& wanted,
            CommandTarget& target);

 private:
  void histogram(const DeskUi& ui, Column& column) const;
  void meter(const DeskUi& ui, Column& column, CommandTarget& target);

  // What was last drawn: only what is new is worked out.
  std::shared_ptr<const Upsampler> measured_;
  std::optional<Phases> phases_;
};

class ImagesLab : public Lab {
 public:
  void draw(const DeskUi& ui, const Rect& area, CommandTarget& target) override;

 private:
  void draw_stage(const DeskUi& ui, const Rect& rect, CommandTarget& target);

  ReadingPanel readings_;
  CompareStage compare_;
  ImageStagePainter painter_;
  std::vector<TileKey> wanted_;  // in this frame
};

/// Its commands (those of the stage, how it is looked at, and of the chosen contender by themselves), and
/// what F1 says about its parts.
std::span<const Command> images_commands();
std::span<const Command> image_contender_commands();
std::span<const Command> image_inspect_commands();
std::span<const Command> image_stage_commands();
/// What the right button offers on a contender, counted from 0; to be called every frame, `touched` by its
/// row or its picture.
void contender_menu(const DeskUi& ui, const Touch& touched, std::size_t contender, CommandTarget& target);
std::span<const HelpTopic> images_topics();
std::span<const FileEntry> images_files();

}  // namespace convscope
