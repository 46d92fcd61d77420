#include "core/ops/unread.hpp"

#include <algorithm>

namespace convscope {

std::vector<bool> read_on_axis(const Operator& op, std::size_t i) {
  const Axis& axis = op.geometry.axes[i];
  require_memory(static_cast<double>(op.pixels[i]) + static_cast<double>(axis.windows), {}, "input");
  std::vector<bool> seen(static_cast<std::size_t>(op.pixels[i]), false);
  for (Index tap = 0; tap < axis.taps; ++tap) {
    const Slice slice = contacts_of_tap(axis, tap);
    for (Index n = 0; n < slice.count; ++n) {
      const Index pixel =
          op.border.active()
              ? border_source(op.border.mode, slice[n].pixel - op.border.sides[i].begin, op.pixels[i])
              : slice[n].pixel;
      seen[static_cast<std::size_t>(pixel)] = true;
    }
  }
  return seen;
}

Index unread_pixels(const Operator& op) {
  Index all = 1, read = 1;
  for (std::size_t i = 0; i < op.geometry.rank(); ++i) {
    const std::vector<bool> seen = read_on_axis(op, i);
    all *= op.pixels[i];
    read *= std::count(seen.begin(), seen.end(), true);
  }
  return all - read;
}

}  // namespace convscope
