// ONNX's own cases, one a model with inputs and outputs (package libonnx-testdata): every one whose operators
// are all in our table, whatever its name. Where the package is missing, this is skipped.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/io/files.hpp"
#include "core/network/evaluate.hpp"
#include "core/network/formats.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = "/usr/share/libonnx-testdata/data/node";

/// What is left out, and why.
struct LeftOut {
  std::string_view begin, why;
};
constexpr LeftOut kLeftOut[] = {
    {"test_training_dropout", "trains"},
    {"test_dropout_default_mask", "wants the mask of a training"},
    {"test_batchnorm_epsilon_training_mode", "trains"},
    {"test_batchnorm_example_training_mode", "trains"},
    {"test_maxpool_with_argmax", "wants where the largest values were"},
    {"test_layer_normalization", "wants the mean and deviation as well"},
    {"test_cast_FLOAT_to_STRING", "texts"},
    {"test_cast_STRING_to_FLOAT", "texts"},
    {"test_castlike_FLOAT_to_STRING", "texts"},
    {"test_castlike_STRING_to_FLOAT", "texts"},
    {"test_cast_FLOAT_to_BFLOAT16", "their bfloat16 are stored as whole numbers"},
    {"test_cast_BFLOAT16_to_FLOAT", "the same"},
    {"test_castlike_FLOAT_to_BFLOAT16", "the same"},
    {"test_castlike_BFLOAT16_to_FLOAT", "the same"},
    {"test_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_True",
     "divides by cells beyond the padding, as PyTorch does not"},
    {"test_identity_sequence", "a sequence"},
    {"test_identity_opt", "a sequence that may be missing"},
};

bool left_out(std::string_view name) {
  return std::ranges::any_of(kLeftOut, [&](const LeftOut& row) { return name.starts_with(row.begin); });
}

Array tensor_in(const fs::path& path) {
  return read_onnx_tensor(read_file(path.string(), "network"));
}

void expect_close(const Array& made, const Array& right, const std::string& where) {
  ASSERT_EQ(made.shape, right.shape) << where;
  ASSERT_TRUE(made.known()) << where;
  ASSERT_EQ(made.real(), right.real()) << where;
  if (!right.real()) {
    EXPECT_TRUE(std::ranges::equal(made.wholes(), right.wholes())) << where;
    return;
  }
  // Sixteen bits are float32 here; one case has its numbers with four digits.
  const double rounding = right.type == Element::f16                                      ? 1e-3
                          : where == "test_averagepool_2d_ceil_last_window_starts_on_pad" ? 1e-4
                                                                                          : 2e-5;
  for (std::size_t i = 0; i < right.reals().size(); ++i) {
    const auto x = static_cast<double>(made.reals()[i]), y = static_cast<double>(right.reals()[i]);
    if (std::isnan(y) && std::isnan(x)) continue;
    ASSERT_NEAR(x, y, rounding * std::max(1.0, std::abs(y))) << where << ", " << i;
  }
}

/// Runs one data set; both the sizes that are derived and the values must be right.
void run_case(const Network& network, const fs::path& data, const std::string& name) {
  Values feeds, shapes;
  for (std::size_t i = 0; i < network.inputs.size(); ++i) {
    const fs::path path = data / ("input_" + std::to_string(i) + ".pb");
    if (!fs::exists(path)) continue;
    const Array input = tensor_in(path);
    feeds.insert_or_assign(network.inputs[i].name, input);
    // What is short may be a shape or axes, of which sizes follow.
    Array known = input;
    if (input.shape.size() > 1) known.data = nullptr;
    shapes.insert_or_assign(network.inputs[i].name, known);
  }
  const Evaluator evaluator(network);
  Values made;
  evaluator.run(
      feeds, {.until = {}, .budget = {}, .progress = {}, .seen = [&](const Node& node, const Arrays& arrays) {
                for (std::size_t i = 0; i < arrays.size() && i < node.outputs.size(); ++i)
                  made.insert_or_assign(node.outputs[i], arrays[i]);
              }});
  const Values sizes = evaluator.sizes(shapes);
  for (std::size_t i = 0; i < network.outputs.size(); ++i) {
    const fs::path path = data / ("output_" + std::to_string(i) + ".pb");
    if (!fs::exists(path) || network.outputs[i].name.empty()) continue;
    const Array right = tensor_in(path);
    ASSERT_TRUE(made.contains(network.outputs[i].name)) << name;
    expect_close(made[network.outputs[i].name], right, name);
    const auto size = sizes.find(network.outputs[i].name);
    ASSERT_TRUE(size != sizes.end()) << name;
    EXPECT_EQ(size->second.shape, right.shape) << name << ": derived without values";
  }
}

TEST(NodeCases, ThoseOfOnnxForOurOperators) {
  if (!fs::exists(kCases)) GTEST_SKIP() << "package libonnx-testdata is not installed";
  std::set<std::string> operators;
  int count = 0;
  for (const auto& entry : fs::directory_iterator(kCases)) {
    const std::string name = entry.path().filename().string();
    Network network;
    try {
      network = read_network((entry.path() / "model.onnx").string());
    } catch (const Error&) {
      continue;  // sequences, sparse tensors and the like
    }
    const bool ours = std::ranges::all_of(
        network.nodes, [](const Node& node) { return find_row(network_operators(), node.op); });
    if (!ours || left_out(name)) continue;
    SCOPED_TRACE(name);
    try {
      for (const auto& data : fs::directory_iterator(entry.path()))
        if (data.is_directory()) run_case(network, data.path(), name);
    } catch (const Error& error) {
      ADD_FAILURE() << name << ": " << error.what();
    }
    for (const Node& node : network.nodes) operators.insert(node.op);
    ++count;
  }
  EXPECT_GE(count, 200);
  RecordProperty("cases", count);
  for (const char* op : {"Conv",
                         "ConvTranspose",
                         "DepthToSpace",
                         "Resize",
                         "Upsample",
                         "BatchNormalization",
                         "InstanceNormalization",
                         "Relu",
                         "LeakyRelu",
                         "PRelu",
                         "Sigmoid",
                         "HardSigmoid",
                         "Tanh",
                         "Clip",
                         "Elu",
                         "Add",
                         "Sub",
                         "Mul",
                         "Div",
                         "Concat",
                         "Split",
                         "Pad",
                         "MaxPool",
                         "AveragePool",
                         "GlobalAveragePool",
                         "Slice",
                         "Reshape",
                         "Transpose",
                         "Squeeze",
                         "Unsqueeze",
                         "Cast",
                         "Constant",
                         "Shape",
                         "Softmax",
                         "MatMul",
                         "Gemm"})
    EXPECT_TRUE(operators.contains(op)) << op << " has no case";
}

}  // namespace
}  // namespace convscope
