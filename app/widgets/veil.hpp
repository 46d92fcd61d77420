// Darkness over everything but one place: a spotlight.
#pragma once

#include "app/picture/picture.hpp"

struct ImDrawList;

namespace convscope {

/// Covers `all` but a rectangle with round corners, a disc where `corner` is half of it; over `soft` logical
/// pixels around it darkness grows to the colour's own.
void draw_veil(ImDrawList& list, const Rect& all, const Rect& hole, double corner, double soft, Color color);

}  // namespace convscope
