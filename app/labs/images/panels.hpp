// The panels around the stage of images: what is compared, what is under the pointer, and the numbers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/gpu/image_stage.hpp"
#include "app/labs/images/state.hpp"
#include "app/ui/panels.hpp"

namespace convscope {

/// Compare, Why, Gradient, Plots; how the pictures stand, their gain, the zoom.
class StageBar {
 public:
  double height(const Ui& ui) const;
  void draw(const Ui& ui, const Rect& rect, CommandTarget& target);

 private:
  double layouts(const Ui& ui, const Rect& row);
  void gain(const Ui& ui, const Rect& row);
  void zoom(const Ui& ui, const Rect& row);
};

/// The left panel: picture, factor, contenders with their parameters, the light that is reckoned in.
class SettingsPanel {
 public:
  void draw(const Ui& ui, const Rect& rect, CommandTarget& target);

 private:
  void picture(const Ui& ui, Column& column, CommandTarget& target);
  void factor(const Ui& ui, Column& column);
  void contenders(const Ui& ui, Column& column, CommandTarget& target);
  void parameters(const Ui& ui, Column& column, std::size_t index, CommandTarget& target);
  void add(const Ui& ui, const Rect& rect);
  void light(const Ui& ui, Column& column);
};

/// The right panel: numbers of the pixel under the pointer, every picture magnified around it, and `below`
/// whatever the lab adds.
class ReadingPanel {
 public:
  /// Draws into a panel that is open; what the loupe shows is added to `wanted`.
  void pixel(const Ui& ui, Column& column) const;
  void loupe(const Ui& ui, Column& column, ImageStagePainter& painter, std::vector<TileKey>& wanted);
};
/// What a worker is at, how far it is, and an end to it; at the foot of the right panel. Returns its height,
/// 0 without work.
double draw_work(const Ui& ui, const Rect& panel);

/// The numbers of all contenders, in a drawer below the stage.
double table_height(const Ui& ui, double room);
void draw_table(const Ui& ui, const Rect& rect, CommandTarget& target);

/// A small heading with room around it.
void panel_heading(const Ui& ui, Column& column, std::string_view words);

}  // namespace convscope
