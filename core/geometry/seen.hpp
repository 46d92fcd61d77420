// Receptive fields: which cells of a layer's input cells of its output are made of.
#pragma once

#include <algorithm>

#include "core/geometry/axis.hpp"

namespace convscope {

/// Cells on one axis, without end in both directions.
struct Cells {
  Index first = 0, last = -1;
  bool empty() const { return last < first; }
  /// From the first of both to the last.
  Cells joined(Cells other) const {
    if (empty()) return other;
    if (other.empty()) return *this;
    return {std::min(first, other.first), std::max(last, other.last)};
  }
  friend bool operator==(const Cells&, const Cells&) = default;
};

/// What lies between a kernel's first and last tap counts as seen. `enlarging`: the cells are pixels and made
/// of windows, else windows made of pixels.
Cells cells_behind(const Axis& axis, bool enlarging, Cells cells);

}  // namespace convscope
