// A subcommand's options: declared once, for parsing and for the help text. CLI11 splits the words; the
// sentences about what is wrong are made here. Every subcommand takes --language: what it draws, writes for
// people and prints, its help too, is in that language; names, keys of JSON and errors stay English.
//
//   std::string stride;
//   Arguments arguments("shape", "conv|conv-transpose --input SIZE --kernel SIZE", "Size arithmetic.");
//   arguments.option("--stride", stride, "LIST", "distance between windows");
//   if (!arguments.parse(words)) return;   // help was asked for and printed
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace convscope::cli {

/// The command line is wrong: status 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// What `read` makes of a word of the command line; the errors of the core are usage errors there.
template <class Read>
auto usage(Read&& read) {
  try {
    return read();
  } catch (const Error& error) {
    throw UsageError(error.field(), error.problem(), error.legal());
  }
}

using Words = std::vector<std::string>;

/// What a subcommand takes, as data: for the manual page and for what shells complete.
struct Synopsis {
  struct Option {
    std::vector<std::string> names;  ///< "-o", "--output"; the long one last
    std::string kind;                ///< of its value, "FILE"; empty: a flag
    std::string help;
  };
  std::string name;   ///< empty: the window's
  std::string usage;  ///< what follows the name
  std::string about;
  std::vector<Option> options;
  std::vector<std::string> examples;
};

/// Calls `run`, which declares its arguments and ends there, before any work.
/// Precondition: `run` returns where Arguments::parse says false.
Synopsis synopsis_of(void (*run)(const Words&));

class Arguments {
 public:
  /// `usage` follows the name in the help; `about` is a sentence or two. The window, without a name, keeps
  /// its language itself.
  Arguments(std::string_view name, std::string_view usage, std::string_view about);

  /// "--stride" or "-o,--output"; takes one value, described by `kind` ("LIST"). Untouched when not given.
  void option(std::string_view names, std::string& value, std::string_view kind, std::string_view help);
  /// The same, as often as one likes.
  void option(std::string_view names, Words& values, std::string_view kind, std::string_view help);
  void flag(std::string_view names, bool& value, std::string_view help);
  /// Words without dashes, at most `most` of them.
  void positionals(Words& values, std::size_t most);
  /// A line below "Examples" in the help.
  void example(std::string_view line) { examples_.emplace_back(line); }

  /// False when --help was among the words; the help has been printed then. Or where synopsis_of() asks.
  /// From then on the program speaks the language that is asked for.
  /// Errors: UsageError for unknown options (naming the nearest), missing or repeated values, spare words;
  /// Error("language", ...) when it cannot be spoken.
  bool parse(const Words& words) const;

  /// Errors: UsageError(name, "is missing", ...) when the value is empty.
  void require(std::string_view name, const std::string& value) const;
  std::string help() const;

 private:
  struct Option : Synopsis::Option {
    std::string* value = nullptr;
    bool* set = nullptr;
    Words* many = nullptr;
    bool takes_value() const { return value || many; }
    /// The long name without dashes: the FIELD of messages.
    std::string field() const { return names.back().substr(names.back().find_first_not_of('-')); }
  };
  void add(Option option);
  void speak_as_asked(const Words& words) const;
  const Option* find(std::string_view name) const;
  Synopsis synopsis() const;
  void check_values(const Words& words) const;
  [[noreturn]] void refuse(const std::string& word) const;

  std::string name_, usage_, about_;
  std::vector<Option> options_;
  std::shared_ptr<std::string> language_;  ///< its option is the last one; null: the window's
  Words* positionals_ = nullptr;
  std::size_t most_positionals_ = 0;
  std::vector<std::string> examples_;
};

/// "did you mean NAME?" of the candidate with the fewest typing slips, or `otherwise` when none is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates,
                         std::string otherwise);

}  // namespace convscope::cli
