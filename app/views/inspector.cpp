// The arithmetic of the present step and of the hovered cell, written out line by line.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/registry.hpp"
#include "core/geometry/size_report.hpp"
#include "core/metrics/checkerboard.hpp"

namespace convscope {

namespace {

constexpr double kMargin = 20;
constexpr Index kMostTerms = 9;

/// A column of text lines; grows downwards.
class Column {
 public:
  explicit Column(const Style& style)
      : style_(style), colors_(palette(style.theme)), picture_(style.width, 0, colors_.window) {}

  const Palette& colors() const { return colors_; }
  double type(double px) const { return px * style_.type; }
  std::string number(double v) const { return number_text(v, style_.numbers); }

  void heading(std::string text) { put(std::move(text), type(17), colors_.ink, Font::text_bold, 1.7); }
  void note(std::string_view text, Color color) {
    // Words wrap at the panel's width.
    std::string line;
    const double room = style_.width - 2 * kMargin;
    std::size_t at = 0;
    while (at <= text.size()) {
      const std::size_t end = std::min(text.find(' ', at), text.size());
      const std::string longer = line + (line.empty() ? "" : " ") + std::string(text.substr(at, end - at));
      if (!line.empty() && text_width(Font::text, type(15), longer) > room) {
        put(line, type(15), color, Font::text, 1.45);
        line = std::string(text.substr(at, end - at));
      } else {
        line = longer;
      }
      at = end + 1;
    }
    if (!line.empty()) put(line, type(15), color, Font::text, 1.45);
  }
  /// A formula in the number font, broken at blanks where it is too wide.
  void formula(const std::string& text, Color color) {
    const double size = type(14), room = style_.width - 2 * kMargin;
    std::string line;
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t end = std::min(text.find(' ', at), text.size());
      const std::string longer = line + (line.empty() ? "" : " ") + text.substr(at, end - at);
      if (!line.empty() && text_width(Font::number, size, longer) > room) {
        put(line, size, color, Font::number, 1.5);
        line = "  " + text.substr(at, end - at);
      } else {
        line = longer;
      }
      at = end + 1;
    }
    put(line, size, color, Font::number, 1.5);
  }
  /// A line of coloured pieces with an optional number set right of them.
  void pieces(const std::vector<Piece>& list, double indent = 0) {
    const double size = type(15);
    double x = kMargin + indent;
    for (const Piece& piece : list) {
      picture_.add(Label{{x, y_ + size * 0.75}, piece.text, piece.font, size, Align::left, piece.color});
      x += text_width(piece.font, size, piece.text);
    }
    y_ += size * 1.55;
  }
  void space(double px) { y_ += type(px); }
  void rule() {
    space(10);
    picture_.add(
        Path{.start = {kMargin, y_}, .segments = {{{style_.width - kMargin, y_}}}, .stroke = colors_.line});
    space(12);
  }
  Picture finish() {
    picture_.height = std::max(y_ + kMargin, style_.height);
    return std::move(picture_);
  }

 private:
  void put(std::string text, double size, Color color, Font font, double leading) {
    picture_.add(Label{{kMargin, y_ + size * 0.75}, std::move(text), font, size, Align::left, color});
    y_ += size * leading;
  }

  Style style_;
  const Palette& colors_;
  Picture picture_;
  double y_ = kMargin;
};

class Inspector {
 public:
  Inspector(const View& view, const Derived& derived, Moment moment, const Style& style)
      : view_(view), d_(derived), op_(derived.op()), moment_(moment), style_(style), column_(style) {}

  Picture draw() {
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
    const Index plane = element_count(size), channel = cell / plane;
    const Index channels = role == Role::input    ? op_.input_channels()
                           : role == Role::output ? op_.output_channels()
                                                  : d_.weights().size() / plane;
    const char symbol = role == Role::input ? 'x' : role == Role::output ? 'y' : 'w';
    const std::string at = coordinates_text(unravel(cell % plane, size), true);
    return channels > 1 ? fmt::format("{}[{}; {}]", symbol, channel, at) : fmt::format("{}[{}]", symbol, at);
  }

  struct Term {
    Index input, output, weight;
  };
  std::vector<Term> terms(Side side, Index cell) const {
    std::vector<Term> list;
    for_each_contribution(op_.geometry, side, cell, [&](const Contribution& c) {
      const Index pixel = user_cell(op_, c.pixel);
      list.push_back(op_.transposed() ? Term{c.window, pixel, c.weight} : Term{pixel, c.window, c.weight});
    });
    return list;
  }

  /// The terms that add up to one output cell, and their sum.
  void sum_of(Index output) {
    const Palette& c = column_.colors();
    std::vector<Term> list;
    if (op_.transposed() && op_.border.active()) {
      const Index padded = op_.geometry.channels.pixel * element_count(op_.geometry.pixels());
      for (Index p = 0; p < padded; ++p)
        if (user_cell(op_, p) == output)
          for (const Term& t : terms(Side::pixel, p)) list.push_back(t);
    } else {
      list = terms(op_.transposed() ? Side::pixel : Side::window, output);
    }
    column_.pieces({{cell_name(Role::output, output), c.output_text, Font::number_bold}, {" =", c.soft}});
    const auto shown =
        static_cast<Index>(list.size()) <= kMostTerms ? static_cast<Index>(list.size()) : kMostTerms - 1;
    for (Index i = 0; i < shown; ++i) {
      const Term& t = list[static_cast<std::size_t>(i)];
      column_.pieces({{fmt::format("{:>5}", column_.number(d_.input()[t.input])), c.input_text},
                      {" × ", c.soft},
                      {column_.number(d_.weights()[t.weight]), c.kernel_text}},
                     8);
    }
    if (shown < static_cast<Index>(list.size()))
      column_.pieces(
          {{fmt::format("  … {} more", static_cast<Index>(list.size()) - shown), c.soft, Font::text}}, 8);
    if (list.empty()) column_.pieces({{"  nothing reaches this cell", c.soft, Font::text}}, 8);
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
    const std::vector<Term> list = terms(op_.transposed() ? Side::window : Side::pixel, input);
    const auto count = static_cast<Index>(list.size());
    column_.note(count == 0 ? std::string("No output cell reads it.")
                            : fmt::format("adds to {} output {}:", count, count == 1 ? "cell" : "cells"),
                 c.soft);
    const Index shown = count <= kMostTerms ? count : kMostTerms - 1;
    for (Index i = 0; i < shown; ++i) {
      const Term& t = list[static_cast<std::size_t>(i)];
      const double product = d_.input()[input] * d_.weights()[t.weight];
      column_.pieces({{fmt::format("{:<9}", cell_name(Role::output, t.output)), c.output_text},
                      {signed_text(product, style_.numbers), c.kernel_text}});
    }
    if (shown < count) column_.pieces({{fmt::format("… {} more", count - shown), c.soft, Font::text}});
  }

  void step() {
    const Palette& c = column_.colors();
    const Index all = steps(view_, d_);
    column_.note(fmt::format("Step {} of {}", moment_.step + 1, all), c.soft);
    const bool by_pixel = view_.order(d_) == Order::by_pixel;
    if (op_.transposed() && !by_pixel) {
      column_.heading(fmt::format("Input {} = {}", cell_name(Role::input, moment_.step),
                                  column_.number(d_.input()[moment_.step])));
      spread_of(moment_.step);
    } else {
      column_.heading("Output cell");
      sum_of(moment_.step);
    }
  }

  void hovered() {
    const Palette& c = column_.colors();
    const Tag hover = style_.hover;
    if (hover.role == Role::entry) {
      const Index pixels = d_.matrix().columns;
      column_.heading("Hovered: a matrix entry");
      const Index window = hover.cell / pixels, pixel = hover.cell % pixels;
      column_.note(fmt::format("row {} (a window), column {} (a pixel) of C", window, pixel), c.soft);
      const auto row = d_.matrix().row(window);
      for (const auto& entry : row)
        if (entry.column == pixel)
          column_.pieces({{cell_name(Role::kernel, entry.weight), c.kernel_text},
                          {" = ", c.soft},
                          {column_.number(d_.weights()[entry.weight]), c.kernel_text}});
      return;
    }
    if (hover.role == Role::output) {
      column_.heading("Hovered: " + cell_name(Role::output, hover.cell));
      sum_of(hover.cell);
    } else if (hover.role == Role::input) {
      column_.heading(fmt::format("Hovered: {} = {}", cell_name(Role::input, hover.cell),
                                  column_.number(d_.input()[hover.cell])));
      spread_of(hover.cell);
    } else {
      column_.heading(fmt::format("Hovered: {} = {}", cell_name(Role::kernel, hover.cell),
                                  column_.number(d_.weights()[hover.cell])));
      const auto count = static_cast<Index>(terms(Side::weight, hover.cell).size());
      column_.note(fmt::format("used {} {}: one weight, shared", count, count == 1 ? "time" : "times"),
                   c.soft);
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
  Column column_;
  Axis first_{};
};

}  // namespace

Picture draw_inspector(const View& view, const Derived& derived, Moment moment, const Style& style) {
  return Inspector(view, derived, moment, style).draw();
}

}  // namespace convscope
