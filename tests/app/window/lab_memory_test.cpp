// What the labs keep from one start to the next.
#include "app/window/lab_memory.hpp"
#include "app/labs/explore/state.hpp"
#include "app/window/labs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/scenario/spec_line.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::_;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::Pair;

struct Program {
  Desk desk = whole_desk(parse_spec("tconv 3x3 k3 s2"));
  InputQueue input;
  CommandTarget target{desk, input};
};

TEST(LabMemory, IsBroughtBackIntoAFreshWindow) {
  Program first;
  run_command(first.target, std::vector<std::string>{"trip", "why"});
  const LabMemories kept = remembered(first.desk);
  EXPECT_THAT(kept, Contains(Pair("round-trip", Contains(ElementsAre("trip", "why")))));
  Program second;
  second.desk.choose_lab("sizes");
  recall(second.target, kept);
  EXPECT_EQ(second.desk.front().name, "sizes") << "the lab in front stays";
  EXPECT_EQ(second.desk.message, "");
  EXPECT_EQ(remembered(second.desk), kept);
}

TEST(LabMemory, WhatNoLongerWorksIsPassedOver) {
  Program program;
  recall(program.target, {{"round-trip", {{"no-such-command"}, {"trip", "none"}, {"trip", "photo"}}},
                          {"no-such-lab", {{"trip", "there"}}}});
  EXPECT_THAT(remembered(program.desk), Contains(Pair("round-trip", Contains(ElementsAre("trip", "photo")))));
  EXPECT_EQ(program.desk.message, "");
}

/// A session's file may be damaged, or somebody else's: nothing in it does more than set.
TEST(LabMemory, OnlySettingsAreRun) {
  const testing::TemporaryFolder folder;
  const std::string out = folder / "written";
  Program program;
  const LabMemories fresh = remembered(program.desk);
  const Scenario scenario = program.desk.scenario();
  const std::vector<CommandWords> asked{{"export", out + ".png"},
                                        {"save", out + ".json"},
                                        {"network-save", out + ".json"},
                                        {"open", "/etc/passwd"},
                                        {"quit"},
                                        {"set", "stride", "1"},
                                        {"spec", "conv 9 k3"},
                                        {"load", "input", "/dev/zero"},
                                        {"turn"},
                                        {"export-images", out},
                                        {"image-export", out},
                                        {"presentation", "on"},
                                        {"blank", "on"},
                                        {"help", "on"},
                                        {"palette", "on"},
                                        {"quiz", "on"},
                                        {"take-row", "0"},
                                        {"screenshot", out + ".png"},
                                        {"type", "x"},
                                        {"click", "10", "10"},
                                        {"trip-preset", "box"}};
  for (const LabRow& lab : program.desk.labs()) recall(program.target, {{std::string(lab.name), asked}});
  recall(program.target, {{std::string(kAllLabs), asked}});
  EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "something was written";
  EXPECT_FALSE(program.desk.quit);
  EXPECT_EQ(program.desk.scenario(), scenario);
  EXPECT_TRUE(program.input.empty());
  EXPECT_FALSE(program.desk.session.presentation || program.desk.session.blank || program.desk.session.help ||
               program.desk.session.palette);
  EXPECT_FALSE(explorer(program.desk).quiz.on);
  EXPECT_EQ(remembered(program.desk), fresh);
}

/// The whole table: what recall runs is what says what it is now.
TEST(LabMemory, NoCommandThatIsNoSettingIsRun) {
  const auto no_setting = [](const Command& c) { return c.now == nullptr; };
  for (const Command& command : commands()) {
    if (!no_setting(command) || command.for_scripts) continue;
    Program program;
    const std::string lab(command.lab.empty() ? kAllLabs : command.lab);
    const LabMemories before = remembered(program.desk);
    const Scenario scenario = program.desk.scenario();
    for (const CommandWords& words :
         {CommandWords{std::string(command.name)}, CommandWords{std::string(command.name), "1"},
          CommandWords{std::string(command.name), "on"}})
      recall(program.target, {{lab, {words}}});
    EXPECT_EQ(remembered(program.desk), before) << command.name;
    EXPECT_EQ(program.desk.scenario(), scenario) << command.name;
    EXPECT_FALSE(program.desk.quit) << command.name;
  }
}

TEST(LabMemory, ASettingIsRunInItsOwnLabAlone) {
  Program program;
  recall(program.target,
         {{"sizes", {{"mirror", "on"}, {"theme", "dark"}}}, {"round-trip", {{"theme", "dark"}}}});
  EXPECT_EQ(program.desk.session.theme, Theme::light);
  EXPECT_THAT(remembered(program.desk).at("round-trip"), Not(Contains(ElementsAre("mirror", "on"))));
  recall(program.target, {{std::string(kAllLabs), {{"theme", "dark"}}}, {"round-trip", {{"mirror", "on"}}}});
  EXPECT_EQ(program.desk.session.theme, Theme::dark);
  EXPECT_THAT(remembered(program.desk).at("round-trip"), Contains(ElementsAre("mirror", "on")));
}

/// Its words would stand below somebody's own scenario.
TEST(LabMemory, ALessonComesBackWithItsScenarioAlone) {
  Program first;
  run_command(first.target, std::vector<std::string>{"first-steps"});
  const StoredSession left = session_of(first.desk);
  Program same, other;
  restore(same.target, left, true);
  restore(other.target, left, false);
  EXPECT_TRUE(same.desk.presenting().lecture);
  EXPECT_FALSE(other.desk.presenting().lecture);
  EXPECT_TRUE(other.desk.session.lessons.contains("first-steps")) << "it goes on where it was left";
}

/// A row's value at the first start is that of a fresh desk, so nothing is remembered that nobody chose; but
/// how all looks and what stands on the stage always is.
TEST(LabMemory, AFreshDeskRemembersWhatAlwaysIsAlone) {
  const LabMemories fresh = remembered(Program().desk);
  EXPECT_THAT(fresh.at("round-trip"), ElementsAre(ElementsAre("trip", "there")));
  EXPECT_THAT(fresh.at("claims"), ElementsAre(ElementsAre("claim", _)));
  EXPECT_THAT(fresh.at("explore"), Contains(ElementsAre("panes", "2", "scatter", "matrix")));
  EXPECT_THAT(fresh.at(std::string(kAllLabs)),
              ElementsAre(ElementsAre("theme", "light"), ElementsAre("language", "en"),
                          ElementsAre("numbers", "automatic"), ElementsAre("panels", "both"),
                          ElementsAre("reduced-motion", "off"), ElementsAre("speed", "1"),
                          ElementsAre("loop", "on")));
}

}  // namespace
}  // namespace convscope
