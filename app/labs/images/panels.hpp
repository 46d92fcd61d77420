// The panels around the stage of images: what is compared, what is under the pointer, and the numbers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/desk/panels.hpp"
#include "app/gpu/image_stage.hpp"
#include "app/labs/images/state.hpp"
#include "app/views/images/histogram.hpp"
#include "core/enlarging/why.hpp"

namespace convscope {

/// Compare, Why, Gradient, Plots; how the pictures stand, their gain, the zoom.
class StageBar {
 public:
  double height(const DeskUi& ui) const;
  void draw(const DeskUi& ui, const Rect& rect, CommandTarget& target);

 private:
  double layouts(const DeskUi& ui, const Rect& row, CommandTarget& target);
  void gain(const DeskUi& ui, const Rect& row, CommandTarget& target);
  void zoom(const DeskUi& ui, const Rect& row, CommandTarget& target);
  void plots(const DeskUi& ui, const Rect& row, CommandTarget& target);
};

/// The left panel: picture, factor, contenders with their parameters, the light that is reckoned in.
class SettingsPanel {
 public:
  void draw(const DeskUi& ui, const Rect& rect, CommandTarget& target);

 private:
  void picture(const DeskUi& ui, Column& column, CommandTarget& target);
  void factor(const DeskUi& ui, Column& column, CommandTarget& target);
  void contenders(const DeskUi& ui, Column& column, CommandTarget& target);
  void add(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void light(const DeskUi& ui, Column& column, CommandTarget& target);
  // Of the contender that is unfolded.
  void parameters(const DeskUi& ui, Column& column, CommandTarget& target);
  void kernel(const DeskUi& ui, Column& column, const UpsamplingChoice& now, CommandTarget& target);
  void learning(const DeskUi& ui, Column& column, CommandTarget& target);
  /// Dragging is one change of the settings; what is typed goes to the command of the slider's name.
  static void slide(const DeskUi& ui, Column& column, CommandTarget& target, const SliderLook& look,
                    const std::function<void(ImageSettings&, Index)>& edit);
};

/// The right panel: numbers of the pixel under the pointer, every picture magnified around it, brightness,
/// and what the chosen contender's kernel predicts, with its repairs.
class ReadingPanel {
 public:
  /// What the loupe and the histogram show is added to `wanted`.
  void draw(const DeskUi& ui, const Rect& rect, ImageStagePainter& painter, std::vector<TileKey>& wanted,
            CommandTarget& target);

 private:
  void pixel(const DeskUi& ui, Column& column) const;
  void loupe(const DeskUi& ui, Column& column, ImageStagePainter& painter, std::vector<TileKey>& wanted);
  void histogram(const DeskUi& ui, Column& column, std::vector<TileKey>& wanted);
  void meter(const DeskUi& ui, Column& column, CommandTarget& target);
  void repair_buttons(const DeskUi& ui, Column& column, CommandTarget& target);

  // What was last drawn: only what is new is worked out.
  std::map<TilePtr, Histogram> counted_;
  std::shared_ptr<const Upsampler> measured_;
  std::optional<Phases> phases_;
};

/// The numbers of all contenders, in a drawer below the stage.
double table_height(const DeskUi& ui, double room);
void draw_table(const DeskUi& ui, const Rect& rect, CommandTarget& target);

}  // namespace convscope
