// Cells by name, as a lesson's author writes them: "output 2,2", with channels "input 1:2,2".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/scenario/derived.hpp"

namespace convscope {

enum class CellRole {
  input,
  output,
  weight,
  entry,  ///< of the matrix: "entry ROW,COLUMN", rows are windows and columns pixels, as it is drawn
};
/// "input", "output", "weight", "entry". Errors: Error("cell", ...).
CellRole parse_cell_role(std::string_view name);
std::string_view to_string(CellRole role);

struct CellName {
  CellRole role = CellRole::output;
  bool whole = false;   ///< all cells of the role
  bool beside = false;  ///< of the second scenario: "beside output 2,2"
  Shape channels{};     ///< as written; empty: the first. A weight may have two, window and pixel channel
  Shape at{};
  friend bool operator==(const CellName&, const CellName&) = default;
};

/// Errors: Error("cell", ...).
CellName parse_cell(std::string_view text);
std::string to_string(const CellName& cell);

/// The tensor's extents without the batch, channels first; of an entry rows and columns.
Shape extents_of(CellRole role, const Derived& derived);
/// Flat indices of the cells that are named. Errors: Error("cell", ...) for one outside.
std::vector<Index> flat_cells(const CellName& name, const Derived& derived);
/// The same for one cell. Errors: also for a whole role.
Index flat_cell(const CellName& name, const Derived& derived);
/// Its number. Errors: as flat_cell.
double value_of(const CellName& name, const Derived& derived);

}  // namespace convscope
