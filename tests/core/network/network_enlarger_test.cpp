// Networks as contenders: what they make of pictures, against PyTorch, and which are refused.
#include "core/network/network_enlarger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/enlarging/trial.hpp"
#include "core/network/formats.hpp"
#include "core/network/picture_run.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "tests/core/network/model_files.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/places.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using testing::onnx_node;
using testing::onnx_tensor;
using testing::onnx_value;
using testing::OnnxModel;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::transposed_model;

std::string trained(const std::string& name) {
  return testing::in_tests("networks/") + name;
}

UpsamplingChoice choice_of(const std::string& path, Index factor) {
  UpsamplingChoice choice = parse_upsampling("network:" + path);
  choice.factor = factor;
  return choice;
}

/// The rule of tests/oracle/make_contender_cases.py.
Tensor<float> picture(Index channels, Index height, Index width) {
  Tensor<float> out({1, channels, height, width});
  for (Index c = 0; c < channels; ++c)
    for (Index y = 0; y < height; ++y)
      for (Index x = 0; x < width; ++x)
        out.at({0, c, y, x}) = static_cast<float>((37 * x + 59 * y + 101 * c + 3 * x * y) % 256);
  return out;
}

void expect_near(const Tensor<float>& found, const Tensor<float>& right, float within) {
  ASSERT_EQ(found.shape(), right.shape());
  float most = 0;
  for (Index i = 0; i < right.size(); ++i) most = std::max(most, std::abs(found[i] - right[i]));
  EXPECT_LT(most, within);
}

TEST(NetworkEnlarger, GivesLumaToANetworkOfOneChannelAsPyTorchDoes) {
  const auto net = network_enlarger(choice_of(trained("fsrcnn-x3.onnx"), 3));
  for (const testing::CaseLine& line : testing::case_lines("contenders.txt")) {
    SCOPED_TRACE(line.name());
    const Index channels = line.number("channels"), h = line.number("height"), w = line.number("width");
    const Tensor<float> made = net->enlarge(picture(channels, h, w), {});
    ASSERT_EQ(made.shape(), (Shape{1, channels, 3 * h, 3 * w}));
    const std::vector<double> right = line.numbers("values");
    for (std::size_t i = 0; i < right.size(); ++i)
      EXPECT_NEAR(static_cast<double>(made[static_cast<Index>(37 * i)]), right[i], 2e-3) << i;
  }
  EXPECT_EQ(net->note(3), "enlarges luma alone, chroma is enlarged by bicubic");
  EXPECT_EQ(net->note(1), "");
}

TEST(NetworkEnlarger, GivesColoursAsTheyAre) {
  const Network network = read_network(trained("espcn-x2.onnx"));
  const Evaluator evaluator(network);
  Tensor<float> input = picture(3, 9, 14);
  const auto net = network_enlarger(choice_of(trained("espcn-x2.onnx"), 2));
  const Tensor<float> made = net->enlarge(input, {});
  for (float& value : input.values()) value /= 255;
  Tensor<float> right = to_tensor(run_on(evaluator, to_array(input), {}));
  for (float& value : right.values()) value *= 255;
  expect_near(made, right, 1e-3F);
  EXPECT_EQ(net->note(3), "");
}

TEST(NetworkEnlarger, MakesGreyOfGrey) {
  const auto net = network_enlarger(choice_of(trained("espcn-x2.onnx"), 2));
  const Tensor<float> grey = picture(1, 8, 6), made = net->enlarge(grey, {});
  Tensor<float> three({1, 3, 8, 6});
  for (Index c = 0; c < 3; ++c) std::ranges::copy(grey.values(), three.data() + c * grey.size());
  const Tensor<float> colours = net->enlarge(three, {});
  ASSERT_EQ(made.shape(), (Shape{1, 1, 16, 12}));
  for (Index i = 0; i < made.size(); ++i)
    EXPECT_NEAR(
        made[i],
        0.299F * colours[i] + 0.587F * colours[made.size() + i] + 0.114F * colours[2 * made.size() + i],
        1e-3F);
}

/// Nearest by two, by a transposed convolution of ones.
std::string doubling() {
  return transposed_model(2, 2, {1, 1, 1, 1}).bytes();
}

TEST(NetworkEnlarger, KeepsGreyLevelsWhateverWhiteIs) {
  const TemporaryFolder folder;
  UpsamplingChoice choice = choice_of(folder.file("two.onnx", doubling()), 2);
  for (const double range : {1.0, 255.0, 2.0}) {
    choice.range = range;
    expect_near(network_enlarger(choice)->enlarge(picture(1, 5, 3), {}),
                enlarge(nearest(2), picture(1, 5, 3)), 1e-3F);
  }
  // A network that adds 10 to its input says which white it means.
  OnnxModel shifted = transposed_model(2, 2, {1, 1, 1, 1});
  shifted.tensors.push_back(onnx_tensor("b", {1}, std::vector<float>{10}));
  shifted.nodes = {
      onnx_node("up", "ConvTranspose", {"x", "w", "b"}, {"y"}, {testing::onnx_ints("strides", {2, 2})})};
  choice.network = folder.file("shifted.onnx", shifted.bytes());
  choice.range = 255;
  EXPECT_NEAR(network_enlarger(choice)->enlarge(Tensor<float>({1, 1, 2, 2}, 100.0F), {})[0], 110, 1e-3);
  choice.range = 1;
  EXPECT_NEAR(network_enlarger(choice)->enlarge(Tensor<float>({1, 1, 2, 2}, 100.0F), {})[0], 2650, 1e-2);
}

TEST(NetworkEnlarger, IsAppliedAsOftenAsThereAreLayers) {
  const TemporaryFolder folder;
  UpsamplingChoice choice = choice_of(folder.file("two.onnx", doubling()), 2);
  choice.layers = 3;
  const auto net = network_enlarger(choice);
  expect_near(net->enlarge(picture(1, 3, 4), {}), enlarge(nearest(8), picture(1, 3, 4)), 1e-3F);
  const Cost cost = net->cost({1, 1, 3, 4});
  EXPECT_EQ(cost.parameters, 4);
  EXPECT_EQ(cost.multiply_adds, 4 * (12 + 48 + 192));
}

TEST(NetworkEnlarger, TellsWhatItCosts) {
  const Cost colours = network_enlarger(choice_of(trained("espcn-x2.onnx"), 2))->cost({1, 3, 10, 20});
  const double parameters = 24 * 75 + 24 + 16 * 24 * 9 + 16 + 12 * 16 * 9 + 12;
  EXPECT_EQ(colours.parameters, parameters);
  EXPECT_EQ(colours.multiply_adds, 200 * (24 * 75 + 16 * 24 * 9 + 12 * 16 * 9));
  const auto luma = network_enlarger(choice_of(trained("fsrcnn-x3.onnx"), 3));
  EXPECT_EQ(luma->cost({1, 3, 10, 20}).multiply_adds - luma->cost({1, 1, 10, 20}).multiply_adds,
            cost_of(bicubic(3), Shape{1, 2, 10, 20}).multiply_adds);
}

TEST(NetworkEnlarger, IsMeasuredAsOthersAre) {
  const TemporaryFolder folder;
  const Reduced pair = reduce(picture(3, 24, 36), 2, false);
  const Trial net =
      try_out(make_contender(choice_of(folder.file("two.onnx", doubling()), 2), pair.examples()), pair);
  // Luma is repeated, chroma smooth: of a grey picture that is nearest itself.
  const Reduced grey = reduce(picture(1, 24, 36), 2, false);
  const Trial same = try_out(make_contender(choice_of(folder / "two.onnx", 2), grey.examples()), grey);
  const Trial right = try_out(nearest(2), grey);
  EXPECT_EQ(same.picture, right.picture);
  EXPECT_EQ(same.measures["psnr"], right.measures["psnr"]);
  EXPECT_EQ(same.measures["ssim"], right.measures["ssim"]);
  EXPECT_EQ(same.measures["grid_levels"], right.measures["grid_levels"]);
  EXPECT_EQ(same.measures["phase_spread"], std::nullopt) << "it has no kernel";
  EXPECT_EQ(same.measures["parameters"], 4);
  EXPECT_EQ(same.measures["multiply_adds"], 4 * 12 * 18);
  EXPECT_TRUE(net.measures["psnr"]);
  // A part is the same as of the whole.
  const Region part{4, 6, 12, 18};
  EXPECT_EQ(restored(make_contender(choice_of(folder / "two.onnx", 2), grey.examples()), grey, part),
            cropped(right.picture, part));
}

TEST(NetworkEnlarger, TakesSeenValuesInWhateverLight) {
  const TemporaryFolder folder;
  const UpsamplingChoice choice = choice_of(folder.file("two.onnx", doubling()), 2);
  const Reduced pair = reduce(picture(1, 16, 16), 2, true);
  EXPECT_EQ(try_out(make_contender(choice, pair.examples()), pair).picture,
            try_out(nearest(2), pair).picture);
}

struct Refused {
  std::string file;
  OnnxModel model;
  Index factor;
  std::string sentence;
};

OnnxModel with(OnnxModel model, std::vector<std::string> inputs) {
  model.inputs = std::move(inputs);
  return model;
}

TEST(NetworkEnlarger, RefusesWhatDoesNotFit) {
  const TemporaryFolder folder;
  OnnxModel two_inputs = with(transposed_model(2, 2, {1, 1, 1, 1}),
                              {onnx_value("x", {1, 1, 0, 0}), onnx_value("z", {1, 1, 0, 0})});
  OnnxModel unknown = transposed_model(2, 2, {1, 1, 1, 1});
  unknown.nodes.push_back(onnx_node("odd", "Warp", {"y"}, {"z"}));
  OnnxModel four = transposed_model(2, 2, {});
  four.tensors = {onnx_tensor("w", {4, 4, 2, 2}, std::vector<float>(64, 1))};
  four.inputs = {onnx_value("x", {1, 4, 0, 0})};
  OnnxModel more = transposed_model(2, 2, {});
  more.tensors = {onnx_tensor("w", {1, 3, 2, 2}, std::vector<float>(12, 1))};
  const std::vector<Refused> all = {
      {"a.onnx", transposed_model(2, 2, {1, 1, 1, 1}), 3,
       "factor: a.onnx enlarges 2 times, not 3 (factor 2)"},
      {"b.onnx", transposed_model(3, 2, std::vector<float>(9, 1)), 2,
       "factor: b.onnx makes 129 × 129 pixels of 64 × 64 (a network that makes 2 times as many on each "
       "side)"},
      {"c.onnx", transposed_model(1, 1, {1}), 2,
       "factor: c.onnx enlarges 1 time, not 2 (a network that enlarges 2 to 8 times)"},
      {"d.onnx", two_inputs, 2, "network: d.onnx has 2 inputs (a network with one picture as its input)"},
      {"e.onnx", unknown, 2,
       "network: e.onnx: layer 'odd' is a Warp, which is not known here (a network whose operators are all "
       "known)"},
      {"f.onnx", four, 2,
       "network: f.onnx takes 1 × 4 × 64 × 64, which is no picture (1 × 1 (luma) or 1 × 3 (colours) × height "
       "× "
       "width)"},
      {"g.onnx", more, 2, "network: g.onnx makes 1 × 3 × 128 × 128 of 1 × 1 × 64 × 64, which is no picture"},
      {"h.onnx", transposed_model(2, 2, {1, 1, 1, std::nanf("")}), 2,
       "network: h.onnx: 'w' has values that are NaN or infinite (finite weights)"},
  };
  for (const Refused& refused : all) {
    SCOPED_TRACE(refused.file);
    const UpsamplingChoice choice =
        choice_of(folder.file(refused.file, refused.model.bytes()), refused.factor);
    try {
      network_enlarger(choice);
      ADD_FAILURE() << "accepted";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), StartsWith(refused.sentence));
    }
  }
  for (const char* name : {"fsrcnn-x3.safetensors", "fsrcnn-x3.pth"})
    EXPECT_THROW(network_enlarger(choice_of(trained(name), 3)), Error) << name;
}

TEST(NetworkEnlarger, SaysWhichPicturesItTakes) {
  const TemporaryFolder folder;
  const OnnxModel fixed = with(transposed_model(2, 2, {1, 1, 1, 1}), {onnx_value("x", {1, 1, 12, 20})});
  const auto net = network_enlarger(choice_of(folder.file("fixed.onnx", fixed.bytes()), 2));
  EXPECT_EQ(net->enlarge(picture(1, 12, 20), {}).shape(), (Shape{1, 1, 24, 40}));
  try {
    net->enlarge(picture(1, 12, 19), {});
    ADD_FAILURE() << "accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "image: fixed.onnx takes pictures of 20 × 12 pixels, not 19 × 12 (20 × 12 to be enlarged, 40 × 24 "
        "to be made smaller first)");
  }
}

TEST(NetworkEnlarger, IsNamedByItsFile) {
  const UpsamplingChoice choice = parse_upsampling("network:/a/b c/fsrcnn.onnx");
  EXPECT_TRUE(is_network(choice));
  EXPECT_EQ(to_string(choice), "network:/a/b c/fsrcnn.onnx");
  EXPECT_EQ(describe(choice), "fsrcnn.onnx");
  EXPECT_EQ(name_of(choice), "network");
  EXPECT_EQ(to_string(parse_upsampling("bicubic")), "bicubic");
  for (const char* wrong : {"network", "network:", "networks:x", "bicubi", ""})
    EXPECT_THROW(parse_upsampling(wrong), Error) << wrong;
  EXPECT_THROW(make_upsampler(choice, Examples(1, [](Index, const Examples::Look&) {})), Error)
      << "no kernel describes it";
}

}  // namespace
}  // namespace convscope
