// Trained decoders as networks, and networks written as ONNX and read again.
#include "core/training/graph.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.hpp"
#include "core/network/evaluate.hpp"
#include "core/network/formats.hpp"
#include "core/network/onnx_write.hpp"
#include "core/network/report.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

Network written_and_read(const Network& network) {
  const std::string bytes = onnx_bytes(network);
  return read_onnx({"model.onnx", bytes});
}

Tensor<float> picture(const Shape& shape) {
  const Tensor<double> whole = testing::small_integers(shape, 5);
  Tensor<float> out(shape);
  for (Index i = 0; i < out.size(); ++i) out[i] = static_cast<float>(whole[i]) / 8;
  return out;
}

TEST(TrainingGraph, AsOnnxEveryDecoderMakesTheSamePicture) {
  const Tensor<float> small = picture({1, 3, 7, 9});
  for (std::size_t kind = 0; kind < decoder_kinds().size(); ++kind)
    for (const Index factor : {2, 3, 4})
      for (const Index layers : {1, 3}) {
        const Decoder decoder({static_cast<DecoderForm>(kind), factor, layers, 5}, 3);
        SCOPED_TRACE(std::string(decoder_kinds()[kind].name) + " " + std::to_string(factor) + " " +
                     std::to_string(layers));
        const Network network = written_and_read(network_of(decoder));
        EXPECT_EQ(network.name, decoder_kinds()[kind].name);
        const Tensor<float> expected = decoder.run(small);
        const Tensor<float> made = to_tensor(Evaluator(network).run({{"small", to_array(small)}}, {}));
        ASSERT_EQ(made.shape(), expected.shape());
        for (Index i = 0; i < made.size(); ++i) ASSERT_NEAR(made[i], expected[i], 1e-5) << i;
      }
}

TEST(TrainingGraph, TheDoctorKnowsThem) {
  const auto verdict = [](DecoderForm form) {
    const Network network = written_and_read(network_of(Decoder({form, 2, 2, 4}, 1)));
    const NetworkReport found = report(network, {.size = {}, .progress = {}});
    EXPECT_TRUE(found.flat.has_value());
    return found.flat ? found.flat->output : -1;
  };
  EXPECT_GT(verdict(DecoderForm::conv_transpose_k3), 1);
  EXPECT_GT(verdict(DecoderForm::pixel_shuffle), 0.1);
  EXPECT_LT(verdict(DecoderForm::pixel_shuffle_icnr), 1e-3);
  EXPECT_LT(verdict(DecoderForm::nearest_conv), 1e-3);
}

TEST(TrainingGraph, WrittenNetworksReadBackTheSame) {
  Network network;
  network.name = "all kinds";
  network.inputs = {{"x", {1, -1}, Element::f32}};
  network.outputs = {{"y", {}, Element::f32, true}};
  network.weights["w"] = real_array({2, 2}, {1, -2.5F, 0, 1e-8F});
  network.weights["i"] = whole_array({3}, {-1, 300, -70000}, Element::i32);
  network.weights["b"] = whole_array({}, {1}, Element::boolean);
  network.nodes.push_back({"n",
                           "com.example.Warp",
                           {"x", "", "w"},
                           {"y"},
                           {{"f", 0.5},
                            {"i", Index{-3}},
                            {"s", std::string("a\0b", 3)},
                            {"fs", std::vector<double>{1, 2}},
                            {"is", std::vector<Index>{1, -1, 1LL << 40}},
                            {"ss", std::vector<std::string>{"p", ""}},
                            {"t", whole_array({2}, {5, -6})}}});
  const Network back = written_and_read(network);
  EXPECT_EQ(back.name, network.name);
  EXPECT_EQ(back.opset, network.opset);
  ASSERT_EQ(back.inputs.size(), 1u);
  EXPECT_EQ(back.inputs[0].shape, (Dims{1, -1}));
  ASSERT_EQ(back.outputs.size(), 1u);
  EXPECT_TRUE(back.outputs[0].any_shape);
  EXPECT_EQ(back.weights.at("w").reals(), network.weights["w"].reals());
  for (const char* name : {"i", "b"}) {
    EXPECT_EQ(back.weights.at(name).type, network.weights[name].type) << name;
    EXPECT_EQ(back.weights.at(name).shape, network.weights[name].shape) << name;
    EXPECT_EQ(back.weights.at(name).wholes(), network.weights[name].wholes()) << name;
  }
  ASSERT_EQ(back.nodes.size(), 1u);
  const Node &was = network.nodes[0], &node = back.nodes[0];
  EXPECT_EQ(node.op, was.op);
  EXPECT_EQ(node.inputs, was.inputs);
  EXPECT_EQ(node.outputs, was.outputs);
  EXPECT_EQ(node.real("f", 0), 0.5);
  EXPECT_EQ(node.whole("i", 0), -3);
  EXPECT_EQ(node.text("s", ""), std::string("a\0b", 3));
  EXPECT_EQ(node.reals("fs"), was.reals("fs"));
  EXPECT_EQ(node.wholes("is"), was.wholes("is"));
  EXPECT_EQ(std::get<std::vector<std::string>>(*node.find("ss")), (std::vector<std::string>{"p", ""}));
  EXPECT_EQ(std::get<Array>(*node.find("t")).wholes(), std::get<Array>(*was.find("t")).wholes());
}

TEST(TrainingGraph, WhatHasNoGraphOrNoValuesIsRefused) {
  Network network;
  EXPECT_THROW(onnx_bytes(network), Error);
  network = network_of(Decoder({}, 1));
  network.weights["up.weight"].data = nullptr;
  EXPECT_THROW(onnx_bytes(network), Error);
}

}  // namespace
}  // namespace convscope
