#include "app/cli/spoken_help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/arguments.hpp"
#include "core/base/numbers.hpp"

namespace convscope::cli {

namespace {

constexpr std::size_t kColumns = 100;

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) columns += byte >= 0xe3 && byte <= 0xef ? 2 : 1;
  }
  return columns;
}

/// Lines of at most so many columns, of which a Chinese character takes two.
std::string wrapped_to_columns(std::string_view paragraph) {
  std::string out, line;
  for (const LinePart& part : line_parts(paragraph)) {
    const std::string longer = fmt::format("{}{}{}", line, line.empty() || !part.blank ? "" : " ", part.text);
    if (!line.empty() && columns_of(longer) > kColumns) {
      out += line + "\n";
      line = part.text;
    } else {
      line = longer;
    }
  }
  return out + line;
}

}  // namespace

std::optional<Language> asked_language(const std::vector<std::string>& words) {
  constexpr std::string_view kOption = "--language", kWithValue = "--language=";
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i].starts_with(kWithValue))
      return usage([&] { return kLanguages.parse(words[i].substr(kWithValue.size())); });
    if (words[i] == kOption && i + 1 < words.size())
      return usage([&] { return kLanguages.parse(words[i + 1]); });
  }
  return std::nullopt;
}

std::vector<HelpPart> help_parts(std::string_view about) {
  std::vector<HelpPart> parts;
  for (const std::string_view line : split(about, '\n')) {
    const bool prose = !line.empty() && !line.starts_with("  ");
    if (prose && !parts.empty() && parts.back().prose)
      parts.back().text.append(" ").append(line);
    else
      parts.push_back({std::string(line), prose});
  }
  return parts;
}

std::string_view row_words(std::string_view row) {
  const std::size_t name = row.find_first_not_of(' ');
  const std::size_t gap = name == row.npos ? name : row.find("  ", name);
  const std::size_t words = gap == row.npos ? gap : row.find_first_not_of(' ', gap);
  return words == row.npos ? std::string_view() : row.substr(words);
}

std::string spoken_help(std::string_view about) {
  if (language() == Language::english) return std::string(about);
  std::string out;
  for (const HelpPart& part : help_parts(about)) {
    if (!out.empty()) out += '\n';
    if (part.prose) {
      out += wrapped_to_columns(spoken(part.text));
      continue;
    }
    const std::string_view words = row_words(part.text);
    out.append(part.text, 0, part.text.size() - words.size()).append(spoken(words));
  }
  return out;
}

}  // namespace convscope::cli
