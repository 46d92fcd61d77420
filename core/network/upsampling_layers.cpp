#include "core/network/upsampling_layers.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/network/layer_geometry.hpp"
#include "core/network/resize_axis.hpp"
#include "core/ops/operator.hpp"
#include "core/ops/resample/interpolate.hpp"

namespace convscope {

namespace {

/// Operators that leave phases of a constant as equal as they were.
constexpr std::string_view kPassed[] = {
    "Relu", "LeakyRelu", "PRelu", "Clip",    "Identity", "BatchNormalization",
    "Elu",  "Sigmoid",   "Tanh",  "Dropout", "Cast"};
constexpr std::string_view kPadded[] = {"Relu",     "LeakyRelu", "PRelu", "Clip",
                                        "Identity", "Elu",       "Cast",  "Pad"};

const Array* weights_of(const Network& network, const Node& node) {
  if (node.inputs.size() < 2) return nullptr;
  const auto found = network.weights.find(node.inputs[1]);
  return found == network.weights.end() ? nullptr : &found->second;
}

/// The convolution whose output arrives at a node, through what changes no phase.
std::optional<std::size_t> conv_before(const Network& network, std::size_t node) {
  std::string value = network.nodes[node].inputs.at(0);
  for (std::size_t i = node; i-- > 0;) {
    const Node& before = network.nodes[i];
    if (before.outputs.empty() || before.outputs[0] != value) continue;
    if (before.op == "Conv" && weights_of(network, before)) return i;
    if (std::ranges::count(kPassed, before.op) == 0 || before.inputs.empty()) return std::nullopt;
    value = before.inputs[0];
  }
  return std::nullopt;
}

/// The convolution of stride 1 that takes a node's output.
std::optional<std::size_t> conv_behind(const Network& network, std::size_t node) {
  std::string value = network.nodes[node].outputs.at(0);
  for (std::size_t i = node + 1; i < network.nodes.size(); ++i) {
    const Node& next = network.nodes[i];
    if (next.inputs.empty() || next.inputs[0] != value) continue;
    const auto strides = next.wholes("strides");
    const bool dense = !strides || std::ranges::all_of(*strides, [](Index s) { return s == 1; });
    if (next.op == "Conv" && dense && next.whole("group", 1) == 1 && weights_of(network, next)) return i;
    if (std::ranges::count(kPadded, next.op) == 0 || next.outputs.empty()) return std::nullopt;
    value = next.outputs[0];
  }
  return std::nullopt;
}

/// The kernel of a resize by a whole factor, [n, n].
Tensor<double> resize_kernel(const Node& node, Index factor) {
  const std::string mode = node.text("mode", "nearest");
  if (mode == "cubic") return effective_kernel(bicubic(factor), factor);
  return effective_kernel(mode == "nearest" ? nearest(factor) : bilinear(factor), factor);
}

std::vector<double> doubles(const Array& array) {
  return {array.reals().begin(), array.reals().end()};
}

Tensor<double> transposed_kernels(const Array& w, const UpsamplingLayer& layer, Index groups) {
  const Index taps = count_of(Dims(w.shape.begin() + 2, w.shape.end())), own = layer.to / groups;
  Shape shape{layer.from * layer.to};
  for (const Axis& axis : layer.axes) shape.push_back(axis.taps);
  Tensor<double> out(shape);
  for (Index from = 0; from < layer.from; ++from)
    for (Index o = 0; o < own; ++o) {
      const Index to = from / (layer.from / groups) * own + o;
      for (Index t = 0; t < taps; ++t)
        out[(from * layer.to + to) * taps + t] =
            static_cast<double>(w.reals()[static_cast<std::size_t>((from * own + o) * taps + t)]);
    }
  return out;
}

/// Sub-kernels between one another: the taps of a pixel of each phase, which a pixel meets in turned order.
Tensor<double> sub_pixel_kernels(const Array& w, const UpsamplingLayer& layer, Index groups) {
  const Index s = layer.block, kh = w.shape[2], kw = w.shape[3], own = w.shape[1];
  Tensor<double> out(Shape{layer.from * layer.to, kh * s, kw * s});
  const auto phase_taps = [&](Index taps, Index phase) {
    const Axis axis{.pixels = s * (taps + 2), .windows = taps + 2, .taps = taps * s, .stride = s};
    return contacts_of_pixel(axis, s * taps + phase);
  };
  for (Index to = 0; to < layer.to; ++to)
    for (Index row = 0; row < s; ++row)
      for (Index column = 0; column < s; ++column) {
        const Index channel = sub_pixel_channel(layer, to, row, column);
        const Index first = channel / (w.shape[0] / groups) * own;
        const Slice down = phase_taps(kh, row), across = phase_taps(kw, column);
        for (Index i = 0; i < own; ++i)
          for (Index y = 0; y < kh; ++y)
            for (Index x = 0; x < kw; ++x)
              out[(((first + i) * layer.to + to) * kh * s + down[kh - 1 - y].tap) * kw * s +
                  across[kw - 1 - x].tap] =
                  static_cast<double>(
                      w.reals()[static_cast<std::size_t>(((channel * own + i) * kh + y) * kw + x)]);
      }
  return out;
}

/// The resize's kernel with each of the convolution's behind it.
Tensor<double> resize_kernels(const Array& w, const Tensor<double>& up, const Node& conv) {
  const Index pairs = w.shape[0] * w.shape[1];
  const auto dilations = conv.wholes("dilations");
  Layer full{
      .kernel = {w.shape[2], w.shape[3]}, .padding = {Padding::Rule::full, {}}, .channels = {pairs, 1, 1}};
  if (dilations) full.dilation = Shape(std::span<const Index>(*dilations));
  const Operator op = make_operator(Direction::convolution, up.shape(), full);
  const Tensor<double> input(Shape{1, 1, up.shape()[0], up.shape()[1]},
                             {up.values().begin(), up.values().end()});
  const Tensor<double> made = forward(op, input, Tensor<double>(op.geometry.weights(), doubles(w)));
  Tensor<double> out(Shape{pairs, made.shape()[2], made.shape()[3]});
  const Index plane = out.size() / pairs;
  for (Index o = 0; o < w.shape[0]; ++o)
    for (Index i = 0; i < w.shape[1]; ++i)
      std::copy_n(made.data() + (o * w.shape[1] + i) * plane, plane,
                  out.data() + (i * w.shape[0] + o) * plane);
  return out;
}

std::optional<UpsamplingLayer> layer_at(const Network& network, std::size_t at, const Values& sizes) {
  const Node& node = network.nodes[at];
  UpsamplingLayer layer;
  layer.node = at;
  const auto shape = [&](const std::string& name) -> const Array* {
    if (const auto value = sizes.find(name); value != sizes.end()) return &value->second;
    const auto weight = network.weights.find(name);
    return weight == network.weights.end() ? nullptr : &weight->second;
  };
  std::vector<const Array*> inputs;
  for (const std::string& name : node.inputs) inputs.push_back(name.empty() ? nullptr : shape(name));
  if (inputs.empty() || !inputs[0]) return std::nullopt;
  const Call call{node, network.opset, inputs, {}, true, nullptr};
  if (node.op == "ConvTranspose" && weights_of(network, node)) {
    const Geometry geometry = geometry_of(call).geometry;
    layer.conv = at;
    layer.axes = geometry.axes;
    layer.from = geometry.channels.window;
    layer.to = geometry.channels.pixel;
  } else if (node.op == "DepthToSpace") {
    layer.kind = UpsamplingLayer::Kind::sub_pixel;
    layer.block = node.whole("blocksize", 1);
    layer.crd = node.text("mode", "DCR") == "CRD";
    layer.conv = conv_before(network, at);
    if (!layer.conv) return std::nullopt;
    const Array& w = *weights_of(network, network.nodes[*layer.conv]);
    if (w.shape.size() != 4 || layer.block < 2 || w.shape[0] % (layer.block * layer.block) != 0)
      return std::nullopt;
    layer.from = w.shape[1] * network.nodes[*layer.conv].whole("group", 1);
    layer.to = w.shape[0] / (layer.block * layer.block);
    for (std::size_t i = 2; i < 4; ++i)
      layer.axes.push_back({.taps = w.shape[i] * layer.block, .stride = layer.block});
  } else if (node.op == "Resize" || node.op == "Upsample") {
    const ResizePlan plan = resize_plan(call);
    if (plan.axes.size() != 4) return std::nullopt;
    const double down = plan.axes[2].scale, across = plan.axes[3].scale;
    if (down != across || down != std::round(down) || down < 2 || down > 64) return std::nullopt;
    layer.kind = UpsamplingLayer::Kind::resize;
    layer.block = static_cast<Index>(down);
    layer.conv = conv_behind(network, at);
    layer.from = layer.to = 1;
    if (layer.conv) {
      const Array& w = *weights_of(network, network.nodes[*layer.conv]);
      if (w.shape.size() != 4) return std::nullopt;
      layer.from = w.shape[1];
      layer.to = w.shape[0];
    }
    layer.axes.assign(2, {.stride = layer.block});  // taps as the kernels turn out
  }
  const bool enlarges = std::ranges::any_of(layer.axes, [](const Axis& axis) { return axis.stride > 1; });
  return enlarges ? std::optional(layer) : std::nullopt;
}

}  // namespace

Index sub_pixel_channel(const UpsamplingLayer& layer, Index channel, Index row, Index column) {
  const Index s = layer.block;
  return layer.crd ? ravel({channel, row, column}, {layer.to, s, s})
                   : ravel({row, column, channel}, {s, s, layer.to});
}

std::vector<UpsamplingLayer> upsampling_layers(const Network& network, const Values& sizes) {
  std::vector<UpsamplingLayer> layers;
  for (std::size_t i = 0; i < network.nodes.size(); ++i)
    if (auto layer = layer_at(network, i, sizes)) layers.push_back(std::move(*layer));
  return layers;
}

std::optional<Tensor<double>> kernels_of(const Network& network, const UpsamplingLayer& layer) {
  const Node& node = network.nodes[layer.node];
  if (!layer.conv) {
    const Tensor<double> up = resize_kernel(node, layer.block);
    return Tensor<double>(Shape{1, up.shape()[0], up.shape()[1]}, {up.values().begin(), up.values().end()});
  }
  const Node& conv = network.nodes[*layer.conv];
  const Array& w = *weights_of(network, conv);
  if (!w.known() || !w.real() || not_finite(w) > 0) return std::nullopt;
  const Index groups = conv.whole("group", 1);
  switch (layer.kind) {
    case UpsamplingLayer::Kind::transposed:
      return transposed_kernels(w, layer, groups);
    case UpsamplingLayer::Kind::sub_pixel:
      return sub_pixel_kernels(w, layer, groups);
    case UpsamplingLayer::Kind::resize:
      return resize_kernels(w, resize_kernel(node, layer.block), conv);
  }
  return std::nullopt;
}

}  // namespace convscope
