// A page of the size lab: a drawing, and the places on it that the pointer can mean.
#pragma once

#include <string>
#include <vector>

#include "app/views/canvas.hpp"

namespace convscope {

/// A place that lights up or can be clicked; later ones lie over earlier ones.
struct Spot {
  Rect rect;
  std::string id;      ///< what it means, e.g. "term/stride" or "size/5"
  std::string help{};  ///< one sentence; may be empty
};

struct SizePage {
  Picture picture;
  std::vector<Spot> spots;
};

/// The style with larger type where the picture is larger than the smallest window's stage.
Style grown(Style style);
/// A sentence about what cannot be, in a card at the top of the rectangle; returns the card.
Rect problem_card(Canvas& canvas, const Rect& rect, std::string_view problem);
/// "1.5 M" and the like; whole numbers below 10 000.
std::string amount_text(double value);
/// The longest of the texts that fits the width, or an empty one.
std::string fitting(const std::vector<std::string>& texts, double size, double width, Font font);
/// "1 cell", "2 cells".
std::string counted(Index count, std::string_view noun);

}  // namespace convscope
