#include "core/network/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/network/cells.hpp"

namespace convscope {

namespace {

/// An error of a layer's, with its name.
Error named(const Node& node, const Error& error) {
  const std::string what =
      error.field() == "network" ? error.problem() : fmt::format("{}: {}", error.field(), error.problem());
  return {"network", fmt::format("layer '{}' ({}): {}", cut(node.name, 80), cut(node.op, 40), what),
          error.legal()};
}

/// What a node gets; nothing when something that it needs is not there.
std::optional<std::vector<const Array*>> inputs_of(const Node& node, const Network& network,
                                                   const Values& values, const Values& constants = {}) {
  std::vector<const Array*> inputs;
  for (const std::string& name : node.inputs) {
    if (name.empty()) {
      inputs.push_back(nullptr);
      continue;
    }
    auto found = values.find(name);
    if (found != values.end()) {
      inputs.push_back(&found->second);
    } else if (const auto constant = constants.find(name); constant != constants.end()) {
      inputs.push_back(&constant->second);
    } else if (const auto weight = network.weights.find(name); weight != network.weights.end()) {
      inputs.push_back(&weight->second);
    } else {
      return std::nullopt;
    }
  }
  return inputs;
}

void keep(const Node& node, Arrays made, Values& values) {
  for (std::size_t i = 0; i < node.outputs.size() && i < made.size(); ++i)
    if (!node.outputs[i].empty()) values.insert_or_assign(node.outputs[i], std::move(made[i]));
}

/// Channels that the first layer behind an input takes; 3 where none says so.
Index channels_for(const Network& network, const std::string& input) {
  for (const Node& node : network.nodes) {
    if ((node.op != "Conv" && node.op != "ConvTranspose") || node.inputs.size() < 2 ||
        node.inputs[0] != input)
      continue;
    const auto weight = network.weights.find(node.inputs[1]);
    if (weight == network.weights.end() || weight->second.shape.size() < 3) continue;
    const Dims& w = weight->second.shape;
    return node.op == "Conv" ? w[1] * std::max<Index>(node.whole("group", 1), 1) : w[0];
  }
  return 3;
}

/// Of two that a schedule is made for.
bool same_input(const Values::value_type& a, const Values::value_type& b) {
  const Array &one = a.second, &other = b.second;
  return a.first == b.first && one.shape == other.shape && one.type == other.type &&
         one.known() == other.known() && (!one.known() || std::ranges::equal(one.wholes(), other.wholes()));
}

}  // namespace

Evaluator::Evaluator(const Network& network) : network_(network), prepared_(network.nodes.size()) {
  std::set<std::string_view> made;  // of weights alone
  for (const Node& node : network.nodes) {
    rows_.push_back(find_row(network_operators(), node.op));
    const bool fixed = std::ranges::all_of(node.inputs, [&](const std::string& input) {
      return input.empty() || network.weights.contains(input) || made.contains(input);
    });
    fixed_.push_back(fixed);
    if (fixed) made.insert(node.outputs.begin(), node.outputs.end());
    if (!rows_.back() && std::ranges::count(unknown_, node.op) == 0) unknown_.push_back(node.op);
  }
}

Values Evaluator::sizes(const Values& feeds, Budget budget) const {
  Values values = feeds;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Node& node = network_.nodes[i];
    const auto inputs = inputs_of(node, network_, values);
    if (rows_[i] && inputs) {
      try {
        keep(node, rows_[i]->apply({node, network_.opset, *inputs, budget, true, nullptr}), values);
      } catch (const Error& error) {
        throw named(node, error);
      }
      continue;
    }
    for (const std::string& output : node.outputs) {
      const auto hint = network_.hints.find(output);
      if (hint == network_.hints.end() || hint->second.any_shape ||
          std::ranges::count(hint->second.shape, -1) > 0)
        continue;
      values.insert_or_assign(output, only_shape(hint->second.shape, hint->second.type));
    }
  }
  return values;
}

bool Evaluator::is_constant(const std::string& value) const {
  return network_.weights.contains(value) || constants_.contains(value);
}

const Array* Evaluator::find(const std::string& name, const Values& values) const {
  for (const Values* const among : {&values, static_cast<const Values*>(&constants_), &network_.weights})
    if (const auto found = among->find(name); found != among->end()) return &found->second;
  return nullptr;
}

std::shared_ptr<const Schedule> Evaluator::schedule_for(const Values& feeds, const std::string& result,
                                                        bool together) const {
  // Sizes follow from shapes, and from whole numbers themselves.
  Values inputs = feeds;
  for (auto& [name, value] : inputs)
    if (value.real()) value = only_shape(value.shape, value.type);
  if (schedule_ && schedule_->result == result && together_ == together &&
      std::ranges::equal(scheduled_, inputs, same_input))
    return schedule_;
  Values known;
  bool sized = together;
  if (together) {
    try {
      known = sizes(inputs, {Index{1} << 50});
    } catch (const Error&) {
      sized = false;  // the run will say what is wrong, where it is
    }
  }
  schedule_ = std::make_shared<const Schedule>(network_, result, sized ? &known : nullptr);
  scheduled_ = std::move(inputs);
  together_ = together;
  return schedule_;
}

std::optional<Array> Evaluator::taken(const std::string& name, std::size_t node, const Schedule& schedule,
                                      Values& values) const {
  const auto value = values.find(name);
  if (value == values.end() || name == schedule.result || schedule.last.at(name) != node) return std::nullopt;
  Array own = std::move(value->second);
  values.erase(value);
  return own;
}

Arrays Evaluator::made_by(std::size_t i, const Schedule& schedule, const Budget& budget,
                          Values& values) const {
  const Node& node = network_.nodes[i];
  auto inputs = inputs_of(node, network_, values, constants_);
  if (!inputs)
    throw Error("network", fmt::format("layer '{}' gets nothing", cut(node.name, 80)),
                "a picture as the network's one input");
  for (const Array* input : *inputs)
    if (input && !input->known())
      throw Error("network", fmt::format("layer '{}' has no weights in this file", cut(node.name, 80)),
                  "a file with weights");
  try {
    // Only weights of the file, and what is made of them, stay as they are.
    const bool fixed = node.inputs.size() > 1 && is_constant(node.inputs[1]);
    // What nobody takes afterwards may be overwritten; weights and what somebody else holds may not.
    std::optional<Array> own;
    if (!node.inputs.empty() && std::ranges::count(node.inputs, node.inputs[0]) == 1)
      own = taken(node.inputs[0], i, schedule, values);
    if (own) (*inputs)[0] = &*own;
    if (schedule.bare[i]) inputs->resize(2);
    Arrays made = rows_[i]->apply({node, network_.opset, *inputs, budget, false,
                                   fixed ? &prepared_[i] : nullptr, own ? &*own : nullptr, &buffers_});
    if (own) buffers_.give(std::move(*own));
    return made;
  } catch (const Error& error) {
    throw named(node, error);
  }
}

Arrays Evaluator::made_by(const CellGroup& group, std::size_t i, const Schedule& schedule,
                          const Budget& budget, Values& values) const {
  const Node& node = network_.nodes[i];
  require_memory(8.0 * static_cast<double>(count_of(group.shape)), budget, "network");
  std::vector<const Array*> operands;
  std::optional<Array> place;  // an operand that nobody needs any more becomes the result
  for (const CellGroup::Operand& operand : group.operands) {
    const Array* const array = operand.name.empty() ? &operand.own : find(operand.name, values);
    if (!array || !array->known())
      throw Error("network", fmt::format("layer '{}' has no weights in this file", cut(node.name, 80)),
                  "a file with weights");
    operands.push_back(array);
  }
  for (std::size_t k = 0; k < operands.size() && !place; ++k) {
    if (operands[k]->shape != group.shape || operands[k]->data.use_count() != 1) continue;
    place = taken(group.operands[k].name, i, schedule, values);
    if (place) operands[k] = &*place;
  }
  std::shared_ptr<ArrayData> data;
  if (place) {
    data = std::const_pointer_cast<ArrayData>(place->data);
  } else {
    data = std::make_shared<ArrayData>();
    data->reals = buffers_.take(static_cast<std::size_t>(count_of(group.shape)));
  }
  run_cells(group.program, operands, group.shape, data->reals.data());
  return {Array{group.shape, Element::f32, std::move(data)}};
}

Array Evaluator::run(const Values& feeds, const RunRequest& request) const {
  if (!network_.has_graph())
    throw Error("network", fmt::format("a {} file has weights and no graph", network_.format),
                "a file with layers, such as .onnx");
  std::string result;
  if (!request.until.empty()) {
    result = network_.nodes[network_.node_named(request.until)].outputs.at(0);
  } else {
    result = network_.outputs.empty() ? network_.nodes.back().outputs.at(0) : network_.outputs[0].name;
  }
  // Who wants to see every layer's output gets each.
  const std::shared_ptr<const Schedule> schedule = schedule_for(feeds, result, !request.seen);
  Values values = feeds;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!schedule->needed[i] || schedule->within[i]) continue;
    request.progress.at(static_cast<double>(i) / static_cast<double>(rows_.size()));
    const Node& node = network_.nodes[i];
    if (!rows_[i])
      throw Error(
          "network",
          fmt::format("layer '{}' is a {}, which is not known here", cut(node.name, 80), cut(node.op, 60)),
          "--until a layer before it");
    const bool there = fixed_[i] && !node.outputs.empty() && constants_.contains(node.outputs[0]);
    if (there && !request.seen) continue;
    Arrays made = schedule->groups[i] ? made_by(*schedule->groups[i], i, *schedule, request.budget, values)
                                      : made_by(i, *schedule, request.budget, values);
    if (request.seen) request.seen(node, made);
    keep(node, std::move(made), fixed_[i] ? constants_ : values);
    for (const std::string& name : schedule->leaving[i])
      if (const auto value = values.find(name); value != values.end()) {
        buffers_.give(std::move(value->second));
        values.erase(value);
      }
  }
  request.progress.at(1);
  if (const Array* const found = find(result, values)) return *found;
  throw Error("network", fmt::format("nothing makes its output '{}'", cut(result, 80)), "a whole graph");
}

Values input_shapes(const Network& network, const Shape& size) {
  Values shapes;
  for (const Port& port : network.inputs) {
    Dims shape = port.shape;
    if (port.any_shape) shape = {-1, -1, -1, -1};
    const bool picture = shape.size() >= 3 && shape.size() <= 5;
    if (!size.empty() && picture && shapes.empty()) {
      if (size.rank() != 1 && size.rank() != shape.size() - 2)
        throw Error("input", fmt::format("{} numbers for an input of {}", size.rank(), to_string(shape)),
                    fmt::format("{}, one for each spatial axis, or one for all", shape.size() - 2));
      for (std::size_t i = 2; i < shape.size(); ++i) shape[i] = size[size.rank() == 1 ? 0 : i - 2];
    }
    for (std::size_t i = 0; i < shape.size(); ++i)
      if (shape[i] < 0)
        shape[i] = i == 0              ? 1
                   : i == 1 && picture ? channels_for(network, port.name)
                   : picture           ? kOpenSize
                                       : 1;
    shapes.insert_or_assign(port.name, only_shape(shape, port.type));
  }
  return shapes;
}

}  // namespace convscope
