// The whole window: the header, the lab in front, and what lies over it.
#pragma once

#include <array>
#include <memory>

#include "app/desk/panels.hpp"

namespace convscope {

class MainWindow {
 public:
  MainWindow();
  /// Draws everything into a window of the given size in logical pixels.
  void draw(const Ui& ui, double width, double height, CommandTarget& target);

 private:
  std::array<std::unique_ptr<Lab>, 5> labs_;  ///< in the order of LabName
  CommandPalette palette_;
};

}  // namespace convscope
