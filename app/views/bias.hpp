// The bias of an output channel as the views show it.
#pragma once

#include <optional>

#include "app/views/canvas.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

/// Nothing where the scenario has no bias; one number may stand for all channels.
inline std::optional<Addend> bias_of(const Derived& derived, Index output_channel) {
  const auto count = derived.scenario().bias.size();
  if (count == 0) return std::nullopt;
  return Addend{derived.bias(output_channel), {Role::bias, count == 1 ? 0 : output_channel}};
}

}  // namespace convscope
