// The longer questions about sizes that convscope shape answers.
#pragma once

#include <span>
#include <string>

#include "core/geometry/chain.hpp"
#include "core/geometry/solve.hpp"
#include "core/ops/operator.hpp"

namespace convscope::cli {

/// All parameter sets from input to wanted, as JSON or as a table of the best.
std::string solve_text(bool transposed, const Shape& input, const Shape& wanted,
                       std::span<const SolveBounds> bounds, bool json);
/// Input sizes with the same output, axis by axis, and what brings each back.
std::string ambiguity_text(const Operator& op, const Layer& layer, bool json);
std::string dialects_text(bool transposed, const Shape& input, const Layer& layer, bool json);
/// `against`: a row's name; empty: half-pixel. Errors: of resize_dialects; Error("against", ...).
std::string resize_text(Index from, double factor, std::string_view against, bool json);
std::string network_text(const Chain& chain, bool json);

}  // namespace convscope::cli
