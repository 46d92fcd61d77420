// TF.js's Keras-layers models: model.json with the layers, and files of weights beside it.
// https://github.com/tensorflow/tfjs/blob/master/tfjs-core/src/io/types.ts: ModelJSON, WeightsManifestConfig.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/numbers.hpp"
#include "core/network/formats.hpp"
#include "core/network/keras_layers.hpp"

namespace convscope {

namespace {

using Weights = std::map<std::string, Array, std::less<>>;

[[noreturn]] void refuse(const std::string& problem) {
  throw Error("network", problem, "a layers model as TF.js saves it");
}

const Json& member(const Json& json, const char* key) {
  if (!json.is_object() || !json.contains(key)) refuse(fmt::format("has no {}", key));
  return json.at(key);
}

std::string text_of(const Json& json, const char* key) {
  const Json& value = member(json, key);
  if (!value.is_string()) refuse(fmt::format("{} is no text", key));
  return value.get<std::string>();
}

double number_of(const Json& json, const char* key) {
  const Json& value = member(json, key);
  if (!value.is_number()) refuse(fmt::format("{} is no number", key));
  return value.get<double>();
}

Element element_named(const std::string& name) {
  for (int i = 0; i <= static_cast<int>(Element::boolean); ++i)
    if (to_string(static_cast<Element>(i)) == name) return static_cast<Element>(i);
  refuse(fmt::format("weights of type '{}' are not known here", cut(name, 20)));
}

/// One tensor, from the front of the bytes; quantised ones are q * scale + min.
Array next_weight(const Json& entry, std::string_view& bytes, const std::string& name) {
  Dims shape;
  for (const Json& extent : member(entry, "shape")) {
    if (!extent.is_number_integer() || extent.get<double>() < 0 || extent.get<double>() > 1e12)
      refuse(fmt::format("'{}' has an extent that is none", cut(name, 80)));
    shape.push_back(extent.get<Index>());
  }
  const bool quantised = entry.contains("quantization") && entry["quantization"].is_object();
  const Json& coded = quantised ? entry["quantization"] : entry;
  const Element type = element_named(text_of(coded, "dtype"));
  const Index count = count_of(shape);
  const double size = static_cast<double>(count) * static_cast<double>(width_of(type));
  if (size > static_cast<double>(bytes.size()))
    refuse(fmt::format("'{}' says {} and the files of weights end before", cut(name, 80), to_string(shape)));
  Array array = decoded(type, shape, bytes.substr(0, static_cast<std::size_t>(size)), name);
  bytes.remove_prefix(static_cast<std::size_t>(size));
  if (!quantised || array.real()) return array;
  const double scale = number_of(coded, "scale"), least = number_of(coded, "min");
  UnfilledVector<float> values;
  for (const Index q : array.wholes())
    values.push_back(static_cast<float>(static_cast<double>(q) * scale + least));
  return real_array(shape, std::move(values));
}

Weights read_weights(const Json& manifest, const NetworkFile& file) {
  Weights weights;
  if (!manifest.is_array()) refuse("weightsManifest is no list");
  double memory = 0;
  for (const Json& group : manifest) {
    std::string joined;
    for (const Json& path : member(group, "paths")) {
      if (!path.is_string()) refuse("a path of weights is no text");
      joined += read_beside(file, path.get<std::string>());
      require_memory(static_cast<double>(joined.size()), file.budget, "network");
    }
    std::string_view rest = joined;
    for (const Json& entry : member(group, "weights")) {
      const std::string name = text_of(entry, "name");
      Array array = next_weight(entry, rest, name);
      memory += 8 * static_cast<double>(count_of(array.shape));
      require_memory(memory, file.budget, "network");
      weights.insert_or_assign(name, std::move(array));
    }
  }
  return weights;
}

/// The values that a layer takes at one of its places in the graph: [["name", 0, 0, {}], ...].
std::vector<std::string> inbound(const Json& place) {
  std::vector<std::string> names;
  const auto add = [&](const Json& one) {
    if (!one.is_array() || one.size() < 2 || !one[0].is_string() || !one[1].is_number_integer())
      refuse("an inbound node is none");
    const Index number = one[1].get<Index>();
    names.push_back(one[0].get<std::string>() + (number == 0 ? "" : fmt::format(":{}", number)));
  };
  if (place.is_array() && !place.empty() && place[0].is_string())
    add(place);
  else if (place.is_array())
    for (const Json& one : place) add(one);
  else
    refuse("an inbound node is none");
  return names;
}

Port input_port(const std::string& name, const Json& config) {
  const char* key = config.contains("batch_input_shape") ? "batch_input_shape" : "batch_shape";
  const Json& shape = member(config, key);
  if (!shape.is_array()) refuse("an input's shape is no list");
  Dims last;
  for (const Json& extent : shape)
    last.push_back(extent.is_number_integer() && extent.get<double>() >= 1 && extent.get<double>() < 1e9
                       ? extent.get<Index>()
                       : -1);
  if (last.size() < 2) refuse("an input's shape is none");
  Port port{name, {last.front(), last.back()}, Element::f32, false};  // channels come first
  port.shape.insert(port.shape.end(), last.begin() + 1, last.end() - 1);
  return port;
}

void add_layers(const Json& config, bool chained, const Weights& weights, Network& network) {
  const Json& layers = config.is_array() ? config : member(config, "layers");
  std::string last;
  for (const Json& layer : layers) {
    const std::string kind = text_of(layer, "class_name");
    const Json& own = member(layer, "config");
    const std::string name = own.contains("name") ? text_of(own, "name") : text_of(layer, "name");
    if (kind == "InputLayer" || (chained && last.empty())) {
      const std::string value = kind == "InputLayer" ? name : name + "/input";
      network.inputs.push_back(input_port(value, own));
      last = value;
      if (kind == "InputLayer") continue;
    }
    if (kind == "Model" || kind == "Functional" || kind == "Sequential")
      refuse(fmt::format("'{}' is a model within the model", cut(name, 80)));
    if (chained) {
      add_keras_layer({name, kind, own, {last}, name}, weights, network);
      last = name;
      continue;
    }
    const Json& places = member(layer, "inbound_nodes");
    if (!places.is_array()) refuse("inbound nodes are no list");
    for (std::size_t i = 0; i < places.size(); ++i) {
      const std::string value = i == 0 ? name : fmt::format("{}:{}", name, i);
      add_keras_layer({name, kind, own, inbound(places[i]), value}, weights, network);
      last = value;
    }
  }
  if (last.empty()) refuse("has no layers");
  if (!chained && config.contains("output_layers") && config["output_layers"].is_array() &&
      !config["output_layers"].empty())
    for (const std::string& name : inbound(config["output_layers"]))
      network.outputs.push_back({name, {}, Element::f32, true});
  else
    network.outputs.push_back({last, {}, Element::f32, true});
}

}  // namespace

Network read_keras_layers(const NetworkFile& file) {
  const Json json = json_from(file.bytes, "network");
  if (!json.is_object()) refuse("is no JSON object");
  Network network;
  network.format = "TF.js";
  try {
    const Json& topology = member(json, "modelTopology");
    if (!topology.is_object() || topology.contains("node")) refuse("is a graph model");
    const Json& model = topology.contains("model_config") ? topology["model_config"] : topology;
    const std::string kind = text_of(model, "class_name");
    const Json& config = member(model, "config");
    if (config.is_object() && config.contains("name") && config["name"].is_string())
      network.name = config["name"].get<std::string>();
    add_layers(config, kind == "Sequential", read_weights(member(json, "weightsManifest"), file), network);
  } catch (const Json::exception&) {
    refuse("is written in another way than TF.js does");
  }
  settle(network);
  return network;
}

}  // namespace convscope
