// convscope completions: what shells need to complete our command line, made of the same tables as its help.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/views/registry.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/claims/claims.hpp"
#include "core/scenario/what.hpp"

namespace convscope::cli {

namespace {

bool is_plain(std::string_view word) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !word.empty() && word[0] >= 'a' && word[0] <= 'z' && std::ranges::all_of(word, plain);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

template <class Rows>
Words names_in(const Rows& rows) {
  Words names;
  for (const auto& row : rows) names.emplace_back(row.name);
  return names;
}

/// The names that words list: "window, pixel or tap"; fewer than two are none.
Words listed_in(std::string words) {
  words = replaced(replaced(std::move(words), ", or ", ", "), " or ", ", ");
  Words names;
  for (std::string_view piece : split(words, ',')) {
    piece.remove_prefix(std::min(piece.find_first_not_of(' '), piece.size()));
    if (is_plain(piece)) names.emplace_back(piece);
  }
  return names.size() > 1 ? names : Words{};
}

/// The same of an option's help, on either side of a colon, whatever brackets add.
Words listed_in_help(std::string help) {
  for (std::size_t open = help.find(" ("); open != std::string::npos; open = help.find(" ("))
    help.erase(open, help.find(')', open) - open + 1);
  const std::size_t colon = help.find(": ");
  const Words before = listed_in(help.substr(0, colon));
  return before.empty() && colon != std::string::npos ? listed_in(help.substr(colon + 2)) : before;
}

/// The values that an option can have; empty: any.
Words choices(const Synopsis::Option& option) {
  if (option.names.back() == "--view") return names_in(views());
  const bool named = option.kind == "NAME" || option.kind == "MODE" || option.kind == "FILTER";
  return named ? listed_in_help(option.help) : Words{};
}

bool takes_file(const Synopsis::Option& option) {
  constexpr std::array<std::string_view, 6> kKinds{"FILE", "FOLDER", "DIR", "OUT", "IMAGE", "IMAGES"};
  return std::ranges::find(kKinds, option.kind) != kKinds.end() || option.kind.find('.') != std::string::npos;
}

/// What the words without dashes can be, beside names of files.
Words subjects(const Synopsis& synopsis) {
  const std::string first = synopsis.usage.substr(0, synopsis.usage.find(' '));
  const auto pieces = split(first, '|');
  if (pieces.size() > 1 && std::ranges::all_of(pieces, is_plain)) return {pieces.begin(), pieces.end()};
  if (first == "WHAT") return names_in(presets());
  if (synopsis.name == "claims") return names_in(convscope::claims());
  return {};
}

/// The words that a command line can begin with.
Words beginnings() {
  Words names = names_in(subcommands());
  names.emplace_back("view");
  for (const Words& more : {names_in(views()), lab_names()})
    for (const std::string& name : more)
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  return names;
}

std::vector<Synopsis> all() {
  std::vector<Synopsis> out;
  for (const Subcommand& sub : subcommands()) out.push_back(synopsis_of(sub.run));
  return out;
}

std::string joined(const Words& names) {
  return fmt::format("{}", fmt::join(names, " "));
}

// --- bash -----------------------------------------------------------------------------------------------

std::string bash_case(std::string_view pattern, const Synopsis& synopsis) {
  std::string values, names = "-h --help";
  for (const Synopsis::Option& option : synopsis.options) {
    names += " " + joined(option.names);
    if (option.kind.empty()) continue;
    const Words known = choices(option);
    values += fmt::format("        {}) {} ;;\n", fmt::join(option.names, " | "),
                          !known.empty()       ? fmt::format("_convscope_words '{}'", joined(known))
                          : takes_file(option) ? "_convscope_files"
                                               : ":");
  }
  std::string text = fmt::format("    {})\n      case $previous in\n{}", pattern, values);
  text += fmt::format("        *) _convscope_rest '{}' '{}' ;;\n      esac\n      ;;\n", names,
                      joined(subjects(synopsis)));
  return text;
}

std::string bash() {
  std::string text =
      "# Completes the command line of convscope in bash. Written by convscope completions bash.\n"
      "_convscope_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$current\"); }\n"
      "_convscope_files() {\n"
      "  compopt -o filenames 2>/dev/null\n"
      "  mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
      "}\n"
      "# Options after a dash, else names and files.\n"
      "_convscope_rest() {\n"
      "  if [[ $current == -* ]]; then _convscope_words \"$1\"; return; fi\n"
      "  compopt -o filenames 2>/dev/null\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$2\" -- \"$current\"; compgen -f -- \"$current\")\n"
      "}\n"
      "_convscope() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
      "  COMPREPLY=()\n";
  const Synopsis window = synopsis_of(open_window);
  text += fmt::format(
      "  if ((COMP_CWORD == 1)) && [[ $current != -* ]]; then _convscope_rest '' '{}'; return; fi\n"
      "  case ${{COMP_WORDS[1]}} in\n",
      joined(beginnings()));
  for (const Synopsis& synopsis : all()) text += bash_case(synopsis.name, synopsis);
  return text + bash_case("*", window) + "  esac\n}\ncomplete -F _convscope convscope\n";
}

// --- zsh ------------------------------------------------------------------------------------------------

/// Within single quotes, with what _arguments and _describe read as theirs escaped.
std::string zsh_text(std::string text) {
  for (const std::string_view sign : {"\\", ":", "[", "]"})
    text = replaced(std::move(text), sign, fmt::format("\\{}", sign));
  return replaced(std::move(text), "'", "'\\''");
}

std::string zsh_option(const Synopsis::Option& option) {
  std::string value;
  if (!option.kind.empty()) {
    const Words known = choices(option);
    value = fmt::format(":{}:{}", zsh_text(option.kind),
                        !known.empty()       ? fmt::format("({})", joined(known))
                        : takes_file(option) ? "_files"
                                             : " ");
  }
  const std::string shown = fmt::format("[{}]{}", zsh_text(option.help), value);
  if (option.names.size() == 1) return fmt::format("'{}{}'", option.names[0], shown);
  return fmt::format("'({})'{{{}}}'{}'", joined(option.names), fmt::join(option.names, ","), shown);
}

std::string zsh_case(std::string_view pattern, const Synopsis& synopsis) {
  std::string text =
      fmt::format("    {})\n      _arguments '(-h --help)'{{-h,--help}}'[explains it]'", pattern);
  for (const Synopsis::Option& option : synopsis.options) text += " \\\n        " + zsh_option(option);
  const Words known = subjects(synopsis);
  const std::string more =
      known.empty() ? "_files"
                    : fmt::format("_alternative \"names:name:({})\" \"files:file:_files\"", joined(known));
  return text + fmt::format(" \\\n        '*:what:{{{}}}'\n      ;;\n", more);
}

std::string zsh() {
  std::string text =
      "#compdef convscope\n# Completes the command line of convscope in zsh. Written by convscope "
      "completions zsh.\n"
      "_convscope() {\n  local -a beginnings=(\n";
  for (const Subcommand& sub : subcommands())
    text += fmt::format("    '{}:{}'\n", sub.name, zsh_text(std::string(sub.help)));
  text += "  )\n  local -a windows=(";
  text += joined(beginnings());
  text +=
      ")\n  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n"
      "    _describe subcommand beginnings\n    compadd -a windows\n    _files\n    return\n  fi\n"
      "  case $words[2] in\n";
  for (const Synopsis& synopsis : all()) text += zsh_case(synopsis.name, synopsis);
  return text + zsh_case("*", synopsis_of(open_window)) + "  esac\n}\n_convscope \"$@\"\n";
}

// --- fish -----------------------------------------------------------------------------------------------

std::string fish_text(std::string text) {
  return fmt::format("'{}'", replaced(replaced(std::move(text), "\\", "\\\\"), "'", "\\'"));
}

std::string fish_options(const Synopsis& synopsis, const std::string& condition) {
  std::string text;
  for (const Synopsis::Option& option : synopsis.options) {
    text += fmt::format("complete -c convscope -n '{}'", condition);
    for (const std::string& name : option.names)
      text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    const Words known = choices(option);
    if (!option.kind.empty()) text += known.empty() && takes_file(option) ? " -r -F" : " -x";
    if (!known.empty()) text += fmt::format(" -a '{}'", joined(known));
    text += fmt::format(" -d {}\n", fish_text(option.help));
  }
  const Words known = subjects(synopsis);
  if (!known.empty())
    text += fmt::format("complete -c convscope -n '{}' -a '{}'\n", condition, joined(known));
  return text;
}

std::string fish() {
  std::string text =
      "# Completes the command line of convscope in fish. Written by convscope completions fish.\n"
      "complete -c convscope -s h -l help -d 'Explains it'\n";
  for (const Subcommand& sub : subcommands())
    text += fmt::format("complete -c convscope -n __fish_use_subcommand -a {} -d {}\n", sub.name,
                        fish_text(std::string(sub.help)));
  text += fmt::format("complete -c convscope -n __fish_use_subcommand -a '{}'\n", joined(beginnings()));
  for (const Synopsis& synopsis : all())
    text += fish_options(synopsis, "__fish_seen_subcommand_from " + synopsis.name);
  return text + fish_options(synopsis_of(open_window), fmt::format("not __fish_seen_subcommand_from {}",
                                                                   joined(names_in(subcommands()))));
}

}  // namespace

void completions(const Words& words) {
  Words shell;
  Arguments arguments("completions", "bash|zsh|fish",
                      "Prints what the shell needs to complete the command line. An installed program has\n"
                      "brought it along.");
  arguments.positionals(shell, 1);
  arguments.example("source <(convscope completions bash)");
  if (!arguments.parse(words)) return;
  const std::string name = shell.empty() ? "" : shell.front();
  if (name == "bash") return print(bash());
  if (name == "zsh") return print(zsh());
  if (name == "fish") return print(fish());
  if (name.empty()) throw UsageError("shell", "is missing", "bash, zsh or fish");
  throw UsageError("shell", fmt::format("'{}' is not known", name), "bash, zsh or fish");
}

}  // namespace convscope::cli
