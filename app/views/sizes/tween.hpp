// One drawing on its way to the next: what stands in both moves, what is new fades in.
#pragma once

#include "app/picture/picture.hpp"

namespace convscope {

/// At t = 0 it looks like `from` but for what has no counterpart, at t = 1 it is `to`. Counterparts are boxes
/// and lines of the same colours, in their order, and labels of the same words.
Picture between(const Picture& from, const Picture& to, double t);

}  // namespace convscope
