// What F1 says about a parameter or a view beside its one sentence: a formula, what it means, where to read
// on.
#pragma once

#include <string_view>

namespace convscope {

struct HelpTopic {
  std::string_view key;      ///< a field's key (core/scenario/fields), or view/ and a view's name
  std::string_view formula;  ///< with the letters of the size formulas; may be empty
  std::string_view text;     ///< one or two sentences
  std::string_view reference;
};

/// Null when nothing is known about the topic.
const HelpTopic* help_topic(std::string_view key);

}  // namespace convscope
