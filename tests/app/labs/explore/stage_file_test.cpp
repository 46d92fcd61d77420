// A scenario file carries how it is shown, and opening brings that back.
#include "app/labs/explore/stage_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "app/desk/commands.hpp"
#include "app/desk/presenting.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"
#include "core/scenario/what.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using testing::TemporaryFolder;

struct Window {
  explicit Window(std::string_view spec) : desk(whole_desk(parse_spec(spec))) {}
  void run(std::string_view line) {
    for (const auto& words : parse_commands(line)) run_command(target, words);
    desk.tick(0);
  }
  ExploreState& lab() { return explorer(desk); }
  Desk desk;
  InputQueue input;
  CommandTarget target{desk, input};
};

TEST(StageFile, CarriesViewsStepAndNoteThere) {
  const TemporaryFolder folder;
  const std::string path = folder / "shown.json";
  Window first("tconv 3x3 k3 s2 p1 op1");
  first.run("pause; layout 2; panes 2 direct overlap; focus 1; step 3; note \"Ask *why* first.\"; save " +
            path);
  const ScenarioStage stage = stage_from_what(path);
  EXPECT_THAT(stage.views, ElementsAre("direct", "overlap"));
  EXPECT_EQ(stage.focus, first.lab().arrangement.focus);
  EXPECT_EQ(stage.step, first.lab().head().done());
  EXPECT_EQ(stage.note, "Ask *why* first.");

  Window second("conv 5 k3");
  second.run("open " + path);
  EXPECT_EQ(spec_line(second.desk.scenario()), spec_line(first.desk.scenario()));
  EXPECT_EQ(second.lab().arrangement.panes(), first.lab().arrangement.panes());
  EXPECT_EQ(second.lab().arrangement.focus, first.lab().arrangement.focus);
  EXPECT_EQ(second.lab().moment(), first.lab().moment());
  EXPECT_EQ(second.desk.presenting().note, "Ask *why* first.");
  EXPECT_EQ(shown_as(second.lab()).views, shown_as(first.lab()).views);
}

TEST(StageFile, FourViewsAndTheBeginning) {
  const TemporaryFolder folder;
  const std::string path = folder / "four.json";
  Window first("conv 4x4 k3");
  first.run("pause; layout 4; panes 4 slide matrix gradient channels; start; save " + path);
  Window second("tconv 2 k2");
  second.run("open " + path);
  EXPECT_THAT(second.lab().arrangement.panes(), ElementsAre("slide", "matrix", "gradient", "channels"));
  EXPECT_EQ(second.lab().head().done(), 0);
}

TEST(StageFile, WhatPlaysHasNoStep) {
  Window window("conv 5 k3");
  window.run("layout 1; play");
  EXPECT_EQ(shown_as(window.lab()).step, std::nullopt);
  window.run("pause; step 1");
  EXPECT_EQ(shown_as(window.lab()).step, 2);
}

TEST(StageFile, ANeighboursViewsAreNotThisScenarios) {
  const TemporaryFolder folder;
  const std::string path = folder / "beside.json";
  Window window("conv 5x5 k3");
  window.run("pause; layout 2; beside \"conv 5 k3\"; save " + path);
  EXPECT_EQ(stage_from_what(path).views.size(), 1U);
  Window other("conv 3 k3");
  EXPECT_NO_THROW(other.run("open " + path));
}

TEST(StageFile, ANoteThatIsNoUtf8IsRefusedAndNothingIsWritten) {
  const TemporaryFolder folder;
  const std::string path = folder / "note.json";
  Window window("conv 5 k3");
  window.desk.presenting().note = "\xff";
  EXPECT_THROW(window.run("save " + path), Error);
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace convscope
