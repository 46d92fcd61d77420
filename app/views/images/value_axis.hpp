// The value axis of a plot: its range and a few round numbers on it.
#pragma once

#include <vector>

namespace convscope {

struct ValueAxis {
  double low = 0, high = 1;
  bool logarithmic = false;
  /// 0 at the bottom, 1 at the top; below a logarithmic axis: 0.
  double place(double value) const;
  /// About `most` round numbers, decades where it is logarithmic.
  std::vector<double> ticks(double most) const;
};

/// Around all values; 0 to 1 when there are none.
ValueAxis linear_axis(const std::vector<double>& values);
/// From `floor` > 0 to the next power of ten, two decades at least.
ValueAxis logarithmic_axis(const std::vector<double>& values, double floor);

}  // namespace convscope
