// The part of a picture that is looked at while decoders learn.
#pragma once

#include "core/ops/resample/region.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// The square of 96 pixels a side at most, a multiple of the factor, in which a printed grid is seen best:
/// where there are edges of things rather than the texture of fur, leaves or wood. `picture`: [1, 3, height,
/// width].
Region telling_part(const Tensor<float>& picture, Index factor);

}  // namespace convscope
