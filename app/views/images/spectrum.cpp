#include "app/views/images/spectrum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/pixels.hpp"
#include "core/enlarging/verdict.hpp"

namespace convscope {

namespace {

// On cividis, whatever the theme.
constexpr Color kWhite{255, 255, 255, 255}, kRed{255, 120, 110, 255}, kShade{0, 0, 0, 200};

/// The bins of the square, from -half to half; those at the edges are the same frequencies.
struct Bins {
  Rect square;
  Index half;
  double cell() const { return square.w / static_cast<double>(2 * half + 1); }
  Point centre(Index u, Index v) const {
    return {square.x + (static_cast<double>(v + half) + 0.5) * cell(),
            square.y + (static_cast<double>(u + half) + 0.5) * cell()};
  }
};

/// A number on a dark ground, above or below a ring.
void mark(Canvas& canvas, const Rect& square, Point ring, double radius, const std::string& text) {
  const double size = canvas.type(12), width = text_width(Font::number, size, text) + 10;
  const double away = radius + size * 0.9 + 3;
  const double y = ring.y + away + size > square.bottom() ? ring.y - away : ring.y + away;
  const double left = square.x + width / 2;
  const double x = std::clamp(ring.x, left, std::max(left, square.right() - width / 2));
  canvas.add(Box{.rect = {x - width / 2, y - size * 0.75, width, size * 1.5}, .radius = 4, .fill = kShade});
  canvas.text({x, y}, text, size, kWhite, Font::number, Align::centre);
}

/// A multiple of 1/s, wherever its repetitions lie within the square.
void draw_ring(Canvas& canvas, const Bins& bins, const PowerSpectrum& spectrum, const SpectrumPeak& peak,
               bool seen) {
  const Index n = spectrum.size, s = spectrum.factor;
  const Rect& square = bins.square;
  const double radius = std::max(canvas.type(s > 4 ? 4.5 : 7.5), 2.5 * bins.cell());
  for (const Index u : {peak.row * n / s, peak.row * n / s - n})
    for (const Index v : {peak.column * n / s, peak.column * n / s - n}) {
      if (std::max(std::abs(u), std::abs(v)) > bins.half) continue;
      // Rings at the edges stay within the square.
      Point centre = bins.centre(u, v);
      const Point least{square.x + radius, square.y + radius};
      centre.x = std::clamp(centre.x, least.x, std::max(least.x, square.right() - radius));
      centre.y = std::clamp(centre.y, least.y, std::max(least.y, square.bottom() - radius));
      const Rect box{centre.x - radius, centre.y - radius, 2 * radius, 2 * radius};
      canvas.outline(box, kShade, 3.5, radius);
      canvas.outline(box, seen ? kRed : kWhite, 1.75, radius);
      // The upper half mirrors the lower one.
      const bool lower = v > -bins.half && (u > 0 || (u == 0 && v > 0));
      if (lower && square.w / static_cast<double>(s) > canvas.type(84))
        mark(canvas, square, centre, radius, energy_text(peak.energy()));
    }
}

}  // namespace

std::string energy_text(double energy) {
  if (energy < 0.05) return "0";
  if (energy < 10) return fmt::format("{:.1f}", energy);
  return energy < 1e5 ? fmt::format("{:.0f}", energy) : fmt::format("{:.2g} million", energy / 1e6);
}

void draw_spectrum_square(Canvas& canvas, const Rect& square, const PowerSpectrum& spectrum,
                          const std::vector<SpectrumPeak>& peaks, const PowerSpectrum& scale,
                          const std::vector<SpectrumPeak>& original) {
  const Bins bins{square, spectrum.size / 2};
  const Index n = 2 * bins.half + 1;
  const double most = *std::max_element(scale.power.values().begin(), scale.power.values().end());
  const double low = std::log(scale.rounding), high = std::log(std::max(most, 10 * scale.rounding));
  const auto image = painted(n, n, [&](Index row, Index column) {
    const double power = spectrum.at(row - bins.half, column - bins.half) + spectrum.rounding;
    return sequential((std::log(power) - low) / (high - low));
  });
  canvas.add(Raster{.rect = square, .image = image});
  for (std::size_t i = 0; i < peaks.size(); ++i)
    draw_ring(canvas, bins, spectrum, peaks[i],
              is_seen(peaks[i].energy(), i < original.size() ? original[i].energy() : 0));
  canvas.outline(square, canvas.colors().line, 1, 1);
}

}  // namespace convscope
