#include "app/views/round_trip/deconvolution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/plot.hpp"
#include "app/views/round_trip/tensor_parts.hpp"
#include "app/views/text_column.hpp"
#include "core/base/words.hpp"

namespace convscope {

namespace {

/// Values over steps, logarithmic where they are far apart; the mark stands at `now`.
struct Steps {
  std::string name;
  const std::vector<double>& values;
  Color color;
};
void draw_steps(Canvas& canvas, const Rect& rect, const std::vector<Steps>& lines, Index now,
                std::string_view axis) {
  double most = 0, least = INFINITY;
  for (const Steps& line : lines)
    for (double v : line.values) most = std::max(most, v);
  std::vector<Curve> curves;
  std::size_t count = 1;
  for (const Steps& line : lines) {
    Curve& curve = curves.emplace_back(Curve{line.name, {}, line.color});
    for (double v : line.values) {
      least = std::min(least, std::max(v, most * 1e-8));
      curve.points.push_back({static_cast<double>(curve.points.size()), v});
    }
    count = std::max(count, line.values.size());
  }
  const double last = std::max(1.0, static_cast<double>(count) - 1);
  const double text = canvas.type(14);
  // A legend of one row has its place above the plot; where it is narrow it has more.
  const double row = text * 1.6, more = legend(canvas, {rect.x, rect.y, rect.w, 0}, curves, text) - row;
  Plot plot(canvas, {rect.x, rect.y + more, rect.w, rect.h - more},
            {.x = {0, last},
             .y = axis_from_zero(least, most),
             .text = text,
             .left = canvas.type(54),
             .right = canvas.type(12)});
  plot.y_ticks();
  plot.upright(static_cast<double>(now), canvas.colors().faint, 1, 4);
  for (const Curve& curve : curves) {
    plot.curve(curve);
    if (static_cast<std::size_t>(now) >= curve.points.size()) continue;
    const Point p = curve.points[static_cast<std::size_t>(now)];
    canvas.disc(plot.at(p.x, p.y), 5, curve.color, curve.color, 1.5);
  }
  plot.x_tick(0, "0");
  plot.x_tick(last, fmt::format("{} {}", count - 1, axis), false, Align::right);
}

class DeconvolutionDrawing {
 public:
  DeconvolutionDrawing(const Deconvolved& deconvolved, Index iteration, const Style& style)
      : s_(deconvolved),
        d_(*deconvolved.derived),
        r_(deconvolved.result),
        iteration_(iteration),
        names_(operator_names(d_.op().transposed())),
        canvas_(style, "Deconvolve", "what undoes a convolution, beside its transpose, which does not") {
    inputs_ = scale_of(d_.input().values());
    unit_ = inputs_.most * 1e3;  // an iteration's rounding, not an operator's
    take_all(inputs_, r_.iterates.back());
  }

  Picture draw() {
    const Palette& c = canvas_.colors();
    const auto at = static_cast<std::size_t>(iteration_);
    const auto part = [&](std::string name, std::string detail, const Tensor<double>& tensor, Color color,
                          std::optional<double> error = {}) {
      TensorPart& p = parts_.emplace_back(
          TensorPart{std::move(name), std::move(detail), tensor, Role::input, color, {}, false, unit_});
      if (!error) return;
      const double far = without_rounding(*error, unit_);
      p.remark = far == 0 ? "= x" : "error " + (style_present() ? few_digits(far) : digits(far));
      p.remark_color = far == 0 ? c.output_text : c.soft;
    };
    part("x", "", d_.input(), c.input_text);
    part("y", s_.settings.noise > 0 ? "with noise" : "", r_.seen, c.output_text);
    parts_[0].tagged = parts_[1].tagged = true;
    parts_[1].role = Role::output;
    part(fmt::format("{}y", names_.back), "the transpose", r_.transposed, c.warning, r_.transposed_error);
    part(s_.settings.lambda > 0 ? "Tikhonov" : "least squares", fmt::format("iteration {}", iteration_),
         r_.iterates[at], c.input_text, r_.errors[at]);
    if (r_.inverse) part("by spectra", "exact inverse", *r_.inverse, c.input_text, r_.inverse_error);
    for (TensorPart& p : parts_) {
      take_all(p.scale, p.tensor, unit_);
      // One scale for all inputs, so that colours compare; unless they would pale beside this one.
      if (constexpr double kAlike = 4; p.role == Role::input && p.scale.most <= kAlike * inputs_.most)
        p.scale.most = inputs_.most;
    }
    const Rect area = canvas_.area();
    // From the back row the tensors need the room more than the curves and the last sentence.
    const bool present = style_present();
    const double plot = present ? area.h * 0.28
                                : std::min(std::max(area.h * 0.34, 110 * canvas_.type(1)), 260.0),
                 foot = r_.inverse || present ? 0 : canvas_.type(26), gap = canvas_.type(10);
    Rect room{area.x, area.y, area.w, area.h - plot - foot - gap},
        curves{area.x, room.bottom() + gap, area.w, plot};
    const Rect narrow{area.x, area.y, area.w * 0.66, area.h};
    if (present && part_cell(canvas_, narrow, parts_) > 1.02 * part_cell(canvas_, room, parts_)) {
      room = narrow;
      curves = {narrow.right() + 3 * gap, area.y + 2 * gap, area.w - narrow.w - 3 * gap, area.h - 4 * gap};
    }
    draw_parts(canvas_, room, parts_);
    draw_steps(canvas_, curves,
               {{fmt::format("|{}x − y|", names_.there), r_.residuals, c.output},
                {"largest error of x", r_.errors, c.input}},
               iteration_, r_.iterates.size() == 2 ? "iteration" : "iterations");
    if (foot > 0)
      canvas_.line({area.x, area.bottom() - canvas_.type(6)},
                   {{"No exact inverse by spectra: " + r_.no_inverse.substr(0, r_.no_inverse.find(';')) + ".",
                     c.soft, Font::text}},
                   canvas_.type(14), area.right());
    return canvas_.finish();
  }

 private:
  bool style_present() const { return canvas_.style().present; }

  const Deconvolved& s_;
  const Derived& d_;
  const Deconvolution& r_;
  Index iteration_;
  OperatorNames names_;
  Canvas canvas_;
  Scale inputs_;
  double unit_ = 0;
  std::vector<TensorPart> parts_;
};

}  // namespace

Index iterations_of(const Deconvolved& deconvolved) {
  return static_cast<Index>(deconvolved.result.iterates.size());
}

Picture draw_deconvolution(const Deconvolved& deconvolved, Index iteration, const Style& style) {
  return DeconvolutionDrawing(deconvolved, iteration, style).draw();
}

Picture draw_deconvolution_words(const Deconvolved& deconvolved, Index iteration, const Style& style) {
  TextColumn column(style);
  const Palette& c = column.colors();
  const Deconvolution& r = deconvolved.result;
  const auto at = static_cast<std::size_t>(iteration);
  const double unit = 1e3 * scale_of(deconvolved.derived->input().values()).most;
  const OperatorNames names = operator_names(deconvolved.derived->op().transposed());
  const auto row = [&](std::string_view name, double value, Color color) {
    column.pieces({{fmt::format("{:<11}", name), c.soft},
                   {digits(without_rounding(value, unit)), color, Font::number_bold}});
  };
  const Index last = iterations_of(deconvolved) - 1;
  column.note(fmt::format("After {} of {}", iteration, counted(last, "iteration")), c.soft);
  column.heading(deconvolved.settings.lambda > 0 ? "Tikhonov, by LSQR" : "Least squares, by LSQR");
  row(fmt::format("|{}x − y|", names.there), r.residuals[at], c.output_text);
  row("max error", r.errors[at], c.input_text);
  column.note(
      deconvolved.settings.lambda > 0
          ? fmt::format("Makes |{}x − y|² + λ|x|² least, λ = {}: less noise, for a price in sharpness.",
                        names.there, digits(deconvolved.settings.lambda))
          : fmt::format(
                "Makes |{}x − y| least; of all such x the shortest. It starts from 0 and only multiplies "
                "by C and Cᵀ, without the matrix.",
                names.there),
      c.soft);
  if (r.cancelled)
    column.note("Stopped by you.", c.warning);
  else if (!r.converged)
    column.note(fmt::format("Stopped after {}, before it had converged.", counted(last, "iteration")),
                c.warning);
  column.rule();
  column.heading("The transpose");
  const bool undone = without_rounding(r.transposed_error, unit) == 0;
  row("max error", r.transposed_error, undone ? c.output_text : c.warning);
  column.note(undone
                  ? fmt::format("Here {} is the inverse: the columns of {} are orthonormal, or this x is a "
                                "lucky one.",
                                names.back, names.there)
                  : fmt::format("{} is the first step of every least-squares method: the direction in which "
                                "the residual falls. It is not the answer.",
                                names.back),
              c.soft);
  column.rule();
  column.heading("By spectra");
  if (r.inverse) {
    row("max error", r.inverse_error, c.output_text);
    column.note(
        "The border wraps around and no frequency vanishes: dividing the spectra undoes the convolution.",
        c.soft);
  } else {
    column.note("Not possible: " + r.no_inverse + ".", c.soft);
  }
  if (deconvolved.settings.noise > 0) {
    column.rule();
    column.note(fmt::format("Noise of {:.3g} % of the largest output was added to y.",
                            100 * deconvolved.settings.noise),
                c.soft);
  }
  if (deconvolved.derived->scenario().activation != Activation::none)
    column.note("The activation stays in y: what it cut cannot be undone linearly.", c.warning);
  return column.finish();
}

}  // namespace convscope
