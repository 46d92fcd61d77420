// The table of numbers: its columns, its rows in order, its best values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/labs/images/measurements.hpp"
#include "app/labs/images/stage_view.hpp"

namespace convscope {

struct MetricInfo {
  MetricColumn column;
  std::string_view name;   ///< for commands
  std::string_view title;  ///< at the head of the column
  std::string_view help;
  bool more_is_better = false;
};
/// Without the name's column, in the order of the table.
std::span<const MetricInfo> metrics();

/// Nothing where there is no such number (yet).
std::optional<double> metric(const Measurement& measurement, MetricColumn column);
/// As the table shows it; "–" for nothing.
std::string metric_text(std::optional<double> value, MetricColumn column);

/// The contenders' indices as the table lists them. By name: in their own order. Rows without a number come
/// last either way; equal ones keep their order.
std::vector<std::size_t> table_order(const std::vector<Measurement>& all, MetricColumn column,
                                     bool descending);
/// The best value of a column among those that are ready.
std::optional<double> best(const std::vector<Measurement>& all, const MetricInfo& metric);

}  // namespace convscope
