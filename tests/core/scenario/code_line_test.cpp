// Layers as people write them in PyTorch, Keras, TensorFlow, JAX, Flax and ONNX. Sizes are those that the
// frameworks' documentation gives.
#include "core/scenario/code_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.hpp"
#include "core/ops/operator.hpp"
#include "core/scenario/json.hpp"
#include "core/scenario/spec_line.hpp"
#include "core/scenario/what.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

std::string read(const std::string& code, const char* present = "conv 8x8 k3") {
  return spec_line(scenario_from_code(code, parse_spec(present)).scenario);
}

TEST(CodeLines, ReadPyTorch) {
  EXPECT_EQ(read("nn.ConvTranspose2d(16, 33, 3, stride=2, padding=1)"), "tconv 8x8 k3 s2 p1 c16>33");
  EXPECT_EQ(read("self.up = torch.nn.ConvTranspose2d(1, 1, kernel_size=(4, 3), stride=(2, 1), "
                 "padding=(1, 0), output_padding=(1, 0))  # up"),
            "tconv 8x8 k4x3 s2x1 p1x0 op1x0");
  EXPECT_EQ(read("nn.ConvTranspose2d(2, 4, 3, 2, 1, 1, 2, False, 2)"), "tconv 8x8 k3 s2 p1 d2 op1 c2>4 g2");
  EXPECT_EQ(read("nn.Conv1d(1, 1, 3)"), "conv 8 k3");
  EXPECT_EQ(read("nn.Conv3d(1, 1, 3, padding='same')"), "conv 4x4x4 k3 psame");
  EXPECT_EQ(read("nn.Conv2d(3, 6, 3, 1, 1, 1, 3, True, 'reflect'),"),
            "conv 8x8 k3 p1 c3>6 g3 border=reflect");
  EXPECT_EQ(read("y = F.conv2d(x, w, None, stride=2, padding=1)", "conv 9x9 k5 w=gaussian"),
            "conv 9x9 k5 s2 p1 w=gaussian");
  EXPECT_EQ(read("F.conv_transpose1d(x, w, None, 2, 1, 1)", "conv 6 k3"), "tconv 6 k3 s2 p1 op1");
  EXPECT_EQ(read("nn.Conv2d(1, 1, 11, stride=4)"), "conv 15x15 k11 s4") << "8 x 8 is too small";
}

TEST(CodeLines, ReadKerasAndTensorFlow) {
  EXPECT_EQ(read("layers.Conv2DTranspose(4, 5, strides=2, padding=\"same\", use_bias=False)"),
            "tconv 8x8 k5 s2 psame c1>4 dialect=keras");
  EXPECT_EQ(read("tf.keras.layers.Conv2D(32, (3, 3), activation='relu', input_shape=(28, 28, 3))"),
            "conv 28x28 k3x3 c3>32 act=relu");
  EXPECT_EQ(read("Conv1D(2, 3, dilation_rate=2, padding='valid')"), "conv 8 k3 pvalid d2 c1>2");
  EXPECT_EQ(read("DepthwiseConv2D(3, depth_multiplier=2)", "conv 8x8 k3 c4>4"), "conv 8x8 k3 c4>8 g4");
  EXPECT_EQ(read("tf.nn.conv2d(x, w, strides=[1, 2, 2, 1], padding='SAME')"), "conv 8x8 k3 s2x2 psame");
  EXPECT_EQ(read("tf.nn.conv2d_transpose(x, w, [1, 16, 16, 1], 2, 'SAME')"),
            read("tf.nn.conv2d_transpose(x, w, output_shape=(1, 16, 16, 1), strides=2, padding='SAME')"));
}

/// JAX: SAME gives n s; VALID n s + max(k - s, 0); lhs_dilation is the stride, the padding the direct form's.
TEST(CodeLines, ReadJax) {
  const auto output = [](const std::string& code, const char* present = "conv 8x8 k3") {
    const Scenario s = scenario_from_code(code, parse_spec(present)).scenario;
    return make_operator(s.direction, s.size, s.layer, s.border).output_size();
  };
  EXPECT_EQ(output("lax.conv_transpose(x, w, (2, 2), 'SAME')"), (Shape{16, 16}));
  EXPECT_EQ(output("jax.lax.conv_transpose(x, w, (2, 2), 'VALID')"), (Shape{17, 17}));
  EXPECT_EQ(output("lax.conv_transpose(x, w, (3, 3), 'VALID')", "conv 8x8 k2"), (Shape{24, 24}));
  EXPECT_EQ(output("lax.conv_transpose(x, w, (2, 2), [(1, 2), (1, 2)])"), (Shape{16, 16}));
  EXPECT_EQ(read("lax.conv_general_dilated(x, w, (1, 1), [(1, 2), (1, 2)], lhs_dilation=(2, 2))"),
            "tconv 8x8 k3 s2x2 p1:0x1:0");
  EXPECT_EQ(read("lax.conv_general_dilated(x, w, (2, 2), 'SAME', feature_group_count=1)"),
            "conv 8x8 k3 s2x2 psame");
  EXPECT_EQ(read("nn.Conv(features=3, kernel_size=(3, 3), strides=2)"), "conv 8x8 k3x3 s2 psame c1>3");
  EXPECT_THAT(scenario_from_code("lax.conv_transpose(x, w, (2, 2), 'SAME')").note,
              HasSubstr("transpose_kernel"));
  EXPECT_EQ(scenario_from_code("lax.conv_transpose(x, w, (2,), 'SAME', transpose_kernel=True)").note, "");
}

TEST(CodeLines, ReadOnnx) {
  EXPECT_EQ(read("helper.make_node('Conv', ['x', 'w'], ['y'], kernel_shape=[3, 3], pads=[0, 1, 2, 1])"),
            "conv 8x8 k3x3 p0:2x1");
  EXPECT_EQ(
      read("onnx.helper.make_node(\"ConvTranspose\", inputs, outputs, kernel_shape=[4, 4], strides=[2, 2], "
           "auto_pad='SAME_UPPER')"),
      "tconv 8x8 k4x4 s2x2 psame dialect=onnx");
}

TEST(CodeLines, KeepWhatALineDoesNotSay) {
  EXPECT_EQ(read("nn.Conv2d(1, 1, 3)", "conv 12x7 k3 in=random:5 w=sobel-x"),
            "conv 12x7 k3 in=random:5 w=sobel-x");
  EXPECT_EQ(read("nn.Conv2d(1, 1, 5)", "conv 3x3 k3 in=[1,2,3;4,5,6;7,8,9] w=[1,2,3;4,5,6;7,8,9]"),
            "conv 6x6 k5");
}

TEST(CodeLines, SayWhatIsWrong) {
  const auto refuses = [](const std::string& code, const std::string& sentence) {
    EXPECT_FALSE(looks_like_code("conv 5 k3"));
    try {
      scenario_from_code(code);
      ADD_FAILURE() << code;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr(sentence));
    }
  };
  refuses("nn.Linear(3, 4)", "code: no layer is known in it");
  EXPECT_TRUE(looks_like_code("nn.Linear(3, 4)")) << "so that this is said where it is pasted";
  EXPECT_FALSE(looks_like_code("notes (2)"));
  refuses("nn.Conv2d(1, 1, 3", "code: the layer's bracket is not closed");
  refuses("nn.Conv2d(1, 1)", "code: kernel_size is missing");
  refuses("nn.Conv2d(cin, 1, 3)", "code: in_channels is cin, not a number");
  refuses("nn.Conv2d(1, 1, 3, stride=0)", "stride: 0 is too small");
  refuses("nn.Conv2d(1, 1, 3, padding='wide')", "code: padding is 'wide'");
  refuses("nn.Conv2d(1, 1, 3, strides=2)", "code: the layer has no argument 'strides' (in_channels, out");
  refuses("nn.Conv2d(3, 4, 3, groups=2)", "groups: 2 does not divide");
  refuses("nn.ConvTranspose1d(1, 1, 3, 2, 1, 5)", "output-padding: 5 is too");
  refuses("Conv2D(3)", "code: kernel_size is missing");
  refuses("F.conv2d(1, 2, 3, 4, 5, 6, 7, 8, 9)", "code: the layer has 9 arguments");
  refuses("lax.conv_general_dilated(x, w, (1, 1), [1, 2, 3, 4, 5], lhs_dilation=(2, 2))",
          "padding: 5 numbers for 2 axes (one number for all axes, or 2)");
  refuses("lax.conv_transpose(x, w, (2, 2, 2), (1, 2), transpose_kernel=True)",
          "padding: 2 numbers for 3 axes");
  refuses("make_node('Relu', ['x'], ['y'])", "code: 'relu' is no convolution");
}

TEST(CodeLines, KeepTheOutputSizeThatIsAskedFor) {
  const auto expect = [](const std::string& code, const Shape& size) {
    SCOPED_TRACE(code);
    const Scenario s = scenario_from_code(code).scenario;
    EXPECT_EQ(make_operator(s.direction, s.size, s.layer, s.border).output_size(), size);
    EXPECT_EQ(parse_spec(spec_line(s)), s);
    EXPECT_EQ(scenario_from_json(to_json(s)), s);
  };
  expect("tf.nn.conv2d_transpose(x, w, (1, 11, 12, 1), strides=2, padding='VALID')", {11, 12});
  expect("tf.nn.conv2d_transpose(x, w, (1, 9, 10, 1), strides=2, padding='SAME')", {9, 10});
  expect("tf.nn.conv2d_transpose(x, w, (7, 7))", {7, 7});
  expect(
      "make_node('ConvTranspose', ['x', 'w'], ['y'], kernel_shape=[3, 3], strides=[2, 2], output_shape=[12, "
      "10])",
      {12, 10});
}

TEST(CodeLines, AnOutputPaddingOfZeroIsNoneButForKeras) {
  EXPECT_EQ(spec_line(scenario_from_what("nn.ConvTranspose2d(1, 1, 3, 2, 0, 0)")), "tconv 5x5 k3 s2");
  EXPECT_EQ(spec_line(scenario_from_what("nn.ConvTranspose2d(1, 1, 3, output_padding=(0, 0))")),
            "tconv 5x5 k3");
  const Scenario zero = scenario_from_what("Conv2DTranspose(1, 3, strides=2, output_padding=0)");
  EXPECT_EQ(zero.layer.output_padding, Shape({0}));
  EXPECT_EQ(parse_spec(spec_line(zero)), zero);
}

TEST(CodeLines, NameAScenarioEverywhere) {
  EXPECT_EQ(spec_line(scenario_from_what("nn.ConvTranspose1d(1, 1, 4, stride=2, padding=1)")),
            "tconv 5 k4 s2 p1");
}

}  // namespace
}  // namespace convscope
