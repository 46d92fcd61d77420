// Cells that can be changed: click and type, drag up and down to scrub, Tab and arrows to go on.
#pragma once

#include <optional>
#include <string_view>

#include "app/ui/ui.hpp"
#include "core/tensor/shape.hpp"

namespace convscope {

struct CellEdit {
  Index cell = 0;
  double value = 0;
  bool gesture = false;  ///< one of many in a drag
  bool ended = false;    ///< the drag is over
};

struct CellGridLook {
  std::string_view id;
  Role role = Role::input;
  std::span<const double> values;  ///< rows * columns of one plane
  Index first = 0;                 ///< flat index of values[0] in the tensor
  Index rows = 1, columns = 1;
  double cell = 50, gap = 3;
  double most = 1;  ///< the largest magnitude, for the tints
};
/// Errors of typing become the message. `at` is the top left corner.
std::optional<CellEdit> cell_grid(const Ui& ui, const CellGridLook& look, Point at);

/// One cell on the stage with the same gestures; its value is not drawn unless it is being edited.
std::optional<CellEdit> stage_cell(const Ui& ui, Tag tag, const Rect& rect, double value);

}  // namespace convscope
