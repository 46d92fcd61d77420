#include "app/views/step_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "app/views/number_text.hpp"
#include "app/views/registry.hpp"
#include "core/base/error.hpp"
#include "core/base/words.hpp"
#include "core/ops/cell_terms.hpp"
#include "core/tex/tex.hpp"

namespace convscope {

namespace {

constexpr std::size_t kMostTerms = 12;  // of a sum that is told

/// One step: what it holds fixed, and its products.
class Step {
 public:
  Step(const Derived& derived, Order order, Index number)
      : derived_(derived), op_(derived.op()), side_(Trace(op_, order).side()), cell_(number) {
    terms_ = in_input_order(cell_terms(op_, side_, cell_));
    std::erase_if(terms_, [](const CellTerm& term) { return term.input < 0 || term.output < 0; });
  }

  /// Whether all products go into one output cell.
  bool is_sum() const { return side_ == (op_.transposed() ? Side::pixel : Side::window); }
  bool is_weight() const { return side_ == Side::weight; }
  const std::vector<CellTerm>& terms() const { return terms_; }
  /// The user's cell that is held fixed.
  Index cell() const { return side_ == Side::pixel ? user_cell(op_, cell_) : cell_; }
  const Derived& derived() const { return derived_; }

  std::string output(Index cell) const { return place(cell, op_.output_size(), op_.output_channels()); }
  std::string input(Index cell) const { return place(cell, op_.input_size(), op_.input_channels()); }
  std::string weight(Index cell) const {
    const Shape taps = derived_.weights().shape().tail(2);
    return place(cell, taps, derived_.weights().size() / element_count(taps));
  }
  double input_value(const CellTerm& t) const { return derived_.input().data()[t.input]; }
  double weight_value(const CellTerm& t) const { return derived_.weights().data()[t.weight]; }

  /// "from (0, 4) to (2, 6)", of the output cells.
  std::string reached() const {
    const Shape size = op_.output_size();
    const Index plane = element_count(size);
    Shape low, high;
    for (const CellTerm& t : terms_) {
      const Shape at = unravel(t.output % plane, size);
      if (low.empty()) low = high = at;
      for (std::size_t i = 0; i < at.rank(); ++i) {
        low[i] = std::min(low[i], at[i]);
        high[i] = std::max(high[i], at[i]);
      }
    }
    const std::string first = coordinates_text(low), last = coordinates_text(high);
    return first == last ? "at " + first : fmt::format("from {} to {}", first, last);
  }

 private:
  static std::string place(Index cell, const Shape& size, Index channels) {
    const Index plane = element_count(size);
    const std::string at = coordinates_text(unravel(cell % plane, size));
    return channels > 1 ? fmt::format("{} of channel {}", at, cell / plane) : at;
  }

  const Derived& derived_;
  const Operator& op_;
  Side side_;
  Index cell_;
  std::vector<CellTerm> terms_;
};

std::string number(double value) {
  return number_text(value, NumberFormat::automatic);
}
/// As a factor.
std::string factor(double value) {
  return value < 0 ? fmt::format("({})", number(value)) : number(value);
}

/// "output cell (0, 2) is 1·1 + 2·2 = 5"
std::string told_sum(const Step& step) {
  const Derived& derived = step.derived();
  const Index cell = step.cell();
  std::string sum;
  for (std::size_t i = 0; i < std::min(kMostTerms, step.terms().size()); ++i) {
    const CellTerm& t = step.terms()[i];
    sum += fmt::format("{}{}·{}", i ? " + " : "", factor(step.input_value(t)), factor(step.weight_value(t)));
  }
  if (step.terms().size() > kMostTerms)
    sum += fmt::format(" and {} more", counted(step.terms().size() - kMostTerms, "product"));
  const double bias = derived.bias(cell / element_count(derived.op().output_size()));
  if (bias != 0) sum += fmt::format("{}bias {}", sum.empty() ? "" : " + ", number(bias));
  if (sum.empty()) return fmt::format("no input reaches output cell {}, which is 0", step.output(cell));
  std::string told = fmt::format("output cell {} is {} = {}", step.output(cell), sum,
                                 number(derived.linear().data()[cell] + bias));
  if (derived.scenario().activation != Activation::none)
    told += fmt::format(", which {} makes {}", to_string(derived.scenario().activation),
                        number(derived.output().data()[cell]));
  return told;
}

std::string told(const Step& step) {
  if (step.is_sum()) return told_sum(step);
  if (step.terms().empty())
    return fmt::format("{} {} reaches no output cell", step.is_weight() ? "weight" : "input cell",
                       step.is_weight() ? step.weight(step.cell()) : step.input(step.cell()));
  const CellTerm& first = step.terms().front();
  const std::string cells = fmt::format("{} {}", counted(step.terms().size(), "output cell"), step.reached());
  if (step.is_weight())
    return fmt::format("weight {}, which is {}, is multiplied by an input cell for {}",
                       step.weight(step.cell()), number(step.weight_value(first)), cells);
  const std::string input =
      fmt::format("input cell {}, which is {},", step.input(step.cell()), number(step.input_value(first)));
  return step.derived().op().transposed()
             ? fmt::format("{} stamps its multiple of the kernel onto {}", input, cells)
             : fmt::format("{} is a part of {}", input, cells);
}

}  // namespace

std::string step_sentence(const View& view, const Derived& derived, std::optional<Order> chosen,
                          Index steps_done) {
  if (!view.animated) return fmt::format("{} of {}.", view.title, "the scenario");
  const Index all = steps(view, derived, chosen);
  if (steps_done == 0) return fmt::format("The beginning: none of {} is done.", counted(all, "step"));
  const std::string begin = fmt::format("Step {} of {}", steps_done, all);
  // The gradient's numbers flow the other way.
  if (view.step_count || view.name == "gradient") return begin + ".";
  return fmt::format("{}: {}.", begin, told(Step(derived, order_of(view, derived, chosen), steps_done - 1)));
}

}  // namespace convscope
