// A page of the size lab: a drawing, and the places on it that the pointer can mean.
#pragma once

#include <string>
#include <vector>

#include "app/views/fitting.hpp"
#include "core/base/words.hpp"

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

struct Ruler;

/// What the drawings of all pages have.
class SizeDrawing {
 protected:
  SizeDrawing(const Style& style, std::string_view title, std::string_view subtitle,
              std::string_view lit = {})
      : canvas_(style, title, subtitle), lit_(lit) {}

  const Palette& colors() const { return canvas_.colors(); }
  double type(double px) const { return canvas_.type(px); }
  /// A row that can be clicked: lit under the pointer, framed where it is the chosen one.
  void row_spot(const Rect& rect, const std::string& id, std::string help, bool chosen, double radius = 6,
                double thick = 1.5);
  /// In the gap of a ruler, where it has one.
  void ellipsis(const Ruler& ruler, double y, double size);
  SizePage finish() { return {canvas_.finish(), std::move(spots_)}; }

  Canvas canvas_;
  std::string_view lit_;  ///< the spot under the pointer
  std::vector<Spot> spots_{};
};

/// The style with larger type where the picture is larger than the smallest window's stage.
Style grown(Style style);
/// A sentence about what cannot be, in a card at the top of the rectangle; returns the card.
Rect problem_card(Canvas& canvas, const Rect& rect, std::string_view problem);
/// "1.5 M" and the like; whole numbers below 10 000.
std::string amount_text(double value);

}  // namespace convscope
