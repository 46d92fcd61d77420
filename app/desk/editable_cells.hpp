// The cells that people change: of the input, the kernel, the bias and the upstream gradient.
#pragma once

#include <optional>
#include <span>

#include "app/picture/picture.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

struct EditableCells {
  std::span<const double> values;  ///< numbered as the tags of the role are
  Index columns = 1;               ///< cells from one to the one below it
};

/// Nothing for a role whose cells are computed.
std::optional<EditableCells> editable_cells(const Derived& derived, Role role);

/// The derived scenario with another number in one cell.
/// Errors: Error("cell", ...) for a role whose cells are computed, or an index that there is not.
Scenario with_cell(const Derived& derived, Tag cell, double value);

}  // namespace convscope
