#include "core/ops/resample/sampling.hpp"

#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/names.hpp"

namespace convscope {

namespace {

constexpr Names<ResizeCoordinates, 7> kCoordinates{
    "coordinates",
    {"half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric", "tf_half_pixel_for_nn",
     "tf_crop_and_resize", "half_pixel_symmetric"}};
constexpr Names<ResizeRounding, 4> kRoundings{"rounding",
                                              {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"}};

template <class E, std::size_t N>
E parse(Names<E, N> names, std::string_view name, std::string_view field) {
  names.field = field;
  return names.parse(name);
}

double cubic(double x, double b, double c) {
  if (x < 1) return (((12 - 9 * b - 6 * c) * x - (18 - 12 * b - 6 * c)) * x * x + 6 - 2 * b) / 6;
  if (x < 2)
    return (((-b - 6 * c) * x + (6 * b + 30 * c)) * x * x - (12 * b + 48 * c) * x + 8 * b + 24 * c) / 6;
  return 0;
}

double sinc(double x) {
  return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

}  // namespace

std::string_view to_string(ResizeCoordinates coordinates) {
  return kCoordinates[coordinates];
}

ResizeCoordinates parse_coordinates(std::string_view name, std::string_view field) {
  return parse(kCoordinates, name, field);
}

std::string_view to_string(ResizeRounding rounding) {
  return kRoundings[rounding];
}

ResizeRounding parse_rounding(std::string_view name, std::string_view field) {
  return parse(kRoundings, name, field);
}

ResizeRounding usual_rounding(ResizeCoordinates coordinates) {
  const bool down =
      coordinates == ResizeCoordinates::asymmetric || coordinates == ResizeCoordinates::tf_half_pixel_for_nn;
  return down ? ResizeRounding::floor : ResizeRounding::round_prefer_floor;
}

double sample_position(ResizeCoordinates coordinates, const ResizeAxis& axis, Index cell) {
  const auto x = static_cast<double>(cell), n = static_cast<double>(axis.from),
             m = static_cast<double>(axis.to);
  switch (coordinates) {
    case ResizeCoordinates::half_pixel:
      return (x + 0.5) / axis.scale - 0.5;
    case ResizeCoordinates::pytorch_half_pixel:
      return axis.to > 1 ? (x + 0.5) / axis.scale - 0.5 : 0;
    case ResizeCoordinates::align_corners:
      // As ONNX's own cases have it: the output's length before it is rounded down.
      return axis.to > 1 ? x * (n - 1) / (n * axis.scale - 1) : 0;
    case ResizeCoordinates::asymmetric:
      return x / axis.scale;
    case ResizeCoordinates::tf_half_pixel_for_nn:
      return (x + 0.5) / axis.scale;
    case ResizeCoordinates::tf_crop_and_resize:
      return axis.to > 1 ? axis.begin * (n - 1) + x * (axis.end - axis.begin) * (n - 1) / (m - 1)
                         : 0.5 * (axis.begin + axis.end) * (n - 1);
    case ResizeCoordinates::half_pixel_symmetric: {
      const double length = n * axis.scale;
      const double adjustment = m / length, center = n / 2;
      return center * (1 - adjustment) + (x + 0.5) / axis.scale - 0.5;
    }
  }
  return x;
}

Index nearest_cell(ResizeRounding rounding, double position) {
  switch (rounding) {
    case ResizeRounding::round_prefer_floor:
      return static_cast<Index>(std::ceil(position - 0.5));
    case ResizeRounding::round_prefer_ceil:
      return static_cast<Index>(std::floor(position + 0.5));
    case ResizeRounding::floor:
      return static_cast<Index>(std::floor(position));
    case ResizeRounding::ceil:
      break;
  }
  return static_cast<Index>(std::ceil(position));
}

Profile nearest_profile() {
  return {};
}

Profile linear_profile() {
  return {1, [](double x) { return 1 - x; }};
}

Profile cubic_profile(double b, double c) {
  return {2, [=](double x) { return cubic(x, b, c); }};
}

Profile lanczos3_profile() {
  return {3, [](double x) { return x < 3 ? sinc(x) * sinc(x / 3) : 0; }, true};
}

Profile widened(Profile profile, double scale) {
  if (profile.support == 0 || scale >= 1) return profile;
  const auto support = static_cast<Index>(std::ceil(static_cast<double>(profile.support) / scale));
  return {.support = support,
          .at = [at = std::move(profile.at), scale, end = static_cast<double>(profile.support)](
                    double x) { return x * scale < end ? at(x * scale) : 0; },
          .scaled = true};
}

std::vector<ResizeTap> taps_at(const Profile& profile, ResizeRounding rounding, double position) {
  if (profile.support == 0) return {{nearest_cell(rounding, position), 1}};
  const auto base = static_cast<Index>(std::floor(position));
  const double part = position - std::floor(position);
  std::vector<ResizeTap> taps;
  double sum = 0;
  for (Index i = 1 - profile.support; i <= profile.support; ++i) {
    taps.push_back({base + i, profile.at(std::abs(static_cast<double>(i) - part))});
    sum += taps.back().weight;
  }
  if (profile.scaled)
    for (ResizeTap& tap : taps) tap.weight /= sum;
  return taps;
}

double shift_between(const ResizeAxis& one_axis, ResizeCoordinates one, const ResizeAxis& other_axis,
                     ResizeCoordinates other, Index cell) {
  const double apart = sample_position(other, other_axis, cell) - sample_position(one, one_axis, cell);
  return apart * static_cast<double>(one_axis.to) / static_cast<double>(one_axis.from);
}

}  // namespace convscope
