#include "core/network/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"

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
                                                   const Values& values) {
  std::vector<const Array*> inputs;
  for (const std::string& name : node.inputs) {
    if (name.empty()) {
      inputs.push_back(nullptr);
      continue;
    }
    auto found = values.find(name);
    if (found != values.end()) {
      inputs.push_back(&found->second);
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

}  // namespace

Evaluator::Evaluator(const Network& network) : network_(network), prepared_(network.nodes.size()) {
  for (const Node& node : network.nodes) {
    rows_.push_back(find_row(network_operators(), node.op));
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

std::vector<bool> Evaluator::needed_for(const std::string& value) const {
  std::vector<bool> needed(rows_.size());
  std::map<std::string, bool, std::less<>> wanted{{value, true}};
  for (std::size_t i = rows_.size(); i-- > 0;) {
    const Node& node = network_.nodes[i];
    needed[i] = std::ranges::any_of(
        node.outputs, [&](const std::string& out) { return !out.empty() && wanted.contains(out); });
    if (!needed[i]) continue;
    for (const std::string& input : node.inputs)
      if (!input.empty()) wanted[input] = true;
  }
  return needed;
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
  const std::vector<bool> needed = needed_for(result);
  std::map<std::string_view, std::size_t> last;  // the node after which a value may go
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (needed[i])
      for (const std::string& input : network_.nodes[i].inputs) last[input] = i;
  Values values = feeds;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!needed[i]) continue;
    request.progress.at(static_cast<double>(i) / static_cast<double>(rows_.size()));
    const Node& node = network_.nodes[i];
    if (!rows_[i])
      throw Error(
          "network",
          fmt::format("layer '{}' is a {}, which is not known here", cut(node.name, 80), cut(node.op, 60)),
          "--until a layer before it");
    auto inputs = inputs_of(node, network_, values);
    if (!inputs)
      throw Error("network", fmt::format("layer '{}' gets nothing", cut(node.name, 80)),
                  "a picture as the network's one input");
    for (const Array* input : *inputs)
      if (input && !input->known())
        throw Error("network", fmt::format("layer '{}' has no weights in this file", cut(node.name, 80)),
                    "a file with weights");
    try {
      // Only weights of the file stay as they are.
      const bool fixed = node.inputs.size() > 1 && network_.weights.contains(node.inputs[1]);
      // What nobody takes afterwards may be overwritten; weights and what somebody else holds may not.
      Array own;
      const auto first = node.inputs.empty() ? values.end() : values.find(node.inputs[0]);
      const bool last_time = first != values.end() && last.at(node.inputs[0]) == i &&
                             node.inputs[0] != result && std::ranges::count(node.inputs, node.inputs[0]) == 1;
      if (last_time) {
        own = std::move(first->second);
        values.erase(first);
        (*inputs)[0] = &own;
      }
      Arrays made = rows_[i]->apply({node, network_.opset, *inputs, request.budget, false,
                                     fixed ? &prepared_[i] : nullptr, last_time ? &own : nullptr, &buffers_});
      buffers_.give(std::move(own));
      if (request.seen) request.seen(node, made);
      keep(node, std::move(made), values);
    } catch (const Error& error) {
      throw named(node, error);
    }
    for (const std::string& input : node.inputs)
      if (const auto at = last.find(input); at != last.end() && at->second == i && input != result)
        if (const auto value = values.find(input); value != values.end()) {
          buffers_.give(std::move(value->second));
          values.erase(value);
        }
  }
  request.progress.at(1);
  const auto found = values.find(result);
  if (found == values.end()) {
    if (const auto weight = network_.weights.find(result); weight != network_.weights.end())
      return weight->second;
    throw Error("network", fmt::format("nothing makes its output '{}'", cut(result, 80)), "a whole graph");
  }
  return found->second;
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
