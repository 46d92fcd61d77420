// Enlarging layers as transposed convolutions of channel pairs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/network/evaluate.hpp"
#include "core/ops/resample/upsampler.hpp"

namespace convscope {

struct UpsamplingLayer {
  enum class Kind { transposed, sub_pixel, resize };
  Kind kind = Kind::transposed;
  std::size_t node = 0;
  std::optional<std::size_t> conv;  ///< whose weights they are; the node itself when transposed
  std::vector<Axis> axes;           ///< taps, stride and dilation of the kernels below
  Index from = 0, to = 0;           ///< channels of a pair: from x to kernels, in this order
  Index block = 1;                  ///< of sub_pixel
  bool crd = false;                 ///< the order of its channels: column, row, depth
};

/// Every layer that enlarges by whole factors above 1 on some axis.
std::vector<UpsamplingLayer> upsampling_layers(const Network& network, const Values& sizes);

/// The kernels, [pairs, taps...] with pair = from * to_channels + to (groups left out: 0). Nothing when there
/// are no weights, as in our own network files.
std::optional<Tensor<double>> kernels_of(const Network& network, const UpsamplingLayer& layer);

/// The channel of the convolution that becomes a phase, row and column, of a channel.
Index sub_pixel_channel(const UpsamplingLayer& layer, Index channel, Index row, Index column);

}  // namespace convscope
