// WHAT on the command line: words that name a scenario.
#pragma once

#include <string>
#include <string_view>

#include "app/cli/arguments.hpp"
#include "core/lesson/library.hpp"
#include "core/scenario/what.hpp"

namespace convscope::cli {

inline constexpr std::string_view kWhatHelp =
    "WHAT is a scenario file, a preset's or lesson's name, a layer as \"nn.Conv2d(1, 1, 3)\", or a spec "
    "line\n"
    "  conv|tconv SIZE kK [sS] [pP] [dD] [opO] [cIN>OUT] [gG] [in=PATTERN] [w=KERNEL] [border=MODE]";

/// A spec line may be given without quotes, as several words.
inline constexpr std::size_t kWhatWords = 32;

/// The words joined by blanks. Errors: UsageError when there are none.
inline std::string joined_what(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  if (text.empty())
    throw UsageError("scenario", "is missing",
                     "a scenario file, a preset's name, a spec line as \"conv 5 k3\", or a layer");
  return text;
}

}  // namespace convscope::cli
