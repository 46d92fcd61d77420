// What the quiz asks about a step or a scenario, and its hints.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/labs/explore/quiz.hpp"
#include "app/views/number_text.hpp"
#include "core/base/numbers.hpp"
#include "core/geometry/size_report.hpp"
#include "core/ops/cell_terms.hpp"

namespace convscope {

namespace {

constexpr std::size_t kMostTerms = 4;

class Questions {
 public:
  explicit Questions(const ExploreState& lab)
      : lab_(lab), d_(lab.desk().derived()), op_(d_.op()), step_(lab.head().moment.step) {}

  std::optional<QuizQuestion> now() const {
    const View& view = lab_.view();
    if (!view.asks) return std::nullopt;
    const QuizAsks asks = lab_.quiz.asks;
    if ((asks == QuizAsks::size || asks == QuizAsks::all) && !lab_.quiz.size_done) return size();
    const Order order = order_of(view, d_, lab_.order());
    const bool gathers = order == (op_.transposed() ? Order::by_pixel : Order::by_window);
    const bool stamps = op_.transposed() && order == Order::by_window && op_.geometry.rank() < 3;
    if (!gathers && !stamps) return std::nullopt;
    const bool places = asks == QuizAsks::places || (asks == QuizAsks::all && step_ % 2 == 1);
    // On one axis results stand below their windows: there is nothing to be asked.
    if (places && order == Order::by_window && op_.geometry.rank() == 2) return place();
    return gathers ? value() : added();
  }

 private:
  std::string output_name(Index cell) const {
    return cell_name("y", cell, op_.output_size(), op_.output_channels());
  }
  std::string input_name(Index cell) const {
    return cell_name("x", cell, op_.input_size(), op_.input_channels());
  }
  std::string number(double value) const { return number_text(value, lab_.desk().session.numbers); }

  QuizQuestion value() const {
    const Index cell = quiz_cell(lab_);
    QuizQuestion q{.words = output_name(cell) + " =", .answer = {d_.output()[cell]}, .hint = {}};
    const std::vector<CellTerm> terms = in_input_order(terms_of_output(op_, cell));
    std::string sum;
    for (std::size_t i = 0; i < std::min(terms.size(), kMostTerms); ++i) {
      const double x = terms[i].input < 0 ? 0 : d_.input()[terms[i].input];
      sum += fmt::format("{}{} · {}", i > 0 ? " + " : "", number(x), number(d_.weights()[terms[i].weight]));
    }
    if (terms.size() > kMostTerms) sum += fmt::format(" + {} more", terms.size() - kMostTerms);
    q.hint = terms.empty()      ? std::string("Nothing reaches this cell.")
             : op_.transposed() ? fmt::format("{} {} it: {}.", terms.size(),
                                              terms.size() == 1 ? "stamp reaches" : "stamps reach", sum)
                                : fmt::format("Add up what lies under the kernel: {}.", sum);
    return q;
  }

  std::optional<QuizQuestion> added() const {
    std::vector<CellTerm> terms = cell_terms(op_, Side::window, step_);
    std::erase_if(terms, [](const CellTerm& term) { return term.output < 0; });
    if (terms.empty()) return std::nullopt;
    // Another one at each step, the same each time.
    const CellTerm term = terms[static_cast<std::size_t>(step_ * 5 + 2) % terms.size()];
    const double x = d_.input()[term.input];
    double sum = 0;
    for (const CellTerm& other : terms)
      if (other.output == term.output) sum += x * d_.weights()[other.weight];
    const Index taps = element_count(op_.geometry.taps());
    const std::string weight =
        fmt::format("w[{}]", coordinates_text(unravel(term.weight % taps, op_.geometry.taps()), true));
    return QuizQuestion{
        .kind = QuizQuestion::Kind::added,
        .words = fmt::format("{} adds to {}:", input_name(term.input), output_name(term.output)),
        .answer = {sum},
        .hint = fmt::format("{} = {} meets {} = {} there.", input_name(term.input), number(x), weight,
                            number(d_.weights()[term.weight])),
        .asked = {Role::output, term.output}};
  }

  QuizQuestion place() const {
    const Geometry& g = op_.geometry;
    const Index plane = element_count(g.windows());
    const Shape window = unravel(step_ % plane, g.windows());
    QuizQuestion q{.kind = QuizQuestion::Kind::place, .words = {}, .answer = {}, .hint = {}};
    std::vector<Index> first, stride;
    for (std::size_t i = 0; i < g.rank(); ++i) {
      const Index border = g.axes[i].pad - op_.sides[i].begin;  // cells that a border puts before the user's
      q.answer.push_back(static_cast<double>(window_origin(g.axes[i], window[i]) + border));
      first.push_back(window_origin(g.axes[i], 0) + border);
      stride.push_back(g.axes[i].stride);
    }
    const bool turned = op_.transposed();
    q.words = turned ? fmt::format("The stamp of {} begins at y, row,column:", input_name(step_))
                     : fmt::format("{} reads x from row,column:", output_name(step_));
    q.hint = fmt::format("The first one begins at {}, each next one a stride of {} further.",
                         fmt::join(first, ","), fmt::join(stride, ","));
    return q;
  }

  QuizQuestion size() const {
    QuizQuestion q{
        .kind = QuizQuestion::Kind::size, .words = "How large is the output?", .answer = {}, .hint = {}};
    std::vector<std::string> formulas;
    for (std::size_t i = 0; i < op_.geometry.rank(); ++i) {
      Axis axis = op_.geometry.axes[i];
      axis.pixels = op_.pixels[i];
      axis.pad = op_.sides[i].begin;
      const SizeFormula f =
          op_.transposed() ? transposed_formula(axis, op_.sides[i]) : conv_formula(axis, op_.sides[i]);
      if (formulas.empty() || formulas.back() != f.numbers) formulas.push_back(f.numbers);
    }
    for (const Index extent : op_.output_size()) q.answer.push_back(static_cast<double>(extent));
    q.hint = fmt::format("It is {}.", fmt::join(formulas, " and "));
    return q;
  }

  const ExploreState& lab_;
  const Derived& d_;
  const Operator& op_;
  Index step_;
};

}  // namespace

std::optional<QuizQuestion> quiz_question(const ExploreState& lab) {
  return Questions(lab).now();
}

}  // namespace convscope
