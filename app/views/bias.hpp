// The bias of an output channel as the views show it, and in the sums of a step.
#pragma once

#include <optional>

#include "app/views/canvas.hpp"
#include "core/scenario/derived.hpp"
#include "core/trace/trace.hpp"

namespace convscope {

/// Nothing where the scenario has no bias; one number may stand for all channels.
inline std::optional<Addend> bias_of(const Derived& derived, Index output_channel) {
  const auto count = derived.scenario().bias.size();
  if (count == 0) return std::nullopt;
  return Addend{derived.bias(output_channel), {Role::bias, count == 1 ? 0 : output_channel}};
}

/// The output as it stands after `steps`; with all of them the operator's own result, activation included.
inline Tensor<double> output_after(const Derived& derived, const Trace& trace, Index steps) {
  if (steps >= trace.steps()) return derived.output();
  Tensor<double> out = partial_output(derived.op(), trace, derived.input(), derived.weights(), steps);
  const Index plane = element_count(derived.op().output_size());
  for (Index i = 0; i < out.size(); ++i) out[i] += derived.bias(i / plane);
  return out;
}

}  // namespace convscope
