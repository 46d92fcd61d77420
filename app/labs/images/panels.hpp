// The panels around the stage of images: what is compared, what is under the pointer, and the numbers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/gpu/image_stage.hpp"
#include "app/labs/images/state.hpp"
#include "app/ui/panels.hpp"
#include "app/views/images/histogram.hpp"
#include "core/enlarging/why.hpp"

namespace convscope {

/// Compare, Why, Gradient, Plots; how the pictures stand, their gain, the zoom.
class StageBar {
 public:
  double height(const Ui& ui) const;
  void draw(const Ui& ui, const Rect& rect, CommandTarget& target);

 private:
  double layouts(const Ui& ui, const Rect& row, CommandTarget& target);
  void gain(const Ui& ui, const Rect& row, CommandTarget& target);
  void zoom(const Ui& ui, const Rect& row, CommandTarget& target);
  void plots(const Ui& ui, const Rect& row, CommandTarget& target);
};

/// The left panel: picture, factor, contenders with their parameters, the light that is reckoned in.
class SettingsPanel {
 public:
  void draw(const Ui& ui, const Rect& rect, CommandTarget& target);

 private:
  void picture(const Ui& ui, Column& column, CommandTarget& target);
  void factor(const Ui& ui, Column& column, CommandTarget& target);
  void contenders(const Ui& ui, Column& column, CommandTarget& target);
  void add(const Ui& ui, const Rect& rect, CommandTarget& target);
  void light(const Ui& ui, Column& column, CommandTarget& target);
  // Of the contender that is unfolded.
  void parameters(const Ui& ui, Column& column, CommandTarget& target);
  void kernel(const Ui& ui, Column& column, const UpsamplingChoice& now, CommandTarget& target);
  void learning(const Ui& ui, Column& column, CommandTarget& target);
  /// Dragging is one change of the settings; what is typed goes to the command of the slider's name.
  static void slide(const Ui& ui, Column& column, CommandTarget& target, const SliderLook& look,
                    const std::function<void(ImageSettings&, Index)>& edit);
};

/// The right panel: numbers of the pixel under the pointer, every picture magnified around it, brightness,
/// and what the chosen contender's kernel predicts, with its repairs.
class ReadingPanel {
 public:
  /// What the loupe and the histogram show is added to `wanted`.
  void draw(const Ui& ui, const Rect& rect, ImageStagePainter& painter, std::vector<TileKey>& wanted,
            CommandTarget& target);

 private:
  void pixel(const Ui& ui, Column& column) const;
  void loupe(const Ui& ui, Column& column, ImageStagePainter& painter, std::vector<TileKey>& wanted);
  void histogram(const Ui& ui, Column& column, std::vector<TileKey>& wanted);
  void meter(const Ui& ui, Column& column, CommandTarget& target);
  void repair_buttons(const Ui& ui, Column& column, CommandTarget& target);

  // What was last drawn: only what is new is worked out.
  std::map<TilePtr, Histogram> counted_;
  std::shared_ptr<const Upsampler> measured_;
  std::optional<Phases> phases_;
};

/// The numbers of all contenders, in a drawer below the stage.
double table_height(const Ui& ui, double room);
void draw_table(const Ui& ui, const Rect& rect, CommandTarget& target);

}  // namespace convscope
