#include "app/labs/images/table_order.hpp"

#include <algorithm>
#include <numeric>

namespace convscope {

std::span<const Metric* const> table_columns() {
  static const std::vector<const Metric*> all = [] {
    std::vector<const Metric*> columns;
    for (const Metric& metric : metrics()) columns.push_back(&metric);
    std::ranges::stable_sort(columns, {}, &Metric::column);
    return columns;
  }();
  return all;
}

std::optional<double> number_of(const Measurement& m, const Metric& metric) {
  return m.problem.empty() ? m.measures[metric] : std::nullopt;
}

std::vector<std::size_t> table_order(const std::vector<Measurement>& all, const Metric* metric,
                                     bool descending) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), 0U);
  if (!metric) {
    if (descending) std::ranges::reverse(order);
    return order;
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    const auto x = number_of(all[a], *metric), y = number_of(all[b], *metric);
    if (!x || !y) return x.has_value() && !y;
    return descending ? *x > *y : *x < *y;
  });
  return order;
}

std::optional<double> best(const std::vector<Measurement>& all, const Metric& metric) {
  std::optional<double> found;
  for (const Measurement& m : all) {
    const auto value = m.ready ? number_of(m, metric) : std::nullopt;
    if (value && (!found || (metric.more_is_better ? *value > *found : *value < *found))) found = value;
  }
  return found;
}

}  // namespace convscope
