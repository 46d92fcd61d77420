#include "app/labs/images/table_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace convscope {

namespace {

constexpr std::array kMetrics{
    MetricInfo{MetricColumn::mse, "mse", "MSE", "Mean squared error, in squared grey values; 0 is exact"},
    MetricInfo{MetricColumn::psnr, "psnr", "PSNR dB", "10 log10(255² / MSE): more is nearer to the original",
               true},
    MetricInfo{MetricColumn::ssim, "ssim", "SSIM",
               "Structural similarity (Wang et al. 2004), 1 for equal pictures", true},
    MetricInfo{MetricColumn::phase_spread, "phase-spread", "Phase spread",
               "How unequal the kernel's phase sums are, (max − min) / mean: 0 keeps a constant constant"},
    MetricInfo{
        MetricColumn::checkerboard, "checkerboard", "Checkerboard",
        "Power at the multiples of 1/s over the power around them; interpolations have up to about 10"},
    MetricInfo{MetricColumn::seconds, "seconds", "Seconds", "To enlarge the measured part, on this machine"},
};

}  // namespace

std::span<const MetricInfo> metrics() {
  return kMetrics;
}

std::optional<double> metric(const Measurement& m, MetricColumn column) {
  if (!m.problem.empty()) return std::nullopt;
  switch (column) {
    case MetricColumn::name:
      return std::nullopt;
    case MetricColumn::mse:
      return m.mse;
    case MetricColumn::psnr:
      return m.measures.psnr;
    case MetricColumn::ssim:
      return m.measures.ssim;
    case MetricColumn::phase_spread:
      return m.measures.phase_spread;
    case MetricColumn::checkerboard:
      return m.measures.checkerboard;
    case MetricColumn::seconds:
      return m.seconds;
  }
  return std::nullopt;
}

std::string metric_text(std::optional<double> value, MetricColumn column) {
  if (!value) return "–";
  if (std::isinf(*value)) return "∞";
  switch (column) {
    case MetricColumn::psnr:
      return fmt::format("{:.2f}", *value);
    case MetricColumn::ssim:
      return fmt::format("{:.4f}", *value);
    case MetricColumn::phase_spread:
      return *value == 0 ? "0" : fmt::format("{:.3f}", *value);
    case MetricColumn::seconds:
      if (*value > 0 && *value < 0.00005) return "< 0.0001";
      return *value < 0.01 ? fmt::format("{:.4f}", *value) : fmt::format("{:.3f}", *value);
    default:
      return *value == 0 ? "0" : *value < 100 ? fmt::format("{:.2f}", *value) : fmt::format("{:.0f}", *value);
  }
}

std::vector<std::size_t> table_order(const std::vector<Measurement>& all, MetricColumn column,
                                     bool descending) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), 0U);
  if (column == MetricColumn::name) {
    if (descending) std::ranges::reverse(order);
    return order;
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    const auto x = metric(all[a], column), y = metric(all[b], column);
    if (!x || !y) return x.has_value() && !y;
    return descending ? *x > *y : *x < *y;
  });
  return order;
}

std::optional<double> best(const std::vector<Measurement>& all, const MetricInfo& info) {
  std::optional<double> found;
  for (const Measurement& m : all) {
    const auto value = m.ready ? metric(m, info.column) : std::nullopt;
    if (value && (!found || (info.more_is_better ? *value > *found : *value < *found))) found = value;
  }
  return found;
}

}  // namespace convscope
