#include "core/geometry/axis.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace convscope {

Index floor_div(Index a, Index b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}
Index ceil_div(Index a, Index b) {
  return -floor_div(-a, b);
}

namespace {

/// x with a*x = 1 modulo m, for coprime a and m (extended Euclid); 0 for m = 1.
Index inverse_modulo(Index a, Index m) {
  Index r0 = m, r1 = a % m, x0 = 0, x1 = 1;
  while (r1 != 0) {
    const Index q = r0 / r1;
    r0 = std::exchange(r1, r0 - q * r1);
    x0 = std::exchange(x1, x0 - q * x1);
  }
  return x0 < 0 ? x0 + m : x0;
}

}  // namespace

Slice contacts_of_window(const Axis& axis, Index window) {
  const Index origin = window_origin(axis, window);
  const Index low = std::max<Index>(0, ceil_div(-origin, axis.dilation));
  const Index high = std::min(axis.taps - 1, floor_div(axis.pixels - 1 - origin, axis.dilation));
  return {
      {origin + low * axis.dilation, window, low}, {axis.dilation, 0, 1}, std::max<Index>(0, high - low + 1)};
}

Slice contacts_of_tap(const Axis& axis, Index tap) {
  const Index offset = tap * axis.dilation - axis.pad;
  const Index low = std::max<Index>(0, ceil_div(-offset, axis.stride));
  const Index high = std::min(axis.windows - 1, floor_div(axis.pixels - 1 - offset, axis.stride));
  return {{offset + low * axis.stride, low, tap}, {axis.stride, 1, 0}, std::max<Index>(0, high - low + 1)};
}

Slice contacts_of_pixel(const Axis& axis, Index pixel) {
  const Index g = std::gcd(axis.stride, axis.dilation);
  const Index s = axis.stride / g, d = axis.dilation / g;
  const Index position = pixel + axis.pad;
  if (floor_div(position, g) * g != position) return {};
  const Index m = floor_div(position, g);
  // o*s + k*d = m has its smallest tap k0 in [0, s); every further solution trades s taps for d windows.
  const Index residue = m - floor_div(m, s) * s;
  const Index k0 = residue * inverse_modulo(d, s) % s;
  const Index o0 = (m - k0 * d) / s;
  // Window o0 - n*d must lie in [0, windows), tap k0 + n*s in [0, taps).
  const Index low = std::max<Index>(0, ceil_div(o0 - (axis.windows - 1), d));
  const Index high = std::min(floor_div(o0, d), floor_div(axis.taps - 1 - k0, s));
  return {{pixel, o0 - low * d, k0 + low * s}, {0, -d, s}, std::max<Index>(0, high - low + 1)};
}

Index phase_of_pixel(const Axis& axis, Index pixel) {
  const Index position = pixel + axis.pad;
  return position - floor_div(position, axis.stride) * axis.stride;
}

Index phase_of_tap(const Axis& axis, Index tap) {
  return tap * axis.dilation % axis.stride;
}

}  // namespace convscope
