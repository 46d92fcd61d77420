// Markdown of lessons in drawings: lines of words, some of them bold, code or links.
#pragma once

#include <string>
#include <vector>

#include "app/picture/palette.hpp"
#include "app/picture/picture.hpp"
#include "core/lesson/markdown.hpp"

namespace convscope {

/// A line that is laid out.
struct RichLine {
  struct Piece {
    double x;  ///< from the left edge of the text
    std::string text;
    Font font;
    std::string link{};  ///< where it leads; empty: nowhere
  };
  std::vector<Piece> pieces{};
  double size = 16;  ///< of the type
  double above = 0;  ///< room before it, between paragraphs
  double height() const { return above + 1.4 * size; }
};

/// Lines of whole words in the width; items of lists are indented behind their marks. Emphasis is medium
/// type, as the fonts have no italics.
std::vector<RichLine> laid_out(const std::vector<MarkdownBlock>& blocks, double size, double width);
/// Plain words in one font.
std::vector<RichLine> laid_out(const std::string& words, Font font, double size, double width);

double height_of(const std::vector<RichLine>& lines);
/// Below `at`, the top left corner; returns the bottom.
double add_lines(Picture& picture, Point at, const std::vector<RichLine>& lines, const Palette& colors,
                 Color ink);

}  // namespace convscope
