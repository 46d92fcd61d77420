// A tensor [1, C, spatial...] as a sheet of planes: rows below each other on one axis, planes beside each
// other on two. What the round trip's drawings are made of.
#pragma once

#include <functional>

#include "app/views/canvas.hpp"

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

/// Every cell of a sheet by its flat index.
void draw_sheet(Canvas& canvas, const Sheet& sheet, Point at, double cell,
                const std::function<CellLook(Index)>& look);

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

/// Four digits for measurements: "3.162", whole numbers as such, "2.0e-05", "∞".
std::string digits(double value);

/// "x[1,2]", with the channel first when there are several: "x[0; 1,2]".
std::string cell_name(std::string_view symbol, const Shape& tensor, Index cell);

}  // namespace convscope
