// What one thread of this machine can do at most, measured once in the process that compares with it.
#pragma once

namespace convscope {

struct MachineLimits {
  double flops;  ///< single-precision multiplications and additions a second, fused, in the widest vectors
  double bytes;  ///< read and written a second when memory beyond the caches is copied
};
const MachineLimits& limits_of_one_thread();

/// Processor time of the calling thread in seconds: other programs do not count.
double thread_seconds();

}  // namespace convscope
