#include "core/enlarging/test_pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.hpp"
#include "core/base/names.hpp"

namespace convscope {

namespace {

double constant(const PicturePlace&) {
  return 128;
}

/// 0 to 255 over `n` pixels, at `at` from the centre.
double ramp(double at, double n) {
  return n > 1 ? 255 * (at / (n - 1) + 0.5) : 127.5;
}

/// cos(pi r^2 / n): every spatial frequency once, up to the limit at the edge.
double zone_plate(const PicturePlace& p) {
  const double n = std::max(p.height, p.width);
  return 127.5 + 127.5 * std::cos(std::numbers::pi * (p.x * p.x + p.y * p.y) / n);
}

/// After ISO 12233 (2017): a straight edge about five degrees off the vertical; pixels on it hold what it
/// covers of them.
double slanted_edge(const PicturePlace& p) {
  constexpr double kSlope = 0.0874886635259240;  // tan(5 degrees)
  return 48 + 160 * std::clamp(p.x + kSlope * p.y + 0.5, 0.0, 1.0);
}

/// Two crossing sinusoids of three to four pixels, and grain.
double fine_texture(const PicturePlace& p) {
  const auto wave = [](double turns) { return std::sin(2 * std::numbers::pi * turns); };
  std::uint64_t dice = (p.number + 1) * 0x9e3779b97f4a7c15U;  // splitmix64
  dice = (dice ^ dice >> 30) * 0xbf58476d1ce4e5b9U;
  dice = (dice ^ dice >> 27) * 0x94d049bb133111ebU;
  const double grain = static_cast<double>((dice ^ dice >> 31) >> 11) / 9007199254740992.0 - 0.5;
  return 128 + 36 * wave(0.31 * p.x + 0.07 * p.y) + 36 * wave(-0.05 * p.x + 0.27 * p.y) + 60 * grain;
}

constexpr TestPictureInfo kPictures[] = {
    {"constant", "Constant", "one grey: whatever pattern shows was made by the enlarging", constant},
    {"gradient", "Gradient", "dark to light from left to right: steps and ripples show",
     [](const PicturePlace& p) { return ramp(p.x, p.width); }},
    {"gradient-vertical", "Gradient, vertical", "dark to light from top to bottom",
     [](const PicturePlace& p) { return ramp(p.y, p.height); }},
    {"gradient-diagonal", "Gradient, diagonal", "dark to light from corner to corner",
     [](const PicturePlace& p) { return ramp(p.x + p.y, p.width + p.height - 1); }},
    {"zone-plate", "Zone plate", "rings ever finer: every frequency once, so aliases show as false rings",
     zone_plate},
    {"slanted-edge", "Slanted edge",
     "a straight edge five degrees off the vertical: blur, halos and stairs show", slanted_edge},
    {"fine-texture", "Fine texture", "a weave with grain, near the limit of resolution", fine_texture},
};

}  // namespace

std::span<const TestPictureInfo> test_pictures() {
  return kPictures;
}

Tensor<float> test_picture(std::string_view name, Index height, Index width) {
  const TestPictureInfo* picture = find_row(kPictures, name);
  if (!picture)
    throw Error("picture", fmt::format("the test picture '{}' is not known", name),
                listed(names_of(kPictures), Listing::commas));
  if (height < 1 || width < 1)
    throw Error("picture", fmt::format("{} × {} pixels are none", width, height), "at least 1 × 1");
  Tensor<float> out({1, 3, height, width});
  const Index plane = height * width;
  for (Index i = 0; i < plane; ++i) {
    const PicturePlace place{static_cast<double>(i / width) - static_cast<double>(height - 1) / 2,
                             static_cast<double>(i % width) - static_cast<double>(width - 1) / 2,
                             static_cast<double>(height), static_cast<double>(width),
                             static_cast<std::uint64_t>(i)};
    const double grey = std::clamp(std::round(picture->grey(place)), 0.0, 255.0);
    for (Index channel = 0; channel < 3; ++channel) out[channel * plane + i] = static_cast<float>(grey);
  }
  return out;
}

}  // namespace convscope
