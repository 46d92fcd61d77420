#include "app/views/images/value_axis.hpp"

#include <algorithm>
#include <cmath>

namespace convscope {

double ValueAxis::place(double value) const {
  if (!logarithmic) return (value - low) / (high - low);
  return std::log(std::max(value, low) / low) / std::log(high / low);
}

std::vector<double> ValueAxis::ticks(double most) const {
  std::vector<double> out;
  if (logarithmic) {
    const double decades = std::log10(high / low), step = std::max(1.0, std::ceil(decades / most));
    for (double e = 0; e <= decades + 1e-9; e += step) out.push_back(low * std::pow(10, e));
    return out;
  }
  const double rough = (high - low) / most, power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (double round : {5.0, 2.0, 1.0})
    if (round * power >= rough) step = round * power;
  for (double at = std::ceil(low / step) * step; at <= high; at += step) out.push_back(at);
  return out;
}

ValueAxis linear_axis(const std::vector<double>& values) {
  if (values.empty()) return {};
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double room = std::max((*most - *least) * 0.08, std::abs(*most) * 1e-3 + 1e-6);
  return {*least - room, *most + room, false};
}

ValueAxis logarithmic_axis(const std::vector<double>& values, double floor) {
  double most = 100 * floor;
  for (double value : values) most = std::max(most, value);
  return {floor, std::pow(10, std::ceil(std::log10(most) - 1e-9)), true};
}

}  // namespace convscope
