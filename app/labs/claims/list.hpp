// The left panel: all cards by theme, found by words and by verdict.
#pragma once

#include <optional>

#include "app/labs/claims/state.hpp"
#include "app/ui/commands.hpp"
#include "app/ui/ui.hpp"

namespace convscope {

class ClaimsList {
 public:
  void draw(const Ui& ui, const Rect& rect, CommandTarget& target);

 private:
  double search(const Ui& ui, const Rect& rect, CommandTarget& target);
  void filters(const Ui& ui, const Rect& rect, CommandTarget& target);
  void cards(const Ui& ui, const Rect& rect, CommandTarget& target);
  Rect card(const Ui& ui, Column& column, std::size_t index, CommandTarget& target);

  std::optional<std::size_t> shown_;  // the card that was scrolled to last
};

}  // namespace convscope
