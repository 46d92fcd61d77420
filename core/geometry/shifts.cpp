#include "core/geometry/shifts.hpp"

#include <algorithm>
#include <cstdlib>

namespace convscope {

namespace {

void find_range(Shifts& s) {
  bool none = true;
  for (const Phase& phase : s.phases)
    for (const Shift& shift : phase.shifts) {
      s.least = none ? shift.cells : std::min(s.least, shift.cells);
      s.most = none ? shift.cells : std::max(s.most, shift.cells);
      none = false;
    }
}

}  // namespace

Shifts shifts_of_windows(const Axis& axis) {
  Shifts s{axis.windows, axis.pixels, 1, axis.stride, {}, {}, 0, 0};
  Phase all{0, axis.windows, {}};
  for (Index tap = 0; tap < axis.taps; ++tap) {
    const Index pixel = pixel_under(axis, 0, tap);
    const Index cells = floor_div(pixel, axis.stride), first = pixel - cells * axis.stride;
    const auto found = std::find(s.strands.begin(), s.strands.end(), first);
    all.shifts.push_back({tap, found - s.strands.begin(), cells});
    if (found == s.strands.end()) s.strands.push_back(first);
  }
  s.phases.push_back(std::move(all));
  find_range(s);
  return s;
}

Shifts shifts_of_pixels(const Axis& axis) {
  Shifts s{axis.pixels, axis.windows, axis.stride, 1, {0}, {}, 0, 0};
  // The same axis with so many windows more on both sides that every tap of its first pixels finds one.
  const Index more = (reach(axis) + std::abs(axis.pad)) / axis.stride + 2;
  const Axis wide = with_windows(axis, more, more);
  for (Index first = 0; first < std::min(axis.stride, axis.pixels); ++first) {
    Phase phase{first, ceil_div(axis.pixels - first, axis.stride), {}};
    const Slice slice = contacts_of_pixel(wide, first);
    for (Index n = 0; n < slice.count; ++n) phase.shifts.push_back({slice[n].tap, 0, slice[n].window - more});
    s.phases.push_back(std::move(phase));
  }
  find_range(s);
  return s;
}

std::vector<Zone> zones_of(const Shifts& axis, const Phase& phase) {
  std::vector<Index> begin, end, edges{0, phase.count};
  for (const Shift& shift : phase.shifts) {
    const Index first = axis.strands[static_cast<std::size_t>(shift.strand)];
    const auto inside = [&](Index cell) { return std::clamp<Index>(cell, 0, phase.count); };
    begin.push_back(inside(ceil_div(-first, axis.read_step) - shift.cells));
    end.push_back(inside(floor_div(axis.read - 1 - first, axis.read_step) + 1 - shift.cells));
    edges.insert(edges.end(), {begin.back(), end.back()});
  }
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  std::vector<Zone> zones;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    Zone zone{edges[i], edges[i + 1] - edges[i], {}};
    for (std::size_t k = 0; k < begin.size(); ++k)
      if (begin[k] <= zone.first && zone.first < end[k]) zone.shifts.push_back(static_cast<Index>(k));
    zones.push_back(std::move(zone));
  }
  return zones;
}

}  // namespace convscope
