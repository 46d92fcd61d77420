#include "core/base/json.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"

namespace convscope {

namespace {

/// Deeper than allowed; brackets within texts do not count.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\')
      ++i;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '[' || c == '{') && ++depth > kDeepestJson)
      return true;
    else if (!quoted && (c == ']' || c == '}'))
      --depth;
  }
  return false;
}

}  // namespace

Json json_from(std::string_view text, std::string_view field, std::size_t* stopped_at) {
  if (too_deep(text))
    throw Error(field, "is nested too deep", fmt::format("lists and objects {} deep at most", kDeepestJson));
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& problem) {
    if (stopped_at != nullptr) *stopped_at = problem.byte;
  } catch (const Json::exception&) {  // a number beyond all
    if (stopped_at != nullptr) *stopped_at = 0;
  }
  return Json(Json::value_t::discarded);
}

std::string json_text(const Json& json, int indent, Json::error_handler_t bad_text) {
  return json.dump(indent, ' ', false, bad_text);
}

}  // namespace convscope
