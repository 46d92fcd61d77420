// From the whole network to one of its weights, and out again; what a cell sees; chains of Sizes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/labs/sizes/state.hpp"
#include "core/io/files.hpp"
#include "core/network/formats.hpp"
#include "tests/app/labs/networks/networks_desk.hpp"
#include "tests/core/support/places.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::NetworksDesk;
using ::testing::Not;
using testing::refusal;
using ::testing::StartsWith;

std::string network(const std::string& name) {
  return testing::in_tests("networks/") + name;
}

std::string text_of(NetworksDesk& lab) {
  return to_text(lab.state().draw(Style{})->picture);
}
bool has_spot(NetworksDesk& lab, const std::string& id) {
  const SizePage page = *lab.state().draw(Style{});
  return std::ranges::any_of(page.spots, [&](const Spot& spot) { return spot.id == id; });
}

TEST(NetworksZoom, GoesFromTheWholeToOneWeightAndOutAgain) {
  NetworksDesk lab;
  lab.run("networks-example");
  EXPECT_EQ(lab.state().zoom(), NetworkZoom::whole);
  lab.run("networks-out");  // already there
  lab.run("networks-in");
  EXPECT_EQ(lab.state().zoom(), NetworkZoom::layer);
  EXPECT_THAT(text_of(lab), AllOf(HasSubstr("Effective receptive field"), HasSubstr("theoretical")));
  EXPECT_TRUE(has_spot(lab, "zoom/whole"));
  EXPECT_TRUE(has_spot(lab, "zoom/kernels"));
  lab.run("networks-in");
  EXPECT_EQ(lab.state().zoom(), NetworkZoom::kernels);
  EXPECT_TRUE(has_spot(lab, "kernel/0/0"));
  lab.run("networks-kernel 2 5");
  EXPECT_EQ(lab.state().zoom(), NetworkZoom::kernel);
  EXPECT_EQ(lab.state().near_pair(), std::pair(Index{2}, Index{5}));
  EXPECT_THAT(text_of(lab), AllOf(HasSubstr("2 > 5"), HasSubstr("phase a"), HasSubstr("phase d")));
  EXPECT_TRUE(has_spot(lab, "cell/2/1"));
  lab.run("networks-cell 2 1");
  EXPECT_EQ(lab.state().zoom(), NetworkZoom::cell);
  const Tensor<float> weights = to_tensor(lab.state().weights());
  EXPECT_THAT(text_of(lab),
              AllOf(HasSubstr(fmt::format("{:.6g}", static_cast<double>(weights.at({2, 5, 2, 1})))),
                    HasSubstr("[2, 1]"), HasSubstr("(2y + 1, 2x)")));
  lab.run("networks-next");
  EXPECT_THAT(text_of(lab), HasSubstr("[2, 2]"));
  lab.run("networks-out; networks-next");
  EXPECT_EQ(lab.state().near_pair(), std::pair(Index{2}, Index{6}));
  lab.run("networks-explore");
  EXPECT_EQ(lab.desk.front().name, "explore");
  EXPECT_EQ(lab.desk.derived().weights()[0], static_cast<double>(weights.at({2, 6, 0, 0})));
  lab.run("networks-zoom whole");
  EXPECT_EQ(lab.state().near_pair(), std::nullopt);
  EXPECT_TRUE(has_spot(lab, "layer/5"));
}

TEST(NetworksZoom, RefusesWhatIsNotThere) {
  NetworksDesk lab;
  EXPECT_THAT(refusal([&] { lab.run("networks-in"); }), HasSubstr("no network is open"));
  lab.run("networks-example");
  lab.run("networks-zoom kernel");
  EXPECT_THAT(refusal([&] { lab.run("networks-cell 3 0"); }), StartsWith("cell: [3, 0]"));
  EXPECT_THAT(refusal([&] { lab.run("networks-kernel 0 16"); }), StartsWith("channels: "));
  EXPECT_THAT(refusal([&] { lab.run("networks-zoom sideways"); }), HasSubstr("sideways"));
  lab.run("networks-layer 1");  // a LeakyRelu has no kernels
  EXPECT_EQ(lab.state().zoom(), NetworkZoom::layer);
  EXPECT_THAT(refusal([&] { lab.run("networks-zoom kernels"); }), HasSubstr("has no kernels"));
}

TEST(NetworksZoom, TheFieldIsOfTheChosenLayerAndOfTheRepairedCopy) {
  NetworksDesk lab;
  lab.run("networks; open " + network("fsrcnn-x3.onnx"));
  lab.run("networks-layer 0; networks-zoom layer");
  ASSERT_NE(lab.state().field(), nullptr);
  EXPECT_EQ(lab.state().field()->axes[0].theoretical(), 5);
  lab.run("networks-layer 10");
  ASSERT_NE(lab.state().field(), nullptr);
  EXPECT_LE(lab.state().field()->axes[0].theoretical(), 11);
  EXPECT_LT(lab.state().field()->axes[0].width,
            static_cast<double>(lab.state().field()->axes[0].theoretical()));
  const double before = lab.state().field()->sum;
  lab.run("networks-repair order-2");
  ASSERT_NE(lab.state().field(), nullptr);
  EXPECT_NE(lab.state().field()->sum, before);
}

TEST(NetworksZoom, TheFieldsCellAndChannelAreChosen) {
  NetworksDesk lab;
  lab.run("networks; open " + network("tconv-x2.onnx"));
  lab.run("networks-layer 7; networks-zoom layer");
  const auto field = [&] { return lab.state().field(); };
  ASSERT_NE(field(), nullptr);
  const double all = field()->sum;
  EXPECT_EQ(lab.desk.message, "");  // what was said of the opening
  lab.run("networks-field-channel 1");
  ASSERT_NE(field(), nullptr);
  EXPECT_EQ(field()->channel, 1);
  EXPECT_NE(field()->sum, all);
  EXPECT_THAT(text_of(lab), HasSubstr("of channel 1"));
  lab.run("networks-field-cell 0,1");
  ASSERT_NE(field(), nullptr);
  EXPECT_THAT(field()->cell, ::testing::ElementsAre(0, 1));
  EXPECT_TRUE(field()->cut);
  EXPECT_THAT(text_of(lab), HasSubstr("cell 0, 1 of channel 1"));
  EXPECT_THAT(refusal([&] { lab.run("networks-field-cell 3"); }), StartsWith("cell: 1 numbers for 2 axes"));
  EXPECT_THAT(refusal([&] { lab.run("networks-field-cell 0,900"); }), StartsWith("cell: 900 lies outside"));
  EXPECT_THAT(refusal([&] { lab.run("networks-field-cell a,b"); }), StartsWith("cell: 'a' is no whole"));
  EXPECT_THAT(refusal([&] { lab.run("networks-field-channel 3"); }), StartsWith("channel: 3 is none"));
  EXPECT_THAT(field()->cell, ::testing::ElementsAre(0, 1));
  lab.run("networks-field-cell middle; networks-field-channel all");
  ASSERT_NE(field(), nullptr);
  EXPECT_EQ(field()->sum, all);
  lab.run("networks-field-cell 0,0; networks-layer 0");  // another layer begins in its middle
  EXPECT_TRUE(lab.state().field_cell().empty());
  lab.run("networks; open " + network("fsrcnn-x3.safetensors"));
  EXPECT_THAT(refusal([&] { lab.run("networks-field-cell 0,0"); }), HasSubstr("has no cells to look from"));
}

TEST(NetworksZoom, KernelsBesideTheShownOnesAreCounted) {
  NetworksDesk lab;
  lab.run("networks-example");
  lab.run("networks-zoom kernels");
  EXPECT_THAT(text_of(lab), AllOf(HasSubstr(" of 256: the arrow keys go on"), HasSubstr("Backspace")));
  lab.run("networks-layer 0; networks-zoom kernels");
  EXPECT_THAT(text_of(lab), Not(HasSubstr("arrow keys")));
  lab.run("networks-kernel 0 0; networks-cell 0 0");
  EXPECT_THAT(text_of(lab), HasSubstr("frames: the padding"));
}

TEST(NetworksZoom, AChainOfSizesOpensAsAGraphAndComesBack) {
  NetworksDesk lab;
  lab.run("network dcgan");
  lab.run("network-graph");
  EXPECT_EQ(lab.desk.front().name, "networks");
  ASSERT_NE(lab.state().opened(), nullptr);
  const NetworkReport& report = lab.state().opened()->report;
  const Chain chain = chain_preset("dcgan");
  EXPECT_EQ(report.parameters, convscope::report(chain).parameters);
  EXPECT_THAT(text_of(lab), Not(HasSubstr("NaN")));
  lab.run("networks-layer 1; networks-zoom layer");  // without weights there is no gradient
  EXPECT_THAT(text_of(lab), HasSubstr("sees 5 × 5 cells"));
  lab.run("networks-to-sizes");
  EXPECT_EQ(lab.desk.front().name, "sizes");
  const Chain& back = lab.desk.state<SizesState>().chain();
  ASSERT_EQ(back.layers.size(), chain.layers.size());
  EXPECT_EQ(convscope::report(back).parameters, convscope::report(chain).parameters);
  lab.run("networks-example");
  EXPECT_THAT(refusal([&] { lab.run("networks-to-sizes"); }), HasSubstr("has no place in a chain"));
}

TEST(NetworksZoom, TheRepairedNetworkIsSavedAsOnnx) {
  const testing::TemporaryFolder folder;
  NetworksDesk lab;
  lab.run("networks-example");
  lab.run("networks-repair phase-sums");
  lab.run("networks-save-all " + (folder / "r.onnx"));
  EXPECT_THAT(lab.desk.message, StartsWith("Saved the repaired network as "));
  const Network saved = read_network(folder / "r.onnx");
  const Network& right = lab.state().repaired()->network;
  for (const auto& [name, array] : right.weights)
    EXPECT_TRUE(std::ranges::equal(saved.weights.at(name).reals(), array.reals())) << name;
  lab.run("networks; open " + network("fsrcnn-x3.safetensors"));
  EXPECT_THAT(refusal([&] { lab.run("networks-save-all " + (folder / "n.onnx")); }),
              HasSubstr("has weights and no graph"));
}

}  // namespace
}  // namespace convscope
