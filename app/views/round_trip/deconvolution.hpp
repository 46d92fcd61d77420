// True deconvolution beside the transposed operator: LSQR iteration by iteration, and the exact inverse where
// there is one.
#pragma once

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/deconvolution.hpp"

namespace convscope {

/// A finished deconvolution of a scenario.
struct Deconvolved {
  DerivedPtr derived;
  DeconvolutionSettings settings;
  Deconvolution result;
};

/// Steps of its playback: the iterations, from the start at 0 on.
Index iterations_of(const Deconvolved& deconvolved);

/// Preconditions: one or two spatial axes, 0 <= iteration < iterations_of().
Picture draw_deconvolution(const Deconvolved& deconvolved, Index iteration, const Style& style);
/// The right panel.
Picture draw_deconvolution_words(const Deconvolved& deconvolved, Index iteration, const Style& style);

}  // namespace convscope
