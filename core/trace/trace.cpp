#include "core/trace/trace.hpp"

#include <algorithm>

#include "core/base/names.hpp"

namespace convscope {

namespace {
constexpr Names<Order, 3> kOrders{"order", {"window", "pixel", "tap"}};
}

Order parse_order(std::string_view name) {
  return kOrders.parse(name);
}

std::string_view to_string(Order order) {
  return kOrders[order];
}

std::string_view held_fixed(Order order, bool transposed) {
  if (order == Order::by_tap) return "weight";
  return (order == Order::by_window) == transposed ? "input cell" : "output cell";
}

Trace::Trace(const Operator& op, Order order) : geometry_(op.geometry), order_(order) {
  const Channels& c = geometry_.channels;
  switch (order) {
    case Order::by_window:
      side_ = Side::window;
      steps_ = c.window * element_count(geometry_.windows());
      break;
    case Order::by_pixel:
      side_ = Side::pixel;
      steps_ = c.pixel * element_count(geometry_.pixels());
      break;
    case Order::by_tap:
      side_ = Side::weight;
      steps_ = element_count(geometry_.weights());
      break;
  }
}

Tensor<double> partial_output(const Operator& op, const Trace& trace, const Tensor<double>& input,
                              const Tensor<double>& weights, Index steps_done) {
  const Geometry& g = op.geometry;
  steps_done = std::clamp<Index>(steps_done, 0, trace.steps());
  if (op.transposed()) {
    Tensor<double> pixels(g.pixel_tensor(1));
    for (Index step = 0; step < steps_done; ++step)
      trace.for_each(step,
                     [&](const Contribution& c) { pixels[c.pixel] += weights[c.weight] * input[c.window]; });
    return op.border.active() ? pad_adjoint(op.border, pixels, op.pixels) : pixels;
  }
  const Tensor<double> padded = op.border.active() ? pad(op.border, input) : input;
  Tensor<double> windows(g.window_tensor(1));
  for (Index step = 0; step < steps_done; ++step)
    trace.for_each(step,
                   [&](const Contribution& c) { windows[c.window] += weights[c.weight] * padded[c.pixel]; });
  return windows;
}

}  // namespace convscope
