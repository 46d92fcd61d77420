#include "core/scenario/source_shapes.hpp"

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"

namespace convscope {

Shape taps(const Scenario& s) {
  return per_axis(s.layer.kernel, s.size.rank(), 1, "kernel");
}

Shape input_shape(const Scenario& s) {
  return with_channels(1, s.input_channels(), s.size);
}
Shape weights_shape(const Scenario& s) {
  const Channels& c = s.layer.channels;
  return with_channels(c.window, c.pixel / std::max<Index>(c.groups, 1), taps(s));
}

Shape upstream_shape(const Scenario& s) {
  try {
    const Operator op = make_operator(s.direction, s.size, s.layer, s.border);
    return with_channels(1, op.output_channels(), op.output_size());
  } catch (const Error&) {
    return {};
  }
}

namespace {

/// Extents of the whole tensor, or of one plane, whichever the list had; empty if neither.
Shape list_shape(const Source& source, const Shape& tensor) {
  if (source.kind != Source::Kind::list) return {};
  const auto count = static_cast<Index>(source.values.size());
  if (count == element_count(tensor)) return tensor;
  return count == element_count(tensor.tail(2)) ? tensor.tail(2) : Shape{};
}

void refit_list(Source& source, const Shape& before, const Shape& after) {
  const Shape from = list_shape(source, before);
  if (from.empty() || before == after) return;
  const Shape to = from.rank() == before.rank() ? after : after.tail(2);
  std::vector<double> values(static_cast<std::size_t>(element_count(to)), 0.0);
  // Cells keep their coordinates counted from the innermost axis, so that a row becomes a first row.
  for (Index cell = 0; cell < static_cast<Index>(values.size()); ++cell) {
    const Shape at = unravel(cell, to);
    Shape old = Shape::filled(from.rank(), 0);
    bool inside = true;
    for (std::size_t i = 1; i <= std::max(from.rank(), to.rank()); ++i) {
      const Index coordinate = i <= to.rank() ? at[to.rank() - i] : 0;
      if (i <= from.rank()) {
        old[from.rank() - i] = coordinate;
        inside = inside && coordinate < from[from.rank() - i];
      } else {
        inside = inside && coordinate == 0;
      }
    }
    if (inside)
      values[static_cast<std::size_t>(cell)] = source.values[static_cast<std::size_t>(ravel(old, from))];
  }
  source.values = std::move(values);
}

/// Lists are refitted only to sizes that a list can have; larger ones are refused later with a sentence.
bool reasonable(const Shape& shape) {
  double count = 1;
  for (Index extent : shape) count *= static_cast<double>(std::max<Index>(extent, 0));
  return count <= 1e7;
}

}  // namespace

void refit_lists(Scenario& scenario, const Scenario& before) {
  const auto follow = [&](Source& source, Shape (*shape)(const Scenario&)) {
    if (source.kind != Source::Kind::list) return;
    const Shape from = shape(before), to = shape(scenario);
    if (!from.empty() && !to.empty() && reasonable(to)) refit_list(source, from, to);
  };
  follow(scenario.input, input_shape);
  follow(scenario.kernel, weights_shape);
  follow(scenario.upstream, upstream_shape);
}

}  // namespace convscope
