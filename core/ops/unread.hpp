// Which pixels no window of a convolution reads; a border that copies pixels reads some of them after all.
#pragma once

#include "core/ops/operator.hpp"

namespace convscope {

/// Of the user's pixels on one axis, whether some window reads it, itself or as a copy.
/// Errors: Error("input", ...) above the memory budget.
std::vector<bool> read_on_axis(const Operator& op, std::size_t axis);

/// User pixels, over all axes, that no window reads. Errors: as read_on_axis.
Index unread_pixels(const Operator& op);

}  // namespace convscope
