// ONNX: ModelProto as onnx.proto3 has it (versions 1.2 to 1.16), the fields that are needed here.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/network/formats.hpp"
#include "core/network/wire.hpp"

namespace convscope {

namespace {

Error refused(const std::string& problem, std::string_view legal) {
  return {"network", problem, legal};
}

Element element_of(Index code, std::string_view name) {
  switch (code) {
    case 1:
      return Element::f32;
    case 2:
      return Element::u8;
    case 3:
      return Element::i8;
    case 4:
      return Element::u16;
    case 5:
      return Element::i16;
    case 6:
      return Element::i32;
    case 7:
      return Element::i64;
    case 8:
      return Element::text;
    case 9:
      return Element::boolean;
    case 10:
      return Element::f16;
    case 11:
      return Element::f64;
    case 12:
      return Element::u32;
    case 13:
      return Element::u64;
    case 16:
      return Element::bf16;
    default:
      throw refused(fmt::format("'{}' has elements of kind {}, which is not known here", cut(name, 80), code),
                    "float32, float16, bfloat16, float64, whole numbers or bool");
  }
}

/// Where a tensor's bytes lie when they are in a file of their own.
struct External {
  std::string location;
  Index offset = 0, length = -1;
};

struct TensorParts {
  std::string name;
  Dims shape;
  Index type = 0, place = 0;
  std::vector<float> floats;
  std::vector<double> doubles;
  std::vector<Index> wholes;  ///< int32_data, int64_data and uint64_data
  std::string_view raw;
  bool has_raw = false, texts = false;
  External external;
};

void add_external(std::string_view bytes, External& to) {
  std::string key, value;
  for (Wire wire(bytes); wire.next();) {
    if (wire.field() == 1) key = wire.bytes();
    if (wire.field() == 2) value = wire.bytes();
  }
  if (key == "location") to.location = value;
  if (key != "offset" && key != "length") return;
  Index number = 0;
  for (const char c : value) {
    if (c < '0' || c > '9' || number > (Index{1} << 50))
      throw refused(fmt::format("'{}' is the {} of a tensor's file", cut(value, 40), key),
                    "a number of bytes");
    number = number * 10 + (c - '0');
  }
  (key == "offset" ? to.offset : to.length) = number;
}

TensorParts tensor_parts(std::string_view bytes) {
  TensorParts t;
  for (Wire wire(bytes); wire.next();) switch (wire.field()) {
      case 1:
        wire.add_to(t.shape);
        break;
      case 2:
        t.type = wire.whole();
        break;
      case 4:
        wire.add_to(t.floats);
        break;
      case 5:
      case 7:
      case 11:
        wire.add_to(t.wholes);
        break;
      case 6:
        t.texts = true;
        break;
      case 8:
        t.name = wire.bytes();
        break;
      case 9:
        t.raw = wire.bytes();
        t.has_raw = true;
        break;
      case 10:
        wire.add_to(t.doubles);
        break;
      case 13:
        add_external(wire.bytes(), t.external);
        break;
      case 14:
        t.place = wire.whole();
        break;
      default:
        break;
    }
  return t;
}

/// Numbers that stand in the message's own lists.
Array from_lists(const TensorParts& t, Element type) {
  const Index count = count_of(t.shape);
  const auto require = [&](std::size_t have) {
    if (static_cast<Index>(have) != count)
      throw refused(fmt::format("'{}' says {} and has {} numbers", cut(t.name, 80), to_string(t.shape), have),
                    "as many as its shape asks for");
  };
  auto data = std::make_shared<ArrayData>();
  if (type == Element::f32) {
    require(t.floats.size());
    data->reals.assign(t.floats.begin(), t.floats.end());
  } else if (type == Element::f64) {
    require(t.doubles.size());
    for (const double value : t.doubles) data->reals.push_back(static_cast<float>(value));
  } else if (is_real(type)) {  // 16 bits, each in a number of its own
    require(t.wholes.size());
    std::string raw;
    for (const Index value : t.wholes) {
      raw.push_back(static_cast<char>(value & 255));
      raw.push_back(static_cast<char>((value >> 8) & 255));
    }
    return decoded(type, t.shape, raw, t.name);
  } else {
    require(t.wholes.size());
    for (const Index value : t.wholes) data->wholes.push_back(wrapped(value, type));
  }
  return {t.shape, type, std::move(data)};
}

Array array_of(const TensorParts& t, const NetworkFile* file) {
  const Element type = element_of(t.type, t.name);
  if (type == Element::text || t.texts) return {t.shape, Element::text, nullptr};
  count_of(t.shape);
  if (t.place == 0) return t.has_raw ? decoded(type, t.shape, t.raw, cut(t.name, 80)) : from_lists(t, type);
  if (!file || t.external.location.empty())
    throw refused(fmt::format("'{}' lies in a file that is not named", cut(t.name, 80)), "a whole model");
  const std::string& bytes = read_beside(*file, t.external.location);
  const auto size = static_cast<Index>(bytes.size());
  const Index length = t.external.length < 0 ? size - t.external.offset : t.external.length;
  if (t.external.offset > size || length < 0 || length > size - t.external.offset)
    throw refused(
        fmt::format("'{}' lies beyond the end of {}", cut(t.name, 80), cut(t.external.location, 80)),
        "the file that was saved with the model");
  return decoded(type, t.shape,
                 std::string_view(bytes).substr(static_cast<std::size_t>(t.external.offset),
                                                static_cast<std::size_t>(length)),
                 cut(t.name, 80));
}

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
    if (wire.field() == 1) port.type = element_of(wire.whole(), port.name);
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
      value = array_of(tensor_parts(a.t), &file);
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
          throw refused(fmt::format("more than {} layers", kMostNodes), "a smaller model");
        break;
      case 2:
        network.name = wire.bytes();
        break;
      case 5: {
        const TensorParts parts = tensor_parts(wire.bytes());
        memory += static_cast<double>(count_of(parts.shape)) * 8;
        require_memory(memory, file.budget, "network");
        network.weights.insert_or_assign(parts.name, array_of(parts, &file));
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
        throw refused("it has sparse weights", "dense ones");
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
  return array_of(tensor_parts(bytes), nullptr);
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
        if (!graph.empty()) throw refused("it has two graphs", "one");
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
  if (graph.empty()) throw refused("holds no graph", "an ONNX model");
  // Before its third version the format had none.
  if (opset == 0 && version_of_format >= 3) throw refused("does not say its opset", "a whole ONNX model");
  network.opset = opset == 0 ? 1 : opset;
  if (network.opset < 0 || network.opset > 1000)
    throw refused(fmt::format("asks for opset {}, which there is not", opset), "an ONNX model");
  if (network.opset > kNewestOpset)
    network.warnings.push_back(fmt::format(
        "asks for opset {}; operators are read as of opset {}, which most still are", opset, kNewestOpset));
  read_graph(graph, file, network);
  take_constants(network);
  if (network.nodes.empty()) throw refused("its graph has no layers", "a model with layers");
  settle(network);
  return network;
}

}  // namespace convscope
