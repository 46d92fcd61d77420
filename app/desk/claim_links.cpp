#include "app/desk/claim_links.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

struct Link {
  std::string_view words;  ///< that stand in the sentence, in small letters, with a space between
  std::string_view claim;
};

/// The first row whose words all occur is meant.
constexpr auto kLinks = std::to_array<Link>({
    {"phase sums checkerboard", "divisible"},
    {"overlap uneven", "divisible"},
    {"contributions uneven", "divisible"},
    {"checkerboard constant", "constant-only"},
    {"checkerboard", "divisible"},
    {"never read", "reads-every-pixel"},
    {"no window reads", "reads-every-pixel"},
    {"rank", "inverse"},
    {"null space", "inverse"},
    {"lost", "inverse"},
    {"values do not", "inverse"},
    {"brings the size back", "size-tells"},
    {"output padding", "output-padding-zeros"},
    {"singular", "blur-destroys"},
    {"relu", "relu-irreversible"},
    {"activation", "relu-irreversible"},
    {"mirrored", "mirrored-kernel"},
    {"keras", "keras-is-pytorch"},
    {"same padding", "same-keeps-size"},
    {"transpose", "inverse"},
});

}  // namespace

std::string_view claim_about(std::string_view sentence) {
  const auto* found =
      std::ranges::find_if(kLinks, [&](const Link& link) { return has_words(sentence, link.words); });
  return found == kLinks.end() ? std::string_view() : found->claim;
}

std::vector<DrawnSentence> sentences_in(const Picture& picture, Color color) {
  std::vector<DrawnSentence> all;
  double size = 0;  // of the last line's type
  for (const Item& item : picture.items) {
    const auto* label = std::get_if<Label>(&item.shape);
    if (!label || label->color != color || label->text.empty()) continue;
    const Rect line = rect_of(*label, 1.4);
    Rect* const last = all.empty() ? nullptr : &all.back().rect;
    const bool goes_on = last && label->size == size && std::abs(line.x - last->x) < 1 && line.y > last->y &&
                         line.y - last->bottom() < label->size;
    size = label->size;
    if (!goes_on) {
      all.push_back({label->text, line});
      continue;
    }
    all.back().text += " " + label->text;
    const double right = std::max(last->right(), line.right());
    *last = {last->x, last->y, right - last->x, line.bottom() - last->y};
  }
  return all;
}

void link_sentences(const DeskUi& ui, const Picture& picture, Point at, CommandTarget& target) {
  for (const DrawnSentence& sentence : sentences_in(picture, ui.colors.warning)) {
    const std::string_view claim = claim_about(sentence.text);
    if (claim.empty()) continue;
    const Rect place{at.x + sentence.rect.x, at.y + sentence.rect.y, sentence.rect.w, sentence.rect.h};
    const Touch touch = ui.touch(fmt::format("claim/{}/{:.0f}", claim, sentence.rect.y), place);
    ui.explain(touch, "Why? Shows the claim that explains it.");
    if (touch.hovered) {
      ui.hand(Ui::Hand::pointing);
      ui.draw(Box{.rect = {place.x, place.bottom() - 1, place.w, 1.5}, .fill = ui.colors.warning});
    }
    if (touch.clicked) try_command(target, {"claim", std::string(claim)});
  }
}

}  // namespace convscope
