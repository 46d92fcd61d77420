// Limits on the metrics of comparisons.
#pragma once

#include <string_view>

#include "app/cli/gates.hpp"
#include "core/enlarging/metrics.hpp"

namespace convscope::cli {

/// Errors: UsageError for a metric that there is not.
inline Gates metric_gates(const Words& above, const Words& below = {}) {
  return {above, [](std::string_view name) { return std::string(metric(name).name); }, below};
}

inline void look_at(Gates& gates, std::string_view what, const Measures& measures) {
  for (const Gates::Limit& limit : gates.limits())
    if (const std::optional<double> value = measures[limit.metric])
      gates.look(limit, what, *value, metric(limit.metric).more_is_better);
}

}  // namespace convscope::cli
