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

/// The column that is being written, and what it is about.
struct Words {
  TextColumn column;
  const WhyScene& scene;
  const Palette& c;
  const RoundTrip& trip;
  OperatorNames names;

  Words(const WhyScene& s, const Style& style)
      : column(style),
        scene(s),
        c(column.colors()),
        trip(s.loss.trip),
        names(operator_names(s.loss.derived->op().transposed())) {}

  void row(std::string_view name, const std::string& value, Color color) {
    column.pieces({{fmt::format("{:<11}", name), c.soft}, {value, color, Font::number_bold}});
  }
  /// The method's name is longer than what stands behind other names.
  void found_by(const std::string& method) {
    column.pieces({{"by ", c.soft}, {method, c.ink, Font::number_bold}});
  }

  void spectrum(const Analysis& a);
  void there_and_back(const Analysis& a);
  void lost_directions(const Analysis& a);
  void bounds();
  void pre_image();
};

void Words::spectrum(const Analysis& a) {
  row("rank", fmt::format("{}", a.rank), c.ink);
  row("nullity", fmt::format("{}", a.nullity), a.nullity > 0 ? c.warning : c.output_text);
  row("condition", digits(a.condition), std::isinf(a.condition) || a.condition > 1e6 ? c.warning : c.ink);
  row("largest σ", digits(a.singular_values.front()), c.ink);
  row("smallest σ", digits(a.singular_values.back() > a.tolerance ? a.singular_values.back() : 0), c.ink);
  found_by(a.method == SpectrumMethod::fourier ? "Fourier transform" : "decomposition");
}

/// What the transpose behind the operator does: the Gram matrix.
void Words::there_and_back(const Analysis& a) {
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
}

void Words::lost_directions(const Analysis& a) {
  if (a.nullity == 0) return;
  column.rule();
  column.heading(a.nullity == 1 ? "One lost direction" : fmt::format("{} lost directions", a.nullity));
  const auto shown = static_cast<Index>(scene.loss.null_vectors.size());
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

/// Where the matrix is too large for all of its singular values.
void Words::bounds() {
  row("rank", fmt::format("at most {}", std::min(trip.output.size(), trip.input.size())), c.ink);
  if (const auto& e = trip.extremes) {
    row("largest σ", digits(e->largest), c.ink);
    row("smallest σ", "at most " + digits(e->smallest_at_most), c.ink);
    found_by(fmt::format("{} Lanczos steps", e->steps));
  }
  column.note(limits(), c.soft);
}

void Words::pre_image() {
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
}

}  // namespace

Picture draw_why_words(const WhyScene& scene, const Style& style) {
  Words words(scene, style);
  const RoundTrip& trip = words.trip;
  const Outcome came = outcome(trip, trip.analysis ? &*trip.analysis : nullptr);
  words.column.heading("What is lost");
  words.column.note(came.sentence, came.returns ? words.c.output_text : words.c.warning);
  words.column.space(6);
  words.row(words.names.there, fmt::format("{} × {}", trip.output.size(), trip.input.size()), words.c.ink);
  if (trip.analysis) {
    words.spectrum(*trip.analysis);
    words.there_and_back(*trip.analysis);
    words.lost_directions(*trip.analysis);
  } else {
    words.bounds();
  }
  words.pre_image();
  if (trip.analysis) {
    words.column.space(10);
    words.column.note(limits(), words.c.faint);
  }
  return words.column.finish();
}

}  // namespace convscope
