#include "core/scenario/source_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

Shape parse_sizes(std::string_view text, std::string_view field) {
  Shape sizes;
  for (std::string_view piece : axis_pieces(text)) {
    const auto value = parse_index(piece);
    if (!value || sizes.rank() == 3)
      throw Error(field, fmt::format("'{}' is no size", text),
                  "whole numbers joined by x or a comma, as 3, 3x2 or 3,2, up to 3");
    sizes.push_back(*value);
  }
  return sizes;
}

std::string sizes_text(const Shape& sizes) {
  return fmt::format("{}", fmt::join(std::vector<Index>(sizes.begin(), sizes.end()), "x"));
}

std::vector<double> parse_list(std::string_view text, std::string_view field) {
  const auto wrong = [&](std::string_view piece) {
    return Error(field, fmt::format("'{}' is no number", trim(piece)),
                 "decimals or fractions, as in [1,2;3/4,-0.5]");
  };
  if (!text.ends_with(']')) throw Error(field, "the list is not closed", "numbers between [ and ]");
  text = text.substr(1, text.size() - 2);
  std::vector<double> values;
  std::size_t width = 0;
  for (std::string_view row : split(text, ';')) {
    const auto pieces = split(row, ',');
    if (width != 0 && pieces.size() != width)
      throw Error(field, fmt::format("rows of {} and of {} values", width, pieces.size()),
                  "rows of equal length, separated by ;");
    width = pieces.size();
    for (std::string_view piece : pieces) {
      const auto value = parse_value(piece);
      if (!value) throw wrong(piece);
      values.push_back(*value);
    }
  }
  return values;
}

std::string list_text(const std::vector<double>& values, Index width) {
  std::string text = "[";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += width > 0 && i % static_cast<std::size_t>(width) == 0 ? ';' : ',';
    text += format_value(values[i]);
  }
  return text + "]";
}

std::string in_quotes(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') text += '\\';
    text += c == '\n' ? "\\n" : std::string(1, c);
  }
  return text + '"';
}

std::size_t quoted_length(std::string_view text) {
  if (!text.starts_with('"')) return 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\') ++i;
  }
  return 0;
}

namespace {

std::string unquoted(std::string_view text) {
  std::string name;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const bool escaped = text[i] == '\\' && i + 2 < text.size();
    if (escaped) ++i;
    name += escaped && text[i] == 'n' ? '\n' : text[i];
  }
  return name;
}

}  // namespace

Source parse_source(std::string_view text, std::string_view field) {
  if (text.empty()) throw Error(field, "is empty", "a pattern, random:SEED, a list [..] or a file");
  if (text.size() > 2 && quoted_length(text) == text.size())
    return {Source::Kind::file, unquoted(text), 0, {}};
  if (text.starts_with('[')) return {Source::Kind::list, "", 0, parse_list(text, field)};
  if (text.find_first_of("./\\") != std::string_view::npos)
    return {Source::Kind::file, std::string(text), 0, {}};
  const auto is_in_a_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  const auto pieces = split(text, ':');
  // What is no name would not read back from a line with other words.
  if (pieces[0].empty() || !std::ranges::all_of(pieces[0], is_in_a_name))
    throw Error(field, fmt::format("'{}' is no pattern", text),
                "a pattern, random:SEED, a list [..] or a file");
  Source source{Source::Kind::pattern, std::string(pieces[0]), 0, {}};
  if (pieces.size() == 1) return source;
  const auto seed = parse_index(pieces[1]);
  if (pieces.size() > 2 || pieces[0] != "random" || !seed || *seed < 0)
    throw Error(field, fmt::format("'{}' is no pattern", text), "random:SEED with a whole number from 0");
  source.seed = static_cast<std::uint64_t>(*seed);
  return source;
}

std::string source_text(const Source& source, const Shape& shape) {
  if (source.kind == Source::Kind::list)
    return list_text(source.values, shape.empty() ? 0 : shape[shape.rank() - 1]);
  if (source.kind == Source::Kind::pattern && source.name == "random")
    return fmt::format("random:{}", source.seed);
  // A name that would be read as something else.
  if (source.kind == Source::Kind::file && (source.name.starts_with('[') || source.name.starts_with('"') ||
                                            source.name.find_first_of("./\\") == std::string::npos))
    return in_quotes(source.name);
  return source.name;
}

}  // namespace convscope
