// The gradient with respect to the weights where there are many channels: the same product with vectors
// across channels, its reduction over the windows of all tiles.
#pragma once

#include "core/geometry/geometry.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope::fast {

/// False, and nothing done, where the windows' channels do not fill vectors or a tile would not fit.
template <class T>
bool channel_gradient(const Geometry& geometry, const Tensor<T>& pixels, const Tensor<T>& windows,
                      Tensor<T>& weights);

}  // namespace convscope::fast
