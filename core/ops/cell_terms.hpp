// The products that an operator is made of, as the user's cells: which input cell and which weight add to
// which output cell.
#pragma once

#include <vector>

#include "core/geometry/contributions.hpp"
#include "core/ops/operator.hpp"

namespace convscope {

struct CellTerm {
  Index input, output, weight;  ///< flat, channels included; -1 for a zero of the border
};

/// Those of one window, one pixel of the geometry (padded where there is a border), one weight.
std::vector<CellTerm> cell_terms(const Operator& op, Side side, Index cell);
/// Those of a user's pixel; with a border several of the geometry's pixels repeat it.
std::vector<CellTerm> terms_of_pixel(const Operator& op, Index pixel);
/// Those that add up to an output cell.
std::vector<CellTerm> terms_of_output(const Operator& op, Index output);
/// As people read the input.
std::vector<CellTerm> in_input_order(std::vector<CellTerm> terms);

}  // namespace convscope
