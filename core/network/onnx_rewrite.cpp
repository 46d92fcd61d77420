// A model's own bytes with other weights in them.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/network/onnx_tensors.hpp"
#include "core/network/onnx_write.hpp"
#include "core/network/wire.hpp"

namespace convscope {

namespace {

/// Before it the weights of a graph are among its inputs as well.
constexpr Index kWeightsApart = 4;

bool same_values(const Array& a, const Array& b) {
  if (a.shape != b.shape || a.known() != b.known()) return false;
  return a.data == b.data || (a.real() == b.real() && std::ranges::equal(a.data->reals, b.data->reals) &&
                              std::ranges::equal(a.data->wholes, b.data->wholes));
}

using Inputs = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Of each node, by its first output.
Inputs inputs_of(const Network& network) {
  Inputs out;
  for (const Node& node : network.nodes)
    if (!node.outputs.empty()) out[node.outputs[0]] = node.inputs;
  return out;
}

class Rewriting {
 public:
  Rewriting(const Network& original, const Network& changed, Index version)
      : changed_(changed), before_(inputs_of(original)), after_(inputs_of(changed)), version_(version) {
    if (before_.size() != after_.size() || !std::ranges::equal(
                                               before_, after_, {}, [](const auto& n) { return n.first; },
                                               [](const auto& n) { return n.first; }))
      throw Error("network", "the file has another graph now", "the file that was opened");
    for (const auto& [name, array] : changed.weights) {
      const auto known = original.weights.find(name);
      if (known == original.weights.end())
        added_.insert(name);
      else if (!same_values(known->second, array))
        other_.insert(name);
    }
  }

  Message graph(std::string_view bytes) const {
    Message out;
    for (Wire wire(bytes); wire.next();)
      if (wire.field() == 1)
        node(wire, out);
      else if (wire.field() == 5)
        tensor(wire, out);
      else
        out.same(wire.all());
    for (const std::string& name : added_) {
      const Array& array = changed_.weights.find(name)->second;
      out.message(5, onnx_message(name, array));
      if (version_ < kWeightsApart) out.message(11, input(name, array));
    }
    return out;
  }

 private:
  static Message input(const std::string& name, const Array& array) {
    Message shape;
    for (const Index extent : array.shape) shape.message(1, Message().whole(1, extent));
    const Message type = Message().whole(1, onnx_code(array.type)).message(2, shape);
    return Message().bytes(1, name).message(2, Message().message(1, type));
  }

  void tensor(const Wire& wire, Message& out) const {
    const OnnxTensor read = onnx_tensor(wire.bytes());
    const auto found = changed_.weights.find(read.name);
    const bool rewritten = other_.contains(read.name) || read.place != 0;
    if (rewritten && found != changed_.weights.end() && found->second.known())
      out.message(5, onnx_message(read.name, found->second));
    else
      out.same(wire.all());
  }

  void node(const Wire& wire, Message& out) const {
    std::string output;
    for (Wire field(wire.bytes()); field.next();)
      if (field.field() == 2) {
        output = field.bytes();
        break;
      }
    if (other_.contains(output)) return constant(wire.bytes(), output, out);
    const auto was = before_.find(output), is = after_.find(output);
    if (was == before_.end() || was->second == is->second) {
      out.same(wire.all());
      return;
    }
    Message made;
    for (const std::string& name : is->second) made.bytes(1, name);
    for (Wire field(wire.bytes()); field.next();)
      if (field.field() != 1) made.same(field.all());
    out.message(1, made);
  }

  /// A node that makes a weight.
  void constant(std::string_view bytes, const std::string& output, Message& out) const {
    Message made;
    for (Wire field(bytes); field.next();)
      if (field.field() != 5) made.same(field.all());
    made.message(5, Message()
                        .bytes(1, "value")
                        .message(5, onnx_message("", changed_.weights.find(output)->second))
                        .whole(20, 4));
    out.message(1, made);
  }

  const Network& changed_;
  Inputs before_, after_;
  Index version_;
  std::set<std::string, std::less<>> other_, added_;  ///< weights
};

}  // namespace

std::string onnx_with_weights(const NetworkFile& file, const Network& changed) {
  const Network original = read_onnx(file);
  Index version = 0;
  for (Wire wire(file.bytes); wire.next();)
    if (wire.field() == 1) version = wire.whole();
  const Rewriting rewriting(original, changed, version);
  Message out;
  for (Wire wire(file.bytes); wire.next();)
    if (wire.field() == 7)
      out.message(7, rewriting.graph(wire.bytes()));
    else
      out.same(wire.all());
  return out.take();
}

}  // namespace convscope
