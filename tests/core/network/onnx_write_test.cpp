// Models written with other weights: what stays, what changes, and what onnx itself says of them.
#include "core/network/onnx_write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/base/error.hpp"
#include "core/base/half.hpp"
#include "core/io/files.hpp"
#include "core/network/doctor.hpp"
#include "core/network/picture_run.hpp"
#include "core/network/stated_layers.hpp"
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
using testing::raw_values;
using testing::TemporaryFolder;

std::string path_of(const std::string& name) {
  return testing::in_tests("networks/") + name;
}

Network repaired_of(const Network& network, NetworkRepair how = NetworkRepair::phase_sums) {
  return repaired(network, Evaluator(network).sizes(input_shapes(network, {})), how);
}

/// What onnx's checker says, and what differs between two files but for their weights; nothing when all is
/// well.
std::string checked(const TemporaryFolder& folder, const std::string& before, const std::string& after) {
  folder.file("check.py", R"(import sys, onnx
models = [onnx.load(name) for name in sys.argv[1:] if name]
for model in models:
    onnx.checker.check_model(model)
if len(models) == 2:
    names = [set(t.name for t in model.graph.initializer) for model in models]
    for model in models:
        del model.graph.initializer[:]
        for node in model.graph.node:
            for i, name in enumerate(node.input):
                if name.endswith('.kept_mean'): node.input[i] = ''
            while node.input and not node.input[-1]: node.input.pop()
    if models[0] != models[1]: print('the graphs differ')
    if names[0] != {n for n in names[1] if not n.endswith('.kept_mean')}: print('the names differ')
)");
  const std::string command =
      "cd " + folder.path() + " && /usr/bin/python3 check.py '" + before + "' '" + after + "' > out 2>&1";
  const int status = std::system(command.c_str());
  return status == 0 ? folder.read("out") : "failed: " + folder.read("out");
}
bool has_onnx() {
  return std::system("/usr/bin/python3 -c 'import onnx' >/dev/null 2>&1") == 0;
}

TEST(OnnxWithWeights, IsTheSameFileWhereNothingHasChanged) {
  for (const char* name : {"fsrcnn-x3.onnx", "tconv-k3.onnx", "espcn-x2.onnx", "resize-x2.onnx"}) {
    const std::string bytes = read_file(path_of(name), "network");
    EXPECT_EQ(onnx_with_weights({path_of(name), bytes}, read_network(path_of(name))), bytes) << name;
  }
}

TEST(OnnxWithWeightsSlow, HoldsTheRepairedNetwork) {
  for (const char* name : {"fsrcnn-x3", "tconv-k3", "tconv-x2", "espcn-x2"})
    for (const NetworkRepair how : {NetworkRepair::phase_sums, NetworkRepair::order2}) {
      SCOPED_TRACE(name);
      const TemporaryFolder folder;
      const std::string model = path_of(std::string(name) + ".onnx");
      const Network original = read_network(model), made = repaired_of(original, how);
      const std::string file = folder.file("r.onnx", onnx_file(model, made));
      const Network again = read_network(file);
      ASSERT_EQ(again.weights.size(), made.weights.size());
      const Array input = array_input(path_of(std::string(name) + "-input.npy"), original, {});
      const Array right = run_on(Evaluator(made), input, {}), found = run_on(Evaluator(again), input, {}),
                  before = run_on(Evaluator(original), input, {});
      EXPECT_TRUE(std::ranges::equal(found.reals(), right.reals()));
      EXPECT_FALSE(std::ranges::equal(found.reals(), before.reals()));
      if (has_onnx()) {
        EXPECT_EQ(checked(folder, model, file), "");
      }
    }
}

TEST(OnnxWithWeights, KeepsTypesAndWhatItDoesNotKnow) {
  OnnxModel model = testing::transposed_model(4, 2, {});
  std::vector<std::uint16_t> halves;
  for (int i = 0; i < 16; ++i) halves.push_back(static_cast<std::uint16_t>(0x3c00 + 64 * i));  // 1 and above
  model.tensors = {onnx_tensor("w", {1, 1, 4, 4}, 10, raw_values(halves))};
  const std::string bytes = model.bytes() + testing::Message().bytes(6, "words of mine").str();
  const TemporaryFolder folder;
  const std::string file = folder.file("m.onnx", bytes);
  const Network original = read_network(file);
  const std::string written = onnx_file(file, repaired_of(original));
  EXPECT_THAT(written, HasSubstr("words of mine"));
  const Network again = read_network(folder.file("r.onnx", written));
  EXPECT_EQ(again.weights.at("w").type, Element::f16);
  EXPECT_FALSE(std::ranges::equal(again.weights.at("w").reals(), original.weights.at("w").reals()));
}

TEST(OnnxWithWeights, BringsInWhatLaysBeside) {
  testing::Message outside;
  for (const Index extent : {1, 1, 2, 2}) outside.whole(1, static_cast<std::uint64_t>(extent));
  outside.whole(2, 1).bytes(8, "w").bytes(13,
                                          testing::Message().bytes(1, "location").bytes(2, "w.bin").str());
  outside.whole(14, 1);
  OnnxModel model = testing::transposed_model(2, 2, {});
  model.tensors = {outside.str()};
  const TemporaryFolder folder, other;
  folder.file("w.bin", raw_values<float>({1, 2, 3, 4}));
  const std::string file = folder.file("m.onnx", model.bytes());
  const Network read = read_network(other.file("r.onnx", onnx_file(file, read_network(file))));
  EXPECT_THAT(std::vector<float>(read.weights.at("w").reals().begin(), read.weights.at("w").reals().end()),
              ::testing::ElementsAre(1, 2, 3, 4));
}

TEST(OnnxWithWeights, ChangesNodesThatMakeWeights) {
  OnnxModel model = testing::transposed_model(2, 2, {});
  model.tensors.clear();
  const std::string value = testing::Message()
                                .bytes(1, "value")
                                .bytes(5, onnx_tensor("", {1, 1, 2, 2}, {1, 2, 3, 6}))
                                .whole(20, 4)
                                .str();
  model.nodes.insert(model.nodes.begin(), onnx_node("w maker", "Constant", {}, {"w"}, {value}));
  const TemporaryFolder folder;
  const std::string file = folder.file("m.onnx", model.bytes());
  const Network read = read_network(folder.file("r.onnx", onnx_file(file, repaired_of(read_network(file)))));
  for (const float tap : read.weights.at("w").reals()) EXPECT_NEAR(tap, 3, 1e-6);
}

TEST(OnnxWithWeights, RefusesAFileThatHasBecomeAnother) {
  const TemporaryFolder folder;
  const std::string file = folder.file("m.onnx", testing::transposed_model(2, 2, {1, 2, 3, 4}).bytes());
  const Network network = read_network(path_of("tconv-k3.onnx"));
  EXPECT_THROW(onnx_file(file, network), Error);
}

TEST(OnnxFileSlow, OfStatedLayersAndOfTensorflow) {
  const TemporaryFolder folder;
  Network stated = read_network(path_of("fsrcnn-x3.pth"));
  try {
    onnx_file(path_of("fsrcnn-x3.pth"), stated);
    ADD_FAILURE() << "accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "output: a PyTorch file has weights and no graph (.safetensors, or what its weights are: "
                 "--as LAYERS)");
  }
  state_layers(stated, "up.weight = tconv s3 p4 op2");
  const std::string layers = folder.file("s.onnx", onnx_file(path_of("fsrcnn-x3.pth"), stated));
  EXPECT_EQ(read_network(layers).nodes.at(0).op, "ConvTranspose");
  folder.file("w.bin", raw_values<float>(std::vector<float>(18, 0.5F)));
  const std::string keras = folder.file("model.json",
                                        R"({"modelTopology":{"class_name":"Sequential","config":{"layers":[
      {"class_name":"ZeroPadding2D","config":{"name":"p","padding":[1,1],"batch_input_shape":[null,null,null,2]}},
      {"class_name":"Conv2DTranspose","config":{"name":"up","filters":1,"kernel_size":[3,3],"strides":[2,2],
       "padding":"same","use_bias":false}},
      {"class_name":"ReLU","config":{"name":"six","max_value":6}},
      {"class_name":"UpSampling2D","config":{"name":"more","size":[2,2]}}]}},
      "weightsManifest":[{"paths":["w.bin"],"weights":[{"name":"up/kernel","shape":[3,3,1,2],"dtype":"float32"}]}]})");
  const Network network = read_network(keras);
  const std::string file = folder.file("k.onnx", onnx_file(keras, network));
  const Network again = read_network(file);
  const Values feeds = input_shapes(network, Shape{6, 6});
  Values values;
  for (const auto& [name, shape] : feeds) {
    UnfilledVector<float> reals;
    for (Index i = 0; i < count_of(shape.shape); ++i) reals.push_back(static_cast<float>(i % 7));
    values[name] = real_array(shape.shape, std::move(reals));
  }
  const Array right = Evaluator(network).run(values, {}), found = Evaluator(again).run(values, {});
  EXPECT_EQ(found.shape, right.shape);
  EXPECT_TRUE(std::ranges::equal(found.reals(), right.reals()));
  if (!has_onnx()) GTEST_SKIP() << "no onnx";
  EXPECT_EQ(checked(folder, "", layers), "");
  EXPECT_EQ(checked(folder, "", file), "");
}

TEST(Half, IsRoundedToTheNearest) {
  for (int bits = 0; bits < 0x7c00; ++bits) {
    const Half half{static_cast<std::uint16_t>(bits)};
    ASSERT_EQ(half_of(static_cast<float>(half)).bits, bits);
    ASSERT_EQ(half_of(-static_cast<float>(half)).bits, bits | 0x8000);
    if (bits == 0x7bff) continue;
    // Half way between two: the even one.
    const float next = static_cast<float>(Half{static_cast<std::uint16_t>(bits + 1)});
    ASSERT_EQ(half_of((static_cast<float>(half) + next) / 2).bits, bits % 2 == 0 ? bits : bits + 1);
  }
  EXPECT_EQ(half_of(65519).bits, 0x7bff);
  EXPECT_EQ(half_of(65520).bits, 0x7c00);
  EXPECT_EQ(half_of(std::numeric_limits<float>::quiet_NaN()).bits & 0x7c00, 0x7c00);
  EXPECT_EQ(brain_half_of(1).bits, 0x3f80);
  EXPECT_EQ(brain_half_of(1 + 0x1p-8F).bits, 0x3f80);
  EXPECT_EQ(brain_half_of(1 + 3 * 0x1p-8F).bits, 0x3f82);
}

}  // namespace
}  // namespace convscope
