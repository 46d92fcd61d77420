// How many contributions each pixel of the transposed operator gets, layer upon layer, and the phase sums.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/cell_text.hpp"
#include "app/views/obstacles.hpp"
#include "app/views/overlap_drawing.hpp"
#include "app/views/overlap_words.hpp"
#include "app/views/view.hpp"

namespace convscope {

namespace {

constexpr Index kMostLayers = 5, kMostStride = 64;
// The acts of one step, as phases: the layers make room, the new one's counts appear.
constexpr double kRoomFrom = 0, kRoomTo = 0.3;
constexpr double kRiseFrom = 0.25, kRiseTo = 0.6;

/// The axis as the user counts it: a border's cells are padding.
Axis user_axis(const Operator& op, std::size_t i) {
  Axis axis = op.geometry.axes[i];
  axis.pixels = op.pixels[i];
  axis.pad = op.sides[i].begin;
  return axis;
}

std::vector<Axis> user_axes(const Operator& op) {
  std::vector<Axis> axes;
  for (std::size_t i = 0; i < op.geometry.rank(); ++i) axes.push_back(user_axis(op, i));
  return axes;
}

std::optional<std::string> overlap_obstacle(const Derived& derived) {
  for (const Axis& axis : derived.op().geometry.axes)
    if (axis.stride > kMostStride) return "shows strides up to 64; choose a smaller stride";
  return plane_obstacle(derived);
}

Index overlap_steps(const Derived& derived) {
  std::size_t layers = kMostLayers;
  for (const Axis& axis : user_axes(derived.op()))
    layers = std::min(layers, stacked_overlap(axis, kMostLayers).size());
  return static_cast<Index>(layers);
}

std::string subtitle(const Operator& op) {
  std::string text = op.transposed()
                         ? "contributions per output cell, and the phase sums that decide"
                         : "contributions per input cell in this convolution's gradient, its transpose";
  if (op.geometry.channels.window * op.geometry.channels.pixel > 1) text += ", for one pair of channels";
  if (op.border.active()) text += fmt::format(", before the {} border folds back", to_string(op.border.mode));
  return text;
}

}  // namespace

OverlapDrawing::OverlapDrawing(const Derived& derived, Moment moment, const Style& style)
    : d_(derived),
      op_(derived.op()),
      axes_(user_axes(op_)),
      one_axis_(axes_.size() == 1),
      layer_(moment.step + 1),
      room_(eased(moment.phase, kRoomFrom, kRoomTo)),
      risen_(eased(moment.phase, kRiseFrom, kRiseTo)),
      canvas_(style, "Overlap", subtitle(op_)),
      rows_(stacked_overlap(one_axis_ ? Axis{} : axes_[0], layer_)),
      columns_(stacked_overlap(axes_.back(), layer_)) {
  const Index plane = element_count(op_.geometry.taps());
  sums_ = phase_sums(axes_, d_.weights().values().first(static_cast<std::size_t>(plane)));
}

Picture OverlapDrawing::draw() {
  if (one_axis_)
    draw_rows();
  else
    draw_plane();
  return canvas_.finish();
}

double OverlapDrawing::words_height(const std::string& text, double width) {
  const double size = canvas_.type(15);
  return size * 1.35 * canvas_.paragraph({}, text, size, width, {}, Font::text, false);  // a Canvas' leading
}

/// Words wrap before `right`; returns the y below. A paragraph that would leave the picture is left out.
double OverlapDrawing::paragraph(Point at, const std::string& text, Color color, double right) {
  const double size = canvas_.type(15), bottom = at.y + words_height(text, right - at.x);
  if (bottom <= canvas_.style().height)
    canvas_.paragraph({at.x, at.y + size * 1.35 / 2}, text, size, right - at.x, color);
  return bottom;
}

std::vector<std::string> OverlapDrawing::verdicts() const {
  // For the back row the table of the layers has the counts.
  const bool brief = canvas_.style().present && !one_axis_ && layer_ > 1;
  const bool even = least(layer_) == most(layer_);
  return {brief ? fmt::format("{}: {}.", even ? "Even" : "Uneven", overlap_reason(axes_))
                : overlap_sentence(axes_, layer_, least(layer_), most(layer_)),
          phase_sentence(sums_, [&](double v) { return canvas_.number(v); })};
}

double OverlapDrawing::verdict(Point at, double right) {
  const Palette& c = canvas_.colors();
  const std::vector<std::string> words = verdicts();
  const auto color = [&](bool even) { return even ? c.output_text : c.warning; };
  at.y = paragraph(at, words.front(), color(least(layer_) == most(layer_)), right) + canvas_.type(5);
  return paragraph(at, words.back(), color(sums_.even()), right);
}

namespace {

/// "a", "b", ...: which taps meet in a pixel.
std::string phase_letter(Index phase) {
  return std::string(1, static_cast<char>('a' + phase));
}

}  // namespace

/// The taps with the letters of their phases, and the sums of each phase beside them; returns the right and
/// the lower edge.
Point OverlapDrawing::kernel(Point at, double width, double height, double most) {
  constexpr Index kMostSums = 8, kLetters = 26;
  const Axis rows = one_axis_ ? Axis{} : axes_[0], columns = axes_.back();
  const Index phases = rows.stride * columns.stride;
  const bool sums = rows.stride <= kMostSums && columns.stride <= kMostSums;
  const double gap = canvas_.type(56);
  const double across = real(columns.taps) + (sums ? real(columns.stride) : 0);
  const double cell =
      std::clamp(std::min((width - gap) / across, height / real(std::max(rows.taps, sums ? rows.stride : 1))),
                 1.0, std::max(1.0, most));
  // A letter has its place above the number, the digits of an upright fraction included.
  std::vector<std::string> texts;
  for (const double value : d_.weights().values().first(static_cast<std::size_t>(rows.taps * columns.taps)))
    texts.push_back(canvas_.number(value));
  for (const double sum : sums_.sums) texts.push_back(canvas_.number(sum));
  const bool fractions = canvas_.style().present && std::ranges::any_of(texts, [](const std::string& text) {
                           return !number_parts(text).above.empty();
                         });
  const double half =
      canvas_.text_size(cell, canvas_.widest_em(texts)) * (fractions ? kUprightHeight / 2 : 0.4);
  const double letter = std::min({canvas_.type(13), cell * 0.3, 0.85 * (cell / 2 - half)});
  const bool letters = phases > 1 && phases <= kLetters && letter >= 11;
  const auto block = [&](const Grid& grid, Role role, auto&& value, auto&& phase, bool tagged) {
    std::vector<CellLook> looks;
    std::vector<double> values;
    for (Index i = 0; i < grid.rows * grid.columns; ++i) values.push_back(value(i));
    const Scale scale = scale_of(values);
    canvas_.grid(grid, [&](Index r, Index c) {
      const Index i = r * grid.columns + c;
      return canvas_.look(role, values[static_cast<std::size_t>(i)], scale, tagged ? Tag{role, i} : Tag{});
    });
    for (Index i = 0; letters && i < grid.rows * grid.columns; ++i) {
      const Rect rect = grid.rect(real(i / grid.columns), real(i % grid.columns));
      const Color ground = canvas_.cell_color(canvas_.look(role, values[static_cast<std::size_t>(i)], scale));
      canvas_.text({rect.x + letter * 0.4, rect.y + letter * 0.7}, phase_letter(phase(i)), letter,
                   readable_on(canvas_.colors(), ground), Font::text);
    }
  };
  const Grid taps{{at.x, at.y + canvas_.type(32)}, cell, rows.taps, columns.taps};
  const Index kernels = d_.weights().size() / (rows.taps * columns.taps);
  canvas_.block_title(taps, "kernel",
                      kernels > 1 ? fmt::format("first of {}", kernels) : to_string(op_.geometry.taps()),
                      Role::kernel);
  block(
      taps, Role::kernel, [&](Index i) { return d_.weights()[i]; },
      [&](Index i) {
        return phase_of_tap(rows, i / columns.taps) * columns.stride +
               phase_of_tap(columns, i % columns.taps);
      },
      true);
  if (!sums) return {taps.bounds().right(), taps.bounds().bottom()};
  const Grid totals{{std::max(taps.bounds().right(), at.x + canvas_.type(56)) + gap, taps.at.y},
                    cell,
                    rows.stride,
                    columns.stride};
  const double room = canvas_.style().width - totals.at.x - 8;
  const bool fits = text_width(Font::text_bold, canvas_.type(16), "phase sums") <= room;
  canvas_.block_title(totals, fits ? "phase sums" : "sums", "", output_role());
  block(
      totals, output_role(), [&](Index i) { return sums_.sums[static_cast<std::size_t>(i)]; },
      [](Index i) { return i; }, false);
  return {std::max(totals.bounds().right(),
                   totals.at.x + text_width(Font::text_bold, canvas_.type(16), "phase sums")),
          std::max(taps.bounds().bottom(), totals.bounds().bottom())};
}

namespace {

Picture draw_overlap(const Derived& derived, Moment moment, const Style& style) {
  return OverlapDrawing(derived, moment, style).draw();
}

}  // namespace

extern const View kOverlap{
    .name = "overlap",
    .title = "Overlap",
    .help =
        "Contributions to each cell of the transposed operator's output, of stacked layers too, with "
        "the phase sums.",
    .more = {"count[o] = how many (i, j) have i·s + j·d − p = o",
             "How many products reach each cell. It is even inside where the stride divides the kernel.",
             "Odena, Dumoulin & Olah 2016, distill.pub/2016/deconv-checkerboard"},
    .example = "tconv 4 k3 s2 w=ones",
    .obstacle = overlap_obstacle,
    .draw = draw_overlap,
    .step_count = overlap_steps,
};

}  // namespace convscope
