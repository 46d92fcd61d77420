// The quiz: what the step makes is hidden until somebody has said what it will be. A wrong answer gets a hint
// and a second try.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/labs/explore/state.hpp"

namespace convscope {

struct QuizQuestion {
  enum class Kind : std::uint8_t {
    value,  ///< of the step's output cell
    added,  ///< what the step's stamp adds to an output cell
    place,  ///< where the step's window or stamp begins
    size,   ///< of the output
  };
  Kind kind = Kind::value;
  std::string words;           ///< what stands before the field: "y[1,2] ="
  std::vector<double> answer;  ///< a number, or one for each axis
  std::string hint;            ///< for the second try, one sentence
  Tag asked{};                 ///< the output cell, where that is not the step's own
};

/// On: goes to a view with questions of its own, at its first step, and counts from nothing. Off: tells the
/// score. Errors: Error("quiz", ...) where two scenarios stand beside each other.
void set_quiz(ExploreState& lab, bool on);

/// What the present step, or before all steps the scenario, can be asked for; nothing where the view in focus
/// has no questions.
std::optional<QuizQuestion> quiz_question(const ExploreState& lab);
/// Whether it still waits for an answer; then views hide what would give it away.
bool quiz_waits(const ExploreState& lab);
/// Says so in a view's style.
void hide_for_quiz(const ExploreState& lab, Style& style);

/// The output cell that the step completes.
Index quiz_cell(const ExploreState& lab);
/// The view shows the answer whatever its style, so it must wait for it too.
bool quiz_hides(const ExploreState& lab, const View& view);

/// Whether a number written by a person means `value`: the same up to what two decimals can say.
bool same_answer(double guess, double value);
/// "12", "1,3" or "6x6" as numbers. Errors: Error("answer", ...) naming what is no number.
std::vector<double> parse_answer(std::string_view text);
/// An answer as people write it.
std::string answer_text(const std::vector<double>& answer, NumberFormat format);

/// Checks the answer to the present question; the first wrong one leaves a second try.
/// Errors: Error("answer", ...) when nothing is asked, or for what is no answer; then nothing is counted.
void answer_quiz(ExploreState& lab, std::string_view text);

}  // namespace convscope
