// Measures against the kernel's size and against the stride, one line a way of enlarging.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/enlarging/sweep.hpp"

namespace convscope {

/// Those that have a plot, the most important first.
std::span<const Metric* const> plotted_metrics();
/// What commands call the drawings: "all", then each of those metrics.
std::span<const std::string_view> plot_names();

/// What the plots show: the metric that is large, null: all in small; and the present choice, marked in them.
struct PlotChoice {
  const Metric* metric = nullptr;
  SweepAxis axis = SweepAxis::kernel_size;  ///< that it is large against
  std::size_t family = 0;
  Index size = 0;  ///< of its kernel; 0: it has none
};

/// For the stage. Null, or a sweep without points: a sentence.
Picture draw_plots(const Sweep* sweep, const PlotChoice& choice, const std::string& problem,
                   const Style& style);

/// A plot of that drawing.
struct PlotPlace {
  Rect rect{};
  const Metric* metric = nullptr;
  SweepAxis axis = SweepAxis::kernel_size;
  bool large = false;
};
std::vector<PlotPlace> plot_places(const Sweep* sweep, const PlotChoice& choice, const Style& style);

}  // namespace convscope
