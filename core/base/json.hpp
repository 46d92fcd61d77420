// JSON, read and written in one place: each source that did it itself would compile all of it again.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace convscope {

/// Keys stay in the order in which they were written.
using Json = nlohmann::ordered_json;

/// As deep as arrays and objects may stand within one another; no file of ours needs a tenth of it.
inline constexpr int kDeepestJson = 64;

/// What a text from outside says; is_discarded() where it is no JSON, and `stopped_at` the byte that is none,
/// from 1, or 0 where that is not known (a number beyond all).
/// Errors: Error(field, ...) for what is nested deeper than that.
Json json_from(std::string_view text, std::string_view field, std::size_t* stopped_at = nullptr);

/// On one line, or in lines that are indented by so many blanks. Bytes that are no UTF-8, as file names may
/// have, are replaced; where `bad_text` is strict, Json::type_error.
std::string json_text(const Json& json, int indent = -1,
                      Json::error_handler_t bad_text = Json::error_handler_t::replace);

}  // namespace convscope
