#include "app/cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "app/cli/output.hpp"
#include "app/cli/spoken_help.hpp"
#include "app/picture/language.hpp"
#include "core/base/numbers.hpp"

namespace convscope::cli {

namespace {
std::vector<std::string> option_names(std::string_view names) {
  const auto pieces = split(names, ',');
  return {pieces.begin(), pieces.end()};
}

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

/// Where the next parse() on this thread writes what it was told, instead of parsing.
thread_local Synopsis* asked = nullptr;
}  // namespace

Synopsis synopsis_of(void (*run)(const Words&)) {
  Synopsis synopsis;
  asked = &synopsis;
  run({});
  asked = nullptr;
  return synopsis;
}

Synopsis Arguments::synopsis() const {
  return {name_, usage_, about_, {options_.begin(), options_.end()}, examples_};
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates,
                         std::string otherwise) {
  std::string_view best;
  std::size_t least = std::max<std::size_t>(word.size() / 3, 1) + 1;
  for (const std::string_view candidate : candidates) {
    // Half a name is a slip too.
    const bool begins = word.size() >= 3 && candidate.starts_with(word);
    const std::size_t slips = begins ? 1 : distance(word, candidate);
    if (slips < least) {
      least = slips;
      best = candidate;
    }
  }
  return best.empty() ? std::move(otherwise) : fmt::format("did you mean {}?", best);
}

Arguments::Arguments(std::string_view name, std::string_view usage, std::string_view about)
    : name_(name), usage_(usage), about_(about) {
  if (name_.empty()) return;
  auto language = std::make_shared<std::string>();
  option("--language", *language, "NAME", "of words: en or zh (en)");
  language_ = std::move(language);
}

void Arguments::add(Option option) {
  options_.insert(options_.end() - (language_ ? 1 : 0), std::move(option));
}

void Arguments::option(std::string_view names, std::string& value, std::string_view kind,
                       std::string_view help) {
  add({{option_names(names), std::string(kind), std::string(help)}, &value, nullptr});
}

void Arguments::option(std::string_view names, Words& values, std::string_view kind, std::string_view help) {
  add({{option_names(names), std::string(kind), std::string(help)}, nullptr, nullptr, &values});
}

void Arguments::flag(std::string_view names, bool& value, std::string_view help) {
  add({{option_names(names), "", std::string(help)}, nullptr, &value});
}

void Arguments::positionals(Words& values, std::size_t most) {
  positionals_ = &values;
  most_positionals_ = most;
}

const Arguments::Option* Arguments::find(std::string_view name) const {
  for (const Option& option : options_)
    if (std::find(option.names.begin(), option.names.end(), name) != option.names.end()) return &option;
  return nullptr;
}

void Arguments::check_values(const Words& words) const {
  std::vector<const Option*> seen;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const std::size_t equals = words[i].starts_with("--") ? words[i].find('=') : std::string::npos;
    const Option* option = find(std::string_view(words[i]).substr(0, equals));
    if (!option) continue;
    if (!option->many && std::find(seen.begin(), seen.end(), option) != seen.end())
      throw UsageError(option->field(), "is given twice", fmt::format("{} once", option->names.back()));
    seen.push_back(option);
    if (!option->takes_value()) {
      if (equals != std::string::npos)
        throw UsageError(option->field(), "takes no value", fmt::format("{} alone", option->names.back()));
      continue;
    }
    const bool missing = equals != std::string::npos ? equals + 1 == words[i].size()
                                                     : i + 1 == words.size() || words[i + 1].empty() ||
                                                           words[i + 1] == "--" || find(words[i + 1]);
    if (missing)
      throw UsageError(option->field(), "has no value",
                       fmt::format("{} {}", option->names.back(), option->kind));
    if (equals == std::string::npos) ++i;
  }
}

void Arguments::refuse(const std::string& word) const {
  if (word.size() < 2 || word[0] != '-')
    throw UsageError(name_.empty() ? "arguments" : name_, fmt::format("'{}' is one word too many", word),
                     fmt::format("convscope {} {}", name_, usage_));
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string_view> known;
  for (const Option& option : options_) known.insert(known.end(), option.names.begin(), option.names.end());
  throw UsageError(
      name, "is not known here",
      did_you_mean(name, known,
                   fmt::format("convscope {}--help lists the options", name_.empty() ? "" : name_ + " ")));
}

bool Arguments::parse(const Words& words) const {
  if (asked != nullptr) {
    *asked = synopsis();
    return false;
  }
  const auto end = std::find(words.begin(), words.end(), "--");
  if (std::find(words.begin(), end, "--help") != end || std::find(words.begin(), end, "-h") != end) {
    speak_as_asked(words);
    print(help());
    return false;
  }
  check_values(words);
  CLI::App app;
  app.set_help_flag("");
  app.allow_extras();
  for (const Option& option : options_) {
    const std::string names = fmt::format("{}", fmt::join(option.names, ","));
    if (option.value)
      app.add_option(names, *option.value);
    else if (option.many)
      app.add_option(names, *option.many)->expected(1)->take_all();
    else
      app.add_flag(names, *option.set);
  }
  try {
    app.parse(Words(words.rbegin(), words.rend()));  // CLI11 takes them from the back
  } catch (const CLI::ParseError& error) {
    throw UsageError(name_, error.what(), fmt::format("convscope {} --help lists the options", name_));
  }
  for (const std::string& word : app.remaining()) {
    if (word == "--") continue;
    const bool dashes = std::find(words.begin(), end, word) != end && word.size() > 1 && word[0] == '-';
    if (dashes || !positionals_ || positionals_->size() == most_positionals_) refuse(word);
    positionals_->push_back(word);
  }
  // To most programs the standard output: nobody wants a file of that name.
  if (const Option* output = find("--output"); output && output->value && *output->value == "-")
    throw UsageError(output->field(), "'-' is no name",
                     output->kind == "DIR" ? "a folder, or ./-" : "a file, /dev/stdout, or ./-");
  speak_as_asked(words);
  return true;
}

void Arguments::speak_as_asked(const Words& words) const {
  if (!language_) return;
  if (const auto language = asked_language(words)) speak(*language);
}

void Arguments::require(std::string_view name, const std::string& value) const {
  if (!value.empty()) return;
  const Option* option = find(name);
  throw UsageError(option->field(), "is missing", fmt::format("{} {}", name, option->kind));
}

std::string Arguments::help() const {
  std::string text =
      fmt::format("convscope {}{}{}\n\n{}\n", name_, name_.empty() ? "" : " ", usage_, spoken_help(about_));
  std::vector<std::string> left;
  constexpr std::string_view kHelp = "-h, --help";
  std::size_t width = kHelp.size();
  for (const Option& option : options_) {
    left.push_back(
        fmt::format("{}{}{}", fmt::join(option.names, ", "), option.kind.empty() ? "" : " ", option.kind));
    width = std::max(width, left.back().size());
  }
  text += fmt::format("\n{}\n", spoken("Options"));
  for (std::size_t i = 0; i < options_.size(); ++i)
    text += fmt::format("  {:<{}}  {}\n", left[i], width, spoken(options_[i].help));
  text += fmt::format("  {:<{}}  {}\n", kHelp, width, spoken("this text"));
  if (!examples_.empty())
    text += fmt::format("\n{}\n", spoken(examples_.size() == 1 ? "Example" : "Examples"));
  for (const std::string& line : examples_) text += fmt::format("  {}\n", line);
  return text;
}

}  // namespace convscope::cli
