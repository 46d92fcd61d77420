// What is to be known about a GIF before its first picture is decoded.
#pragma once

#include <string_view>

namespace convscope {

/// Whether there is more than one image in a GIF (GIF89a specification, 1990). False for anything else,
/// however damaged.
bool is_animated_gif(std::string_view file);

/// Whether the first image's codes make exactly as many pixels as its header says: decoders leave those that
/// are missing as they are.
bool has_all_pixels(std::string_view gif);

}  // namespace convscope
