// A Resampled step (upsampler.hpp) at work, on a whole picture or on a part of it.
#pragma once

#include "core/ops/resample/upsampler.hpp"

namespace convscope {

/// Cells [first, end) on one axis.
struct CellRange {
  Index first = 0, end = 0;
};

/// The cells of n which the cells `wanted` of the step's output are made of; not empty.
CellRange cells_behind(const Resampled& step, Index n, CellRange wanted);

/// The cells `wanted` along the step's axis of what it makes of a picture with n cells there, of which
/// `part` [N, C, H, W] has those from `first` on: all that cells_behind() names.
template <class T>
void resample(const Resampled& step, const Tensor<T>& part, Index first, Index n, CellRange wanted,
              Tensor<T>& out);

/// The adjoint on whole pictures. `input`: height and width before the step.
template <class T>
Tensor<T> resample_adjoint(const Resampled& step, const Tensor<T>& y, const Shape& input);

}  // namespace convscope
