// How a verdict looks: a shape and a word as well as a colour.
#pragma once

#include <optional>
#include <string_view>

#include "app/picture/palette.hpp"
#include "app/picture/picture.hpp"
#include "core/claims/claims.hpp"

namespace convscope {

/// A verdict that may be hidden from the audience or not known yet.
using ShownVerdict = std::optional<Verdict>;

/// The verdict's word and mark. Green, vermilion, ink; faint for none.
Color verdict_color(const Palette& palette, ShownVerdict verdict);

/// A disc with a tick, a square with a cross, half a disc, or a question mark in a ring.
void add_verdict_mark(Picture& picture, const Palette& palette, Point centre, double radius,
                      ShownVerdict verdict);

/// Mark and words in a pill; `left` is the middle of its left edge. Returns its width.
double add_verdict_chip(Picture& picture, const Palette& palette, Point left, double type_size,
                        ShownVerdict verdict, std::string_view words);

}  // namespace convscope
