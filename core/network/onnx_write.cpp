// Messages as onnx.proto3 numbers their fields; how they lie as bytes, see wire.hpp.
#include "core/network/onnx_write.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>
#include <utility>

#include "core/base/numbers.hpp"
#include "core/network/onnx_tensors.hpp"

namespace convscope {

namespace {

constexpr Index kFormatVersion = 8;  // the first that has opset 17's operators

/// A message on its way to bytes.
class Message {
 public:
  Message& whole(int field, Index value) {
    varint(static_cast<std::uint64_t>(field) << 3);
    varint(static_cast<std::uint64_t>(value));
    return *this;
  }
  Message& real(int field, double value) {
    varint(static_cast<std::uint64_t>(field) << 3 | 5);
    const auto narrow = static_cast<float>(value);
    char bytes[sizeof narrow];
    std::memcpy(bytes, &narrow, sizeof narrow);
    bytes_.append(bytes, sizeof narrow);
    return *this;
  }
  Message& bytes(int field, std::string_view value) {
    varint(static_cast<std::uint64_t>(field) << 3 | 2);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& message(int field, const Message& value) { return bytes(field, value.bytes_); }
  std::string take() { return std::move(bytes_); }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 128; value >>= 7) bytes_ += static_cast<char>(value | 128);
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

/// As many bytes of each number as its type has, the lowest first.
std::string raw(const Array& array) {
  std::string out;
  if (array.real()) {
    out.resize(sizeof(float) * array.reals().size());
    if (!out.empty()) std::memcpy(out.data(), array.reals().data(), out.size());
    return out;
  }
  for (const Index value : array.wholes())
    for (std::size_t i = 0; i < width_of(array.type); ++i)
      out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 255);
  return out;
}

Index code_of(Element type) {
  return onnx_code(is_real(type) ? Element::f32 : type);
}

Message tensor(const std::string& name, const Array& array) {
  if (!array.known())
    throw Error("network", fmt::format("'{}' has no values", cut(name, 80)), "a network with its weights");
  Message out;
  for (const Index extent : array.shape) out.whole(1, extent);
  out.whole(2, code_of(array.type)).bytes(8, name).bytes(9, raw(array));
  return out;
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

}  // namespace

std::string onnx_bytes(const Network& network) {
  if (!network.has_graph())
    throw Error("network", "has weights and no graph", "a network with layers, such as from an .onnx file");
  Message graph;
  for (const Node& each : network.nodes) graph.message(1, node(each));
  graph.bytes(2, network.name.empty() ? "network" : network.name);
  for (const auto& [name, array] : network.weights) graph.message(5, tensor(name, array));
  for (const Port& each : network.inputs) graph.message(11, port(each));
  for (const Port& each : network.outputs) graph.message(12, port(each));
  Message opset;
  opset.bytes(1, "").whole(2, network.opset);
  return Message().whole(1, kFormatVersion).bytes(2, "ConvScope").message(7, graph).message(8, opset).take();
}

}  // namespace convscope
