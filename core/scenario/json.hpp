// A scenario as a versioned JSON document (assets/scenario.schema.json).
#pragma once

#include <string>
#include <string_view>

#include "core/scenario/scenario.hpp"

namespace convscope {

inline constexpr int kScenarioVersion = 1;

/// Two-space indented, ends with a newline.
std::string to_json(const Scenario& scenario);
/// Errors: Error("scenario", ...) for no JSON, no object, a future version, an unknown or missing key;
/// field errors as with_field.
Scenario scenario_from_json(std::string_view text);

}  // namespace convscope
