// How far a slider can go before the geometry becomes impossible, and why.
#pragma once

#include <string>

#include "core/scenario/fields.hpp"

namespace convscope {

struct FieldLimits {
  Index least = 0, most = 0;  ///< what works around the present value, within the field's own range
  std::string below, above;   ///< why not further; empty where the field's own range ends
};

/// Of a field with whole numbers, the same for all axes. Asks the geometry (and, for the kernel's size, the
/// pattern), not the operator: cheap enough for every change.
FieldLimits limits_of(const Scenario& scenario, const Field& field);

/// The field's first number; nothing in particular when it holds a word.
Index first_number(const Scenario& scenario, const Field& field);
/// The text that sets the field to one number on all axes.
std::string uniform_text(const Scenario& scenario, const Field& field, Index value);

}  // namespace convscope
