#include "app/views/images/meter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/images/why.hpp"
#include "core/enlarging/metrics.hpp"

namespace convscope {

namespace {

constexpr double kLeast = kFaintSpread / 10;  // where the scale begins; it has four decades

/// 0 to 1 along the scale; beyond its ends, the ends.
double place_of(double spread) {
  return spread <= kLeast ? 0 : std::clamp(std::log10(spread / kLeast) / 4, 0.0, 1.0);
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

double draw_scale(Canvas& canvas, Point at, double width, double spread, std::optional<double> repaired) {
  const Palette& c = canvas.colors();
  const double thick = canvas.type(10), mark = canvas.type(8), size = canvas.type(13), gap = 3;
  const double bar = at.y + mark + 4, zone = width / 4;
  const int present = static_cast<int>(predict(spread));
  for (int i = 0; i < 4; ++i) {
    const auto prediction = static_cast<Prediction>(i);
    const Color color = prediction_color(c, prediction);
    canvas.add(Box{.rect = {at.x + i * zone, bar, zone - gap, thick},
                   .radius = thick / 2,
                   .fill = i == present ? color : mix(c.stage, color, 0.3)});
    canvas.text({at.x + (i + 0.5) * zone, bar + thick + size * 1.1}, std::string(name(prediction)), size,
                i == present ? color : c.soft, i == present ? Font::text_bold : Font::text, Align::centre);
    constexpr const char* kLimits[] = {"0.1 %", "1 %", "10 %"};
    if (i < 3)
      canvas.text({at.x + (i + 1) * zone - gap / 2, bar + thick + size * 2.4}, kLimits[i], size - 1, c.faint,
                  Font::number, Align::centre);
  }
  const auto x_of = [&](double value) { return at.x + mark + place_of(value) * (width - gap - 2 * mark); };
  const auto knob = [&](double value, Color edge) {
    canvas.disc({x_of(value), bar + thick / 2}, mark, c.window, edge, 2.5);
  };
  if (repaired && predict(*repaired) != predict(spread)) {
    knob(*repaired, c.output);
    canvas.text({x_of(*repaired) - mark, at.y - size * 0.4}, "repaired", size - 1, c.output,
                Font::text_medium);
  }
  knob(spread, c.ink);
  return mark + 4 + thick + size * 3.1;
}

std::string meaning_of(const Phases& phases) {
  if (phases.spread == 0) return "All phases of an enlarged constant are equal: a flat picture stays flat.";
  const double levels = 128 * phases.spread;
  const std::string apart = fmt::format("The phases of an enlarged constant differ by {} of their mean",
                                        spread_text(phases.spread));
  if (phases.prediction == Prediction::none) return apart + ": rounding to 8 bits hides that.";
  const std::string far = levels < 0.75  ? "a part of a grey level"
                          : levels < 1.5 ? "about one grey level"
                                         : fmt::format("{:.0f} grey levels", levels);
  return fmt::format("{}: {} on mid-grey.", apart, far);
}

Picture draw_meter(const Phases& phases, const Style& style) {
  Style plain = style;
  plain.title = false;
  Canvas canvas(plain, "", "");
  const Palette& c = canvas.colors();
  const double margin = 20, width = style.width - 2 * margin, size = canvas.type(15);
  double y = margin + size / 2;
  const Color color = prediction_color(c, phases.prediction);
  canvas.line({margin, y},
              {{"Checkerboard: ", c.ink, Font::text_bold},
               {std::string(name(phases.prediction)), color, Font::text_bold}},
              canvas.type(17), style.width);
  y += size;
  y += draw_scale(canvas, {margin, y}, width, phases.spread, std::nullopt) + size * 0.8;
  y += canvas.paragraph({margin, y}, meaning_of(phases), size, width, c.soft) * size * 1.35;
  Picture picture = canvas.finish();
  picture.background = c.window;
  picture.height = std::max(style.height, y + margin - size / 2);
  return picture;
}

}  // namespace convscope
