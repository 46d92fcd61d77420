// The lab of claims without a window: cards, experiments, votes, playing.
#include "app/labs/claims/state.hpp"
#include "app/labs/explore/state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/desk/commands.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/patience.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using testing::expect_error;
using ::testing::HasSubstr;

/// The window's state with the lab in front, and its commands.
class ClaimsDesk {
 public:
  ClaimsDesk() { desk.choose_lab("claims"); }
  void run(std::string_view commands) {
    for (const auto& words : parse_commands(commands)) run_command(target_, words);
    settle();
  }
  void run(const CommandWords& words) { run_command(target_, words); }
  /// Until the worker has found out what was asked.
  void settle() {
    testing::wait_until(
        [&] {
          desk.tick(0);
          return !state().updating();
        },
        "the experiment does not end");
  }
  ClaimsState& state() { return desk.state<ClaimsState>(); }
  std::string front() { return std::string(claims()[state().front()].name); }
  std::string verdict() {
    const ClaimPage page = state().page(desk);
    return page.result ? std::string(to_string(page.result->verdict)) : "none";
  }
  std::string line() { return spec_line(state().scenarios()[state().edited()]); }

  Desk desk = whole_desk(parse_spec("conv 5 k3"));

 private:
  InputQueue input_;
  CommandTarget target_{desk, input_};
};

TEST(ClaimsState, EveryCardRunsAndAgreesWithTheCore) {
  ClaimsDesk lab;
  lab.settle();
  for (std::size_t i = 0; i < claims().size(); ++i) {
    lab.run("claim " + std::string(claims()[i].name));
    EXPECT_EQ(lab.verdict(), to_string(run(claims()[i]).verdict)) << claims()[i].name;
    EXPECT_EQ(lab.state().verdict(i), run(claims()[i]).verdict);
    EXPECT_EQ(lab.state().problem(), "");
    EXPECT_FALSE(lab.state().is_changed(i));
  }
}

TEST(ClaimsState, AChangedExperimentChangesTheVerdictAndUndoTakesItBack) {
  ClaimsDesk lab;
  lab.run("claim cancel");
  EXPECT_EQ(lab.verdict(), "false");
  lab.run("experiment-set kernel 1");
  EXPECT_EQ(lab.verdict(), "true");
  EXPECT_EQ(lab.state().page(lab.desk).own_verdict, Verdict::no);
  EXPECT_TRUE(lab.state().is_changed(lab.state().front()));
  lab.run("undo");
  EXPECT_EQ(lab.verdict(), "false");
  EXPECT_FALSE(lab.state().page(lab.desk).own_verdict);
  lab.run("redo");
  EXPECT_EQ(lab.verdict(), "true");
  lab.run("experiment-reset");
  EXPECT_EQ(lab.line(), "conv 5 k3");
  EXPECT_EQ(lab.verdict(), "false");
  EXPECT_EQ(spec_line(lab.desk.scenario()), "conv 5 k3") << "the explorer's scenario is another matter";
}

TEST(ClaimsState, UndoAtTheBeginningSaysSo) {
  ClaimsDesk lab;
  lab.desk.choose_lab("explore");
  lab.desk.set("stride", "2");
  lab.desk.choose_lab("claims");
  lab.run("undo");
  EXPECT_THAT(lab.desk.message, HasSubstr("has not been changed"));
  EXPECT_EQ(spec_line(lab.desk.scenario()), "conv 5 k3 s2");
  lab.run("redo");
  EXPECT_THAT(lab.desk.message, HasSubstr("nothing to redo"));
}

TEST(ClaimsState, ExperimentsOfSeveralScenariosAreChangedOneByOne) {
  ClaimsDesk lab;
  lab.run("claim divisible; experiment 2");
  EXPECT_EQ(lab.line(), "tconv 6 k4 s2 p1 in=ones w=[1,0,1,0]");
  EXPECT_EQ(lab.verdict(), "depends");
  lab.run("experiment-set w ones");
  EXPECT_EQ(lab.verdict(), "true");
  lab.run("experiment 1 \"tconv 6 k3 s2 in=ones w=ones\"; experiment 2 tconv 6 k5 s2 in=ones w=ones");
  EXPECT_EQ(lab.verdict(), "false");
  EXPECT_THAT(lab.state().page(lab.desk).result->cases, ElementsAre(Verdict::no, Verdict::no));
}

TEST(ClaimsState, EachCardKeepsItsExperiment) {
  ClaimsDesk lab;
  lab.run("claim cancel; experiment-set kernel 1; claim inverse; claim cancel");
  EXPECT_EQ(lab.line(), "conv 5 k1");
  EXPECT_EQ(lab.verdict(), "true");
}

TEST(ClaimsState, ACardThatIsLeftBeforeItsResultIsAskedAgain) {
  ClaimsDesk lab;
  for (int i = 0; i < 20; ++i) {
    lab.desk.state<ClaimsState>().choose(lab.desk, "cancel");
    lab.desk.tick(0);
    lab.desk.state<ClaimsState>().choose(lab.desk, "dense");
    lab.desk.tick(0);
  }
  lab.settle();
  EXPECT_EQ(lab.state().page(lab.desk).result->evidence.list("nonzeros"),
            (std::vector<double>{36, 144, 8100}));
  lab.run("claim cancel");
  EXPECT_EQ(lab.verdict(), "false");
}

TEST(ClaimsState, SaysWhatMakesNoSenseAndKeepsTheLastResult) {
  ClaimsDesk lab;
  lab.run("claim deconvolution; experiment-set size 6");
  EXPECT_EQ(lab.state().problem(),
            "w: the kernel removes frequency 2 of 6, so its input is lost (a kernel or a size for which no "
            "frequency vanishes)");
  EXPECT_EQ(lab.verdict(), "depends");
  EXPECT_EQ(lab.state().page(lab.desk).scenarios[0].size, Shape{5}) << "what is shown is the one before";
  lab.run("experiment-set size 7");
  EXPECT_EQ(lab.state().problem(), "");
  EXPECT_EQ(lab.state().page(lab.desk).scenarios[0].size, Shape{7});
}

TEST(ClaimsState, RefusesAndKeepsEverything) {
  ClaimsDesk lab;
  lab.run("claim divisible");
  const auto refuses = [&](std::string_view commands, std::string_view sentence) {
    expect_error([&] { lab.run(commands); }, std::string(sentence));
    EXPECT_EQ(lab.front(), "divisible") << commands;
    EXPECT_EQ(lab.line(), "tconv 6 k4 s2 p1 in=ones w=ones") << commands;
    EXPECT_EQ(lab.verdict(), "depends") << commands;
  };
  refuses("claim nonsense", "claim: 'nonsense' is not known (a name that convscope claims lists)");
  refuses("experiment 3", "experiment: there is no scenario 3 (1 to 2)");
  refuses("experiment 0", "experiment: there is no 0 (1 or more)");
  refuses("experiment x", "experiment: 'x' is no whole number (a whole number)");
  refuses("experiment 2 conv 6 k4", "claim: 'divisible' is about the other operator (a tconv)");
  refuses("experiment-set size 5000", "claim: 10000 cells are more than an experiment needs (at most 4096)");
  refuses("experiment-view 3 matrix", "view: pane 3 shows nothing (a pane of this card)");
  refuses("experiment-explore 9", "pane: pane 9 shows nothing (a pane of this card)");
  refuses("vote true",
          "vote: the verdict is not hidden (hide-verdicts on, then a card that is not revealed)");
  refuses("claims-filter perhaps", "filter: 'perhaps' is not known (true, false, depends)");
  EXPECT_THROW(lab.run("experiment-set stride 0"), Error);
  EXPECT_THROW(lab.run("experiment-set nothing 1"), Error);
  EXPECT_THROW(lab.run("experiment-view 1 nothing"), Error);
  EXPECT_THROW(lab.run("experiment-view 1 slide"), Error) << "a transposed convolution does not slide";
  EXPECT_EQ(lab.state().edited(), 0u);
}

TEST(ClaimsState, ListsWhatFitsWordsAndVerdict) {
  ClaimsDesk lab;
  lab.settle();
  const auto listed = [&] {
    std::vector<std::string> names;
    for (const std::size_t i : lab.state().listed()) names.emplace_back(claims()[i].name);
    return names;
  };
  EXPECT_EQ(listed().size(), claims().size());
  lab.run("claims-search ReLU");
  EXPECT_THAT(listed(), ElementsAre("relu-irreversible"));
  lab.run("claims-search keras padding");
  EXPECT_THAT(listed(), ElementsAre("keras-is-pytorch"));
  lab.run("claims-search; claims-filter true");
  std::size_t right = 0;
  for (const Claim& claim : claims())
    if (run(claim).verdict == Verdict::yes) ++right;
  EXPECT_EQ(listed().size(), right);
  lab.run("claims-filter all; claims-search nobody says this");
  EXPECT_THAT(listed(), ElementsAre());
}

TEST(ClaimsState, NeighboursAreThoseOfTheList) {
  ClaimsDesk lab;
  lab.run("claim cancel; claim-next");
  EXPECT_EQ(lab.front(), "inverse");
  lab.run("claim-previous; claim-previous");
  EXPECT_EQ(lab.front(), "cancel");
  EXPECT_THAT(lab.desk.message, HasSubstr("first card"));
  lab.run("claims-filter true; claim-next");
  EXPECT_EQ(lab.front(), "other-order");
  const std::string last(claims().back().name);
  lab.run("claims-filter all; claim " + last + "; claim-next");
  EXPECT_EQ(lab.front(), last);
  EXPECT_THAT(lab.desk.message, HasSubstr("last card"));
}

TEST(ClaimsState, HidesVerdictsUntilTheyAreRevealedAndCountsVotes) {
  ClaimsDesk lab;
  lab.run("claim divisible; hide-verdicts on");
  EXPECT_TRUE(lab.state().page(lab.desk).hidden);
  EXPECT_FALSE(lab.state().verdict(lab.state().front()));
  EXPECT_EQ(lab.state().moment(lab.desk), Moment{});
  EXPECT_FALSE(lab.state().animating());
  lab.run("vote true; vote true 11; vote depends 3; vote depends -1");
  EXPECT_EQ(lab.state().votes(), (Votes{12, 0, 2}));
  expect_error([&] { lab.run("vote false -1"); }, "vote: -1 hands (0 to 9999)");
  expect_error([&] { lab.run("vote false 10000"); }, "vote: 10000 hands (0 to 9999)");
  lab.run("claim-next");
  EXPECT_EQ(lab.front(), "divisible") << "the first key reveals";
  EXPECT_FALSE(lab.state().page(lab.desk).hidden);
  EXPECT_EQ(lab.state().page(lab.desk).votes, (Votes{12, 0, 2}));
  lab.run("claim-next");
  EXPECT_EQ(lab.front(), "fractionally-strided");
  EXPECT_TRUE(lab.state().page(lab.desk).hidden);
  lab.run("reveal; claim-previous");
  EXPECT_FALSE(lab.state().page(lab.desk).hidden) << "what was seen stays seen";
  lab.run("hide-verdicts off; hide-verdicts on");
  EXPECT_TRUE(lab.state().page(lab.desk).hidden);
  EXPECT_EQ(lab.state().votes(), Votes{}) << "another audience";
}

TEST(ClaimsState, PlaysRestsAndSteps) {
  ClaimsDesk lab;
  lab.run("claim cancel");
  EXPECT_EQ(lab.state().steps(), 3);
  EXPECT_EQ(lab.state().moment(lab.desk), (Moment{2, kSettled})) << "at rest it shows all";
  EXPECT_FALSE(lab.state().animating());
  lab.run("claim-first; claim-play");
  EXPECT_TRUE(lab.state().animating());
  for (int i = 0; i < 60; ++i) lab.desk.tick(1.0 / 60);
  EXPECT_GT(lab.state().moment(lab.desk).phase, 0);
  lab.run("claim-play; claim-last; claim-step-back");
  for (int i = 0; i < 120; ++i) lab.desk.tick(1.0 / 60);
  EXPECT_EQ(lab.state().moment(lab.desk), (Moment{1, kSettled}));
  EXPECT_FALSE(lab.state().animating()) << "an idle window costs nothing";
}

TEST(ClaimsState, PanesOfDifferentLengthEndTogether) {
  ClaimsDesk lab;
  lab.run("claim dense");
  const ClaimPage page = lab.state().page(lab.desk);
  ASSERT_EQ(page.moments.size(), 2u);
  EXPECT_EQ(page.moments[0], (Moment{3, kSettled}));
  EXPECT_EQ(page.moments[1], (Moment{899, kSettled}));
  lab.state().head().scrub(450, 900);
  EXPECT_EQ(lab.state().page(lab.desk).moments[0].step, 1) << "half of four";
}

TEST(ClaimsState, AViewIsChosenForAPane) {
  ClaimsDesk lab;
  lab.run("claim cancel");
  lab.run("experiment-view 1 matrix");
  EXPECT_EQ(lab.state().page(lab.desk).panes[0].view, "matrix");
  lab.run("experiment-set kernel 2");
  EXPECT_EQ(lab.state().page(lab.desk).panes[0].view, "matrix") << "it stays";
  lab.run("experiment-reset");
  EXPECT_EQ(lab.state().page(lab.desk).panes[0].view, "slide");
}

TEST(ClaimsState, ExploreTakesOverWhatAPaneShows) {
  ClaimsDesk lab;
  lab.run("claim mirrored-kernel");
  lab.run("experiment-explore 2");
  EXPECT_EQ(lab.desk.front().name, "explore");
  EXPECT_EQ(explorer(lab.desk).view().name, "scatter");
  EXPECT_THAT(spec_line(lab.desk.scenario()), HasSubstr("tconv 3 k3 in=[2,2,2] w=[1,0,-1]"));
  lab.desk.undo();
  EXPECT_EQ(spec_line(lab.desk.scenario()), "conv 5 k3");
}

TEST(ClaimsState, GivesItsCardAsAPicture) {
  ClaimsDesk lab;
  lab.run("claim cancel");
  const auto picture = lab.state().picture(lab.desk, {.width = 900, .height = 700});
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, 900);
  EXPECT_THAT(to_text(*picture), HasSubstr("cancel each other"));
  EXPECT_EQ(picture->background, palette(Theme::light).stage);
}

TEST(ClaimsState, TheCardIsRemembered) {
  ClaimsDesk lab, other;
  lab.run("claim dense; hide-verdicts on");
  const LabMemories kept = remembered(lab.desk);
  for (const CommandWords& words : kept.at("claims")) other.run(words);
  EXPECT_EQ(other.front(), "dense");
  EXPECT_TRUE(other.state().hides());
  EXPECT_EQ(remembered(other.desk), remembered(lab.desk));
}

}  // namespace
}  // namespace convscope
