// Scenarios that take longer than a frame: what follows from them and their drawings come from workers, and
// what was there before stays until then.
#include <gtest/gtest.h>

#include <limits>

#include "app/labs/explore/pane_drawing.hpp"
#include "app/picture/backends.hpp"
#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/json.hpp"
#include "tests/app/window/offscreen.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using testing::TemporaryFolder;

constexpr const char* kLarge = "conv 600x600 k3";

TEST(LargeScenarios, UpTo64x64With16ChannelsAreThereAtOnce) {
  Offscreen window("conv 5x5 k3");
  for (const char* line : {"conv 64x64 k3 c16>16", "tconv 64x64 k4 s2 c16>16", "conv 64x64 k11 c16>16"}) {
    window.desk().apply(parse_spec(line));
    EXPECT_FALSE(window.desk().following()) << line;
    EXPECT_EQ(window.desk().derived().scenario(), window.desk().scenario());
    EXPECT_TRUE(draws_at_once(window.desk().derived())) << line;
    window.frames(1);
    EXPECT_FALSE(window.desk().updating()) << line;
  }
}

TEST(LargeScenarios, WhatWasThereStaysUntilTheNewOneFollows) {
  Offscreen window("conv 5x5 k3");
  Desk& desk = window.desk();
  const DerivedPtr before = desk.derived_ptr();
  desk.apply(parse_spec(kLarge));
  EXPECT_EQ(desk.scenario(), parse_spec(kLarge)) << "sliders show it, and the next edit begins with it";
  EXPECT_EQ(desk.line(), kLarge);
  EXPECT_EQ(desk.derived_ptr(), before);
  EXPECT_TRUE(desk.following());
  EXPECT_TRUE(desk.updating()) << "scripts and screenshots wait";
  EXPECT_THROW(desk.set_cell({Role::input, 3}, 7), Error) << "it would mean the scenario before";
  window.run("step 0");
  EXPECT_EQ(desk.derived().input().size(), 600 * 600);
  EXPECT_FALSE(desk.updating());
  desk.set_cell({Role::input, 3}, 7);
  window.run("step 0");
  EXPECT_EQ(desk.derived().input()[3], 7);
}

TEST(LargeScenarios, AScriptGoesOnWhileTheirStepsPlay) {
  Offscreen window("conv 300x300 k3");
  window.run("layout 1; view matrix; play; theme dark");
  EXPECT_EQ(window.desk().session.theme, Theme::dark);
  EXPECT_TRUE(window.desk().animating());
  EXPECT_FALSE(window.desk().updating());
}

TEST(LargeScenarios, TheLastOfSeveralEditsWinsAndEachCanBeUndone) {
  Offscreen window("conv 5x5 k3");
  Desk& desk = window.desk();
  desk.apply(parse_spec(kLarge));
  desk.set("stride", "2");
  desk.set("padding", "1");
  window.run("step 0");
  EXPECT_EQ(desk.derived().scenario(), parse_spec("conv 600x600 k3 s2 p1"));
  desk.undo();
  desk.undo();
  window.run("step 0");
  EXPECT_EQ(desk.derived().scenario(), parse_spec(kLarge));
  desk.redo();
  desk.apply(parse_spec("conv 4x4 k3"));  // a small one does not wait for the large one
  EXPECT_FALSE(desk.following());
  EXPECT_EQ(desk.derived().input().size(), 16);
  window.run("step 0");
  EXPECT_EQ(desk.derived().input().size(), 16);
}

TEST(LargeScenarios, WhereNothingFollowsTheOneBeforeIsBack) {
  Offscreen window("conv 5x5 k3");
  Desk& desk = window.desk();
  const Scenario before = desk.scenario();
  EXPECT_THROW(desk.apply(parse_spec("conv 600x600 k601")), Error) << "seen at once";
  EXPECT_EQ(desk.scenario(), before);
  Scenario next = parse_spec(kLarge);
  next.input = {Source::Kind::file, "/nowhere/x.npy", 0, {}};
  EXPECT_THROW(desk.apply(next), Error) << "seen at once";
  next.input = {Source::Kind::list, "", 0, {1, 2}};
  EXPECT_THROW(desk.apply(next), Error) << "seen at once";
  EXPECT_EQ(desk.scenario(), before);
  // Only its values are wrong, which are read beside the window.
  const TemporaryFolder folder;
  Tensor<double> values({600, 600});
  values[7] = std::numeric_limits<double>::infinity();
  const std::string broken = folder / "x.npy";
  write_file(broken, npy_bytes(values), "test");
  next.input = {Source::Kind::file, broken, 0, {}};
  desk.apply(next);
  window.frames(1);
  while (desk.updating()) window.frames(1);
  EXPECT_EQ(desk.scenario(), before);
  EXPECT_NE(desk.message.find(broken), std::string::npos) << desk.message;
  EXPECT_TRUE(desk.warning);
  EXPECT_EQ(desk.unwritten, desk.message) << "for who runs a script";
  // Also where a drag has replaced what there was.
  desk.apply(parse_spec("conv 6x6 k3"), "drag");
  desk.apply(next, "drag");
  while (desk.updating()) window.frames(1);
  EXPECT_EQ(desk.scenario(), parse_spec("conv 6x6 k3"));
  EXPECT_EQ(desk.derived().scenario(), desk.scenario());
}

TEST(LargeScenarios, TheFirstOneOfAllIsWorkedOutBesideTheWindow) {
  const OffscreenContext context;
  Application application(parse_spec("tconv 600x600 k3 s2"));
  OffscreenStage stage(1280, 720, 0.5);
  Desk& desk = application.desk();
  EXPECT_TRUE(desk.following());
  EXPECT_FALSE(desk.begun());
  stage.frames(application, 1);
  stage.begin(application);
  EXPECT_TRUE(desk.begun());
  EXPECT_EQ(desk.derived().scenario(), parse_spec("tconv 600x600 k3 s2"));
  EXPECT_EQ(explorer(desk).view().name, "matrix") << "its own view, not that of what stood there";
  EXPECT_FALSE(desk.history().can_undo());
}

TEST(LargeScenarios, AFirstOneThatIsWrongIsRefused) {
  const TemporaryFolder folder;
  Scenario first = parse_spec(kLarge);
  first.input = {Source::Kind::list, "", 0, {1, 2}};
  EXPECT_THROW(check_scenario(first), Error);
  Tensor<double> values({600, 600});
  values[7] = std::numeric_limits<double>::infinity();
  first.input = {Source::Kind::file, folder.file("x.npy", npy_bytes(values)), 0, {}};
  check_scenario(first);
  const OffscreenContext context;
  Application application(first);
  OffscreenStage stage(1280, 720, 0.5);
  EXPECT_THROW(stage.begin(application), Error);
}

TEST(LargeScenarios, TheOneBesideComesWhenItIsThere) {
  Offscreen window("conv 5x5 k3");
  ExploreState& lab = window.explorer();
  EXPECT_THROW(lab.put_beside(parse_spec("conv 600x600 k601")), Error);
  lab.put_beside(parse_spec(kLarge));
  EXPECT_FALSE(lab.has_neighbour());
  EXPECT_TRUE(lab.updating());
  window.run("step 0");
  ASSERT_TRUE(lab.has_neighbour());
  EXPECT_EQ(lab.neighbour_line(), kLarge);
  EXPECT_EQ(lab.column(), ExploreState::Column::left);
  lab.put_beside(parse_spec("conv 700x700 k3"));
  lab.end_beside();
  window.run("step 0");
  EXPECT_FALSE(lab.has_neighbour()) << "it was given up";
}

TEST(LargeScenariosSlow, FilesAreReadBesideTheWindow) {
  const TemporaryFolder folder;
  Offscreen window("conv 5x5 k3");
  Desk& desk = window.desk();
  const Tensor<double> values({600, 600}, std::vector<double>(360'000, 2));
  EXPECT_EQ(desk.open(folder.file("x.npy", npy_bytes(values))), Opened::done);
  EXPECT_TRUE(desk.following());
  window.run("step 0");
  EXPECT_EQ(desk.derived().input()[5], 2);
  Scenario listed = parse_spec(kLarge);
  listed.input = {Source::Kind::list, "", 0, std::vector<double>(360'000, 1.25)};
  const std::string path = folder.file("listed.json", to_json(listed, {.step = 3, .note = "A note"}));
  EXPECT_EQ(desk.open(path), Opened::later);
  EXPECT_NE(desk.scenario(), listed);
  EXPECT_TRUE(desk.updating());
  window.run("theme dark");
  EXPECT_EQ(desk.scenario(), listed);
  EXPECT_EQ(desk.derived().input()[7], 1.25);
  EXPECT_EQ(desk.session.recent.front(), path);
  EXPECT_EQ(window.explorer().head().done(), 3);
  desk.undo();
  window.run("step 0");
  EXPECT_EQ(desk.derived().input()[5], 2);
  // A broken one changes nothing, and says why.
  const std::string broken = folder.file("broken.json", std::string(300'000, '{'));
  EXPECT_EQ(desk.open(broken), Opened::later);
  while (desk.updating()) window.frames(1);
  EXPECT_EQ(desk.derived().input()[5], 2);
  EXPECT_TRUE(desk.warning);
  EXPECT_FALSE(desk.unwritten.empty());
}

TEST(LargeScenarios, ADrawingIsThatOfItsViewAndComesFromAWorker) {
  const auto large = std::make_shared<const Derived>(parse_spec(kLarge));
  const auto small = std::make_shared<const Derived>(parse_spec("conv 5x5 k3"));
  const View& slide = view("slide");
  const Style style{.width = 640, .height = 360};
  const auto drawn = [&](const DerivedPtr& derived, Moment moment) {
    Picture picture = slide.draw(*derived, moment, style);
    picture.background = {};
    return to_svg(picture);
  };
  PaneDrawing pane{Workers()};
  PaneDrawing::Seen seen = pane.draw({small, &slide, {4, 0.5}, style});
  ASSERT_TRUE(seen.picture);
  EXPECT_EQ(to_svg(*seen.picture), drawn(small, {4, 0.5}));
  EXPECT_TRUE(seen.same_cells && !seen.refreshing && !pane.busy());

  seen = pane.draw({large, &slide, {70, 0.5}, style});
  EXPECT_EQ(to_svg(*seen.picture), drawn(small, {4, 0.5})) << "the last one that is complete";
  EXPECT_TRUE(!seen.same_cells && seen.refreshing && pane.busy());
  seen = pane.draw({large, &slide, {71, 0.5}, style});  // plays on meanwhile
  while (pane.busy()) {
    pane.tick();
    seen = pane.draw({large, &slide, {71, 0.5}, style});
  }
  EXPECT_EQ(to_svg(*seen.picture), drawn(large, {71, 0.5}));
  EXPECT_TRUE(seen.same_cells && !seen.refreshing);
  // Nobody looks at it any more: nothing is waited for.
  pane.draw({large, &slide, {72, 0.5}, style});
  pane.draw({large, &slide, {73, 0.5}, style});
  while (pane.busy()) pane.tick();
}

}  // namespace
}  // namespace convscope
