// The steps of a round trip: how many there are, what both halves hold after each, which cells belong
// together.
#include <algorithm>

#include "app/views/obstacles.hpp"
#include "app/views/round_trip/trip_drawing.hpp"

namespace convscope {

namespace {

Index windows(const Operator& op) {
  return op.geometry.channels.window * element_count(op.geometry.windows());
}

/// The result of a half's first `done` steps. A gathering half fills in cell after cell, so that what it has
/// is the result itself.
Tensor<double> so_far(const Operator& op, const Tensor<double>& input, const Tensor<double>& weights,
                      const Tensor<double>& result, const Tensor<double>& bias, Index done) {
  const Trace trace(op, Order::by_window);
  if (!op.transposed() || done >= trace.steps()) return result;
  Tensor<double> out = partial_output(op, trace, input, weights, std::max<Index>(done, 0));
  const Index plane = element_count(op.output_size());
  for (Index i = 0; bias.size() > 0 && i < out.size(); ++i) out[i] += bias[i / plane];
  return out;
}

TripHalf half_at(const Operator& op, const Tensor<double>& input, const Tensor<double>& weights,
                 const Tensor<double>& result, const Tensor<double>& bias, Index step) {
  TripHalf out;
  out.steps = windows(op);
  out.step = std::clamp<Index>(step, -1, out.steps);
  const auto cells = static_cast<std::size_t>(result.size());
  if (!out.active()) {
    const bool done = out.step == out.steps;
    out.before = out.after = done ? result : Tensor<double>(result.shape());
    out.reached_before.assign(cells, done);
    out.reached = out.reached_before;
    return out;
  }
  out.before = so_far(op, input, weights, result, bias, out.step);
  out.after = so_far(op, input, weights, result, bias, out.step + 1);
  out.reached.assign(cells, false);
  const Trace trace(op, Order::by_window);
  for (Index n = 0; n <= out.step; ++n) {
    if (n == out.step) out.reached_before = out.reached;
    if (op.transposed())
      trace.for_each(n, [&](const Contribution& c) {
        out.reached[static_cast<std::size_t>(user_cell(op, c.pixel))] = true;
      });
    else
      out.reached[static_cast<std::size_t>(n)] = true;
  }
  // What no stamp reaches is 0, and known to be when the last one has landed.
  if (out.step + 1 == out.steps) out.reached.assign(cells, true);
  return out;
}

void link(std::vector<Tag>& tags, Tag tag) {
  if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(tag);
}

}  // namespace

std::optional<Index> same_place(const Shape& from, Index cell, const Shape& to) {
  const Shape at = unravel(cell, from);
  for (std::size_t i = 0; i < at.rank(); ++i)
    if (at[i] >= to[i]) return std::nullopt;
  return ravel(at, to);
}

std::optional<std::string> trip_obstacle(const Derived& derived) {
  return plane_obstacle(derived);
}

Index trip_steps(const Derived& derived) {
  const Index all = windows(derived.op());
  const bool many =
      all > kMostSteppedWindows || count_contributions(derived.op().geometry) > kMostSteppedProducts;
  return many ? 1 : 2 * all;
}

TripHalves trip_halves(const TripScene& scene, Index step) {
  const Derived& d = scene.there;
  const Index half = windows(d.op());
  Tensor<double> bias(Shape{d.op().output_channels()}), none(Shape{0});
  for (Index i = 0; i < bias.size(); ++i) bias[i] = d.bias(i);
  return {half_at(d.op(), d.input(), d.weights(), scene.trip.output, bias, step),
          half_at(scene.trip.back, scene.trip.output, d.weights(), scene.trip.returned, none, step - half)};
}

std::vector<Tag> trip_links(const TripScene& scene, Tag hover) {
  std::vector<Tag> tags;
  const Shape &x = scene.trip.input.shape(), &back = scene.trip.returned.shape();
  const Operator& op = scene.there.op();
  if (hover.role == Role::input && hover.cell < scene.trip.input.size())
    if (const auto cell = same_place(x, hover.cell, back)) link(tags, {kReturned, *cell});
  if (hover.role == kReturned && hover.cell < scene.trip.returned.size()) {
    if (const auto cell = same_place(back, hover.cell, x)) link(tags, {Role::input, *cell});
    // The outputs that it is made of.
    const Operator& way = scene.trip.back;
    const Index pixels = way.geometry.channels.pixel * element_count(way.geometry.pixels());
    for (Index p = 0; way.transposed() && p < pixels; ++p)
      if (user_cell(way, p) == hover.cell)
        for_each_contribution(way.geometry, Side::pixel, p, [&](const Contribution& c) {
          link(tags, {Role::output, c.window});
        });
    if (!way.transposed())
      for_each_contribution(way.geometry, Side::window, hover.cell, [&](const Contribution& c) {
        link(tags, {Role::output, user_cell(way, c.pixel)});
      });
  }
  if (hover.role == Role::output && hover.cell < scene.trip.output.size() && !op.transposed())
    for_each_contribution(op.geometry, Side::window, hover.cell, [&](const Contribution& c) {
      link(tags, {Role::input, user_cell(op, c.pixel)});
    });
  return tags;
}

}  // namespace convscope
