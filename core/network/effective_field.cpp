#include "core/network/effective_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/network/adjoint.hpp"
#include "core/network/flat_pictures.hpp"
#include "core/network/picture_run.hpp"
#include "core/network/reach.hpp"

namespace convscope {

namespace {

const Port& one_input(const Network& network) {
  if (!network.has_graph())
    throw Error("network", fmt::format("a {} file has weights and no graph", network.format),
                "a file with layers, such as .onnx");
  if (network.inputs.size() != 1)
    throw Error("network", "it has several inputs", "a network with one picture as its input");
  return network.inputs[0];
}

std::size_t layer_of(const Network& network, const std::string& name) {
  if (!name.empty()) return network.node_named(name);
  const std::string out =
      network.outputs.empty() ? network.nodes.back().outputs.at(0) : network.outputs[0].name;
  for (std::size_t i = 0; i < network.nodes.size(); ++i)
    if (std::ranges::count(network.nodes[i].outputs, out) > 0) return i;
  throw Error("network", "nothing makes its output", "a whole graph");
}

/// The pass there and back.
class Passes {
 public:
  Passes(const Evaluator& evaluator, std::size_t layer, const FieldRequest& request)
      : network_(evaluator.network()), evaluator_(evaluator), layer_(layer), request_(request) {}

  /// What the layer makes.
  const Array& there(const Array& input) {
    const Node& node = network_.nodes[layer_];
    const std::string& name = one_input(network_).name;
    values_[name] = input;
    RunRequest run{.until = node.name,
                   .budget = request_.budget,
                   .progress = request_.progress.part(0, 0.5),
                   .seen = {}};
    double memory = 0;
    run.seen = [&](const Node& made, const Arrays& arrays) {
      for (std::size_t i = 0; i < made.outputs.size() && i < arrays.size(); ++i) {
        memory += 8 * static_cast<double>(count_of(arrays[i].shape));
        values_[made.outputs[i]] = arrays[i];
      }
      require_memory(memory, request_.budget, "network");  // all are kept
    };
    require_finite(network_);
    evaluator_.run({{name, input}}, run);
    return values_.at(node.outputs.at(0));
  }

  /// The gradient with respect to the input.
  Array back(const Array& slope) {
    follow_dependence();
    slopes_[network_.nodes[layer_].outputs[0]] = slope;
    for (std::size_t i = layer_ + 1; i-- > 0;) {
      request_.progress.at(1 - static_cast<double>(i + 1) / static_cast<double>(2 * layer_ + 2));
      step(network_.nodes[i]);
    }
    const Port& port = network_.inputs[0];
    const auto found = slopes_.find(port.name);
    if (found != slopes_.end()) return found->second;
    const Dims& shape = values_.at(port.name).shape;
    return real_array(shape, UnfilledVector<float>(static_cast<std::size_t>(count_of(shape)), 0.0F));
  }

 private:
  const Array* value(const std::string& name) const {
    if (const auto found = values_.find(name); found != values_.end()) return &found->second;
    const auto weight = network_.weights.find(name);
    return weight == network_.weights.end() ? nullptr : &weight->second;
  }

  /// Which values move when the input does; shapes do not.
  void follow_dependence() {
    depends_.insert(network_.inputs[0].name);
    for (const Node& node : network_.nodes) {
      const bool moves =
          std::ranges::any_of(node.inputs, [&](const std::string& name) { return depends_.contains(name); });
      if (!moves || node.op == "Shape") continue;
      for (const std::string& name : node.outputs)
        if (const Array* made = value(name); made && made->real()) depends_.insert(name);
    }
  }

  void step(const Node& node) {
    Arrays slopes, made;
    bool any = false;
    for (const std::string& name : node.outputs) {
      const auto found = slopes_.find(name);
      slopes.push_back(found == slopes_.end() ? Array() : found->second);
      any = any || slopes.back().known();
      const Array* const own = value(name);
      made.push_back(own ? *own : Array());
    }
    if (!any) return;
    std::vector<const Array*> inputs;
    std::vector<bool> wanted;
    for (const std::string& name : node.inputs) {
      inputs.push_back(name.empty() ? nullptr : value(name));
      wanted.push_back(inputs.back() && depends_.contains(name));
    }
    if (std::ranges::count(wanted, true) > 0) {
      const AdjointRow* const row = adjoint_of(node.op);
      if (!row)
        throw Error("network",
                    fmt::format("layer '{}' is a {}, whose gradient is not known here", cut(node.name, 80),
                                cut(node.op, 60)),
                    "a layer before it");
      const Call call{node, network_.opset, inputs, request_.budget, false, nullptr};
      try {
        const Arrays found = row->apply({call, made, slopes, wanted});
        for (std::size_t i = 0; i < found.size(); ++i)
          if (found[i].known()) add(node.inputs[i], found[i]);
      } catch (const Error& error) {
        throw Error("network",
                    fmt::format("layer '{}' ({}): {}", cut(node.name, 80), cut(node.op, 40), error.problem()),
                    error.legal());
      }
    }
    for (const std::string& name : node.outputs)
      if (name != network_.inputs[0].name) slopes_.erase(name);
  }

  void add(const std::string& name, const Array& slope) {
    const auto [at, fresh] = slopes_.try_emplace(name, slope);
    if (fresh) return;
    UnfilledVector<float> sum = at->second.reals();
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += slope.reals()[i];
    at->second = real_array(slope.shape, std::move(sum));
  }

  const Network& network_;
  const Evaluator& evaluator_;
  std::size_t layer_;
  const FieldRequest& request_;
  Values values_, slopes_;
  std::set<std::string, std::less<>> depends_;
};

/// 1 in the cell of one channel or of all.
Array seed_at(const Dims& shape, const Dims& cell, std::optional<Index> channel) {
  UnfilledVector<float> values(static_cast<std::size_t>(count_of(shape)), 0.0F);
  const Dims strides = strides_of(shape);
  const Index first = channel.value_or(0), end = channel ? first + 1 : shape[1];
  for (Index c = first; c < end; ++c) {
    Index place = c * strides[1];
    for (std::size_t axis = 0; axis < cell.size(); ++axis) place += cell[axis] * strides[axis + 2];
    values[static_cast<std::size_t>(place)] = 1;
  }
  return real_array(shape, std::move(values));
}

/// The sum of |gradient| over channels, of the cells shown.
Tensor<double> magnitude_of(const Array& gradient, const std::vector<FieldAxis>& axes) {
  Shape shape;
  for (const FieldAxis& axis : axes) shape.push_back(axis.shown.last - axis.shown.first + 1);
  Tensor<double> out(shape);
  const Dims strides = strides_of(gradient.shape);
  Dims extents(shape.begin(), shape.end());
  const Dims own = strides_of(extents);
  for (Index i = 0; i < out.size(); ++i) {
    Index place = 0;
    for (std::size_t axis = 0; axis < axes.size(); ++axis)
      place += (axes[axis].shown.first + i / own[axis] % extents[axis]) * strides[axis + 2];
    for (Index c = 0; c < gradient.shape[1]; ++c)
      out[i] +=
          std::abs(static_cast<double>(gradient.reals()[static_cast<std::size_t>(place + c * strides[1])]));
  }
  return out;
}

/// Mean, sigma and width of each axis, and what lies in the middle.
void measure(EffectiveField& field) {
  const Dims extents(field.magnitude.shape().begin(), field.magnitude.shape().end()),
      own = strides_of(extents);
  double largest = 0, energy = 0, middle = 0;
  for (const double m : field.magnitude.values()) {
    field.sum += m;
    largest = std::max(largest, m);
  }
  const auto place = [&](Index i, std::size_t axis) {
    return static_cast<double>(field.axes[axis].shown.first + i / own[axis] % extents[axis]);
  };
  for (Index i = 0; i < field.magnitude.size(); ++i) {
    const double m = field.magnitude[i];
    if (m > EffectiveField::kAbove * largest) ++field.above;
    bool inside = true;
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
      field.axes[axis].mean += m * place(i, axis) / std::max(field.sum, 1e-300);
      const Cells& seen = field.axes[axis].seen;
      const double centre = static_cast<double>(seen.first + seen.last) / 2,
                   half = static_cast<double>(seen.last - seen.first + 1) / 4;
      inside = inside && std::abs(place(i, axis) - centre) <= half;
    }
    energy += m * m;
    if (inside) middle += m * m;
  }
  field.energy_in_middle = energy > 0 ? middle / energy : 0;
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    FieldAxis& a = field.axes[axis];
    double squares = 0;
    for (Index i = 0; i < field.magnitude.size(); ++i)
      squares += field.magnitude[i] * (place(i, axis) - a.mean) * (place(i, axis) - a.mean);
    a.sigma = field.sum > 0 ? std::sqrt(squares / field.sum) : 0;
    a.width = field.sum > 0 ? std::sqrt(12 * a.sigma * a.sigma + 1) : 0;
  }
}

}  // namespace

Array grey_input(const Evaluator& evaluator, const Shape& size, double range, Budget budget) {
  one_input(evaluator.network());
  const Values shapes = flat_shapes(evaluator, size);
  const Array& shape = shapes.begin()->second;
  if (!shape.real() || shape.shape.size() < 3)
    throw Error("network", "its input is no picture", "batch, channels and space");
  require_memory(4.0 * static_cast<double>(count_of(shape.shape)), budget, "network");
  return real_array(shape.shape, UnfilledVector<float>(static_cast<std::size_t>(count_of(shape.shape)),
                                                       static_cast<float>(range / 2)));
}

Array middle_of(const Evaluator& evaluator, const Array& picture) {
  const Dims wanted = flat_shapes(evaluator, {}).begin()->second.shape;
  const Port& port = one_input(evaluator.network());
  Dims shape = picture.shape;
  Index offset = 0;
  const Dims strides = strides_of(picture.shape);
  for (std::size_t axis = 2; axis < shape.size() && wanted.size() == shape.size(); ++axis) {
    const bool fixed = !port.any_shape && port.shape[axis] > 0;
    if (fixed || shape[axis] <= wanted[axis]) continue;
    offset += (shape[axis] - wanted[axis]) / 2 * strides[axis];
    shape[axis] = wanted[axis];
  }
  return shape == picture.shape ? picture : viewed(picture, shape, strides, offset);
}

void require_cell(const Dims& made, const FieldRequest& request) {
  if (!request.cell.empty() && request.cell.size() != made.size() - 2)
    throw Error("cell", fmt::format("{} numbers for {} axes", request.cell.size(), made.size() - 2),
                "one for each spatial axis");
  for (std::size_t axis = 0; axis < request.cell.size(); ++axis)
    if (request.cell[axis] < 0 || request.cell[axis] >= made[axis + 2])
      throw Error("cell", fmt::format("{} lies outside of the layer's output", request.cell[axis]),
                  fmt::format("0 to {}", made[axis + 2] - 1));
  if (request.channel && (*request.channel < 0 || *request.channel >= made[1]))
    throw Error("channel", fmt::format("{} is none of the layer's", *request.channel),
                fmt::format("0 to {}", made[1] - 1));
}

EffectiveField effective_field(const Evaluator& evaluator, const Array& input, const FieldRequest& request) {
  const Network& network = evaluator.network();
  const Port& port = one_input(network);
  const std::size_t layer = layer_of(network, request.layer);
  Passes passes(evaluator, layer, request);
  const Dims made = passes.there(input).shape;
  EffectiveField out;
  out.layer = network.nodes[layer].name;
  out.channel = request.channel;
  out.input.assign(input.shape.begin() + 2, input.shape.end());
  if (made.size() != input.shape.size() || count_of(made) == 0)
    throw Error(
        "layer",
        fmt::format("'{}' makes {}, which has no cells in space", cut(out.layer, 80), to_string(made)),
        "a layer whose output is planes");
  require_cell(made, request);
  out.cell = request.cell;
  for (std::size_t axis = 2; out.cell.size() < made.size() - 2; ++axis) out.cell.push_back(made[axis] / 2);
  const Values sizes = evaluator.sizes({{port.name, only_shape(input.shape)}});
  const Reach reach(network, sizes);
  for (std::size_t axis = 0; axis < out.input.size(); ++axis) {
    const SeenRange seen = reach.seen(layer, axis, {out.cell[axis], out.cell[axis]});
    out.everything = out.everything || seen.everything;
    out.cut = out.cut || !seen.within;
    FieldAxis a;
    a.seen = seen.cells;
    a.shown = {std::clamp<Index>(seen.cells.first, 0, out.input[axis] - 1),
               std::clamp<Index>(seen.cells.last, 0, out.input[axis] - 1)};
    out.axes.push_back(a);
  }
  const Array gradient = passes.back(seed_at(made, out.cell, request.channel));
  out.magnitude = magnitude_of(gradient, out.axes);
  measure(out);
  request.progress.at(1);
  return out;
}

}  // namespace convscope
