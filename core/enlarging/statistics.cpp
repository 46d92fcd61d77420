#include "core/enlarging/statistics.hpp"

#include <cmath>

namespace convscope {

Statistics statistics(std::span<const double> values) {
  Statistics out;
  double sum = 0, squares = 0;
  for (const double x : values) {
    if (std::isinf(x)) ++out.infinite;
    if (!std::isfinite(x)) continue;
    ++out.count;
    sum += x;
  }
  const auto n = static_cast<double>(out.count);
  out.mean = sum / n;
  for (const double x : values)
    if (std::isfinite(x)) squares += (x - out.mean) * (x - out.mean);
  out.spread = std::sqrt(squares / n);
  return out;
}

}  // namespace convscope
