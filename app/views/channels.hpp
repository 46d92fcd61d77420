// Channels and groups in three dimensions: volumes of slabs, the kernel's block between them.
#pragma once

#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

std::optional<std::string> channels_obstacle(const Derived& derived);
Picture draw_channels(const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
