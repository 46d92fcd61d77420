// The means of a picture's residual, folded by a period, where nothing but the pattern is.
#pragma once

#include <complex>
#include <optional>
#include <vector>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// The periodic pattern of a picture's first channel, as shares of brightness, from pixels around which
/// values repeat from period to period.
class FlatFold {
 public:
  FlatFold(const Tensor<float>& picture, Index period);
  /// Whether there are enough such pixels.
  bool known() const { return known_; }
  /// The coefficient of its wave (a, b) / period.
  std::complex<double> wave(Index a, Index b) const;

 private:
  Index period_;
  bool known_ = true;
  std::vector<double> shares_;  ///< [period, period]
};

}  // namespace convscope
