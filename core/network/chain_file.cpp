// Our own network files (core/geometry/chain_json): layers without weights.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/numbers.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/network/chain_network.hpp"
#include "core/network/formats.hpp"

namespace convscope {

namespace {

using Kind = ChainLayer::Kind;

std::vector<Index> list_of(const Shape& list, std::size_t rank) {
  const Shape all = per_axis(list, rank, 0, "network");
  return {all.begin(), all.end()};
}

std::string_view auto_pad_of(Padding::Rule rule) {
  switch (rule) {
    case Padding::Rule::same:
      return "SAME_UPPER";
    case Padding::Rule::same_lower:
      return "SAME_LOWER";
    case Padding::Rule::valid:
      return "VALID";
    default:
      return "NOTSET";
  }
}

std::string_view operator_of(ChainLayer::Activation activation) {
  using A = ChainLayer::Activation;
  switch (activation) {
    case A::relu:
      return "Relu";
    case A::leaky_relu:
      return "LeakyRelu";
    case A::elu:
      return "Elu";
    case A::gelu:
      return "Gelu";
    case A::silu:  // times what it gates, below
    case A::sigmoid:
      return "Sigmoid";
    case A::tanh:
      return "Tanh";
    case A::softmax:
      return "Softmax";
    case A::none:
      break;
  }
  return "";
}

/// A layer's attributes as ONNX has them; `input`: its size.
void describe(const ChainLayer& layer, const Shape& input, Node& node) {
  const std::size_t rank = input.rank();
  node.attributes["kernel_shape"] = list_of(layer.kernel, rank);
  node.attributes["strides"] = list_of(layer.stride, rank);
  node.attributes["dilations"] = list_of(layer.dilation, rank);
  node.attributes["group"] = layer.groups;
  std::vector<Index> pads = list_of(layer.padding, rank);
  if (layer.rule == Padding::Rule::full)
    for (std::size_t i = 0; i < rank; ++i)
      pads[i] = per_axis(layer.dilation, rank, 1, "network")[i] *
                (per_axis(layer.kernel, rank, 1, "network")[i] - 1);
  const std::vector<Index> both = pads;
  pads.insert(pads.end(), both.begin(), both.end());
  if (auto_pad_of(layer.rule) == "NOTSET")
    node.attributes["pads"] = pads;
  else
    node.attributes["auto_pad"] = std::string(auto_pad_of(layer.rule));
  if (!layer.output_padding.empty()) node.attributes["output_padding"] = list_of(layer.output_padding, rank);
}

/// The middle of a value, where it is larger than what it meets.
std::string cropped(Network& network, const std::string& value, const Shape& from, const Shape& to) {
  if (from == to) return value;
  const std::string name = value + ".crop";
  UnfilledVector<Index> starts, ends, axes;
  for (std::size_t i = 0; i < from.rank(); ++i) {
    starts.push_back((from[i] - to[i]) / 2);
    ends.push_back(starts.back() + to[i]);
    axes.push_back(static_cast<Index>(i + 2));
  }
  const auto n = static_cast<Index>(from.rank());
  network.weights[name + ".starts"] = whole_array({n}, std::move(starts));
  network.weights[name + ".ends"] = whole_array({n}, std::move(ends));
  network.weights[name + ".axes"] = whole_array({n}, std::move(axes));
  network.nodes.push_back({name, "Slice", {value, name + ".starts", name + ".ends", name + ".axes"}, {name}});
  return name;
}

Shape smaller(const Shape& a, const Shape& b) {
  Shape out = a;
  for (std::size_t i = 0; i < out.rank(); ++i) out[i] = std::min(a[i], b[i]);
  return out;
}

}  // namespace

Network read_chain(const NetworkFile& file) {
  return network_of(chain_from_json(file.bytes));
}

Network network_of(const Chain& chain) {
  const ChainReport sizes = report(chain);
  const std::size_t rank = chain.size.rank();
  Network network;
  network.name = chain.name;
  network.format = "ConvScope";
  Port input{"input", {1, chain.channels}, Element::f32, false};
  input.shape.insert(input.shape.end(), chain.size.begin(), chain.size.end());
  network.inputs.push_back(input);
  std::string last = input.name;
  for (std::size_t i = 0; i < chain.layers.size(); ++i) {
    const ChainLayer& layer = chain.layers[i];
    const ChainStep& step = sizes.steps[i];
    if (!layer.skip.empty()) {
      // A skip that does not meet is cropped; sizes say so in a warning.
      const Shape here = i == 0 ? chain.size : sizes.steps[i - 1].output,
                  there = sizes.steps[*step.skip].output;
      const Shape both = smaller(here, there);
      const std::string skip = cropped(network, layer.skip, there, both),
                        before = cropped(network, last, here, both);
      network.nodes.push_back({layer.name + ".join", "Concat", {skip, before}, {layer.name + ".join"}});
      network.nodes.back().attributes["axis"] = Index{1};
      last = layer.name + ".join";
    }
    if (!step.warning.empty()) network.warnings.push_back(step.warning);
    Node node{layer.name, "", {last}, {layer.name}};
    if (layer.kind == Kind::nearest) {
      node.op = "Upsample";
      std::vector<double> scales{1, 1};
      for (const Index s : list_of(layer.stride, rank)) scales.push_back(static_cast<double>(s));
      node.attributes["scales"] = scales;
    } else {
      node.op = layer.kind == Kind::conv         ? "Conv"
                : layer.kind == Kind::transposed ? "ConvTranspose"
                                                 : "MaxPool";
      describe(layer, step.input, node);
    }
    if (layer.weighted()) {
      const bool up = layer.kind == Kind::transposed;
      const Index in = step.input_channels, out = layer.channels;
      Array weights{{up ? in : out, (up ? out : in) / layer.groups}, Element::f32, nullptr};
      for (const Index k : list_of(layer.kernel, rank)) weights.shape.push_back(k);
      network.weights[layer.name + ".weight"] = weights;
      node.inputs.push_back(layer.name + ".weight");
      if (layer.bias) {
        network.weights[layer.name + ".bias"] = {{out}, Element::f32, nullptr};
        node.inputs.push_back(layer.name + ".bias");
      }
      if (layer.dialect == Dialect::keras) {
        std::vector<Index> output(step.output.begin(), step.output.end());
        if (up) node.attributes["output_shape"] = output;
      }
    }
    if (const std::string_view op = operator_of(layer.activation); !op.empty()) {
      // The layer's name stands for its result, which is what skips take.
      node.outputs = {layer.name + ".sum"};
      network.nodes.push_back(node);
      const bool gated = layer.activation == ChainLayer::Activation::silu;
      const std::string made = gated ? layer.name + ".gate" : layer.name;
      network.nodes.push_back({layer.name + "." + lower(op), std::string(op), {layer.name + ".sum"}, {made}});
      if (gated)
        network.nodes.push_back({layer.name + ".mul", "Mul", {layer.name + ".sum", made}, {layer.name}});
    } else {
      network.nodes.push_back(node);
    }
    last = layer.name;
  }
  network.outputs.push_back({last, {}, Element::f32, true});
  settle(network);
  return network;
}

}  // namespace convscope
