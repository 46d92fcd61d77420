// What the labs keep from one start to the next.
#include "app/window/lab_memory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

struct Program {
  Desk app{parse_spec("tconv 3x3 k3 s2")};
  InputQueue input;
  CommandTarget target{desk, input};
};

TEST(LabMemory, IsBroughtBackIntoAFreshWindow) {
  Program first;
  run_command(first.target, std::vector<std::string>{"trip", "why"});
  const LabMemories kept = remembered(first.app);
  EXPECT_THAT(kept, Contains(Pair("round-trip", Contains(ElementsAre("trip", "why")))));
  Program second;
  second.app.choose_lab("sizes");
  recall(second.target, kept);
  EXPECT_EQ(second.app.session.lab, "sizes") << "the lab in front stays";
  EXPECT_EQ(second.app.message, "");
  EXPECT_EQ(remembered(second.app), kept);
}

TEST(LabMemory, WhatNoLongerWorksIsPassedOver) {
  Program program;
  recall(program.target, {{"round-trip", {{"no-such-command"}, {"trip", "none"}, {"trip", "photo"}}},
                          {"no-such-lab", {{"trip", "there"}}}});
  EXPECT_THAT(remembered(program.app), Contains(Pair("round-trip", Contains(ElementsAre("trip", "photo")))));
  EXPECT_EQ(program.app.message, "");
}

TEST(LabMemory, ExploreHasNothingBesideTheSession) {
  EXPECT_THAT(remembered(Program().app), Not(Contains(Key("explore"))));
}

}  // namespace
}  // namespace convscope
