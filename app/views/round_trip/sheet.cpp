#include "app/views/round_trip/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/views/pixels.hpp"

namespace convscope {

namespace {
constexpr double kRowGap = 0.28, kPlaneGap = 0.6;
}

double Sheet::width() const {
  const auto n = static_cast<double>(planes);
  return one_axis ? static_cast<double>(columns) : n * static_cast<double>(columns) + (n - 1) * kPlaneGap;
}

double Sheet::height() const {
  const auto n = static_cast<double>(planes);
  return one_axis ? n + (n - 1) * kRowGap : static_cast<double>(rows);
}

Index Sheet::cell(Index plane, Index row, Index column) const {
  return ((first_plane + plane) * rows + row) * columns + column;
}

std::string Sheet::extent() const {
  const std::string plane = one_axis ? fmt::format("{}", columns) : fmt::format("{} × {}", rows, columns);
  if (all_planes == 1) return plane;
  return planes < all_planes ? fmt::format("{} × {}, channels {} to {}", all_planes, plane, first_plane,
                                           first_plane + planes - 1)
                             : fmt::format("{} × {}", all_planes, plane);
}

Grid Sheet::grid(Point at, double cell, Index plane) const {
  const auto n = static_cast<double>(plane);
  const Point corner = one_axis ? Point{at.x, at.y + n * (1 + kRowGap) * cell}
                                : Point{at.x + n * (static_cast<double>(columns) + kPlaneGap) * cell, at.y};
  return {corner, cell, rows, columns};
}

Sheet sheet_of(const Shape& tensor, Index most, Index around) {
  Sheet out;
  out.all_planes = tensor[1];
  out.planes = std::min(tensor[1], most);
  out.first_plane = std::clamp<Index>(around - out.planes / 2, 0, out.all_planes - out.planes);
  out.one_axis = tensor.rank() == 3;
  out.rows = out.one_axis ? 1 : tensor[2];
  out.columns = tensor[tensor.rank() - 1];
  return out;
}

Tints::Tints(const Canvas& canvas, Role role, Scale scale) : most_(scale.most) {
  colors_.reserve(std::size_t{2 * kSteps + 1});
  for (int i = -kSteps; i <= kSteps; ++i)
    colors_.push_back(canvas.cell_color(
        {.role = role, .value = static_cast<double>(i) / kSteps, .is_signed = scale.is_signed}));
}

void draw_strip(Canvas& canvas, const Rect& rect, Index count, const std::function<Color(Index)>& tint) {
  canvas.add(Raster{.rect = rect, .image = painted(1, count, [&](Index, Index i) { return tint(i); })});
}

void draw_sheet(Canvas& canvas, const Sheet& sheet, Point at, double cell,
                const std::function<CellLook(Index)>& look, const std::function<Color(Index)>& tint) {
  for (Index plane = 0; plane < sheet.planes; ++plane) {
    const Grid grid = sheet.grid(at, cell, plane);
    if (cell < Canvas::kTinyCell)
      canvas.tiny_grid(grid, [&](Index row, Index column) { return tint(sheet.cell(plane, row, column)); });
    else
      canvas.grid(grid, [&](Index row, Index column) { return look(sheet.cell(plane, row, column)); });
  }
}

CellLook value_look(const Canvas& canvas, Role role, double value, Scale scale, Index cell, bool letters) {
  return {.role = role,
          .value = value,
          .scale = scale.most,
          .is_signed = scale.is_signed,
          .text = letters ? canvas.number(without_rounding(value, scale.most)) : std::string(),
          .tag = {role, cell}};
}

CellLook error_look(const Canvas& canvas, double value, double most, double unit, Tag tag, bool letters) {
  const double shown = without_rounding(value, unit);
  return {.value = shown,
          .scale = without_rounding(most, unit),
          .is_signed = true,
          .text = !letters     ? std::string()
                  : shown == 0 ? "0"
                               : (shown > 0 ? "+" : "") + canvas.number(shown),
          .tag = tag};
}

double without_rounding(double value, double unit) {
  return std::abs(value) <= kRoundingShare * std::max(unit, 1e-300) ? 0 : value;
}

std::string addend_text(double value, NumberFormat format) {
  return value == 0 ? "0" : signed_text(value, format);
}

void take_all(Scale& scale, const Tensor<double>& values, double unit) {
  double low = 0, high = 0;
  for (double value : values.values()) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  scale.take(without_rounding(low, unit));
  scale.take(without_rounding(high, unit));
}

std::string digits(double value) {
  if (std::isinf(value)) return "∞";
  const double rounded = std::round(value), size = std::abs(value);
  if (std::abs(value - rounded) < 1e-9 * std::max(1.0, size) && size < 1e6 && (rounded != 0 || size < 1e-12))
    return fmt::format("{:.0f}", rounded + 0.0);
  return size < 1e-3 ? fmt::format("{:.1e}", value) : fmt::format("{:.4g}", value);
}

std::string few_digits(double value) {
  const double size = std::abs(value);
  if (size < 1e-3 && size > 0) return fmt::format("{:.0e}", value);
  if (size >= 1e3) return size < 1e6 ? fmt::format("{:.0f}", value) : digits(value);
  const std::string text = size < 1 ? fmt::format("{:.2g}", value) : fmt::format("{:.3g}", value);
  return text == "-0" ? "0" : text;
}

std::string cell_name(std::string_view symbol, const Shape& tensor, Index cell) {
  return convscope::cell_name(symbol, cell, tensor.tail(2), tensor[1]);
}

std::string share_text(double share) {
  return fmt::format("{:.2g} %", 100 * share);
}

}  // namespace convscope
