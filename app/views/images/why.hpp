// Why one way of enlarging leaves a checkerboard, or none: contributions, phase sums, sub-kernels, a constant
// and a detail before and after the repair, spectra; and a meter that needs the kernel alone.
#pragma once

#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/enlarging/why.hpp"

namespace convscope {

/// For the stage, from about 560 × 420 on. Null: a sentence, `problem` or that it is being worked out.
/// From the back row one of its two rows at a time is large, by `part`: the kernel, or what it makes.
Picture draw_why(const Why* why, const std::string& problem, const Style& style, std::size_t part = 0);

/// For a panel: the verdict, on what, its scale and what the numbers mean. As tall as it needs to be, at
/// least style.height.
Picture draw_meter(const Phases& phases, const Style& style);

/// "The phases of an enlarged constant differ by 133 % of their mean: 171 grey levels on mid-grey." (128)
std::string meaning_of(const Phases& phases);

}  // namespace convscope
