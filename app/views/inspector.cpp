// The arithmetic of the present step and of the hovered cell, written out line by line.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/picture/fonts.hpp"
#include "app/views/registry.hpp"
#include "app/views/text_column.hpp"
#include "core/geometry/size_report.hpp"
#include "core/metrics/checkerboard.hpp"
#include "core/ops/cell_terms.hpp"

namespace convscope {

namespace {

constexpr Index kMostTerms = 9;

class Inspector {
 public:
  Inspector(const View& view, const Derived& derived, Moment moment, const Style& style)
      : view_(view), d_(derived), op_(derived.op()), moment_(moment), style_(style), column_(style) {}

  Picture draw() {
    if (style_.quiz_size) {
      column_.heading("Output size");
      column_.note("Input, kernel, stride, padding: how often does the kernel fit?", column_.colors().soft);
      return column_.finish();
    }
    if (view_.animated && view_.step_count == nullptr) {
      step();
      column_.rule();
    }
    if (style_.hover && hover_valid()) {
      hovered();
      column_.rule();
    }
    if (op_.geometry.rank() <= 3) phases();
    size();
    return column_.finish();
  }

 private:
  bool hover_valid() const {
    const Index cell = style_.hover.cell;
    if (cell < 0) return false;
    switch (style_.hover.role) {
      case Role::input:
      case Role::input_gradient:
        return cell < d_.input().size();
      case Role::output:
      case Role::upstream:
        return cell < d_.output().size();
      case Role::kernel:
      case Role::weight_gradient:
        return cell < d_.weights().size();
      case Role::entry:
        return cell < d_.input().size() * d_.output().size();
      case Role::bias:
        return cell < static_cast<Index>(d_.scenario().bias.size());
      case Role::none:
        break;
    }
    return false;
  }

  /// "x[1,2]", with the channel first when there are several.
  std::string cell_name(Role role, Index cell) const {
    const Shape size = role == Role::input    ? op_.input_size()
                       : role == Role::output ? op_.output_size()
                                              : op_.geometry.taps();
    const Index channels = role == Role::input    ? op_.input_channels()
                           : role == Role::output ? op_.output_channels()
                                                  : d_.weights().size() / element_count(size);
    const std::string_view symbol = role == Role::input ? "x" : role == Role::output ? "y" : "w";
    return convscope::cell_name(symbol, cell, size, channels);
  }

  using Term = CellTerm;

  /// "3 × ¼" in one line for each term, the last ones counted.
  template <class Factors>
  void products(const std::vector<Term>& list, Factors&& factors) {
    const Palette& c = column_.colors();
    const auto count = static_cast<Index>(list.size());
    const Index shown = count <= kMostTerms ? count : kMostTerms - 1;
    for (Index i = 0; i < shown; ++i) {
      const auto [a, b] = factors(list[static_cast<std::size_t>(i)]);
      column_.pieces({{fmt::format("{:>5}", a.text), a.color}, {" × ", c.soft}, b}, 8);
    }
    if (shown < count) column_.pieces({{fmt::format("  … {} more", count - shown), c.soft, Font::text}}, 8);
    if (list.empty()) column_.pieces({{"  nothing reaches this cell", c.soft, Font::text}}, 8);
  }

  /// The terms that add up to one output cell, and their sum.
  void sum_of(Index output) {
    const Palette& c = column_.colors();
    const std::vector<Term> list = terms_of_output(op_, output);
    column_.pieces({{cell_name(Role::output, output), c.output_text, Font::number_bold}, {" =", c.soft}});
    products(list, [&](const Term& t) {
      return std::pair{Piece{column_.number(d_.input()[t.input]), c.input_text},
                       Piece{column_.number(d_.weights()[t.weight]), c.kernel_text}};
    });
    const double bias = d_.bias(output / element_count(op_.output_size()));
    if (bias != 0) column_.pieces({{fmt::format("{:>5} bias", column_.number(bias)), c.soft}}, 8);
    const double linear = d_.linear()[output] + bias;
    if (d_.scenario().activation != Activation::none)
      column_.pieces({{fmt::format("    = {}", column_.number(linear)), c.soft},
                      {fmt::format(", {}", to_string(d_.scenario().activation)), c.soft, Font::text}},
                     8);
    column_.pieces(
        {{"    = ", c.soft}, {column_.number(d_.output()[output]), c.output_text, Font::number_bold}}, 8);
    const auto count = static_cast<Index>(list.size());
    column_.note(fmt::format("{} {}", count, count == 1 ? "contribution" : "contributions"), c.soft);
  }

  /// Where one input cell goes.
  void spread_of(Index input) {
    const Palette& c = column_.colors();
    const std::vector<Term> list =
        op_.transposed() ? cell_terms(op_, Side::window, input) : terms_of_pixel(op_, input);
    const auto count = static_cast<Index>(list.size());
    column_.note(count == 0 ? std::string("No output cell reads it.")
                            : fmt::format("adds to {} output {}:", count, count == 1 ? "cell" : "cells"),
                 c.soft);
    const Index shown = count <= kMostTerms ? count : kMostTerms - 1;
    constexpr std::size_t kColumn = 9;
    std::size_t wide = kColumn;
    for (Index i = 0; i < shown; ++i)
      wide = std::max(wide, cell_name(Role::output, list[static_cast<std::size_t>(i)].output).size() + 2);
    for (Index i = 0; i < shown; ++i) {
      const Term& t = list[static_cast<std::size_t>(i)];
      const double product = d_.input()[input] * d_.weights()[t.weight];
      column_.pieces({{fmt::format("{:<{}}", cell_name(Role::output, t.output), wide), c.output_text},
                      {signed_text(product, style_.numbers), c.kernel_text}});
    }
    if (shown < count) column_.pieces({{fmt::format("… {} more", count - shown), c.soft, Font::text}});
  }

  void step() {
    const Palette& c = column_.colors();
    const Index all = steps(view_, d_, style_.order);
    column_.note(moment_ == Moment{} ? fmt::format("Step 0 of {}: nothing is done yet. First:", all)
                                     : fmt::format("Step {} of {}", moment_.step + 1, all),
                 c.soft);
    const Order order = order_of(view_, d_, style_.order);
    if (order == Order::by_tap) {
      column_.heading(fmt::format("Weight {} = {}", cell_name(Role::kernel, moment_.step),
                                  column_.number(d_.weights()[moment_.step])));
      shared(moment_.step);
      return;
    }
    // A pixel of an active border is a copy of a cell, or a zero.
    const Index cell = order == Order::by_pixel ? user_cell(op_, moment_.step) : moment_.step;
    const bool gathers = op_.transposed() == (order == Order::by_pixel);
    if (cell < 0) {
      column_.heading("A zero of the border");
    } else if (gathers) {
      column_.heading("Output cell");
      if (style_.quiz)
        question(cell);
      else
        sum_of(cell);
    } else {
      column_.heading(
          fmt::format("Input {} = {}", cell_name(Role::input, cell), column_.number(d_.input()[cell])));
      if (style_.quiz)
        column_.note("Each weight times this cell, added where its stamp covers the output.", c.soft);
      else
        spread_of(cell);
    }
  }

  /// The quiz asks for this cell: its name, without what adds up to it.
  void question(Index output) {
    const Palette& c = column_.colors();
    column_.pieces({{cell_name(Role::output, output), c.output_text, Font::number_bold},
                    {" = ", c.soft},
                    {"?", c.output_text, Font::number_bold}});
    column_.note("Multiply what lies under the kernel, cell by cell, and add it up.", c.soft);
  }

  /// Which products one weight makes.
  void shared(Index weight) {
    const Palette& c = column_.colors();
    const std::vector<Term> list = cell_terms(op_, Side::weight, weight);
    const auto count = static_cast<Index>(list.size());
    column_.note(fmt::format("used {} {}: one weight, shared", count, count == 1 ? "time" : "times"), c.soft);
    const Index shown = count <= kMostTerms ? count : kMostTerms - 1;
    for (Index i = 0; i < shown; ++i) {
      const Term& t = list[static_cast<std::size_t>(i)];
      const double value = t.input < 0 ? 0 : d_.input()[t.input];
      column_.pieces({{fmt::format("{:<9} ", cell_name(Role::output, t.output)), c.output_text},
                      {"+ ", c.soft},
                      {column_.number(value), c.input_text},
                      {" × ", c.soft},
                      {column_.number(d_.weights()[weight]), c.kernel_text}});
    }
    if (shown < count) column_.pieces({{fmt::format("… {} more", count - shown), c.soft, Font::text}});
  }

  /// The arithmetic of a gradient's cell; says whether the tag is one.
  bool gradient(Tag tag) {
    const Palette& c = column_.colors();
    const auto named = [&](Role role) { return "dL/d" + cell_name(role, tag.cell); };
    const auto flow = [&](const Term& t) {
      return Piece{column_.number(d_.linear_gradient()[t.output]), c.output_text};
    };
    const auto result = [&](double value, Color color) {
      column_.pieces({{"    = ", c.soft}, {column_.number(value), color, Font::number_bold}}, 8);
    };
    const bool activated = d_.scenario().activation != Activation::none;
    const std::string_view through = activated ? "dL/dz" : "dL/dy";
    switch (tag.role) {
      case Role::upstream:
        column_.heading(
            fmt::format("Hovered: {} = {}", named(Role::output), column_.number(d_.upstream()[tag.cell])));
        column_.note("how much the loss grows with this output cell", c.soft);
        if (!activated) return true;
        column_.pieces(
            {{fmt::format("× {}", column_.number(d_.activation_slope()[tag.cell])), c.ink},
             {fmt::format("  slope of {}", to_string(d_.scenario().activation)), c.soft, Font::text}},
            8);
        result(d_.linear_gradient()[tag.cell], c.output_text);
        return true;
      case Role::input_gradient:
        column_.heading("Hovered: " + named(Role::input));
        column_.note(fmt::format("{} times the weights through which x reached it", through), c.soft);
        products(op_.transposed() ? cell_terms(op_, Side::window, tag.cell) : terms_of_pixel(op_, tag.cell),
                 [&](const Term& t) {
                   return std::pair{flow(t), Piece{column_.number(d_.weights()[t.weight]), c.kernel_text}};
                 });
        result(d_.input_gradient()[tag.cell], c.input_text);
        return true;
      case Role::weight_gradient:
        column_.heading("Hovered: " + named(Role::kernel));
        column_.note(fmt::format("{} times what the weight was multiplied with", through), c.soft);
        products(cell_terms(op_, Side::weight, tag.cell), [&](const Term& t) {
          return std::pair{flow(t), Piece{column_.number(d_.input()[t.input]), c.input_text}};
        });
        result(d_.weight_gradient()[tag.cell], c.kernel_text);
        return true;
      case Role::none:
      case Role::input:
      case Role::kernel:
      case Role::output:
      case Role::entry:
      case Role::bias:
        break;
    }
    return false;
  }

  void hovered() {
    const Palette& c = column_.colors();
    const Tag hover = style_.hover;
    if (hover.role == Role::entry) {
      const Index pixels = whole_matrix(d_.op()).columns;
      column_.heading("Hovered: a matrix entry");
      const Index window = hover.cell / pixels, pixel = hover.cell % pixels;
      const bool turned = d_.op().transposed();
      column_.note(fmt::format("row {} of C: {} cell; column {}: {} cell", window,
                               turned ? "input" : "output", pixel, turned ? "output" : "input"),
                   c.soft);
      bool any = false;
      for (const MatrixEntry& entry : entries_of_window(d_.op(), window)) {
        if (entry.column != pixel) continue;
        any = true;
        column_.pieces({{cell_name(Role::kernel, entry.weight), c.kernel_text},
                        {" = ", c.soft},
                        {column_.number(d_.weights()[entry.weight]), c.kernel_text}});
      }
      if (!any) column_.note("0: no weight joins these two cells", c.soft);
      return;
    }
    if (gradient(hover)) return;
    if (hover.role == Role::output) {
      column_.heading("Hovered: " + cell_name(Role::output, hover.cell));
      if (style_.quiz && (style_.asked || style_.quiz_place || hover.cell >= moment_.step))
        question(hover.cell);
      else
        sum_of(hover.cell);
    } else if (hover.role == Role::input) {
      column_.heading(fmt::format("Hovered: {} = {}", cell_name(Role::input, hover.cell),
                                  column_.number(d_.input()[hover.cell])));
      if (!style_.asked && !style_.quiz_place) spread_of(hover.cell);
    } else if (hover.role == Role::bias) {
      const auto& bias = d_.scenario().bias;
      column_.heading(
          fmt::format("Hovered: the bias = {}", column_.number(bias[static_cast<std::size_t>(hover.cell)])));
      column_.note(bias.size() == 1 ? "added to every output cell"
                                    : fmt::format("added to every cell of output channel {}", hover.cell),
                   c.soft);
    } else {
      column_.heading(fmt::format("Hovered: {} = {}", cell_name(Role::kernel, hover.cell),
                                  column_.number(d_.weights()[hover.cell])));
      shared(hover.cell);
    }
  }

  /// The overlap and the phase sums: what a constant input becomes.
  void phases() {
    const Palette& c = column_.colors();
    if (!op_.transposed()) return;
    const Overlap o = overlap(op_.geometry);
    column_.heading("Checkerboard?");
    column_.note(o.even()
                     ? fmt::format("{} {} everywhere inside: the overlap is even.", o.max,
                                   o.max == 1 ? "contribution" : "contributions")
                     : fmt::format("{} to {} contributions inside: the overlap is uneven.", o.min, o.max),
                 c.soft);
    const Index plane = element_count(op_.geometry.taps());
    const PhaseSums sums =
        phase_sums(op_.geometry.axes, d_.weights().values().first(static_cast<std::size_t>(plane)));
    if (sums.even())
      column_.note(fmt::format("All phase sums are {}: no checkerboard.", column_.number(sums.max)),
                   c.output_text);
    else
      column_.note(fmt::format("Phase sums from {} to {}: a checkerboard on a constant.",
                               column_.number(sums.min), column_.number(sums.max)),
                   c.warning);
    column_.rule();
  }

  void size() {
    const Palette& c = column_.colors();
    column_.heading("Size");
    for (std::size_t i = 0; i < op_.geometry.rank(); ++i) {
      Axis axis = op_.geometry.axes[i];
      axis.pixels = op_.pixels[i];  // as the user counts them: a border's cells are padding
      axis.pad = op_.sides[i].begin;
      // Equal axes need to be said once.
      if (i > 0 && axis == first_ && op_.sides[i] == op_.sides[0]) break;
      if (i == 0) first_ = axis;
      const SizeFormula f =
          op_.transposed() ? transposed_formula(axis, op_.sides[i]) : conv_formula(axis, op_.sides[i]);
      column_.formula(f.names, c.soft);
      column_.formula(f.numbers, c.ink);
      column_.formula("= " + f.result, c.output_text);
    }
  }

  const View& view_;
  const Derived& d_;
  const Operator& op_;
  Moment moment_;
  Style style_;
  TextColumn column_;
  Axis first_{};
};

}  // namespace

Picture draw_inspector(const View& view, const Derived& derived, Moment moment, const Style& style) {
  return Inspector(view, derived, moment, style).draw();
}

}  // namespace convscope
