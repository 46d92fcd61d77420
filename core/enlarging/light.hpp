// The light that pictures are worked in, and how they are seen and saved.
#pragma once

#include "core/tensor/tensor.hpp"

namespace convscope {

/// sRGB values 0..255 to linear light 0..255 and back (IEC 61966-2-1), beyond the range by point symmetry.
Tensor<float> linear_light(const Tensor<float>& srgb);
Tensor<float> srgb_values(const Tensor<float>& light);

/// Clamped to 0..255 and rounded to nearest, as 8-bit files hold it.
Tensor<float> as_saved(const Tensor<float>& image);
/// The same of some values, from one place to another.
void save(const float* from, Index count, float* to);

/// Colours [1, 1 or 3, H, W], sRGB values 0..255, and their opacity [1, 1, H, W], 0..255, without elements
/// when all is opaque. Returns the colours, in linear light when asked for, multiplied by the opacity, so
/// that what is invisible does not bleed; and the opacity as one channel more.
Tensor<float> working_planes(const Tensor<float>& color, const Tensor<float>& alpha, bool linear);

/// The other way: opacity within 0..255 and colours as they are seen, 0 where nothing is.
Tensor<float> seen_planes(Tensor<float> planes, bool has_alpha, bool linear);

}  // namespace convscope
