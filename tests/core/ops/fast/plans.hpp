// Plans of the fast kernels, run as tests want them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>

#include "core/ops/convolve.hpp"
#include "core/ops/fast/instruction_sets.hpp"
#include "core/ops/fast/plan.hpp"
#include "tests/core/support/dice.hpp"

namespace convscope::testing {

using fast::Plan;
using fast::Way;

inline std::string words_of(const Geometry& g) {
  std::string out = "channels " + std::to_string(g.channels.window) + "/" + std::to_string(g.channels.pixel) +
                    "/" + std::to_string(g.channels.groups);
  for (const Axis& a : g.axes)
    out += "; pixels " + std::to_string(a.pixels) + " windows " + std::to_string(a.windows) + " k " +
           std::to_string(a.taps) + " s " + std::to_string(a.stride) + " d " + std::to_string(a.dilation) +
           " pad " + std::to_string(a.pad);
  return out;
}

template <class T>
Tensor<T> as(const Tensor<double>& x) {
  return {x.shape(), std::vector<T>(x.values().begin(), x.values().end())};
}

template <class T>
Tensor<T> noise(const Shape& shape, std::uint64_t seed) {
  Tensor<T> out(shape);
  for (Index i = 0; i < out.size(); ++i)
    out[i] = static_cast<T>(
        std::ldexp(static_cast<double>(splitmix64((seed << 32) + static_cast<std::uint64_t>(i)) >> 11), -52) -
        1);
  return out;
}

/// Runs with operands at both ends of blocks of exactly their size; the result begins as NaN.
template <class T>
Tensor<T> run(const Plan<T>& plan, const Tensor<T>& from, const Shape& result) {
  const auto count = static_cast<std::size_t>(element_count(result));
  const std::unique_ptr<T[]> read(new T[static_cast<std::size_t>(from.size())]), written(new T[count]);
  std::copy_n(from.data(), from.size(), read.get());
  std::fill_n(written.get(), count, std::numeric_limits<T>::quiet_NaN());
  plan.run(read.get(), from.shape()[0], written.get());
  return {result, std::vector<T>(written.get(), written.get() + count)};
}

template <class T>
Tensor<T> plain(Way way, const Geometry& g, const Tensor<T>& from, const Tensor<T>& weights) {
  Tensor<T> out;
  if (way == Way::gather)
    gather(g, from, weights, out);
  else
    scatter(g, from, weights, out);
  return out;
}

inline Shape read_shape(Way way, const Geometry& g, Index batch) {
  return way == Way::gather ? g.pixel_tensor(batch) : g.window_tensor(batch);
}
inline Shape written_shape(Way way, const Geometry& g, Index batch) {
  return way == Way::gather ? g.window_tensor(batch) : g.pixel_tensor(batch);
}

}  // namespace convscope::testing

namespace convscope::fast {

/// Else Google Test prints its bytes, those that nobody has written among them.
inline void PrintTo(const InstructionSet& set, std::ostream* to) {
  *to << set.name;
}

}  // namespace convscope::fast

namespace convscope::testing {

/// With each instruction set in turn.
class OnInstructionSets : public ::testing::TestWithParam<fast::InstructionSet> {
 protected:
  void SetUp() override { fast::force(GetParam()); }
  void TearDown() override { fast::force_none(); }
};

inline std::string name_of_set(const ::testing::TestParamInfo<fast::InstructionSet>& set) {
  return set.param.name;
}

}  // namespace convscope::testing
