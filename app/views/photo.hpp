// A photograph reduced and enlarged again: transposed convolution beside nearest and bilinear.
#pragma once

#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

std::optional<std::string> photo_obstacle(const Derived& derived);
/// Makes what drawing takes time for; draw_photo would do it at its first call.
void prepare_photo(const Derived& derived);
Picture draw_photo(const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
