// Sentences in red that a claim explains: a click shows its card.
#pragma once

#include <string_view>

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"

namespace convscope {

/// The name of the claim that explains the sentence; empty: none does.
std::string_view claim_about(std::string_view sentence);

/// A sentence of a picture, which may stand in several lines.
struct DrawnSentence {
  std::string text;
  Rect rect{};  ///< around it, in the picture
};
/// Those in this colour.
std::vector<DrawnSentence> sentences_in(const Picture& picture, Color color);

/// Makes the red sentences of a picture that stands at `at` links to their claims, where they have one.
void link_sentences(const DeskUi& ui, const Picture& picture, Point at, CommandTarget& target);

}  // namespace convscope
