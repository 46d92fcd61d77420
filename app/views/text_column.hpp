// A narrow picture that is a column of text lines: what panels of words are made of.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"

namespace convscope {

inline constexpr double kTextMargin = 20;

/// A column of text lines; grows downwards.
class TextColumn {
 public:
  explicit TextColumn(const Style& style)
      : style_(style), colors_(palette(style.theme)), picture_(style.width, 0, colors_.window) {}

  const Palette& colors() const { return colors_; }
  double type(double px) const { return px * style_.type; }
  std::string number(double v) const { return number_text(v, style_.numbers); }

  void heading(std::string text) { put(std::move(text), type(17), colors_.ink, Font::text_bold, 1.7); }
  /// Words wrap at the panel's width.
  void note(std::string_view text, Color color) {
    for (std::string& line : wrapped(text, Font::text, type(15), room()))
      put(std::move(line), type(15), color, Font::text, 1.45);
  }
  /// A formula in the number font, broken at blanks where it is too wide.
  void formula(const std::string& text, Color color) {
    for (std::string& line : wrapped(text, Font::number, type(14), room(), "  "))
      put(std::move(line), type(14), color, Font::number, 1.5);
  }
  /// A line of coloured pieces with an optional number set right of them.
  void pieces(const std::vector<Piece>& list, double indent = 0) {
    const double size = type(15);
    double x = kTextMargin + indent;
    for (const Piece& piece : list) {
      picture_.add(Label{{x, y_ + size * 0.75}, piece.text, piece.font, size, Align::left, piece.color});
      x += text_width(piece.font, size, piece.text);
    }
    y_ += size * 1.55;
  }
  void space(double px) { y_ += type(px); }
  void rule() {
    space(10);
    picture_.add(Path{.start = {kTextMargin, y_},
                      .segments = {{{style_.width - kTextMargin, y_}}},
                      .stroke = colors_.line});
    space(12);
  }
  Picture finish() {
    picture_.height = std::max(y_ + kTextMargin, style_.height);
    return std::move(picture_);
  }

 private:
  double room() const { return style_.width - 2 * kTextMargin; }
  void put(std::string text, double size, Color color, Font font, double leading) {
    picture_.add(Label{{kTextMargin, y_ + size * 0.75}, std::move(text), font, size, Align::left, color});
    y_ += size * leading;
  }

  Style style_;
  const Palette& colors_;
  Picture picture_;
  double y_ = kTextMargin;
};

}  // namespace convscope
