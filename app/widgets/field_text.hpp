// A scenario's fields as people read and type them.
#pragma once

#include <string>
#include <string_view>

#include "core/scenario/fields.hpp"

namespace convscope {

/// "3 × 3"; the kernel's and the input's sizes name every axis, the others only when they differ.
std::string shown_value(const Scenario& scenario, const Field& field);
/// People type "3 × 2" as they see it.
std::string normalised(std::string text);
/// A pattern's name, "own values", or the name of a file without its folder.
std::string shown_source(const Source& source);
/// "leaky ReLU" for leaky-relu.
std::string shown_choice(std::string_view value);

}  // namespace convscope
