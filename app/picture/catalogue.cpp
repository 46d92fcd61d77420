#include "app/picture/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr int kDeepest = 4;     ///< of texts within texts
constexpr int kMostJoints = 4;  ///< of a text at which it is tried in two
/// A template with as many letters of its own in a row says by itself what it is about; one with fewer may
/// have a name in its place, and no sentence.
constexpr std::size_t kOfItself = 5, kOfNames = 3;

[[noreturn]] void refuse(std::size_t line, std::string_view problem) {
  throw Error("language", fmt::format("line {}: {}", line, problem), "a gettext catalogue (.po)");
}

/// "\"text\"" as the text.
std::string unquoted(std::string_view text, std::size_t line) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') refuse(line, "no text in quotes");
  text = text.substr(1, text.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    if (++i == text.size()) refuse(line, "a backslash that escapes nothing");
    out += text[i] == 'n' ? '\n' : text[i] == 't' ? '\t' : text[i];
  }
  return out;
}

struct Placeholder {
  std::size_t at, size;
  std::optional<std::size_t> number{};
};

/// The first "{}" or "{7}" from there on.
std::optional<Placeholder> next_placeholder(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('{', from); at != text.npos; at = text.find('{', at + 1)) {
    if (text.substr(at).starts_with("{}")) return Placeholder{at, 2};
    if (at + 2 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9' && text[at + 2] == '}')
      return Placeholder{at, 3, static_cast<std::size_t>(text[at + 1] - '0')};
  }
  return std::nullopt;
}

std::vector<std::string> literals_of(std::string_view text) {
  std::vector<std::string> literals;
  std::size_t from = 0;
  while (const auto place = next_placeholder(text, from)) {
    literals.emplace_back(text.substr(from, place->at - from));
    from = place->at + place->size;
  }
  literals.emplace_back(text.substr(from));
  return literals;
}

/// What stands in the placeholders' places; nothing when the text is another one. Each has one character or
/// more.
std::optional<std::vector<std::string_view>> captured(const std::vector<std::string>& literals,
                                                      std::string_view text) {
  if (!text.starts_with(literals.front())) return std::nullopt;
  text.remove_prefix(literals.front().size());
  if (text.size() < literals.back().size() || !text.ends_with(literals.back())) return std::nullopt;
  text.remove_suffix(literals.back().size());
  std::vector<std::string_view> parts;
  for (std::size_t i = 1; i + 1 < literals.size(); ++i) {
    const std::size_t end = text.find(literals[i], 1);
    if (end == text.npos) return std::nullopt;
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + literals[i].size());
  }
  if (text.empty()) return std::nullopt;
  parts.push_back(text);
  return parts;
}

std::string stopped_as_chinese(std::string text) {
  return std::move(text) + "。";
}

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_letter(char c) {
  return is_capital(c) || is_small(c);
}

/// Two words of small letters in a row: part of a sentence rather than a name or a list of them.
bool is_prose(std::string_view text) {
  bool before = false;
  for (const std::string_view word : split(text, ' ')) {
    const bool now = word.size() > 1 && word != "or" && word != "and" && std::ranges::all_of(word, is_small);
    if (now && before) return true;
    before = now;
  }
  return false;
}

std::size_t letters_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, is_letter));
}

std::string small_begun(std::string_view text) {
  std::string out(text);
  out[0] = static_cast<char>(out[0] | 0x20);
  return out;
}

}  // namespace

bool has_word(std::string_view text) {
  return std::ranges::adjacent_find(text, [](char a, char b) { return is_letter(a) && is_letter(b); }) !=
         text.end();
}

std::size_t placeholders(std::string_view text) {
  return literals_of(text).size() - 1;
}

std::vector<Catalogue::Entry> Catalogue::read_po(std::string_view file) {
  std::vector<Entry> entries;
  Entry entry;
  std::string* open = nullptr;  // what a line of nothing but text belongs to
  bool fuzzy = false, complete = false;
  const auto finish = [&] {
    if (complete && !fuzzy && !entry.english.empty() && !entry.translated.empty()) entries.push_back(entry);
    if (complete) fuzzy = false;
    complete = false;
  };
  std::size_t number = 0;
  for (std::string_view line : split(file, '\n')) {
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') {
      finish();
      open = nullptr;
      fuzzy = fuzzy || (line.starts_with("#,") && line.find("fuzzy") != line.npos);
    } else if (line.starts_with("msgid ")) {
      finish();
      entry = {unquoted(line.substr(6), number), {}, number};
      open = &entry.english;
    } else if (line.starts_with("msgstr ")) {
      if (open != &entry.english) refuse(number, "a translation without its text");
      entry.translated = unquoted(line.substr(7), number);
      open = &entry.translated;
      complete = true;
    } else if (line.front() == '"' && open != nullptr) {
      *open += unquoted(line, number);
    } else {
      refuse(number, "neither msgid nor msgstr");
    }
  }
  finish();
  return entries;
}

Catalogue::Catalogue(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    const std::vector<std::string> literals = literals_of(entry.english);
    const std::string own = fmt::format("{}", fmt::join(literals, ""));
    if (literals.size() == 1)
      texts_.emplace(entry.english, entry.translated);
    else
      templates_.push_back({literals, entry.translated, letters_of(own), own.size(),
                            std::ranges::max(literals | std::views::transform(letters_of))});
  }
  std::ranges::stable_sort(templates_, std::ranges::greater{},
                           [](const Template& t) { return std::pair(t.letters, t.size); });
}

std::optional<std::string> Catalogue::find(std::string_view english) const {
  return find(english, 0);
}

std::optional<std::string> Catalogue::whole(std::string_view english) const {
  if (const auto found = texts_.find(english); found != texts_.end()) return found->second;
  if (english.empty() || (!is_capital(english[0]) && !is_small(english[0]))) return std::nullopt;
  std::string other(english);
  other[0] = static_cast<char>(other[0] ^ 0x20);
  if (const auto found = texts_.find(other); found != texts_.end()) return found->second;
  return std::nullopt;
}

std::optional<std::string> Catalogue::by_template(std::string_view english, int depth, bool anything) const {
  const bool stopped = english.size() > 1 && english.back() == '.';
  for (const Template& candidate : templates_) {
    const bool without_stop = stopped && !candidate.literals.back().ends_with('.');
    const auto parts =
        captured(candidate.literals, english.substr(0, english.size() - (without_stop ? 1 : 0)));
    if (!parts) continue;
    // "Step 3: 4 cells" are not the cells of "Step 3: 4", nor is "3 %, 2 of 9" a part of 9.
    const auto reaches_over = [&](std::string_view joint) {
      return parts->front().find(joint) != english.npos;
    };
    if (!anything && candidate.literals.front().empty() &&
        (reaches_over(": ") || (candidate.longest < kOfItself && reaches_over(", "))))
      continue;
    std::vector<std::string> spoken;
    for (const std::string_view part : *parts) {
      auto found = find(part, depth + 1);
      // "{} to {}" is about anything: only if what it is about is known as well.
      const bool of_itself = candidate.longest >= (part.find(' ') == part.npos ? kOfNames : kOfItself) &&
                             (!is_prose(part) || (anything && letters_of(part) <= 2 * candidate.letters));
      if (!found && !of_itself && has_word(part)) break;
      spoken.push_back(found ? std::move(*found) : std::string(part));
    }
    if (spoken.size() < parts->size()) continue;
    std::string out;
    std::size_t from = 0, next = 0;
    while (const auto place = next_placeholder(candidate.translated, from)) {
      out += candidate.translated.substr(from, place->at - from);
      out += spoken[std::min(place->number.value_or(next++), spoken.size() - 1)];
      from = place->at + place->size;
    }
    out += candidate.translated.substr(from);
    return without_stop ? stopped_as_chinese(std::move(out)) : out;
  }
  return std::nullopt;
}

std::optional<std::string> Catalogue::in_parts(std::string_view english, std::string_view between,
                                               std::string_view joint, int depth) const {
  if (!has_word(english)) return std::nullopt;
  const bool sentences = between.front() == '.';  // any number of them
  const auto said = [&](std::string_view part, int deep) {
    return has_word(part) ? find(part, deep) : std::optional(std::string(part));
  };
  int tries = sentences ? 1 : kMostJoints;
  for (std::size_t at = english.find(between); tries-- > 0 && at != english.npos && at > 0;
       at = english.find(between, at + 1)) {
    const auto first = said(english.substr(0, at + (sentences ? 1 : 0)), depth + 1);
    if (!first) continue;
    const auto second = said(english.substr(at + between.size()), sentences ? std::max(depth, 1) : depth + 1);
    if (second) return *first + std::string(joint) + *second;
  }
  return std::nullopt;
}

std::optional<std::string> Catalogue::with_bracket(std::string_view english, int depth) const {
  if (!english.ends_with(')')) return std::nullopt;
  constexpr std::string_view kOpens = " (";
  int tries = kMostJoints;
  for (std::size_t at = english.rfind(kOpens); tries-- > 0 && at != english.npos && at > 0;
       at = english.rfind(kOpens, at - 1)) {
    const std::size_t inside = at + kOpens.size();
    const auto first = find(english.substr(0, at), depth + 1);
    if (!first) continue;
    const auto second = find(english.substr(inside, english.size() - 1 - inside), depth + 1);
    if (second) return *first + "（" + *second + "）";
  }
  return std::nullopt;
}

std::optional<std::string> Catalogue::find(std::string_view english, int depth) const {
  if (const auto found = whole(english)) return found;
  if (english.empty() || depth > kDeepest) return std::nullopt;
  const std::size_t begin = english.find_first_not_of(' '), end = english.find_last_not_of(' ');
  if (begin == english.npos) return std::nullopt;
  if (begin > 0 || end + 1 < english.size()) {
    const auto inner = find(english.substr(begin, end + 1 - begin), depth + 1);
    if (!inner) return std::nullopt;
    return std::string(english.substr(0, begin)) + *inner + std::string(english.substr(end + 1));
  }
  const bool begun = is_capital(english[0]) && english.size() > 1 && is_small(english[1]);
  const auto matching = [&](bool anything) {
    auto found = by_template(english, depth, anything);
    if (!found && begun) found = by_template(small_begun(english), depth, anything);
    return found;
  };
  if (const auto found = matching(false)) return found;
  if (english.back() == '.') {
    if (auto found = find(english.substr(0, english.size() - 1), kDeepest))
      return stopped_as_chinese(*std::move(found));
  } else if (english.back() == ':') {
    if (auto found = find(english.substr(0, english.size() - 1), kDeepest)) return *found + "：";
  } else if (english.back() == ',') {
    if (auto found = find(english.substr(0, english.size() - 1), kDeepest)) return *found + "，";
  } else if (auto found = whole(std::string(english) + ".")) {
    if (found->ends_with("。")) found->resize(found->size() - std::string_view("。").size());
    return found;
  }
  if (const auto found = with_bracket(english, depth)) return found;
  if (const auto found = in_parts(english, ". ", "", depth)) return found;
  if (const auto found = in_parts(english, ": ", "：", depth)) return found;
  if (const auto found = in_parts(english, "; ", "；", depth)) return found;
  if (const auto found = in_parts(english, ", ", "，", depth)) return found;
  return depth == 0 ? matching(true) : std::nullopt;
}

}  // namespace convscope
