#include "app/labs/networks/kernels.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/network/upsampling_layers.hpp"

namespace convscope {

Tensor<double> LayerKernels::of(std::size_t pair) const {
  const Shape extents = taps.shape().tail(1);
  const Index count = element_count(extents);
  const double* const from = taps.data() + static_cast<Index>(pair) * count;
  return {extents, {from, from + count}};
}

Tensor<double> LayerKernels::mean() const {
  Tensor<double> out(taps.shape().tail(1));
  for (Index i = 0; i < taps.size(); ++i) out[i % out.size()] += taps[i];
  for (double& tap : out.values()) tap /= static_cast<double>(pairs());
  return out;
}

std::optional<std::size_t> LayerKernels::find(std::pair<Index, Index> pair) const {
  const auto found = std::ranges::find(channels, pair);
  if (found == channels.end()) return std::nullopt;
  return static_cast<std::size_t>(found - channels.begin());
}

LayerKernels own_kernels(const Network& network, const NetworkLayer& layer) {
  const Array* weights = nullptr;
  try {
    weights = &weights_named(network, layer.name);
  } catch (const Error&) {
    return {};
  }
  if (!weights->known() || weights->shape.size() < 3 || weights->shape.size() > 5) return {};
  const Tensor<float> tensor = to_tensor(*weights);
  const Shape& shape = tensor.shape();
  // Convolutions have [to, from, taps...], transposed ones [from, to, taps...]; each group has channels of
  // its own, as many of the first axis.
  const bool transposed = layer.op == "ConvTranspose";
  const Index own = std::max<Index>(shape[0] / std::max<Index>(layer.groups, 1), 1);
  LayerKernels out;
  Shape extents{shape[0] * shape[1]};
  for (const Index n : shape.tail(2)) extents.push_back(n);
  out.taps = Tensor<double>(extents, {tensor.values().begin(), tensor.values().end()});
  for (Index first = 0; first < shape[0]; ++first)
    for (Index i = 0; i < shape[1]; ++i) {
      const Index second = first / own * shape[1] + i;
      out.channels.emplace_back(transposed ? first : second, transposed ? second : first);
    }
  return out;
}

LayerKernels enlarging_kernels(const Network& network, const Values& sizes, const NetworkLayer& layer) {
  if (layer.diagnosis)
    for (const UpsamplingLayer& up : upsampling_layers(network, sizes)) {
      if (up.node != layer.diagnosis->node) continue;
      std::optional<Tensor<double>> planes = kernels_of(network, up);
      if (!planes) break;
      LayerKernels out{std::move(*planes)};
      for (Index from = 0; from < up.from; ++from)
        for (Index to = 0; to < up.to; ++to) out.channels.emplace_back(from, to);
      return out;
    }
  return own_kernels(network, layer);
}

}  // namespace convscope
