// Scenarios worth a round trip: where the two do cancel, and where they do not.
#pragma once

#include <span>
#include <string_view>

namespace convscope {

struct TripPreset {
  std::string_view name;   ///< for commands: "haar-bank"
  std::string_view title;  ///< for the list
  std::string_view spec;   ///< as parse_spec reads it
  std::string_view shows;  ///< one sentence
};
std::span<const TripPreset> trip_presets();
/// Errors: Error("trip-preset", ...) with the known names.
const TripPreset& trip_preset(std::string_view name);

}  // namespace convscope
