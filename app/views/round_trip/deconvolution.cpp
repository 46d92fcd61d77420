#include "app/views/round_trip/deconvolution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/round_trip/sheet.hpp"
#include "app/views/round_trip/singular_plot.hpp"
#include "app/views/text_column.hpp"

namespace convscope {

namespace {

std::string method(const Deconvolved& d) {
  return d.settings.lambda > 0 ? "Tikhonov" : "least squares";
}

class Drawing {
 public:
  Drawing(const Deconvolved& deconvolved, Index iteration, const Style& style)
      : s_(deconvolved),
        d_(*deconvolved.derived),
        r_(deconvolved.result),
        iteration_(iteration),
        canvas_(style, "Deconvolve", "what undoes a convolution, beside its transpose, which does not") {
    inputs_ = scale_of(d_.input().values());
    for (double v : r_.iterates.back().values()) inputs_.take(v);
    unit_ = scale_of(d_.input().values()).most * 1e3;  // an iteration's rounding, not an operator's
  }

  Picture draw() {
    const Palette& c = canvas_.colors();
    const auto at = static_cast<std::size_t>(iteration_);
    parts_.push_back({"x", "", d_.input(), Role::input, c.input_text, -1});
    parts_.push_back(
        {"y", s_.settings.noise > 0 ? "with noise" : "", r_.seen, Role::output, c.output_text, -1});
    const bool turned = d_.op().transposed();
    parts_.push_back({turned ? "C y" : "Cᵀy", "the transpose", r_.transposed, Role::input, c.warning,
                      r_.transposed_error});
    parts_.push_back({method(s_), fmt::format("iteration {}", iteration_), r_.iterates[at], Role::input,
                      c.input_text, r_.errors[at]});
    if (r_.inverse)
      parts_.push_back(
          {"by spectra", "exact inverse", *r_.inverse, Role::input, c.input_text, r_.inverse_error});
    for (Part& p : parts_) {
      for (double v : p.tensor.values()) p.scale.take(without_rounding(v, unit_));
      // One scale for all inputs, so that colours compare; unless they would pale beside this one.
      if (constexpr double kAlike = 4; p.role == Role::input && p.scale.most <= kAlike * inputs_.most)
        p.scale.most = inputs_.most;
    }
    const Rect area = canvas_.area();
    const double plot = std::clamp(area.h * 0.34, 110 * canvas_.type(1), 260.0),
                 foot = r_.inverse ? 0 : canvas_.type(26);
    const Rect room{area.x, area.y, area.w, area.h - plot - foot - canvas_.type(10)};
    if (d_.op().geometry.rank() == 1 && d_.input().shape()[1] == 1 && r_.seen.shape()[1] == 1)
      rows(room);
    else
      blocks(room);
    draw_curves(canvas_, {area.x, room.bottom() + canvas_.type(10), area.w, plot},
                {{"|C x − y|", r_.residuals, c.output}, {"largest error of x", r_.errors, c.input}},
                iteration_, "iterations");
    if (!r_.inverse)
      canvas_.line({area.x, area.bottom() - canvas_.type(6)},
                   {{"No exact inverse by spectra: " + r_.no_inverse.substr(0, r_.no_inverse.find(';')) + ".",
                     c.soft, Font::text}},
                   canvas_.type(14), area.right());
    return canvas_.finish();
  }

 private:
  struct Part {
    std::string name, detail;
    const Tensor<double>& tensor;
    Role role;
    Color color;
    double error;  ///< negative: none
    Scale scale{};
  };

  std::string error_of(const Part& p) const {
    if (p.error < 0) return "";
    const double error = without_rounding(p.error, unit_);
    return error == 0 ? "= x" : "error " + digits(error);
  }
  Color error_color(const Part& p) const {
    return without_rounding(p.error, unit_) == 0 ? canvas_.colors().output_text : canvas_.colors().soft;
  }
  CellLook look(const Part& p, Index i, bool letters) const {
    CellLook out =
        value_look(canvas_, p.role, without_rounding(p.tensor[i], p.scale.most * 1e3), p.scale, i, letters);
    if (&p.tensor != &d_.input() && &p.tensor != &r_.seen) out.tag = {};
    return out;
  }

  void rows(const Rect& rect) {
    const double label = canvas_.type(150), errors = canvas_.type(116);
    const auto count = static_cast<double>(parts_.size());
    Index longest = 1;
    for (const Part& p : parts_) longest = std::max(longest, p.tensor.size());
    const double u =
        std::min({(rect.w - label - errors) / static_cast<double>(longest), rect.h / (count * 1.16), 72.0});
    const double left =
        rect.x + label + std::max(0.0, (rect.w - label - errors - u * static_cast<double>(longest)) / 2);
    // Long rows of small cells keep the distance that their names need.
    const double pitch = std::max(1.16 * u, std::min(canvas_.type(24), rect.h / count));
    double y = rect.y + std::max(0.0, (rect.h - count * pitch) / 2);
    for (const Part& p : parts_) {
      const double shift = static_cast<double>(longest - p.tensor.size()) / 2 * u;
      canvas_.grid({{left + shift, y}, u, 1, p.tensor.size()},
                   [&](Index, Index c) { return look(p, c, u >= kLettered); });
      const bool two = !p.detail.empty() && u >= canvas_.type(33);
      canvas_.text({left - canvas_.type(16), y + u / 2 - (two ? canvas_.type(8) : 0)}, p.name,
                   canvas_.type(16), p.color, Font::text_bold, Align::right);
      if (two)
        canvas_.text({left - canvas_.type(16), y + u / 2 + canvas_.type(10)}, p.detail, canvas_.type(13),
                     canvas_.colors().soft, Font::text, Align::right);
      canvas_.text({left + static_cast<double>(longest) * u + canvas_.type(14), y + u / 2}, error_of(p),
                   canvas_.type(15), error_color(p), Font::text_medium);
      y += pitch;
    }
  }

  void blocks(const Rect& rect) {
    const double title = canvas_.type(30), foot = canvas_.type(24), gap = canvas_.type(24);
    double width = 0, height = 0;
    std::vector<Sheet> sheets;
    for (const Part& p : parts_) {
      sheets.push_back(sheet_of(p.tensor.shape(), d_.op().geometry.rank() == 1 ? 6 : 2));
      width += sheets.back().width();
      height = std::max(height, sheets.back().height());
    }
    const double gaps = gap * static_cast<double>(parts_.size() - 1);
    const double u = std::min({(rect.w - gaps) / width, (rect.h - title - foot) / height, 48.0});
    double x = rect.x + std::max(0.0, (rect.w - width * u - gaps) / 2);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const Part& p = parts_[i];
      const Point at{x, rect.y + title + std::max(0.0, (rect.h - title - foot - sheets[i].height() * u) / 2)};
      draw_sheet(canvas_, sheets[i], at, u, [&](Index cell) { return look(p, cell, u >= kLettered); });
      const double right = x + sheets[i].width() * u + gap;
      canvas_.line({x, at.y - canvas_.type(14)}, {{p.name, p.color, Font::text_bold}}, canvas_.type(15),
                   right);
      canvas_.line({x, at.y + sheets[i].height() * u + canvas_.type(14)},
                   {{error_of(p), error_color(p), Font::text_medium}}, canvas_.type(14), right);
      x = right;
    }
  }

  const Deconvolved& s_;
  const Derived& d_;
  const Deconvolution& r_;
  Index iteration_;
  Canvas canvas_;
  Scale inputs_;
  double unit_ = 0;
  std::vector<Part> parts_;
};

}  // namespace

Index iterations_of(const Deconvolved& deconvolved) {
  return static_cast<Index>(deconvolved.result.iterates.size());
}

Picture draw_deconvolution(const Deconvolved& deconvolved, Index iteration, const Style& style) {
  return Drawing(deconvolved, iteration, style).draw();
}

Picture draw_deconvolution_words(const Deconvolved& deconvolved, Index iteration, const Style& style) {
  TextColumn column(style);
  const Palette& c = column.colors();
  const Deconvolution& r = deconvolved.result;
  const auto at = static_cast<std::size_t>(iteration);
  const double unit = 1e3 * scale_of(deconvolved.derived->input().values()).most;
  const auto row = [&](std::string_view name, double value, Color color) {
    column.pieces({{fmt::format("{:<11}", name), c.soft},
                   {digits(without_rounding(value, unit)), color, Font::number_bold}});
  };
  column.note(fmt::format("Iteration {} of {}", iteration, iterations_of(deconvolved) - 1), c.soft);
  column.heading(deconvolved.settings.lambda > 0 ? "Tikhonov, by LSQR" : "Least squares, by LSQR");
  row("|Cx − y|", r.residuals[at], c.output_text);
  row("max error", r.errors[at], c.input_text);
  column.note(
      deconvolved.settings.lambda > 0
          ? fmt::format("Makes |Cx − y|² + λ|x|² least, λ = {}: less noise, for a price in sharpness.",
                        digits(deconvolved.settings.lambda))
          : "Makes |Cx − y| least; of all such x the shortest. It starts from 0 and asks for C and Cᵀ only, "
            "never for the matrix.",
      c.soft);
  if (r.cancelled)
    column.note("Stopped by you.", c.warning);
  else if (!r.converged)
    column.note(
        fmt::format("Stopped after {} iterations, before it had converged.", iterations_of(deconvolved) - 1),
        c.warning);
  column.rule();
  column.heading("The transpose");
  row("max error", r.transposed_error, c.warning);
  column.note(
      "Cᵀ is the first step of every least-squares method: the direction in which the residual falls. It is "
      "not the answer.",
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
    column.note(fmt::format("Noise of {:.0f} % of the largest output was added to y.",
                            100 * deconvolved.settings.noise),
                c.soft);
  }
  if (deconvolved.derived->scenario().activation != Activation::none)
    column.note("The activation stays in y: what it cut cannot be undone linearly.", c.warning);
  return column.finish();
}

}  // namespace convscope
