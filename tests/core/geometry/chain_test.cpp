// Chains of layers: against PyTorch with different numbers on two axes, and as files.
#include "core/geometry/chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.hpp"
#include "core/geometry/chain_json.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::CaseLine;
using testing::Dice;
using testing::expect_error;

Shape sizes(std::string_view text) {
  Shape shape;
  for (const std::string_view piece : split(text, 'x')) shape.push_back(parse_index(piece).value());
  return shape;
}

Chain chain_of(const CaseLine& line) {
  Chain chain{"case", "", line.shape("size"), line.number("channels"), {}};
  for (const std::string_view text : split(line.text("layers"), '|')) {
    const auto pieces = split(text, ':');
    ChainLayer layer{.name = "l" + std::to_string(chain.layers.size() + 1), .kind = parse_kind(pieces[0])};
    layer.channels = parse_index(pieces[1]).value();
    layer.kernel = sizes(pieces[2]);
    layer.stride = sizes(pieces[3]);
    layer.padding = sizes(pieces[4]);
    layer.dilation = sizes(pieces[5]);
    layer.output_padding = sizes(pieces[6]);
    if (pieces[7] != "-") layer.skip = "l" + std::string(pieces[7]);
    chain.layers.push_back(std::move(layer));
  }
  return chain;
}

TEST(Chain, AgreesWithPyTorchOnTwoAxes) {
  const auto lines = testing::case_lines("chains.txt");
  ASSERT_EQ(lines.size(), 60u);
  for (const CaseLine& line : lines) {
    const ChainReport r = report(chain_of(line));
    const auto outputs = split(line.text("outputs"), '|'), seen = split(line.text("sees"), '|'),
               parameters = split(line.text("parameters"), ',');
    ASSERT_EQ(r.steps.size(), outputs.size());
    for (std::size_t i = 0; i < r.steps.size(); ++i) {
      EXPECT_EQ(r.steps[i].output, sizes(outputs[i])) << line.text("layers");
      EXPECT_EQ(r.steps[i].receptive_field, sizes(seen[i])) << line.text("layers") << " layer " << i + 1;
      EXPECT_EQ(r.steps[i].parameters, parse_value(parameters[i])) << line.text("layers");
    }
  }
}

TEST(Chain, ReceptiveFieldsFollowThePublishedFormula) {
  // A. Araujo, W. Norris and J. Sim, "Computing Receptive Fields of Convolutional Neural Networks", Distill
  // 2019: r = 1 + the sum of d(k - 1) times the product of the strides before.
  Dice dice(19);
  for (int n = 0; n < 300; ++n) {
    Chain chain{"case", "", {4000}, 1, {}};
    Index field = 1, jump = 1;
    const Index layers = dice.roll(1, 5);
    for (Index i = 0; i < layers; ++i) {
      const Index k = dice.roll(1, 5), s = dice.roll(1, 3), d = dice.roll(1, 4);
      const auto kind = dice.roll(0, 3) == 0 ? ChainLayer::Kind::pool : ChainLayer::Kind::conv;
      chain.layers.push_back({.name = std::to_string(i),
                              .kind = kind,
                              .kernel = {k},
                              .stride = {s},
                              .padding = {dice.roll(0, 2)},
                              .dilation = {d}});
      field += d * (k - 1) * jump;
      jump *= s;
      EXPECT_EQ(report(chain).steps.back().receptive_field, Shape{field});
    }
  }
}

TEST(Chain, ATransposedLayerSeesTheInputsWhoseStampsMeet) {
  const auto seen = [](Index k, Index s, Index d) {
    const ChainLayer layer{
        .name = "T", .kind = ChainLayer::Kind::transposed, .kernel = {k}, .stride = {s}, .dilation = {d}};
    return report(Chain{"", "", {50}, 1, {layer}}).steps[0].receptive_field[0];
  };
  EXPECT_EQ(seen(3, 2, 1), 2);
  EXPECT_EQ(seen(4, 2, 1), 2);
  EXPECT_EQ(seen(5, 2, 1), 3);
  EXPECT_EQ(seen(2, 3, 1), 1);  // some outputs see nothing at all
  EXPECT_EQ(seen(3, 1, 4), 9);  // as a convolution's: the gaps between the taps count
  EXPECT_EQ(seen(3, 2, 2), 3);  // at stride 2 taps 2 apart meet neighbours
  EXPECT_EQ(seen(3, 2, 3), 4);  // taps 0 and 2: inputs 3 apart
}

TEST(Chain, RefusesWhatIsNone) {
  const ChainLayer layer{.name = "a"};
  const auto with = [&](const std::vector<ChainLayer>& layers, Shape size = {8, 8}, Index channels = 1) {
    return [=] { report(Chain{"", "", size, channels, layers}); };
  };
  expect_error(with({}), "layers: 0 layers (1 to 200)");
  expect_error(with(std::vector<ChainLayer>(201, layer)), "layers: 201 layers (1 to 200)");
  expect_error(with({layer, layer}), "name: two layers are called 'a' (a name of its own)");
  expect_error(with({ChainLayer{}}), "name: a layer has none (a name of its own)");
  expect_error(with({layer}, {}), "input: 0 spatial axes (1 to 3)");
  expect_error(with({layer}, {0, 8}), "input: 0 is too small (a whole number from 1 to 2147483647)");
  expect_error(with({layer}, {8, 8}, 0), "channels: the input has 0 (1 or more)");
  ChainLayer wide = layer;
  wide.kernel = {3, 3, 3};
  expect_error(with({wide}), "kernel: a gets 8 × 8: 3 numbers for 2 axes (one number for all axes, or 2)");
}

TEST(ChainJson, ComesBack) {
  for (const Chain& preset : chain_presets())
    EXPECT_EQ(chain_from_json(to_json(preset)), preset) << preset.name;
  for (const CaseLine& line : testing::case_lines("chains.txt")) {
    Chain chain = chain_of(line);
    chain.title = "a title";
    for (ChainLayer& layer : chain.layers) {
      layer.bias = layer.weighted();
      if (!layer.weighted()) layer.channels = 1;  // it keeps those that arrive
    }
    EXPECT_EQ(chain_from_json(to_json(chain)), chain);
  }
}

TEST(ChainJson, DefaultsAndOneAxis) {
  const Chain chain = chain_from_json(
      R"({"convscope-network": 1, "input": [9], "layers": [{"kernel": 5}, {"kind": "pool"}]})");
  EXPECT_EQ(chain.name, "own");
  ASSERT_EQ(chain.layers.size(), 2u);
  EXPECT_EQ(chain.layers[0].name, "layer1");
  EXPECT_EQ(chain.layers[0].kernel, Shape{5});
  EXPECT_TRUE(chain.layers[0].bias);
  EXPECT_FALSE(chain.layers[1].bias);
}

TEST(Chain, GroupsAndThreeAxes) {
  // By hand: a group of O/g channels sees I/g; 8·1·27 + 8, 8·1·(4·4·2) + 8, 2·4·1 + 2 parameters.
  const Chain chain = chain_from_json(
      R"({"convscope-network": 1, "name": "volume", "input": [8, 8, 8], "channels": 4, "layers": [
    {"name": "grouped", "kind": "conv", "channels": 8, "groups": 4, "activation": "relu"},
    {"name": "depthwise", "kind": "transposed", "channels": 8, "groups": 8, "kernel": [4, 4, 2], "stride": 2, "padding": 1},
    {"name": "mix", "channels": 2, "kernel": 1, "groups": 2, "activation": "softmax"}]})");
  const ChainReport r = report(chain);
  EXPECT_EQ(r.steps[0].output, (Shape{6, 6, 6}));
  EXPECT_EQ(r.steps[0].parameters, 224);
  EXPECT_EQ(r.steps[0].multiply_adds, 216.0 * 216);
  EXPECT_EQ(r.steps[1].output, (Shape{12, 12, 10}));
  EXPECT_EQ(r.steps[1].parameters, 264);
  EXPECT_EQ(r.steps[1].multiply_adds, 256.0 * 216);
  EXPECT_EQ(r.steps[2].parameters, 10);
  EXPECT_EQ(r.steps[2].multiply_adds, 8.0 * 1440);
  EXPECT_EQ(chain.layers[2].activation, ChainLayer::Activation::softmax);
  EXPECT_EQ(chain_from_json(to_json(chain)), chain);
}

TEST(Chain, KerasRulesAndItsOutputPadding) {
  // numbers.md: n3 k3 s2 SAME: not given 6, 0 gives 5, 1 gives 6; VALID n3 k2 s3: not given 9, 0 gives 8.
  const auto output = [](const std::string& layer) {
    const Chain chain = chain_from_json(
        R"({"convscope-network": 1, "input": [3], "layers": [{"kind": "transposed", "dialect": "keras", )" +
        layer + "}]}");
    EXPECT_EQ(chain_from_json(to_json(chain)), chain) << layer;
    return report(chain).steps[0].output;
  };
  EXPECT_EQ(output(R"("stride": 2, "padding": "same")"), Shape{6});
  EXPECT_EQ(output(R"("stride": 2, "padding": "same", "output_padding": 0)"), Shape{5});
  EXPECT_EQ(output(R"("stride": 2, "padding": "same", "output_padding": 1)"), Shape{6});
  EXPECT_EQ(output(R"("kernel": 2, "stride": 3, "padding": "valid")"), Shape{9});
  EXPECT_EQ(output(R"("kernel": 2, "stride": 3, "padding": "valid", "output_padding": 0)"), Shape{8});
}

TEST(ChainJson, RefusesInOneSentence) {
  const auto reading = [](std::string_view text) { return [=] { chain_from_json(text); }; };
  const auto layers = [](const std::string& text) {
    return [=] { chain_from_json(R"({"convscope-network": 1, "input": [9, 9], "layers": [)" + text + "]}"); };
  };
  expect_error(reading("{"), "network: is not JSON (a file that the size lab saved)");
  expect_error(reading("[]"), "network: is no network's file (an object with \"convscope-network\": 1)");
  expect_error(reading(R"({"convscope-network": 2})"),
               "network: is no network's file (an object with \"convscope-network\": 1)");
  expect_error(reading(R"({"convscope-network": 1, "input": [9]})"),
               "network: has no layers (a list \"layers\" of objects)");
  expect_error(
      reading(R"({"convscope-network": 1, "inputs": [9], "layers": []})"),
      "network: network: 'inputs' is not known (convscope-network, name, title, input, channels, layers)");
  expect_error(layers("3"), "network: layer 1 is number (an object)");
  expect_error(layers(R"({"kernel": "3"})"),
               "network: layer 1: kernel is \"3\" (a whole number up to 2147483647)");
  expect_error(layers(R"({"kernel": [1, 2, 3, 4]})"),
               "network: layer 1: kernel is [1,2,3,4] (a number, or a list of up to three)");
  expect_error(layers(R"({"kernel": 1e99})"),
               "network: layer 1: kernel is 1e+99 (a whole number up to 2147483647)");
  expect_error(layers(R"({"name": 3})"), "network: layer 1: name is 3 (text in quotes)");
  expect_error(layers(R"({"bias": 3})"), "network: layer 1: bias is 3 (true or false)");
  expect_error(layers(R"({"kind": "dense"})"),
               "kind: 'dense' is not known (conv, transposed, pool, nearest)");
  expect_error(layers(R"({"colour": 3})"),
               "network: layer 1: 'colour' is not known (name, kind, channels, kernel, stride, dilation, "
               "output_padding, padding, dialect, groups, activation, skip, bias)");
  expect_error(
      layers(R"({"groups": 2})"),
      "groups: layer1 gets 9 × 9: 2 does not divide the 1 input and 1 output channels (a common divisor of "
      "the input and output channels)");
  expect_error(layers(R"({"groups": 0})"), "groups: layer1 gets 9 × 9: 0 is too small (1 or more)");
  expect_error(layers(R"({"kind": "pool", "groups": 2})"),
               "groups: layer1 has 2, and it has no weights (1, or a layer with weights)");
  expect_error(layers(R"({"output_padding": 1})"),
               "output-padding: layer1 is no transposed convolution (0, or none)");
  expect_error(
      layers(R"({"activation": "swish"})"),
      "activation: 'swish' is not known (none, relu, leaky-relu, elu, gelu, silu, sigmoid, tanh, softmax)");
  expect_error(layers(R"({"activation": true})"), "network: layer 1: activation is true (text in quotes)");
  expect_error(layers(R"({"padding": "some"})"),
               "network: layer 1: padding is \"some\" (a number, a list of up to three, \"valid\", \"same\", "
               "\"same-lower\" or \"full\")");
  expect_error(layers(R"({"dialect": "caffe"})"), "dialect: 'caffe' is not known (pytorch, keras or onnx)");
  expect_error([] { chain_from_json(R"({"convscope-network": 1, "input": [2, 2, 2, 2], "layers": [{}]})"); },
               "network: network: input is [2,2,2,2] (a number, or a list of up to three)");
  expect_error(layers(R"({"kernel": 12})"),
               "kernel: layer1 gets 9 × 9: reaches over 12 cells, the padded input has 9 on axis 0 (a reach, "
               "dilation × "
               "(kernel − 1) + 1, of at most 9)");
}

}  // namespace
}  // namespace convscope
