// A claim's card: the sentence, its verdict and the right statement, the experiment at one moment, the
// evidence.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/views/claims/experiment.hpp"
#include "app/views/claims/verdict_mark.hpp"

namespace convscope {

/// Hands that an audience has shown, in the order true, false, depends.
using Votes = std::array<int, 3>;
inline constexpr std::array kVoteOrder{Verdict::yes, Verdict::no, Verdict::depends};

struct ClaimPage {
  const Claim& claim;
  std::string_view theme;
  /// Of the last experiment that made sense; null: none yet.
  const ClaimResult* result = nullptr;
  std::vector<Scenario> scenarios{};     ///< that it was made with
  std::vector<ExperimentPane> panes{};   ///< and what is watched of it
  std::vector<Moment> moments{};         ///< one for each pane
  std::optional<Verdict> own_verdict{};  ///< of the card's own experiment, where this is another one
  bool hidden = false;                   ///< verdict, statement and evidence are not to be seen yet
  Votes votes{};
  std::optional<std::size_t> hovered{};  ///< the pane that Style::hover belongs to
};

/// A card and where its parts stand, in the picture's coordinates.
struct DrawnPage {
  Picture picture;
  Rect verdict;                ///< verdict and statement; while they are hidden, room for the votes
  std::vector<Rect> panes;     ///< whole
  std::vector<Rect> captions;  ///< their first lines
};

/// As wide as the style says, and at least as high.
DrawnPage draw_claim_page(const ClaimPage& page, const Style& style);

}  // namespace convscope
