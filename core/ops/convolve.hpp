// The three enumerations of the relation. Every operator and gradient is one of them.
//
//   gather           window += weight * pixel    convolution; gradient of a transposed one w.r.t. its input
//   scatter          pixel  += weight * window   transposed convolution; gradient of a convolution w.r.t. its input
//   weight_gradient  weight += pixel * window    the same for both operators, with roles exchanged
//
// Tensors are [batch, channels, spatial...]; weights Geometry::weights(). The result is reset to its
// shape (its memory is reused) and overwritten. Instantiated for float and double; sums run in the order
// of taps, channel by channel, so that results on small integers are exact and repeatable.
#pragma once

#include "core/geometry/geometry.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

template <class T>
void gather(const Geometry& geometry, const Tensor<T>& pixels, const Tensor<T>& weights, Tensor<T>& windows);
template <class T>
void scatter(const Geometry& geometry, const Tensor<T>& windows, const Tensor<T>& weights, Tensor<T>& pixels);
template <class T>
void weight_gradient(const Geometry& geometry, const Tensor<T>& pixels, const Tensor<T>& windows,
                     Tensor<T>& weights);

/// Adds bias[c] to every element of channel c of an [N, C, ...] tensor.
template <class T>
void add_bias(Tensor<T>& activations, std::span<const T> bias);
/// Sums an [N, C, ...] gradient over everything but C.
template <class T>
Tensor<T> bias_gradient(const Tensor<T>& gradient);

}  // namespace convscope
