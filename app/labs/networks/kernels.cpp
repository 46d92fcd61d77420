// The kernels of one layer, pair by pair, as the stage shows them.
#include <algorithm>
#include <set>
#include <utility>

#include "app/labs/networks/state.hpp"
#include "core/base/error.hpp"
#include "core/network/upsampling_layers.hpp"

namespace convscope {

namespace {

/// As convolutions have them: [to, from, taps...]; of transposed ones [from, to, taps...].
std::vector<PairKernel> plain_kernels(const OpenedNetwork& opened, const NetworkLayer& layer,
                                      std::size_t most) {
  const Array* weights = nullptr;
  try {
    weights = &weights_named(opened.network, layer.name);
  } catch (const Error&) {
    return {};
  }
  if (!weights->known() || weights->shape.size() < 3 || weights->shape.size() > 5) return {};
  const Tensor<float> tensor = to_tensor(*weights);
  const Shape& shape = tensor.shape();
  const bool transposed = layer.op == "ConvTranspose";
  // Each group has channels of its own: as many of the first axis.
  const Index own = std::max<Index>(shape[0] / std::max<Index>(layer.groups, 1), 1);
  const Index pairs = shape[0] * shape[1], taps = tensor.size() / std::max<Index>(pairs, 1);
  std::vector<PairKernel> out;
  for (Index pair = 0; pair < pairs && out.size() < most; ++pair) {
    const auto* const from = tensor.data() + pair * taps;
    const std::vector<double> values(from, from + taps);
    const Index first = pair / shape[1], second = first / own * shape[1] + pair % shape[1];
    out.push_back(
        {transposed ? first : second, transposed ? second : first, Tensor<double>(shape.tail(2), values)});
  }
  return out;
}

}  // namespace

std::vector<PairKernel> kernels_of_layer(const OpenedNetwork& opened, const NetworkLayer& layer,
                                         std::size_t most) {
  if (!layer.diagnosis) return plain_kernels(opened, layer, most);
  for (const UpsamplingLayer& up : upsampling_layers(opened.network, opened.sizes)) {
    if (up.node != layer.diagnosis->node) continue;
    const std::optional<Tensor<double>> kernels = kernels_of(opened.network, up);
    if (!kernels) break;
    const Shape extents = kernels->shape().tail(1);
    const Index taps = kernels->size() / std::max<Index>(kernels->shape()[0], 1);
    std::vector<PairKernel> out;
    std::vector<bool> taken(static_cast<std::size_t>(up.from * up.to));
    const auto take = [&](Index from, Index to, const std::vector<double>& phase_sums) {
      const double* const at = kernels->data() + (from * up.to + to) * taps;
      taken[static_cast<std::size_t>(from * up.to + to)] = true;
      out.push_back({from, to, Tensor<double>(extents, {at, at + taps}), phase_sums});
    };
    for (const PairDiagnosis& pair : layer.diagnosis->worst)
      if (out.size() < most) take(pair.from, pair.to, pair.phase_sums);
    for (Index pair = 0; pair < up.from * up.to && out.size() < most; ++pair)
      if (!taken[static_cast<std::size_t>(pair)]) take(pair / up.to, pair % up.to, {});
    return out;
  }
  return plain_kernels(opened, layer, most);
}

}  // namespace convscope
