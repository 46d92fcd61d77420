// What F1 says about a parameter, a view or a part of a lab beside its one sentence: a formula, what it
// means, where to read on.
#pragma once

#include <span>
#include <string_view>

namespace convscope {

struct HelpTopic {
  std::string_view key;  ///< a field's key (core/scenario/fields), view/ and a view's name, or a lab's own
  std::string_view formula;  ///< with the letters of the size formulas; may be empty
  std::string_view text;     ///< one or two sentences
  std::string_view reference;
};

/// Of the scenario's fields and the views; a lab has its own (LabRow::topics).
std::span<const HelpTopic> scenario_topics();

}  // namespace convscope
