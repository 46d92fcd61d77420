// A photograph under a scenario's kernel and stride.
#pragma once

#include "core/enlarging/photo.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

/// The photograph reduced by the stride and enlarged again. Slow. The first channel pair stands for all: a
/// photograph's channels are treated alike. Errors: as compare_photo.
PhotoComparison compare_photo(const Derived& derived, const Photo& photo, Budget budget = {});

}  // namespace convscope
