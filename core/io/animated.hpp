// Whether a file holds moving pictures, of which readers of still ones take the first.
#pragma once

#include <string_view>

namespace convscope {

/// More than one image in a GIF (GIF89a specification, 1990), or an animation chunk in a PNG before its image
/// data (PNG specification, third edition, acTL). False for anything else, however damaged.
bool is_animated(std::string_view file);

}  // namespace convscope
