// What a step of a view does, told: for those who hear the figure.
#pragma once

#include <optional>
#include <string>

#include "app/views/view.hpp"

namespace convscope {

/// A sentence about the last of `steps_done` steps, with its numbers: "Step 3 of 9: output cell (0, 2) is
/// 1·1 + 2·2 = 5." Views with steps of their own say which step it is.
std::string step_sentence(const View& view, const Derived& derived, std::optional<Order> chosen,
                          Index steps_done);

}  // namespace convscope
