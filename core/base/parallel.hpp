// Independent pieces of work on all processors.
#pragma once

#include <functional>

#include "core/base/index.hpp"

namespace convscope {

/// Hears how far a work is, 0 to 1, from any of its threads and not quite in order; ends it by throwing.
using Report = std::function<void(double share)>;

/// Calls work(i) once for each i in [0, count), from several threads and in no order. The first exception,
/// of `work` or of `report`, is thrown again here, after the pieces that were begun; the others are not
/// started then.
void in_parallel(Index count, const std::function<void(Index)>& work, const Report& report = {});

}  // namespace convscope
