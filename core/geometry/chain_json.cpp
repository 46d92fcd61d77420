#include "core/geometry/chain_json.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/names.hpp"
#include "core/geometry/dialects.hpp"

namespace convscope {

namespace {

using Kind = ChainLayer::Kind;

constexpr const char* kVersionKey = "convscope-network";
constexpr int kVersion = 1;
using Activation = ChainLayer::Activation;
constexpr Names<Activation, 9> kActivations{
    "activation",
    {"none", "relu", "leaky-relu", "elu", "gelu", "silu", "sigmoid", "tanh", "softmax"},
    Listing::commas};
constexpr Names<Kind, 4> kKinds{"kind", {"conv", "transposed", "pool", "nearest"}, Listing::commas};

/// The lists of a layer by name.
struct List {
  const char* key;
  Shape ChainLayer::*member;
};
constexpr std::array kLists{List{"kernel", &ChainLayer::kernel}, List{"stride", &ChainLayer::stride},
                            List{"dilation", &ChainLayer::dilation},
                            List{"output_padding", &ChainLayer::output_padding}};

Json sizes(const Shape& values) {
  if (values.rank() == 1) return values[0];
  Json list = Json::array();
  for (const Index v : values) list.push_back(v);
  return list;
}

/// Reads an object's members, each at most once, and refuses those that nobody asked for.
class Reader {
 public:
  Reader(const Json& json, std::string place) : json_(json), place_(std::move(place)) {
    if (!json.is_object()) refuse(fmt::format("{} is {}", place_, json.type_name()), "an object");
  }

  std::string text(const char* key, const std::string& otherwise) {
    const Json* value = find(key);
    if (!value) return otherwise;
    if (!value->is_string()) refuse(named(key, *value), "text in quotes");
    return value->get<std::string>();
  }
  Index whole(const char* key, Index otherwise) {
    const Json* value = find(key);
    return value ? whole_of(key, *value) : otherwise;
  }
  bool flag(const char* key, bool otherwise) {
    const Json* value = find(key);
    if (!value) return otherwise;
    if (!value->is_boolean()) refuse(named(key, *value), "true or false");
    return value->get<bool>();
  }
  /// A number or a list of up to three.
  Shape list(const char* key, const Shape& otherwise) {
    const Json* value = find(key);
    if (!value) return otherwise;
    if (!value->is_array()) return {whole_of(key, *value)};
    if (value->empty() || value->size() > 3) refuse(named(key, *value), "a number, or a list of up to three");
    Shape out;
    for (const Json& one : *value) out.push_back(whole_of(key, one));
    return out;
  }
  const Json* find(const char* key) {
    if (std::ranges::find(known_, key) == known_.end()) known_.emplace_back(key);
    const auto found = json_.find(key);
    return found == json_.end() ? nullptr : &*found;
  }
  void end() const {
    for (const auto& [key, value] : json_.items())
      if (std::ranges::find(known_, key) == known_.end())
        refuse(fmt::format("{}: '{}' is not known", place_, key), fmt::format("{}", fmt::join(known_, ", ")));
  }

 private:
  [[noreturn]] static void refuse(const std::string& problem, const std::string& legal) {
    throw Error("network", problem, legal);
  }
  std::string named(const char* key, const Json& value) const {
    std::string shown = json_text(value);
    if (shown.size() > 40) shown = shown.substr(0, 37) + "...";
    return fmt::format("{}: {} is {}", place_, key, shown);
  }
  Index whole_of(const char* key, const Json& value) const {
    if (!value.is_number_integer() || value.get<double>() < -static_cast<double>(kLargestIndex) ||
        value.get<double>() > static_cast<double>(kLargestIndex))
      refuse(named(key, value), fmt::format("a whole number up to {}", kLargestIndex));
    return value.get<Index>();
  }

  const Json& json_;
  std::string place_;
  std::vector<std::string> known_;
};

Padding::Rule rule_of(const std::string& name, std::size_t layer) {
  const auto refuse = [&] {
    throw Error("network", fmt::format("layer {}: padding is \"{}\"", layer, name),
                "a number, a list of up to three, \"valid\", \"same\", \"same-lower\" or \"full\"");
  };
  Padding padding;
  try {
    padding = parse_padding(name);
  } catch (const Error&) {
    refuse();
  }
  if (padding.rule == Padding::Rule::numbers) refuse();  // a number in quotes
  return padding.rule;
}

ChainLayer layer_from(const Json& json, std::size_t number) {
  Reader reader(json, fmt::format("layer {}", number));
  ChainLayer layer;
  layer.name = reader.text("name", fmt::format("layer{}", number));
  layer.kind = parse_kind(reader.text("kind", "conv"));
  layer.channels = reader.whole("channels", layer.channels);
  for (const List& list : kLists) layer.*list.member = reader.list(list.key, layer.*list.member);
  // Numbers, or a rule's name.
  const Json* padding = reader.find("padding");
  if (padding && padding->is_string())
    layer.rule = rule_of(padding->get<std::string>(), number);
  else
    layer.padding = reader.list("padding", layer.padding);
  layer.dialect = parse_dialect(reader.text("dialect", "pytorch"));
  layer.groups = reader.whole("groups", layer.groups);
  layer.activation = parse_activation_name(reader.text("activation", "none"));
  layer.skip = reader.text("skip", "");
  layer.bias = reader.flag("bias", layer.weighted());
  reader.end();
  return layer;
}

}  // namespace

std::string_view kind_name(Kind kind) {
  return kKinds[kind];
}

Kind parse_kind(std::string_view name) {
  return kKinds.parse(name);
}

std::string_view activation_name(Activation activation) {
  return kActivations[activation];
}

Activation parse_activation_name(std::string_view name) {
  return kActivations.parse(name);
}

std::span<const std::string_view> activation_names() {
  return kActivations.names;
}

std::string to_json(const Chain& chain) {
  Json json{{kVersionKey, kVersion}, {"name", chain.name}, {"title", chain.title}};
  json["input"] = sizes(chain.size);
  if (chain.size.rank() == 1) json["input"] = Json::array({chain.size[0]});
  json["channels"] = chain.channels;
  json["layers"] = Json::array();
  const ChainLayer defaults;
  for (const ChainLayer& layer : chain.layers) {
    Json one{{"name", layer.name}, {"kind", kind_name(layer.kind)}};
    if (layer.weighted()) one["channels"] = layer.channels;
    for (const List& list : kLists)
      if (layer.*list.member != defaults.*list.member) one[list.key] = sizes(layer.*list.member);
    if (layer.rule != Padding::Rule::numbers)
      one["padding"] = to_string(Padding{layer.rule, {}});
    else if (layer.padding != defaults.padding)
      one["padding"] = sizes(layer.padding);
    if (layer.dialect != defaults.dialect) one["dialect"] = to_string(layer.dialect);
    if (layer.groups != defaults.groups) one["groups"] = layer.groups;
    if (layer.activation != defaults.activation) one["activation"] = activation_name(layer.activation);
    if (!layer.skip.empty()) one["skip"] = layer.skip;
    if (layer.bias != layer.weighted()) one["bias"] = layer.bias;
    json["layers"].push_back(std::move(one));
  }
  return json_text(json, 2) + "\n";
}

Chain chain_from_json(std::string_view text) {
  const Json json = json_from(text, "network");
  if (json.is_discarded()) throw Error("network", "is not JSON", "a file that the size lab saved");
  if (!json.is_object() || json.value(kVersionKey, Json{}) != kVersion)
    throw Error("network", "is no network's file",
                fmt::format("an object with \"{}\": {}", kVersionKey, kVersion));
  Reader reader(json, "network");
  Chain chain;
  reader.whole(kVersionKey, kVersion);
  chain.name = reader.text("name", "own");
  chain.title = reader.text("title", chain.name);
  chain.size = reader.list("input", {});
  chain.channels = reader.whole("channels", 1);
  const Json* layers = reader.find("layers");
  reader.end();
  if (!layers || !layers->is_array()) throw Error("network", "has no layers", "a list \"layers\" of objects");
  for (const Json& layer : *layers) chain.layers.push_back(layer_from(layer, chain.layers.size() + 1));
  report(chain);
  return chain;
}

}  // namespace convscope
