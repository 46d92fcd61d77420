// Readers of networks: what they read, and what they refuse by one sentence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/error.hpp"
#include "core/network/evaluate.hpp"
#include "core/network/formats.hpp"
#include "tests/core/network/model_files.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Message;
using testing::onnx_ints;
using testing::onnx_node;
using testing::onnx_tensor;
using testing::onnx_value;
using testing::OnnxModel;
using testing::raw_values;
using testing::safetensors;
using testing::TemporaryFolder;

Network read(const std::string& bytes, const std::string& name = "model") {
  const TemporaryFolder folder;
  return read_network(folder.file(name, bytes));
}

/// The sentence that a file is refused with, without its folder.
std::string refusal(const std::string& bytes) {
  const TemporaryFolder folder;
  try {
    read_network(folder.file("m", bytes));
    return "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.field(), "network");
    std::string text = error.what();
    EXPECT_EQ(text.find('\n'), std::string::npos);
    if (const auto at = text.find(folder.path() + "/"); at != std::string::npos)
      text.erase(at, folder.path().size() + 1);
    return text;
  }
}

std::vector<float> reals(const Array& array) {
  return {array.reals().begin(), array.reals().end()};
}
std::vector<Index> wholes(const Array& array) {
  return {array.wholes().begin(), array.wholes().end()};
}

TEST(Safetensors, ReadsEveryType) {
  const std::string data = raw_values<float>({1.5f, -2}) + raw_values<std::uint16_t>({0x3c00, 0xc100}) +
                           raw_values<std::uint16_t>({0x3fc0}) + raw_values<std::int8_t>({-3, 4}) +
                           raw_values<std::uint8_t>({200}) + raw_values<double>({0.25});
  const Network n = read(
      safetensors(R"({"__metadata__":{"format":"pt"},"f":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                  R"("h":{"dtype":"F16","shape":[1,2],"data_offsets":[8,12]},)"
                  R"("b":{"dtype":"BF16","shape":[1],"data_offsets":[12,14]},)"
                  R"("i":{"dtype":"I8","shape":[2],"data_offsets":[14,16]},)"
                  R"("u":{"dtype":"U8","shape":[1],"data_offsets":[16,17]},)"
                  R"("d":{"dtype":"F64","shape":[],"data_offsets":[17,25]}})",
                  data));
  EXPECT_EQ(n.format, "safetensors");
  EXPECT_FALSE(n.has_graph());
  EXPECT_THAT(reals(n.weights.at("f")), ElementsAre(1.5f, -2));
  EXPECT_THAT(reals(n.weights.at("h")), ElementsAre(1, -2.5f));
  EXPECT_THAT(reals(n.weights.at("b")), ElementsAre(1.5f));
  EXPECT_THAT(wholes(n.weights.at("i")), ElementsAre(-3, 4));
  EXPECT_THAT(wholes(n.weights.at("u")), ElementsAre(200));
  EXPECT_THAT(reals(n.weights.at("d")), ElementsAre(0.25f));
}

TEST(Safetensors, RefusesWhatLies) {
  const auto one = [](const std::string& entry, std::size_t bytes = 8) {
    return refusal(safetensors("{\"w\":" + entry + "}", std::string(bytes, '\0')));
  };
  EXPECT_EQ(
      one(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})"),
      "network: m (safetensors): 'w' says 3 of float32 and has 8 bytes (as many as its shape asks for)");
  EXPECT_EQ(one(R"({"dtype":"F32","shape":[2],"data_offsets":[0,16]})"),
            "network: m (safetensors): 'w' lies beyond the end of the file (a whole safetensors file)");
  EXPECT_THAT(one(R"({"dtype":"F32","shape":[2],"data_offsets":[8,0]})"), HasSubstr("beyond the end"));
  EXPECT_THAT(one(R"({"dtype":"F32","shape":[4000000000,4000000000,4000000000],"data_offsets":[0,8]})"),
              HasSubstr("more than memory"));
  EXPECT_THAT(one(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})"),
              HasSubstr("a size or place that is none"));
  EXPECT_THAT(one(R"({"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]})"),
              HasSubstr("elements of kind F8_E4M3"));
  EXPECT_THAT(one(R"({"shape":[2],"data_offsets":[0,8]})"), HasSubstr("does not say its dtype"));
  EXPECT_THAT(refusal(safetensors("{}", "")), HasSubstr("holds no tensors"));
  EXPECT_THAT(refusal(safetensors("{\"w\":" + std::string(100, '[') + std::string(100, ']') + "}", "")),
              HasSubstr("nested too deep"));
  EXPECT_THAT(refusal(std::string("\xff\xff\0\0\0\0\0\0{}", 10)),
              HasSubstr("says a header of 65535 bytes, which it does not have"));
}

TEST(Onnx, ReadsAGraphAndItsWeights) {
  const Network n = read(testing::transposed_model(3, 2, {1, 2, 3, 4, 5, 6, 7, 8, 9}).bytes());
  EXPECT_EQ(n.format, "ONNX");
  EXPECT_EQ(n.name, "graph");
  EXPECT_EQ(n.opset, 13);
  ASSERT_EQ(n.nodes.size(), 1u);
  EXPECT_EQ(n.nodes[0].op, "ConvTranspose");
  EXPECT_EQ(n.inputs[0].shape, (Dims{1, 1, -1, -1}));
  const Array y = Evaluator(n).run({{"x", real_array({1, 1, 1, 2}, {1, 10})}}, {});
  EXPECT_EQ(y.shape, (Dims{1, 1, 3, 5}));
  EXPECT_THAT(reals(y), ElementsAre(1, 2, 13, 20, 30, 4, 5, 46, 50, 60, 7, 8, 79, 80, 90));
}

TEST(Onnx, RefusesDamageAndWhatLies) {
  OnnxModel model = testing::transposed_model(3, 2, std::vector<float>(9, 1));
  const std::string whole = model.bytes();
  for (std::size_t n = 1; n < whole.size(); ++n) EXPECT_NE(refusal(whole.substr(0, n)), "accepted") << n;
  model.tensors = {onnx_tensor("w", {1, 1, 3, 3}, std::vector<float>(8, 1))};
  EXPECT_EQ(refusal(model.bytes()),
            "network: m (ONNX): 'w' says 1 × 1 × 3 × 3 of float32 and has 32 bytes (as many as its shape "
            "asks for)");
  model.tensors = {onnx_tensor("w", {1 << 30, 1 << 30, 3, 3}, std::vector<float>(9, 1))};
  EXPECT_THAT(refusal(model.bytes()), HasSubstr("more than memory can address"));
  model.tensors = {onnx_tensor("w", {1, 1, -3, 3}, std::vector<float>(9, 1))};
  EXPECT_THAT(refusal(model.bytes()), HasSubstr("an extent of -3"));
  model.tensors = {onnx_tensor("w", {1, 1, 3, 3}, 99, "")};
  EXPECT_THAT(refusal(model.bytes()), HasSubstr("elements of kind 99, which is not known here"));
  EXPECT_THAT(refusal("\x08\x08"), HasSubstr("holds no graph"));
  EXPECT_THAT(refusal("hello"), HasSubstr("is damaged"));
}

TEST(Onnx, RefusesCirclesAndWhatNobodyMakes) {
  OnnxModel model;
  model.inputs = {onnx_value("x", {1, 1, 4, 4})};
  model.nodes = {onnx_node("a", "Add", {"x", "v"}, {"u"}), onnx_node("b", "Relu", {"u"}, {"v"})};
  EXPECT_EQ(refusal(model.bytes()),
            "network: m (ONNX): layer 'a' waits for its own output (a graph without circles)");
  model.nodes = {onnx_node("a", "Relu", {"z"}, {"u"})};
  EXPECT_EQ(refusal(model.bytes()),
            "network: m (ONNX): layer 'a' takes 'z', which nobody makes (a whole graph)");
  model.nodes = {onnx_node("a", "Relu", {"x"}, {"u"}), onnx_node("b", "Relu", {"x"}, {"u"})};
  EXPECT_EQ(refusal(model.bytes()), "network: m (ONNX): two layers make the value 'u' (each value once)");
}

TEST(Onnx, LeavesOutLayersThatMakeNothing) {
  OnnxModel model = testing::transposed_model(3, 2, std::vector<float>(9, 1));
  const OnnxModel whole = model;
  model.nodes.push_back(testing::onnx_node("log", "Print", {"y"}, {}));
  const Network n = read(model.bytes());
  ASSERT_EQ(n.nodes.size(), 1u);
  EXPECT_THAT(n.warnings, ElementsAre("layers that make nothing, left out: 1"));
  EXPECT_TRUE(read(whole.bytes()).warnings.empty());
  model.nodes.erase(model.nodes.begin());
  EXPECT_THAT(refusal(model.bytes()), HasSubstr("its graph has no layers"));
}

TEST(Onnx, OrdersLayersAndNamesThem) {
  OnnxModel model;
  model.inputs = {onnx_value("x", {1, 1, 4, 4})};
  model.nodes = {onnx_node("", "Relu", {"u"}, {"v"}), onnx_node("", "Relu", {"x"}, {"u"}),
                 onnx_node("t", "Tanh", {"v"}, {"w"}), onnx_node("t", "Tanh", {"w"}, {"y"})};
  const Network n = read(model.bytes());
  std::vector<std::string> names;
  for (const Node& node : n.nodes) names.push_back(node.name);
  EXPECT_THAT(names, ElementsAre("Relu_1", "Relu_0", "t", "Tanh_0"));
}

TEST(Onnx, TakesDataFromItsOwnFolderAlone) {
  const auto model = [](const std::string& location, const std::string& offset) {
    const auto entry = [](const std::string& key, const std::string& value) {
      return Message().bytes(1, key).bytes(2, value).str();
    };
    OnnxModel m = testing::transposed_model(3, 2, {});
    m.tensors = {Message()
                     .whole(1, 1)
                     .whole(1, 1)
                     .whole(1, 3)
                     .whole(1, 3)
                     .whole(2, 1)
                     .bytes(8, "w")
                     .bytes(13, entry("location", location))
                     .bytes(13, entry("offset", offset))
                     .bytes(13, entry("length", "36"))
                     .whole(14, 1)
                     .str()};
    return m.bytes();
  };
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "in");
  const std::string data = std::string(4, '\0') + raw_values(std::vector<float>(9, 2));
  folder.file("in/w.bin", data);
  folder.file("outside.bin", data);
  std::vector<std::string> outside{"../outside.bin", "/etc/passwd", "x/../../outside.bin"};
  std::error_code none;  // not every system has links
  std::filesystem::create_symlink(folder / "outside.bin", folder / "in/link.bin", none);
  if (!none) outside.emplace_back("link.bin");
  const Network n = read_network(folder.file("in/m.onnx", model("w.bin", "4")));
  EXPECT_THAT(reals(n.weights.at("w")), ElementsAre(2, 2, 2, 2, 2, 2, 2, 2, 2));
  for (const std::string& path : outside) {
    try {
      read_network(folder.file("in/m.onnx", model(path, "0")));
      ADD_FAILURE() << path << " was read";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("is outside of its folder (files in the model's own folder)"))
          << path;
    }
  }
  try {
    read_network(folder.file("in/m.onnx", model("w.bin", "8")));
    ADD_FAILURE() << "beyond the end";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("'w' lies beyond the end of w.bin"));
  }
}

// {"w": tensor [2] at offset 1 of storage 0}, as torch.save writes it in protocol 2.
std::string state_dict(const std::string& count = "\x02",
                       const std::string& callee = "ctorch._utils\n_rebuild_tensor_v2\n") {
  const auto text = [](const std::string& s) {
    return std::string("X") + static_cast<char>(s.size()) + std::string(3, '\0') + s;
  };
  return "\x80\x02}" + text("w") + callee + "((" + text("storage") + "ctorch\nFloatStorage\n" + text("0") +
         text("cpu") + "K\x03tQK\x01K" + count + "\x85K\x01\x85\x89" + "ccollections\nOrderedDict\n)RtRs.";
}

TEST(Torch, ReadsTensorsAndExecutesNothing) {
  const std::string data = raw_values<float>({1, 2, 3});
  const Network n = read(testing::zip({{"a/data.pkl", state_dict()}, {"a/data/0", data}}));
  EXPECT_EQ(n.format, "PyTorch");
  EXPECT_THAT(reals(n.weights.at("w")), ElementsAre(2, 3));
  EXPECT_EQ(refusal(testing::zip({{"a/data.pkl", state_dict("\x02", "cos\nsystem\n")}, {"a/data/0", data}})),
            "network: m (PyTorch): its pickle asks for os.system, which is not executed (tensors, ordered "
            "dictionaries and numbers: a state_dict)");
  EXPECT_THAT(refusal(testing::zip({{"a/data.pkl",
                                     "\x80\x04\x8c\x08"
                                     "builtins\x8c\x04"
                                     "eval\x93."},
                                    {"a/data/0", data}})),
              HasSubstr("asks for builtins.eval"));
  EXPECT_THAT(refusal(testing::zip({{"a/data.pkl", state_dict("\x03")}, {"a/data/0", data}})),
              HasSubstr("'w' lies beyond the end of its storage"));
  EXPECT_THAT(refusal(testing::zip({{"a/data.pkl", state_dict()}})),
              HasSubstr("the data of 'w' are not in its archive"));
  EXPECT_THAT(refusal(testing::zip({{"a/data.pkl", state_dict()}, {"a/data/0", data}}, 8)),
              HasSubstr("is packed"));
  EXPECT_THAT(refusal(testing::zip({{"b", ""}})), HasSubstr("its archive has no data.pkl"));
  EXPECT_THAT(refusal(testing::zip({{"data.pkl", "\x80\x02i"}})),
              HasSubstr("has the operation 0x69, which is not executed"));
  const std::string whole = testing::zip({{"a/data.pkl", state_dict()}, {"a/data/0", data}});
  for (std::size_t i = 3; i < whole.size(); ++i) EXPECT_NE(refusal(whole.substr(0, i)), "accepted") << i;
}

TEST(TorchSlow, IsNotBroughtDownByDepth) {
  std::string deep = "\x80\x02]";
  for (int i = 0; i < 900000; ++i) deep += '\x85';  // tuples within tuples
  EXPECT_THAT(refusal(testing::zip({{"data.pkl", deep + "."}})), HasSubstr("holds no tensors"));
  EXPECT_THAT(
      refusal(testing::zip({{"data.pkl", std::string("\x80\x02") + std::string(1100000, ']') + "."}})),
      HasSubstr("more than a million values"));
}

TEST(Formats, SayWhatTheyKnow) {
  EXPECT_THAT(refusal(""), HasSubstr("m is empty (a network's file)"));
  EXPECT_THAT(refusal("{\"a\": 1}"),
              HasSubstr("m is none that is read here (ConvScope, TF.js, safetensors, PyTorch, ONNX)"));
  EXPECT_TRUE(has_network_ending("A.ONNX"));
  EXPECT_TRUE(has_network_ending("b.pth"));
  EXPECT_FALSE(has_network_ending("scenario.json"));
}

TEST(KerasLayers, ReadsQuantisedWeights) {
  const std::string json =
      R"({"modelTopology":{"model_config":{"class_name":"Sequential","config":{"name":"s","layers":[
    {"class_name":"Conv2DTranspose","config":{"name":"up","batch_input_shape":[null,null,null,1],"filters":2,"kernel_size":[2,2],
     "strides":[2,2],"padding":"same","use_bias":true,"activation":"relu","data_format":"channels_last"}},
    {"class_name":"PixelShuffle2x","config":{"name":"shuffle"}}]}}},
    "weightsManifest":[{"paths":["w1","w2"],"weights":[
     {"name":"up/kernel","shape":[2,2,2,1],"dtype":"float32","quantization":{"dtype":"uint8","scale":0.5,"min":-1}},
     {"name":"up/bias","shape":[2],"dtype":"float32"}]}]})";
  const TemporaryFolder folder;
  folder.file("w1", std::string("\0\1\2\3\4\5", 6));
  folder.file("w2", "\6\7" + raw_values<float>({10, 20}));
  const Network n = read_network(folder.file("model.json", json));
  EXPECT_EQ(n.format, "TF.js");
  EXPECT_EQ(n.inputs[0].shape, (Dims{-1, 1, -1, -1}));
  ASSERT_EQ(n.nodes.size(), 3u);
  EXPECT_EQ(n.nodes[0].op, "ConvTranspose");
  EXPECT_EQ(n.nodes[2].op, "DepthToSpace");
  // [kh, kw, out, in] became [in, out, kh, kw]; q / 2 - 1.
  EXPECT_EQ(n.weights.at("up/kernel").shape, (Dims{1, 2, 2, 2}));
  EXPECT_THAT(reals(n.weights.at("up/kernel")), ElementsAre(-1, 0, 1, 2, -0.5f, 0.5f, 1.5f, 2.5f));
  const Array y = Evaluator(n).run({{n.inputs[0].name, real_array({1, 1, 1, 1}, {2})}},
                                   {.until = "up", .budget = {}, .progress = {}, .seen = {}});
  EXPECT_THAT(reals(y), ElementsAre(8, 10, 12, 14, 19, 21, 23, 25));
  folder.file("w2", "\6");
  try {
    read_network(folder / "model.json");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                HasSubstr("'up/kernel' says 2 × 2 × 2 × 1 and the files of weights end before"));
  }
}

TEST(Hostile, ExtentsCostNoMemory) {
  OnnxModel model;
  model.inputs = {onnx_value("x", {1, 1, 1 << 30, 1 << 30})};
  model.nodes = {onnx_node("cut", "Slice", {"x"}, {"y"}, {onnx_ints("starts", {0}), onnx_ints("ends", {1})})};
  const Network n = read(model.bytes());
  try {
    Evaluator(n).sizes(input_shapes(n, {}));
    ADD_FAILURE() << "accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "network: layer 'cut' (Slice): gets an axis of 1073741824 cells (16777216 at most)");
  }
}

TEST(Hostile, AZeroHidesNoOtherExtents) {
  constexpr Index kLong = Index{1} << 40;
  EXPECT_EQ(count_of({5, 0, kLong}), 0);
  EXPECT_EQ(count_of({3, 4}), 12);
  for (const Dims& shape : {Dims{0, kLong, kLong}, Dims{kLong, 0, kLong}, Dims{kLong, kLong, 0}}) try {
      count_of(shape);
      ADD_FAILURE() << "accepted";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("more than memory can address"));
    }
}

/// y of one layer; inputs named after places, the first of them x.
Array made_of(const std::string& op, const std::vector<Array>& inputs,
              std::map<std::string, Attribute, std::less<>> attributes = {}) {
  Network n;
  n.outputs = {{"y", {}}};
  Values feeds;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    names.push_back(std::string(1, static_cast<char>('x' + static_cast<char>(i % 3))) + std::to_string(i));
    n.inputs.push_back({names.back(), inputs[i].shape, inputs[i].type});
    feeds[names.back()] = inputs[i];
  }
  n.nodes = {{"layer", op, names, {"y"}, std::move(attributes)}};
  return Evaluator(n).run(feeds, {});
}

TEST(Layers, RefuseWholeNumbersWhereTheyTakeFloatingPoint) {
  const Array x = real_array({1, 2, 2}, {1, 2, 3, 4}), whole = whole_array({1, 2, 2}, {1, 2, 3, 4}),
              pair = real_array({2}, {1, 1}), wholes = whole_array({2}, {1, 1}, Element::boolean);
  const auto refuses = [](const std::string& op, const std::vector<Array>& inputs) {
    SCOPED_TRACE(op);
    try {
      made_of(op, inputs, {{"num_groups", Index{2}}});
      ADD_FAILURE() << "accepted";
    } catch (const Error& error) {
      EXPECT_STREQ(error.what(),
                   ("network: layer 'layer' (" + op + "): has whole numbers (floating point)").c_str());
    }
  };
  for (const std::string op : {"InstanceNormalization", "GroupNormalization", "LayerNormalization"}) {
    refuses(op, {whole, pair, pair});
    refuses(op, {x, wholes, pair});
    refuses(op, {x, pair, wholes});
  }
  refuses("Softmax", {whole});
  refuses("BatchNormalization", {whole, pair, pair, pair, pair});
  refuses("BatchNormalization", {x, pair, pair, wholes, pair});
  refuses("Conv", {x, real_array({2, 2, 1}, {1, 1, 1, 1}), wholes});
  const Array square = whole_array({2, 2}, {1, 2, 3, 4});  // products take them
  EXPECT_THAT(made_of("Gemm", {square, square, wholes}).reals(), ::testing::ElementsAre(8, 11, 16, 23));
}

TEST(OwnNetworks, AreLaidOutAndHaveNoWeights) {
  const Network n =
      read(R"({"convscope-network": 1, "name": "two", "input": [8, 8], "channels": 3, "layers": [
    {"name": "a", "channels": 4, "kernel": 3, "padding": 1, "activation": "relu"},
    {"name": "b", "kind": "transposed", "channels": 2, "kernel": 4, "stride": 2, "padding": 1, "skip": "a"}]})");
  EXPECT_EQ(n.format, "ConvScope");
  const Evaluator evaluator(n);
  const Values sizes = evaluator.sizes(input_shapes(n, {}));
  EXPECT_EQ(sizes.at("b").shape, (Dims{1, 2, 16, 16}));
  EXPECT_EQ(n.weights.at("b.weight").shape, (Dims{8, 2, 4, 4}));
  EXPECT_THROW(evaluator.run({{"input", real_array({1, 3, 1, 1}, {1, 2, 3})}}, {}), Error);
}

}  // namespace
}  // namespace convscope
