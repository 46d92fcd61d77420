// A language's table: what each text of the program is in it. Kept as a gettext catalogue (.po), so that
// translators' tools open it; read here, as gettext itself speaks only languages that the system has locales
// of.
//
// The English text is the key. Placeholders stand for what changes: "{} of {} steps" is found for "3 of 9
// steps", and what stands in their places is looked up by itself. A translation has them as {} in the same
// order, or as {0} {1}.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace convscope {

class Catalogue {
 public:
  struct Entry {
    std::string english, translated;
    std::size_t line = 0;  ///< of the file, from 1
  };
  /// The entries of a .po file, without its header, in their order; fuzzy ones and those without a
  /// translation are left out. Errors: Error("language", "line N: ...") for what is no .po file.
  static std::vector<Entry> read_po(std::string_view file);

  explicit Catalogue(const std::vector<Entry>& entries);

  /// The translation; nothing for a text that is not in the table. A full stop, colon or comma at the end,
  /// blanks around, a capital at the beginning, several sentences in a row, "what: why", brackets and clauses
  /// behind commas need no entries of their own.
  std::optional<std::string> find(std::string_view english) const;

 private:
  struct Template {
    std::vector<std::string> literals;  ///< around the placeholders: one more than these
    std::string translated;
    std::size_t letters;  ///< of its own
    std::size_t size;     ///< of its own text
    std::size_t longest;  ///< of these between two placeholders
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::optional<std::string> find(std::string_view english, int depth) const;
  std::optional<std::string> whole(std::string_view english) const;
  /// `anything`: also with prose in a placeholder's place that is not in the table.
  std::optional<std::string> by_template(std::string_view english, int depth, bool anything) const;
  /// "problem (what would be legal)", of which the first may have brackets too.
  std::optional<std::string> with_bracket(std::string_view english, int depth) const;
  std::optional<std::string> in_parts(std::string_view english, std::string_view between,
                                      std::string_view joint, int depth) const;

  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> texts_;
  std::vector<Template> templates_;  ///< those with the most text of their own first
};

/// Two letters of English in a row: neither a number nor a sign.
bool has_word(std::string_view text);
/// How many placeholders a text has.
std::size_t placeholders(std::string_view text);

}  // namespace convscope
