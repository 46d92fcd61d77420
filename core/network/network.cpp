#include "core/network/network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/base/words.hpp"

namespace convscope {

namespace {

template <class T>
const T* as(const Node& node, std::string_view key, std::string_view kind) {
  const Attribute* attribute = node.find(key);
  if (!attribute || std::holds_alternative<std::monostate>(*attribute)) return nullptr;
  if (const T* value = std::get_if<T>(attribute)) return value;
  throw Error("network", fmt::format("layer '{}': {} is no {}", cut(node.name, 80), cut(key, 40), kind),
              "an attribute as ONNX has it");
}

void name_nodes(Network& network) {
  std::set<std::string> taken;
  std::map<std::string, Index> numbers;
  for (Node& node : network.nodes)
    if (!node.name.empty() && !taken.insert(node.name).second) node.name.clear();
  for (Node& node : network.nodes)
    while (node.name.empty()) {
      std::string name = fmt::format("{}_{}", node.op, numbers[node.op]++);
      if (taken.insert(name).second) node.name = std::move(name);
    }
}

/// Which node makes each value.
std::map<std::string_view, std::size_t> makers(const Network& network) {
  std::map<std::string_view, std::size_t> maker;
  for (std::size_t i = 0; i < network.nodes.size(); ++i)
    for (const std::string& output : network.nodes[i].outputs) {
      if (output.empty()) continue;
      if (!maker.emplace(output, i).second || network.weights.contains(output))
        throw Error("network", fmt::format("two layers make the value '{}'", cut(output, 80)),
                    "each value once");
    }
  return maker;
}

}  // namespace

const Attribute* Node::find(std::string_view key) const {
  const auto found = attributes.find(key);
  return found == attributes.end() ? nullptr : &found->second;
}

Index Node::whole(std::string_view key, Index otherwise) const {
  const Index* value = as<Index>(*this, key, "whole number");
  return value ? *value : otherwise;
}

double Node::real(std::string_view key, double otherwise) const {
  if (const Attribute* attribute = find(key); attribute && std::holds_alternative<Index>(*attribute))
    return static_cast<double>(std::get<Index>(*attribute));
  const double* value = as<double>(*this, key, "number");
  return value ? *value : otherwise;
}

std::string Node::text(std::string_view key, std::string_view otherwise) const {
  const std::string* value = as<std::string>(*this, key, "text");
  return value ? *value : std::string(otherwise);
}

std::optional<std::vector<Index>> Node::wholes(std::string_view key) const {
  const auto* value = as<std::vector<Index>>(*this, key, "list of whole numbers");
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::vector<double>> Node::reals(std::string_view key) const {
  const auto* value = as<std::vector<double>>(*this, key, "list of numbers");
  return value ? std::optional(*value) : std::nullopt;
}

std::size_t Network::node_named(std::string_view layer) const {
  const auto found = std::ranges::find(nodes, layer, &Node::name);
  if (found != nodes.end()) return static_cast<std::size_t>(found - nodes.begin());
  std::vector<std::string_view> names;
  for (const Node& node : nodes)
    if (has_words(node.name, layer) && names.size() < 8) names.push_back(node.name);
  for (const Node& node : nodes)
    if (names.size() < 8 && std::ranges::count(names, node.name) == 0) names.push_back(node.name);
  std::string known = names.empty() ? "a file with a graph" : listed(names, Listing::commas);
  if (names.size() < nodes.size() && !names.empty()) known += fmt::format(", ... ({} in all)", nodes.size());
  refuse_name("layer", layer, known);
}

void settle(Network& network) {
  if (network.nodes.size() > kMostNodes)
    throw Error("network", counted(network.nodes.size(), "layer"), fmt::format("{} at most", kMostNodes));
  const std::size_t silent =
      std::erase_if(network.nodes, [](const Node& node) { return node.outputs.empty(); });
  if (silent > 0) network.warnings.push_back(fmt::format("layers that make nothing, left out: {}", silent));
  name_nodes(network);
  const auto maker = makers(network);
  std::set<std::string_view> given;
  for (const Port& port : network.inputs) given.insert(port.name);
  const std::size_t n = network.nodes.size();
  std::vector<std::vector<std::size_t>> followers(n);
  std::vector<std::size_t> waits(n);
  for (std::size_t i = 0; i < n; ++i)
    for (const std::string& input : network.nodes[i].inputs) {
      if (input.empty() || given.contains(input) || network.weights.contains(input)) continue;
      const auto made = maker.find(input);
      if (made == maker.end())
        throw Error("network",
                    fmt::format("layer '{}' takes '{}', which nobody makes", cut(network.nodes[i].name, 80),
                                cut(input, 80)),
                    "a whole graph");
      followers[made->second].push_back(i);
      ++waits[i];
    }
  // Kahn's order; of those that could follow, the one that the file names first.
  std::set<std::size_t> ready;
  for (std::size_t i = 0; i < n; ++i)
    if (waits[i] == 0) ready.insert(i);
  std::vector<Node> ordered;
  ordered.reserve(n);
  while (!ready.empty()) {
    const std::size_t i = *ready.begin();
    ready.erase(ready.begin());
    for (const std::size_t next : followers[i])
      if (--waits[next] == 0) ready.insert(next);
    ordered.push_back(network.nodes[i]);
  }
  if (ordered.size() < n) {
    const auto stuck = std::ranges::find_if(waits, [](std::size_t w) { return w > 0; });
    throw Error("network",
                fmt::format("layer '{}' waits for its own output",
                            cut(network.nodes[static_cast<std::size_t>(stuck - waits.begin())].name, 80)),
                "a graph without circles");
  }
  network.nodes = std::move(ordered);
}

}  // namespace convscope
