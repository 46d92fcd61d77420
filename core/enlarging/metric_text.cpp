// How the numbers of the table are written.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/enlarging/metrics.hpp"

namespace convscope {

namespace {

std::string missing_or(std::optional<double> value, std::string (*text)(double)) {
  if (!value) return "–";
  return std::isinf(*value) ? "∞" : text(*value);
}

}  // namespace

std::string command_name(const Metric& metric) {
  std::string name(metric.name);
  std::ranges::replace(name, '_', '-');
  return name;
}

std::string text_of(const Metric& metric, std::optional<double> value) {
  return missing_or(value, metric.text);
}

std::string full_text_of(const Metric& metric, std::optional<double> value) {
  if (metric.full) return missing_or(value, metric.full);
  const bool plain = !value || std::isinf(*value) || metric.unit.empty();
  return plain ? text_of(metric, value) : fmt::format("{} {}", metric.text(*value), metric.unit);
}

std::string spread_text(double spread) {
  const double percent = 100 * spread;
  if (percent == 0) return "0 %";
  if (std::isinf(percent)) return "∞";
  if (percent < 0.01) return "below 0.01 %";
  return percent < 0.1    ? fmt::format("{:.2f} %", percent)
         : percent < 9.95 ? fmt::format("{:.1f} %", percent)
                          : fmt::format("{:.0f} %", percent);
}

}  // namespace convscope
