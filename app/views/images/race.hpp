// Decoders while they are trained: what each makes of a picture, and its numbers against the step.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/views/style.hpp"
#include "core/training/race.hpp"

namespace convscope {

struct RaceFigure {
  struct Lane {
    DecoderForm form{};
    std::shared_ptr<const Image> output{};     ///< of the view at `step`
    const std::vector<TrainingStep>* steps{};  ///< all that were made
  };
  std::shared_ptr<const Image> original{};
  std::vector<Lane> lanes{};
  Index step = 0, steps = 1;  ///< the one that is shown, and how many there will be
};

/// Curves are drawn up to the step, on axes that hold all that was made.
Picture draw_race(const RaceFigure& figure, const Style& style);

/// step,decoder,loss,psnr,grid_levels,flat_levels; a line for each step of each decoder.
std::string race_csv(const std::vector<Runner>& runners);

}  // namespace convscope
