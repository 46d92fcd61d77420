#include "app/export/script.hpp"

#include "app/picture/language.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr std::string_view kQuotes = "\"\"\"";

/// What a line says to people: behind its "# ", or between the quotes of a docstring. No string of a script
/// has that sign in it.
std::string_view said_in(std::string_view line) {
  if (const std::size_t sign = line.find("# "); sign != line.npos) return line.substr(sign + 2);
  const std::string_view words = trim(line);
  if (words.size() < 2 * kQuotes.size() || !words.starts_with(kQuotes) || !words.ends_with(kQuotes))
    return {};
  return words.substr(kQuotes.size(), words.size() - 2 * kQuotes.size());
}

}  // namespace

std::string spoken_script(const Derived& derived, const Framework& framework) {
  std::string script = framework_code(derived, framework);
  if (language() == Language::english) return script;
  std::string out;
  for (const std::string_view line : split(script, '\n')) {
    const std::string_view said = said_in(line);
    const auto before = said.empty() ? line.size() : static_cast<std::size_t>(said.data() - line.data());
    out.append(line.substr(0, before)).append(spoken(said)).append(line.substr(before + said.size()));
    out += '\n';
  }
  out.pop_back();
  return out;
}

}  // namespace convscope
