// Cells that can be changed: click and type, drag up and down to scrub, Tab and arrows to go on.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "app/desk/desk_ui.hpp"
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
std::optional<CellEdit> cell_grid(const DeskUi& ui, const CellGridLook& look, Point at);

/// The cell to which Tab or an arrow goes from the one that was typed, and its value.
using NextCell = std::function<std::optional<std::pair<Tag, double>>(FieldEditor::End)>;

/// One cell on the stage with the same gestures; its value is not drawn unless it is being edited. Without
/// `scrub` dragging is left to the stage.
std::optional<CellEdit> stage_cell(const DeskUi& ui, Tag tag, const Rect& rect, double value,
                                   const NextCell& next, bool scrub = true);

/// How far a typed cell's key goes in a tensor with so many columns: Tab one on, Down a row.
Index cells_moved(FieldEditor::End end, Index columns);

/// Opens the field of stage_cell, as a click on the cell does.
void type_cell(const Ui& ui, Tag cell, double value);

}  // namespace convscope
