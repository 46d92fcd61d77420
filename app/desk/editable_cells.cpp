#include "app/desk/editable_cells.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"

namespace convscope {

std::optional<EditableCells> editable_cells(const Derived& derived, Role role) {
  const auto of = [](const Tensor<double>& tensor) {
    return EditableCells{tensor.values(), tensor.shape()[tensor.shape().rank() - 1]};
  };
  switch (role) {
    case Role::input:
      return of(derived.input());
    case Role::kernel:
      return of(derived.weights());
    case Role::upstream:
      return of(derived.upstream());
    case Role::bias:
      return EditableCells{derived.scenario().bias, 1};
    default:
      return std::nullopt;
  }
}

Scenario with_cell(const Derived& derived, Tag cell, double value) {
  const auto cells = editable_cells(derived, cell.role);
  if (!cells)
    throw Error("cell", fmt::format("{} cells are computed", role_name(cell.role)),
                "input, kernel, bias or upstream");
  const auto count = static_cast<Index>(cells->values.size());
  if (count == 0) throw Error("cell", "there is no bias", "set bias 1, or one number for each channel");
  if (cell.cell < 0 || cell.cell >= count)
    throw Error("cell", fmt::format("there is no cell {}", cell.cell), fmt::format("0 to {}", count - 1));
  const Scenario& now = derived.scenario();
  if (cell.role == Role::input) return with_input_cell(now, derived.input(), cell.cell, value);
  if (cell.role == Role::kernel) return with_kernel_cell(now, derived.weights(), cell.cell, value);
  if (cell.role == Role::upstream) return with_upstream_cell(now, derived.upstream(), cell.cell, value);
  Scenario next = now;
  next.bias[static_cast<std::size_t>(cell.cell)] = value;
  return next;
}

}  // namespace convscope
