// What the size lab has again at the next start.
#include "tests/app/labs/sizes/sizes_lab.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::Not;
using testing::SizesLabState;
using testing::TemporaryFolder;

class SizesMemory : public SizesLabState {
 protected:
  /// The same commands make the same of a fresh state.
  void expect_back() {
    const std::vector<CommandWords> before = kept();
    Desk fresh = whole_desk(desk.scenario());
    CommandTarget there{fresh, input};
    recall(there, {{"sizes", before}});
    EXPECT_EQ(fresh.message, "");
    EXPECT_EQ(remembered(fresh).at("sizes"), before);
    EXPECT_EQ(fresh.state<SizesState>().chain(), state.chain());
    EXPECT_EQ(fresh.state<SizesState>().page, state.page);
    EXPECT_EQ(fresh.state<SizesState>().axis(fresh), state.axis(desk));
    EXPECT_EQ(fresh.state<SizesState>().layer(), state.layer());
  }
};

TEST_F(SizesMemory, OfAFreshState) {
  expect_back();
}

TEST_F(SizesMemory, PageAxisAndFramework) {
  run("axis 1; compare-dialect 5; sizes-page dialects");
  expect_back();
}

TEST_F(SizesMemory, AResize) {
  run("sizes-page dialects; dialects-of resize; resize-size 6; resize-factor 1.5; resize-samples nearest; "
      "resize-compare align-corners; resize-against asymmetric");
  EXPECT_THAT(kept(), Contains(CommandWords{"resize-factor", "1.5"}));
  expect_back();
  run("sizes-page solve; dialects-of layer; sizes-page network");
  expect_back();
}

TEST_F(SizesMemory, TheQuestion) {
  run("solve direction tconv; solve input 4x4; solve wanted 8x9; solve kernel 3-5; solve dilation 1; solve "
      "output-padding 0-1; sort products; sort products");
  EXPECT_THAT(kept(), Contains(CommandWords{"sort", "products", "down"}));
  expect_back();
}

TEST_F(SizesMemory, APresetWithAnotherInput) {
  run("network unet-valid; network-input 300x320; network-layer 5");
  EXPECT_THAT(kept(), Contains(CommandWords{"network", "unet-valid"}));
  expect_back();
}

TEST_F(SizesMemory, ANetworkThatWasChangedButNotSaved) {
  run("network dcgan; network-layer 2; network-set kernel 6x4; network-set padding 2x1");
  expect_back();
}

TEST_F(SizesMemory, ANetworkOfAFile) {
  const TemporaryFolder folder;
  const std::string path = folder / "mine.json";
  run("network dcgan; network-layer 2; network-set kernel 6; network-set padding 2; network-save \"" + path +
      "\"");
  EXPECT_THAT(kept(), Contains(CommandWords{"network", path}));
  run("network \"" + path + "\"; network-input 2");
  EXPECT_THAT(kept(), Contains(CommandWords{"network", path}));
  expect_back();
  run("network-layer 0; network-set channels 7");
  EXPECT_THAT(kept(), Not(Contains(CommandWords{"network", path})));
  expect_back();
}

TEST_F(SizesMemory, WhatIsNoNetworkIsRefused) {
  refuse("network-json nothing", "network: is not JSON (a file that the size lab saved)");
}

}  // namespace
}  // namespace convscope
