// A part of an enlarged picture, without making the rest.
//
//   Tensor<float> part = enlarge_region(bicubic(2), small, {.top = 100, .left = 40, .height = 64, .width =
//   64});
#pragma once

#include "core/ops/resample/upsampler.hpp"

namespace convscope {

/// Whole pixels: rows [top, top + height), columns [left, left + width).
struct Region {
  Index top = 0, left = 0, height = 0, width = 0;
  friend bool operator==(const Region&, const Region&) = default;
};

/// The pixels of [N, C, H, W] in the region, which lies in the picture.
template <class T>
Tensor<T> cropped(const Tensor<T>& x, const Region& region);

/// The part of x on which a region of enlarge(upsampler, x) depends. `input`: height and width of x.
Region source_of(const Upsampler& upsampler, const Shape& input, const Region& region);

/// Exactly what enlarge(upsampler, x) has in `region`, which lies in the enlarged picture and has at least
/// one pixel. Works on the source_of() it alone.
template <class T>
Tensor<T> enlarge_region(const Upsampler& upsampler, const Tensor<T>& x, const Region& region);

/// The same with what had to be made around it, and nothing copied: `made`, whose memory is kept where it
/// has its shape already, is a part of the enlarged picture, and where that lies is returned. It has the
/// right values in `region`. `part`, `source`, `input`: as below.
template <class T>
Region enlarge_around(const Upsampler& upsampler, const Tensor<T>& part, const Region& source,
                      const Shape& input, const Region& region, Tensor<T>& made);

/// The same where only the part of x at `source`, a source_of(region), is there: `part`. `input`: height and
/// width of the whole x.
template <class T>
Tensor<T> enlarge_part(const Upsampler& upsampler, const Tensor<T>& part, const Region& source,
                       const Shape& input, const Region& region);

}  // namespace convscope
