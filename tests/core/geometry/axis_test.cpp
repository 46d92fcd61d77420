// The three slices of the relation against a triple loop, and at the largest numbers against 128-bit sums.
#include "core/geometry/axis.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <vector>

#include "tests/core/support/print.hpp"
#include "tests/core/support/random_layer.hpp"

namespace convscope {

namespace {

using testing::Dice;
using Contacts = std::vector<Contact>;

/// The definition, word by word.
Contacts all_contacts(const Axis& a) {
  Contacts found;
  for (Index o = 0; o < a.windows; ++o)
    for (Index k = 0; k < a.taps; ++k)
      for (Index i = 0; i < a.pixels; ++i)
        if (i == o * a.stride + k * a.dilation - a.pad) found.push_back({i, o, k});
  return found;
}

Contacts listed(const Slice& slice) {
  Contacts found;
  for (Index n = 0; n < slice.count; ++n) found.push_back(slice[n]);
  return found;
}

template <class Keep>
Contacts only(const Contacts& all, Keep keep) {
  Contacts kept;
  std::copy_if(all.begin(), all.end(), std::back_inserter(kept), keep);
  // Every slice is listed by ascending tap, or, of one tap, by ascending window.
  std::sort(kept.begin(), kept.end(), [](const Contact& a, const Contact& b) {
    return std::tie(a.tap, a.window) < std::tie(b.tap, b.window);
  });
  return kept;
}

std::string describe(const Axis& a) {
  return "pixels " + std::to_string(a.pixels) + ", windows " + std::to_string(a.windows) + ", taps " +
         std::to_string(a.taps) + ", stride " + std::to_string(a.stride) + ", dilation " +
         std::to_string(a.dilation) + ", pad " + std::to_string(a.pad);
}

void expect_slices_of(const Axis& axis) {
  SCOPED_TRACE(describe(axis));
  const Contacts all = all_contacts(axis);
  for (Index o = 0; o < axis.windows; ++o)
    ASSERT_EQ(listed(contacts_of_window(axis, o)), only(all, [&](auto& c) { return c.window == o; }));
  for (Index k = 0; k < axis.taps; ++k)
    ASSERT_EQ(listed(contacts_of_tap(axis, k)), only(all, [&](auto& c) { return c.tap == k; }));
  for (Index i = 0; i < axis.pixels; ++i)
    ASSERT_EQ(listed(contacts_of_pixel(axis, i)), only(all, [&](auto& c) { return c.pixel == i; }));
}

TEST(Axis, SlicesEqualBruteForceOnRandomGeometries) {
  Dice dice(1);
  int with_divisor = 0, negative_pad = 0, without_contacts = 0;
  for (int n = 0; n < 12000; ++n) {
    const Axis axis = testing::random_axis(dice);
    expect_slices_of(axis);
    if (HasFatalFailure()) return;
    with_divisor += std::gcd(axis.stride, axis.dilation) > 1;
    negative_pad += axis.pad < 0;
    without_contacts += all_contacts(axis).empty();
  }
  // The draw covers what it is meant to cover.
  EXPECT_GT(with_divisor, 3000);
  EXPECT_GT(negative_pad, 3000);
  EXPECT_GT(without_contacts, 1000);
}

TEST(Axis, SlicesEqualBruteForceOnAllSmallGeometries) {
  for (Index pixels = 0; pixels <= 5; ++pixels)
    for (Index windows = 0; windows <= 3; ++windows)
      for (Index taps = 0; taps <= 3; ++taps)
        for (Index stride = 1; stride <= 4; ++stride)
          for (Index dilation = 1; dilation <= 4; ++dilation)
            for (Index pad = -3; pad <= 4; ++pad) {
              expect_slices_of({pixels, windows, taps, stride, dilation, pad});
              if (HasFatalFailure()) return;
            }
}

__extension__ typedef __int128 Wide;  // the compiler's own, beyond the standard

/// The relation in 128 bits, where nothing can overflow.
bool touches(const Axis& a, const Contact& c) {
  const Wide pixel = static_cast<Wide>(c.window) * a.stride + static_cast<Wide>(c.tap) * a.dilation - a.pad;
  return pixel == c.pixel && c.pixel >= 0 && c.pixel < a.pixels && c.window >= 0 && c.window < a.windows &&
         c.tap >= 0 && c.tap < a.taps;
}

/// Everything in the slice touches and its two neighbours do not: an arithmetic progression in a convex
/// set is complete then.
void expect_complete(const Axis& axis, const Slice& slice) {
  SCOPED_TRACE(describe(axis));
  ASSERT_GE(slice.count, 0);
  if (slice.count == 0) return;
  EXPECT_TRUE(touches(axis, slice[0]));
  EXPECT_TRUE(touches(axis, slice[slice.count - 1]));
  EXPECT_TRUE(touches(axis, slice[slice.count / 2]));
  EXPECT_FALSE(touches(axis, slice[-1]));
  EXPECT_FALSE(touches(axis, slice[slice.count]));
}

TEST(Axis, TheLargestNumbersDoNotOverflow) {
  Dice dice(2);
  const auto large = [&](Index least) {
    switch (dice.roll(0, 3)) {
      case 0:
        return kLargestIndex - dice.roll(0, 3);
      case 1:
        return dice.roll(least, 9);
      case 2:
        return dice.roll(1, 1 << 16) * 32768;
      default:
        return dice.roll(least, kLargestIndex);
    }
  };
  int hits = 0;
  for (int n = 0; n < 20000; ++n) {
    Axis axis{large(1), large(1), large(1), large(1), large(1), large(0)};
    if (dice.coin()) axis.pad = -axis.pad;
    for (Index o : {Index{0}, axis.windows / 2, axis.windows - 1})
      expect_complete(axis, contacts_of_window(axis, o));
    for (Index k : {Index{0}, axis.taps / 2, axis.taps - 1}) {
      const Slice slice = contacts_of_tap(axis, k);
      expect_complete(axis, slice);
      if (slice.count == 0) continue;
      // A contact found from the tap's side must be found from the pixel's and the window's side too.
      ++hits;
      const Contact c = slice[slice.count / 2];
      const Slice of_pixel = contacts_of_pixel(axis, c.pixel);
      expect_complete(axis, of_pixel);
      ASSERT_GT(of_pixel.count, 0) << describe(axis);
      const Index at = (c.tap - of_pixel.first.tap) / of_pixel.step.tap;
      ASSERT_TRUE(at >= 0 && at < of_pixel.count) << describe(axis);
      EXPECT_EQ(of_pixel[at], c);
      const Slice of_window = contacts_of_window(axis, c.window);
      EXPECT_EQ(of_window[c.tap - of_window.first.tap], c);
    }
    for (Index i : {Index{0}, axis.pixels / 3, axis.pixels - 1})
      expect_complete(axis, contacts_of_pixel(axis, i));
    if (HasFailure()) return;
  }
  EXPECT_GT(hits, 5000);
}

TEST(Axis, APixelMeetsNothingWhereTheCommonDivisorDoesNotReachIt) {
  const Axis axis{12, 6, 3, 2, 2, 0};  // stride and dilation even: odd pixels are never touched
  for (Index i = 0; i < 12; ++i) EXPECT_EQ(contacts_of_pixel(axis, i).count == 0, i % 2 == 1) << i;
}

TEST(Axis, AFixedPixelTradesTapsForWindows) {
  const Axis axis{60, 60, 20, 6, 4, 0};
  const Slice slice = contacts_of_pixel(axis, 48);
  EXPECT_EQ(slice.step, (Contact{0, -2, 3}));  // tap by s/gcd, window by -d/gcd
  EXPECT_EQ(slice.count, 5);                   // taps 0, 3, 6, 9, 12
}

TEST(Axis, PhasesAgreeWithTheContacts) {
  Dice dice(3);
  for (int n = 0; n < 2000; ++n) {
    const Axis axis = testing::random_axis(dice);
    for (const Contact& c : all_contacts(axis))
      ASSERT_EQ(phase_of_pixel(axis, c.pixel), phase_of_tap(axis, c.tap)) << describe(axis);
    for (Index i = 0; i < axis.pixels; ++i) {
      ASSERT_GE(phase_of_pixel(axis, i), 0);
      ASSERT_LT(phase_of_pixel(axis, i), axis.stride);
    }
  }
}

TEST(Axis, WindowOriginAndReach) {
  const Axis axis{9, 4, 3, 2, 2, 1};
  EXPECT_EQ(reach(axis), 5);
  EXPECT_EQ(window_origin(axis, 0), -1);
  EXPECT_EQ(window_origin(axis, 3), 5);
}

TEST(Axis, ThePixelUnderATapIsThatOfTheContact) {
  for (const Axis& axis : {Axis{9, 4, 3, 2, 2, 1}, Axis{5, 7, 4, 1, 3, -2}, Axis{12, 3, 2, 5, 1, 0}})
    for (Index window = 0; window < axis.windows; ++window) {
      const Slice slice = contacts_of_window(axis, window);
      Index touched = 0;
      for (Index i = 0; i < slice.count; ++i)
        EXPECT_EQ(pixel_under(axis, window, slice[i].tap), slice[i].pixel);
      for (Index tap = 0; tap < axis.taps; ++tap) {
        const Index pixel = pixel_under(axis, window, tap);
        if (pixel >= 0 && pixel < axis.pixels) ++touched;
      }
      EXPECT_EQ(touched, slice.count) << "the others lie over the padding";
    }
}

TEST(Axis, DivisionRoundsDownAndUp) {
  for (Index a = -30; a <= 30; ++a)
    for (Index b = 1; b <= 7; ++b) {
      const Index down = floor_div(a, b), up = ceil_div(a, b);
      EXPECT_TRUE(down * b <= a && a < (down + 1) * b) << a << " / " << b;
      EXPECT_TRUE((up - 1) * b < a && a <= up * b) << a << " / " << b;
    }
}

}  // namespace
}  // namespace convscope
