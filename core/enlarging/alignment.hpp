// Where a result lies on the picture that it should be: results lose borders, or lie a part of a pixel off.
//
//   const Alignment at = find_alignment(truth, result, "mine.png");
//   const Tensor<float> there = aligned(result, at, {truth.shape()[2], truth.shape()[3]});   // the truth's size
#pragma once

#include <string>

#include "core/ops/resample/region.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

struct Alignment {
  double down = 0, right = 0;  ///< of the result's first pixel from the truth's first, in pixels
  Region covered{};            ///< of the truth, where the moved result has pixels of its own
};

/// By phase correlation of the means of channels (Kuglin and Hines 1975) in a window of at most 1024 pixels,
/// its fraction by the slope of the phases at low frequencies (Stone et al. 2001): exact to some hundredths
/// of a pixel for pictures that differ in nothing else. Pictures [1, C, H, W]; numbers of channels may
/// differ. `name` is the result's. Errors: Error("image", ...) where not half of either is common, and where
/// the two do not show the same there (correlation below 0.5).
Alignment find_alignment(const Tensor<float>& truth, const Tensor<float>& result, const std::string& name);

/// On the truth's pixels, `size` {height, width}: whole pixels are copied, fractions moved by a windowed
/// sinc; where there are none the nearest ones.
Tensor<float> aligned(const Tensor<float>& result, const Alignment& at, const Shape& size);

/// "1.25 pixels down and 2 to the right"; empty where it lies right.
std::string alignment_words(const Alignment& at);

}  // namespace convscope
