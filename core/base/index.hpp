// The integer in which every size, stride and offset is counted.
#pragma once

#include <cstdint>

namespace convscope {

/// Signed, so that coordinates left of the first pixel are ordinary numbers.
using Index = std::int64_t;

/// The largest size, stride, dilation or padding that is accepted. Products of two such numbers still
/// fit into Index, so the relation never overflows once a geometry exists.
inline constexpr Index kLargestIndex = (Index{1} << 31) - 1;

}  // namespace convscope
