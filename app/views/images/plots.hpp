// Measures against the kernel's size and against the stride, one line a way of enlarging.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/enlarging/sweep.hpp"

namespace convscope {

/// Those that have a plot, the most important first.
std::span<const Metric* const> plotted_metrics();
/// What commands call the drawings: "all", then each of those metrics.
std::span<const std::string_view> plot_names();

/// The present choice, marked in the plots.
struct PlotChoice {
  std::size_t family = 0;
  Index size = 0;  ///< of its kernel; 0: it has none
};

/// For the stage. One metric, or, where that is null, all in small. Null, or a sweep without points: a
/// sentence.
Picture draw_plots(const Sweep* sweep, const PlotChoice& choice, const Metric* metric,
                   const std::string& problem, const Style& style);

}  // namespace convscope
