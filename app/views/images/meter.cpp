#include "app/views/images/meter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/images/why.hpp"
#include "core/enlarging/metrics.hpp"
#include "core/enlarging/shift.hpp"

namespace convscope {

namespace {

/// 0 to 1 along a scale of four zones, a decade before the first limit and one after the last; beyond its
/// ends, the ends.
double place_of(double value, const Limits& limits) {
  const double edges[] = {limits.faint / 10, limits.faint, limits.visible, limits.strong, 10 * limits.strong};
  for (int zone = 0; zone < 4; ++zone)
    if (value < edges[zone + 1])
      return std::max(0.0,
                      (zone + std::log(value / edges[zone]) / std::log(edges[zone + 1] / edges[zone])) / 4);
  return 1;
}

/// One line of the scale: on what, by which number.
struct Row {
  std::string_view on;
  std::string value;
  Prediction prediction;
  double place;
};

std::array<Row, 3> rows_of(const KernelTraits& kernel) {
  const Judgement verdict = judge(kernel);
  const double flat = place_of(kernel.phase_spread, kSpreadLimits);
  const double ramps = kernel.order >= 2 ? 0 : place_of(kernel.ramp_spread, kRampLimits);
  return {{{"flat areas", "spread " + spread_text(kernel.phase_spread), verdict.flat, flat},
           {"ramps", fmt::format("order {}", kernel.order), verdict.ramps, std::max(flat, ramps)},
           {"texture", "imaging " + spread_text(kernel.imaging), verdict.texture,
            place_of(kernel.imaging, kImagingLimits)}}};
}

std::string levels_in_words(double levels) {
  return levels < 0.75  ? "a part of a grey level"
         : levels < 1.5 ? "about one grey level"
                        : fmt::format("{:.0f} grey levels", levels);
}

}  // namespace

Color prediction_color(const Palette& c, Prediction prediction) {
  switch (prediction) {
    case Prediction::none:
      return c.output_text;
    case Prediction::faint:
      return c.soft;
    case Prediction::visible:
      return mix(c.soft, c.warning, 0.6);
    case Prediction::strong:
      break;
  }
  return c.warning;
}

double draw_scale(Canvas& canvas, Point at, double width, const KernelTraits& kernel,
                  const std::optional<KernelTraits>& repaired) {
  const Palette& c = canvas.colors();
  const double thick = canvas.type(8), mark = canvas.type(7), size = canvas.type(13), gap = 3;
  const double step = size * 1.5 + 2 * mark + canvas.type(5), zone = width / 4;
  const std::array<Row, 3> rows = rows_of(kernel), after = rows_of(repaired.value_or(kernel));
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const Row& row = rows[r];
    const double top = at.y + static_cast<double>(r) * step, text = top + size * 0.6,
                 bar = top + size * 1.5 + mark - thick / 2;
    const int present = static_cast<int>(row.prediction);
    const Color color = prediction_color(c, row.prediction);
    const std::string word(name(row.prediction));
    canvas.line({at.x, text},
                {{std::string(row.on), c.ink, Font::text_medium}, {"  " + row.value, c.soft, Font::text}},
                size, at.x + width - text_width(Font::text_bold, size, word) - size);
    canvas.text({at.x + width - gap, text}, word, size, color, Font::text_bold, Align::right);
    for (int i = 0; i < 4; ++i) {
      const Color ground = prediction_color(c, static_cast<Prediction>(i));
      canvas.add(Box{.rect = {at.x + i * zone, bar, zone - gap, thick},
                     .radius = thick / 2,
                     .fill = i == present ? ground : mix(c.stage, ground, 0.3)});
    }
    const auto knob = [&](double place, Color edge) {
      canvas.disc({at.x + mark + place * (width - gap - 2 * mark), bar + thick / 2}, mark, c.window, edge,
                  2.5);
    };
    if (after[r].prediction != row.prediction) knob(after[r].place, c.output);
    knob(row.place, c.ink);
  }
  return static_cast<double>(rows.size()) * step;
}

std::string meaning_of(const Phases& phases) {
  const KernelTraits& kernel = phases.traits;
  std::string text;
  if (kernel.phase_spread == 0) {
    text = "All phases of an enlarged constant are equal: a flat picture stays flat.";
  } else {
    const double levels = 128 * kernel.phase_spread;
    text = fmt::format("The phases of an enlarged constant differ by {} of their mean",
                       spread_text(kernel.phase_spread));
    text += phases.verdict.flat == Prediction::none
                ? std::string(": rounding to 8 bits hides that.")
                : fmt::format(": {} on mid-grey.", levels_in_words(levels));
  }
  if (is_shifted(kernel)) text += fmt::format(" The picture is moved {}.", shift_words(kernel));
  // What shows on flat areas needs no more words.
  if (phases.verdict.flat >= Prediction::visible) return text;
  if (phases.verdict.ramps > phases.verdict.flat)
    text += fmt::format(" A ramp of {:g} levels a pixel gets steps of {}.", kRampSlope,
                        levels_in_words(kRampSlope * kernel.ramp_spread));
  if (phases.verdict.texture > Prediction::none)
    text += fmt::format(" Texture gets images at other frequencies, with {} of its power.",
                        spread_text(kernel.imaging));
  return text;
}

Picture draw_meter(const Phases& phases, const Style& style) {
  Style plain = style;
  plain.title = false;
  Canvas canvas(plain, "", "");
  const Palette& c = canvas.colors();
  const double margin = 20, width = style.width - 2 * margin, size = canvas.type(15);
  double y = margin + size / 2;
  const Color color = prediction_color(c, phases.verdict.worst());
  canvas.line({margin, y},
              {{"Checkerboard: ", c.ink, Font::text_bold},
               {std::string(name(phases.verdict.worst())), color, Font::text_bold}},
              canvas.type(17), style.width);
  y += size;
  y += draw_scale(canvas, {margin, y}, width, phases.traits, std::nullopt) + size * 0.8;
  y += canvas.paragraph({margin, y}, meaning_of(phases), size, width, c.soft) * size * 1.35;
  Picture picture = canvas.finish();
  picture.background = c.window;
  picture.height = std::max(style.height, y + margin - size / 2);
  return picture;
}

}  // namespace convscope
