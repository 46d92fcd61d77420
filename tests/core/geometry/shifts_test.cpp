// Shifts say the same as the slices, cell by cell.
#include "core/geometry/shifts.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "tests/core/support/random_layer.hpp"

namespace convscope {
namespace {

using testing::Dice;
using testing::random_axis;

using Reads = std::vector<std::pair<Index, Index>>;  // tap, read cell

/// What a written cell reads inside the other side; it is in exactly one phase.
Reads reads_of(const Shifts& shifts, Index written) {
  Reads out;
  int found = 0;
  for (const Phase& phase : shifts.phases) {
    const Index m = (written - phase.first) / shifts.written_step;
    if (written < phase.first || phase.first + m * shifts.written_step != written || m >= phase.count)
      continue;
    ++found;
    for (const Shift& shift : phase.shifts) {
      const Index cell =
          shifts.strands[static_cast<std::size_t>(shift.strand)] + (m + shift.cells) * shifts.read_step;
      if (cell >= 0 && cell < shifts.read) out.emplace_back(shift.tap, cell);
      EXPECT_LE(shifts.least, shift.cells);
      EXPECT_GE(shifts.most, shift.cells);
    }
  }
  EXPECT_EQ(found, 1) << "cell " << written;
  return out;
}

TEST(Shifts, AreTheSlices) {
  Dice dice(12);
  for (int n = 0; n < 3000; ++n) {
    const Axis axis = random_axis(dice);
    const Shifts windows = shifts_of_windows(axis), pixels = shifts_of_pixels(axis);
    for (Index o = 0; o < axis.windows; ++o) {
      const Slice slice = contacts_of_window(axis, o);
      Reads expected;
      for (Index i = 0; i < slice.count; ++i) expected.emplace_back(slice[i].tap, slice[i].pixel);
      ASSERT_EQ(reads_of(windows, o), expected) << "window " << o;
    }
    for (Index p = 0; p < axis.pixels; ++p) {
      const Slice slice = contacts_of_pixel(axis, p);
      Reads expected;
      for (Index i = 0; i < slice.count; ++i) expected.emplace_back(slice[i].tap, slice[i].window);
      ASSERT_EQ(reads_of(pixels, p), expected) << "pixel " << p;
    }
  }
}

TEST(Shifts, OfStrideTwoAndFourTaps) {
  // Pixel 2m meets taps 1 and 3 of windows m and m - 1, pixel 2m + 1 taps 0 and 2 of windows m + 1 and m.
  const Shifts s = shifts_of_pixels({.pixels = 8, .windows = 4, .taps = 4, .stride = 2, .pad = 1});
  ASSERT_EQ(s.phases.size(), 2u);
  EXPECT_EQ(s.phases[0].shifts, (std::vector<Shift>{{1, 0, 0}, {3, 0, -1}}));
  EXPECT_EQ(s.phases[1].shifts, (std::vector<Shift>{{0, 0, 1}, {2, 0, 0}}));
  EXPECT_EQ(s.least, -1);
  EXPECT_EQ(s.most, 1);
}

TEST(Zones, HaveTheTapsThatTheirCellsMeet) {
  Dice dice(13);
  int many = 0;
  for (int n = 0; n < 3000; ++n) {
    const Axis axis = random_axis(dice);
    for (const Shifts& shifts : {shifts_of_windows(axis), shifts_of_pixels(axis)})
      for (const Phase& phase : shifts.phases) {
        const std::vector<Zone> zones = zones_of(shifts, phase);
        many += zones.size() > 2;
        Index next = 0;
        for (const Zone& zone : zones) {
          EXPECT_EQ(zone.first, next);
          next += zone.count;
          for (Index m = zone.first; m < next; ++m) {
            std::vector<Index> taps, expected;
            for (const Index i : zone.shifts) taps.push_back(phase.shifts[static_cast<std::size_t>(i)].tap);
            for (const auto& [tap, cell] : reads_of(shifts, phase.first + m * shifts.written_step))
              expected.push_back(tap);
            ASSERT_EQ(taps, expected) << "cell " << m;
          }
        }
        EXPECT_EQ(next, phase.count);
      }
  }
  EXPECT_GT(many, 300);
}

}  // namespace
}  // namespace convscope
