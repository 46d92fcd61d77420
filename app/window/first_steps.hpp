// The way in for who has never seen this: a dozen scenarios in a row, each with a sentence, in a strip below
// the header. One table; lessons may take it over.
#pragma once

#include <span>
#include <string_view>

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"

namespace convscope {

struct FirstStep {
  std::string_view title;
  std::string_view spec, view;
  std::string_view sentence;
};

/// In their order, from the first.
std::span<const FirstStep> first_steps();
/// first-steps: goes to one, on, back, or leaves.
std::span<const Command> first_steps_commands();

/// Height of the strip; 0 while nobody is on the way. Of the present stage one has to be shown.
double first_steps_height(const DeskUi& ui);
void draw_first_steps(const DeskUi& ui, const Rect& rect, CommandTarget& target);

}  // namespace convscope
