// Measures against the kernel's size and against the stride, one line a way of enlarging.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/enlarging/sweep.hpp"

namespace convscope {

enum class PlotMetric : std::uint8_t { psnr, ssim, checkerboard, phase_spread };

/// The present choice, marked in the plots.
struct PlotChoice {
  std::size_t family = 0;
  Index size = 0;  ///< of its kernel; 0: it has none
};

/// For the stage. One metric, or all in small. Null, or a sweep without points: a sentence.
Picture draw_plots(const Sweep* sweep, const PlotChoice& choice, std::optional<PlotMetric> metric,
                   const std::string& problem, const Style& style);

}  // namespace convscope
