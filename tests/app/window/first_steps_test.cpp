// The way in for beginners.
#include "app/window/first_steps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/labs/explore/state.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

class FirstSteps : public ::testing::Test {
 protected:
  void run(std::vector<std::string> words) { run_command(target, words); }
  Desk desk = whole_desk(parse_spec("conv 3 k3"));
  InputQueue input;
  CommandTarget target{desk, input};
};

TEST_F(FirstSteps, EachShowsItsScenarioInItsView) {
  ASSERT_EQ(first_steps().size(), 12u);
  for (std::size_t i = 0; i < first_steps().size(); ++i) {
    const FirstStep& step = first_steps()[i];
    run({"first-steps", std::to_string(i + 1)});
    EXPECT_EQ(desk.scenario(), parse_spec(step.spec)) << step.title;
    EXPECT_EQ(explorer(desk).view().name, step.view) << step.title;
    EXPECT_EQ(explorer(desk).head().moment.step, 0);
    EXPECT_EQ(desk.session.first_step, static_cast<Index>(i + 1));
    EXPECT_EQ(desk.message, "");
    EXPECT_FALSE(step.sentence.empty());
  }
}

TEST_F(FirstSteps, TheyGoOnBackAndAway) {
  run({"first-steps"});
  EXPECT_EQ(desk.session.first_step, 1);
  run({"first-steps", "next"});
  run({"first-steps-next"});
  EXPECT_EQ(desk.session.first_step, 3);
  run({"first-steps-back"});
  EXPECT_EQ(desk.session.first_step, 2);
  run({"first-steps", "1"});
  run({"first-steps", "back"});
  EXPECT_EQ(desk.session.first_step, 1) << "there is none before";
  run({"first-steps", "12"});
  run({"first-steps", "next"});
  EXPECT_EQ(desk.session.first_step, 0) << "the end";
  EXPECT_NE(desk.message, "");
  run({"first-steps", "3"});
  run({"first-steps", "off"});
  EXPECT_EQ(desk.session.first_step, 0);
  for (const char* wrong : {"0", "13", "-1", "seven", "1.5", ""}) {
    EXPECT_THROW(run({"first-steps", wrong}), Error) << wrong;
    EXPECT_EQ(desk.session.first_step, 0);
  }
}

TEST_F(FirstSteps, TheNextStartIsWhereItWas) {
  run({"first-steps", "5"});
  run({"spec", "conv 7 k2"});  // and something was tried
  const LabMemories memory = remembered(desk);
  Desk later = whole_desk(parse_spec("conv 7 k2"));
  InputQueue other;
  CommandTarget again{later, other};
  recall(again, memory);
  EXPECT_EQ(later.session.first_step, 5);
  EXPECT_EQ(later.line(), "conv 7 k2") << "what was tried is still there";
}

TEST_F(FirstSteps, NumbersAreSmallAndWhole) {
  for (const FirstStep& step : first_steps()) {
    const Derived derived(parse_spec(step.spec));
    for (const auto& values :
         {derived.input().values(), derived.weights().values(), derived.output().values()})
      for (const double value : values) {
        EXPECT_EQ(value, static_cast<double>(static_cast<Index>(value))) << step.title;
        EXPECT_LE(value, 100) << step.title;
      }
  }
}

}  // namespace
}  // namespace convscope
