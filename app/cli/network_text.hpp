// A network's report as JSON and for people.
#pragma once

#include <string>

#include "app/cli/output.hpp"
#include "core/network/report.hpp"

namespace convscope::cli {

Json network_json(const NetworkReport& report);
/// One layer with all that is known of it: its worst channel pairs too.
Json layer_json(const NetworkLayer& layer, bool whole);
std::string network_words(const NetworkReport& report);
std::string layer_words(const NetworkLayer& layer);

}  // namespace convscope::cli
