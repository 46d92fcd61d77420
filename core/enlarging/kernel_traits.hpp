// What a way of enlarging is like by its kernel alone, whatever the picture.
#pragma once

#include "core/ops/resample/upsampler.hpp"

namespace convscope {

/// All of them are 0 for a kernel that prints nothing and moves nothing, but for the order.
struct KernelTraits {
  double phase_spread = 0;     ///< (max - min) / mean of the phases of an enlarged constant
  Index order = 0;             ///< core/metrics/imaging.hpp, as the rest
  double ramp_spread = 0;      ///< how far apart the phases' centres are, in input pixels
  double imaging = 0;          ///< imaging ratio
  double down = 0, right = 0;  ///< by how much a picture is moved, in output pixels
  friend bool operator==(const KernelTraits&, const KernelTraits&) = default;
};

/// Every stationary upsampler is one transposed convolution in the interior: traits are that kernel's.
/// `factor`: of the whole upsampler.
KernelTraits kernel_traits(const Upsampler& upsampler, Index factor);

/// (max - min) / mean of the phases of an enlarged constant; 0 when they are equal up to rounding.
double phase_spread(const Upsampler& upsampler, Index factor);

}  // namespace convscope
