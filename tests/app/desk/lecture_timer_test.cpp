// The lecturer's timer, told what time it is.
#include "app/desk/lecture_timer.hpp"

#include <gtest/gtest.h>

#include "core/base/error.hpp"

namespace convscope {
namespace {

TEST(LectureTimer, CountsWhileItRuns) {
  LectureTimer timer;
  EXPECT_FALSE(timer.begun());
  timer.start(100);
  EXPECT_EQ(timer.elapsed(160), 60);
  timer.pause(160);
  EXPECT_EQ(timer.elapsed(1000), 60);
  timer.start(2000);
  timer.start(2005);  // running already
  EXPECT_EQ(timer.elapsed(2010), 70);
  timer.reset();
  EXPECT_EQ(timer.elapsed(2020), 0);
  EXPECT_FALSE(timer.begun());
}

TEST(LectureTimer, IsSetWhileItRunsOrStands) {
  LectureTimer timer;
  timer.set(300, 50);
  EXPECT_EQ(timer.elapsed(90), 300);
  timer.start(100);
  timer.set(600, 110);
  EXPECT_EQ(timer.elapsed(115), 605);
}

TEST(LectureTimer, KnowsItsPlan) {
  LectureTimer timer;
  EXPECT_EQ(timer.share(0), 0);
  EXPECT_FALSE(timer.over(1e6));
  timer.plan(timer_seconds("45"));
  timer.start(0);
  EXPECT_DOUBLE_EQ(timer.share(27 * 60), 0.6);
  EXPECT_FALSE(timer.over(45 * 60));
  EXPECT_TRUE(timer.over(45 * 60 + 1));
  EXPECT_EQ(timer.share(1e6), 1);
}

TEST(LectureTimer, WritesTimes) {
  EXPECT_EQ(timer_words(0), "00:00");
  EXPECT_EQ(timer_words(761.9), "12:41");
  EXPECT_EQ(timer_words(3599.999), "59:59");
  EXPECT_EQ(timer_words(3761), "1:02:41");
  EXPECT_EQ(timer_words(-3), "00:00");
}

TEST(LectureTimer, ReadsTimes) {
  EXPECT_EQ(timer_seconds("45"), 2700);
  EXPECT_EQ(timer_seconds("12.5"), 750);
  EXPECT_EQ(timer_seconds("12:41"), 761);
  EXPECT_EQ(timer_seconds("0:05"), 5);
  EXPECT_EQ(timer_seconds("600"), 36000);
  for (const char* wrong : {"", "x", "-5", "601", "12:60", "12:4", "12:041", "1:2:3", ":30", "nan", "inf"})
    EXPECT_THROW(timer_seconds(wrong), Error) << wrong;
}

}  // namespace
}  // namespace convscope
