// What is made in one go is what its layers make one after another, to the last bit.
#include "core/network/schedule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "core/network/evaluate.hpp"
#include "core/network/formats.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

Array pattern(const Dims& shape, int seed) {
  UnfilledVector<float> values;
  for (Index i = 0; i < count_of(shape); ++i)
    values.push_back(static_cast<float>((i * 7919 + seed) % 1009 - 504) / 211);
  return real_array(shape, std::move(values));
}

Array once(const Network& network, const Array& input, bool layer_by_layer, const Evaluator& evaluator) {
  RunRequest request;
  if (layer_by_layer) request.seen = [](const Node&, const Arrays&) {};
  return evaluator.run({{network.inputs.at(0).name, input}}, request);
}

void expect_same_bits(const Array& a, const Array& b) {
  ASSERT_EQ(a.shape, b.shape);
  EXPECT_EQ(0, std::memcmp(a.reals().data(), b.reals().data(), a.reals().size() * sizeof(float)));
}

void expect_alike(const Network& network, const Array& input) {
  const Evaluator evaluator(network), fresh(network);
  const Array alone = once(network, input, true, fresh);
  expect_same_bits(once(network, input, false, evaluator), alone);
  expect_same_bits(once(network, input, false, evaluator), alone);  // with what the first run has kept
  expect_same_bits(once(network, input, false, fresh), alone);
}

/// x -> convolution with a bias -> scale -> hard swish as exporters write it -> batch norm -> squeeze and
/// excite -> a sum with what was there before; weights are constants.
Network swishing() {
  Network n;
  n.inputs = {{"x", {1, 3, 9, 11}}};
  n.outputs = {{"y", {}}};
  n.weights = {{"scale", pattern({1}, 3)},
               {"mean", pattern({6}, 4)},
               {"beta", pattern({6}, 5)},
               {"gamma", pattern({6}, 6)},
               {"squeeze", pattern({6, 6, 1, 1}, 8)}};
  UnfilledVector<float> positive{1, 2, 3, 0.5F, 0.25F, 7};
  n.weights["variance"] = real_array({6}, std::move(positive));
  const auto constant = [&](const std::string& name, Array value) {
    n.nodes.push_back({name, "Constant", {}, {name}, {{"value", std::move(value)}}});
  };
  constant("kernel", pattern({6, 3, 3, 3}, 1));
  constant("bias", pattern({6}, 2));
  constant("three", real_array({}, {3}));
  constant("zero", real_array({}, {0}));
  constant("six", real_array({}, {6}));
  const auto node = [&](const std::string& op, std::vector<std::string> inputs, const std::string& out) {
    n.nodes.push_back({out, op, std::move(inputs), {out}, {}});
  };
  n.nodes.push_back(
      {"c", "Conv", {"x", "kernel", "bias"}, {"c"}, {{"pads", std::vector<Index>{1, 1, 1, 1}}}});
  node("Mul", {"scale", "c"}, "s");
  node("Add", {"s", "three"}, "moved");
  node("Clip", {"moved", "zero", "six"}, "clipped");
  node("Mul", {"s", "clipped"}, "product");
  node("Div", {"product", "six"}, "swish");
  node("BatchNormalization", {"swish", "gamma", "beta", "mean", "variance"}, "norm");
  node("GlobalAveragePool", {"norm"}, "pooled");
  node("Conv", {"pooled", "squeeze", "bias"}, "squeezed");
  node("HardSigmoid", {"squeezed"}, "excited");
  node("Mul", {"norm", "excited"}, "weighed");
  node("Add", {"weighed", "norm"}, "sum");
  node("Relu", {"sum"}, "y");
  settle(n);
  return n;
}

TEST(Schedule, GivesWhatLayersGiveOneByOne) {
  expect_alike(swishing(), pattern({1, 3, 9, 11}, 9));
  expect_alike(swishing(), pattern({2, 3, 40, 70}, 9));
}

TEST(Schedule, MakesLongChainsOfCellsInOneGo) {
  const Network network = swishing();
  const Evaluator evaluator(network);
  const Schedule schedule(network, "y", nullptr);
  EXPECT_EQ(std::ranges::count(schedule.within, true), 0);
  const Values sizes = evaluator.sizes({{"x", only_shape({1, 3, 9, 11})}});
  const Schedule together(network, "y", &sizes);
  const auto at = [&](const char* name) { return network.node_named(name); };
  for (const char* name : {"s", "moved", "clipped", "product", "swish", "weighed", "sum"})
    EXPECT_TRUE(together.within[at(name)]) << name;
  for (const char* name : {"c", "norm", "pooled", "excited", "y"})
    EXPECT_FALSE(together.within[at(name)]) << name;
  EXPECT_TRUE(together.bare[at("c")]);
  EXPECT_TRUE(together.bare[at("squeezed")]);
  EXPECT_TRUE(together.groups[at("norm")] && together.groups[at("y")] && together.groups[at("excited")]);
}

TEST(Schedule, StopsAtALayerWithinAChain) {
  const Network network = swishing();
  const Array input = pattern({1, 3, 9, 11}, 9);
  const Evaluator evaluator(network);
  for (const char* until : {"c", "clipped", "product", "norm", "excited", "sum", "bias"}) {
    RunRequest request{.until = until};
    const Array together = evaluator.run({{"x", input}}, request);
    request.seen = [](const Node&, const Arrays&) {};
    expect_same_bits(together, evaluator.run({{"x", input}}, request));
  }
}

TEST(Schedule, ShowsEveryLayerToWhoWantsToSeeThem) {
  const Network network = swishing();
  const Evaluator evaluator(network);
  for (int round = 0; round < 2; ++round) {
    std::size_t seen = 0;
    RunRequest request;
    request.seen = [&](const Node&, const Arrays&) { ++seen; };
    evaluator.run({{"x", pattern({1, 3, 9, 11}, 9)}}, request);
    EXPECT_EQ(seen, network.nodes.size());
  }
}

/// A size that is itself an input may be another one in the next run.
TEST(Schedule, FollowsSizesThatAreFed) {
  Network n;
  n.inputs = {{"x", {1, 1, 4, 4}}, {"to", {4}}};
  n.outputs = {{"y", {}}};
  n.nodes = {{"large", "Resize", {"x", "", "", "to"}, {"large"}, {}},
             {"turned", "Neg", {"large"}, {"turned"}, {}},
             {"y", "Relu", {"turned"}, {"y"}, {}}};
  settle(n);
  const Evaluator kept(n);
  for (const Index side : {8, 16, 2}) {
    const Values feeds{{"x", pattern({1, 1, 4, 4}, 1)}, {"to", whole_array({4}, {1, 1, side, side})}};
    const Array made = kept.run(feeds, {});
    EXPECT_EQ(made.shape, (Dims{1, 1, side, side}));
    expect_same_bits(made, Evaluator(n).run(feeds, {}));
  }
}

class TrainedSchedule : public ::testing::TestWithParam<const char*> {};

TEST_P(TrainedSchedule, GivesWhatLayersGiveOneByOne) {
  const Network network = read_network(testing::in_tests("networks/") + GetParam() + ".onnx");
  const Index channels = input_shapes(network, {}).at(network.inputs[0].name).shape[1];
  expect_alike(network, pattern({1, channels, 53, 71}, 1));
}

INSTANTIATE_TEST_SUITE_P(Networks, TrainedSchedule,
                         ::testing::Values("fsrcnn-x3", "tconv-x2", "tconv-k3", "espcn-x2", "resize-x2"));

}  // namespace
}  // namespace convscope
