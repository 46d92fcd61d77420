// A scenario's enlarging layer trained at the end of a small decoder: what claims about training are held
// against.
#pragma once

#include <memory>
#include <vector>

#include "core/scenario/scenario.hpp"
#include "core/tensor/tensor.hpp"
#include "core/training/decoder.hpp"

namespace convscope {

inline constexpr Index kTrainedSteps = 200, kTrainedEvery = 10;

struct TrainedLayer {
  DecoderForm form{};
  /// The kernel from the first channel to the first colour, as a transposed convolution's [taps, taps],
  /// before the first step and after the last.
  Tensor<double> untrained{}, trained{};
  /// Grid on a plane of mid grey, in grey levels: at step 0, kTrainedEvery, ... kTrainedSteps.
  std::vector<double> levels{};
  double loss = 0;  ///< mean squared error of the last step, colours 0..1
  /// Mean of the levels of the second half: from step to step they swing.
  double settled() const;
};
using TrainedLayerPtr = std::shared_ptr<const TrainedLayer>;

/// Two layers with eight channels between them, trained by Adam on crops of a picture by rule. Taps 3 and 4
/// are a transposed convolution, three times the stride a pixel shuffle behind 3 × 3 taps, whose phases begin
/// equal with `icnr`. A random kernel's seed is the decoder's, else 1. A tenth of a second; what was trained
/// is kept. Errors: Error("claim", ...) for other layers.
TrainedLayerPtr trained_layer(const Scenario& scenario, bool icnr = false);

}  // namespace convscope
