// Chains and graphs: the same numbers from both, and there and back.
#include "core/network/chain_network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/network/formats.hpp"
#include "core/network/report.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

Chain mixed() {
  return chain_from_json(
      R"({"convscope-network": 1, "name": "mixed", "input": [33, 40], "channels": 3, "layers": [
    {"name": "a", "kind": "conv", "channels": 8, "kernel": [3, 5], "padding": [1, 2], "activation": "silu"},
    {"name": "b", "kind": "conv", "channels": 8, "kernel": 3, "stride": 2, "padding": "same", "groups": 4},
    {"name": "p", "kind": "pool", "kernel": 2, "stride": 2},
    {"name": "n", "kind": "nearest", "stride": 2},
    {"name": "c", "kind": "conv", "channels": 6, "kernel": 3, "dilation": 2, "bias": false, "activation": "relu"},
    {"name": "u", "kind": "transposed", "channels": 4, "kernel": 4, "stride": 3, "padding": 1, "output_padding": 1}]})");
}

std::vector<Chain> chains() {
  std::vector<Chain> all(chain_presets().begin(), chain_presets().end());
  all.push_back(mixed());
  return all;
}

TEST(ChainNetwork, SaysTheSameAsItsChain) {
  for (const Chain& chain : chains()) {
    SCOPED_TRACE(chain.name);
    const ChainReport right = report(chain);
    const Network network = network_of(chain);
    const NetworkReport found = report(network, {.size = {}, .flat = false});
    EXPECT_EQ(found.parameters, right.parameters);
    EXPECT_EQ(found.multiply_adds, right.multiply_adds);
    for (const ChainStep& step : right.steps) {
      SCOPED_TRACE(step.name);
      const NetworkLayer* layer = find_row(found.layers, step.name);
      ASSERT_NE(layer, nullptr);
      ASSERT_TRUE(layer->output);
      EXPECT_EQ(Shape(std::span<const Index>(*layer->output).subspan(2)), step.output);
      EXPECT_EQ(*layer->out, step.output_channels);
      // Where a skip is cropped, a chain does not say from which side.
      if (right.warnings.empty()) {
        EXPECT_EQ(Shape(std::span<const Index>(layer->receptive_field)), step.receptive_field);
      }
    }
  }
}

TEST(ChainNetwork, ComesBackAsItWas) {
  for (const Chain& chain : chains()) {
    SCOPED_TRACE(chain.name);
    const Network network = network_of(chain);
    const Chain back = chain_of(network, Evaluator(network).sizes(input_shapes(network, {})));
    ASSERT_EQ(back.layers.size(), chain.layers.size());
    const ChainReport a = report(chain), b = report(back);
    EXPECT_EQ(a.parameters, b.parameters);
    EXPECT_EQ(a.multiply_adds, b.multiply_adds);
    for (std::size_t i = 0; i < a.steps.size(); ++i) {
      EXPECT_EQ(back.layers[i].name, chain.layers[i].name);
      EXPECT_EQ(back.layers[i].kind, chain.layers[i].kind);
      EXPECT_EQ(back.layers[i].skip, chain.layers[i].skip);
      EXPECT_EQ(back.layers[i].activation, chain.layers[i].activation) << chain.layers[i].name;
      EXPECT_EQ(b.steps[i].output, a.steps[i].output);
      EXPECT_EQ(b.steps[i].receptive_field, a.steps[i].receptive_field);
    }
  }
}

TEST(ChainNetwork, OfFilesIsWhatChainsCanSay) {
  const auto of = [](const std::string& name) {
    const Network network = read_network(testing::in_tests("networks/") + name);
    return chain_of(network, Evaluator(network).sizes(input_shapes(network, {})));
  };
  const Chain fsrcnn = of("fsrcnn-x3.onnx");
  ASSERT_EQ(fsrcnn.layers.size(), 6u);
  EXPECT_EQ(fsrcnn.layers.back().kind, ChainLayer::Kind::transposed);
  EXPECT_EQ(fsrcnn.layers.back().output_padding, (Shape{2, 2}));
  EXPECT_EQ(report(fsrcnn).steps.back().output, (Shape{3 * kOpenSize, 3 * kOpenSize}));
  for (const auto& [name, layer] :
       {std::pair{"tconv-k3.onnx", "(Add)"}, std::pair{"espcn-x2.onnx", "(DepthToSpace)"}}) {
    try {
      of(name);
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.field(), "network");
      EXPECT_THAT(error.what(), HasSubstr(std::string(layer) + " has no place in a chain"));
    }
  }
}

}  // namespace
}  // namespace convscope
