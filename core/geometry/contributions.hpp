// The relation on all axes and channels: runs for dense loops, contributions for single cells.
#pragma once

#include "core/geometry/geometry.hpp"

namespace convscope {

/// One product of the operator, as flat row-major indices into one sample's tensors:
/// pixel in [pixel channels, pixels...], window in [window channels, windows...], weight in
/// Geometry::weights(). Convolution adds weight*pixel to window; transposed adds weight*window to pixel.
struct Contribution {
  Index pixel = 0, window = 0, weight = 0;
  friend bool operator==(const Contribution&, const Contribution&) = default;
};

/// The side whose cell is held fixed while its contributions are listed.
enum class Side { window, pixel, weight };

/// `count` contacts of one tap along the innermost axis, as flat spatial indices (no channels).
struct Run {
  Index tap, window, pixel;  ///< of the first contact
  Index pixel_step;          ///< windows step by one
  Index count;
};

/// Calls f(Run) for every tap and every row of windows that it reaches: all contacts, each once. Dense
/// operators are three one-line bodies of this loop.
template <class F>
void for_each_run(const Geometry& geometry, F&& f) {
  const auto axes = geometry.three_axes();
  const auto& [a, b, c] = axes;
  for (Index ka = 0; ka < a.taps; ++ka) {
    const Slice sa = contacts_of_tap(a, ka);
    for (Index kb = 0; kb < b.taps; ++kb) {
      const Slice sb = contacts_of_tap(b, kb);
      for (Index kc = 0; kc < c.taps; ++kc) {
        const Slice sc = contacts_of_tap(c, kc);
        if (sc.count == 0) continue;
        for (Index na = 0; na < sa.count; ++na) {
          const Contact ca = sa[na];
          for (Index nb = 0; nb < sb.count; ++nb) {
            const Contact cb = sb[nb];
            f(Run{(ka * b.taps + kb) * c.taps + kc,
                  (ca.window * b.windows + cb.window) * c.windows + sc.first.window,
                  (ca.pixel * b.pixels + cb.pixel) * c.pixels + sc.first.pixel, sc.step.pixel, sc.count});
          }
        }
      }
    }
  }
}

/// The axis' slice through one cell of the fixed side.
Slice contacts_of(const Axis& axis, Side fixed, Index cell);

/// Calls f(Contribution) for everything that a cell takes part in. `cell` is flat, as in Contribution.
/// Order: the other side's channel outermost, then row-major by tap (by window when a weight is fixed).
/// Cost: proportional to the contributions listed.
template <class F>
void for_each_contribution(const Geometry& geometry, Side fixed, Index cell, F&& f) {
  const auto axes = geometry.three_axes();
  const Channels& channels = geometry.channels;
  const Index planes[3] = {axes[0].windows * axes[1].windows * axes[2].windows,
                           axes[0].pixels * axes[1].pixels * axes[2].pixels,
                           axes[0].taps * axes[1].taps * axes[2].taps};
  const Index plane = planes[static_cast<int>(fixed)];
  const Index channel = cell / plane;  // of the fixed side; for a weight: the channel pair
  Index rest = cell % plane;
  Slice slices[3];
  for (int i = 3; i-- > 0;) {
    const Axis& axis = axes[static_cast<std::size_t>(i)];
    const Index extent = fixed == Side::window  ? axis.windows
                         : fixed == Side::pixel ? axis.pixels
                                                : axis.taps;
    slices[i] = contacts_of(axis, fixed, rest % extent);
    rest /= extent;
  }
  // Channels in one group are joined all to all.
  const Index window_width = channels.window / channels.groups,
              pixel_width = channels.pixel / channels.groups;
  Index window_channel = 0, pixel_channel = 0, others = 1;
  if (fixed == Side::window) {
    window_channel = channel;
    pixel_channel = channel / window_width * pixel_width;
    others = pixel_width;
  } else if (fixed == Side::pixel) {
    pixel_channel = channel;
    window_channel = channel / pixel_width * window_width;
    others = window_width;
  } else {
    window_channel = channel / pixel_width;
    pixel_channel = window_channel / window_width * pixel_width + channel % pixel_width;
  }
  for (Index other = 0; other < others; ++other) {
    const Index wc = window_channel + (fixed == Side::pixel ? other : 0);
    const Index pc = pixel_channel + (fixed == Side::window ? other : 0);
    const Index pair = wc * pixel_width + pc % pixel_width;
    for (Index i = 0; i < slices[0].count; ++i) {
      const Contact a = slices[0][i];
      for (Index j = 0; j < slices[1].count; ++j) {
        const Contact b = slices[1][j];
        for (Index k = 0; k < slices[2].count; ++k) {
          const Contact c = slices[2][k];
          f(Contribution{
              ((pc * axes[0].pixels + a.pixel) * axes[1].pixels + b.pixel) * axes[2].pixels + c.pixel,
              ((wc * axes[0].windows + a.window) * axes[1].windows + b.window) * axes[2].windows + c.window,
              ((pair * axes[0].taps + a.tap) * axes[1].taps + b.tap) * axes[2].taps + c.tap});
        }
      }
    }
  }
}

/// How many contributions there are in all, for one sample; the matrix's number of stored entries.
/// Where that exceeds Index, its largest value.
Index count_contributions(const Geometry& geometry);

}  // namespace convscope
