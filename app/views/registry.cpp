#include "app/views/registry.hpp"

#include <array>

#include "core/base/names.hpp"

namespace convscope {

// Each in the file of its name.
extern const View kSlide, kScatter, kDirect, kMatrix, kWiring, kOverlap, kGradient, kChannels, kPhoto;

std::span<const View> views() {
  static const std::array all{kSlide,   kScatter,  kDirect,   kMatrix, kWiring,
                              kOverlap, kGradient, kChannels, kPhoto};
  return all;
}

const View& view(std::string_view name) {
  return row_named(views(), name, "view");
}

const View& default_view(const Scenario& scenario) {
  return view(scenario.transposed() ? "scatter" : "slide");
}

Order order_of(const View& view, const Derived& derived, std::optional<Order> chosen) {
  // Volumes are drawn in the view's own order.
  const bool any = view.any_order && derived.op().geometry.rank() < 3;
  return any && chosen ? *chosen : view.order;
}

Index steps(const View& view, const Derived& derived, std::optional<Order> chosen) {
  if (!view.animated) return 1;
  return view.step_count != nullptr ? view.step_count(derived)
                                    : Trace(derived.op(), order_of(view, derived, chosen)).steps();
}

std::vector<Tag> linked_cells(const Derived& derived, Tag hover) {
  const MatrixWindow all = whole_matrix(derived.op());
  if (hover.role != Role::entry || hover.cell < 0 || hover.cell >= all.rows * all.columns) return {};
  const Index window = hover.cell / all.columns, pixel = hover.cell % all.columns;
  const bool turned = derived.op().transposed();
  std::vector<Tag> cells = {{Role::input, turned ? window : pixel}, {Role::output, turned ? pixel : window}};
  if (kMatrix.obstacle(derived)) return cells;
  for (const MatrixEntry& entry : entries_of_window(derived.op(), window))
    if (entry.column == pixel) cells.push_back({Role::kernel, entry.weight});
  return cells;
}

}  // namespace convscope
