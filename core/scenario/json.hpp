// A scenario as a versioned JSON document (assets/scenario.schema.json).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/scenario/scenario.hpp"

namespace convscope {

inline constexpr int kScenarioVersion = 1;

/// How a scenario file wants to be shown, beside what it holds.
struct ScenarioStage {
  std::vector<std::string>
      views{};            ///< "layout", or "view" alone; 1, 2 or 4 names, whose views are not known here
  std::size_t focus = 0;  ///< which of them is "view"
  std::optional<Index> step{};  ///< steps done; 0: nothing yet
  std::string note{};           ///< Markdown, for who presents it
  friend bool operator==(const ScenarioStage&, const ScenarioStage&) = default;
};
/// Keys of a scenario file that are no fields of the scenario: "view", "layout", "step", "note".
std::span<const std::string_view> stage_keys();
/// Of a scenario file. Errors: Error("view", "layout", "step" or "note", ...); of what is no JSON nothing is
/// said.
ScenarioStage stage_from_json(std::string_view text);

/// Two-space indented, ends with a newline; with what `stage` says, if anything.
std::string to_json(const Scenario& scenario, const ScenarioStage& stage = {});
/// Errors: Error("scenario", ...) for no JSON, no object, a future version, an unknown or missing key;
/// field errors as with_field.
Scenario scenario_from_json(std::string_view text);

}  // namespace convscope
