#include "app/views/round_trip/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/picture/fonts.hpp"
#include "app/views/drawn.hpp"
#include "app/views/pixels.hpp"
#include "app/views/plot.hpp"
#include "app/views/round_trip/tensor_parts.hpp"
#include "core/base/words.hpp"

namespace convscope {

namespace {

constexpr Index kMostNumbered = 16;  ///< rows or columns of a matrix that is drawn cell by cell

/// At most so many rows and columns of a matrix are drawn.
constexpr Index kMostDrawn = kLargestBasis;

/// Of a large matrix each cell stands for a square of them, by the one of largest magnitude.
Tensor<double> drawable(Tensor<double> matrix) {
  const Index rows = matrix.shape()[0], columns = matrix.shape()[1];
  const Index every = ceil_div(std::max(rows, columns), kMostDrawn);
  if (every <= 1) return matrix;
  Tensor<double> out(Shape{ceil_div(rows, every), ceil_div(columns, every)});
  for (Index r = 0; r < rows; ++r)
    for (Index c = 0; c < columns; ++c) {
      double& cell = out[r / every * out.shape()[1] + c / every];
      if (const double value = matrix[r * columns + c]; std::abs(value) > std::abs(cell)) cell = value;
    }
  return out;
}

/// The matrix of the way there, dense and drawable; made once for a scenario.
std::shared_ptr<const Tensor<double>> dense_matrix(const Derived& d) {
  return drawn(d)->tensor("round trip C, dense", [&] {
    const SparseMatrix& m = d.op().transposed() ? d.matrix_transposed() : d.matrix();
    Tensor<double> out(Shape{m.rows, m.columns});
    for (Index r = 0; r < m.rows; ++r)
      for (std::size_t i = 0; i < m.row_columns(r).size(); ++i)
        out[r * m.columns + m.row_columns(r)[i]] += m.row_values(r)[i];
    return drawable(std::move(out));
  });
}

/// One mark for each column of the matrix, the zeros hollow on the ground line; a logarithmic axis where the
/// others are far apart.
void draw_singular_values(Canvas& canvas, const Rect& rect, const Analysis& a) {
  const Palette& c = canvas.colors();
  // One for each column, those beyond the rows are 0; of very many every n-th.
  constexpr Index kMostMarks = 1024;
  const Index marks = std::min(a.columns, kMostMarks);
  std::vector<double> values;
  for (Index i = 0; i < marks; ++i) {
    const auto at = static_cast<std::size_t>(marks == 1 ? 0 : i * (a.columns - 1) / (marks - 1));
    values.push_back(at < a.singular_values.size() ? a.singular_values[at] : 0);
  }
  const double least = a.rank > 0 ? a.singular_values[static_cast<std::size_t>(a.rank) - 1] : 0;
  const double text = canvas.type(14), lost = text;  // what is lost stands below the axis
  const PlotAxis axis = axis_from_zero(least, values.front());
  Plot plot(canvas, {rect.x, rect.y, rect.w, rect.h - lost},
            {.x = {0, static_cast<double>(values.size())}, .y = axis, .text = text, .left = canvas.type(54)});
  const std::string rank = fmt::format("  rank {} of {}", a.rank, a.columns);
  const double room = rect.w + canvas.type(24), size = text + 1;
  const std::string name =
      fitting(Font::text_bold, size, room - text_width(Font::text, size, rank), {"singular values", "σ"});
  plot.title({{name, c.ink, Font::text_bold},
              {fitting(Font::text, size, room - text_width(Font::text_bold, size, name),
                       {fmt::format("{}, condition {}", rank, digits(a.condition)), rank}),
               a.nullity > 0 ? c.warning : c.output_text, Font::text}},
             rect.x + room);
  const Rect& area = plot.area();
  if (area.h + lost < canvas.type(50)) {  // nothing could be read off it: they are told
    std::vector<Piece> told;
    for (const double v : values) {
      const bool zero = v <= a.tolerance;
      told.push_back({(zero ? std::string("0") : digits(v)) + "  ", zero ? c.warning : c.ink, Font::number});
      if (told.size() == 64) break;
    }
    canvas.line({rect.x, rect.y + text * 2.2}, told, text, rect.x + room);
    return;
  }
  if (axis.logarithmic)
    plot.y_ticks();
  else
    plot.y_ticks({0, axis.high}, digits);
  const double step = area.w / static_cast<double>(values.size()), radius = std::clamp(step * 0.3, 1.5, 5.0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool zero = values[i] <= a.tolerance;
    Point at = plot.at(static_cast<double>(i) + 0.5, values[i]);
    if (zero)
      at.y = area.bottom() + lost;
    else if (step >= 7)
      canvas.stroke({at.x, area.bottom()}, at, c.accent.with_alpha(0.35), 2);
    const Color color = zero ? c.warning : c.accent;
    canvas.disc(at, radius, zero ? c.stage : color, color, 1.5);
  }
  if (a.nullity > 0)
    canvas.text({area.x - 8, area.bottom() + lost}, axis.logarithmic ? "0" : "lost", text - 1, c.warning,
                Font::text_medium, Align::right);
  canvas.text({area.right(), rect.bottom() - canvas.type(4)},
              axis.logarithmic ? "largest to smallest, logarithmic" : "largest to smallest", text - 1, c.soft,
              Font::text, Align::right);
}

class WhyDrawing {
 public:
  WhyDrawing(const WhyScene& scene, const Style& style)
      : s_(scene),
        d_(*scene.loss.derived),
        now_(shifted(scene)),
        names_(operator_names(d_.op().transposed())),
        canvas_(style, "Why",
                fmt::format("what the matrix {} loses cannot come back, by whatever way", names_.there)) {}

  Picture draw() {
    const Rect area = canvas_.area();
    if (!s_.loss.trip.analysis) {
      canvas_.paragraph({area.x, area.y + canvas_.type(20)},
                        fmt::format("No singular values here: {}. Least squares below needs no such matrix.",
                                    s_.loss.trip.refusal),
                        canvas_.type(17), area.w, canvas_.colors().warning);
      const double from = canvas_.type(80);
      tensors({area.x, area.y + from, area.w, area.h - from});
      return canvas_.finish();
    }
    const double gap = canvas_.type(36);
    if (s_.loss.gram.size() == 0) {  // too large to be drawn
      const double top = area.h * 0.47;
      draw_singular_values(canvas_, {area.x, area.y, area.w - gap, top}, *s_.loss.trip.analysis);
      tensors({area.x, area.y + top + canvas_.type(14), area.w, area.h - top - canvas_.type(14)});
    } else if (canvas_.style().present && area.w > 1.5 * area.h) {
      from_afar(area, gap);
    } else if (area.w > 2.2 * area.h) {
      // A low stage: the matrix and its values on the left, what can be done with it on the right.
      const double half = area.w * 0.48, top = area.h * 0.5, each = (half - gap) / 2;
      matrix({area.x, area.y, each, top}, names_.there, *dense_matrix(d_), "C");
      matrix({area.x + each + gap, area.y, each, top}, names_.both, s_.loss.gram, "gram");
      draw_singular_values(canvas_,
                           {area.x, area.y + top + canvas_.type(12), half, area.h - top - canvas_.type(44)},
                           *s_.loss.trip.analysis);
      tensors({area.x + half + gap, area.y, area.w - half - gap, area.h}, area.x);
    } else {
      // On a narrow stage the values need more of the width than the matrices.
      const bool narrow = area.w < canvas_.type(640);
      const double top = area.h * 0.47, third = (area.w - 2 * gap) * (narrow ? 0.28 : 1.0 / 3),
                   left = area.x + 2 * (third + gap);
      matrix({area.x, area.y, third, top}, names_.there, *dense_matrix(d_), "C");
      matrix({area.x + third + gap, area.y, third, top}, names_.both, s_.loss.gram, "gram");
      draw_singular_values(canvas_, {left, area.y, area.right() - left, top}, *s_.loss.trip.analysis);
      tensors({area.x, area.y + top + canvas_.type(14), area.w, area.h - top - canvas_.type(14)});
    }
    return canvas_.finish();
  }

 private:
  /// From the back row the tensors matter most. Matrices and values stand below them or beside them, for the
  /// shape, wherever that leaves the tensors the larger cells.
  void from_afar(const Rect& area, double gap) {
    const double note = canvas_.type(kNote), aside = area.w * 0.36;
    const std::vector<TensorPart> all = parts();
    const auto cell = [&](const Rect& rect) { return part_cell(canvas_, rect, all); };
    const Rect beside{area.x, area.y, area.w - aside - gap, area.h - note};
    double top = area.h * 0.56;
    // Rows of cells that their width bounds need no more height.
    for (const double share : {0.6, 0.63})
      if (cell({area.x, area.y, area.w, area.h * share - note}) >
          1.02 * cell({area.x, area.y, area.w, top - note}))
        top = area.h * share;
    if (cell(beside) > 1.05 * cell({area.x, area.y, area.w, top - note})) {
      tensors({beside.x, beside.y, beside.w, area.h});
      const double left = beside.right() + gap, each = (aside - gap) / 2, high = area.h * 0.48;
      matrix({left, area.y, each, high}, names_.there, *dense_matrix(d_), "C");
      matrix({left + each + gap, area.y, each, high}, names_.both, s_.loss.gram, "gram");
      const double low = area.y + high + canvas_.type(14);
      draw_singular_values(canvas_, {left, low, aside, area.bottom() - low - canvas_.type(6)},
                           *s_.loss.trip.analysis);
      return;
    }
    const double low = area.y + top + canvas_.type(10), high = area.bottom() - low - canvas_.type(6),
                 each = area.w * 0.22;
    tensors({area.x, area.y, area.w, top});
    matrix({area.x, low, each, high}, names_.there, *dense_matrix(d_), "C");
    matrix({area.x + each + gap, low, each, high}, names_.both, s_.loss.gram, "gram");
    const double left = area.x + 2 * (each + gap);
    draw_singular_values(canvas_, {left, low, area.right() - left, high}, *s_.loss.trip.analysis);
  }

  void matrix(const Rect& rect, std::string_view name, const Tensor<double>& values, const std::string& key) {
    const Index rows = values.shape()[0], columns = values.shape()[1];
    const double title = canvas_.type(28);
    const double cell =
        std::min({rect.w / static_cast<double>(columns), (rect.h - title) / static_cast<double>(rows), 60.0});
    const Grid grid{{rect.x, rect.y + title}, cell, rows, columns};
    const bool gram = key == "gram";
    const Palette& colors = canvas_.colors();
    const RoundTrip& trip = s_.loss.trip;
    std::vector<std::string> details = {to_string(Shape{trip.output.size(), trip.input.size()})};
    Color aside = colors.soft;
    if (gram) {
      const Analysis& a = *s_.loss.trip.analysis;
      aside = a.orthonormal_columns() ? colors.output_text : colors.warning;
      if (a.orthonormal_columns())
        details = {"the identity", "= I"};
      else if (a.gram_scale == 0)
        details = {"zero", "= 0"};
      else if (a.gram_distance < 1e-12)
        details = {digits(a.gram_scale) + " × the identity", fmt::format("= {} I", digits(a.gram_scale))};
      else
        details = {"not the identity, " + share_text(a.gram_distance) + " away", "not the identity", "≠ I"};
    }
    const double size = canvas_.type(15),
                 right = std::min(rect.right() + canvas_.type(20), canvas_.area().right());
    const double taken = text_width(Font::text_bold, size, name) + canvas_.type(9);
    canvas_.line({rect.x, rect.y + canvas_.type(9)},
                 {{std::string(name), gram ? colors.ink : colors.kernel_text, Font::text_bold},
                  {"  " + fitting(Font::text, size, right - rect.x - taken, details), aside, Font::text}},
                 size, right);
    const Scale scale =
        *drawn(d_)->scale("round trip scale of " + key, [&] { return scale_of(values.values()); });
    const auto look = [&](Index r, Index c) {
      const double value = without_rounding(values[r * columns + c], scale.most);
      CellLook out{.role = gram ? Role::none : Role::entry,
                   .value = value,
                   .scale = scale.most,
                   .is_signed = scale.is_signed};
      if (value == 0) out.kind = CellLook::Kind::zero;
      const bool read = !canvas_.style().present || cell >= 44;
      if (columns <= kMostNumbered && rows <= kMostNumbered && value != 0 && read)
        out.text = canvas_.number(value);
      return out;
    };
    if (cell >= 5) {
      canvas_.grid(grid, look);
    } else {
      // Hundreds of thousands of cells become a picture once.
      const auto image = drawn(d_)->image(
          fmt::format("round trip {} {}", key, static_cast<int>(canvas_.style().theme)), [&] {
            const Tints tints(canvas_, gram ? Role::none : Role::entry, scale);
            const Color zero = canvas_.cell_color({.kind = CellLook::Kind::zero});
            return *painted(rows, columns, [&](Index row, Index column) {
              const double value = without_rounding(values[row * columns + column], scale.most);
              return value == 0 ? zero : tints(value);
            });
          });
      canvas_.add(Raster{.rect = grid.bounds(), .image = image, .smooth = cell < 1});
    }
    canvas_.outline(grid.bounds(), canvas_.colors().line, 1, 0);
  }

  bool lost() const { return !s_.loss.null_vectors.empty(); }
  std::string told(double value) const { return canvas_.style().present ? few_digits(value) : digits(value); }

  std::vector<TensorPart> parts() const {
    const Palette& c = canvas_.colors();
    const bool lost = this->lost();
    Scale inputs = scale_of(d_.input().values());
    take_all(inputs, now_.input);
    take_all(inputs, s_.loss.trip.pre_image, inputs.most * 1e2);
    Scale outputs = scale_of(d_.output().values());
    take_all(outputs, now_.output);
    const Scale vector{1, true};
    std::vector<TensorPart> parts;
    parts.push_back({"x", "", d_.input(), Role::input, c.input_text, inputs, true});
    if (lost) {
      parts.push_back({"v", "lost", now_.vector, Role::none, c.ink, vector});
      parts.push_back(
          {"x + t·v", fmt::format("t = {}", told(s_.amount)), now_.input, Role::input, c.input_text, inputs});
    }
    const double change = without_rounding(now_.change, outputs.most);
    parts.push_back({lost ? fmt::format("{}(x + t·v)", names_.there) : "y",
                     lost ? (change == 0 ? "does not move" : "moves by " + told(change)) : "", now_.output,
                     Role::output, c.output_text, outputs, true});
    parts.push_back({"x⁺", "shortest", s_.loss.trip.pre_image, Role::input, c.input_text, inputs});
    // One scale for all inputs, so that colours compare; signed only where a tensor is.
    for (TensorPart& p : parts) {
      p.scale.is_signed = false;
      p.unit = p.scale.most * 1e2;
      take_all(p.scale, p.tensor, p.unit);
    }
    return parts;
  }

  static constexpr double kNote = 26;  ///< the sentence below the tensors
  /// The sentence starts at `left`, where it has more room.
  void tensors(const Rect& rect, std::optional<double> left = {}) {
    const Palette& c = canvas_.colors();
    const bool lost = this->lost();
    const double note = canvas_.type(kNote);
    if (d_.op().geometry.rank() <= 2) draw_parts(canvas_, {rect.x, rect.y, rect.w, rect.h - note}, parts());
    const double x = left.value_or(rect.x), size = canvas_.type(16);
    canvas_.line({x, rect.bottom() - canvas_.type(8)},
                 {{fitting(Font::text_medium, size, rect.right() - x, words(lost)),
                   lost ? c.warning : c.output_text, Font::text_medium}},
                 size, rect.right());
  }

  /// What follows, at length and, for narrow stages, in short.
  std::vector<std::string> words(bool lost) const {
    const LeastSquares& found = s_.loss.trip.least_squares;
    if (!s_.loss.trip.analysis)
      return {fmt::format("x⁺ is the shortest input with this output, by {} of LSQR; |{}x⁺ − y| = {}.",
                          counted(found.iterations(), "step"), names_.there,
                          digits(without_rounding(found.residual, 1e3 * scale_of(d_.input().values()).most))),
              "x⁺ is the shortest input with this output."};
    if (!lost && s_.loss.trip.analysis->nullity > 0)
      return {fmt::format("{} of the input leave no trace in the output.",
                          counted(s_.loss.trip.analysis->nullity, "direction")),
              counted(s_.loss.trip.analysis->nullity, "lost direction")};
    if (lost)
      return {"However much of v is added to the input, the output is the same: it cannot tell them apart.",
              "However much of v is added, the output is the same."};
    return {"No direction of the input is lost: least squares brings all of it back (x⁺ = x).",
            "No direction is lost: least squares brings all of it back."};
  }

  const WhyScene& s_;
  const Derived& d_;
  Shifted now_;
  OperatorNames names_;
  Canvas canvas_;
};

}  // namespace

Loss find_loss(const DerivedPtr& derived, const Progress& progress) {
  LeastSquaresOptions options{.progress = progress.silent()};
  if (std::max(derived->input().size(), derived->output().size()) > kLargestBasis) {
    options.most_iterations = 400;
    options.progress = progress;
  }
  Loss out{derived, round_trip(*derived, options), Tensor<double>(Shape{0}), {}};
  if (out.trip.analysis && std::max(derived->input().size(), derived->output().size()) <= kLargestSvd) {
    out.gram = drawable(gram(derived->op().transposed() ? derived->matrix_transposed() : derived->matrix()));
    dense_matrix(*derived);  // here, so that no frame has to wait for it
  }
  if (out.trip.analysis) out.null_vectors = readable_null_space(*out.trip.analysis);
  return out;
}

Shifted shifted(const WhyScene& scene) {
  const Derived& d = *scene.loss.derived;
  Shifted out{Tensor<double>(d.input().shape()), d.input(), d.output(), 0};
  const auto count = static_cast<Index>(scene.loss.null_vectors.size());
  if (count == 0) return out;
  const std::vector<double>& v =
      scene.loss.null_vectors[static_cast<std::size_t>(((scene.vector % count) + count) % count)];
  out.vector = Tensor<double>(d.input().shape(), v);
  for (Index i = 0; i < out.input.size(); ++i) out.input[i] += scene.amount * out.vector[i];
  out.output = forward(d.op(), out.input, d.weights());
  const Index plane = element_count(d.op().output_size());
  for (Index i = 0; i < out.output.size(); ++i) out.output[i] += d.bias(i / plane);
  out.output = activate(d.scenario().activation, out.output);
  for (Index i = 0; i < out.output.size(); ++i)
    out.change = std::max(out.change, std::abs(out.output[i] - d.output()[i]));
  return out;
}

Picture draw_why(const WhyScene& scene, const Style& style) {
  return WhyDrawing(scene, style).draw();
}

}  // namespace convscope
