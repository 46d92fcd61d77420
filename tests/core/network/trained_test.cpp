// Networks that tests/networks/train.py has trained, against PyTorch's answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/io/npy.hpp"
#include "core/network/formats.hpp"
#include "core/network/picture_run.hpp"
#include "core/network/report.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

std::string path_of(const std::string& name) {
  return testing::in_tests("networks/") + name;
}

class Trained : public ::testing::TestWithParam<const char*> {};

TEST_P(Trained, GivesWhatPyTorchGives) {
  const std::string name = GetParam();
  const Network network = read_network(path_of(name + ".onnx"));
  const Evaluator evaluator(network);
  EXPECT_THAT(evaluator.unknown(), ::testing::IsEmpty());
  const Array input = array_input(path_of(name + "-input.npy"), network, {});
  const Array made = run_on(evaluator, input, {});
  const Tensor<double> right = read_npy(path_of(name + "-output.npy"), "output");
  ASSERT_EQ(made.shape, Dims(right.shape().begin(), right.shape().end()));
  double most = 0;
  for (Index i = 0; i < right.size(); ++i)
    most =
        std::max(most, std::abs(right[i] - static_cast<double>(made.reals()[static_cast<std::size_t>(i)])));
  EXPECT_LT(most, 1e-5);
  // Sizes come out the same without values.
  const Values sizes = evaluator.sizes({{network.inputs[0].name, only_shape(input.shape)}});
  EXPECT_EQ(sizes.at(network.outputs[0].name).shape, made.shape);
}

INSTANTIATE_TEST_SUITE_P(Networks, Trained,
                         ::testing::Values("fsrcnn-x3", "tconv-x2", "tconv-k3", "espcn-x2", "resize-x2"));

TEST_P(Trained, LeavesNoSeamBetweenTiles) {
  const std::string name = GetParam();
  const Network network = read_network(path_of(name + ".onnx"));
  const Evaluator evaluator(network);
  const Index channels = input_shapes(network, {}).at(network.inputs[0].name).shape[1];
  Tensor<float> picture(Shape{1, channels, 97, 71});
  for (Index i = 0; i < picture.size(); ++i) picture[i] = static_cast<float>(i * 7919 % 1000) / 1000;
  const Array input = to_array(picture), whole = run_on(evaluator, input, {});
  for (const Index tile : {29, 32, 40}) {
    PictureRun run;
    run.tile = tile;
    const Array tiled = run_on(evaluator, input, run);
    ASSERT_EQ(tiled.shape, whole.shape);
    double most = 0;
    for (std::size_t i = 0; i < whole.reals().size(); ++i)
      most = std::max(most, std::abs(static_cast<double>(tiled.reals()[i] - whole.reals()[i])));
    EXPECT_LT(most, 2e-6) << "tiles of " << tile;
  }
}

/// The report, and its layer of that operator.
struct Seen {
  NetworkReport report;
  const NetworkLayer* layer = nullptr;
};
Seen seen(const std::string& name, const std::string& op) {
  Seen out{convscope::report(read_network(path_of(name))), nullptr};
  for (const NetworkLayer& layer : out.report.layers)
    if (layer.op == op) out.layer = &layer;
  return out;
}

TEST(TrainedReport, NamesTheLayerThatPrints) {
  for (const char* name : {"fsrcnn-x3.onnx", "tconv-k3.onnx"}) {
    const Seen s = seen(name, "ConvTranspose");
    ASSERT_TRUE(s.layer && s.layer->diagnosis) << name;
    ASSERT_TRUE(s.report.flat) << s.report.no_flat;
    EXPECT_EQ(s.report.flat->guilty, s.layer->name);
    EXPECT_GT(s.report.flat->output, kFlatLevels);
    EXPECT_GT(s.layer->diagnosis->phase_spread, 0.01);
    EXPECT_EQ(s.layer->diagnosis->known, true);
  }
}

TEST(TrainedReport, FindsTheConvolutionBeforeDepthToSpace) {
  const Seen s = seen("espcn-x2.onnx", "DepthToSpace");
  ASSERT_TRUE(s.layer && s.layer->diagnosis);
  ASSERT_TRUE(s.report.flat) << s.report.no_flat;
  EXPECT_EQ(s.report.flat->guilty, s.layer->name);
  EXPECT_THAT(s.report.flat->weights, HasSubstr("/c/Conv"));
}

TEST(TrainedReport, FindsNothingBehindAResize) {
  const Seen s = seen("resize-x2.onnx", "Resize");
  ASSERT_TRUE(s.layer && s.layer->diagnosis);
  ASSERT_TRUE(s.report.flat) << s.report.no_flat;
  EXPECT_EQ(s.report.flat->output, 0);
  EXPECT_EQ(s.report.flat->guilty, "");
  EXPECT_EQ(s.layer->diagnosis->phase_spread, 0);
}

TEST(TrainedReport, HasNoGridOnceRepaired) {
  for (const char* name : {"fsrcnn-x3.onnx", "tconv-k3.onnx", "tconv-x2.onnx", "espcn-x2.onnx"})
    for (const NetworkRepair how : {NetworkRepair::phase_sums, NetworkRepair::order2}) {
      const Network network = read_network(path_of(name));
      const Values sizes = Evaluator(network).sizes(input_shapes(network, {}));
      const NetworkReport after = convscope::report(repaired(network, sizes, how));
      ASSERT_TRUE(after.flat) << after.no_flat;
      EXPECT_EQ(after.flat->output, 0) << name;
      for (const NetworkLayer& layer : after.layers) {
        if (layer.diagnosis && how == NetworkRepair::order2) {
          EXPECT_GE(layer.diagnosis->order.value_or(0), 2) << name;
        }
      }
    }
}

/// The mean of each channel of what a network makes of one colour, away from borders.
std::vector<double> mean_color(const Network& network, const std::vector<float>& color) {
  Tensor<float> picture(Shape{1, static_cast<Index>(color.size()), 40, 40});
  for (Index i = 0; i < picture.size(); ++i) picture[i] = color[static_cast<std::size_t>(i / 1600)];
  const Tensor<float> made = to_tensor(run_on(Evaluator(network), to_array(picture), {}));
  const Index side = made.shape()[2], first = side / 3 / 6 * 6, count = side / 3 / 6 * 6;
  std::vector<double> out;
  for (Index c = 0; c < made.shape()[1]; ++c) {
    double sum = 0;
    for (Index y = first; y < first + count; ++y)
      for (Index x = first; x < first + count; ++x) sum += static_cast<double>(made.at({0, c, y, x}));
    out.push_back(255 * sum / static_cast<double>(count * count));
  }
  return out;
}

// Without it flat pictures change by up to 50 grey levels, with equal sub-kernels 128; activations leave a
// few.
TEST(TrainedReport, KeepsMeanColoursWhenRepaired) {
  for (const char* name : {"fsrcnn-x3.onnx", "tconv-k3.onnx", "tconv-x2.onnx", "espcn-x2.onnx"})
    for (const NetworkRepair how :
         {NetworkRepair::phase_sums, NetworkRepair::sub_kernels, NetworkRepair::order2}) {
      // Three taps at stride 2 have none that could be equal.
      if (how == NetworkRepair::sub_kernels && std::string_view(name) == "tconv-k3.onnx") continue;
      const Network network = read_network(path_of(name));
      const Values sizes = Evaluator(network).sizes(input_shapes(network, {}));
      const Network mended = repaired(network, sizes, how);
      const std::size_t channels =
          static_cast<std::size_t>(input_shapes(network, {}).begin()->second.shape[1]);
      for (const std::vector<float>& color : {std::vector<float>{0.1f, 0.1f, 0.1f},
                                              {0.5f, 0.5f, 0.5f},
                                              {0.9f, 0.9f, 0.9f},
                                              {0.7f, 0.4f, 0.2f}}) {
        const std::vector<float> own(color.begin(), color.begin() + static_cast<std::ptrdiff_t>(channels));
        const std::vector<double> before = mean_color(network, own), after = mean_color(mended, own);
        for (std::size_t c = 0; c < channels; ++c)
          EXPECT_NEAR(after[c], before[c], how == NetworkRepair::sub_kernels ? 6 : 5)
              << name << " channel " << c << " of " << own[0] << ", repair " << static_cast<int>(how);
      }
    }
}

TEST(TrainedReport, FollowsSizesAndReceptiveFields) {
  const Network network = read_network(path_of("fsrcnn-x3.onnx"));
  const NetworkReport r = convscope::report(network, {.size = {40, 50}, .flat = false});
  ASSERT_TRUE(r.layers.back().output);
  EXPECT_EQ(*r.layers.back().output, (Dims{1, 1, 120, 150}));
  // 5 + two times 2 by the 3 × 3, and 2 more cells by nine taps at stride 3.
  EXPECT_EQ(r.layers.back().receptive_field, (std::vector<Index>{11, 11}));
  EXPECT_EQ(r.layers.back().kernel, (std::vector<Index>{9, 9}));
  EXPECT_EQ(r.layers.back().parameters, 32 * 81 + 1);
  EXPECT_EQ(r.layers.back().multiply_adds, 32.0 * 81 * 40 * 50);
}

TEST(TrainedWeights, AreTheSameInEveryFormat) {
  const Network a = read_network(path_of("fsrcnn-x3.safetensors")),
                b = read_network(path_of("fsrcnn-x3.pth")), onnx = read_network(path_of("fsrcnn-x3.onnx"));
  EXPECT_EQ(a.format, "safetensors");
  EXPECT_EQ(b.format, "PyTorch");
  ASSERT_EQ(a.weights.size(), b.weights.size());
  EXPECT_GE(a.weights.size(), 16u);
  for (const auto& [name, array] : a.weights) {
    ASSERT_TRUE(b.weights.contains(name)) << name;
    EXPECT_EQ(array.shape, b.weights.at(name).shape);
    EXPECT_TRUE(std::ranges::equal(array.reals(), b.weights.at(name).reals())) << name;
  }
  EXPECT_TRUE(std::ranges::equal(a.weights.at("up.weight").reals(), onnx.weights.at("up.weight").reals()));
}

}  // namespace
}  // namespace convscope
