// Every operator's gradient against differences of its own values.
#include "core/network/adjoint.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "core/base/names.hpp"
#include "core/tensor/random.hpp"

namespace convscope {
namespace {

struct Case {
  std::string name;
  Node node;
  Arrays inputs;
  std::vector<bool> wanted;
  Index opset = 17;
};

Array noise(Dims shape, std::uint64_t seed, float least = -2, float most = 2) {
  SplitMix dice(seed);
  UnfilledVector<float> values;
  for (Index i = 0; i < count_of(shape); ++i)
    values.push_back(least + (most - least) * static_cast<float>(dice.below(1000)) / 1000);
  return real_array(std::move(shape), std::move(values));
}
Array wholes(std::vector<Index> values) {
  return whole_array({static_cast<Index>(values.size())}, {values.begin(), values.end()});
}
using Attributes = std::map<std::string, Attribute, std::less<>>;
Case one(const std::string& op, Arrays inputs, Attributes attributes = {}, std::size_t outputs = 1,
         Index opset = 17) {
  Node node{op, op, std::vector<std::string>(inputs.size(), "x"), std::vector<std::string>(outputs, "y"),
            std::move(attributes)};
  std::vector<bool> wanted(inputs.size());
  wanted[0] = true;
  return {op, node, std::move(inputs), wanted, opset};
}
Case both(const std::string& op, Arrays inputs, Attributes attributes = {}) {
  Case out = one(op, std::move(inputs), std::move(attributes));
  out.wanted.assign(out.inputs.size(), true);
  return out;
}

using List = std::vector<Index>;

std::vector<Case> cases() {
  const Array x = noise({1, 4, 5, 6}, 1), positive = noise({1, 2, 3, 3}, 2, 0.5F, 2);
  std::vector<Case> all;
  for (const char* op : {"Relu",
                         "LeakyRelu",
                         "Elu",
                         "Selu",
                         "Sigmoid",
                         "HardSigmoid",
                         "HardSwish",
                         "Tanh",
                         "Softplus",
                         "Gelu",
                         "Exp",
                         "Abs",
                         "Neg",
                         "Erf",
                         "Identity",
                         "Dropout",
                         "GlobalAveragePool",
                         "GlobalMaxPool",
                         "Flatten",
                         "ReduceMean",
                         "Softmax"})
    all.push_back(one(op, {x}));
  all.push_back(one("Gelu", {x}, {{"approximate", std::string("tanh")}}));
  all.push_back(one("Sqrt", {positive}));
  all.push_back(one("Clip", {x, real_array({}, {-1}), real_array({}, {0.7F})}));
  all.push_back(one("PRelu", {x, noise({4, 1, 1}, 3)}));
  for (const char* op : {"Add", "Sum", "Sub", "Mul", "Max", "Min"}) {
    all.push_back(both(op, {x, noise({1, 4, 1, 1}, 4)}));
    all.push_back(both(op, {noise({6}, 5), x}));
  }
  all.push_back(both("Div", {positive, noise({2, 1, 1}, 6, 0.5F, 2)}));
  all.push_back(both("Pow", {positive, noise({1, 2, 3, 1}, 7, 0.5F, 2)}));
  all.push_back(one("Conv", {x, noise({6, 2, 3, 2}, 8)},
                    {{"group", Index{2}}, {"pads", List{1, 0, 2, 1}}, {"strides", List{2, 1}}}));
  all.push_back(one("ConvTranspose", {x, noise({4, 3, 3, 3}, 9), noise({3}, 10)},
                    {{"strides", List{2, 2}}, {"pads", List{1, 1, 0, 0}}, {"dilations", List{1, 2}}}));
  all.push_back(one("MaxPool", {x},
                    {{"kernel_shape", List{2, 3}}, {"strides", List{2, 1}}, {"pads", List{1, 1, 0, 1}}}));
  for (const Index all_cells : {0, 1})
    all.push_back(
        one("AveragePool", {x},
            {{"kernel_shape", List{3, 2}}, {"pads", List{1, 1, 1, 0}}, {"count_include_pad", all_cells}}));
  const Array scales = real_array({4}, {1, 1, 2, 1.5F});
  for (const char* mode : {"nearest", "linear", "cubic"})
    all.push_back(one("Resize", {x, real_array({0}, {}), scales}, {{"mode", std::string(mode)}}));
  all.push_back(one("Resize", {x, real_array({0}, {}), real_array({4}, {1, 1, 0.5F, 0.4F})},
                    {{"mode", std::string("cubic")}, {"antialias", Index{1}}}));
  all.push_back(
      one("Resize",
          {x, real_array({8}, {0, 0, 0, -0.2F, 1, 1, 1.2F, 1}), real_array({0}, {}), wholes({1, 4, 7, 7})},
          {{"mode", std::string("linear")},
           {"coordinate_transformation_mode", std::string("tf_crop_and_resize")}}));
  all.push_back(one("Upsample", {x, scales}, {}, 1, 9));
  for (const char* mode : {"DCR", "CRD"})
    all.push_back(one("DepthToSpace", {x}, {{"blocksize", Index{2}}, {"mode", std::string(mode)}}));
  all.push_back(one("SpaceToDepth", {noise({1, 2, 4, 6}, 11)}, {{"blocksize", Index{2}}}));
  all.push_back(one("BatchNormalization",
                    {x, noise({4}, 12), noise({4}, 13), noise({4}, 14), noise({4}, 15, 0.5F, 2)}));
  all.push_back(one("InstanceNormalization", {x, noise({4}, 16), noise({4}, 17)}));
  for (const Index n : {2, 4})
    all.push_back(one("GroupNormalization", {x, noise({n}, 18), noise({n}, 19)}, {{"num_groups", Index{2}}}));
  all.push_back(one("LayerNormalization", {x, noise({5, 6}, 20), noise({5, 6}, 21)}, {{"axis", Index{2}}}));
  all.push_back(one("Softmax", {x}, {{"axis", Index{1}}}));
  all.push_back(one("Softmax", {x}, {}, 1, 11));
  all.push_back(one("ReduceMean", {x}, {{"axes", List{1, -1}}, {"keepdims", Index{0}}}));
  all.push_back(both("MatMul", {noise({2, 3, 4}, 22), noise({4, 5}, 23)}));
  all.push_back(both("MatMul", {noise({3, 4}, 24), noise({2, 4, 5}, 25)}));
  for (const Index ta : {0, 1})
    for (const Index tb : {0, 1})
      all.push_back(both(
          "Gemm",
          {noise(ta ? Dims{4, 3} : Dims{3, 4}, 26), noise(tb ? Dims{5, 4} : Dims{4, 5}, 27), noise({5}, 28)},
          {{"transA", ta}, {"transB", tb}, {"alpha", 0.5}, {"beta", 2.0}}));
  all.push_back(both("Concat", {x, noise({1, 2, 5, 6}, 29)}, {{"axis", Index{1}}}));
  all.push_back(one("Split", {x, wholes({1, 3})}, {{"axis", Index{1}}}, 2));
  for (const char* mode : {"constant", "reflect", "edge"})
    all.push_back(one("Pad", {x, wholes({0, 0, 1, 2, 0, 0, -1, 1}), real_array({}, {3})},
                      {{"mode", std::string(mode)}}));
  all.push_back(one("Pad", {x}, {{"pads", List{0, 0, 1, 1, 0, 0, 1, 1}}, {"value", 5.0}}, 1, 2));
  all.push_back(one("Slice", {x, wholes({4, 0}), wholes({-9, 5}), wholes({2, 3}), wholes({-2, 2})}));
  all.push_back(one("Gather", {x, wholes({1, 1, -1})}, {{"axis", Index{3}}}));
  all.push_back(one("Reshape", {x, wholes({0, -1, 3})}));
  all.push_back(one("Transpose", {x}, {{"perm", List{0, 3, 1, 2}}}));
  all.push_back(one("Squeeze", {noise({1, 3, 1}, 30)}));
  all.push_back(one("Unsqueeze", {x, wholes({0})}));
  all.push_back(one("Expand", {noise({4, 1, 3}, 31), wholes({2, 4, 5, 3})}));
  all.push_back(one("Cast", {x}, {{"to", Index{1}}}));
  return all;
}

/// The sum of all outputs, each cell with a number of its own.
double summed(const Case& c, const Arrays& inputs, const Arrays& weights) {
  Call call{c.node, c.opset, {}, {}, false, nullptr};
  for (const Array& input : inputs) call.inputs.push_back(&input);
  const Arrays made = find_row(network_operators(), c.node.op)->apply(call);
  double sum = 0;
  for (std::size_t o = 0; o < weights.size(); ++o)
    for (std::size_t i = 0; i < made[o].reals().size(); ++i)
      sum += static_cast<double>(made[o].reals()[i]) * static_cast<double>(weights[o].reals()[i]);
  return sum;
}

TEST(Adjoint, IsTheSlopeOfEveryOperator) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    Call call{c.node, c.opset, {}, {}, false, nullptr};
    for (const Array& input : c.inputs) call.inputs.push_back(&input);
    const Arrays made = find_row(network_operators(), c.node.op)->apply(call);
    Arrays weights;
    for (std::size_t o = 0; o < c.node.outputs.size(); ++o) weights.push_back(noise(made[o].shape, 50 + o));
    const AdjointRow* row = adjoint_of(c.node.op);
    ASSERT_NE(row, nullptr);
    const Arrays found = row->apply({call, made, weights, c.wanted});
    for (std::size_t k = 0; k < c.inputs.size(); ++k) {
      if (!c.wanted[k]) continue;
      ASSERT_TRUE(found[k].known());
      ASSERT_EQ(found[k].shape, c.inputs[k].shape);
      constexpr float kBit = 1.0F / 256;
      for (std::size_t i = 0; i < c.inputs[k].reals().size(); i += 3) {
        const auto moved = [&](float by) {
          Arrays inputs = c.inputs;
          UnfilledVector<float> values = inputs[k].reals();
          values[i] += by;
          inputs[k] = real_array(inputs[k].shape, std::move(values));
          return summed(c, inputs, weights);
        };
        const double right = (moved(kBit) - moved(-kBit)) / (2.0 * static_cast<double>(kBit));
        EXPECT_NEAR(static_cast<double>(found[k].reals()[i]), right, 4e-3 * (1 + std::abs(right)))
            << k << ", " << i;
      }
    }
  }
}

TEST(Adjoint, IsThereForAllThatIsRun) {
  // Of these nothing depends on the network's input, or they are flat.
  const std::set<std::string_view> none{"Constant", "ConstantOfShape", "Shape"};
  for (const OperatorRow& row : network_operators())
    EXPECT_EQ(adjoint_of(row.name) == nullptr, none.contains(row.name)) << row.name;
  for (const char* op : {"Floor", "Ceil"}) {
    const Case c = one(op, {noise({4}, 1)});
    const Call call{c.node, 17, {c.inputs.data()}, {}, false, nullptr};
    const Arrays slopes{noise({4}, 2)};
    const Arrays found = adjoint_of(op)->apply({call, slopes, slopes, {true}});
    for (const float value : found[0].reals()) EXPECT_EQ(value, 0);
  }
}

TEST(Adjoint, OfCornersIsPyTorchs) {
  const auto slope_at = [](const std::string& op, float x, Attributes attributes = {}) {
    const Case c = one(op, {real_array({1}, {x})}, std::move(attributes));
    const Call call{c.node, 17, {c.inputs.data()}, {}, false, nullptr};
    const Arrays slopes{real_array({1}, {1})};
    return adjoint_of(op)->apply({call, slopes, slopes, {true}})[0].reals()[0];
  };
  EXPECT_EQ(slope_at("Relu", 0), 0);
  EXPECT_EQ(slope_at("LeakyRelu", 0, {{"alpha", 0.5}}), 0.5F);
  EXPECT_EQ(slope_at("Abs", 0), 0);
}

}  // namespace
}  // namespace convscope
