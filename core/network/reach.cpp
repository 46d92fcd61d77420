#include "core/network/reach.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/error.hpp"
#include "core/network/layer_geometry.hpp"
#include "core/network/resize_axis.hpp"

namespace convscope {

namespace {

constexpr Index kLongestPeriod = 4096;

/// Operators whose output cells are made of the same cells of their inputs, if the extents agree.
constexpr std::string_view kCellByCell[] = {"BatchNormalization",
                                            "Relu",
                                            "LeakyRelu",
                                            "PRelu",
                                            "Sigmoid",
                                            "HardSigmoid",
                                            "HardSwish",
                                            "Tanh",
                                            "Clip",
                                            "Elu",
                                            "Selu",
                                            "Softplus",
                                            "Gelu",
                                            "Exp",
                                            "Sqrt",
                                            "Abs",
                                            "Neg",
                                            "Floor",
                                            "Ceil",
                                            "Erf",
                                            "Add",
                                            "Sum",
                                            "Sub",
                                            "Mul",
                                            "Div",
                                            "Pow",
                                            "Max",
                                            "Min",
                                            "Concat",
                                            "Split",
                                            "Cast",
                                            "Identity",
                                            "Dropout",
                                            "Softmax",
                                            "Reshape",
                                            "Slice"};

Index block_size(const Node& node) {
  const Index s = node.whole("blocksize", 1);
  return node.op == "DepthToSpace" ? s : -s;
}

/// Where a Slice begins on each spatial axis, and its steps; false where they are not known, or go backwards.
bool add_slices(const Call& call, std::vector<Axis>& axes) {
  for (std::size_t i = 1; i < call.inputs.size(); ++i)
    if (call.maybe(i) && !call.in(i).known()) return false;
  const auto starts = call.wholes("starts", 1);
  const auto which = call.wholes("axes", 3);
  const auto steps = call.maybe(4) ? std::optional(call.wholes(4)) : std::nullopt;
  if (!starts) return false;
  for (std::size_t i = 0; i < starts->size(); ++i) {
    const std::size_t axis = call.axis(which ? (*which)[i] : static_cast<Index>(i), axes.size() + 2);
    if (axis < 2) continue;
    Axis& a = axes[axis - 2];
    a.stride = steps ? (*steps)[i] : 1;
    if (a.stride < 1 || a.stride > kLargestIndex) return false;
    a.pad = -std::clamp<Index>((*starts)[i] < 0 ? (*starts)[i] + a.pixels : (*starts)[i], 0, a.pixels);
  }
  return true;
}

}  // namespace

Reach::Reach(const Network& network, const Values& sizes) {
  if (network.inputs.empty()) return;
  const auto input = sizes.find(network.inputs[0].name);
  if (input == sizes.end()) return;
  for (std::size_t i = 2; i < input->second.shape.size(); ++i) extents_.push_back(input->second.shape[i]);
  std::map<std::string_view, std::size_t> maker;
  for (const Port& port : network.inputs) maker[port.name] = kInput;
  for (std::size_t i = 0; i < network.nodes.size(); ++i)
    for (const std::string& out : network.nodes[i].outputs) maker[out] = i;
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    Step step = step_of(network, i, sizes);
    for (const std::string& name : network.nodes[i].inputs) {
      const auto made = maker.find(name);
      const auto value = sizes.find(name);
      // What follows from sizes alone shows nothing of the input.
      if (made == maker.end() || (value != sizes.end() && value->second.known())) continue;
      if (std::ranges::count(step.from, made->second) == 0) step.from.push_back(made->second);
    }
    step.period.assign(axes(), 1);
    for (std::size_t axis = 0; axis < axes(); ++axis) {
      for (const std::size_t from : step.from)
        if (from != kInput) step.period[axis] = std::max(step.period[axis], steps_[from].period[axis]);
      Index own = 1;
      if (step.kind == Kind::relation && step.enlarging) own = step.relation[axis].stride;
      if (step.kind == Kind::blocks) own = std::max<Index>(step.block, 1);
      if (step.kind == Kind::resize)
        own = std::max<Index>(1, std::llround(step.resize->axes[axis + 2].scale));
      step.period[axis] = std::min(step.period[axis] * own, kLongestPeriod);
    }
    steps_.push_back(std::move(step));
  }
}

Reach::Step Reach::step_of(const Network& network, std::size_t at, const Values& sizes) const {
  const Node& node = network.nodes[at];
  Step step;
  step.extents.assign(axes(), -1);
  const auto shape_of_value = [&](const std::string& name) -> const Array* {
    if (const auto value = sizes.find(name); value != sizes.end()) return &value->second;
    const auto weight = network.weights.find(name);
    return weight == network.weights.end() ? nullptr : &weight->second;
  };
  const Array* out = node.outputs.empty() ? nullptr : shape_of_value(node.outputs[0]);
  const std::size_t rank = axes() + 2;
  if (!out || out->shape.size() != rank || node.inputs.empty()) return step;
  for (std::size_t i = 0; i < axes(); ++i) step.extents[i] = out->shape[i + 2];
  std::vector<const Array*> inputs;
  for (const std::string& name : node.inputs) inputs.push_back(name.empty() ? nullptr : shape_of_value(name));
  const Array* in = inputs[0];
  if (!in || in->shape.size() != rank) return step;
  const Call call{node, network.opset, inputs, {}, true, nullptr};
  const bool layer = node.op == "Conv" || node.op == "ConvTranspose";
  if (layer || node.op == "MaxPool" || node.op == "AveragePool") {
    step.kind = Kind::relation;
    step.relation = geometry_of(call).geometry.axes;
    step.enlarging = node.op == "ConvTranspose";
  } else if (node.op == "Resize" || node.op == "Upsample") {
    step.kind = Kind::resize;
    step.resize = std::make_shared<const ResizePlan>(resize_plan(call));
  } else if (node.op == "DepthToSpace" || node.op == "SpaceToDepth") {
    step.kind = Kind::blocks;
    step.block = block_size(node);
  } else if (node.op == "Pad" && std::ranges::equal(in->shape, out->shape)) {
    step.kind = Kind::same;
  } else if (std::ranges::count(kCellByCell, node.op) > 0) {
    const bool alike = std::ranges::all_of(inputs, [&](const Array* x) {
      if (!x || x->known()) return true;
      // An axis of one cell that is repeated is one that looks at everything.
      return x->shape.size() == rank &&
             std::equal(x->shape.begin() + 2, x->shape.end(), out->shape.begin() + 2);
    });
    if (alike) step.kind = Kind::same;
  }
  if (node.op == "Pad" && step.kind == Kind::everything && call.maybe(1)) {
    // As a window of one tap over the padded input: the pad of the relation.
    const auto pads = call.wholes("pads", 1);
    if (pads && pads->size() == 2 * rank) {
      step.kind = Kind::relation;
      for (std::size_t i = 0; i < axes(); ++i)
        step.relation.push_back(
            {.pixels = in->shape[i + 2], .windows = out->shape[i + 2], .pad = (*pads)[i + 2]});
    }
  }
  if (node.op == "Slice" && step.kind == Kind::everything) {
    // Some of its cells: windows of one tap, as far apart as it steps.
    std::vector<Axis> axes;
    for (std::size_t i = 0; i < this->axes(); ++i)
      axes.push_back({.pixels = in->shape[i + 2], .windows = out->shape[i + 2]});
    if (add_slices(call, axes)) {
      step.kind = Kind::relation;
      step.relation = std::move(axes);
    }
  }
  return step;
}

Cells Reach::behind(const Step& step, std::size_t axis, Cells cells) const {
  switch (step.kind) {
    case Kind::relation:
      return cells_behind(step.relation[axis], step.enlarging, cells);
    case Kind::resize:
      return cells_behind(*step.resize, axis + 2, cells);
    case Kind::blocks:
      if (step.block > 0) return {floor_div(cells.first, step.block), floor_div(cells.last, step.block)};
      return {cells.first * -step.block, cells.last * -step.block - step.block - 1};
    default:
      return cells;
  }
}

SeenRange Reach::seen(std::size_t node, std::size_t axis, Cells cells) const {
  // What each output is asked for, from the last node to the first: one pass, for the order is settled.
  std::vector<Cells> asked(node + 1);
  asked[node] = cells;
  SeenRange out;
  for (std::size_t i = node + 1; i-- > 0;) {
    if (asked[i].empty()) continue;
    const Step& step = steps_[i];
    if (step.extents[axis] >= 0 && (asked[i].first < 0 || asked[i].last >= step.extents[axis]))
      out.within = false;
    if (step.kind == Kind::everything) {
      if (!step.from.empty()) out.everything = true;
      continue;
    }
    const Cells below = behind(step, axis, asked[i]);
    for (const std::size_t from : step.from)
      (from == kInput ? out.cells : asked[from]) = (from == kInput ? out.cells : asked[from]).joined(below);
  }
  if (out.everything) {
    out.cells = out.cells.joined({0, extents_[axis] - 1});
    out.within = false;
  }
  if (!out.cells.empty() && (out.cells.first < 0 || out.cells.last >= extents_[axis])) out.within = false;
  return out;
}

Shape Reach::receptive_field(std::size_t node) const {
  Shape fields;
  for (std::size_t axis = 0; axis < axes(); ++axis) {
    Index most = 0;
    // Of many layers fewer phases, so that the work stays bounded.
    const Index phases = std::min<Index>(period(node, axis), steps_.size() > 1000 ? 4 : 64);
    for (Index phase = 0; phase < phases; ++phase) {
      const SeenRange s = seen(node, axis, {phase, phase});
      most = std::max(most, s.everything ? extents_[axis] : s.cells.last - s.cells.first + 1);
    }
    fields.push_back(most);
  }
  return fields;
}

Index Reach::shrinking(std::size_t axis) const {
  Index product = 1;
  for (const Step& step : steps_) {
    if (step.kind == Kind::relation && !step.enlarging) product *= step.relation[axis].stride;
    if (step.kind == Kind::blocks && step.block < 0) product *= -step.block;
    if (product > kLongestPeriod) return kLongestPeriod;
  }
  return product;
}

Cells Reach::interior(std::size_t node, std::size_t axis) const {
  const Index n = steps_[node].extents[axis];
  if (n < 1) return {};
  const auto free = [&](Index cell) { return seen(node, axis, {cell, cell}).within; };
  // From the middle outwards what is free of borders is one run; phases differ by a period at most.
  const Index step = std::min(period(node, axis), n);
  const auto all_free = [&](Index first) {
    for (Index i = first; i < std::min(first + step, n); ++i)
      if (!free(i)) return false;
    return true;
  };
  Index low = n / 2 / step * step, high = low;
  if (!all_free(low)) return {};
  Index left = 0, right = low;  // the first free block lies in (left, right]
  while (left < right) {
    const Index middle = (left + right) / 2 / step * step;
    if (all_free(middle))
      right = middle;
    else
      left = middle + step;
  }
  low = right;
  left = high;
  right = (n - step) / step * step;
  while (left < right) {
    const Index middle = (left + right + step) / 2 / step * step;
    if (all_free(middle))
      left = middle;
    else
      right = middle - step;
  }
  high = left;
  return {low, high + step - 1};
}

}  // namespace convscope
