// What the labs keep from one start to the next.
#include "app/window/lab_memory.hpp"
#include "app/window/labs.hpp"

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

TEST(LabMemory, ExploreHasNothingBesideTheSession) {
  EXPECT_THAT(remembered(Program().desk), Not(Contains(Key("explore"))));
}

}  // namespace
}  // namespace convscope
