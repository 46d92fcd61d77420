// Questions to workers: the last one wins, answers arrive on this thread and stay until there is a newer one.
#include "app/desk/latest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <semaphore>
#include <stdexcept>
#include <thread>

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Words = Latest<int, std::string>;

/// Until it is stopped.
void wait_for_stop(const Progress& progress) {
  while (!progress.stopped()) std::this_thread::yield();
}

class LatestTest : public ::testing::Test {
 protected:
  void wait(Words& words) {
    while (words.busy()) {
      std::this_thread::yield();
      take(words);
    }
    take(words);
  }
  void wait() { wait(latest); }
  void take(Words& words) {
    words.take([this](const std::string& word) { log.push_back(word); });
  }
  /// Asks, and the answer is the word.
  void want(int question, const std::string& word) {
    latest.want(question, [word](int, const Progress&, const auto&) { return word; });
  }
  bool know(int question, const std::string& word) {
    return latest.want_now(question, [word](int, const Progress&, const auto&) { return word; });
  }
  std::vector<std::string> log;
  std::atomic<int> woken = 0;
  Workers workers{[this] { ++woken; }};
  Words latest{workers};
};

TEST_F(LatestTest, DeliversInOrderOnTheWindowsThread) {
  const auto here = std::this_thread::get_id();
  EXPECT_TRUE(latest.want(7, [&](int question, const Progress&, const Words::Deliver& deliver) {
    EXPECT_EQ(question, 7);
    EXPECT_NE(std::this_thread::get_id(), here);
    deliver("a");
    return "b";
  }));
  EXPECT_EQ(latest.answer(), nullptr);
  while (latest.busy()) {
    std::this_thread::yield();
    latest.take([&](const std::string& word) {
      EXPECT_EQ(std::this_thread::get_id(), here);
      log.push_back(word);
    });
  }
  EXPECT_THAT(log, ElementsAre("a", "b"));
  EXPECT_EQ(*latest.answer(), "b");
  EXPECT_TRUE(latest.is_complete());
  EXPECT_GT(woken, 0);
}

TEST_F(LatestTest, WhatAWorkThrowsIsHandedOver) {
  latest.want(1, [](int, const Progress&, const auto&) -> std::string { throw std::runtime_error("no"); });
  wait();
  EXPECT_EQ(latest.problem(), "no");
  EXPECT_EQ(latest.answer(), nullptr);
  want(2, "good");
  EXPECT_EQ(latest.problem(), "");
  wait();
  EXPECT_EQ(*latest.answer(), "good");
  latest.want(3, [](int, const Progress&, const auto&) -> std::string { throw std::runtime_error("again"); });
  wait();
  EXPECT_EQ(latest.problem(), "again");
  EXPECT_EQ(*latest.answer(), "good") << "the last answer stays";
  EXPECT_TRUE(latest.is_old());
}

TEST_F(LatestTest, MemoryThatIsNotThereIsSaidInASentence) {
  const std::string sentence = "memory: there is not enough (a smaller size)";
  latest.want(1, [](int, const Progress&, const auto&) -> std::string { throw std::bad_alloc(); });
  wait();
  EXPECT_EQ(latest.problem(), sentence);
  latest.want_now(2, [](int, const Progress&, const auto&) -> std::string {
    return std::string(std::string().max_size() + 1, ' ');
  });
  EXPECT_EQ(latest.problem(), sentence);
}

TEST_F(LatestTest, ANewerQuestionCancelsTheOneUnderWay) {
  std::binary_semaphore begun(0);
  latest.want(1, [&](int, const Progress& progress, const Words::Deliver& deliver) {
    deliver("too early to be wanted");
    begun.release();
    wait_for_stop(progress);
    return "too late";
  });
  begun.acquire();
  want(2, "new");
  wait();
  EXPECT_THAT(log, ElementsAre("new"));
}

TEST_F(LatestTest, CancelledMeansIdle) {
  std::binary_semaphore begun(0);
  latest.want(1, [&](int, const Progress& progress, const auto&) -> std::string {
    begun.release();
    wait_for_stop(progress);
    throw Stopped{};
  });
  begun.acquire();
  EXPECT_TRUE(latest.busy());
  latest.cancel();
  EXPECT_FALSE(latest.busy());
  EXPECT_THAT(log, IsEmpty());
}

TEST_F(LatestTest, SaysHowFarItIs) {
  std::binary_semaphore reported(0), seen(0);
  latest.want(1, [&](int, const Progress& progress, const auto&) {
    progress.at(0.5);
    reported.release();
    seen.acquire();
    return "";
  });
  reported.acquire();
  EXPECT_EQ(latest.progress(), 0.5);
  seen.release();
  wait();
  EXPECT_LT(latest.progress(), 0);
}

TEST_F(LatestTest, AnEqualQuestionChangesNothing) {
  want(1, "first");
  wait();
  EXPECT_FALSE(latest.want(1, [](int, const Progress&, const auto&) { return "second"; }));
  EXPECT_FALSE(latest.busy());
  latest.again();
  want(1, "second");
  EXPECT_FALSE(latest.is_old());
  EXPECT_FALSE(latest.is_complete());
  wait();
  EXPECT_THAT(log, ElementsAre("first", "second"));
  EXPECT_FALSE(know(1, "third"));
}

TEST_F(LatestTest, TheLastOneWinsInAStorm) {
  constexpr int kQuestions = 2000;
  std::atomic<int> running = 0, most = 0;
  for (int i = 1; i <= kQuestions; ++i) {
    latest.want(i, [&](int question, const Progress& progress, const Words::Deliver& deliver) {
      most = std::max(most.load(), ++running);
      deliver(std::to_string(-question));
      std::this_thread::yield();
      --running;
      progress.check();
      return std::to_string(question);
    });
    if (i % 3 == 0) latest.take();
    if (latest.answer() && !latest.is_old()) {
      EXPECT_THAT(*latest.answer(), ::testing::AnyOf(std::to_string(i), std::to_string(-i)));
    }
  }
  wait();
  EXPECT_EQ(*latest.answer(), std::to_string(kQuestions));
  EXPECT_EQ(latest.answered(), kQuestions);
  EXPECT_EQ(most, 1) << "one at a time";
}

TEST_F(LatestTest, TheAnswerBeforeStaysAndIsOldMeanwhile) {
  want(1, "one");
  wait();
  std::binary_semaphore go_on(0), delivered(0);
  latest.want(2, [&](int, const Progress&, const Words::Deliver& deliver) {
    go_on.acquire();
    deliver("tw");
    delivered.release();
    go_on.acquire();
    return "two";
  });
  take(latest);
  EXPECT_EQ(*latest.answer(), "one");
  EXPECT_EQ(latest.answered(), 1);
  EXPECT_EQ(latest.asked(), 2);
  EXPECT_TRUE(latest.is_old());
  go_on.release();
  delivered.acquire();
  take(latest);
  EXPECT_EQ(*latest.answer(), "tw");
  EXPECT_FALSE(latest.is_old());
  EXPECT_FALSE(latest.is_complete());
  go_on.release();
  wait();
  EXPECT_EQ(*latest.answer(), "two");
  EXPECT_TRUE(latest.is_complete());
}

TEST_F(LatestTest, WhatWasReachedStaysAfterCancel) {
  std::binary_semaphore delivered(0);
  latest.want(1, [&](int, const Progress& progress, const Words::Deliver& deliver) {
    deliver("half");
    delivered.release();
    wait_for_stop(progress);
    return "whole";
  });
  delivered.acquire();
  take(latest);
  latest.cancel();
  wait();
  EXPECT_EQ(*latest.answer(), "half");
  EXPECT_FALSE(latest.is_old());
  EXPECT_FALSE(latest.is_complete());
  EXPECT_FALSE(latest.want(1, [](int, const Progress&, const auto&) { return "anew"; })) << "it is asked";
  EXPECT_FALSE(latest.busy());
}

TEST_F(LatestTest, WhatIsFinishedEarlyIsTaken) {
  std::binary_semaphore begun(0);
  latest.want(1, [&](int, const Progress& progress, const auto&) {
    begun.release();
    wait_for_stop(progress);
    return "so far";
  });
  begun.acquire();
  latest.finish();
  EXPECT_TRUE(latest.busy());
  wait();
  EXPECT_EQ(*latest.answer(), "so far");
}

TEST_F(LatestTest, WhatIsKnownOrLeftNeedsNoWork) {
  std::binary_semaphore begun(0);
  latest.want(1, [&](int, const Progress& progress, const auto&) {
    begun.release();
    wait_for_stop(progress);
    return "late";
  });
  begun.acquire();
  EXPECT_TRUE(know(2, "known"));
  EXPECT_FALSE(latest.busy());
  EXPECT_TRUE(latest.is_complete());
  EXPECT_EQ(*latest.answer(), "known");
  EXPECT_TRUE(latest.leave(3));
  EXPECT_TRUE(latest.is_old());
  wait();
  EXPECT_THAT(log, IsEmpty());
}

TEST_F(LatestTest, AnAnswerMayLeadToTheNextQuestion) {
  latest.want(1, [](int, const Progress&, const Words::Deliver& deliver) {
    deliver("a");
    deliver("b");
    return "c";
  });
  while (!latest.answer()) {
    std::this_thread::yield();
    latest.take([this](const std::string& word) {
      log.push_back(word);
      know(2, "known");
    });
  }
  EXPECT_THAT(log, ElementsAre("a"));
  EXPECT_EQ(*latest.answer(), "known");
  EXPECT_TRUE(latest.is_complete());
}

TEST_F(LatestTest, EndsQuicklyWhileBusy) {
  const auto begin = std::chrono::steady_clock::now();
  std::atomic<bool> over = false;
  std::binary_semaphore begun(0);
  {
    Words busy{workers};
    busy.want(1, [&](int, const Progress& progress, const auto&) {
      begun.release();
      wait_for_stop(progress);
      over = true;
      return "";
    });
    begun.acquire();
    busy.want(2, [&](int, const Progress& progress, const auto&) {  // which may have begun by then
      wait_for_stop(progress);
      return "";
    });
  }
  EXPECT_TRUE(over) << "the work may use what is gone now";
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_F(LatestTest, NoQuestionWaitsForAnothers) {
  std::counting_semaphore<> begun(0), end(0);
  std::vector<std::unique_ptr<Words>> deaf;  // which wait for their work when they go
  for (int i = 0; i < 8; ++i) {
    deaf.push_back(std::make_unique<Words>(workers));
    deaf.back()->want(1, [&](int, const Progress&, const auto&) {
      begun.release();
      end.acquire();
      return "";
    });
  }
  for (int i = 0; i < 8; ++i) begun.acquire();
  want(1, "here");
  wait();
  EXPECT_EQ(*latest.answer(), "here");
  end.release(8);
}

}  // namespace
}  // namespace convscope
