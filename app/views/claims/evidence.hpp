// The numbers that an experiment gave: lists as small cells, cases as a table, single numbers as tiles.
#pragma once

#include <string_view>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/claims/claims.hpp"

namespace convscope {

/// What an experiment's scenarios are called: First, Second, Third.
std::string_view scenario_name(std::size_t index);

/// As wide as the style says and as high as it needs to be.
Picture draw_evidence(const Claim& claim, const ClaimResult& result, const Style& style);

/// Its curves alone, as large as the style says: a third pane for the back row, where the rest is in lines.
/// Empty where it has none.
Picture draw_evidence_curves(const Claim& claim, const ClaimResult& result, const Style& style);

}  // namespace convscope
