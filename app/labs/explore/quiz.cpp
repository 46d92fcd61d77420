#include "app/labs/explore/quiz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.hpp"

namespace convscope {

namespace {

/// The views in which each step makes one output cell, in that cell's order.
bool completes_cells(const AppState& app) {
  const View& view = app.view();
  if (view.name != "slide" && view.name != "direct") return false;
  const Order order = order_of(view, app.derived(), app.session.order);
  return order == (app.scenario().transposed() ? Order::by_pixel : Order::by_window);
}

}  // namespace

void set_quiz(AppState& app, bool on) {
  Quiz& quiz = app.session.quiz;
  if (!on) {
    const bool was = std::exchange(quiz.on, false);
    app.tell(!was              ? std::string("The quiz is off.")
             : quiz.asked == 0 ? std::string("The quiz is over.")
                               : fmt::format("The quiz is over: {} of {} right.", quiz.correct, quiz.asked));
    return;
  }
  app.play(false);
  app.choose_order(std::nullopt);
  app.choose_view(app.scenario().transposed() ? "direct" : "slide");
  quiz = {.on = true};
  app.rest_at(0);
}

bool quiz_waits(const AppState& app) {
  const Quiz& quiz = app.session.quiz;
  return quiz.on && completes_cells(app) && quiz.step != app.session.moment.step;
}

Index quiz_cell(const AppState& app) {
  return std::min(app.session.moment.step, app.derived().output().size() - 1);
}

bool quiz_hides(const AppState& app, const View& view) {
  return view.name == "gradient" && quiz_waits(app);
}

bool same_answer(double guess, double value) {
  const double tolerance = std::max(0.005, std::abs(value) * 1e-9);
  return std::abs(guess - value) <= tolerance * (1 + 1e-9);
}

void answer_quiz(AppState& app, double guess) {
  if (!app.session.quiz.on) throw Error("answer", "no quiz is on", "quiz on");
  if (!quiz_waits(app)) throw Error("answer", "this step is answered", "next goes on to the next cell");
  const double value = app.derived().output()[quiz_cell(app)];
  Quiz& quiz = app.session.quiz;
  quiz.step = app.session.moment.step;
  quiz.guess = guess;
  quiz.right = same_answer(guess, value);
  ++quiz.asked;
  if (quiz.right) ++quiz.correct;
}

}  // namespace convscope
