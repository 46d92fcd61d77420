// Decoders while they are trained: what each makes of a picture, and its numbers against the step.
#pragma once

#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/views/sizes/page.hpp"
#include "app/views/style.hpp"
#include "core/training/race.hpp"

namespace convscope {

/// The least and the most of some numbers, of which those that are not finite count nothing.
struct RaceExtent {
  double least = std::numeric_limits<double>::infinity(), most = -least;
  void take(double value);
  void take(const RaceExtent& other);
  bool any() const { return least <= most; }
};

/// What is known of one decoder. Extents are taken as steps come, so that no drawing goes over all of them.
class RaceLane {
 public:
  RaceLane(DecoderForm of, TrainingStep first);
  void add(TrainingStep step);

  DecoderForm form;
  TrainingStep untrained;
  const std::vector<TrainingStep>& steps() const { return steps_; }  ///< all that were made
  /// Of those.
  RaceExtent extent(double TrainingStep::*number) const;
  /// Of the phase sums of one kernel, or of the means of all; the untrained decoder's among them.
  const RaceExtent& sums(std::optional<Index> kernel) const;

 private:
  void take_sums(const TrainingStep& step);
  std::vector<TrainingStep> steps_;
  std::array<RaceExtent, 4> numbers_{};
  std::vector<RaceExtent> kernels_;
  RaceExtent means_{};
};
std::vector<RaceLane> lanes_of(const Race& race);

struct RaceFigure {
  std::span<const RaceLane> lanes{};
  std::shared_ptr<const Image> original{};
  std::vector<std::shared_ptr<const Image>> outputs{};  ///< of the lanes at `step`; null: none yet
  Index step = 0, steps = 1;                            ///< the one that is shown, and how many there will be
  Index factor = 2;
  std::optional<std::size_t> chosen{};  ///< the lane that is marked
  std::optional<Index> kernel{};        ///< whose phase sums are drawn; nothing: the mean of all
};

/// The numbers of that step, or those of the last one before; step 0 is the untrained decoder.
const TrainingStep& numbers_at(const RaceLane& lane, Index step);
/// The step could not be made: the decoder is that of the step before.
bool has_diverged(const RaceLane& lane, Index step);

/// Outputs beside the original, below them the curves of all decoders up to the step, on axes that hold all
/// that was made. Spots: "lane/N".
SizePage draw_race(const RaceFigure& figure, const Style& style);
/// For each decoder what the phases get of a constant, against the step. Spots: "lane/N".
SizePage draw_race_phases(const RaceFigure& figure, const Style& style);

/// step,decoder,loss,psnr,grid_levels,flat_levels,phase_spread,phase_1...; a line for each step of each
/// decoder.
std::string race_csv(const std::vector<Runner>& runners);

}  // namespace convscope
