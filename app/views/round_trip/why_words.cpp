// What the right panel says about what is lost.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/views/round_trip/sheet.hpp"
#include "app/views/round_trip/why.hpp"
#include "app/views/text_column.hpp"
#include "core/base/words.hpp"

namespace convscope {

namespace {

std::string limits() {
  return fmt::format(
      "All singular values are found up to {0} rows and {0} columns, and of any size where the border is "
      "circular and the stride divides it.",
      kLargestSvd);
}

}  // namespace

Picture draw_why_words(const WhyScene& scene, const Style& style) {
  TextColumn column(style);
  const Palette& c = column.colors();
  const RoundTrip& trip = scene.loss.trip;
  const auto row = [&](std::string_view name, const std::string& value, Color color) {
    column.pieces({{fmt::format("{:<11}", name), c.soft}, {value, color, Font::number_bold}});
  };
  // Longer than what stands behind other names.
  const auto found_by = [&](const std::string& method) {
    column.pieces({{"by ", c.soft}, {method, c.ink, Font::number_bold}});
  };
  const Outcome came = outcome(trip, trip.analysis ? &*trip.analysis : nullptr);
  const OperatorNames names = operator_names(scene.loss.derived->op().transposed());
  column.heading("What is lost");
  column.note(came.sentence, came.returns ? c.output_text : c.warning);
  column.space(6);
  row(names.there, fmt::format("{} × {}", trip.output.size(), trip.input.size()), c.ink);
  if (trip.analysis) {
    const Analysis& a = *trip.analysis;
    row("rank", fmt::format("{}", a.rank), c.ink);
    row("nullity", fmt::format("{}", a.nullity), a.nullity > 0 ? c.warning : c.output_text);
    row("condition", digits(a.condition), std::isinf(a.condition) || a.condition > 1e6 ? c.warning : c.ink);
    row("largest σ", digits(a.singular_values.front()), c.ink);
    row("smallest σ", digits(a.singular_values.back() > a.tolerance ? a.singular_values.back() : 0), c.ink);
    found_by(a.method == SpectrumMethod::fourier ? "Fourier transform" : "decomposition");
    column.rule();
    column.heading(std::string(names.both));
    column.note(a.orthonormal_columns()
                    ? "The identity: the columns of " + std::string(names.there) +
                          " are orthonormal, so the transpose is the inverse, whatever the input."
                : a.gram_scale == 0 ? "Zero, as the kernel is: nothing of the input reaches the output."
                : a.gram_distance < 1e-12
                    ? "A multiple of the identity: orthogonal columns of one length. The transpose returns a "
                      "multiple of the input."
                    : "There and back is multiplying by " + std::string(names.both) +
                          ". Only where it is the identity does everything come back. Entries off its "
                          "diagonal mix cells.",
                c.soft);
    if (a.gram_distance >= 1e-12)
      column.note(fmt::format("The nearest multiple of the identity is {} I; it is {} away from that.",
                              digits(a.gram_scale), share_text(a.gram_distance)),
                  c.warning);
    else if (a.gram_scale > 0)
      row("multiple", digits(a.gram_scale), c.output_text);
    const auto shown = static_cast<Index>(scene.loss.null_vectors.size());
    if (a.nullity > 0) {
      column.rule();
      column.heading(a.nullity == 1 ? "One lost direction" : fmt::format("{} lost directions", a.nullity));
      if (shown == 0)
        column.note("Too many cells to draw one.", c.soft);
      else
        column.note(
            fmt::format(
                "{}v = 0. Choose one{} and add it to the input with the slider below: the input moves, the "
                "output does not.",
                names.there, shown < a.nullity ? fmt::format(" of {}", shown) : ""),
            c.soft);
    }
  } else {
    row("rank", fmt::format("at most {}", std::min(trip.output.size(), trip.input.size())), c.ink);
    if (const auto& e = trip.extremes) {
      row("largest σ", digits(e->largest), c.ink);
      row("smallest σ", "at most " + digits(e->smallest_at_most), c.ink);
      found_by(fmt::format("{} Lanczos steps", e->steps));
    }
    column.note(limits(), c.soft);
  }
  column.rule();
  column.heading("x⁺");
  column.note(fmt::format("The shortest of all inputs with this output, by {} of LSQR.",
                          counted(trip.least_squares.iterations(), "step")),
              c.soft);
  double far = 0, unit = 0;
  for (Index i = 0; i < trip.input.size(); ++i) {
    far = std::max(far, std::abs(trip.pre_image[i] - trip.input[i]));
    unit = std::max(unit, std::abs(trip.input[i]));
  }
  row(fmt::format("|{}x⁺ − y|", names.there),
      digits(without_rounding(trip.least_squares.residual, unit * 1e3)), c.ink);
  row("max error", digits(without_rounding(far, unit * 1e3)), c.ink);
  if (!trip.least_squares.converged) column.note("Stopped before it had converged.", c.warning);
  if (trip.analysis) {
    column.space(10);
    column.note(limits(), c.faint);
  }
  return column.finish();
}

}  // namespace convscope
