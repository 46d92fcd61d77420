// How a scenario is named everywhere: a file, a preset's name, a spec line, or a layer in a framework's code.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/scenario/json.hpp"
#include "core/scenario/scenario.hpp"

namespace convscope {

/// An example worth a menu entry.
struct Preset {
  std::string_view name;   ///< for WHAT, e.g. "checkerboard-1d"
  std::string_view title;  ///< for the menu
  std::string_view spec;
  std::string_view shows;  ///< what to look for, one sentence
  std::string_view group;  ///< that it stands in, of one kind; groups are not interrupted
};
std::span<const Preset> presets();

/// A line of the operator and its parameters, not a file's name: it begins as one.
bool is_spec_line(std::string_view what);

/// Errors: Error("scenario", ...) for a file that cannot be read; otherwise as parse_spec.
Scenario scenario_from_what(std::string_view what);
/// How it wants to be shown, where it is a scenario file that says so. Errors: as stage_from_json.
ScenarioStage stage_from_what(std::string_view what);

}  // namespace convscope
