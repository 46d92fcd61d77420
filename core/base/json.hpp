// JSON that comes from outside: bounded before it is taken apart.
#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace convscope {

/// As deep as arrays and objects may stand within one another; no file of ours needs a tenth of it.
inline constexpr int kDeepestJson = 64;

/// Errors: Error(field, ...) for what is nested deeper; nlohmann::json::exception for what is no JSON.
nlohmann::ordered_json parse_json(std::string_view text, std::string_view field);

}  // namespace convscope
