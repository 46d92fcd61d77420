#include "app/views/fitting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "core/base/words.hpp"

namespace convscope {

std::string_view clauses_within(std::string_view words, Font font, double size, double width) {
  while (!words.empty() && text_width(font, size, words) > width) {
    const std::size_t end = words.find_last_of(",;:");
    words = words.substr(0, end == words.npos ? 0 : end);
  }
  return words;
}

std::vector<std::string> wrapped(std::string_view words, Font font, double size, double width,
                                 std::string_view indent) {
  std::vector<std::string> lines;
  std::string line;
  for (std::size_t begin = 0; begin < words.size();) {
    const std::size_t end = std::min(words.find(' ', begin), words.size());
    const std::string_view word = words.substr(begin, end - begin);
    const std::string longer = fmt::format("{}{}{}", line, line.empty() ? "" : " ", word);
    if (!line.empty() && text_width(font, size, longer) > width) {
      lines.push_back(line);
      line = fmt::format("{}{}", indent, word);
    } else {
      line = longer;
    }
    begin = end + 1;
  }
  if (!line.empty()) lines.push_back(line);
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
  room -= width_of(begin_, size) + width_of(end_, size);
  double taken = 0;
  for (const auto& term : terms_) taken += width_of(term, size);
  auto shown = static_cast<Index>(terms_.size());
  const auto more = [&] {
    return Piece{shown > 0 ? fmt::format("{}{} more", joint_, all_ - shown) : counted(all_, "product"),
                 soft_};
  };
  // All of them where they fit, else as many as leave room to say how many more there are.
  while (shown > 0 && (taken > room || shown < all_) && taken + width_of({more()}, size) > room)
    taken -= width_of(terms_[static_cast<std::size_t>(--shown)], size);
  std::vector<Piece> out = begin_;
  for (Index i = 0; i < shown; ++i) {
    const auto& term = terms_[static_cast<std::size_t>(i)];
    out.insert(out.end(), term.begin(), term.end());
  }
  if (shown < all_) out.push_back(more());
  out.insert(out.end(), end_.begin(), end_.end());
  return out;
}

}  // namespace convscope
