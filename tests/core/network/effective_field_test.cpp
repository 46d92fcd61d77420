// Effective receptive fields: by hand for kernels one after another, against PyTorch's autograd
// (tests/networks/field.py) for trained networks.
#include "core/network/effective_field.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.hpp"
#include "core/io/npy.hpp"
#include "core/network/formats.hpp"
#include "core/network/picture_run.hpp"
#include "tests/core/network/model_files.hpp"
#include "tests/core/support/places.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::onnx_ints;
using testing::onnx_node;
using testing::onnx_tensor;
using testing::onnx_value;
using testing::OnnxModel;
using testing::TemporaryFolder;

std::string path_of(const std::string& name) {
  return testing::in_tests("networks/") + name;
}

Network network_of(const OnnxModel& model) {
  const TemporaryFolder folder;
  return read_network(folder.file("m.onnx", model.bytes()));
}

/// Convolutions with these square kernels, one after another, padded so that the size stays.
OnnxModel chain(const std::vector<std::vector<float>>& kernels, Index stride = 1) {
  OnnxModel model;
  for (std::size_t i = 0; i < kernels.size(); ++i) {
    const auto side = static_cast<Index>(std::lround(std::sqrt(static_cast<double>(kernels[i].size()))));
    const std::string name = "w" + std::to_string(i), from = i == 0 ? "x" : "v" + std::to_string(i - 1);
    model.tensors.push_back(onnx_tensor(name, {1, 1, side, side}, kernels[i]));
    model.nodes.push_back(onnx_node(
        "c" + std::to_string(i), "Conv", {from, name},
        {i + 1 == kernels.size() ? "y" : "v" + std::to_string(i)},
        {onnx_ints("pads", std::vector<Index>(4, side / 2)), onnx_ints("strides", {stride, stride})}));
  }
  model.inputs = {onnx_value("x", {1, 1, 0, 0})};
  model.outputs = {onnx_value("y", {1, 1, 0, 0})};
  return model;
}

EffectiveField field_of(const Network& network, const FieldRequest& request = {}, const Shape& size = {}) {
  const Evaluator evaluator(network);
  return effective_field(evaluator, grey_input(evaluator, size, 1), request);
}

TEST(EffectiveField, OfABoxIsTheBox) {
  const EffectiveField field = field_of(network_of(chain({std::vector<float>(25, 1)})));
  ASSERT_EQ(field.axes.size(), 2u);
  for (const FieldAxis& axis : field.axes) {
    EXPECT_EQ(axis.theoretical(), 5);
    EXPECT_NEAR(axis.width, 5, 1e-9);
    EXPECT_NEAR(axis.sigma, std::sqrt(2), 1e-9);
  }
  EXPECT_EQ(field.above, 25);
  EXPECT_NEAR(field.sum, 25, 1e-9);
  EXPECT_NEAR(field.energy_in_middle, 9.0 / 25, 1e-9);  // within 1.25 cells of the middle
  EXPECT_FALSE(field.cut);
}

TEST(EffectiveField, OfKernelsOneAfterAnotherIsTheirConvolution) {
  const std::vector<float> a{1, 2, 3, 4, 5, 6, 7, 8, 9}, b{0, 1, 0, 2, -5, 3, 1, 1, 4};
  const EffectiveField field = field_of(network_of(chain({a, b})));
  ASSERT_EQ(field.magnitude.shape(), (Shape{5, 5}));
  for (Index y = 0; y < 5; ++y)
    for (Index x = 0; x < 5; ++x) {
      double sum = 0;  // input cell = output cell + place in b + place in a
      for (Index v = 0; v < 3; ++v)
        for (Index u = 0; u < 3; ++u)
          if (y - v >= 0 && y - v < 3 && x - u >= 0 && x - u < 3)
            sum += static_cast<double>(b[static_cast<std::size_t>(3 * v + u)]) *
                   static_cast<double>(a[static_cast<std::size_t>(3 * (y - v) + x - u)]);
      EXPECT_EQ(field.magnitude.at({y, x}), std::abs(sum));
    }
}

TEST(EffectiveField, OfManyBoxesGrowsWithTheRootOfTheirNumber) {
  for (const std::size_t n : {1u, 4u, 16u}) {
    const EffectiveField field =
        field_of(network_of(chain(std::vector<std::vector<float>>(n, std::vector<float>(9, 1.0F / 9)))));
    EXPECT_EQ(field.axes[0].theoretical(), static_cast<Index>(2 * n + 1));
    EXPECT_NEAR(field.axes[0].sigma, std::sqrt(static_cast<double>(n) * 2 / 3), 1e-5);
    EXPECT_NEAR(field.axes[1].width, std::sqrt(8 * static_cast<double>(n) + 1), 1e-4);
  }
}

TEST(EffectiveField, OfATransposedConvolutionIsThePhaseOfItsCell) {
  // Three taps at stride 2: an even cell sees the first and the last one, an odd one the middle alone.
  const Network network = network_of(testing::transposed_model(3, 2, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
  FieldRequest request;
  request.cell = {10, 10};
  const EffectiveField even = field_of(network, request);
  ASSERT_EQ(even.magnitude.shape(), (Shape{2, 2}));
  EXPECT_EQ(even.magnitude.at({0, 0}), 9);
  EXPECT_EQ(even.magnitude.at({1, 1}), 1);
  EXPECT_EQ(even.magnitude.at({0, 1}), 7);
  request.cell = {11, 10};
  const EffectiveField odd = field_of(network, request);
  EXPECT_EQ(odd.magnitude.shape(), (Shape{1, 2}));
  EXPECT_EQ(odd.axes[0].width, 1);
}

TEST(EffectiveField, IsLinearisedWhereItIsAsked) {
  OnnxModel model = chain({std::vector<float>(9, 1)});
  model.nodes[0] = onnx_node("c0", "Conv", {"x", "w0"}, {"v"}, {onnx_ints("pads", {1, 1, 1, 1})});
  model.nodes.push_back(onnx_node("r", "Relu", {"v"}, {"y"}));
  const Network network = network_of(model);
  const Evaluator evaluator(network);
  EXPECT_EQ(field_of(network).sum, 9);
  const Array dark = grey_input(evaluator, {}, -1);
  const EffectiveField field = effective_field(evaluator, dark, {});
  EXPECT_EQ(field.sum, 0);
  EXPECT_EQ(field.above, 0);
  EXPECT_EQ(field.axes[0].theoretical(), 3);
  EXPECT_EQ(effective_field(evaluator, dark, {.layer = "c0"}).sum, 9);
}

TEST(EffectiveField, RefusesWhatIsNotThere) {
  const Network network = network_of(chain({std::vector<float>(9, 1)}));
  const auto refusal = [&](const FieldRequest& request) -> std::string {
    try {
      field_of(network, request, {8, 8});
      return "accepted";
    } catch (const Error& error) {
      return error.what();
    }
  };
  EXPECT_THAT(refusal({.layer = "nobody"}), HasSubstr("layer: 'nobody'"));
  EXPECT_EQ(refusal({.cell = {8, 0}}), "cell: 8 lies outside of the layer's output (0 to 7)");
  EXPECT_EQ(refusal({.cell = {1}}), "cell: 1 numbers for 2 axes (one for each spatial axis)");
  EXPECT_EQ(refusal({.channel = 1}), "channel: 1 is none of the layer's (0 to 0)");
}

TEST(EffectiveField, SaysWhereBordersTakePart) {
  const Network network = network_of(chain({std::vector<float>(9, 1)}));
  FieldRequest request;
  request.cell = {0, 4};
  const EffectiveField field = field_of(network, request, {8, 8});
  EXPECT_TRUE(field.cut);
  EXPECT_EQ(field.magnitude.shape(), (Shape{2, 3}));
  EXPECT_EQ(field.axes[0].seen.first, -1);
}

class TrainedField : public ::testing::TestWithParam<const char*> {};

TEST_P(TrainedField, IsWhatAutogradSays) {
  const std::string name = GetParam();
  const Network network = read_network(path_of(name + ".onnx"));
  const Evaluator evaluator(network);
  const EffectiveField field =
      effective_field(evaluator, array_input(path_of(name + "-input.npy"), network, {}), {});
  const Tensor<double> right = read_npy(path_of(name + "-field.npy"), "field");
  const Index channels = right.shape()[1], height = right.shape()[2], width = right.shape()[3];
  double largest = 0;
  for (const double value : right.values()) largest = std::max(largest, std::abs(value));
  double seen = 0;
  for (Index y = 0; y < height; ++y)
    for (Index x = 0; x < width; ++x) {
      double m = 0;
      for (Index c = 0; c < channels; ++c) m += std::abs(right.at({0, c, y, x}));
      const Cells rows = field.axes[0].shown, columns = field.axes[1].shown;
      if (y < rows.first || y > rows.last || x < columns.first || x > columns.last) {
        EXPECT_EQ(m, 0) << "the theoretical field is too small at " << y << ", " << x;
        continue;
      }
      EXPECT_NEAR(field.magnitude.at({y - rows.first, x - columns.first}), m, 1e-5 * largest);
      seen += m;
    }
  EXPECT_NEAR(field.sum, seen, 1e-5 * seen);
}

INSTANTIATE_TEST_SUITE_P(Networks, TrainedField,
                         ::testing::Values("fsrcnn-x3", "tconv-x2", "tconv-k3", "espcn-x2", "resize-x2"));

}  // namespace
}  // namespace convscope
