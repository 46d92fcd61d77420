// The left panel: all cards by theme, found by words and by verdict. Where the stage would be too narrow for
// two panes beside each other, it shrinks to a rail of marks until it is opened.
#pragma once

#include <optional>

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"
#include "app/labs/claims/state.hpp"

namespace convscope {

class ClaimsList {
 public:
  /// How much of its width `full` it takes, beside a stage of width `stage`.
  double width(const DeskUi& ui, double full, double stage, CommandTarget& target);
  void draw(const DeskUi& ui, const Rect& rect, CommandTarget& target);

 private:
  bool is_rail() const { return narrow_ && !open_; }
  double head(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  double search(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void filters(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void cards(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  Rect card(const DeskUi& ui, Column& column, std::size_t index, CommandTarget& target);
  /// A card in the rail: its verdict alone.
  Rect mark(const DeskUi& ui, Column& column, std::size_t index, CommandTarget& target);
  void choose(std::size_t index, CommandTarget& target);

  bool narrow_ = false, open_ = false;
  std::optional<std::size_t> shown_;  // the card that was scrolled to last
};

}  // namespace convscope
