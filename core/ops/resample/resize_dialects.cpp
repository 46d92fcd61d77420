#include "core/ops/resample/resize_dialects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"

namespace convscope {

namespace {

using enum ResizeCoordinates;

struct Row {
  std::string_view name, who, rule;
  ResizeCoordinates coordinates;
  bool by_factor;  ///< places follow the factor that was given, not the output's size
};
constexpr Row kRows[] = {
    {"half-pixel", "PyTorch size=, TensorFlow 2, OpenCV, Pillow", "x = (i + ½) · n/m − ½", half_pixel, false},
    {"scale-factor", "PyTorch scale_factor=, ONNX scales", "x = (i + ½) / s − ½", half_pixel, true},
    {"align-corners", "PyTorch align_corners=True", "x = i · (n − 1)/(m − 1)", align_corners, false},
    {"asymmetric", "PyTorch nearest, TensorFlow 1, ONNX Upsample", "x = i · n/m", asymmetric, false},
    {"tf-half-pixel", "ONNX tf_half_pixel_for_nn", "x = (i + ½) · n/m", tf_half_pixel_for_nn, false},
    {"pytorch-half-pixel", "ONNX pytorch_half_pixel", "x = (i + ½) · n/m − ½, 0 for one cell",
     pytorch_half_pixel, false},
    {"half-pixel-symmetric", "ONNX half_pixel_symmetric", "x = (i + ½)/s − ½ + n/2 · (1 − m/(ns))",
     half_pixel_symmetric, true},
};

constexpr double kNothing = 0.0005;  ///< pixels that are none

std::string one_way(double shift) {
  if (std::abs(shift) < kNothing) return "0 pixels";
  const double size = std::abs(shift);
  const std::string amount = std::abs(size - 0.5) < kNothing ? "half a pixel"
                             : std::abs(size - 1) < kNothing ? "1 pixel"
                                                             : fmt::format("{:.3g} pixels", size);
  return amount + (shift > 0 ? " to the right" : " to the left");
}

}  // namespace

std::vector<ResizeDialect> resize_dialects(Index from, double factor) {
  if (from < 1 || from > kMostResized)
    throw Error("resize-size", fmt::format("{} is too {}", from, from < 1 ? "small" : "large"),
                fmt::format("from 1 to {}", kMostResized));
  if (!(factor >= kLeastResize && factor <= kMostResize))
    throw Error("resize-factor", fmt::format("{:g} is out of range", factor),
                fmt::format("from {:g} to {:g}", kLeastResize, kMostResize));
  // Products such as 10 times 1.1 are whole for who writes them.
  const double exact = static_cast<double>(from) * factor;
  const auto to = static_cast<Index>(std::floor(exact + 1e-9 * exact));
  if (to < 1)
    throw Error("resize-factor", fmt::format("{:g} leaves nothing of {}", factor, from),
                fmt::format("at least {:g}", 1 / static_cast<double>(from)));
  std::vector<ResizeDialect> out;
  for (const Row& row : kRows) {
    const double by_size = static_cast<double>(to) / static_cast<double>(from);
    ResizeDialect one{.name = row.name,
                      .who = row.who,
                      .rule = row.rule,
                      .axis = {from, to, row.by_factor ? factor : by_size},
                      .coordinates = row.coordinates,
                      .places = {},
                      .cells = {}};
    for (Index i = 0; i < to; ++i) {
      one.places.push_back(sample_position(row.coordinates, one.axis, i));
      one.cells.push_back(
          std::clamp<Index>(nearest_cell(usual_rounding(row.coordinates), one.places.back()), 0, from - 1));
    }
    out.push_back(std::move(one));
  }
  return out;
}

bool ResizeShift::even() const {
  return std::abs(first - last) < kNothing && std::abs(mean - first) < kNothing;
}

ResizeShift shift_between(const ResizeDialect& one, const ResizeDialect& other, bool nearest) {
  const double scale = static_cast<double>(one.axis.to) / static_cast<double>(one.axis.from);
  std::vector<double> all;
  for (std::size_t i = 0; i < one.places.size(); ++i)
    all.push_back(nearest ? scale * static_cast<double>(other.cells[i] - one.cells[i])
                          : shift_between(one.axis, one.coordinates, other.axis, other.coordinates,
                                          static_cast<Index>(i)));
  double sum = 0;
  for (const double shift : all) sum += shift;
  return {all.front(), sum / static_cast<double>(all.size()), all.back()};
}

std::string shift_text(const ResizeShift& shift) {
  if (shift.even()) return one_way(shift.mean);
  if (std::abs(shift.first - shift.last) < kNothing) return one_way(shift.mean) + " on average";
  return fmt::format("from {} to {}", one_way(shift.first), one_way(shift.last));
}

}  // namespace convscope
