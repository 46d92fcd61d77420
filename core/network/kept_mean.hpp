// Repairs that keep the colours.
//
// A repair makes all phases of a constant what their mean was. Behind an activation, though, the mean over
// phases was something else: a leaky ReLU of -1 and 3 is 1.45 on average, of their mean 1 it is 1. So flat
// pictures change their colour, often by tens of grey levels. Here each channel of a repaired layer gets one
// factor and one bias more, by least squares over flat pictures, so that its mean behind the activation is
// again what it was; what is left at the end the last convolution's channels make good among themselves.
// Phases stay equal, as all of a channel's get the same.
#pragma once

#include <span>

#include "core/network/upsampling_layers.hpp"

namespace convscope {

/// `repaired`: the same graph with other weights in `layers`, in the network's order. Nothing is done for
/// layers whose output goes another way than through one activation, and for networks that cannot be run.
/// `range`: of the input's values.
Network with_kept_mean(const Network& original, Network repaired, std::span<const UpsamplingLayer> layers,
                       double range = 1);

}  // namespace convscope
