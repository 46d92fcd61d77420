// From a layer's attributes to the relation: what ONNX's words for padding come to.
#pragma once

#include "core/geometry/geometry.hpp"
#include "core/network/call.hpp"

namespace convscope {

/// Of Conv and ConvTranspose; the inputs are the data and the weights, whose values need not be known.
/// Errors: Error(...) of the factories; Error("network", ...) for shapes that do not go together.
Resolved layer_geometry(const Call& call, bool transposed);
/// Of MaxPool and AveragePool, each channel by itself; ceil_mode rounds up, and a window that would begin
/// behind the padding in front and the input is left out, as PyTorch does.
Resolved pool_geometry(const Call& call);
/// Either of them, by the node's operator.
Resolved geometry_of(const Call& call);

}  // namespace convscope
