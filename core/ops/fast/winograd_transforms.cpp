#include "core/ops/fast/kernels.hpp"
#include "core/ops/fast/winograd.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/fast/winograd_transforms.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;

/// Six cells of one axis, transformed in place.
HWY_INLINE void read_axis(V (&x)[6]) {
  const D d;
  const V two = hn::Set(d, 2.0F), four = hn::Set(d, 4.0F), five = hn::Set(d, 5.0F);
  const V a = hn::NegMulAdd(four, x[2], x[4]), b = hn::NegMulAdd(four, x[1], x[3]);
  const V c = hn::Sub(x[4], x[2]), e = hn::Mul(two, hn::Sub(x[3], x[1]));
  const V first = hn::MulAdd(four, x[0], hn::NegMulAdd(five, x[2], x[4]));
  const V last = hn::MulAdd(four, x[1], hn::NegMulAdd(five, x[3], x[5]));
  x[0] = first;
  x[1] = hn::Add(a, b);
  x[2] = hn::Sub(a, b);
  x[3] = hn::Add(c, e);
  x[4] = hn::Sub(c, e);
  x[5] = last;
}

/// Six products of one axis to four cells.
HWY_INLINE void write_axis(const V (&m)[6], V (&y)[4]) {
  const D d;
  const V a = hn::Add(m[1], m[2]), b = hn::Sub(m[1], m[2]);
  const V c = hn::Add(m[3], m[4]), e = hn::Sub(m[3], m[4]);
  y[0] = hn::Add(hn::Add(m[0], a), c);
  y[1] = hn::MulAdd(hn::Set(d, 2.0F), e, b);
  y[2] = hn::MulAdd(hn::Set(d, 4.0F), c, a);
  y[3] = hn::Add(hn::MulAdd(hn::Set(d, 8.0F), e, b), m[5]);
}

void read_squares(const float* HWY_RESTRICT rows, Index pitch, Index squares, float* HWY_RESTRICT spare,
                  float* HWY_RESTRICT to, Index step) {
  const D d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  // Down first, where cells lie side by side; the last square's span reaches two cells beyond its four.
  for (Index x = 0; x < squares * 4 + 2; x += lanes) {
    V column[6];
    for (Index j = 0; j < 6; ++j) column[j] = hn::LoadU(d, rows + j * pitch + x);
    read_axis(column);
    for (Index j = 0; j < 6; ++j) hn::StoreU(column[j], d, spare + j * pitch + x);
  }
  for (Index s = 0; s < squares; s += lanes)
    for (Index j = 0; j < 6; ++j) {
      const float* const at = spare + j * pitch + 4 * s;
      V row[6], beyond, further;
      hn::LoadInterleaved4(d, at, row[0], row[1], row[2], row[3]);
      hn::LoadInterleaved4(d, at + 4, row[4], row[5], beyond, further);
      read_axis(row);
      for (Index k = 0; k < 6; ++k) hn::StoreU(row[k], d, to + (j * 6 + k) * step + s);
    }
}

void write_squares(const float* HWY_RESTRICT products, Index step, Index squares, Index width,
                   float* HWY_RESTRICT to) {
  const D d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  for (Index s = 0; s < squares; ++s)
    for (Index c = 0; c < width; c += lanes) {
      const float* const at = products + s * width + c;
      V half[6][4];
      for (Index k = 0; k < 6; ++k) {
        V column[6];
        for (Index j = 0; j < 6; ++j) column[j] = hn::LoadU(d, at + (j * 6 + k) * step);
        write_axis(column, half[k]);
      }
      for (Index y = 0; y < 4; ++y) {
        const V row[6] = {half[0][y], half[1][y], half[2][y], half[3][y], half[4][y], half[5][y]};
        V cells[4];
        write_axis(row, cells);
        for (Index x = 0; x < 4; ++x) hn::StoreU(cells[x], d, to + ((y * squares + s) * 4 + x) * width + c);
      }
    }
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope::fast {
HWY_EXPORT(read_squares);
HWY_EXPORT(write_squares);
void winograd_read(const float* rows, Index pitch, Index squares, float* spare, float* to, Index step) {
  HWY_DYNAMIC_DISPATCH(read_squares)(rows, pitch, squares, spare, to, step);
}
void winograd_write(const float* products, Index step, Index squares, Index width, float* to) {
  HWY_DYNAMIC_DISPATCH(write_squares)(products, step, squares, width, to);
}
}  // namespace convscope::fast
#endif
