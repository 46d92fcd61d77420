// What is to be known about a GIF before its first picture is decoded.
#pragma once

#include <string>
#include <string_view>

namespace convscope {

/// Whether there is more than one image in a GIF (GIF89a specification, 1990). False for anything else,
/// however damaged.
bool is_animated_gif(std::string_view file);

/// What is wrong with the first image's codes, or nothing: they make as many pixels as its header says, and
/// each has a colour in the palette. Decoders leave pixels as they are that are missing or have none.
std::string problem_of_gif(std::string_view gif);

}  // namespace convscope
