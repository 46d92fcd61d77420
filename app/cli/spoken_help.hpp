// What a subcommand says of itself, in the program's language.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/picture/language.hpp"

namespace convscope::cli {

/// What --language among the words asks for, before anything is parsed; nothing without it. Errors:
/// UsageError("language", ...) for what is none.
std::optional<Language> asked_language(const std::vector<std::string>& words);

/// A run of lines of one kind.
struct HelpPart {
  std::string text;    ///< of prose the lines joined by blanks; of a table one line, "  NAME   what it is"
  bool prose = false;  ///< else a line of a table, or an empty one
};
/// The parts of a description in their order. Lines that begin with two blanks are tables.
std::vector<HelpPart> help_parts(std::string_view about);

/// What a table's line says behind its name, as it is looked up; empty where there is nothing.
std::string_view row_words(std::string_view row);

/// The description with each paragraph and each row's words translated, paragraphs wrapped again; unchanged
/// in English.
std::string spoken_help(std::string_view about);

}  // namespace convscope::cli
