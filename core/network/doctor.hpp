// The doctor: which layer of a network prints a grid, on what, and why.
//
// An enlarging layer is, for each pair of channels, a transposed convolution: by itself (ConvTranspose), as a
// convolution whose channels become phases (before DepthToSpace), or as a resize with the convolution behind
// it. Phase sums, imaging and order (core/metrics) say of each pair what it does to a constant and to what is
// not constant. Of a layer together, with the pairs p:
//
//   phase spread   sum of (max - min of p's phase sums) / sum of |mean of p's phase sums|
//   imaging        power of all images of all pairs / power of the waves themselves
//   order          the least of all pairs that are not negligible
//
// For one pair these are the pair's own numbers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/enlarging/verdict.hpp"
#include "core/metrics/layer_imaging.hpp"
#include "core/network/evaluate.hpp"

namespace convscope {

/// What a pair of channels, from one of the input to one of the output, does alone.
struct PairDiagnosis {
  Index from = 0, to = 0;
  double phase_spread = 0, weight = 0;  ///< weight: sum of |taps|
  std::vector<double> phase_sums;
};

struct LayerDiagnosis {
  std::size_t node = 0;       ///< the layer that enlarges
  std::string weights;        ///< the layer whose weights decide; empty: none
  std::vector<Index> factor;  ///< for each axis
  bool known = false;         ///< there are weights to look at, and they are finite
  Index pairs = 0, uneven = 0;
  double phase_spread = 0;
  /// Of planes with one factor for both axes, else none.
  std::optional<double> imaging;
  std::optional<Index> order;
  GainCurves gains;                  ///< of all pairs together; empty where there is no imaging
  double bias_spread = 0;            ///< of sub-pixel biases: how far those of one channel are apart
  std::string verdict;               ///< in words
  std::vector<std::string> traps;    ///< of dialects, in words
  std::vector<PairDiagnosis> worst;  ///< up to kMostPairs, those that add most to the spread first
};
inline constexpr std::size_t kMostPairs = 16;

/// All layers that enlarge. `sizes` as Evaluator::sizes made them.
std::vector<LayerDiagnosis> diagnose(const Network& network, const Values& sizes);

/// What makes grids vanish, with the least change of the weights that does it.
enum class NetworkRepair {
  phase_sums,   ///< constants: every phase of every pair gets the same sum (order 1)
  sub_kernels,  ///< every picture: all phases become their mean, as ICNR starts them
  order2,       ///< constants and ramps
};
/// "phase-sums", "sub-kernels", "order-2". Errors: Error("repair", ...).
NetworkRepair parse_repair(std::string_view name);
std::string_view repair_names();

/// The network with repaired weights, of one layer or, without a name, of all that enlarge. Biases that
/// become phases get their mean, and what an activation would make of flat colours is set right
/// (kept_mean.hpp); `range`: of the input's values. Errors: Error("repair", ...): nothing to repair, kernels
/// that are too small.
Network repaired(Network network, const Values& sizes, NetworkRepair repair, std::string_view layer = {},
                 double range = 1);

}  // namespace convscope
