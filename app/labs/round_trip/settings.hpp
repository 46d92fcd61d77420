// The settings of the round-trip lab.
#pragma once

#include <span>

#include "app/desk/settings.hpp"
#include "app/labs/round_trip/state.hpp"

namespace convscope {

inline RoundTripState& lab(CommandTarget& t) {
  return t.desk.state<RoundTripState>();
}
inline const RoundTripState& lab(const Desk& desk) {
  return desk.state<RoundTripState>();
}

/// Page, way back and deconvolution: each a command of its own.
std::span<const Setting> trip_settings();
/// Of the blurred photograph: all of the command deblur.
std::span<const Setting> deblur_settings();
inline const Setting& trip_setting(std::string_view name) {
  return row_named(trip_settings(), name, "setting");
}
/// The commands of both.
std::vector<Command> trip_setting_commands();

}  // namespace convscope
