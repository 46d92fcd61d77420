// Messages as onnx.proto3 numbers their fields; how they lie as bytes, see wire.hpp.
#include "core/network/onnx_write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"
#include "core/network/evaluate.hpp"
#include "core/network/message.hpp"
#include "core/network/onnx_tensors.hpp"

namespace convscope {

namespace {

constexpr Index kFormatVersion = 8;  // the first that has opset 17's operators

Index code_of(Element type) {
  return onnx_code(is_real(type) ? Element::f32 : type);
}

Message tensor(const std::string& name, const Array& array) {
  if (!array.known())
    throw Error("network", fmt::format("'{}' has no values", cut(name, 80)), "a network with its weights");
  return onnx_message(name, {array.shape, is_real(array.type) ? Element::f32 : array.type, array.data});
}

Message attribute(const std::string& name, const Attribute& value) {
  Message out;
  out.bytes(1, name);
  const auto of_type = [&](Index type) { out.whole(20, type); };
  if (const auto* one = std::get_if<double>(&value)) {
    out.real(2, *one);
    of_type(1);
  } else if (const auto* number = std::get_if<Index>(&value)) {
    out.whole(3, *number);
    of_type(2);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    out.bytes(4, *text);
    of_type(3);
  } else if (const auto* array = std::get_if<Array>(&value)) {
    out.message(5, tensor("", *array));
    of_type(4);
  } else if (const auto* reals = std::get_if<std::vector<double>>(&value)) {
    for (const double each : *reals) out.real(7, each);
    of_type(6);
  } else if (const auto* numbers = std::get_if<std::vector<Index>>(&value)) {
    for (const Index each : *numbers) out.whole(8, each);
    of_type(7);
  } else if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    for (const std::string& each : *texts) out.bytes(9, each);
    of_type(8);
  }
  return out;
}

/// What older opsets say by an attribute and the written one by an input.
struct Moved {
  std::string_view op, attribute;
  std::size_t input;
};
constexpr Moved kMoved[] = {{"Pad", "pads", 1},    {"Pad", "value", 2},    {"Reshape", "shape", 1},
                            {"Clip", "min", 1},    {"Clip", "max", 2},     {"Resize", "scales", 2},
                            {"Split", "split", 1}, {"Squeeze", "axes", 1}, {"Unsqueeze", "axes", 1}};

Array array_of(const Attribute& value) {
  if (const auto* one = std::get_if<double>(&value)) return real_array({}, {static_cast<float>(*one)});
  if (const auto* one = std::get_if<Index>(&value)) return real_array({}, {static_cast<float>(*one)});
  if (const auto* list = std::get_if<std::vector<double>>(&value)) {
    UnfilledVector<float> reals;
    for (const double each : *list) reals.push_back(static_cast<float>(each));
    return real_array({static_cast<Index>(list->size())}, std::move(reals));
  }
  const auto* list = std::get_if<std::vector<Index>>(&value);
  if (!list) return real_array({0}, {});
  return whole_array({static_cast<Index>(list->size())}, {list->begin(), list->end()});
}

/// Readers that speak several opsets' words at once (TF.js, stated layers) end in one here. Of networks that
/// are ONNX themselves the file's own opset is written, and nothing moves.
Network of_one_opset(Network network) {
  if (network.opset != kNewestOpset) return network;
  for (Node& node : network.nodes) {
    if (node.op == "Gelu")
      throw Error(
          "network",
          fmt::format("layer '{}' is a Gelu, which opset {} does not have", cut(node.name, 80), kNewestOpset),
          "operators of that opset");
    if (node.op == "Upsample") {
      node.op = "Resize";
      node.attributes.try_emplace("coordinate_transformation_mode", std::string("asymmetric"));
      node.attributes.try_emplace("nearest_mode", std::string("floor"));
      if (node.inputs.size() == 2) node.inputs.insert(node.inputs.begin() + 1, "");
    }
    for (const Moved& moved : kMoved) {
      const auto found = node.attributes.find(moved.attribute);
      if (node.op != moved.op || found == node.attributes.end()) continue;
      if (node.inputs.size() <= moved.input) node.inputs.resize(moved.input + 1);
      const std::string name = fmt::format("{}.{}", node.name, moved.attribute);
      node.inputs[moved.input] = name;
      network.weights.insert_or_assign(name, array_of(found->second));
      node.attributes.erase(found);
    }
  }
  return network;
}

Message node(const Node& of) {
  Message out;
  for (const std::string& input : of.inputs) out.bytes(1, input);
  for (const std::string& output : of.outputs) out.bytes(2, output);
  const std::size_t dot = of.op.rfind('.');  // behind a domain of others
  out.bytes(3, of.name).bytes(4, dot == std::string::npos ? of.op : of.op.substr(dot + 1));
  for (const auto& [name, value] : of.attributes)
    if (!std::holds_alternative<std::monostate>(value)) out.message(5, attribute(name, value));
  if (dot != std::string::npos) out.bytes(7, of.op.substr(0, dot));
  return out;
}

/// An extent that is open has a name instead.
Message port(const Port& of) {
  Message shape;
  for (std::size_t i = 0; i < of.shape.size(); ++i) {
    Message extent;
    if (of.shape[i] > 0)
      extent.whole(1, of.shape[i]);
    else
      extent.bytes(2, fmt::format("{}_{}", of.name, i));
    shape.message(1, extent);
  }
  Message type;
  type.whole(1, code_of(of.type));
  if (!of.any_shape) type.message(2, shape);
  return Message().bytes(1, of.name).message(2, Message().message(1, type));
}

/// "com.example" of "com.example.Warp"; empty for ONNX's own.
std::string domain_of(const Node& node) {
  const std::size_t dot = node.op.rfind('.');
  return dot == std::string::npos ? "" : node.op.substr(0, dot);
}

/// Outputs of which the file says nothing get their axes and channels: others ask for a shape.
Port shaped(const Port& of, const Values& sizes) {
  const auto found = of.any_shape ? sizes.find(of.name) : sizes.end();
  if (found == sizes.end()) return of;
  Port out{of.name, Dims(found->second.shape.size(), -1), found->second.type, false};
  if (out.shape.size() > 1) out.shape[1] = found->second.shape[1];
  return out;
}

}  // namespace

std::string onnx_bytes(const Network& given) {
  if (!given.has_graph())
    throw Error("network", "has weights and no graph", "a network with layers, such as from an .onnx file");
  const Network network = of_one_opset(given);
  Message graph;
  std::set<std::string> domains{""};
  for (const Node& each : network.nodes) {
    graph.message(1, node(each));
    domains.insert(domain_of(each));
  }
  graph.bytes(2, network.name.empty() ? "network" : network.name);
  for (const auto& [name, array] : network.weights) graph.message(5, tensor(name, array));
  for (const Port& each : network.inputs) graph.message(11, port(each));
  std::vector<Port> outputs = network.outputs;
  if (outputs.empty())  // of layers that their owner has stated
    for (const Node& each : network.nodes) outputs.push_back({each.outputs.at(0), {}, Element::f32, true});
  Values sizes;
  if (std::ranges::any_of(outputs, &Port::any_shape))
    sizes = Evaluator(network).sizes(input_shapes(network, {}));
  for (const Port& each : outputs) graph.message(12, port(shaped(each, sizes)));
  Message out;
  out.whole(1, kFormatVersion).bytes(2, "ConvScope").message(7, graph);
  for (const std::string& domain : domains)
    out.message(8, Message().bytes(1, domain).whole(2, domain.empty() ? network.opset : 1));
  return out.take();
}

std::string onnx_file(const std::string& read_from, const Network& network, Budget budget) {
  if (!network.has_graph())
    throw Error("output", fmt::format("a {} file has weights and no graph", network.format),
                ".safetensors, or what its weights are: --as LAYERS");
  if (network.format != "ONNX") return onnx_bytes(network);
  const std::string bytes = read_file(read_from, "network");
  return onnx_with_weights({read_from, bytes, budget}, network);
}

}  // namespace convscope
