#include "app/views/fitting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "core/base/words.hpp"

namespace convscope {

std::string clauses_within(std::string_view english, Font font, double size, double width) {
  std::string words = spoken(english);
  while (!words.empty() && text_width(font, size, words) > width) {
    std::size_t end = 0;
    for (const std::string_view mark : {",", ";", ":", "，", "；", "：", "。"})
      if (const std::size_t at = words.rfind(mark); at != words.npos) end = std::max(end, at);
    words.resize(end);
  }
  return as_it_is(words);
}

std::vector<std::string> wrapped(std::string_view words, Font font, double size, double width,
                                 std::string_view indent) {
  std::vector<std::string> lines;
  std::string line;
  const Spoken spoken_words(words);
  for (const LinePart& part : line_parts(spoken_words.text())) {
    const std::string longer = fmt::format("{}{}{}", line, line.empty() || !part.blank ? "" : " ", part.text);
    if (!line.empty() && text_width(font, size, as_it_is(longer)) > width) {
      lines.push_back(as_it_is(line));
      line = fmt::format("{}{}", indent, part.text);
    } else {
      line = longer;
    }
  }
  if (!line.empty()) lines.push_back(as_it_is(line));
  return lines;
}

std::string fitting(Font font, double size, double room, const std::vector<std::string>& texts) {
  for (const std::string& text : texts)
    if (text_width(font, size, text) <= room) return text;
  return texts.back();
}

double width_of(const std::vector<Piece>& pieces, double size) {
  double width = 0;
  for (const Piece& piece : pieces) width += text_width(piece.font, size, piece.text);
  return width;
}

void LongSum::add(const std::function<std::vector<Piece>()>& make) {
  if (++all_; terms_.size() == kMostTerms) return;
  std::vector<Piece> term = make();
  if (all_ > 1) term.insert(term.begin(), {std::string(joint_), soft_});
  terms_.push_back(std::move(term));
}

std::vector<Piece> LongSum::within(double room, double size) const {
  return rest(0, begin_, room, size);
}

std::vector<Piece> LongSum::rest(std::size_t from, const std::vector<Piece>& begin, double room,
                                 double size) const {
  room -= width_of(begin, size) + width_of(end_, size);
  double taken = 0;
  for (std::size_t i = from; i < terms_.size(); ++i) taken += width_of(terms_[i], size);
  auto shown = terms_.size();
  const auto all = static_cast<std::size_t>(all_);
  const auto more = [&] {
    return Piece{shown > 0 ? fmt::format("{}{} more", joint_, all - shown) : counted(all_, "product"), soft_};
  };
  // All of them where they fit, else as many as leave room to say how many more there are.
  while (shown > from && (taken > room || shown < all) && taken + width_of({more()}, size) > room)
    taken -= width_of(terms_[--shown], size);
  std::vector<Piece> out = begin;
  const bool comma = from > 0 && from < shown && joint_.starts_with(',');
  for (std::size_t i = from; i < shown; ++i)
    out.insert(out.end(), terms_[i].begin() + (comma && i == from ? 1 : 0), terms_[i].end());
  if (shown < all) out.push_back(more());
  out.insert(out.end(), end_.begin(), end_.end());
  return out;
}

LongSum::Lines LongSum::lines(double room, double size, std::size_t most) const {
  Lines out{.lines = {}, .indent = width_of(begin_, size)};
  std::size_t from = 0;
  std::vector<Piece> line = begin_;
  double left = room - out.indent;
  const auto fits = [&] {
    double rest = width_of(end_, size);
    for (std::size_t i = from; i < terms_.size(); ++i) rest += width_of(terms_[i], size);
    return rest <= left && static_cast<std::size_t>(all_) == terms_.size();
  };
  while (out.lines.size() + 1 < most && !fits()) {
    const std::size_t first = from;
    for (double taken = 0; from < terms_.size(); ++from) {
      taken += width_of(terms_[from], size);
      if (taken > left) break;
      line.insert(line.end(), terms_[from].begin(), terms_[from].end());
    }
    if (from == first) break;  // not even one has room: the last line counts them
    // A comma ends its line, a sign begins the next one.
    if (joint_.starts_with(',')) line.push_back({",", soft_});
    out.lines.push_back(std::move(line));
    line.clear();
  }
  out.lines.push_back(rest(from, line, out.lines.empty() ? room : left, size));
  return out;
}

void draw_sum(Canvas& canvas, Point at, const LongSum::Lines& sum, double size, double right) {
  for (std::size_t i = 0; i < sum.lines.size(); ++i)
    canvas.line({at.x + (i > 0 ? sum.indent : 0), at.y + static_cast<double>(i) * kSumLeading * size},
                sum.lines[i], size, right);
}

}  // namespace convscope
