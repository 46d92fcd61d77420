// How a failing test shows our values.
#pragma once

#include <ostream>
#include <string>

#include "core/base/numbers.hpp"
#include "core/geometry/contributions.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

inline void PrintTo(const Shape& shape, std::ostream* out) {
  *out << to_string(shape);
}
inline void PrintTo(const Sides& sides, std::ostream* out) {
  *out << sides.begin << ":" << sides.end;
}
inline void PrintTo(const Contact& c, std::ostream* out) {
  *out << "(i " << c.pixel << ", o " << c.window << ", k " << c.tap << ")";
}
inline void PrintTo(const Contribution& c, std::ostream* out) {
  *out << "(i " << c.pixel << ", o " << c.window << ", w " << c.weight << ")";
}
inline void PrintTo(const Tensor<double>& tensor, std::ostream* out) {
  *out << to_string(tensor.shape()) << " [";
  for (Index i = 0; i < tensor.size(); ++i) *out << (i > 0 ? "," : "") << format_value(tensor[i]);
  *out << "]";
}

}  // namespace convscope
