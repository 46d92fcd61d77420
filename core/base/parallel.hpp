// Independent pieces of work on all processors.
#pragma once

#include <functional>

#include "core/base/index.hpp"

namespace convscope {

/// Calls work(i) once for each i in [0, count), from several threads and in no order. The first exception
/// is thrown again here, after the pieces that were begun; the others are not started then.
void in_parallel(Index count, const std::function<void(Index)>& work);

}  // namespace convscope
