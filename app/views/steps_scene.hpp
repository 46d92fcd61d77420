// An operator's steps in an order other than the view's own: which cells a step joins, and the sums so far.
#pragma once

#include <string_view>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

/// Input, kernel and output side by side; the step's cell outlined, everything that it joins ringed, its
/// products in the corners of the output cells that they are added to. One channel pair: that of the step.
/// Precondition: one or two spatial axes.
Picture draw_steps(const Derived& derived, Order order, Moment moment, const Style& style,
                   std::string_view title);

}  // namespace convscope
