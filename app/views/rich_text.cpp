#include "app/views/rich_text.hpp"

#include <string_view>
#include <utility>

#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"

namespace convscope {

namespace {

constexpr double kBetween = 0.45;  // paragraphs, in type sizes

Font font_of(const MarkdownSpan& span) {
  if (span.code) return span.strong ? Font::number_bold : Font::number;
  return span.strong ? Font::text_bold : span.emphasis ? Font::text_medium : Font::text;
}

/// Fills lines with words.
class Setter {
 public:
  Setter(double size, double width, std::vector<RichLine>& lines)
      : size_(size), width_(width), lines_(lines) {}

  void begin(double indent, double above) {
    indent_ = x_ = indent;
    lines_.push_back({.size = size_, .above = lines_.empty() ? 0 : above});
    blank_ = 0;
  }
  void mark(const std::string& marker, double at) {
    lines_.back().pieces.push_back({at, marker, Font::text});
  }

  /// In the program's language already.
  void add(std::string_view text, Font font, const std::string& link) {
    while (!text.empty()) {
      if (text.front() == '\n' || text.front() == ' ') {
        if (text.front() == '\n')
          next_line();
        else
          blank_ = text_width(font, size_, " ");
        text.remove_prefix(1);
        continue;
      }
      const std::string_view word = text.substr(0, std::min(text.find_first_of(" \n"), text.size()));
      for (const LinePart& part : line_parts(word)) put(part.text, font, link);
      text.remove_prefix(word.size());
    }
  }

 private:
  void next_line() {
    lines_.push_back({.size = size_});
    x_ = indent_;
    blank_ = 0;
  }
  void put(std::string_view word, Font font, const std::string& link) {
    const auto width_of = [&](std::string_view part) { return text_width(font, size_, as_it_is(part)); };
    double w = width_of(word);
    if (x_ > indent_ && x_ + blank_ + w > width_) next_line();
    x_ += blank_;
    // A word without end is broken where the line ends.
    for (; x_ + w > width_; w = width_of(word)) {
      const std::string_view part = prefix_within(font, size_, word, width_ - x_);
      if (part.empty() || part.size() == word.size()) break;
      lines_.back().pieces.push_back({x_, as_it_is(part), font, link});
      word.remove_prefix(part.size());
      next_line();
    }
    std::vector<RichLine::Piece>& pieces = lines_.back().pieces;
    const bool joins =
        !pieces.empty() && pieces.back().font == font && pieces.back().link == link && joinable_;
    if (joins)
      pieces.back().text += (blank_ > 0 ? " " : "") + std::string(word);
    else
      pieces.push_back({x_, as_it_is(word), font, link});
    joinable_ = true;
    x_ += w;
    blank_ = 0;
  }

  double size_, width_, indent_ = 0, x_ = 0, blank_ = 0;
  bool joinable_ = false;  // nothing but words stands on the line
  std::vector<RichLine>& lines_;
};

}  // namespace

std::vector<RichLine> laid_out(const std::vector<MarkdownBlock>& blocks, double size, double width) {
  constexpr double kStep = 1.4;  // of lists, in type sizes
  std::vector<RichLine> lines;
  for (const MarkdownBlock& block : blocks) {
    Setter setter(size, width, lines);
    const bool item = !block.marker.empty();
    setter.begin(kStep * size * block.depth, size * (item ? kBetween / 2 : kBetween));
    if (item) setter.mark(block.marker, kStep * size * (block.depth - 1) + size * 0.3);
    for (const MarkdownSpan& span : block.spans) setter.add(span.text, font_of(span), span.link);
  }
  return lines;
}

std::vector<RichLine> laid_out(const std::string& words, Font font, double size, double width) {
  std::vector<RichLine> lines;
  Setter setter(size, width, lines);
  setter.begin(0, 0);
  setter.add(spoken(words), font, {});
  return lines;
}

double height_of(const std::vector<RichLine>& lines) {
  double height = 0;
  for (const RichLine& line : lines) height += line.height();
  return height;
}

double add_lines(Picture& picture, Point at, const std::vector<RichLine>& lines, const Palette& colors,
                 Color ink) {
  for (const RichLine& line : lines) {
    at.y += line.above;
    for (const RichLine::Piece& piece : line.pieces)
      picture.add(Label{.at = {at.x + piece.x, at.y + 0.7 * line.size},
                        .text = piece.text,
                        .font = piece.font,
                        .size = line.size,
                        .color = !piece.link.empty() ? colors.accent : ink});
    at.y += line.height() - line.above;
  }
  return at.y;
}

}  // namespace convscope
