// What a page of a lab shows, without a window.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/desk/lab.hpp"

namespace convscope {

/// The lab in front with that scenario, after the commands and when its workers have answered; with the
/// drawing in the other theme. Pictures that are compared stand on their sheet. Nothing where there is
/// neither. Errors: of the scenario and the commands; Error("export", ...) where no answer comes in a minute.
std::optional<Film> lab_film(const Scenario& scenario, std::string_view lab,
                             std::span<const std::string> commands, const Style& style);

}  // namespace convscope
