// The names of the coordinates that enlarging can have (upsampling.hpp).
#include <algorithm>
#include <array>
#include <string>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/enlarging/upsampling.hpp"

namespace convscope {

namespace {

struct Row {
  std::string_view name, onnx;
  ResizeCoordinates coordinates;
};
constexpr Row kRows[] = {
    {"half-pixel", "half_pixel", ResizeCoordinates::half_pixel},
    {"align-corners", "align_corners", ResizeCoordinates::align_corners},
    {"asymmetric", "asymmetric", ResizeCoordinates::asymmetric},
    {"tf-half-pixel", "tf_half_pixel_for_nn", ResizeCoordinates::tf_half_pixel_for_nn},
    {"pytorch-half-pixel", "pytorch_half_pixel", ResizeCoordinates::pytorch_half_pixel},
};
constexpr auto kNames = [] {
  std::array<std::string_view, std::size(kRows)> names{};
  std::ranges::transform(kRows, names.begin(), &Row::name);
  return names;
}();

std::string with(std::string_view name, char from, char to) {
  std::string out(name);
  std::ranges::replace(out, from, to);
  return out;
}

}  // namespace

bool has_coordinates(UpsamplingMethod method) {
  return method != UpsamplingMethod::area && method != UpsamplingMethod::network && !can_repair(method);
}

bool has_rounding(UpsamplingMethod method) {
  return method == UpsamplingMethod::nearest || method == UpsamplingMethod::nearest_conv;
}

std::span<const std::string_view> coordinate_names() {
  return kNames;
}

std::string_view coordinate_name(ResizeCoordinates coordinates) {
  const auto row = std::ranges::find(kRows, coordinates, &Row::coordinates);
  return row == std::end(kRows) ? to_string(coordinates) : row->name;
}

ResizeCoordinates parse_coordinate_name(std::string_view name) {
  const std::string hyphens = with(name, '_', '-'), underscores = with(name, '-', '_');
  for (const Row& row : kRows)
    if (row.name == hyphens || row.onnx == underscores) return row.coordinates;
  refuse_name("coordinates", name, listed(kNames, Listing::commas));
}

std::string rounding_name(ResizeRounding rounding) {
  return with(to_string(rounding), '_', '-');
}

ResizeRounding parse_rounding_name(std::string_view name) {
  constexpr std::string_view kAll = "round-prefer-floor, round-prefer-ceil, floor, ceil";
  try {
    return parse_rounding(with(name, '-', '_'), "rounding");
  } catch (const Error&) {
    refuse_name("rounding", name, kAll);
  }
}

std::string describe_coordinates(const UpsamplingChoice& choice) {
  if (!has_coordinates(choice.method)) return "";
  std::string text;
  if (choice.coordinates != ResizeCoordinates::half_pixel) text = coordinate_name(choice.coordinates);
  if (choice.rounding && has_rounding(choice.method))
    text += (text.empty() ? "" : ", ") + rounding_name(*choice.rounding);
  return text;
}

}  // namespace convscope
