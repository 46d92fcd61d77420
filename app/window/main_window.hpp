// The whole window: the header, the lab in front, and what lies over it.
#pragma once

#include <memory>
#include <vector>

#include "app/window/overlays.hpp"

namespace convscope {

class MainWindow {
 public:
  explicit MainWindow(std::span<const LabRow> labs);
  /// Draws everything into a window of the given size in logical pixels.
  void draw(const DeskUi& ui, double width, double height, CommandTarget& target);

 private:
  std::vector<std::unique_ptr<Lab>> labs_;  ///< in the order of the table
  CommandPalette palette_;
};

}  // namespace convscope
