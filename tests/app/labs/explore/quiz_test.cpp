// The quiz: it asks, checks, counts, and no pane gives the answer away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "app/labs/explore/quiz.hpp"
#include "app/views/number_text.hpp"
#include "core/base/error.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

TEST(ExploreQuizSlow, AsksChecksAndCounts) {
  Offscreen window("conv 3x3 k2 w=ones");
  window.run("quiz on; wait 6");
  EXPECT_TRUE(quiz_waits(window.explorer()));
  const auto shows = [&](const char* text) {
    const Picture p = window.explorer().view().draw(window.desk().derived(), window.explorer().moment(),
                                                    window.explorer().style(900, 600));
    return to_text(p).find(text) != std::string::npos;
  };
  EXPECT_TRUE(shows("\"?\""));
  EXPECT_FALSE(shows("\"12\"")) << "the answer";
  window.run("type 24/2; key Enter; wait 4");
  EXPECT_TRUE(window.explorer().quiz.right);
  EXPECT_TRUE(shows("\"12\""));
  window.run("key Enter; wait 90");
  EXPECT_EQ(window.explorer().head().moment.step, 1);
  EXPECT_TRUE(quiz_waits(window.explorer()));
  window.run("answer 15");
  EXPECT_FALSE(window.explorer().quiz.right);
  EXPECT_THROW(window.run("answer 16"), Error) << "answered once";
  EXPECT_EQ(window.explorer().quiz.asked, 2);
  EXPECT_EQ(window.explorer().quiz.correct, 1);
  window.run("next; wait 90");
  EXPECT_THROW(window.run("answer many"), Error);
  EXPECT_EQ(window.explorer().quiz.asked, 2);
  window.run("quiz off");
  EXPECT_THAT(window.desk().message, HasSubstr("1 of 2 right"));
  EXPECT_THROW(window.run("answer 1"), Error);
}

TEST(ExploreQuizSlow, TakesTheDirectViewOfATransposedConvolution) {
  Offscreen window;
  window.run("quiz on");
  EXPECT_EQ(window.explorer().view().name, "direct");
  EXPECT_TRUE(quiz_waits(window.explorer()));
  window.run("key Esc");
  EXPECT_FALSE(window.explorer().quiz.on);
}

TEST(ExploreQuizSlow, NoPaneShowsTheAnswer) {
  // Outputs that no other number equals.
  for (const char* spec :
       {"conv 5 k3 in=[101,211,307,401,503] w=[1,10,100]", "tconv 4 k3 s2 in=[101,211,307,401] w=[1,10,100]",
        "conv 3x3 k2 in=[101,211,307;401,503,601;701,809,907] w=[1,10;100,1000]",
        "tconv 2x2 k2 in=[101,211;307,401] w=[1,10;100,1000]"}) {
    Offscreen window(spec);
    window.run("layout 4; quiz on");
    Desk& desk = window.desk();
    ExploreState& lab = window.explorer();
    for (Index step = 0; step < lab.steps(); ++step) {
      window.run("step " + std::to_string(step));
      ASSERT_TRUE(quiz_waits(lab));
      const double value = desk.derived().output()[quiz_cell(lab)];
      const auto inputs = desk.derived().input().values();
      if (std::ranges::find(inputs, value) != inputs.end()) continue;  // it stands there anyway
      const std::string answer = number_text(value, desk.session.numbers);
      for (const View& one : views()) {
        if (one.obstacle(desk.derived()) || one.name == "photo" || quiz_hides(lab, one)) continue;
        const Moment moment = &one == &lab.view() ? lab.moment() : lab.moment_of(one);
        const Picture picture = one.draw(desk.derived(), moment, lab.style(900, 700));
        for (const Item& item : picture.items) {
          const auto* label = std::get_if<Label>(&item.shape);
          if (label == nullptr || label->color.a == 0) continue;
          EXPECT_NE(label->text, answer) << one.name << " " << spec << " step " << step;
        }
      }
    }
    EXPECT_TRUE(quiz_hides(lab, view("gradient")));
    window.run("quiz off");
    EXPECT_FALSE(quiz_hides(lab, view("gradient")));
  }
}

TEST(QuizAnswers, TwoDecimalsAreEnough) {
  EXPECT_TRUE(same_answer(0.33, 1.0 / 3));
  EXPECT_TRUE(same_answer(1.0 / 3, 1.0 / 3));
  EXPECT_FALSE(same_answer(0.3, 1.0 / 3));
  EXPECT_TRUE(same_answer(1e12, 1e12 + 1));
  EXPECT_FALSE(same_answer(2, -2));
}

}  // namespace
}  // namespace convscope
