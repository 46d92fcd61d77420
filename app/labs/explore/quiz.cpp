#include "app/labs/explore/quiz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.hpp"

namespace convscope {

namespace {

/// In which each step completes one output cell.
Order completing(const ExploreState& lab) {
  return lab.desk().scenario().transposed() ? Order::by_pixel : Order::by_window;
}

bool completes_cells(const ExploreState& lab) {
  const View& view = lab.view();
  return view.asks && order_of(view, lab.desk().derived(), lab.order()) == completing(lab);
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
  for (const View& view : views())
    if (view.asks && view.order == completing(lab)) lab.choose_view(view.name);
  quiz = {.on = true};
  lab.rest_at(0);
}

bool quiz_waits(const ExploreState& lab) {
  const Quiz& quiz = lab.quiz;
  return quiz.on && completes_cells(lab) && quiz.step != lab.head().moment.step;
}

Index quiz_cell(const ExploreState& lab) {
  return std::min(lab.head().moment.step, lab.desk().derived().output().size() - 1);
}

bool quiz_hides(const ExploreState& lab, const View& view) {
  return view.tells && quiz_waits(lab);
}

bool same_answer(double guess, double value) {
  const double tolerance = std::max(0.005, std::abs(value) * 1e-9);
  return std::abs(guess - value) <= tolerance * (1 + 1e-9);
}

void answer_quiz(ExploreState& lab, double guess) {
  if (!lab.quiz.on) throw Error("answer", "no quiz is on", "quiz on");
  if (!quiz_waits(lab)) throw Error("answer", "this step is answered", "next goes on to the next cell");
  const double value = lab.desk().derived().output()[quiz_cell(lab)];
  Quiz& quiz = lab.quiz;
  quiz.step = lab.head().moment.step;
  quiz.guess = guess;
  quiz.right = same_answer(guess, value);
  ++quiz.asked;
  if (quiz.right) ++quiz.correct;
}

}  // namespace convscope
