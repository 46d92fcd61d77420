#include "core/scenario/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/words.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/sources.hpp"
#include "core/tensor/patterns.hpp"

namespace convscope {

void set_channels(Scenario& scenario, Index input, Index output) {
  Channels& c = scenario.layer.channels;
  c.window = scenario.transposed() ? input : output;
  c.pixel = scenario.transposed() ? output : input;
}

namespace {

/// A list is a plane for all channels, or the whole tensor.
void check_list(const std::vector<double>& values, const Shape& shape, std::string_view field) {
  const auto plane = static_cast<std::size_t>(element_count(shape.tail(2)));
  const auto all = static_cast<std::size_t>(element_count(shape));
  if (values.size() == all || values.size() == plane) return;
  throw Error(
      field, fmt::format("{} for {} cells", counted(values.size(), "value"), to_string(shape.tail(2))),
      plane == all ? counted(all, "value")
                   : fmt::format("{} for one plane, or {} for all channels", counted(plane, "value"), all));
}

Tensor<double> from_list(const std::vector<double>& values, const Shape& shape, std::string_view field) {
  check_list(values, shape, field);
  if (values.size() == static_cast<std::size_t>(element_count(shape))) return Tensor<double>(shape, values);
  Tensor<double> out(shape);
  for (std::size_t i = 0; i < out.values().size(); ++i) out.values()[i] = values[i % values.size()];
  return out;
}

/// A file may leave out the leading axes of extent 1 (batch, single channels).
void check_file(const std::string& path, const Shape& got, const Shape& shape, std::string_view field) {
  bool fits = got.rank() <= shape.rank();
  for (std::size_t i = 0; fits && i < shape.rank(); ++i) {
    const std::size_t missing = shape.rank() - got.rank();
    fits = shape[i] == (i < missing ? 1 : got[i - missing]);
  }
  if (!fits)
    throw Error(field, fmt::format("{} has shape {}", path, to_string(got)),
                fmt::format("{}; leading axes of 1 may be missing", to_string(shape)));
}

Tensor<double> from_file(const std::string& path, const Shape& shape, std::string_view field) {
  const Tensor<double> file = read_npy(path, field);
  check_file(path, file.shape(), shape, field);
  return Tensor<double>(shape, std::vector<double>(file.values().begin(), file.values().end()));
}

void check(const Source& source, const Shape& shape, std::string_view field) {
  if (source.kind == Source::Kind::list) check_list(source.values, shape, field);
  if (source.kind == Source::Kind::file) check_file(source.name, npy_shape(source.name, field), shape, field);
}

Shape input_shape(const Operator& op) {
  return with_channels(1, op.input_channels(), op.input_size());
}
Shape output_shape(const Operator& op) {
  return with_channels(1, op.output_channels(), op.output_size());
}

}  // namespace

void check_sources(const Scenario& scenario, const Operator& op) {
  check(scenario.input, input_shape(op), "in");
  check(scenario.kernel, op.geometry.weights(), "w");
  check(scenario.upstream, output_shape(op), "upstream");
}

Tensor<double> materialise_input(const Scenario& scenario, const Operator& op) {
  const Shape shape = input_shape(op);
  switch (scenario.input.kind) {
    case Source::Kind::list:
      return from_list(scenario.input.values, shape, "in");
    case Source::Kind::file:
      return from_file(scenario.input.name, shape, "in");
    case Source::Kind::pattern:
      break;
  }
  return input_pattern(scenario.input.name, shape, scenario.input.seed);
}

Tensor<double> materialise_weights(const Scenario& scenario, const Operator& op) {
  const Shape shape = op.geometry.weights();
  switch (scenario.kernel.kind) {
    case Source::Kind::list:
      return from_list(scenario.kernel.values, shape, "w");
    case Source::Kind::file:
      return from_file(scenario.kernel.name, shape, "w");
    case Source::Kind::pattern:
      break;
  }
  return kernel_pattern(scenario.kernel.name, shape, scenario.kernel.seed);
}

Tensor<double> materialise_upstream(const Scenario& scenario, const Operator& op) {
  constexpr std::string_view kField = "upstream";
  const Shape shape = output_shape(op);
  switch (scenario.upstream.kind) {
    case Source::Kind::list:
      return from_list(scenario.upstream.values, shape, kField);
    case Source::Kind::file:
      return from_file(scenario.upstream.name, shape, kField);
    case Source::Kind::pattern:
      break;
  }
  try {
    return input_pattern(scenario.upstream.name, shape, scenario.upstream.seed);
  } catch (const Error& error) {  // it speaks of the input
    throw Error(kField, error.problem(), error.legal());
  }
}

namespace {
Source list_with_cell(const Tensor<double>& tensor, Index cell, double value) {
  Source source{Source::Kind::list, "", 0, {tensor.values().begin(), tensor.values().end()}};
  source.values[static_cast<std::size_t>(cell)] = value;
  return source;
}
}  // namespace

Scenario with_input_cell(const Scenario& scenario, const Tensor<double>& input, Index cell, double value) {
  Scenario out = scenario;
  out.input = list_with_cell(input, cell, value);
  return out;
}

Scenario with_kernel_cell(const Scenario& scenario, const Tensor<double>& weights, Index cell, double value) {
  Scenario out = scenario;
  out.kernel = list_with_cell(weights, cell, value);
  return out;
}

Scenario with_upstream_cell(const Scenario& scenario, const Tensor<double>& upstream, Index cell,
                            double value) {
  Scenario out = scenario;
  out.upstream = list_with_cell(upstream, cell, value);
  return out;
}

namespace {

/// The padding with which a convolution over `axis.pixels` has exactly `axis.windows` windows: the one the
/// user gave if it does, else the exact one (an output padding beyond the stride needs that).
Sides conv_sides(const Axis& axis, Sides given) {
  const Index room = axis.pixels + given.begin + given.end - reach(axis);
  if (room >= 0 && room / axis.stride + 1 == axis.windows) return given;
  return {axis.pad, covered(axis) - axis.pixels - axis.pad};
}

}  // namespace

Scenario turned(const Scenario& scenario) {
  const Operator op = make_operator(scenario.direction, scenario.size, scenario.layer, scenario.border);
  Scenario out = scenario;
  out.direction = op.transposed() ? Direction::convolution : Direction::transposed;
  out.size = op.output_size();
  out.layer.dialect = Dialect::pytorch;
  out.layer.output_size = {};
  out.layer.output_padding = Shape{};
  out.layer.padding = {Padding::Rule::numbers, {}};
  for (std::size_t i = 0; i < op.geometry.rank(); ++i) {
    Axis axis = op.geometry.axes[i];
    axis.pixels = op.pixels[i];
    axis.pad = op.sides[i].begin;
    const Sides sides = conv_sides(axis, op.sides[i]);
    const Index least = covered(axis) - sides.begin - sides.end;
    out.layer.padding.sides.push_back(sides);
    if (!op.transposed()) out.layer.output_padding.push_back(axis.pixels - least);
  }
  const auto& sides = out.layer.padding.sides;
  if (std::all_of(sides.begin(), sides.end(), [&](const Sides& s) { return s == sides.front(); }))
    out.layer.padding.sides.resize(1);
  const Shape& extra = out.layer.output_padding;
  if (!extra.empty() && std::all_of(extra.begin(), extra.end(), [&](Index e) { return e == extra[0]; }))
    out.layer.output_padding = extra[0] == 0 ? Shape{} : Shape{extra[0]};
  out.bias.clear();
  if (out.input.kind != Source::Kind::pattern) out.input = Source{};
  if (out.upstream.kind != Source::Kind::pattern) out.upstream = Scenario{}.upstream;
  return out;
}

}  // namespace convscope
