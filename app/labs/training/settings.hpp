// The settings of the training lab.
#pragma once

#include <span>

#include "app/desk/settings.hpp"

namespace convscope {

std::span<const Setting> training_settings();
inline const Setting& training_setting(std::string_view name) {
  return row_named(training_settings(), name, "setting");
}
/// A command for each.
std::vector<Command> training_setting_commands();

}  // namespace convscope
