// A lesson on a desk: scenes in their places, questions and what becomes of them, authors' work, and what the
// next start remembers. No screen.
#include "app/window/lesson/lesson_mode.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/desk/presenting.hpp"
#include "app/labs/explore/state.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/lesson/library.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/places.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using testing::expect_error;
using testing::TemporaryFolder;
using Asking = LessonMode::Asking;

const std::string kOverlap = testing::in_project("tests/lessons/overlap.json");
const char* const kStamps = "tconv 2x2 k3 s2 in=ramp w=[1,2,1;2,4,2;1,2,1]";

class LessonModes : public ::testing::Test {
 protected:
  void run(const std::string& line) {
    for (const auto& words : parse_commands(line)) run_command(target, words);
  }
  LessonMode& mode() { return present_lesson(desk); }
  ExploreState& explore() { return explorer(desk); }
  Desk desk = whole_desk(parse_spec("conv 3 k3"));
  InputQueue input;
  CommandTarget target{desk, input};
};

TEST_F(LessonModes, AScenePutsEverythingInItsPlace) {
  desk.session.learning = false;
  run("sizes; lesson " + kOverlap);
  EXPECT_EQ(desk.front().name, "explore");
  EXPECT_EQ(desk.scenario(), parse_spec(kStamps));
  EXPECT_EQ(explore().arrangement.count, 1);
  EXPECT_EQ(explore().view().name, "scatter");
  EXPECT_TRUE(explore().head().at_start()) << "before what it plays";
  EXPECT_THAT(explore().marks[0].ringed,
              ElementsAre(Tag{Role::output, 12}, Tag{Role::input, 2}, Tag{Role::kernel, 0}));
  EXPECT_THAT(explore().marks[0].covered, ElementsAre(Tag{Role::output, 12}));
  run("scene 2");
  EXPECT_TRUE(explore().has_neighbour());
  EXPECT_EQ(explore().neighbour_line(), "conv 5x5 k3 s2");
  EXPECT_EQ(explore().arrangement.panes(), (std::vector<std::string>{"scatter", "slide"}));
  EXPECT_EQ(explore().head().done(), 3);
  EXPECT_THAT(explore().marks[0].covered, ElementsAre(Tag{Role::output, 24})) << "what is to be predicted";
  run("scene 3");
  EXPECT_EQ(desk.front().name, "round-trip");
  EXPECT_FALSE(explore().has_neighbour());
  EXPECT_EQ(desk.scenario(), parse_spec(kStamps)) << "that of the scenes before";
  run("lesson off");
  EXPECT_EQ(lesson_of(desk), nullptr);
  EXPECT_TRUE(explore().marks[0].empty());
}

TEST_F(LessonModes, ALecturerStepsThenAsksThenShows) {
  desk.session.learning = false;
  run("lesson " + kOverlap);
  for (int step = 1; step <= 4; ++step) {
    EXPECT_EQ(mode().question_state(), Asking::later);
    ASSERT_TRUE(press(target, "PageDown"));
    desk.tick(2);
    EXPECT_EQ(explore().head().done(), step);
  }
  press(target, "PageDown");
  EXPECT_EQ(mode().question_state(), Asking::open);
  EXPECT_TRUE(desk.session.asking);
  EXPECT_FALSE(explore().marks[0].covered.empty());
  press(target, "PageDown");
  EXPECT_EQ(mode().question_state(), Asking::done);
  EXPECT_TRUE(explore().marks[0].covered.empty());
  EXPECT_EQ(mode().asked(), 0u) << "nobody is counted";
  press(target, "PageDown");
  EXPECT_EQ(mode().at(), 1u);
  press(target, "PageUp");
  EXPECT_EQ(mode().at(), 0u);
  EXPECT_EQ(explore().head().done(), 4) << "as it was left";
  press(target, "PageUp");
  desk.tick(2);
  EXPECT_EQ(explore().head().done(), 3);
  // A key that is no scene's is the lab's.
  EXPECT_TRUE(press(target, "End"));
  EXPECT_EQ(explore().head().done(), 4);
}

TEST_F(LessonModes, WhoLearnsIsAskedFirstAndHasASecondTry) {
  run("lesson " + kOverlap);
  EXPECT_EQ(mode().question_state(), Asking::open);
  ASSERT_TRUE(press(target, "1"));  // a choice, not a lab
  EXPECT_EQ(mode().question_state(), Asking::missed);
  EXPECT_EQ(mode().asked(), 0u);
  press(target, "2");
  EXPECT_EQ(mode().question_state(), Asking::done);
  EXPECT_TRUE(mode().right());
  EXPECT_EQ(mode().asked(), 1u);
  EXPECT_EQ(mode().correct(), 1u);
  EXPECT_TRUE(press(target, "1"));
  EXPECT_EQ(desk.front().name, "explore");
  run("scene 2; scene answer 5");
  EXPECT_EQ(mode().question_state(), Asking::missed);
  // 4 in the corner of the input, 1 in that of the kernel: these make the cell.
  EXPECT_THAT(explore().marks[0].ringed,
              ElementsAre(Tag{Role::output, 24}, Tag{Role::input, 3}, Tag{Role::kernel, 8}));
  run("scene answer 7");
  EXPECT_EQ(mode().question_state(), Asking::done);
  EXPECT_FALSE(mode().right());
  EXPECT_EQ(mode().asked(), 2u);
  EXPECT_EQ(mode().correct(), 1u);
  run("scene 1");
  EXPECT_EQ(mode().question_state(), Asking::done) << "it has been answered";
  run("scene ask; scene choose 1; scene choose 1");
  EXPECT_EQ(mode().correct(), 1u) << "a question counts once";
  run("presentation on; scene 1");
  EXPECT_EQ(mode().question_state(), Asking::later) << "who presents does not learn alone";
}

TEST_F(LessonModes, TheNextStartIsWhereItWas) {
  run("lesson " + kOverlap + "; scene choose 2; scene 2; spec \"conv 7 k2\"");
  const LabMemories memory = remembered(desk);
  Desk later = whole_desk(parse_spec("conv 7 k2"));
  InputQueue other;
  CommandTarget again{later, other};
  recall(again, memory);
  ASSERT_NE(lesson_of(later), nullptr);
  EXPECT_EQ(lesson_of(later)->at(), 1u);
  EXPECT_EQ(lesson_of(later)->correct(), 1u);
  EXPECT_EQ(later.line(), "conv 7 k2") << "what was tried is still there";
  run_command(again, std::vector<std::string>{"lesson", "off"});
  run_command(again, std::vector<std::string>{"lesson", kOverlap});
  EXPECT_EQ(lesson_of(later)->at(), 1u) << "where one was";
}

TEST_F(LessonModes, WhatCannotBeDoneChangesNothing) {
  const auto refused = [&](const std::string& line, const std::string& sentence) {
    try {
      run(line);
      ADD_FAILURE() << line << ": accepted";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), ::testing::StartsWith(sentence)) << line;
    }
  };
  refused("scene 1", "lesson: none is open");
  refused("scene record", "lesson: none is open");
  refused("reload", "lesson: none is open");
  refused("lesson no-such-lesson", "lesson: 'no-such-lesson' is not known");
  refused("lesson /nowhere/a.json", "lesson: cannot read /nowhere/a.json");
  refused("lesson at " + kOverlap, "lesson: a name and a scene are missing");
  EXPECT_EQ(lesson_of(desk), nullptr);
  EXPECT_EQ(desk.line(), "conv 3 k3");
  run("lesson " + kOverlap);
  refused("scene 4", "scene: there is no scene 4 (1 to 3)");
  refused("scene 0", "scene: there is no scene 0 (1 to 3)");
  refused("scene sideways", "scene: 'sideways' is not known");
  refused("scene choose 3", "answer: there is no choice 3 (1 to 2)");
  refused("scene answer many", "answer: 'many' is none of the choices");
  refused("scene choose", "scene: 'choose' with 0 more words");
  refused("lesson no-such-lesson", "lesson: 'no-such-lesson' is not known");
  EXPECT_EQ(mode().at(), 0u);
  EXPECT_EQ(mode().question_state(), Asking::open);
  run("scene 2");
  refused("scene answer many", "answer: 'many' is no number");
  refused("scene answer 1,2", "answer: '1,2' is no number");
  run("scene 3");
  refused("scene ask", "question: this scene asks nothing");
  refused("scene show", "answer: nothing is asked");
  refused("scene answer 1", "answer: nothing is asked");
}

TEST_F(LessonModes, AFileIsReadAgainWhenItHasBeenEdited) {
  const TemporaryFolder folder;
  const auto with = [](const std::string& more) {
    return R"({"lesson":1,"title":"a","scenes":[{"title":"One","scenario":"conv 5 k3"},{"title":"Two",)" +
           more + "}]}";
  };
  const std::string path = folder.file("mine.json", with(R"("step":1)"));
  run("lesson " + path + "; scene 2");
  EXPECT_EQ(explore().head().done(), 1);
  folder.file("mine.json", with(R"("step":2)"));
  run("reload");
  EXPECT_EQ(mode().at(), 1u);
  EXPECT_EQ(explore().head().done(), 2);
  folder.file("mine.json", with(R"("step":9)"));
  EXPECT_THROW(run("reload"), Error);
  EXPECT_EQ(explore().head().done(), 2) << "the lecture goes on with what there was";
  EXPECT_EQ(mode().scene().step, 2);
  folder.file("mine.json", with(R"("commands":["quit"])"));
  run("lesson drop");
  try {
    run("lesson " + path + "; scene 2");
    ADD_FAILURE() << "accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "mine.json, scene 2, commands: 'quit' is nothing that a scene may do (a setting, or a command "
        "of the scene's lab)");
  }
  EXPECT_FALSE(desk.quit);
}

TEST_F(LessonModes, OnlyViewsThatAreSeenAreRecorded) {
  ASSERT_FALSE(explore().arrangement.chosen);
  ASSERT_EQ(explore().arrangement.panes().size(), 2u);
  explore().on_stage = {{.pane = 0}};  // the second one has no room
  const TemporaryFolder folder;
  run("lesson new " + (folder / "mine.json"));
  EXPECT_EQ(mode().scene().views, std::vector<std::string>{std::string(explore().view().name)});
  run("layout 2; scene record Both");
  EXPECT_EQ(mode().scene().views.size(), 2u);
}

TEST_F(LessonModes, AnAuthorRecordsAndOrdersScenes) {
  const TemporaryFolder folder;
  const std::string path = folder / "mine.json";
  run("spec \"tconv 3 k3 s2\"; layout 1; view matrix; step 1; ring output 2");
  run("lesson new " + path);
  EXPECT_TRUE(desk.session.lesson_outline);
  run("spec \"conv 6x6 k3 s2\"; view slide; beside \"conv 6x6 k2\"; last; scene record \"Two kernels\"");
  run("sizes; sizes-page dialects; scene record Dialects");
  EXPECT_EQ(mode().scenes(), 3u);
  EXPECT_EQ(mode().at(), 2u);
  run("scene caption \"Of {{input size}} cells.\"; lesson save");
  const Lesson saved = load_lesson(path, lesson_names());
  EXPECT_NO_THROW(check_numbers(saved));
  ASSERT_EQ(saved.scenes.size(), 3u);
  EXPECT_EQ(saved.scenes[0].scenario, parse_spec("tconv 3 k3 s2"));
  EXPECT_EQ(saved.scenes[0].views, std::vector<std::string>{"matrix"});
  EXPECT_EQ(saved.scenes[0].step, 2);
  EXPECT_EQ(to_string(saved.scenes[0].highlight.at(0)), "output 2");
  EXPECT_EQ(saved.scenes[1].title, "Two kernels");
  EXPECT_EQ(saved.scenes[1].beside, parse_spec("conv 6x6 k2"));
  EXPECT_EQ(saved.scenes[1].step, std::nullopt) << "all of it";
  EXPECT_EQ(saved.scenes[2].lab, "sizes");
  EXPECT_THAT(saved.scenes[2].commands, ::testing::Contains("sizes-page dialects"));

  run("explore; scene 3");
  EXPECT_EQ(desk.front().name, "sizes") << "it comes back as it was";
  run("scene move 1; scene rename \"First of all\"");
  EXPECT_EQ(mode().scene_title(0), "First of all");
  EXPECT_EQ(mode().scene_title(2), "Two kernels");
  expect_error([&] { run("lesson off"); },
               "lesson: has changes that are not saved (lesson save [PATH], or lesson drop)");
  expect_error([&] { run("lesson " + kOverlap); },
               "lesson: has changes that are not saved (lesson save [PATH], or lesson drop)");
  run("scene delete; scene delete");
  expect_error([&] { run("scene delete"); }, "scene: is the only one (lesson off leaves the lesson)");
  EXPECT_EQ(mode().scene_title(0), "Two kernels");
  EXPECT_THROW(run("lesson save /nowhere/at/all.json"), Error);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"mine.json"});
  EXPECT_EQ(load_lesson(path).scenes.size(), 3u) << "not written yet";
  run("lesson drop");
  expect_error([&] { run("lesson new " + path); },
               "lesson: there is a file " + path + " already (another name, or lesson " + path + ")");
}

TEST_F(LessonModes, ALessonIsOpenedAsAFile) {
  run("open " + kOverlap);
  EXPECT_EQ(mode().name(), "overlap");
}

TEST_F(LessonModes, AScenarioFileSaysHowItIsShown) {
  const TemporaryFolder folder;
  const auto file = [&](const std::string& more) {
    return folder.file("s.json", R"({"convscope":1,"operator":"conv","size":[5],"kernel":[3])" + more + "}");
  };
  run("open " + file(R"(,"layout":["slide","matrix"],"view":"matrix","step":2,"note":"Count *slowly*.")"));
  EXPECT_EQ(desk.line(), "conv 5 k3");
  EXPECT_EQ(explore().arrangement.panes(), (std::vector<std::string>{"slide", "matrix"}));
  EXPECT_EQ(explore().view().name, "matrix");
  EXPECT_EQ(explore().head().done(), 2);
  EXPECT_EQ(desk.presenting().note, "Count *slowly*.");
  run("spec \"conv 6 k2\"");
  EXPECT_EQ(desk.presenting().note, "") << "it was that scenario's";
  const auto refused = [&](const std::string& more, const std::string& sentence) {
    expect_error([&] { run("open " + file(more)); }, sentence);
    EXPECT_EQ(desk.line(), "conv 6 k2");
    EXPECT_EQ(explore().view().name, "matrix");
  };
  refused(R"(,"step":9)", "step: there is no step 9 (0 to 3)");
  refused(R"(,"step":-1)", "step: -1 counts no steps (a whole number, 0 or more)");
  refused(R"(,"view":7)", "view: 7 is no view's name (one that `convscope views` lists)");
  refused(R"(,"layout":["slide","slide","matrix"])",
          R"(layout: ["slide","slide","matrix"] is no list of views (1, 2 or 4 names))");
  refused(R"(,"layout":["slide"],"view":"matrix")",
          "view: matrix stands in no place of the layout (one of its views)");
  refused(R"(,"note":1)", "note: is no text (words in quotes)");
  EXPECT_THROW(run("open " + file(R"(,"view":"sideways")")), Error);
  EXPECT_EQ(desk.line(), "conv 6 k2");
}

TEST_F(LessonModes, TheWayInIsOneOfThem) {
  const std::size_t scenes = load_lesson("first-steps").scenes.size();
  ASSERT_GE(scenes, 12u);
  run("first-steps");
  EXPECT_EQ(mode().name(), "first-steps");
  run("first-steps 3");
  EXPECT_EQ(mode().at(), 2u);
  for (const char* wrong : {"0", "99", "-1", "seven", "1.5"})
    EXPECT_THROW(run(std::string("first-steps ") + wrong), Error) << wrong;
  EXPECT_EQ(mode().at(), 2u);
  run("first-steps off");
  EXPECT_EQ(lesson_of(desk), nullptr);
  run("first-steps at 5");  // of a session before it was a lesson
  EXPECT_EQ(mode().at(), 4u);
}

TEST_F(LessonModes, CellsAreRingedAndCoveredByHand) {
  run("spec \"conv 5 k3\"; layout 1; view slide; ring output 1 \"input 0\"; cover output");
  EXPECT_THAT(explore().marks[0].ringed, ElementsAre(Tag{Role::output, 1}, Tag{Role::input, 0}));
  EXPECT_EQ(explore().marks[0].covered.size(), 3u);
  EXPECT_THROW(run("ring output 9"), Error);
  const auto film = explore().film(desk, desk.style(800, 500), false);
  int signs = 0;
  for (const Item& item : film->draw(film->now).items)
    if (const auto* label = std::get_if<Label>(&item.shape); label != nullptr && label->text == "?") ++signs;
  EXPECT_EQ(signs, 4) << "three cells, and the sum of the step";
  run("cover off; ring off");
  EXPECT_TRUE(explore().marks[0].empty());
}

/// Every scene of every lesson can be put in place, those of other labs too.
TEST_F(LessonModes, AllScenesOfAllLessonsCanBeShown) {
  for (const LessonFile& file : lesson_files()) {
    ASSERT_NO_THROW(run("lesson " + file.name)) << file.name;
    for (std::size_t i = 0; i < mode().scenes(); ++i) {
      try {
        mode().go(target, i);
      } catch (const Error& error) {
        ADD_FAILURE() << file.name << ": " << error.what();
      }
      EXPECT_EQ(desk.front().name, mode().scene().lab) << file.name << " scene " << i + 1;
      EXPECT_EQ(desk.message, "") << file.name << " scene " << i + 1;
      if (mode().scene().lab != "explore") continue;
      std::size_t wanted = 0;
      for (const CellName& name : mode().scene().highlight)
        wanted += tags_of(name, name.beside ? explore().pane_derived(1) : desk.derived()).size();
      EXPECT_EQ(explore().marks[0].ringed.size() + explore().marks[1].ringed.size(), wanted)
          << file.name << " scene " << i + 1;
    }
  }
}

}  // namespace
}  // namespace convscope
