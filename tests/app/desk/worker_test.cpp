// The worker beside the window: results arrive on this thread, in order, and only those still wanted.
#include "app/desk/worker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <semaphore>
#include <stdexcept>

namespace convscope {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class WorkerTest : public testing::Test {
 protected:
  void wait() {
    while (worker.busy()) {
      std::this_thread::yield();
      worker.take();
    }
  }
  std::vector<std::string> log;
  std::function<void(const std::string&)> failed = [this](const std::string& what) { log.push_back(what); };
  Worker worker{{}};
};

TEST_F(WorkerTest, DeliversInOrderOnTheWindowsThread) {
  const auto here = std::this_thread::get_id();
  worker.start(
      [&](Worker::Task& task) {
        EXPECT_NE(std::this_thread::get_id(), here);
        for (const char* word : {"a", "b"})
          task.deliver([&, word] {
            EXPECT_EQ(std::this_thread::get_id(), here);
            log.emplace_back(word);
          });
      },
      failed);
  wait();
  EXPECT_THAT(log, ElementsAre("a", "b"));
}

TEST_F(WorkerTest, WhatAJobThrowsIsHandedOver) {
  worker.start([](Worker::Task&) { throw std::runtime_error("no"); }, failed);
  wait();
  EXPECT_THAT(log, ElementsAre("no"));
}

TEST_F(WorkerTest, ANewerJobCancelsTheOneUnderWay) {
  std::binary_semaphore begun(0);
  worker.start(
      [&](Worker::Task& task) {
        task.deliver([&] { log.emplace_back("too early to be wanted"); });
        begun.release();
        while (!task.cancelled()) std::this_thread::yield();
        task.deliver([&] { log.emplace_back("too late"); });
      },
      failed);
  begun.acquire();
  worker.start([&](Worker::Task& task) { task.deliver([&] { log.emplace_back("new"); }); }, failed);
  wait();
  EXPECT_THAT(log, ElementsAre("new"));
}

TEST_F(WorkerTest, CancelledMeansIdle) {
  std::binary_semaphore begun(0);
  worker.start(
      [&](Worker::Task& task) {
        begun.release();
        while (!task.cancelled()) std::this_thread::yield();
      },
      failed);
  begun.acquire();
  EXPECT_TRUE(worker.busy());
  worker.cancel();
  EXPECT_FALSE(worker.busy());
  EXPECT_THAT(log, IsEmpty());
}

TEST_F(WorkerTest, SaysHowFarItIs) {
  std::binary_semaphore reported(0), seen(0);
  worker.start(
      [&](Worker::Task& task) {
        task.report(0.5);
        reported.release();
        seen.acquire();
      },
      failed);
  reported.acquire();
  EXPECT_EQ(worker.progress(), 0.5);
  seen.release();
  wait();
  EXPECT_LT(worker.progress(), 0);
}

}  // namespace
}  // namespace convscope
