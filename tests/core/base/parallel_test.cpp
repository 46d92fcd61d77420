// Work in pieces: each is done once, progress is told, and what throws ends it.
#include "core/base/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <vector>

namespace convscope {
namespace {

TEST(InParallel, DoesEveryPieceOnce) {
  std::vector<std::atomic<int>> done(100);
  std::atomic<int> reports = 0;
  std::atomic<bool> whole = false;
  in_parallel(
      100, [&](Index i) { ++done[static_cast<std::size_t>(i)]; }, Progress({}, [&](double share) {
        ++reports;
        if (share == 1) whole = true;
      }));
  for (const auto& times : done) EXPECT_EQ(times, 1);
  EXPECT_EQ(reports, 100);
  EXPECT_TRUE(whole);
  in_parallel(0, [](Index) { FAIL(); });
}

TEST(InParallel, BeginsNothingAfterAnException) {
  struct Enough {};
  std::atomic<int> begun = 0;
  EXPECT_THROW(in_parallel(
                   1'000'000, [&](Index) { ++begun; }, Progress({}, [](double) { throw Enough{}; })),
               Enough);
  EXPECT_LT(begun, 1'000'000);
  EXPECT_THROW(in_parallel(3, [](Index) { throw Enough{}; }), Enough);
}

TEST(InParallel, MayStandWithinItselfUnderAMutex) {
  std::mutex mutex;
  std::atomic<int> done = 0;
  in_parallel(40, [&](Index) {
    const std::lock_guard lock(mutex);
    in_parallel(20, [&](Index) { ++done; });
  });
  EXPECT_EQ(done, 800);
  EXPECT_THROW(in_parallel(4, [&](Index) { in_parallel(4, [](Index) { throw 1; }); }), int);
}

}  // namespace
}  // namespace convscope
