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

void require_flat_json(std::string_view text, std::string_view field) {
  if (too_deep(text))
    throw Error(field, "is nested too deep", fmt::format("lists and objects {} deep at most", kDeepestJson));
}

}  // namespace convscope
