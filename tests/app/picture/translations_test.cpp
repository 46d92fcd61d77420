// Texts in the sources that a Chinese window would show in English: there are none. What stays as it is
// (names, keys, what is typed) is in cases/untranslated.txt. What core/code writes is looked up where it is
// written (app/export/script), what the command line says in its help (app/cli/spoken_help).
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/picture/catalogue.hpp"
#include "core/base/json.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"
#include "core/lesson/markdown.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;

constexpr std::array kRooms{
    "app/window",   "app/desk",      "app/widgets",    "app/labs",     "app/views",   "app/export",
    "core/base",    "core/tensor",   "core/geometry",  "core/ops",     "core/matrix", "core/metrics",
    "core/network", "core/training", "core/enlarging", "app/platform", "core/trace",  "core/scenario",
    "core/claims",  "core/lesson",   "core/io"};

/// A literal that begins at the quote; `at` ends behind it.
std::string take_literal(std::string_view code, std::size_t& at) {
  std::string text;
  for (++at; at < code.size() && code[at] != '"'; ++at) {
    if (code[at] == '\\' && at + 1 < code.size())
      text += code[++at] == 'n' ? '\n' : code[at];
    else
      text += code[at];
  }
  ++at;
  return text;
}

/// "{:.3g}" and "{0}" as "{}", as catalogues have them.
std::string plain_placeholders(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : ' ';
    if (text[i] != '{' || (next != ':' && !std::isdigit(static_cast<unsigned char>(next)))) {
      out += text[i];
      continue;
    }
    int depth = 0;
    do depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
    while (depth > 0 && ++i < text.size());
    out += "{}";
  }
  return out;
}

/// The string literals of C++ code, neighbours joined; not those of comments, includes and raw strings.
std::vector<std::string> literals_of(std::string_view code) {
  std::vector<std::string> all;
  bool joins = false;
  for (std::size_t at = 0; at < code.size();) {
    const std::string_view rest = code.substr(at);
    if (rest.starts_with("//") || rest.starts_with("#include")) {
      at = std::min(code.find('\n', at), code.size());
    } else if (rest.starts_with("/*")) {
      at = std::min(code.find("*/", at), code.size() - 2) + 2;
    } else if (rest.starts_with("R\"(")) {
      at = std::min(code.find(")\"", at), code.size() - 2) + 2;
      joins = false;
    } else if (rest.front() == '\'' && rest.size() > 2) {
      const bool digits = at > 0 && std::isdigit(static_cast<unsigned char>(code[at - 1]));
      at += digits ? 1 : rest[1] == '\\' ? rest.find('\'', 3) + 1 : rest.find('\'', 1) + 1;
      joins = false;
    } else if (rest.front() == '"') {
      std::string text = take_literal(code, at);
      if (joins)
        all.back() += text;
      else
        all.push_back(std::move(text));
      joins = true;
    } else {
      joins = joins && std::isspace(static_cast<unsigned char>(rest.front()));
      ++at;
    }
  }
  std::ranges::transform(all, all.begin(), plain_placeholders);
  return all;
}

/// Words that a person reads: with a blank between them, or one with a capital.
bool is_for_people(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == text.npos || !has_word(text)) return false;
  text = text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
  if (text.starts_with("conv ") || text.starts_with("tconv ")) return false;  // a scenario's line
  if (text.starts_with('<')) return false;                                    // markup
  return text.find(' ') != text.npos ||
         (text.size() > 1 && std::isupper(static_cast<unsigned char>(text[0])) &&
          std::islower(static_cast<unsigned char>(text[1])));
}

/// "\\n" as a line's end.
std::string with_breaks(std::string_view line) {
  std::string text(line);
  for (std::size_t at; (at = text.find("\\n")) != text.npos;) text.replace(at, 2, "\n");
  return text;
}

/// ", and so on" and "what: " as the clause alone, which the table finds between such signs.
std::string_view without_joints(std::string_view text) {
  constexpr std::string_view kJoints = " ,;:.";
  const std::size_t begin = text.find_first_not_of(kJoints), end = text.find_last_not_of(" ,;:");
  return begin == text.npos ? text : text.substr(begin, end + 1 - begin);
}

class Translations : public ::testing::Test {
 protected:
  std::vector<std::string> missing(const fs::path& room) const {
    std::vector<std::string> all;
    for (const auto& file : fs::recursive_directory_iterator(root_ / room)) {
      const std::string ending = file.path().extension();
      if (ending != ".cpp" && ending != ".hpp") continue;
      for (const std::string& text : literals_of(read_file(file.path(), "source")))
        if (is_for_people(text) && !is_known(text) && !stay_.contains(text))
          all.push_back(fmt::format("{}: {}", fs::relative(file.path(), root_).string(), text));
    }
    return all;
  }

  const std::set<std::string>& stay() const { return stay_; }
  /// The translation of a text that has an entry of its own.
  std::optional<std::string> whole(const std::string& text) const {
    const auto entry = std::ranges::find(entries_, text, &Catalogue::Entry::english);
    return entry == entries_.end() ? std::nullopt : std::optional(entry->translated);
  }

 private:
  /// In the table as it is, or as the beginning or end of a sentence that code puts together.
  bool is_known(const std::string& text) const {
    const std::string clause(without_joints(text));
    return templates_.contains(text) || templates_.contains(text + "{}") || templates_.contains(clause) ||
           catalogue_.find(clause).has_value();
  }

  const fs::path root_{testing::in_project()};
  const std::vector<Catalogue::Entry> entries_ =
      Catalogue::read_po(read_file(root_ / "assets/languages/zh_CN.po", "language"));
  const Catalogue catalogue_{entries_};
  const std::set<std::string> templates_ = [this] {
    std::set<std::string> all;
    for (const Catalogue::Entry& entry : entries_) all.insert(entry.english);
    return all;
  }();
  const std::set<std::string> stay_ = [] {
    std::set<std::string> all;
    const std::string file = read_file(testing::in_tests("cases/untranslated.txt"), "cases");
    for (const std::string_view line : split(file, '\n'))
      if (!line.empty() && !line.starts_with("# ")) all.insert(with_breaks(line));
    return all;
  }();
};

TEST_F(Translations, AreThereInEveryRoom) {
  for (const char* const room : kRooms) EXPECT_THAT(missing(room), ::testing::IsEmpty());
}

/// The texts of a lesson's file: all but names, scenario lines and addresses.
void collect(const Json& json, std::vector<std::string>& texts) {
  static const std::set<std::string> kTexts{"title", "summary", "short", "caption",
                                            "ask",   "text",    "why",   "notes"};
  if (json.is_array())
    for (const auto& each : json) collect(each, texts);
  if (!json.is_object()) return;
  for (const auto& [key, value] : json.items())
    if (value.is_string() && kTexts.contains(key))
      texts.push_back(value);
    else
      collect(value, texts);
}

/// "{{sum 2}}" and the like, in alphabetical order.
std::vector<std::string> numbers_in(std::string_view text) {
  std::vector<std::string> all;
  for (std::size_t at = 0; (at = text.find("{{", at)) != text.npos; ++at)
    all.emplace_back(text.substr(at, text.find("}}", at) - at));
  std::ranges::sort(all);
  return all;
}

/// Runs of bold, slanted and typewritten words.
std::size_t marked_spans(std::string_view markdown) {
  std::size_t count = 0;
  for (const MarkdownBlock& block : parse_markdown(markdown))
    count += static_cast<std::size_t>(std::ranges::count_if(
        block.spans, [](const MarkdownSpan& span) { return span.strong || span.emphasis || span.code; }));
  return count;
}

TEST_F(Translations, AreThereInLessons) {
  std::vector<std::string> texts, missing;
  for (const auto& file : fs::directory_iterator(testing::in_project("assets/lessons")))
    collect(Json::parse(read_file(file.path(), "lesson")), texts);
  EXPECT_GT(texts.size(), 1000u);
  for (const std::string& text : texts) {
    if (!is_for_people(text)) continue;
    const auto translated = whole(text);
    if (!translated) {
      if (!stay().contains(text)) missing.push_back(text);
      continue;
    }
    EXPECT_EQ(numbers_in(*translated), numbers_in(text)) << text;
    EXPECT_EQ(marked_spans(*translated), marked_spans(text)) << *translated;
    EXPECT_EQ(plain_text(parse_markdown(*translated)).find('*'), std::string::npos) << *translated;
  }
  EXPECT_THAT(missing, ::testing::IsEmpty());
}

TEST(TranslationsReader, FindsTheTextsOfCode) {
  const std::string code =
      "#include \"a b\"\n// \"no text\"\nf(\"One \"\n  \"two\", '\"', \"{:.3g} of {}\", 1'000, \"x\\\"y\");";
  EXPECT_THAT(literals_of(code), ::testing::ElementsAre("One two", "{} of {}", "x\"y"));
  EXPECT_TRUE(is_for_people("Save"));
  EXPECT_TRUE(is_for_people(" more of it"));
  EXPECT_FALSE(is_for_people("save-as"));
  EXPECT_FALSE(is_for_people(" = "));
}

}  // namespace
}  // namespace convscope
