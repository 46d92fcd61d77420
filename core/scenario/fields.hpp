// One table of a scenario's fields; it feeds widgets, file keys, `set` commands and help texts.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario/scenario.hpp"
#include "core/scenario/source_text.hpp"

namespace convscope {

struct Field {
  enum class Kind {
    numbers,  ///< a whole number per axis; `least`..`most` is what a slider offers, larger may be typed
    number,   ///< one whole number
    choice,   ///< one of `choices`
    text,     ///< free text with its own grammar (padding, sources, bias, paths)
  };
  std::string_view key;     ///< in files and commands, e.g. "output-padding"
  std::string_view label;   ///< in the window, e.g. "Output padding"
  std::string_view symbol;  ///< in formulas, e.g. "op"; may be empty
  Kind kind;
  Index least = 0, most = 0;
  std::vector<std::string_view> choices{};
  std::string_view help;  ///< one sentence
  bool transposed_only = false;
  std::string (*get)(const Scenario&);
  void (*set)(Scenario&, std::string_view);  ///< throws Error(key, ...)
};

std::span<const Field> fields();
/// Errors: Error("field", ...) for an unknown key, with the known ones.
const Field& field(std::string_view key);

/// The scenario with one field changed from its text. When sizes or channels change, lists are cropped or
/// filled up with zeros so that they keep fitting. Not yet checked against the geometry: Derived does that.
Scenario with_field(const Scenario& scenario, std::string_view key, std::string_view text);

}  // namespace convscope
