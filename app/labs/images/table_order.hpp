// The table of numbers: its columns, its rows in order, its best values.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "app/labs/images/measurements.hpp"

namespace convscope {

/// The metrics from left to right.
std::span<const Metric* const> table_columns();

/// Nothing where there is no such number (yet).
std::optional<double> number_of(const Measurement& measurement, const Metric& metric);

/// The contenders' indices as the table lists them. Without a metric: in their own order. Rows without a
/// number come last either way; equal ones keep their order.
std::vector<std::size_t> table_order(const std::vector<Measurement>& all, const Metric* metric,
                                     bool descending);
/// The best value of a column among those that are ready.
std::optional<double> best(const std::vector<Measurement>& all, const Metric& metric);

}  // namespace convscope
