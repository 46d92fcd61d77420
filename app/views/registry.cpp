#include "app/views/registry.hpp"

#include "app/views/channels.hpp"
#include "app/views/direct.hpp"
#include "app/views/gradient.hpp"
#include "app/views/matrix.hpp"
#include "app/views/overlap.hpp"
#include "app/views/photo.hpp"
#include "app/views/scatter.hpp"
#include "app/views/slide.hpp"
#include "app/views/wiring.hpp"
#include "core/base/names.hpp"

namespace convscope {

namespace {

Order by_window(const Derived&) {
  return Order::by_window;
}
Order by_pixel(const Derived&) {
  return Order::by_pixel;
}

constexpr View kViews[] = {
    {.name = "slide",
     .title = "Slide",
     .help = "Convolution: the kernel slides over the padded input and sums what it covers.",
     .obstacle = slide_obstacle,
     .order = by_window,
     .draw = draw_slide,
     .any_order = true},
    {.name = "scatter",
     .title = "Scatter",
     .help = "Transposed convolution: each input cell stamps its scaled kernel, overlaps add up.",
     .obstacle = scatter_obstacle,
     .order = by_window,
     .draw = draw_scatter,
     .any_order = true},
    {.name = "direct",
     .title = "Direct",
     .help = "The same transposed convolution as a sliding window over the input with zeros inserted.",
     .obstacle = direct_obstacle,
     .order = by_pixel,
     .draw = draw_direct},
    {.name = "matrix",
     .title = "Matrix",
     .help = "The sparse matrix behind the operator and its transpose, with the vectors beside them.",
     .obstacle = matrix_obstacle,
     .order = by_window,
     .draw = draw_matrix,
     .any_order = true},
    {.name = "wiring",
     .title = "Wiring",
     .help = "One axis as a network: edges share the kernel's weights, beside a fully-connected layer.",
     .obstacle = wiring_obstacle,
     .order = by_window,
     .draw = draw_wiring,
     .any_order = true},
    {.name = "overlap",
     .title = "Overlap",
     .help = "Contributions per pixel of the transposed operator and of stacked layers, with the phase sums.",
     .obstacle = overlap_obstacle,
     .order = by_window,
     .draw = draw_overlap,
     .step_count = overlap_steps},
    {.name = "gradient",
     .title = "Gradient",
     .help = "Forward and backward side by side: a gradient of the output flows into input, kernel and bias.",
     .obstacle = gradient_obstacle,
     .order = by_window,
     .draw = draw_gradient},
    {.name = "channels",
     .title = "Channels",
     .help = "Input and output channels and groups in three dimensions, with the kernel block between them.",
     .obstacle = channels_obstacle,
     .order = by_window,
     .draw = draw_channels},
    {.name = "photo",
     .title = "Photo",
     .help = "A photograph enlarged by the transposed convolution, next to nearest and bilinear.",
     .obstacle = photo_obstacle,
     .order = by_window,
     .draw = draw_photo,
     .animated = false},
};

}  // namespace

std::span<const View> views() {
  return kViews;
}

const View& view(std::string_view name) {
  return row_named(views(), name, "view");
}

const View& default_view(const Scenario& scenario) {
  return view(scenario.transposed() ? "scatter" : "slide");
}

Order order_of(const View& view, const Derived& derived, std::optional<Order> chosen) {
  return view.any_order && chosen ? *chosen : view.order(derived);
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
  if (matrix_obstacle(derived)) return cells;
  for (const auto& entry : derived.matrix().row(window))
    if (entry.column == pixel) cells.push_back({Role::kernel, entry.weight});
  return cells;
}

}  // namespace convscope
