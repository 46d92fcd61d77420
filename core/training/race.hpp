// Decoders trained side by side from one seed, on the same crops of photographs.
//
//   Race race({.steps = 200}, {read_image("a.jpg", "image"), read_image("b.jpg", "image")});
//   while (race.advance()) show(race.runners());
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/tensor/random.hpp"
#include "core/training/adam.hpp"
#include "core/training/decoder.hpp"

namespace convscope {

inline constexpr Index kMostTrainingSteps = 5000;
inline constexpr double kMostTrainingRate = 1e30;  ///< far beyond what learns: to see training diverge

struct RaceChoice {
  std::vector<DecoderForm> decoders{};  ///< empty: all
  Index factor = 2, steps = 200, layers = 2, width = 16;
  std::uint64_t seed = 1;
  double rate = 0.004;
  friend bool operator==(const RaceChoice&, const RaceChoice&) = default;
};

/// Kernels whose phase sums are kept of every step; means are over all that there are.
inline constexpr Index kMostFollowedKernels = 48;

/// What a step left behind.
struct TrainingStep {
  Index step = 0;          ///< from 1
  double loss = 0;         ///< mean squared error on the step's crops before it, colours 0..1
  double psnr = 0;         ///< of the view, decibels
  double grid_levels = 0;  ///< of the view (core/metrics/image.hpp)
  double flat_levels =
      0;  ///< the same of a plane of mid grey: how unequal the phases' sums are, in grey levels
  double phase_spread = 0;           ///< largest minus smallest phase sum of a kernel, mean over the kernels
  std::vector<double> phase_sums{};  ///< factor * factor: of the mean kernel (Decoder::phase_sums)
  std::vector<float> kernels{};      ///< the same of the first kernels, one after the other
};

struct Runner {
  Decoder decoder;
  Adam adam;
  TrainingStep untrained{};  ///< step 0, without a loss
  std::vector<TrainingStep> steps{};
  Tensor<float> output{};           ///< of the view, 0..255
  std::optional<Index> diverged{};  ///< the step that gave what is no number: the decoder is that before it
};

/// A picture to train on, [1, 3, h, w], 0..255.
struct TrainingPicture {
  std::string name;
  Tensor<float> pixels;
};

class Race {
 public:
  /// Errors: Error("factor" / "steps" / "rate" / "layers" / "width" / "decoders", ...); Error("image", ...)
  /// for no picture, one smaller than a crop, and a training set of one colour.
  Race(const RaceChoice& choice, std::vector<TrainingPicture> pictures);

  /// One step of every decoder; false when all are done.
  bool advance();
  /// The race as it is now, without the numbers of the steps behind it: from here it can be run again, to the
  /// same end. Copies share the pictures.
  Race snapshot() const;
  Index steps_done() const { return done_; }
  const RaceChoice& choice() const { return choice_; }
  const std::vector<Runner>& runners() const { return runners_; }
  const Tensor<float>& view() const { return given_->view; }  ///< what the outputs should be, 0..255
  const Tensor<float>& view_small() const { return given_->view_small; }  ///< what they are made from, 0..1

 private:
  /// What never changes.
  struct Given {
    std::vector<TrainingPicture> pictures{};
    Tensor<float> view{}, view_small{}, flat{};
  };
  void take_batch();
  void step(Runner& runner);
  /// Fills in the numbers and the runner's output; false where one is no number, then nothing has changed.
  bool measure(Runner& runner, TrainingStep& step) const;

  RaceChoice choice_;
  std::shared_ptr<const Given> given_;
  SplitMix random_;
  std::vector<Runner> runners_;
  Tensor<float> small_, large_;  ///< of the step, 0..1
  Index done_ = 0;
};

/// Errors: the same, of the numbers alone.
void check_race(const RaceChoice& choice);
/// Rows and columns of a crop; pictures have as many at least.
Index crop_side(Index factor);

}  // namespace convscope
