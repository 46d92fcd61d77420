#include "app/views/images/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "app/views/images/meter.hpp"
#include "app/views/images/spectrum.hpp"
#include "app/views/images/why_drawing.hpp"
#include "core/enlarging/metrics.hpp"

namespace convscope {

Picture WhyDrawing::draw() {
  Style plain = style_;
  plain.title = false;  // the verdict stands beside the name
  Canvas canvas(plain, "", "");
  const Rect area = canvas.area();
  caption_ = canvas.type(14);
  head_ = canvas.type(16) * 1.5;
  const double gap = canvas.type(20);
  // Four columns of square blocks; each has a heading above and two lines below, as wide as its column.
  const double step = (area.w + gap) / 4;
  column_ = step - gap;
  if (style_.type > 1 && area.h < canvas.type(kBothRows)) {
    draw_one_row(canvas, step);
    return canvas.finish();
  }
  const double top = draw_verdict(canvas, {area.x, area.y, area.w, 0});
  const Rect rest{area.x, area.y + top, area.w, area.h - top};
  const double row = (rest.h - gap) / 2, side = std::min(column_, row - head_ - 2.8 * caption_);
  for (std::size_t line = 0; line < 2; ++line)
    draw_row(canvas, line, {rest.x, rest.y + static_cast<double>(line) * (row + gap) + head_, side, side},
             step);
  return canvas.finish();
}

void WhyDrawing::draw_row(Canvas& canvas, std::size_t row, const Rect& first, double step) const {
  const auto block = [&](int column) { return Rect{first.x + column * step, first.y, first.w, first.h}; };
  if (row == 0) {
    draw_contributions(canvas, block(0));
    draw_sums(canvas, block(1));
    draw_sub_kernels(canvas, block(2));
    draw_gains(canvas, block(3));
  } else {
    draw_constant(canvas, block(0));
    draw_detail(canvas, block(1));
    draw_spectrum(canvas, block(2), before_, "spectrum");
    if (why_.after) draw_spectrum(canvas, block(3), *why_.after, "repaired");
  }
}

void WhyDrawing::draw_one_row(Canvas& canvas, double step) const {
  const Palette& c = canvas.colors();
  const Rect area = canvas.area();
  const double size = canvas.type(16), leading = size * 1.35;
  double y = area.y + size * 0.6;
  if (style_.title) {
    canvas.line({area.x, y}, {{why_.name, c.ink, Font::text_bold}, {"   " + why_.detail, c.soft, Font::text}},
                canvas.type(20), area.right());
    y += size * 1.8;
  }
  y = draw_worst(canvas, {area.x, y}, area.right()) + size * 0.4;
  const int lines = canvas.paragraph({}, advice(), size, area.w, c.soft, Font::text_medium, false);
  const double foot = lines * leading + size;
  const double side = std::min(column_, area.bottom() - foot - y - head_ - 2.8 * caption_);
  draw_row(canvas, part_ % 2, {area.x, y + head_, side, side}, step);
  canvas.paragraph({area.x, y + head_ + side + 2.8 * caption_ + size * 1.4}, advice(), size, area.w,
                   why_.after ? c.output_text : c.soft, Font::text_medium);
}

double WhyDrawing::draw_worst(Canvas& canvas, Point at, double right) const {
  const Palette& c = canvas.colors();
  const Prediction worst = phases_.verdict.worst();
  canvas.line(at,
              {{"Predicted checkerboard: ", c.ink, Font::text_bold},
               {std::string(name(worst)), prediction_color(c, worst), Font::text_bold},
               {" " + worst_places(phases_.verdict), c.soft, Font::text}},
              canvas.type(18), right);
  return at.y + canvas.type(16) * 1.7;
}

double WhyDrawing::draw_verdict(Canvas& canvas, const Rect& at) const {
  const Palette& c = canvas.colors();
  const double size = canvas.type(16), scale = std::min(canvas.type(340), at.w * 0.38);
  // In narrow windows there is no scale, and the words have all of the width.
  const bool narrow = at.w - scale - canvas.type(36) < canvas.type(480);
  const double leading = size * 1.35, beside = narrow ? at.w : at.w - scale - canvas.type(36);
  std::optional<KernelTraits> repaired;
  if (why_.after) repaired = why_.after->phases.traits;
  const double below =
      narrow ? 0 : draw_scale(canvas, {at.x + at.w - scale, at.y}, scale, phases_.traits, repaired);
  double y = at.y + size * 0.6;
  if (style_.title) {
    canvas.line({at.x, y}, {{why_.name, c.ink, Font::text_bold}, {"   " + why_.detail, c.soft, Font::text}},
                canvas.type(20), at.x + beside + canvas.type(20));
    y += size * 1.9;
  }
  y = draw_worst(canvas, {at.x, y}, at.x + beside + canvas.type(20));
  y += narrow ? say_each(canvas, {at.x, y}, size, at.x + beside)
              : canvas.paragraph({at.x, y}, meaning_of(phases_), size, beside, c.ink) * leading;
  y += canvas.paragraph({at.x, y}, advice(), size, beside, why_.after ? c.output_text : c.soft,
                        Font::text_medium) *
       leading;
  return std::max(y - at.y, below) + size * 0.4;
}

double WhyDrawing::say_each(Canvas& canvas, Point at, double size, double right) const {
  const Palette& c = canvas.colors();
  const auto& [flat, ramps, texture] = phases_.verdict;
  std::vector<Piece> pieces;
  for (const auto& [on, prediction] :
       {std::pair{"flat areas ", flat}, {"    ramps ", ramps}, {"    texture ", texture}}) {
    pieces.push_back({on, c.soft, Font::text});
    pieces.push_back({std::string(name(prediction)), prediction_color(c, prediction), Font::text_bold});
  }
  canvas.line(at, pieces, size, right);
  return size * 1.5;
}

std::string WhyDrawing::advice() const {
  const auto least =
      *std::min_element(phases_.contributions.values().begin(), phases_.contributions.values().end());
  if (least == 0)
    return fmt::format("Some pixels get nothing: take a kernel of at least {0} × {0}, then repair it.", s_);
  if (!why_.after)
    return phases_.verdict.worst() <= Prediction::faint ? "Nothing to repair."
           : phases_.verdict.flat > Prediction::faint   ? "Equal phase sums would take it away."
                                                        : "Equal sub-kernels would take it away.";
  std::string text = fmt::format("Repair, {}: spread {}", why_.repairs.front().name,
                                 spread_text(why_.after->phases.traits.phase_spread));
  if (before_.energy && why_.after->energy)
    text += fmt::format(", checkerboard energy {} instead of {}", energy_text(*why_.after->energy),
                        energy_text(*before_.energy));
  return text + ".";
}

Picture draw_why(const Why* why, const std::string& problem, const Style& style, std::size_t part) {
  if (why) return WhyDrawing(*why, style, part).draw();
  Canvas canvas(style, "Why", "");
  canvas.paragraph({canvas.area().x, canvas.area().y + canvas.type(16)},
                   problem.empty() ? "The kernel and the picture's spectrum are being looked at …" : problem,
                   canvas.type(17), canvas.area().w,
                   problem.empty() ? canvas.colors().soft : canvas.colors().warning);
  return canvas.finish();
}

}  // namespace convscope
