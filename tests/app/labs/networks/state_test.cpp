// The lab of networks without a window: reading, choosing, repairing, and what goes to other labs.
#include "app/labs/networks/state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "app/desk/commands.hpp"
#include "app/labs/explore/state.hpp"
#include "app/labs/networks/kernels.hpp"
#include "app/window/labs.hpp"
#include "core/io/files.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/labs/networks/networks_desk.hpp"
#include "tests/core/support/places.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

using testing::NetworksDesk;
using testing::refusal;

std::string network(const std::string& name) {
  return testing::in_tests("networks/") + name;
}

TEST(NetworksState, ADroppedNetworkComesToTheFrontAtTheLayerThatPrintsAGrid) {
  NetworksDesk lab;
  EXPECT_EQ(lab.desk.open(network("tconv-k3.onnx")), Opened::later);
  EXPECT_EQ(lab.desk.front().name, "networks");
  lab.settle();
  EXPECT_EQ(lab.state().chosen().name, "/up/ConvTranspose");
  EXPECT_TRUE(prints_grid(lab.state().opened()->report, lab.state().chosen()));
  EXPECT_THAT(network_verdict(lab.state().opened()->report),
              StartsWith("'/up/ConvTranspose' prints a grid: 4.3 grey levels"));
  EXPECT_THAT(lab.desk.message, StartsWith("Opened "));
}

TEST(NetworksState, TheChainLeavesOutWhatChangesNothingAndKnowsWaysAround) {
  NetworksDesk lab;
  lab.run("networks; open " + network("tconv-k3.onnx"));
  const OpenedNetwork& opened = *lab.state().opened();
  std::vector<std::string> names;
  for (const std::size_t i : opened.chain) names.push_back(opened.report.layers[i].name);
  EXPECT_THAT(names, ElementsAre("/a/Conv", "/b/Conv", "/up/ConvTranspose", "/last/Conv"));
  ASSERT_EQ(opened.skips.size(), 1U);  // a + b
  EXPECT_EQ(opened.report.layers[opened.skips[0].from].name, "/a/Conv");
  EXPECT_EQ(opened.report.layers[opened.skips[0].to].name, "/up/ConvTranspose");
}

TEST(NetworksState, LayersAreChosenByNamePlaceAndKeys) {
  NetworksDesk lab;
  EXPECT_THAT(refusal([&] { lab.run("networks-layer up"); }),
              AllOf(StartsWith("layer: "), HasSubstr("no network is open")));
  lab.run("networks-example");
  lab.run("networks-layer /last/Conv");
  EXPECT_EQ(lab.state().layer(), 7U);
  lab.run("networks-next");
  EXPECT_EQ(lab.state().layer(), 7U);
  lab.run("networks-previous; networks-previous");
  EXPECT_EQ(lab.state().chosen().name, "/b/Conv");
  lab.run("networks-layer 1");  // shown in the list alone
  EXPECT_EQ(lab.state().chosen().op, "LeakyRelu");
  EXPECT_THAT(refusal([&] { lab.run("networks-layer 8"); }),
              AllOf(StartsWith("layer: "), HasSubstr("'8' is not known")));
  EXPECT_THAT(refusal([&] { lab.run("networks-layer nobody"); }),
              AllOf(StartsWith("layer: "), HasSubstr("0 to 7")));
}

TEST(NetworksState, RepairsTakeTheGridAwayAndCanBeTakenBack) {
  NetworksDesk lab;
  lab.run("networks-example");
  lab.run("networks-repair phase-sums");
  ASSERT_NE(lab.state().repaired(), nullptr);
  const double before = lab.state().opened()->report.flat->output,
               after = lab.state().repaired()->report.flat->output;
  EXPECT_GT(before, 4);
  EXPECT_LT(after, before / 100);
  EXPECT_THAT(lab.desk.message, StartsWith("Repaired: the grid goes from 4.3 to 0.0"));
  const SizePage page = *lab.state().draw(Style{});
  EXPECT_THAT(to_text(page.picture), HasSubstr("→"));
  lab.run("networks-repair none");
  EXPECT_EQ(lab.state().repaired(), nullptr);
  EXPECT_THAT(refusal([&] { lab.run("networks-repair sideways"); }),
              AllOf(StartsWith("repair: "), HasSubstr("sideways")));
}

TEST(NetworksState, KernelsBeginWithThePairThatAddsMost) {
  NetworksDesk lab;
  lab.run("networks-example");
  const NetworksState& state = lab.state();
  const auto kernels = state.kernels();
  const PairDiagnosis& worst = state.chosen().diagnosis->worst.front();
  EXPECT_EQ(kernels.front().from, worst.from);
  EXPECT_EQ(kernels.front().to, worst.to);
  // [from, to, 3, 3] in the file.
  const Tensor<float> weights = to_tensor(state.weights());
  const Index at = (worst.from * 16 + worst.to) * 9;
  for (Index i = 0; i < 9; ++i) EXPECT_EQ(kernels.front().taps[i], static_cast<double>(weights[at + i]));
}

/// PyTorch's layout: a convolution has [to, from / groups, taps...], a transposed one [from, to / groups,
/// ...].
TEST(NetworksState, GroupsKeepTheirChannels) {
  Network network;
  network.nodes.push_back({"layer", "Conv", {"x", "w"}, {"y"}});
  network.weights["w"] = real_array({4, 1, 1, 1}, {1, 2, 3, 4});
  NetworkLayer layer;
  layer.name = "layer";
  layer.op = "Conv";
  layer.groups = 2;
  using Pair = std::pair<Index, Index>;
  EXPECT_THAT(own_kernels(network, layer).channels,
              ElementsAre(Pair(0, 0), Pair(0, 1), Pair(1, 2), Pair(1, 3)));
  layer.op = "ConvTranspose";
  const LayerKernels kernels = own_kernels(network, layer);
  EXPECT_THAT(kernels.channels, ElementsAre(Pair(0, 0), Pair(1, 0), Pair(2, 1), Pair(3, 1)));
  EXPECT_EQ(kernels.of(2)[0], 3);
  EXPECT_EQ(kernels.mean()[0], 2.5);
}

TEST(NetworksState, ALayerOfAFileWithoutAGraphOpensInSizesToo) {
  NetworksDesk lab;
  lab.run("networks; open " + network("fsrcnn-x3.safetensors"));
  lab.run("networks-layer up.weight");
  lab.run("networks-sizes");
  EXPECT_EQ(lab.desk.front().name, "sizes");
  EXPECT_EQ(lab.desk.scenario().layer.kernel, (Shape{9, 9}));
}

TEST(NetworksState, APairOfChannelsOpensInExploreWithItsOwnWeights) {
  NetworksDesk lab;
  lab.run("networks-example");
  const Tensor<float> weights = to_tensor(lab.state().weights());
  lab.run("networks-explore 2 5");
  EXPECT_EQ(lab.desk.front().name, "explore");
  EXPECT_TRUE(lab.desk.scenario().transposed());
  EXPECT_EQ(lab.desk.scenario().layer.stride, (Shape{2, 2}));
  const Tensor<double>& taps = lab.desk.derived().weights();
  ASSERT_EQ(taps.size(), 9);
  for (Index i = 0; i < 9; ++i) EXPECT_EQ(taps[i], static_cast<double>(weights[(Index{2} * 16 + 5) * 9 + i]));
  EXPECT_THAT(refusal([&] { lab.run("networks-explore 2 16"); }),
              AllOf(StartsWith("layer: "), HasSubstr("from channel 2 to 16")));
  EXPECT_THAT(refusal([&] { lab.run("networks-explore 2"); }),
              AllOf(StartsWith("channels: "), HasSubstr("two numbers")));
  lab.run("networks-layer 1");
  EXPECT_THAT(refusal([&] { lab.run("networks-explore"); }),
              AllOf(StartsWith("layer: "), HasSubstr("has no kernel")));
}

TEST(NetworksState, WithoutAPairTheKernelIsTheMeanOverAll) {
  NetworksDesk lab;
  lab.run("networks-example");
  const Tensor<float> weights = to_tensor(lab.state().weights());
  lab.run("networks-explore");
  const Tensor<double>& taps = lab.desk.derived().weights();
  ASSERT_EQ(taps.size(), 9);
  for (Index tap = 0; tap < 9; ++tap) {
    double sum = 0;
    for (Index pair = 0; pair < 256; ++pair) sum += static_cast<double>(weights[pair * 9 + tap]);
    EXPECT_NEAR(taps[tap], sum / 256, 1e-9);
  }
}

TEST(NetworksState, AConvolutionBeforeAShuffleOpensAsTheConvolutionThatItIs) {
  NetworksDesk lab;
  lab.run("networks; open " + network("espcn-x2.onnx"));
  lab.run("networks-layer /c/Conv");
  const Tensor<float> weights = to_tensor(lab.state().weights());
  lab.run("networks-explore 3 2");
  EXPECT_FALSE(lab.desk.scenario().transposed());
  const Tensor<double>& taps = lab.desk.derived().weights();
  ASSERT_EQ(taps.size(), 9);
  for (Index i = 0; i < 9; ++i) EXPECT_EQ(taps[i], static_cast<double>(weights[(Index{2} * 16 + 3) * 9 + i]));
}

TEST(NetworksState, ALayersNumbersOpenInSizes) {
  NetworksDesk lab;
  lab.run("networks-example");
  lab.run("networks-sizes");
  EXPECT_EQ(lab.desk.front().name, "sizes");
  EXPECT_EQ(lab.desk.scenario().size, (Shape{64, 64}));
  EXPECT_EQ(lab.desk.derived().output().shape(), (Shape{1, 1, 128, 128}));
}

TEST(NetworksState, WeightsAreSavedAsTheyStandInTheFile) {
  const testing::TemporaryFolder folder;
  NetworksDesk lab;
  lab.run("networks-example");
  EXPECT_THAT(refusal([&] { lab.run("networks-save " + (folder / "w.txt")); }),
              AllOf(StartsWith("save: "), HasSubstr("says no format")));
  const std::string path = folder / "w.npy";
  lab.run("networks-save " + path);
  EXPECT_EQ(read_npy(path, "w").shape(), (Shape{16, 16, 3, 3}));
}

TEST(NetworksState, FilesWithoutAGraphListTheirWeights) {
  NetworksDesk lab;
  lab.run("networks; open " + network("fsrcnn-x3.safetensors"));
  EXPECT_GT(lab.state().opened()->report.layers.size(), 5U);
  EXPECT_EQ(lab.state().chosen().name, "expand.0.weight");  // the first that is no bias
  ASSERT_TRUE(lab.state().draw(Style{}));
  EXPECT_THAT(refusal([&] { lab.run("networks-repair order-2"); }),
              AllOf(StartsWith("repair: "), HasSubstr("weights and no graph")));
}

TEST(NetworksState, AWeightIsWhatItsOwnerSaysAndThatIsRemembered) {
  NetworksDesk lab;
  const testing::TemporaryFolder folder;
  std::filesystem::copy(network("fsrcnn-x3.safetensors"), folder / "w.safetensors");
  lab.run("networks; open " + (folder / "w.safetensors"));
  lab.run("networks-layer up.weight; networks-is tconv s3 p4 op2");
  EXPECT_EQ(lab.state().chosen().name, "up.weight");
  EXPECT_EQ(lab.state().chosen().op, "ConvTranspose");
  EXPECT_EQ(lab.state().stated(), "tconv s3 p4 op2");
  ASSERT_TRUE(lab.state().chosen().diagnosis);
  EXPECT_GT(lab.state().chosen().diagnosis->phase_spread, 0);
  lab.run("networks-layer features.0.weight; networks-is conv p2");
  NetworksDesk next;
  next.run("networks; open " + (folder / "w.safetensors"));
  next.run("networks-layer up.weight");
  EXPECT_EQ(next.state().stated(), "tconv s3 p4 op2");
  next.run("networks-is nothing; networks-layer features.0.weight");
  EXPECT_EQ(next.state().stated(), "conv p2");
  EXPECT_EQ(next.state().chosen().op, "Conv");
  next.run("networks-is nothing");
  EXPECT_FALSE(std::filesystem::exists(folder / "w.safetensors.layers.json"));
  EXPECT_THAT(refusal([&] { next.run("networks-is pool"); }),
              StartsWith("as: 'pool' says nothing of a layer"));
  EXPECT_THAT(refusal([&] { next.run("networks-is s2"); }), StartsWith("as: "));
  EXPECT_FALSE(std::filesystem::exists(folder / "w.safetensors.layers.json"));
  next.run("open " + network("tconv-k3.onnx"));
  EXPECT_THAT(refusal([&] { next.run("networks-is conv"); }), StartsWith("as: a ONNX file has a graph"));
}

TEST(NetworksState, WhatCannotBeReadLeavesTheNetworkThatThereWas) {
  const testing::TemporaryFolder folder;
  const std::string path = folder / "broken.onnx";
  NetworksDesk lab;
  lab.run("networks-example");
  const OpenedNetworkPtr before = lab.state().opened();
  EXPECT_THAT(refusal([&] { lab.desk.open(folder / "gone.onnx"); }),
              AllOf(StartsWith("network: "), HasSubstr("cannot read")));
  write_file(path, read_file(network("tconv-k3.onnx"), "network").substr(0, 2000));
  lab.run("open " + path);
  EXPECT_THAT(lab.desk.message, HasSubstr("network"));
  EXPECT_TRUE(lab.desk.warning);
  EXPECT_EQ(lab.state().opened(), before);
}

TEST(NetworksState, KernelsBesideTheirRepairedOnesKeepTheirNumbers) {
  NetworksDesk lab;
  lab.run("networks; networks-example");
  // What panels and header leave of 1280 x 720.
  const Style style{.width = 960, .height = 620};
  const auto numbers = [&] {
    int count = 0;
    const std::optional<SizePage> page = lab.state().draw(style);
    for (const Item& item : page ? page->picture.items : std::vector<Item>{})
      if (const Label* label = std::get_if<Label>(&item.shape))
        count += label->font == Font::number && label->align == Align::centre &&
                 label->text.find('.') != std::string::npos && label->size >= 8 && label->at.y > 420;
    return count;
  };
  const int alone = numbers();
  EXPECT_GE(alone, 3 * 9);
  lab.run("networks-repair phase-sums");
  EXPECT_GE(numbers(), alone / 2) << "pairs stand beside each other, so fewer have room";
  EXPECT_GE(numbers(), 4 * 9);
}

TEST(NetworksState, AScenarioIsNoNetwork) {
  const testing::TemporaryFolder folder;
  const std::string path = folder / "scenario.json";
  NetworksDesk lab;
  lab.run("save " + path + "; networks; open " + path);
  EXPECT_EQ(lab.state().opened(), nullptr);
  EXPECT_EQ(spec_line(lab.desk.scenario()), "conv 5 k3");
}

}  // namespace
}  // namespace convscope
