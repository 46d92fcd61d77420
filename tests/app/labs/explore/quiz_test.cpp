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
  EXPECT_TRUE(quiz_waits(window.explorer())) << "a second try";
  EXPECT_EQ(window.explorer().quiz.asked, 1) << "that counts as one";
  window.run("answer 15.5");
  EXPECT_FALSE(quiz_waits(window.explorer()));
  EXPECT_THROW(window.run("answer 16"), Error) << "answered";
  EXPECT_EQ(window.explorer().quiz.asked, 2);
  EXPECT_EQ(window.explorer().quiz.correct, 1);
  window.run("next; wait 90");
  EXPECT_THROW(window.run("answer many"), Error);
  EXPECT_EQ(window.explorer().quiz.asked, 2);
  window.run("quiz off");
  EXPECT_THAT(window.desk().message, HasSubstr("1 of 2 right"));
  EXPECT_THROW(window.run("answer 1"), Error);
}

TEST(ExploreQuizSlow, TheFieldKeepsTheKeyboard) {
  Offscreen window("conv 5 k2 w=ones");  // 3, 5, 7, 9
  window.run("quiz on; wait 6; type 3; key Enter; wait 6");
  EXPECT_TRUE(window.explorer().quiz.right);
  window.run("type 5; wait 6");
  EXPECT_EQ(window.explorer().head().moment.step, 1) << "typing goes on to the next question";
  window.run("key Enter; wait 6");
  EXPECT_EQ(window.explorer().quiz.correct, 2);
  window.run("key Enter; wait 6; type 8; key Enter; wait 6");
  EXPECT_TRUE(quiz_waits(window.explorer()));
  EXPECT_EQ(window.explorer().quiz.missed, 2);
  window.run("type 7; key Enter; wait 6");
  EXPECT_TRUE(window.explorer().quiz.right && window.explorer().quiz.second);
  EXPECT_EQ(window.explorer().quiz.asked, 3);
  window.run("click 640 300; wait 6; type 9; key Enter; wait 6");
  EXPECT_EQ(window.explorer().quiz.correct, 4) << "a click elsewhere takes nothing away";
}

TEST(ExploreQuizSlow, WhatIsNoAnswerIsSaidOnceAndCountsNothing) {
  Offscreen window("conv 5 k2 w=ones");
  window.run("quiz on; wait 6");
  for (const char* text : {"seven", "1,2", "3 4 5", "1/0", "--", "9e999"}) {
    window.run(std::string("type \"") + text + "\"; key Enter; wait 6");
    EXPECT_TRUE(window.desk().warning) << text;
    EXPECT_THAT(window.desk().message, ::testing::StartsWith("answer: ")) << text;
    EXPECT_EQ(window.desk().message.find('\n'), std::string::npos);
    EXPECT_EQ(window.explorer().quiz.asked, 0) << text;
    EXPECT_EQ(window.explorer().quiz.missed, Quiz::kNone) << text;
    window.run("key Ctrl+A; key Delete");
  }
  window.run("type 3; key Enter; wait 6");
  EXPECT_TRUE(window.explorer().quiz.right);
  EXPECT_EQ(window.desk().message, "");
}

TEST(ExploreQuizSlow, HintsNameWhatReachesTheCell) {
  Offscreen window("tconv 3 k3 s2 w=[1,2,3]");
  window.run("view direct; quiz on; step 2");
  auto question = quiz_question(window.explorer());
  ASSERT_TRUE(question);
  EXPECT_EQ(question->answer, std::vector<double>{5});
  EXPECT_EQ(question->hint, "2 stamps reach it: 1 · 3 + 2 · 1.");
}

TEST(ExploreQuizSlow, ScatterAsksWhatAStampAdds) {
  Offscreen window("tconv 3x3 k3 s2 in=[1,2,3;4,5,6;7,8,9] w=[1,2,3;4,5,6;7,8,10]");
  window.run("quiz on; step 4");
  EXPECT_EQ(window.explorer().view().name, "scatter");
  const auto question = quiz_question(window.explorer());
  ASSERT_TRUE(question);
  EXPECT_EQ(question->kind, QuizQuestion::Kind::added);
  EXPECT_THAT(question->words, ::testing::StartsWith("x[1,1] adds to y["));
  const std::string answer = number_text(question->answer[0], NumberFormat::automatic);
  const auto shows = [&](const std::string& text) {
    for (const View* one : {&view("scatter"), &view("direct"), &view("matrix")}) {
      const Picture p = one->draw(
          window.desk().derived(),
          one == &window.explorer().view() ? window.explorer().moment() : window.explorer().moment_of(*one),
          window.explorer().style(900, 600));
      for (const Item& item : p.items)
        if (const auto* label = std::get_if<Label>(&item.shape))
          if (label->color.a > 0 && (label->text == text || label->text == "+" + text)) return true;
    }
    return false;
  };
  EXPECT_TRUE(shows("?"));
  EXPECT_FALSE(shows(answer)) << answer;
  window.run("answer " + answer);
  EXPECT_TRUE(window.explorer().quiz.right);
  EXPECT_TRUE(shows(answer));
}

TEST(ExploreQuizSlow, SizeAndPlaceAreAskedToo) {
  Offscreen window("conv 6x7 k3x2 s2x1 p1x0");
  window.run("quiz-asks all; quiz on");
  auto question = quiz_question(window.explorer());
  ASSERT_TRUE(question);
  EXPECT_EQ(question->kind, QuizQuestion::Kind::size);
  EXPECT_EQ(question->answer, (std::vector<double>{3, 6}));
  EXPECT_TRUE(quiz_hides(window.explorer(), view("slide")));
  EXPECT_THROW(window.run("answer 3 6 1"), Error);
  window.run("answer 3x6");
  EXPECT_TRUE(window.explorer().quiz.right);
  window.run("next");
  EXPECT_EQ(quiz_question(window.explorer())->kind, QuizQuestion::Kind::value);
  window.run("step 7");
  question = quiz_question(window.explorer());
  EXPECT_EQ(question->kind, QuizQuestion::Kind::place);
  EXPECT_EQ(question->answer, (std::vector<double>{1, 1})) << "row 1 begins at 1*2 - 1, column 1 at 1";
  EXPECT_THROW(window.run("answer 1"), Error) << "one number is no place";
  window.run("answer 1,1");
  EXPECT_TRUE(window.explorer().quiz.right);
  Style hidden = window.explorer().style(900, 600), shown = hidden;
  window.run("step 9");
  hidden = window.explorer().style(900, 600);
  EXPECT_TRUE(hidden.quiz_place);
  shown = hidden;
  shown.quiz_place = false;
  const auto draw = [&](const Style& style) {
    return to_text(view("slide").draw(window.desk().derived(), window.explorer().moment(), style));
  };
  EXPECT_NE(draw(hidden), draw(shown)) << "the window's outline would tell";
}

TEST(ExploreQuizSlow, AStampsPlaceCountsInTheOutput) {
  Offscreen window("tconv 3x3 k3 s2 p1 op1");
  window.run("quiz-asks places; quiz on; step 5");
  const auto question = quiz_question(window.explorer());
  ASSERT_TRUE(question);
  EXPECT_EQ(question->answer, (std::vector<double>{1, 3}));
  EXPECT_THAT(question->words, HasSubstr("stamp of x[1,2] begins at y"));
}

TEST(QuizAnswers, AreNumbersHoweverTheyAreJoined) {
  EXPECT_EQ(parse_answer(" 1, -3 "), (std::vector<double>{1, -3}));
  EXPECT_EQ(parse_answer("6x6"), (std::vector<double>{6, 6}));
  EXPECT_EQ(parse_answer("6 × 7"), (std::vector<double>{6, 7}));
  EXPECT_EQ(parse_answer("3/4"), (std::vector<double>{0.75}));
  EXPECT_THROW(parse_answer("one"), Error);
  EXPECT_THROW(parse_answer(" , "), Error);
}

TEST(ExploreQuizSlow, TakesAViewThatAsks) {
  Offscreen window;
  window.run("view direct; quiz on");
  EXPECT_EQ(window.explorer().view().name, "direct");
  EXPECT_TRUE(quiz_waits(window.explorer()));
  window.run("quiz off; view matrix; quiz on; wait 6");
  EXPECT_EQ(window.explorer().view().name, "scatter");
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
    window.run("layout 4");
    if (window.desk().scenario().transposed()) window.run("view direct");
    window.run("quiz on");
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
