// ONNX: ModelProto as onnx.proto3 has it (versions 1.2 to 1.16), the fields that are needed here.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/network/formats.hpp"
#include "core/network/onnx_tensors.hpp"
#include "core/network/wire.hpp"

namespace convscope {

namespace {

Port port_from(std::string_view bytes) {
  Port port;
  port.any_shape = true;
  std::string_view type, tensor, shape;
  for (Wire wire(bytes); wire.next();) {
    if (wire.field() == 1) port.name = wire.bytes();
    if (wire.field() == 2) type = wire.bytes();
  }
  for (Wire wire(type); wire.next();)
    if (wire.field() == 1) tensor = wire.bytes();
  for (Wire wire(tensor); wire.next();) {
    if (wire.field() == 1) port.type = onnx_element(wire.whole(), port.name);
    if (wire.field() == 2) {
      shape = wire.bytes();
      port.any_shape = false;
    }
  }
  for (Wire dims(shape); dims.next();) {
    if (dims.field() != 1) continue;
    Index extent = -1;
    for (Wire dim(dims.bytes()); dim.next();)
      if (dim.field() == 1) extent = dim.whole();
    port.shape.push_back(extent > 0 ? extent : -1);
  }
  return port;
}

struct AttributeParts {
  std::string name;
  Index type = 0;
  double f = 0;
  Index i = 0;
  std::string s;
  std::string_view t;
  std::vector<float> floats;
  std::vector<Index> ints;
  std::vector<std::string> strings;
};

void add_attribute(std::string_view bytes, Node& node, const NetworkFile& file) {
  AttributeParts a;
  for (Wire wire(bytes); wire.next();) switch (wire.field()) {
      case 1:
        a.name = wire.bytes();
        break;
      case 2:
        a.f = static_cast<double>(wire.real());
        break;
      case 3:
        a.i = wire.whole();
        break;
      case 4:
        a.s = wire.bytes();
        break;
      case 5:
        a.t = wire.bytes();
        break;
      case 7:
        wire.add_to(a.floats);
        break;
      case 8:
        wire.add_to(a.ints);
        break;
      case 9:
        a.strings.emplace_back(wire.bytes());
        break;
      case 20:
        a.type = wire.whole();
        break;
      default:
        break;
    }
  Attribute value;
  switch (a.type) {
    case 1:
      value = a.f;
      break;
    case 2:
      value = a.i;
      break;
    case 3:
      value = a.s;
      break;
    case 4:
      value = onnx_array(onnx_tensor(a.t), &file);
      break;
    case 6:
      value = std::vector<double>(a.floats.begin(), a.floats.end());
      break;
    case 7:
      value = a.ints;
      break;
    case 8:
      value = a.strings;
      break;
    default:
      break;  // graphs and others: kept as nothing
  }
  node.attributes.insert_or_assign(a.name, std::move(value));
}

Node node_from(std::string_view bytes, const NetworkFile& file) {
  Node node;
  std::string domain;
  for (Wire wire(bytes); wire.next();) switch (wire.field()) {
      case 1:
        node.inputs.emplace_back(wire.bytes());
        break;
      case 2:
        node.outputs.emplace_back(wire.bytes());
        break;
      case 3:
        node.name = wire.bytes();
        break;
      case 4:
        node.op = wire.bytes();
        break;
      case 5:
        add_attribute(wire.bytes(), node, file);
        break;
      case 7:
        domain = wire.bytes();
        break;
      default:
        break;
    }
  if (!domain.empty() && domain != "ai.onnx") node.op = domain + "." + node.op;
  return node;
}

void read_graph(std::string_view bytes, const NetworkFile& file, Network& network) {
  std::vector<Port> inputs;
  double memory = 0;
  for (Wire wire(bytes); wire.next();) switch (wire.field()) {
      case 1:
        network.nodes.push_back(node_from(wire.bytes(), file));
        if (network.nodes.size() > kMostNodes)
          throw onnx_refused(fmt::format("more than {} layers", kMostNodes), "a smaller model");
        break;
      case 2:
        network.name = wire.bytes();
        break;
      case 5: {
        const OnnxTensor tensor = onnx_tensor(wire.bytes());
        memory += static_cast<double>(count_of(tensor.shape)) * 8;
        require_memory(memory, file.budget, "network");
        network.weights.insert_or_assign(tensor.name, onnx_array(tensor, &file));
        break;
      }
      case 11:
        inputs.push_back(port_from(wire.bytes()));
        break;
      case 12:
        network.outputs.push_back(port_from(wire.bytes()));
        break;
      case 13: {
        Port port = port_from(wire.bytes());
        network.hints.insert_or_assign(port.name, std::move(port));
        break;
      }
      case 15:
        throw onnx_refused("it has sparse weights", "dense ones");
      default:
        break;
    }
  for (Port& port : inputs)
    if (!network.weights.contains(port.name)) network.inputs.push_back(std::move(port));
}

/// Some exporters write weights as nodes that make them; they become weights like all others.
void take_constants(Network& network) {
  std::set<std::string_view> results;
  for (const Port& port : network.outputs) results.insert(port.name);
  std::erase_if(network.nodes, [&](const Node& node) {
    const Attribute* value = node.op == "Constant" && node.outputs.size() == 1 ? node.find("value") : nullptr;
    const Array* array = value ? std::get_if<Array>(value) : nullptr;
    if (!array || !array->known() || results.contains(node.outputs[0])) return false;
    return network.weights.emplace(node.outputs[0], *array).second;
  });
}

}  // namespace

Array read_onnx_tensor(std::string_view bytes) {
  return onnx_array(onnx_tensor(bytes), nullptr);
}

Network read_onnx(const NetworkFile& file) {
  Network network;
  network.format = "ONNX";
  std::string_view graph;
  Index opset = 0, version_of_format = 0;
  for (Wire wire(file.bytes); wire.next();) switch (wire.field()) {
      case 1:
        version_of_format = wire.whole();
        break;
      case 7:
        if (!graph.empty()) throw onnx_refused("it has two graphs", "one");
        graph = wire.bytes();
        break;
      case 8: {
        std::string_view domain;
        Index version = 0;
        for (Wire set(wire.bytes()); set.next();) {
          if (set.field() == 1) domain = set.bytes();
          if (set.field() == 2) version = set.whole();
        }
        if (domain.empty() || domain == "ai.onnx") opset = version;
        break;
      }
      default:
        break;
    }
  if (graph.empty()) throw onnx_refused("holds no graph", "an ONNX model");
  // Before its third version the format had none.
  if (opset == 0 && version_of_format >= 3)
    throw onnx_refused("does not say its opset", "a whole ONNX model");
  network.opset = opset == 0 ? 1 : opset;
  if (network.opset < 0 || network.opset > 1000)
    throw onnx_refused(fmt::format("asks for opset {}, which there is not", opset), "an ONNX model");
  if (network.opset > kNewestOpset)
    network.warnings.push_back(fmt::format(
        "asks for opset {}; operators are read as of opset {}, which most still are", opset, kNewestOpset));
  read_graph(graph, file, network);
  take_constants(network);
  settle(network);
  if (network.nodes.empty()) throw onnx_refused("its graph has no layers", "a model with layers");
  return network;
}

}  // namespace convscope
