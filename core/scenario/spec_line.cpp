#include "core/scenario/spec_line.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/source_text.hpp"

namespace convscope {

namespace {

/// The word's beginning and the field it sets; longer beginnings first, so that "op1" is no padding.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kWords = {{
    {"dialect=", "dialect"},
    {"border=", "border"},
    {"act=", "activation"},
    {"in=", "in"},
    {"up=", "upstream"},
    {"op", "output-padding"},
    {"w=", "w"},
    {"b=", "bias"},
    {"k", "kernel"},
    {"s", "stride"},
    {"p", "padding"},
    {"d", "dilation"},
    {"c", "channels"},
    {"g", "groups"},
}};

/// Words in the order in which they are written.
constexpr std::string_view kOrder[] = {"k",   "s",  "p",       "d",  "op",   "c",   "g",
                                       "in=", "w=", "border=", "b=", "act=", "up=", "dialect="};

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == ' ' || text[at] == '\t') {
      ++at;
      continue;
    }
    std::size_t end = at;
    // A list may be written with blanks between its numbers, a file's name between quotes.
    for (int depth = 0; end < text.size() && (depth > 0 || (text[end] != ' ' && text[end] != '\t')); ++end) {
      depth += text[end] == '[' ? 1 : text[end] == ']' ? -1 : 0;
      if (text[end] == '=') end += quoted_length(text.substr(end + 1));
    }
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

/// A file's name may hold what would end its word or join it to the next; lists and quoted names do not.
bool wants_quotes(std::string_view value) {
  return !value.starts_with('[') && !value.starts_with('"') &&
         value.find_first_of(" \t\n[]\"") != std::string_view::npos;
}

std::string_view field_of(std::string_view beginning) {
  for (const auto& [start, key] : kWords)
    if (start == beginning) return key;
  return {};
}

}  // namespace

Scenario parse_spec(std::string_view text) {
  const auto words = words_of(text);
  if (words.size() < 2)
    throw Error("scenario", fmt::format("'{}' is no spec line", text),
                "conv|tconv SIZE kK and more, as \"tconv 4x4 k3 s2 p1 op1 in=ramp w=box\"");
  Scenario scenario;
  field("operator").set(scenario, words[0]);
  field("size").set(scenario, words[1]);
  // It decides what an output padding of 0 means.
  for (const std::string_view word : words)
    if (word.starts_with("dialect=")) field("dialect").set(scenario, word.substr(8));
  std::vector<std::string_view> seen;
  for (std::size_t i = 2; i < words.size(); ++i) {
    std::string_view key;
    std::string_view value;
    for (const auto& [start, name] : kWords)
      if (words[i].starts_with(start)) {
        key = name;
        value = words[i].substr(start.size());
        break;
      }
    if (key.empty())
      throw Error("scenario", fmt::format("'{}' is not understood", words[i]),
                  "kK sS pP dD opO cIN>OUT gG in=.. w=.. border=.. b=[..] act=.. up=.. dialect=..");
    for (std::string_view earlier : seen)
      if (earlier == key) throw Error(key, "is given twice", "once");
    seen.push_back(key);
    field(key).set(scenario, value);
  }
  bool kernel = false;
  for (std::string_view key : seen) kernel = kernel || key == "kernel";
  if (!kernel) throw Error("kernel", "is missing", "kK, as k3 or k3x2");
  return scenario;
}

std::string spec_line(const Scenario& scenario) {
  const Scenario defaults;
  std::string line = fmt::format("{} {}", field("operator").get(scenario), sizes_text(scenario.size));
  for (std::string_view beginning : kOrder) {
    const Field& f = field(field_of(beginning));
    const std::string value = f.get(scenario);
    if (value == f.get(defaults) && beginning != "k") continue;
    line += fmt::format(" {}{}", beginning, wants_quotes(value) ? in_quotes(value) : value);
  }
  return line;
}

}  // namespace convscope
