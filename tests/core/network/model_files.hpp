// Networks' files written byte by byte.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "core/base/index.hpp"

namespace convscope::testing {

/// A message of Protocol Buffers, field by field.
class Message {
 public:
  Message& whole(int field, std::uint64_t value) {
    tag(field, 0);
    varint(value);
    return *this;
  }
  Message& bytes(int field, const std::string& value) {
    tag(field, 2);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& real(int field, float value) {
    tag(field, 5);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  const std::string& str() const { return bytes_; }

 private:
  void tag(int field, unsigned kind) { varint(static_cast<std::uint64_t>(field) << 3 | kind); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<char>(value | 0x80));
    bytes_.push_back(static_cast<char>(value));
  }
  std::string bytes_;
};

template <class T>
std::string raw_values(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

/// A TensorProto with raw data.
inline std::string onnx_tensor(const std::string& name, const std::vector<Index>& shape, int type,
                               const std::string& raw) {
  Message tensor;
  for (const Index extent : shape) tensor.whole(1, static_cast<std::uint64_t>(extent));
  return tensor.whole(2, static_cast<std::uint64_t>(type)).bytes(8, name).bytes(9, raw).str();
}
inline std::string onnx_tensor(const std::string& name, const std::vector<Index>& shape,
                               const std::vector<float>& values) {
  return onnx_tensor(name, shape, 1, raw_values(values));
}

inline std::string onnx_ints(const std::string& name, const std::vector<Index>& values) {
  Message attribute;
  attribute.bytes(1, name).whole(20, 7);
  for (const Index value : values) attribute.whole(8, static_cast<std::uint64_t>(value));
  return attribute.str();
}

inline std::string onnx_node(const std::string& name, const std::string& op,
                             const std::vector<std::string>& inputs, const std::vector<std::string>& outputs,
                             const std::vector<std::string>& attributes = {}) {
  Message node;
  for (const std::string& input : inputs) node.bytes(1, input);
  for (const std::string& output : outputs) node.bytes(2, output);
  node.bytes(3, name).bytes(4, op);
  for (const std::string& attribute : attributes) node.bytes(5, attribute);
  return node.str();
}

/// A value of float32 with these extents; 0 stands for an open one.
inline std::string onnx_value(const std::string& name, const std::vector<Index>& shape) {
  Message dims;
  for (const Index extent : shape)
    dims.bytes(1, extent == 0 ? Message().bytes(2, "n").str()
                              : Message().whole(1, static_cast<std::uint64_t>(extent)).str());
  return Message()
      .bytes(1, name)
      .bytes(2, Message().bytes(1, Message().whole(1, 1).bytes(2, dims.str()).str()).str())
      .str();
}

struct OnnxModel {
  std::vector<std::string> nodes, tensors, inputs, outputs;
  int opset = 13;
  std::string bytes() const {
    Message graph;
    for (const std::string& node : nodes) graph.bytes(1, node);
    graph.bytes(2, "graph");
    for (const std::string& tensor : tensors) graph.bytes(5, tensor);
    for (const std::string& input : inputs) graph.bytes(11, input);
    for (const std::string& output : outputs) graph.bytes(12, output);
    return Message()
        .whole(1, 8)
        .bytes(7, graph.str())
        .bytes(8, Message().whole(2, static_cast<std::uint64_t>(opset)).str())
        .str();
  }
};

/// One transposed convolution, one channel to one, with this square kernel.
inline OnnxModel transposed_model(Index taps, Index stride, const std::vector<float>& kernel) {
  OnnxModel model;
  model.tensors = {onnx_tensor("w", {1, 1, taps, taps}, kernel)};
  model.nodes = {
      onnx_node("up", "ConvTranspose", {"x", "w"}, {"y"}, {onnx_ints("strides", {stride, stride})})};
  model.inputs = {onnx_value("x", {1, 1, 0, 0})};
  model.outputs = {onnx_value("y", {1, 1, 0, 0})};
  return model;
}

inline std::string safetensors(const std::string& header, const std::string& data) {
  const std::uint64_t length = header.size();
  return std::string(reinterpret_cast<const char*>(&length), 8) + header + data;
}

/// An archive of stored members.
inline std::string zip(const std::vector<std::pair<std::string, std::string>>& members,
                       std::uint16_t method = 0) {
  std::string out, directory;
  const auto add = [](std::string& to, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i, value >>= 8) to.push_back(static_cast<char>(value));
  };
  for (const auto& [name, data] : members) {
    const std::size_t place = out.size();
    out += "PK\x03\x04";
    add(out, 20, 2), add(out, 0, 2), add(out, method, 2), add(out, 0, 8), add(out, data.size(), 4),
        add(out, data.size(), 4);
    add(out, name.size(), 2), add(out, 0, 2);
    out += name + data;
    directory += "PK\x01\x02";
    add(directory, 20, 2), add(directory, 20, 2), add(directory, 0, 2), add(directory, method, 2),
        add(directory, 0, 8);
    add(directory, data.size(), 4), add(directory, data.size(), 4), add(directory, name.size(), 2),
        add(directory, 0, 12);
    add(directory, place, 4);
    directory += name;
  }
  const std::size_t place = out.size();
  out += directory + "PK\x05\x06";
  add(out, 0, 4), add(out, members.size(), 2), add(out, members.size(), 2), add(out, directory.size(), 4),
      add(out, place, 4);
  add(out, 0, 2);
  return out;
}

}  // namespace convscope::testing
