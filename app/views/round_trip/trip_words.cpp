// What the right panel says about a round trip.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/views/round_trip/sheet.hpp"
#include "app/views/round_trip/there_and_back.hpp"
#include "app/views/text_column.hpp"
#include "core/geometry/size_report.hpp"

namespace convscope {

namespace {

constexpr std::size_t kMostTerms = 9;

class Words {
 public:
  Words(const TripScene& scene, Moment moment, const Style& style)
      : s_(scene), d_(scene.there), moment_(moment), style_(style), column_(style) {
    for (double v : s_.trip.input.values()) unit_ = std::max(unit_, std::abs(v));
    for (double v : s_.trip.output.values()) unit_ = std::max(unit_, std::abs(v));
  }

  Picture draw() {
    what_came_of_it();
    if (s_.mirror) mirror();
    column_.rule();
    if (style_.hover && exists(style_.hover))
      hovered();
    else
      step();
    column_.rule();
    sizes();
    return column_.finish();
  }

 private:
  OperatorNames names() const { return operator_names(d_.op().transposed()); }
  std::string number(double value) const { return column_.number(without_rounding(value, unit_)); }
  bool exists(Tag tag) const {
    switch (tag.role) {
      case Role::input:
        return tag.cell < s_.trip.input.size();
      case Role::output:
        return tag.cell < s_.trip.output.size();
      case kReturned:
        return tag.cell < s_.trip.returned.size();
      case Role::kernel:
        return tag.cell < d_.weights().size();
      default:
        return false;
    }
  }

  void what_came_of_it() {
    const Palette& c = column_.colors();
    column_.heading(s_.trip.comes_back() ? "It comes back" : "It does not come back");
    if (!s_.outcome.sentence.empty())
      column_.note(s_.outcome.sentence, s_.outcome.returns ? c.output_text : c.warning);
    else
      column_.note("looking for what is lost…", c.soft);
    column_.pieces(
        {{"largest |x' − x|  ", c.soft, Font::text}, {number(s_.trip.max_error), c.ink, Font::number_bold}});
  }

  /// Why mirroring is no remedy: with it the way back is not the transpose any more.
  void mirror() {
    const Palette& c = column_.colors();
    column_.pieces(
        {{"mirrored  ", c.soft, Font::text}, {number(s_.trip.mirrored_max_error), c.ink, Font::number_bold}});
    column_.space(4);
    if (mirrored_kernel(d_.weights()) == d_.weights())
      return column_.note("This kernel is its own mirror image: nothing changes.", c.soft);
    column_.note(
        "Stamping a kernel is gathering with the kernel mirrored: the transpose has turned it already. "
        "Turned once "
        "more it is not the transpose:",
        c.soft);
    double own = 0, turned = 0, square = 0;
    const bool fits = s_.trip.shape_returns();
    for (Index i = 0; fits && i < s_.trip.input.size(); ++i) {
      own += s_.trip.input[i] * s_.trip.returned[i];
      turned += s_.trip.input[i] * s_.trip.mirrored[i];
    }
    for (Index i = 0; i < s_.trip.output.size(); ++i) square += d_.linear()[i] * s_.trip.output[i];
    if (!fits) return;
    column_.pieces({{fmt::format("⟨{}x, y⟩  ", names().there), c.soft},
                    {number(square), c.output_text, Font::number_bold}});
    column_.pieces(
        {{fmt::format("⟨x, {}y⟩ ", names().back), c.soft}, {number(own), c.input_text, Font::number_bold}});
    column_.pieces({{"mirrored ", c.soft},
                    {number(turned),
                     std::abs(turned - square) > 1e-9 * (1 + std::abs(square)) ? c.warning : c.input_text,
                     Font::number_bold}});
  }

  struct Term {
    Index window, pixel, weight;
  };
  /// Everything that a cell of one side takes part in; of a border all copies of a pixel.
  std::vector<Term> terms(const Operator& op, Side side, Index cell) const {
    std::vector<Term> list;
    const auto take = [&](Index fixed) {
      for_each_contribution(op.geometry, side, fixed, [&](const Contribution& c) {
        list.push_back({c.window, user_cell(op, c.pixel), c.weight});
      });
    };
    if (side != Side::pixel || !op.border.active()) {
      take(cell);
      return list;
    }
    const Index padded = op.geometry.channels.pixel * element_count(op.geometry.pixels());
    for (Index p = 0; p < padded; ++p)
      if (user_cell(op, p) == cell) take(p);
    return list;
  }

  /// A cell of a half's result as a sum of products.
  void sum(bool there, Index cell) {
    const Palette& c = column_.colors();
    const Operator& op = there ? d_.op() : s_.trip.back;
    const Tensor<double>&from = there ? s_.trip.input : s_.trip.output,
          &to = there ? s_.trip.output : s_.trip.returned;
    const Color from_color = there ? c.input_text : c.output_text,
                to_color = there ? c.output_text : c.input_text;
    const std::vector<Term> list = terms(op, op.transposed() ? Side::pixel : Side::window, cell);
    column_.pieces(
        {{cell_name(there ? "y" : "x'", to.shape(), cell), to_color, Font::number_bold}, {" =", c.soft}});
    const std::size_t shown = list.size() <= kMostTerms ? list.size() : kMostTerms - 1;
    for (std::size_t i = 0; i < shown; ++i) {
      const double value = from[op.transposed() ? list[i].window : list[i].pixel];
      column_.pieces({{fmt::format("{:>5}", number(value)), from_color},
                      {" × ", c.soft},
                      {number(d_.weights()[list[i].weight]), c.kernel_text}},
                     8);
    }
    if (shown < list.size())
      column_.pieces({{fmt::format("  … {} more", list.size() - shown), c.soft, Font::text}}, 8);
    if (list.empty()) column_.pieces({{"nothing reaches this cell", c.soft, Font::text}}, 8);
    if (there) {
      const Index plane = element_count(d_.op().output_size());
      const double bias = d_.bias(cell / plane), linear = d_.linear()[cell] + bias;
      if (bias != 0) column_.pieces({{fmt::format("{:>5} bias", number(bias)), c.soft}}, 8);
      if (d_.scenario().activation != Activation::none)
        column_.pieces({{fmt::format("    = {}", number(linear)), c.soft},
                        {fmt::format(", {}", to_string(d_.scenario().activation)), c.soft, Font::text}},
                       8);
    }
    column_.pieces({{"    = ", c.soft}, {number(to[cell]), to_color, Font::number_bold}}, 8);
    if (there) return;
    // Against the cell that it should be.
    const Shape at = unravel(cell, to.shape());
    const Shape& wanted = s_.trip.input.shape();
    for (std::size_t i = 0; i < at.rank(); ++i)
      if (at[i] >= wanted[i]) return column_.note("The input has no such cell.", c.warning);
    const Index own = ravel(at, wanted);
    const double error = without_rounding(s_.trip.error[own], unit_);
    column_.space(4);
    column_.pieces({{cell_name("x", wanted, own), c.input_text},
                    {fmt::format(" = {}: ", number(s_.trip.input[own])), c.ink},
                    {error == 0 ? "comes back" : fmt::format("error {}", signed_text(error, style_.numbers)),
                     error == 0 ? c.output_text : c.warning, Font::text_medium}});
  }

  /// Where a cell of a half's source goes.
  void spread(bool there, Index cell) {
    const Palette& c = column_.colors();
    const Operator& op = there ? d_.op() : s_.trip.back;
    const Tensor<double>&from = there ? s_.trip.input : s_.trip.output,
          &to = there ? s_.trip.output : s_.trip.returned;
    const std::vector<Term> list = terms(op, op.transposed() ? Side::window : Side::pixel, cell);
    column_.note(list.empty() ? std::string("No window reads it: nothing of it can come back.")
                              : fmt::format("adds to {} {} of {}:", list.size(),
                                            list.size() == 1 ? "cell" : "cells", there ? "y" : "x'"),
                 list.empty() ? c.warning : c.soft);
    const std::size_t shown = list.size() <= kMostTerms ? list.size() : kMostTerms - 1;
    for (std::size_t i = 0; i < shown; ++i) {
      const Index target = op.transposed() ? list[i].pixel : list[i].window;
      column_.pieces(
          {{fmt::format("{:<9} ", cell_name(there ? "y" : "x'", to.shape(), target)),
            there ? c.output_text : c.input_text},
           {addend_text(without_rounding(from[cell] * d_.weights()[list[i].weight], unit_), style_.numbers),
            c.kernel_text}});
    }
    if (shown < list.size())
      column_.pieces({{fmt::format("… {} more", list.size() - shown), c.soft, Font::text}});
  }

  void step() {
    const Index all = trip_steps(d_);
    const Palette& c = column_.colors();
    if (all == 1)
      return column_.note("Where cells are large enough to be pointed at, their arithmetic stands here.",
                          c.soft);
    const bool there = moment_.step < all / 2;
    const Index step = there ? moment_.step : moment_.step - all / 2;
    column_.note(fmt::format("Step {} of {}: the way {}", moment_.step + 1, all, there ? "there" : "back"),
                 c.soft);
    const Operator& op = there ? d_.op() : s_.trip.back;
    if (!op.transposed()) return sum(there, step);
    const Tensor<double>& from = there ? s_.trip.input : s_.trip.output;
    column_.heading(
        fmt::format("{} = {}", cell_name(there ? "x" : "y", from.shape(), step), number(from[step])));
    spread(there, step);
  }

  void hovered() {
    const Palette& c = column_.colors();
    const Tag tag = style_.hover;
    switch (tag.role) {
      case Role::output:
        column_.heading("Hovered, the way there");
        return sum(true, tag.cell);
      case kReturned:
        column_.heading("Hovered, the way back");
        return sum(false, tag.cell);
      case Role::input:
        column_.heading(fmt::format("Hovered: {} = {}", cell_name("x", s_.trip.input.shape(), tag.cell),
                                    number(s_.trip.input[tag.cell])));
        return spread(true, tag.cell);
      default:
        column_.heading(fmt::format("Hovered: a weight, {}", number(d_.weights()[tag.cell])));
        column_.note(fmt::format("The same weight is used on both ways: y = {}x, x' = {}y.", names().there,
                                 names().back),
                     c.soft);
    }
  }

  void sizes() {
    const Palette& c = column_.colors();
    column_.heading("Sizes");
    const Operator& there = d_.op();
    const auto axis_of = [](const Operator& op, std::size_t i) {
      Axis axis = op.geometry.axes[i];
      axis.pixels = op.pixels[i];  // as the user counts them: a border's cells are padding
      axis.pad = op.sides[i].begin;
      return axis;
    };
    const Axis last = axis_of(there, there.geometry.rank() - 1);
    const Sides sides = there.sides.back();
    const Axis back = axis_of(s_.trip.back, there.geometry.rank() - 1);
    const auto put = [&](std::string_view name, const SizeFormula& f, Color color) {
      column_.note(name, c.soft);
      column_.formula(f.names, c.soft);
      column_.formula(f.numbers, c.ink);
      column_.formula("= " + f.result, color);
    };
    if (there.transposed()) {
      put("there", transposed_formula(last, sides), c.output_text);
      put("back", conv_formula(back, sides), c.input_text);
    } else {
      put("there", conv_formula(last, sides), c.output_text);
      put("back", transposed_formula(back, sides), c.input_text);
      const Index op = s_.trip.output_padding[there.geometry.rank() - 1];
      if (op > 0 && s_.trip.shape_returns())
        column_.note(fmt::format("Output padding {} brings the size {} back.", op, last.pixels), c.soft);
    }
    if (there.geometry.rank() > 1) column_.note("of the last axis", c.faint);
  }

  const TripScene& s_;
  const Derived& d_;
  Moment moment_;
  Style style_;
  TextColumn column_;
  double unit_ = 0;
};

}  // namespace

Picture draw_trip_words(const TripScene& scene, Moment moment, const Style& style) {
  return Words(scene, moment, style).draw();
}

}  // namespace convscope
