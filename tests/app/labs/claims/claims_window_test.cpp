// The lab of claims in the whole window: pointer, keys, panels.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/labs/claims/state.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "tests/app/window/offscreen.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

std::string front(Offscreen& window) {
  return std::string(claims()[window.desk().state<ClaimsState>().front()].name);
}
Verdict verdict(Offscreen& window) {
  return window.desk().state<ClaimsState>().page(window.desk()).result->verdict;
}

TEST(ClaimsWindowSlow, KeysLeadThroughTheCards) {
  Offscreen window("conv 5 k3");
  window.run("claims; claim cancel; key PageDown; key PageDown");
  EXPECT_EQ(front(window), "mirrored-kernel");
  window.run("key PageUp");
  EXPECT_EQ(front(window), "inverse");
  window.run("key H; key PageDown");
  EXPECT_EQ(front(window), "inverse");
  EXPECT_FALSE(window.desk().state<ClaimsState>().is_hidden());
  window.run("key PageDown; key Enter; key Space");
  EXPECT_FALSE(window.desk().state<ClaimsState>().is_hidden());
  EXPECT_TRUE(window.desk().state<ClaimsState>().animating());
  window.run("key Space; wait 120");
  EXPECT_FALSE(window.application().restless());
}

TEST(ClaimsWindowSlow, ASliderChangesTheVerdict) {
  Offscreen window("conv 5 k3");
  window.run("claims; claim cancel");
  EXPECT_EQ(verdict(window), Verdict::no);
  // The kernel's slider in the right panel, from 3 to 1; the whole drag is one change.
  window.run("drag 1104 218 1040 218");
  EXPECT_EQ(spec_line(window.desk().state<ClaimsState>().scenarios()[0]), "conv 5 k1");
  EXPECT_EQ(verdict(window), Verdict::yes);
  window.run("key Ctrl+Z");
  EXPECT_EQ(verdict(window), Verdict::no);
}

TEST(ClaimsWindowSlow, TheLineIsTypedAndAWrongOneChangesNothing) {
  Offscreen window("conv 5 k3");
  window.run("claims; claim cancel; click 1150 113; type \"conv 6 k1\"; key Enter");
  EXPECT_EQ(verdict(window), Verdict::yes);
  window.run("click 1150 113; type \"conv 6 q1\"; key Enter");
  EXPECT_TRUE(window.desk().warning);
  EXPECT_EQ(spec_line(window.desk().state<ClaimsState>().scenarios()[0]), "conv 6 k1");
  window.run("click 1150 113; type nonsense; key Esc");
  EXPECT_EQ(spec_line(window.desk().state<ClaimsState>().scenarios()[0]), "conv 6 k1");
}

TEST(ClaimsWindowSlow, TheListIsSearchedFilteredAndClicked) {
  Offscreen window("conv 5 k3");
  window.run("claims; key /; type relu");
  EXPECT_EQ(window.desk().state<ClaimsState>().searched(), "relu");
  window.run("key Enter; click 120 230");
  EXPECT_EQ(front(window), "relu-irreversible");
  window.run("click 210 83");  // the cross beside the words
  EXPECT_EQ(window.desk().state<ClaimsState>().searched(), "");
  window.run("click 90 125");
  EXPECT_EQ(window.desk().state<ClaimsState>().filtered(), Verdict::yes);
  window.run("click 204 162");
  EXPECT_TRUE(window.desk().state<ClaimsState>().hides());
}

TEST(ClaimsWindowSlow, TheListIsARailWhereItTakesRoomFromThePanes) {
  Offscreen window("conv 5 k3", 800, 560);
  window.run("claims; claim cancel; wait 2");
  const double beside_rail = window.session().stage_width;
  EXPECT_GT(beside_rail, 700);
  window.run("click 26 156");  // the second mark
  EXPECT_EQ(front(window), "inverse");
  window.run("click 27 83; wait 2");  // the list in words
  EXPECT_LT(window.session().stage_width, 600);
  window.run("click 120 250; wait 2");  // a card of it: the rail again
  EXPECT_EQ(front(window), "cancel");
  EXPECT_EQ(window.session().stage_width, beside_rail);
  window.run("key /; type relu; key Enter; wait 2");
  EXPECT_LT(window.session().stage_width, 600);
  EXPECT_EQ(window.desk().state<ClaimsState>().searched(), "relu");
}

TEST(ClaimsWindowSlow, AnAudienceVotesByClicks) {
  Offscreen window("conv 5 k3");
  window.run("claims; claim cancel; hide-verdicts on; click 320 148; click 320 148; click 460 148");
  EXPECT_EQ(window.desk().state<ClaimsState>().votes(), (Votes{2, 1, 0}));
  window.run("key Enter");
  EXPECT_FALSE(window.desk().state<ClaimsState>().is_hidden());
}

TEST(ClaimsWindowSlow, ACellLightsUpUnderThePointer) {
  Offscreen window("conv 5 k3");
  window.run("claims; claim cancel");
  window.run("mouse 456 281; wait 6");  // an input cell of the first pane
  EXPECT_EQ(window.session().hover.role, Role::input);
  window.run("mouse 900 600; wait 6");
  EXPECT_EQ(window.session().hover, Tag{});
}

TEST(ClaimsWindowSlow, APaneOpensInExploreByItsKey) {
  Offscreen window("conv 5 k3");
  window.run("claims; claim divisible; key E");
  EXPECT_EQ(window.desk().front().name, "explore");
  EXPECT_EQ(window.spec(), "tconv 6 k4 s2 p1 in=ones w=ones");
}

TEST(ClaimsWindowSlow, TheCardIsExportedAsSeen) {
  const testing::TemporaryFolder folder;
  Offscreen window("conv 5 k3");
  window.run("claims; claim cancel; export " + (folder / "card.svg"));
  EXPECT_THAT(folder.read("card.svg"), HasSubstr("cancel each other"));
  EXPECT_THROW(window.run("export " + (folder / "card.txt")), Error);
}

TEST(ClaimsWindowSlow, EveryCardIsDrawnInEverySize) {
  for (const auto& [width, height] : {std::pair{800, 560}, {1280, 720}, {1920, 1080}}) {
    Offscreen window("conv 5 k3", width, height, 0.25);
    window.run("claims");
    for (const Claim& claim : claims()) {
      window.run("claim " + std::string(claim.name));
      EXPECT_EQ(window.desk().message, "") << claim.name;
    }
    window.run("presentation on; hide-verdicts on; claim-previous; theme dark; panels none");
    EXPECT_EQ(window.desk().message, "");
  }
}

TEST(ClaimsHelp, TopicsAreKnown) {
  for (const char* key : {"lab/claims", "claims/experiment", "claims/line", "claims/vote"})
    EXPECT_NE(help_topic(key), nullptr) << key;
}

}  // namespace
}  // namespace convscope
