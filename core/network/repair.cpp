// Repaired weights: the nearest ones, pair by pair, that print no grid.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/network/doctor.hpp"
#include "core/network/kept_mean.hpp"
#include "core/network/upsampling_layers.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {

namespace {

constexpr Names<NetworkRepair, 3> kRepairs{"repair", {"phase-sums", "sub-kernels", "order-2"}};

/// The same for one plane of a transposed convolution.
Tensor<double> repaired_plane(const Tensor<double>& kernel, Index factor, NetworkRepair repair) {
  switch (repair) {
    case NetworkRepair::phase_sums:
      return equal_phase_sums(kernel, factor);
    case NetworkRepair::sub_kernels: {
      const Shape& shape = kernel.shape();
      if (shape[0] != shape[1] || (shape[0] - factor) % 2 != 0 || shape[0] < factor)
        throw Error(
            "repair",
            fmt::format("a kernel of {} at stride {} has no equal sub-kernels", to_string(shape), factor),
            "phase-sums or order-2");
      return equal_phases(kernel, factor);
    }
    case NetworkRepair::order2:
      return of_order(kernel, factor, 2);
  }
  return kernel;
}

void repair_transposed(Array& w, Index factor, NetworkRepair repair) {
  const Index size = w.shape[2] * w.shape[3];
  auto data = std::make_shared<ArrayData>(*w.data);
  for (Index plane = 0; plane < w.shape[0] * w.shape[1]; ++plane) {
    const auto begin = data->reals.begin() + plane * size;
    const Tensor<double> kernel(Shape{w.shape[2], w.shape[3]}, {begin, begin + size});
    const Tensor<double> made = repaired_plane(kernel, factor, repair);
    for (Index t = 0; t < size; ++t) begin[t] = static_cast<float>(made[t]);
  }
  w.data = std::move(data);
}

void repair_sub_pixel(const UpsamplingLayer& layer, Array& w, Array* bias, NetworkRepair repair) {
  const Index s = layer.block, plane = w.shape[2] * w.shape[3], own = w.shape[1];
  auto data = std::make_shared<ArrayData>(*w.data);
  for (Index to = 0; to < layer.to; ++to)
    for (Index i = 0; i < own; ++i) {
      Tensor<double> kernels(Shape{s * s, w.shape[2], w.shape[3]});
      const auto place = [&](Index phase) {
        return data->reals.begin() + (sub_pixel_channel(layer, to, phase / s, phase % s) * own + i) * plane;
      };
      for (Index phase = 0; phase < s * s; ++phase)
        std::copy_n(place(phase), plane, kernels.data() + phase * plane);
      const Tensor<double> made = repair == NetworkRepair::sub_kernels  ? equal_sub_kernels(kernels)
                                  : repair == NetworkRepair::phase_sums ? sub_kernels_of_order(kernels, s, 1)
                                                                        : sub_kernels_of_order(kernels, s, 2);
      for (Index phase = 0; phase < s * s; ++phase)
        for (Index t = 0; t < plane; ++t) place(phase)[t] = static_cast<float>(made[phase * plane + t]);
    }
  w.data = std::move(data);
  if (!bias || !bias->known() || !bias->real()) return;
  auto biases = std::make_shared<ArrayData>(*bias->data);
  for (Index to = 0; to < layer.to; ++to) {
    const auto place = [&](Index phase) -> float& {
      return biases->reals[static_cast<std::size_t>(sub_pixel_channel(layer, to, phase / s, phase % s))];
    };
    double mean = 0;
    for (Index phase = 0; phase < s * s; ++phase)
      mean += static_cast<double>(place(phase)) / static_cast<double>(s * s);
    for (Index phase = 0; phase < s * s; ++phase) place(phase) = static_cast<float>(mean);
  }
  bias->data = std::move(biases);
}

}  // namespace

NetworkRepair parse_repair(std::string_view name) {
  return kRepairs.parse(name);
}

std::string_view repair_names() {
  return "phase-sums, sub-kernels or order-2";
}

Network repaired(Network network, const Values& sizes, NetworkRepair repair, std::string_view layer_name,
                 double range) {
  if (!layer_name.empty()) network.node_named(layer_name);
  const Network original = network;
  std::vector<UpsamplingLayer> done;
  for (const UpsamplingLayer& layer : upsampling_layers(network, sizes)) {
    if (layer.kind == UpsamplingLayer::Kind::resize || !layer.conv) continue;  // flat by itself
    const Node& node = network.nodes[layer.node];
    const Node& conv = network.nodes[*layer.conv];
    if (!layer_name.empty() && node.name != layer_name && conv.name != layer_name) continue;
    Array& w = network.weights.find(conv.inputs[1])->second;
    if (!w.known() || !w.real() || not_finite(w) > 0)
      throw Error("repair", fmt::format("layer '{}' has no weights that could be repaired", conv.name),
                  "finite weights");
    const bool plane = layer.axes.size() == 2 && layer.axes[0].stride == layer.axes[1].stride &&
                       layer.axes[0].dilation == 1 && layer.axes[1].dilation == 1;
    if (!plane)
      throw Error("repair", fmt::format("layer '{}' has two strides, a dilation, or is no plane", conv.name),
                  "one stride for both axes of a plane");
    if (layer.kind == UpsamplingLayer::Kind::transposed) {
      repair_transposed(w, layer.axes[0].stride, repair);
    } else {
      const auto bias = conv.inputs.size() > 2 ? network.weights.find(conv.inputs[2]) : network.weights.end();
      repair_sub_pixel(layer, w, bias == network.weights.end() ? nullptr : &bias->second, repair);
    }
    done.push_back(layer);
  }
  if (done.empty())
    throw Error("repair",
                layer_name.empty()
                    ? std::string("no layer enlarges with weights of its own")
                    : fmt::format("layer '{}' does not enlarge with weights of its own", layer_name),
                "a transposed convolution, or a convolution before DepthToSpace");
  return with_kept_mean(original, std::move(network), done, range);
}

}  // namespace convscope
