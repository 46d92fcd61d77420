// A tensor [1, C, spatial...] as a sheet of planes: rows below each other on one axis, planes beside each
// other on two. What the round trip's drawings are made of.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/views/fitting.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

struct Sheet {
  Index planes = 1, first_plane = 0;  ///< shown; all of them, or `planes` from `first_plane` on
  Index all_planes = 1;
  Index rows = 1, columns = 1;  ///< of a plane
  bool one_axis = true;
  /// Extents in cells, with the gaps between planes.
  double width() const;
  double height() const;
  /// Flat index into the tensor.
  Index cell(Index plane, Index row, Index column) const;
  /// "3 × 3", "2 of 20 × 6 × 6".
  std::string extent() const;
  /// A plane's grid in a sheet at `at`.
  Grid grid(Point at, double cell, Index plane) const;
};

/// At most `most` planes, around `around`. Precondition: one or two spatial axes.
Sheet sheet_of(const Shape& tensor, Index most, Index around = 0);

/// The grounds of a tensor's cells, looked up: where there are so many that each is a pixel or two.
class Tints {
 public:
  /// As value cells of this role and scale have them.
  Tints(const Canvas& canvas, Role role, Scale scale);
  Color operator()(double value) const {
    const double share = most_ > 0 ? std::clamp(value / most_, -1.0, 1.0) : 0;
    return colors_[static_cast<std::size_t>((share + 1) * kSteps)];
  }

 private:
  static constexpr int kSteps = 512;  ///< on either side of 0
  double most_;
  std::vector<Color> colors_;
};
/// A row of tiny cells, stretched over a rectangle.
void draw_strip(Canvas& canvas, const Rect& rect, Index count, const std::function<Color(Index)>& tint);

/// Every cell of a sheet by its flat index, by its look or, where cells are tiny, by its ground.
void draw_sheet(Canvas& canvas, const Sheet& sheet, Point at, double cell,
                const std::function<CellLook(Index)>& look, const std::function<Color(Index)>& tint);

/// Smaller cells have no room for a number.
inline constexpr double kLettered = 12;

/// A cell that holds a number, tinted in its role's hue; its tag is the role's with that cell.
/// `letters`: with its number.
CellLook value_look(const Canvas& canvas, Role role, double value, Scale scale, Index cell,
                    bool letters = true);
/// A difference: diverging colours around 0, whatever its signs. Rounding, against `unit`, is shown as 0.
CellLook error_look(const Canvas& canvas, double value, double most, double unit, Tag tag,
                    bool letters = true);

/// Differences below this share of the values are rounding, and are written 0.
inline constexpr double kRoundingShare = 1e-12;
double without_rounding(double value, double unit);
/// What is added, with its sign: "+1.33", "0".
std::string addend_text(double value, NumberFormat format);
/// Takes all values into a scale; what is rounding against `unit` counts as 0.
void take_all(Scale& scale, const Tensor<double>& values, double unit = 0);

/// Four digits for measurements: "3.162", whole numbers as such, "2.0e-05", "∞".
std::string digits(double value);
/// Two or three, for the back row: "0.0084", "23.4", "416", "2e-05"; the panel beside has the others.
std::string few_digits(double value);

/// A share of 1 in percent: "45 %".
std::string share_text(double share);

/// What the operators of a trip are called, the convolution's matrix being C as everywhere: there is C and
/// back Cᵀ, or for a transposed operator there is Cᵀ and back C.
struct OperatorNames {
  std::string_view there, back, both;  ///< both: back · there, "CᵀC"
};
constexpr OperatorNames operator_names(bool transposed) {
  return transposed ? OperatorNames{"Cᵀ", "C", "CCᵀ"} : OperatorNames{"C", "Cᵀ", "CᵀC"};
}

/// "x[1,2]", with the channel first when there are several: "x[0; 1,2]".
std::string cell_name(std::string_view symbol, const Shape& tensor, Index cell);

}  // namespace convscope
