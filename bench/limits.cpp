#include "bench/limits.hpp"

#include <time.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/limits.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace convscope::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Chains of fused multiply-adds, as many as hide their latency. Returns how many operations that were.
double multiply_adds(long rounds, float* out) {
  constexpr int kChains = 10;
  const hn::ScalableTag<float> d;
  auto a = hn::Set(d, out[0]), b = hn::Set(d, out[1]);
  // From different numbers, or a compiler would see that all are one.
  const auto from = [&](float x) { return hn::Set(d, out[1] * x); };
  auto s0 = from(0), s1 = from(1), s2 = from(2), s3 = from(3), s4 = from(4), s5 = from(5), s6 = from(6),
       s7 = from(7), s8 = from(8), s9 = from(9);
  for (long i = 0; i < rounds; ++i) {
    s0 = hn::MulAdd(s0, a, b);
    s1 = hn::MulAdd(s1, a, b);
    s2 = hn::MulAdd(s2, a, b);
    s3 = hn::MulAdd(s3, a, b);
    s4 = hn::MulAdd(s4, a, b);
    s5 = hn::MulAdd(s5, a, b);
    s6 = hn::MulAdd(s6, a, b);
    s7 = hn::MulAdd(s7, a, b);
    s8 = hn::MulAdd(s8, a, b);
    s9 = hn::MulAdd(s9, a, b);
  }
  const auto sum = hn::Add(hn::Add(hn::Add(hn::Add(s0, s1), hn::Add(s2, s3)), hn::Add(hn::Add(s4, s5), s6)),
                           hn::Add(hn::Add(s7, s8), s9));
  out[0] = hn::GetLane(hn::SumOfLanes(d, sum)) * 0 + 0.5F;
  return 2.0 * kChains * static_cast<double>(hn::Lanes(d)) * static_cast<double>(rounds);
}

}  // namespace convscope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope {

HWY_EXPORT(multiply_adds);

double thread_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

const MachineLimits& limits_of_one_thread() {
  static const MachineLimits limits = [] {
    constexpr int kTries = 12;  // the best one counts: others may use the same core
    constexpr long kRounds = 400'000;
    constexpr std::size_t kBytes = std::size_t{48} << 20;
    MachineLimits best{};
    float seed[2] = {0.5F, 0.25F};
    std::vector<char> from(kBytes, 1), to(kBytes, 2);
    for (int i = 0; i < kTries; ++i) {
      double begin = thread_seconds();
      const double operations = HWY_DYNAMIC_DISPATCH(multiply_adds)(kRounds, seed);
      best.flops = std::max(best.flops, operations / (thread_seconds() - begin));
      begin = thread_seconds();
      std::memcpy(to.data(), from.data(), kBytes);
      from[static_cast<std::size_t>(i)] = to[kBytes - 1];  // what is copied is used
      best.bytes = std::max(best.bytes, 2.0 * static_cast<double>(kBytes) / (thread_seconds() - begin));
    }
    return best;
  }();
  return limits;
}

}  // namespace convscope
#endif
