#include "core/base/parallel.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <atomic>

namespace convscope {

void in_parallel(Index count, const std::function<void(Index)>& work, const Progress& progress) {
  std::atomic<Index> done{0};
  const auto do_piece = [&](const tbb::blocked_range<Index>& piece) {
    work(piece.begin());
    progress.at(static_cast<double>(++done) / static_cast<double>(count));
  };
  // Isolated: a thread that waits for the last pieces takes no other piece of an outer in_parallel meanwhile,
  // which might want a mutex that the thread holds.
  tbb::this_task_arena::isolate([&] {
    // Each piece is a task: they are few and long, and one that throws is followed by no other.
    tbb::parallel_for(tbb::blocked_range<Index>(0, count, 1), do_piece, tbb::simple_partitioner());
  });
}

}  // namespace convscope
