#include "app/labs/explore/quiz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/views/number_text.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

/// A second try is meant for the question that was missed.
Index place_of(const ExploreState& lab, const QuizQuestion& question) {
  return question.kind == QuizQuestion::Kind::size ? Quiz::kSize : lab.head().moment.step;
}

bool fits(const std::vector<double>& guess, const std::vector<double>& answer) {
  // One number is enough where all are the same.
  for (std::size_t i = 0; i < answer.size(); ++i)
    if (!same_answer(guess[guess.size() == 1 ? 0 : i], answer[i])) return false;
  return true;
}

}  // namespace

void set_quiz(ExploreState& lab, bool on) {
  Quiz& quiz = lab.quiz;
  if (!on) {
    const bool was = std::exchange(quiz.on, false);
    lab.desk().tell(!was ? std::string("The quiz is off.")
                    : quiz.asked == 0
                        ? std::string("The quiz is over.")
                        : fmt::format("The quiz is over: {} of {} right.", quiz.correct, quiz.asked));
    return;
  }
  if (lab.has_neighbour())
    throw Error("quiz", "two scenarios stand beside each other", "beside off, then quiz on");
  lab.play(false);
  lab.choose_order(std::nullopt);
  if (!lab.view().asks) lab.choose_view(default_view(lab.desk().scenario()).name);
  quiz = {.on = true, .asks = quiz.asks};
  lab.rest_at(0);
}

bool quiz_waits(const ExploreState& lab) {
  const Quiz& quiz = lab.quiz;
  if (!quiz.on) return false;
  const auto question = quiz_question(lab);
  return question && quiz.step != place_of(lab, *question);
}

void hide_for_quiz(const ExploreState& lab, Style& style) {
  if (!lab.quiz.on) return;
  const auto question = quiz_question(lab);
  if (!question) return;
  const bool answered = lab.quiz.step == place_of(lab, *question);
  // Behind the size the steps are still to be asked for.
  style.quiz = !answered || question->kind == QuizQuestion::Kind::size;
  if (answered) return;
  style.asked = question->asked;
  style.quiz_place = question->kind == QuizQuestion::Kind::place;
  style.quiz_size = question->kind == QuizQuestion::Kind::size;
}

Index quiz_cell(const ExploreState& lab) {
  return std::min(lab.head().moment.step, lab.desk().derived().output().size() - 1);
}

bool quiz_hides(const ExploreState& lab, const View& view) {
  if (!quiz_waits(lab)) return false;
  return view.tells || quiz_question(lab)->kind == QuizQuestion::Kind::size;
}

bool same_answer(double guess, double value) {
  const double tolerance = std::max(0.005, std::abs(value) * 1e-9);
  return std::abs(guess - value) <= tolerance * (1 + 1e-9);
}

std::vector<double> parse_answer(std::string_view text) {
  std::string words(text);
  for (const std::string_view cross : {"×", "x", ",", ";"})
    for (std::size_t at; (at = words.find(cross)) != std::string::npos;) words.replace(at, cross.size(), " ");
  std::vector<double> numbers;
  for (const std::string_view word : split(words, ' ')) {
    if (word.empty()) continue;
    const auto value = parse_value(word);
    if (!value)
      throw Error("answer", fmt::format("'{}' is no number", cut(word, 40)),
                  "as 12, 0.75, 3/4, or 1,3 for a place");
    numbers.push_back(*value);
  }
  if (numbers.empty()) throw Error("answer", "it is empty", "a number");
  return numbers;
}

std::string answer_text(const std::vector<double>& answer, NumberFormat format) {
  std::vector<std::string> numbers;
  for (const double number : answer) numbers.push_back(number_text(number, format));
  return fmt::format("{}", fmt::join(numbers, ", "));
}

void answer_quiz(ExploreState& lab, std::string_view text) {
  Quiz& quiz = lab.quiz;
  if (!quiz.on) throw Error("answer", "no quiz is on", "quiz on");
  const auto question = quiz_question(lab);
  if (!question || !quiz_waits(lab))
    throw Error("answer", "this step is answered", "next goes on to the next one");
  const std::vector<double> guess = parse_answer(text);
  const std::size_t wanted = question->answer.size();
  if (guess.size() != 1 && guess.size() != wanted)
    throw Error("answer", fmt::format("{} numbers", guess.size()),
                wanted == 1 ? std::string("one number") : fmt::format("{} numbers, as 1,3", wanted));
  if (guess.size() == 1 && wanted > 1 && question->kind == QuizQuestion::Kind::place)
    throw Error("answer", "one number is no place", fmt::format("{} numbers, as 1,3", wanted));
  lab.desk().message.clear();
  const Index place = place_of(lab, *question);
  quiz.guess = trim(text);
  quiz.right = fits(guess, question->answer);
  const bool second = quiz.missed == place;
  quiz.missed = quiz.right ? Quiz::kNone : place;
  if (!quiz.right && !second) return;
  quiz.second = second;
  quiz.step = place;
  quiz.missed = Quiz::kNone;
  ++quiz.asked;
  if (quiz.right) ++quiz.correct;
}

}  // namespace convscope
