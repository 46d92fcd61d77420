#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/network/chain_network.hpp"
#include "core/network/layer_geometry.hpp"

namespace convscope {

namespace {

using Activation = ChainLayer::Activation;

constexpr std::pair<std::string_view, Activation> kActivations[] = {
    {"Relu", Activation::relu},        {"LeakyRelu", Activation::leaky_relu},
    {"PRelu", Activation::leaky_relu}, {"Elu", Activation::elu},
    {"Gelu", Activation::gelu},        {"Sigmoid", Activation::sigmoid},
    {"Tanh", Activation::tanh},        {"Softmax", Activation::softmax}};
/// What changes no size and has no place in a chain.
constexpr std::string_view kPassing[] = {"BatchNormalization",
                                         "InstanceNormalization",
                                         "GroupNormalization",
                                         "LayerNormalization",
                                         "Identity",
                                         "Dropout",
                                         "Clip",
                                         "Cast"};

class Reading {
 public:
  Reading(const Network& network, const Values& sizes) : network_(network), sizes_(sizes) {}

  Chain chain() {
    if (network_.inputs.size() != 1) throw Error("network", "it has several inputs", "a network with one");
    const Dims& input = shape_of(network_.inputs[0].name);
    if (input.size() < 3 || input.size() > 5)
      throw Error("network", fmt::format("its input is {}", to_string(input)),
                  "batch, channels and 1 to 3 axes");
    out_.name = network_.name;
    out_.channels = input[1];
    out_.size = Shape(std::span<const Index>(input).subspan(2));
    behind_[network_.inputs[0].name] = kInput;
    for (const Node& node : network_.nodes) add(node);
    if (out_.layers.empty())
      throw Error("network", "has no layers that a chain could have", "convolutions or pools");
    report(out_);
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kInput = static_cast<std::size_t>(-1);

  const Dims& shape_of(const std::string& name) const {
    const auto found = sizes_.find(name);
    if (found == sizes_.end())
      throw Error("network", fmt::format("the size of '{}' is not known", cut(name, 60)), "known layers");
    return found->second.shape;
  }
  [[noreturn]] static void refuse(const Node& node) {
    throw Error("network",
                fmt::format("layer '{}' ({}) has no place in a chain", cut(node.name, 60), cut(node.op, 40)),
                "convolutions, pools, enlarging, activations, and skips joined by channels");
  }
  bool known(const std::string& name) const {
    const auto value = sizes_.find(name);
    return network_.weights.contains(name) || (value != sizes_.end() && value->second.known());
  }
  /// The layer behind a value. Precondition: it is no weight.
  std::size_t source(const Node& node, const std::string& name) const {
    const auto found = behind_.find(name);
    if (found == behind_.end()) refuse(node);
    return found->second;
  }
  void pass(const Node& node) { behind_[node.outputs.at(0)] = source(node, node.inputs.at(0)); }

  void add(const Node& node) {
    if (std::ranges::all_of(node.outputs, [&](const std::string& name) { return known(name); })) return;
    if (std::ranges::count(kPassing, node.op) > 0) return pass(node);
    for (const auto& [op, activation] : kActivations)
      if (node.op == op) return activate(node, activation);
    if (node.op == "Concat") return join(node);
    if (node.op == "Slice") return crop(node);
    if (node.op == "Mul" && node.inputs.size() == 2) return gate(node);
    ChainLayer layer;
    layer.name = node.name;
    if (node.op == "Conv" || node.op == "ConvTranspose" || node.op == "MaxPool" || node.op == "AveragePool")
      describe(node, layer);
    else if (node.op == "Resize" || node.op == "Upsample")
      enlarge(node, layer);
    else
      refuse(node);
    follow(node, layer);
  }

  /// It takes what the layer before it makes, or that and a skip; what else there is has no place.
  void follow(const Node& node, ChainLayer& layer) {
    const std::string& value = node.inputs.at(0);
    const std::size_t last = out_.layers.empty() ? kInput : out_.layers.size() - 1;
    if (const auto joined = joins_.find(value); joined != joins_.end()) {
      if (joined->second.second != last || joined->second.first == kInput) refuse(node);
      layer.skip = out_.layers[joined->second.first].name;
    } else if (source(node, value) != last || cropped_.contains(value)) {
      refuse(node);
    }
    out_.layers.push_back(layer);
    behind_[node.outputs.at(0)] = out_.layers.size() - 1;
  }

  void describe(const Node& node, ChainLayer& layer) const {
    std::vector<const Array*> inputs;
    std::vector<Array> shapes;
    shapes.reserve(node.inputs.size());
    for (const std::string& name : node.inputs) {
      const auto weight = network_.weights.find(name);
      shapes.push_back(weight != network_.weights.end() ? weight->second
                       : name.empty()                   ? Array()
                                                        : only_shape(shape_of(name)));
      inputs.push_back(name.empty() ? nullptr : &shapes.back());
    }
    const Call call{node, network_.opset, inputs, {}, true, nullptr};
    const Resolved resolved = geometry_of(call);
    const std::vector<Axis>& axes = resolved.geometry.axes;
    const auto list = [&](auto member) {
      Shape all;
      for (const Axis& axis : axes) all.push_back(axis.*member);
      return all;
    };
    layer.kernel = list(&Axis::taps);
    layer.stride = list(&Axis::stride);
    layer.dilation = list(&Axis::dilation);
    layer.groups = resolved.geometry.channels.groups;
    layer.kind = node.op == "Conv"            ? ChainLayer::Kind::conv
                 : node.op == "ConvTranspose" ? ChainLayer::Kind::transposed
                                              : ChainLayer::Kind::pool;
    layer.channels = shape_of(node.outputs.at(0))[1];
    layer.bias = node.inputs.size() > 2 && !node.inputs[2].empty();
    if (layer.kind == ChainLayer::Kind::pool) layer.groups = 1;
    Shape pads, more;
    for (std::size_t i = 0; i < axes.size(); ++i) {
      const Sides sides = resolved.sides[i];
      pads.push_back(sides.begin);
      const Axis& axis = axes[i];
      if (layer.kind == ChainLayer::Kind::transposed) {
        // Padding of one number and what the end has more.
        more.push_back(axis.pixels - (covered(axis) - 2 * sides.begin));
      } else if (sides.begin != sides.end) {
        const std::string rule = node.text("auto_pad", "NOTSET");
        if (rule == "SAME_UPPER" || rule == "SAME_LOWER")
          layer.rule = rule == "SAME_UPPER" ? Padding::Rule::same : Padding::Rule::same_lower;
        else
          refuse(node);
      }
    }
    layer.padding = pads;
    if (std::ranges::any_of(more, [](Index n) { return n < 0; })) refuse(node);
    if (std::ranges::any_of(more, [](Index n) { return n != 0; })) layer.output_padding = more;
  }

  void enlarge(const Node& node, ChainLayer& layer) const {
    const Dims &from = shape_of(node.inputs.at(0)), &to = shape_of(node.outputs.at(0));
    layer.kind = ChainLayer::Kind::nearest;
    layer.channels = to[1];
    layer.stride = {};
    for (std::size_t i = 2; i < to.size(); ++i) {
      if (from[i] < 1 || to[i] % from[i] != 0) refuse(node);
      layer.stride.push_back(to[i] / from[i]);
    }
    layer.kernel = layer.stride;
    layer.padding = {0};
  }

  void activate(const Node& node, Activation activation) {
    const std::size_t of = source(node, node.inputs.at(0));
    if (of != kInput) out_.layers[of].activation = activation;
    behind_[node.outputs.at(0)] = of;
  }

  /// x * sigmoid(x), which is SiLU.
  void gate(const Node& node) {
    const std::size_t a = source(node, node.inputs[0]), b = source(node, node.inputs[1]);
    if (a != b || a == kInput || out_.layers[a].activation != Activation::sigmoid) refuse(node);
    out_.layers[a].activation = Activation::silu;
    behind_[node.outputs.at(0)] = a;
  }

  /// Of a value that is then joined with a smaller one.
  void crop(const Node& node) {
    const Dims &from = shape_of(node.inputs.at(0)), &to = shape_of(node.outputs.at(0));
    if (from.size() != to.size() || from[1] != to[1]) refuse(node);
    pass(node);
    cropped_.insert(node.outputs[0]);
  }

  /// Of the layer before and an earlier one.
  void join(const Node& node) {
    if (node.inputs.size() != 2 || node.whole("axis", 1) != 1) refuse(node);
    const std::size_t a = source(node, node.inputs[0]), b = source(node, node.inputs[1]);
    const std::size_t last = out_.layers.empty() ? kInput : out_.layers.size() - 1;
    if (a != last && b != last) refuse(node);
    joins_[node.outputs.at(0)] = {b == last ? a : b, last};
  }

  const Network& network_;
  const Values& sizes_;
  Chain out_;
  std::map<std::string, std::size_t, std::less<>> behind_;
  std::map<std::string, std::pair<std::size_t, std::size_t>, std::less<>> joins_;
  std::set<std::string, std::less<>> cropped_;
};

}  // namespace

Chain chain_of(const Network& network, const Values& sizes) {
  return Reading(network, sizes).chain();
}

}  // namespace convscope
