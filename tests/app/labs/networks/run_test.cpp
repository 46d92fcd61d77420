// A picture sent through the network of the lab: its layers, what comes out, and what is saved.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/network/formats.hpp"
#include "tests/app/labs/images/pictures.hpp"
#include "tests/app/labs/networks/networks_desk.hpp"
#include "tests/core/support/places.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::NetworksDesk;
using testing::refusal;
using ::testing::StartsWith;
using testing::TemporaryFolder;

std::string network(const std::string& name) {
  return testing::in_tests("networks/") + name;
}

class NetworksRun : public ::testing::Test {
 protected:
  NetworksRun() {
    folder.file("photo.png", testing::png(30, 22));
    lab.run("networks; open " + network("tconv-k3.onnx"));
  }
  NetworkRunPtr made() { return lab.state().made(); }
  TemporaryFolder folder;
  NetworksDesk lab;
};

TEST_F(NetworksRun, AChainWithoutWeightsTakesNoPicture) {
  EXPECT_TRUE(lab.state().can_run());
  lab.run("network dcgan; network-graph");
  EXPECT_FALSE(lab.state().can_run());
  constexpr const char* kWhy =
      "image: the network's layers have no weights (a network with weights, such as .onnx)";
  EXPECT_EQ(refusal([&] { lab.run("networks-run " + (folder / "photo.png")); }), kWhy);
  EXPECT_EQ(refusal([&] { lab.run("networks-run"); }), kWhy) << "before somebody looks for a picture";
  EXPECT_EQ(lab.state().photograph(), "");
}

TEST_F(NetworksRun, ADroppedPictureGoesThrough) {
  EXPECT_EQ(lab.desk.open(folder / "photo.png"), Opened::later);
  lab.settle();
  EXPECT_EQ(lab.desk.front().name, "networks");
  ASSERT_TRUE(made());
  EXPECT_TRUE(made()->whole);
  EXPECT_TRUE(lab.state().shows_pictures());
  EXPECT_EQ(made()->input.words, "photo.png, 30 × 22");
  EXPECT_EQ(made()->output.words, "60 × 44");
  // What comes out is what the network run by itself gives.
  const Network opened = read_network(network("tconv-k3.onnx"));
  const Array right = run_on(Evaluator(opened), picture_input(folder / "photo.png", opened, {}), {});
  EXPECT_EQ(made()->result.reals(), right.reals());
  // Every layer has its channels; the first of a convolution's from its least value to its largest.
  const ShownLayer& layer = made()->layers.at("/a/Conv");
  EXPECT_EQ(layer.channels, 16);
  EXPECT_EQ(layer.height, 22);
  EXPECT_EQ(layer.width, 30);
  PictureRun until;
  until.until = "/a/Conv";
  const Array a = run_on(Evaluator(opened), picture_input(folder / "photo.png", opened, until), until);
  for (Index c = 0; c < 16; ++c) {
    const float* const plane = a.reals().data() + c * 660;
    const auto [least, most] = std::minmax_element(plane, plane + 660);
    EXPECT_EQ(layer.least[static_cast<std::size_t>(c)], *least);
    for (Index i = 0; i < 660; i += 97)
      EXPECT_NEAR(layer.values[static_cast<std::size_t>(c * 660 + i)],
                  255 * (plane[i] - *least) / (*most - *least), 0.51);
  }
}

TEST_F(NetworksRun, ChannelsAreShownLayerByLayer) {
  lab.run("networks-run " + (folder / "photo.png") + "; networks-layer /a/Conv");
  const std::string first = to_text(lab.state().draw(Style{})->picture);
  EXPECT_THAT(first, AllOf(HasSubstr("/a/Conv: conv k3"), HasSubstr("16 channels, 30 × 22")));
  EXPECT_THAT(first, AllOf(HasSubstr("photo.png, 30 × 22"), HasSubstr("60 × 44")));
  lab.run("networks-layer /up/ConvTranspose");
  EXPECT_THAT(to_text(lab.state().draw(Style{})->picture), HasSubstr("16 channels, 60 × 44"));
  lab.run("networks-show chain");
  EXPECT_THAT(to_text(lab.state().draw(Style{})->picture), HasSubstr("Flat test"));
  lab.run("networks-show");
  EXPECT_TRUE(lab.state().shows_pictures());
  lab.run("networks-run none");
  EXPECT_FALSE(lab.state().shows_pictures());
  EXPECT_EQ(made(), nullptr);
}

TEST_F(NetworksRun, ARepairedCopyRunsBesideTheOriginal) {
  lab.run("networks-run " + (folder / "photo.png"));
  const Array before = made()->result;
  lab.run("networks-repair phase-sums");
  ASSERT_TRUE(made()->whole);
  EXPECT_EQ(made()->repaired.words, "60 × 44");
  EXPECT_NE(made()->result.reals(), before.reals());
  lab.run("networks-save-all " + (folder / "w.safetensors"));
  const Network saved = read_network(folder / "w.safetensors");
  const Network& of = lab.state().repaired()->network;
  for (const auto& [name, weight] : saved.weights)
    EXPECT_EQ(weight.reals(), of.weights.at(name).reals()) << name;
  EXPECT_EQ(lab.desk.message, "Saved the repaired weights as " + (folder / "w.safetensors"));
}

TEST_F(NetworksRun, WhatComesOutIsSaved) {
  lab.run("networks-run " + (folder / "photo.png"));
  lab.run("networks-output " + (folder / "out.npy"));
  lab.run("networks-output " + (folder / "out.png"));
  const Tensor<double> values = read_npy(folder / "out.npy", "out");
  const Tensor<float> png = read_image(folder / "out.png", "out");
  ASSERT_EQ(values.shape(), (Shape{1, 3, 44, 60}));
  ASSERT_EQ(png.shape(), values.shape());
  for (Index i = 0; i < png.size(); ++i)
    ASSERT_NEAR(static_cast<double>(png[i]), std::clamp(values[i] * 255, 0.0, 255.0), 0.5001);
}

TEST_F(NetworksRun, AnArrayGoesThroughAsItIs) {
  lab.run("networks-run " + network("tconv-k3-input.npy"));
  const Tensor<double> right = read_npy(network("tconv-k3-output.npy"), "right");
  ASSERT_TRUE(made()->whole);
  for (Index i = 0; i < right.size(); ++i)
    ASSERT_NEAR(static_cast<double>(made()->result.reals()[static_cast<std::size_t>(i)]), right[i], 1e-5);
}

TEST_F(NetworksRun, OfALargePictureAPartIsLookedAt) {
  const Network opened = read_network(network("tconv-k3.onnx"));
  const Evaluator evaluator(opened);
  EXPECT_EQ(shown_part(evaluator, {1, 3, 100, 80}), (Region{0, 0, 100, 80}));
  const Region part = shown_part(evaluator, {1, 3, 3000, 4000}, 1e6);
  EXPECT_GT(part.width, part.height);
  EXPECT_EQ(part.top, (3000 - part.height) / 2);
  double values = 0;
  for (const auto& [name, layer] :
       shown_layers(evaluator, to_array(Tensor<float>({1, 3, part.height, part.width}, 0.5F)), {}))
    values += static_cast<double>(layer.values.size());
  EXPECT_LE(values, 1e6);
  EXPECT_GT(values, 0.8e6);
}

TEST_F(NetworksRun, WhatCannotBeRunIsSaid) {
  EXPECT_THAT(refusal([&] { lab.run("networks-run " + (folder / "none.png")); }),
              StartsWith("image: cannot read "));
  EXPECT_THAT(refusal([&] { lab.run("networks-show pictures"); }),
              StartsWith("image: no picture has been sent"));
  EXPECT_THAT(refusal([&] { lab.run("networks-output " + (folder / "x.png")); }),
              StartsWith("output: nothing has come out"));
  EXPECT_THAT(refusal([&] { lab.run("networks-save-all " + (folder / "x.npy")); }),
              StartsWith("output: the ending"));
  EXPECT_THAT(refusal([&] { lab.run("networks-range white"); }), StartsWith("range: "));
  EXPECT_THAT(refusal([&] { lab.run("networks-range 0"); }), StartsWith("range: "));
  folder.file("broken.png", testing::png(30, 22).substr(0, 200));
  lab.run("networks-run " + (folder / "broken.png"));
  EXPECT_TRUE(lab.desk.warning);
  EXPECT_THAT(lab.desk.message, StartsWith("image: "));
  EXPECT_THAT(to_text(lab.state().draw(Style{})->picture), HasSubstr("image: "));
  lab.run("networks-run " + (folder / "photo.png"));
  EXPECT_EQ(lab.state().run_problem(), "");
  EXPECT_THAT(refusal([&] { lab.run("networks-output " + (folder / "x.jpg")); }),
              StartsWith("output: the ending"));
  // Another network, and the same picture goes through it.
  lab.run("open " + network("espcn-x2.onnx"));
  ASSERT_TRUE(made());
  EXPECT_EQ(made()->output.words, "60 × 44");
  lab.run("open " + network("fsrcnn-x3.safetensors"));
  EXPECT_EQ(made(), nullptr);
  EXPECT_THAT(refusal([&] { lab.run("networks-run " + (folder / "photo.png")); }),
              StartsWith("image: a safetensors file has weights and no graph"));
}

}  // namespace
}  // namespace convscope
