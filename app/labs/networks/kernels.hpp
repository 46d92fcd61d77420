// The kernels of one layer, pair of channels by pair of channels.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "core/network/report.hpp"

namespace convscope {

struct LayerKernels {
  Tensor<double> taps{};                            ///< [pairs, taps...]
  std::vector<std::pair<Index, Index>> channels{};  ///< of each pair: from, to

  std::size_t pairs() const { return channels.size(); }
  /// [taps...]
  Tensor<double> of(std::size_t pair) const;
  /// The mean over all pairs. Precondition: there are some.
  Tensor<double> mean() const;
  std::optional<std::size_t> find(std::pair<Index, Index> pair) const;
};

/// As the file has them; no pairs where the layer has no weights.
LayerKernels own_kernels(const Network& network, const NetworkLayer& layer);
/// As the layer enlarges with them (core/network/upsampling_layers); of those that do not, their own.
/// `sizes` as Evaluator::sizes made them.
LayerKernels enlarging_kernels(const Network& network, const Values& sizes, const NetworkLayer& layer);

}  // namespace convscope
