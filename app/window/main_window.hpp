// The whole window: the header, the lab in front, and what lies over it.
#pragma once

#include <memory>
#include <vector>

#include "app/window/lecturer_panel.hpp"
#include "app/window/overlays.hpp"
#include "app/window/presenting_layer.hpp"

namespace convscope {

class MainWindow {
 public:
  explicit MainWindow(std::span<const LabRow> labs);
  /// Draws everything into a window of the given size in logical pixels. A lab that throws says so in its own
  /// place, as long as it throws; the rest of the window is there.
  void draw(const DeskUi& ui, double width, double height, CommandTarget& target);

 private:
  void draw_lab(const DeskUi& ui, const Rect& area, CommandTarget& target);

  /// What is in front of everything else; messages stand at the foot of the stage.
  void draw_over(const DeskUi& ui, const Rect& all, const Rect& stage, CommandTarget& target);

  std::vector<std::unique_ptr<Lab>> labs_;  ///< in the order of the table
  CommandPalette palette_;
  CodePanel code_;
  PresentingLayer layer_;
  LecturerPanel lecturer_;
};

}  // namespace convscope
