// Independent pieces of work on all processors.
#pragma once

#include <functional>

#include "core/base/index.hpp"
#include "core/base/progress.hpp"

namespace convscope {

/// Calls work(i) once for each i in [0, count), from several threads and in no order, and reports after each.
/// The threads are oneTBB's, on Windows the system's: one for each processor, started when first needed; they
/// wait without using one in between. `work` may call in_parallel too, and hold a mutex meanwhile.
/// The first exception, of `work` or of `progress`, is thrown again here, after the pieces that were begun;
/// the others are not started then.
void in_parallel(Index count, const std::function<void(Index)>& work, const Progress& progress = {});

}  // namespace convscope
