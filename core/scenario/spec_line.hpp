// A scenario in one line: "tconv 4x4 k3 s2 p1 op1 in=ramp w=box".
//
//   conv|tconv SIZE kK [sS] [pP] [dD] [opO] [cIN>OUT] [gG] [in=PATTERN] [w=KERNEL] [border=MODE]
//   [b=[..]] [act=ACTIVATION] [up=PATTERN] [dialect=keras|onnx]
//
// Values for each axis are joined by x or a comma. Defaults are left out when written.
#pragma once

#include <string>
#include <string_view>

#include "core/scenario/scenario.hpp"

namespace convscope {

/// Errors: Error(field, ...) naming the word that cannot be read.
Scenario parse_spec(std::string_view text);
/// Reads back as the same scenario (the photo's path, which has no place in a line, excepted).
std::string spec_line(const Scenario& scenario);

}  // namespace convscope
