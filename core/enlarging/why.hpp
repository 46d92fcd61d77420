// Why an enlarging leaves a checkerboard or none: what its kernel does to each phase, what that predicts,
// what it does to a picture's spectrum, and what repairs it.
//
//   const Phases phases = phases_of(upsampler, 2);
//   if (phases.verdict.worst() != Prediction::none) ...  // known before any picture is enlarged
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/enlarging/trial.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/enlarging/verdict.hpp"
#include "core/metrics/spectrum.hpp"

namespace convscope {

/// What the pixels of each of the s * s phases are made of, in the interior.
struct Phases {
  Index factor = 2;
  Tensor<double> contributions;  ///< [s, s]: weights other than 0 that reach a pixel
  Tensor<double> sums;           ///< [s, s]: of those weights; what becomes of a constant 1
  /// [s * s, m, m], m odd: the weights of the m × m input pixels around the one whose s × s block the pixel
  /// lies in.
  Tensor<double> sub_kernels;
  KernelTraits traits;
  Judgement verdict;  ///< of the traits
};
Phases phases_of(const Upsampler& upsampler, Index factor);

/// A way of making the phases equal, as a choice that can replace the present one.
struct Repair {
  std::string_view name;  ///< "equal phase sums"
  std::string_view help;  ///< what is changed, one sentence
  UpsamplingChoice choice;
};
/// The repairs that a choice of which `made` was made can have; none where the phases are
/// equal already, for methods that need none, and for kernels that are too small.
std::vector<Repair> repairs(const UpsamplingChoice& choice, const Upsampler& made);

/// Frequencies of the gain curves: 0 to 1/2 cycles per input pixel, both included.
inline constexpr Index kGainSteps = 48;

/// A picture enlarged, and the spectrum of the result.
struct WhyResult {
  Phases phases;
  /// Alias gain at each of the kGainSteps + 1 frequencies, of waves along an axis (the larger) and
  /// diagonally.
  std::vector<double> gains, diagonal_gains;
  std::optional<PowerSpectrum> spectrum;         ///< none for pictures below 8 factors a side
  std::vector<SpectrumPeak> peaks;               ///< of the spectrum
  std::optional<double> energy;                  ///< checkerboard energy
  std::shared_ptr<const Tensor<float>> picture;  ///< [1, 3, H, W], as it would be saved
};

/// Everything that the lab shows about one way of enlarging.
struct Why {
  std::string name, detail;                       ///< "conv-transpose", "uniform 3"
  std::shared_ptr<const Tensor<float>> original;  ///< [1, 3, H, W]: what was reduced and enlarged
  Index part_x = 0, part_y = 0, part_side = 0;    ///< a telling square of it; 0: none was chosen
  std::vector<SpectrumPeak> original_peaks;  ///< of the original's own spectrum; none below 8 factors a side
  double original_energy = 0;                ///< its own checkerboard energy
  /// Of what is enlarged, by frequency in equal steps from 0 to 1/2 cycles a pixel: power in all directions,
  /// averaged, as a share of the largest; empty where it is too small.
  std::vector<double> photograph;
  WhyResult before;
  std::vector<Repair> repairs;
  std::optional<WhyResult> after;  ///< with the first repair
};

/// Errors: Error("coordinates", ...) where every pixel has a kernel of its own.
void require_one_kernel(const UpsamplingChoice& choice);

/// How the map of a choice is made.
using UpsamplerMaker = std::function<Upsampler(const UpsamplingChoice& choice, const Progress& progress)>;
/// `pair` [1, 3, H, W] by the whole factor. Without `make` learned kernels see the pair alone.
/// Errors: those of make_upsampler, or of `make`; Stopped.
Why explain(const UpsamplingChoice& choice, const Reduced& pair, const Progress& progress = {},
            const UpsamplerMaker& make = {});

}  // namespace convscope
