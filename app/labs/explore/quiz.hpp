// The quiz: the step's output cell is hidden until somebody has said what it will be.
#pragma once

#include "app/labs/explore/state.hpp"

namespace convscope {

/// On: goes to a view whose steps complete one output cell each (slide, direct), at its first step, and
/// counts from nothing. Off: tells the score.
void set_quiz(ExploreState& lab, bool on);

/// Whether the present step still waits for an answer; then views hide its output cell.
bool quiz_waits(const ExploreState& lab);

/// The output cell that is asked for.
Index quiz_cell(const ExploreState& lab);
/// The view shows every output cell at once, so it must wait for the answer too.
bool quiz_hides(const ExploreState& lab, const View& view);

/// Whether a number written by a person means `value`: the same up to what two decimals can say.
bool same_answer(double guess, double value);

/// Checks the answer to the present step and counts it.
/// Errors: Error("answer", ...) when nothing is asked.
void answer_quiz(ExploreState& lab, double guess);

}  // namespace convscope
