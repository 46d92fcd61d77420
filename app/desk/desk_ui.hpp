// The pen and the hand of widgets (widgets/ui.hpp) at a desk: what labs draw with.
#pragma once

#include "app/desk/desk.hpp"
#include "app/widgets/ui.hpp"

namespace convscope {

class DeskUi : public Ui {
 public:
  DeskUi(Desk& where, const Ui& ui) : Ui(ui, ui.type), desk(where) {}
  /// The same with another type scale.
  DeskUi(const DeskUi& other, double type_scale) : Ui(other, type_scale), desk(other.desk) {}

  Desk& desk;
};

}  // namespace convscope
