// Tensors to be compared, with their names: rows below each other on one axis, planes beside each other on
// two.
#pragma once

#include <string>
#include <vector>

#include "app/views/round_trip/sheet.hpp"

namespace convscope {

struct TensorPart {
  std::string name, detail;  ///< "x⁺", "shortest"
  const Tensor<double>& tensor;
  Role role = Role::none;
  Color color;           ///< of the name
  Scale scale{};         ///< of its grounds
  bool tagged = false;   ///< its cells can be pointed at
  double unit = 0;       ///< against which differences are rounding
  std::string remark{};  ///< beside or below it: "error 1.5"
  Color remark_color{};
};

/// How large its cells would be in that rectangle.
double part_cell(Canvas& canvas, const Rect& rect, const std::vector<TensorPart>& parts);

/// In the middle of the rectangle. Every tensor: [1, C, one or two spatial axes].
void draw_parts(Canvas& canvas, const Rect& rect, const std::vector<TensorPart>& parts);

}  // namespace convscope
