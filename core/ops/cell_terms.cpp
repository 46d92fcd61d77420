#include "core/ops/cell_terms.hpp"

#include <algorithm>

namespace convscope {

std::vector<CellTerm> cell_terms(const Operator& op, Side side, Index cell) {
  std::vector<CellTerm> list;
  for_each_contribution(op.geometry, side, cell, [&](const Contribution& c) {
    const Index pixel = user_cell(op, c.pixel);
    list.push_back(op.transposed() ? CellTerm{c.window, pixel, c.weight}
                                   : CellTerm{pixel, c.window, c.weight});
  });
  return list;
}

std::vector<CellTerm> terms_of_pixel(const Operator& op, Index pixel) {
  if (!op.border.active()) return cell_terms(op, Side::pixel, pixel);
  std::vector<CellTerm> list;
  const Index padded = op.geometry.channels.pixel * element_count(op.geometry.pixels());
  for (Index p = 0; p < padded; ++p)
    if (user_cell(op, p) == pixel)
      for (const CellTerm& term : cell_terms(op, Side::pixel, p)) list.push_back(term);
  return list;
}

std::vector<CellTerm> terms_of_output(const Operator& op, Index output) {
  return op.transposed() ? terms_of_pixel(op, output) : cell_terms(op, Side::window, output);
}

std::vector<CellTerm> in_input_order(std::vector<CellTerm> terms) {
  std::ranges::stable_sort(terms, {}, &CellTerm::input);
  return terms;
}

}  // namespace convscope
