// Numbers in a lesson's words: "{{output 2,2}}" stands for a value that is computed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/scenario/derived.hpp"

namespace convscope {

/// Whose numbers they are; null: none is there.
struct NumbersOf {
  const Derived* scenario = nullptr;
  const Derived* beside = nullptr;
};

/// One placeholder that can be written.
struct Placeholder {
  std::string_view name;       ///< "sum"
  std::string_view arguments;  ///< "CELL", "[CELL]"; empty: none
  std::string_view help;       ///< what it becomes, one sentence
};
std::span<const Placeholder> placeholders();

/// The value by its name, as it stands between the brackets: "output size", "sum 2,2", "beside rank".
/// Errors: Error("{{NAME}}", ...): unknown, a cell outside, what the scenario does not have.
std::string placeholder(std::string_view name, const NumbersOf& numbers);

/// The text with all placeholders replaced. Errors: as placeholder; Error("{{", ...) for one without an end.
std::string filled(std::string_view text, const NumbersOf& numbers);

}  // namespace convscope
