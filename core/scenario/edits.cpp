#include "core/scenario/edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/base/words.hpp"
#include "core/scenario/fields.hpp"

namespace convscope {

namespace {

Source list_of(std::span<const double> values) {
  return {Source::Kind::list, "", 0, {values.begin(), values.end()}};
}

/// The extents that the matrix has in a scenario of `rank` axes.
Shape extents(const Tensor<double>& matrix, std::size_t rank) {
  const Shape& shape = matrix.shape();
  return rank == 1 && shape[0] == 1 ? Shape{shape[1]} : shape;
}

void require_plane(const Scenario& scenario) {
  if (scenario.size.rank() > 2)
    throw Error("paste", "a matrix does not fill three axes", "a scenario of one or two axes");
}

}  // namespace

Scenario with_input_values(const Scenario& scenario, const Tensor<double>& matrix) {
  require_plane(scenario);
  Scenario out = with_field(scenario, "size", sizes_text(extents(matrix, scenario.size.rank())));
  out.input = list_of(matrix.values());
  return out;
}

Scenario with_kernel_values(const Scenario& scenario, const Tensor<double>& matrix) {
  require_plane(scenario);
  const Shape taps = extents(matrix, scenario.size.rank());
  if (taps.rank() > scenario.size.rank())
    throw Error("paste", fmt::format("{} do not fit a kernel of one axis", counted(taps[0], "row")),
                "one row of numbers");
  // Written once where the axes agree, as people write it.
  const bool square = taps.rank() == 2 && taps[0] == taps[1];
  Scenario out = with_field(scenario, "kernel", sizes_text(square ? Shape{taps[0]} : taps));
  out.kernel = list_of(matrix.values());
  return out;
}

Scenario with_rotated_kernel(const Scenario& scenario, const Tensor<double>& weights) {
  const auto plane = static_cast<std::size_t>(element_count(weights.shape().tail(2)));
  std::vector<double> turned(weights.values().begin(), weights.values().end());
  for (std::size_t from = 0; plane > 0 && from < turned.size(); from += plane)
    std::reverse(turned.begin() + static_cast<std::ptrdiff_t>(from),
                 turned.begin() + static_cast<std::ptrdiff_t>(from + plane));
  Scenario out = scenario;
  if (!std::ranges::equal(turned, weights.values())) out.kernel = list_of(turned);
  return out;
}

Scenario with_normalised_kernel(const Scenario& scenario, const Tensor<double>& weights) {
  const auto plane = static_cast<std::size_t>(element_count(weights.shape().tail(2)));
  std::vector<double> values(weights.values().begin(), weights.values().end());
  for (std::size_t from = 0; plane > 0 && from < values.size(); from += plane) {
    double sum = 0, most = 0;
    for (std::size_t i = 0; i < plane; ++i) {
      sum += values[from + i];
      most = std::max(most, std::abs(values[from + i]));
    }
    if (std::abs(sum) <= 1e-12 * most || sum == 0)
      throw Error("w", "its sum is 0, which no factor makes 1", "a kernel with another sum");
    if (std::abs(sum - 1) < 1e-15) continue;
    for (std::size_t i = 0; i < plane; ++i) values[from + i] /= sum;
  }
  Scenario out = scenario;
  if (!std::ranges::equal(values, weights.values())) out.kernel = list_of(values);
  return out;
}

Tensor<double> crop_grey(const Tensor<float>& picture, Index x, Index y, const Shape& size, Index levels) {
  const Index height = picture.shape()[2], width = picture.shape()[3], plane = height * width;
  const Index rows = size.rank() == 1 ? 1 : size[0], columns = size[size.rank() - 1];
  if (size.rank() > 2 || x < 0 || y < 0 || rows > height || columns > width || y > height - rows ||
      x > width - columns)
    throw Error("crop",
                fmt::format("{} × {} cells from ({}, {}) on do not fit the picture of {} × {}", rows, columns,
                            x, y, height, width),
                columns <= width && rows <= height
                    ? fmt::format("X from 0 to {}, Y from 0 to {}", width - columns, height - rows)
                    : std::string("a smaller input"));
  Tensor<double> out(Shape{rows, columns});
  const double most = static_cast<double>(levels - 1);
  for (Index r = 0; r < rows; ++r)
    for (Index c = 0; c < columns; ++c) {
      const Index at = (y + r) * width + x + c;
      const double grey = 0.299 * static_cast<double>(picture[at]) +
                          0.587 * static_cast<double>(picture[plane + at]) +
                          0.114 * static_cast<double>(picture[2 * plane + at]);
      out[r * columns + c] = std::clamp(std::round(grey / 255 * most), 0.0, most);
    }
  return out;
}

}  // namespace convscope
