#include "core/enlarging/test_pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>

#include "core/base/error.hpp"

namespace convscope {

namespace {

/// A place in the picture: pixels from its centre, and the extents.
struct Place {
  double y, x, height, width;
  std::uint64_t number;  ///< row-major
};

constexpr TestPictureInfo kPictures[] = {
    {"constant", "Constant", "one grey: whatever pattern shows was made by the enlarging"},
    {"gradient", "Gradient", "dark to light from left to right: steps and ripples show"},
    {"gradient-vertical", "Gradient, vertical", "dark to light from top to bottom"},
    {"gradient-diagonal", "Gradient, diagonal", "dark to light from corner to corner"},
    {"zone-plate", "Zone plate", "rings ever finer: every frequency once, so aliases show as false rings"},
    {"slanted-edge", "Slanted edge",
     "a straight edge five degrees off the vertical: blur, halos and stairs show"},
    {"fine-texture", "Fine texture", "a weave with grain, near the limit of resolution"},
};

double constant(const Place&) {
  return 128;
}

/// 0 to 255 over `n` pixels, at `at` from the centre.
double ramp(double at, double n) {
  return n > 1 ? 255 * (at / (n - 1) + 0.5) : 127.5;
}

/// cos(pi r^2 / n): every spatial frequency once, up to the limit at the edge.
double zone_plate(const Place& p) {
  const double n = std::max(p.height, p.width);
  return 127.5 + 127.5 * std::cos(std::numbers::pi * (p.x * p.x + p.y * p.y) / n);
}

/// After ISO 12233 (2017): a straight edge about five degrees off the vertical; pixels on it hold what it
/// covers of them.
double slanted_edge(const Place& p) {
  constexpr double kSlope = 0.0874886635259240;  // tan(5 degrees)
  return 48 + 160 * std::clamp(p.x + kSlope * p.y + 0.5, 0.0, 1.0);
}

/// Two crossing sinusoids of three to four pixels, and grain.
double fine_texture(const Place& p) {
  const auto wave = [](double turns) { return std::sin(2 * std::numbers::pi * turns); };
  std::uint64_t dice = (p.number + 1) * 0x9e3779b97f4a7c15U;  // splitmix64
  dice = (dice ^ dice >> 30) * 0xbf58476d1ce4e5b9U;
  dice = (dice ^ dice >> 27) * 0x94d049bb133111ebU;
  const double grain = static_cast<double>((dice ^ dice >> 31) >> 11) / 9007199254740992.0 - 0.5;
  return 128 + 36 * wave(0.31 * p.x + 0.07 * p.y) + 36 * wave(-0.05 * p.x + 0.27 * p.y) + 60 * grain;
}

double value(std::size_t picture, const Place& p) {
  switch (picture) {
    case 0:
      return constant(p);
    case 1:
      return ramp(p.x, p.width);
    case 2:
      return ramp(p.y, p.height);
    case 3:
      return ramp(p.x + p.y, p.width + p.height - 1);
    case 4:
      return zone_plate(p);
    case 5:
      return slanted_edge(p);
    default:
      return fine_texture(p);
  }
}

std::size_t find(std::string_view name) {
  std::string names;
  for (std::size_t i = 0; i < std::size(kPictures); ++i) {
    if (kPictures[i].name == name) return i;
    names += fmt::format("{}{}", names.empty() ? "" : ", ", kPictures[i].name);
  }
  throw Error("picture", fmt::format("the test picture '{}' is not known", name), names);
}

}  // namespace

std::span<const TestPictureInfo> test_pictures() {
  return kPictures;
}

Tensor<float> test_picture(std::string_view name, Index height, Index width) {
  const std::size_t picture = find(name);
  if (height < 1 || width < 1)
    throw Error("picture", fmt::format("{} × {} pixels are none", width, height), "at least 1 × 1");
  Tensor<float> out({1, 3, height, width});
  const Index plane = height * width;
  for (Index i = 0; i < plane; ++i) {
    const Place place{static_cast<double>(i / width) - static_cast<double>(height - 1) / 2,
                      static_cast<double>(i % width) - static_cast<double>(width - 1) / 2,
                      static_cast<double>(height), static_cast<double>(width), static_cast<std::uint64_t>(i)};
    const double grey = std::clamp(std::round(value(picture, place)), 0.0, 255.0);
    for (Index channel = 0; channel < 3; ++channel) out[channel * plane + i] = static_cast<float>(grey);
  }
  return out;
}

}  // namespace convscope
