#include "core/network/stated_layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"

namespace convscope {

namespace {

constexpr const char* kKey = "convscope-layers";
constexpr std::string_view kLegal = "NAME = conv|tconv [sS] [pP] [dD] [opO] [gG]";

struct Word {
  std::string_view begin, attribute;
  Index least;
};
/// "op" before what begins like it.
constexpr Word kWords[] = {{"op", "output_padding", 0},
                           {"s", "strides", 1},
                           {"p", "pads", 0},
                           {"d", "dilations", 1},
                           {"g", "group", 1}};

void add_word(std::string_view word, std::size_t rank, Node& node) {
  for (const Word& known : kWords) {
    if (!word.starts_with(known.begin)) continue;
    const auto number = parse_index(word.substr(known.begin.size()));
    if (!number || *number < known.least) break;
    if (known.attribute == "group")
      node.attributes["group"] = *number;
    else
      node.attributes[std::string(known.attribute)] =
          std::vector<Index>(known.attribute == "pads" ? 2 * rank : rank, *number);
    return;
  }
  throw Error("as", fmt::format("'{}' says nothing of a layer", cut(word, 40)), kLegal);
}

void state_layer(Network& network, std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos)
    throw Error("as", fmt::format("'{}' names no weight", cut(text, 60)), kLegal);
  const std::string name(trim(text.substr(0, equals)));
  const auto weight = network.weights.find(name);
  if (weight == network.weights.end()) {
    std::vector<std::string_view> names;
    for (const auto& [other, array] : network.weights)
      if (array.shape.size() >= 3 && names.size() < 8) names.push_back(other);
    refuse_name("as", name, listed(names, Listing::commas));
  }
  const Dims& shape = weight->second.shape;
  if (shape.size() < 3 || shape.size() > 5)
    throw Error("as", fmt::format("'{}' is {}, no kernel", cut(name, 60), to_string(shape)),
                "kernels with 1 to 3 axes");
  Node node{name, "", {name + " input", name}, {name + " output"}};
  for (const std::string_view word : split(trim(text.substr(equals + 1)), ' ')) {
    if (word.empty()) continue;
    if (word == "conv" || word == "tconv")
      node.op = word == "conv" ? "Conv" : "ConvTranspose";
    else
      add_word(word, shape.size() - 2, node);
  }
  if (node.op.empty())
    throw Error("as", fmt::format("'{}' is neither conv nor tconv", cut(name, 60)), kLegal);
  Port port{node.inputs[0], Dims(shape.size(), -1), Element::f32, false};
  port.shape[1] = node.op == "Conv" ? shape[1] * node.whole("group", 1) : shape[0];
  network.inputs.push_back(std::move(port));
  network.nodes.push_back(std::move(node));
}

}  // namespace

void state_layers(Network& network, std::string_view text) {
  if (network.has_graph())
    throw Error("as", fmt::format("a {} file has a graph, which says it", network.format),
                "a file of weights alone");
  for (const std::string_view layer : split(text, ';'))
    if (!trim(layer).empty()) state_layer(network, layer);
  settle(network);
}

std::string stated_of(std::string_view text, std::string_view name) {
  for (const std::string_view layer : split(text, ';'))
    if (const std::size_t equals = layer.find('=');
        equals != std::string_view::npos && trim(layer.substr(0, equals)) == name)
      return std::string(trim(layer.substr(equals + 1)));
  return "";
}

std::string with_stated(std::string_view text, std::string_view name, std::string_view words) {
  std::string out;
  for (const std::string_view layer : split(text, ';')) {
    const std::size_t equals = layer.find('=');
    if (trim(layer).empty() || (equals != std::string_view::npos && trim(layer.substr(0, equals)) == name))
      continue;
    out += fmt::format("{}{}", out.empty() ? "" : "; ", trim(layer));
  }
  if (!trim(words).empty()) out += fmt::format("{}{} = {}", out.empty() ? "" : "; ", name, trim(words));
  return out;
}

std::string layers_path(const std::string& path) {
  return path + ".layers.json";
}

std::string layers_file(std::string_view text) {
  const Json json{{kKey, 1}, {"layers", text}};
  return json_text(json, 2) + "\n";
}

std::string remembered_layers(const std::string& path) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(layers_path(path), none)) return "";
  const std::string text = read_file(layers_path(path), "as");
  const Json json = json_from(text, "as");
  if (!json.is_object() || !json.contains(kKey) || !json.contains("layers") || !json["layers"].is_string())
    throw Error("as", fmt::format("{} is none of ours", layers_path(path)), "what --as has written");
  return json["layers"].get<std::string>();
}

}  // namespace convscope
