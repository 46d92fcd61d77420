// The backward checkerboard: gradients of strided operators with respect to a picture, down to single pixels.
#pragma once

#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/enlarging/backward.hpp"

namespace convscope {

/// For the stage. Null: a sentence, `problem` or that it is being worked out.
/// From the back row one of its three rows at a time is large, by `part`.
Picture draw_gradients(const Backward* backward, const std::string& problem, const Style& style,
                       std::size_t part = 0);

}  // namespace convscope
