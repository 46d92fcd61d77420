// One spatial axis as a network of nodes: shared weights beside the fully-connected layer of the same shape.
#pragma once

#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

std::optional<std::string> wiring_obstacle(const Derived& derived);
Picture draw_wiring(const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
