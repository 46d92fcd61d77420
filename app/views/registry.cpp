#include "app/views/registry.hpp"

#include <fmt/format.h>

#include "app/views/direct.hpp"
#include "app/views/matrix.hpp"
#include "app/views/photo.hpp"
#include "app/views/scatter.hpp"
#include "app/views/slide.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

Order by_window(const Derived&) {
  return Order::by_window;
}
Order by_pixel(const Derived&) {
  return Order::by_pixel;
}

constexpr View kViews[] = {
    {"slide", "Slide", "Convolution: the kernel slides over the padded input and sums what it covers.",
     slide_obstacle, by_window, draw_slide},
    {"scatter", "Scatter",
     "Transposed convolution: each input cell stamps its scaled kernel, overlaps add up.", scatter_obstacle,
     by_window, draw_scatter},
    {"direct", "Direct",
     "The same transposed convolution as a sliding window over the input with zeros inserted.",
     direct_obstacle, by_pixel, draw_direct},
    {"matrix", "Matrix",
     "The sparse matrix behind the operator and its transpose, with the vectors beside them.",
     matrix_obstacle, by_window, draw_matrix},
    {"photo", "Photo", "A photograph enlarged by the transposed convolution, next to nearest and bilinear.",
     photo_obstacle, by_window, draw_photo, false},
};

}  // namespace

std::span<const View> views() {
  return kViews;
}

const View& view(std::string_view name) {
  std::string known;
  for (const View& v : kViews) {
    if (v.name == name) return v;
    known += fmt::format("{}{}", known.empty() ? "" : ", ", v.name);
  }
  throw Error("view", fmt::format("'{}' is not known", name), known);
}

const View& default_view(const Scenario& scenario) {
  return view(scenario.transposed() ? "scatter" : "slide");
}

Index steps(const View& view, const Derived& derived) {
  if (!view.animated) return 1;
  return view.step_count != nullptr ? view.step_count(derived)
                                    : Trace(derived.op(), view.order(derived)).steps();
}

std::vector<Tag> linked_cells(const Derived& derived, Tag hover) {
  const MatrixWindow all = whole_matrix(derived.op());
  if (hover.role != Role::entry || hover.cell < 0 || hover.cell >= all.rows * all.columns) return {};
  const Index window = hover.cell / all.columns, pixel = hover.cell % all.columns;
  const bool turned = derived.op().transposed();
  std::vector<Tag> cells = {{Role::input, turned ? window : pixel}, {Role::output, turned ? pixel : window}};
  if (matrix_obstacle(derived)) return cells;
  for (const auto& entry : derived.matrix().row(window))
    if (entry.column == pixel) cells.push_back({Role::kernel, entry.weight});
  return cells;
}

}  // namespace convscope
