// convscope apply on files, against numbers.md.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/npy.hpp"
#include "core/tensor/patterns.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/core/io/npy_bytes.hpp"
#include "tests/core/support/print.hpp"
#include "tests/core/support/random_layer.hpp"

namespace convscope {
namespace {

using testing::npy;
using testing::ProgramRun;
using testing::raw;
using testing::TemporaryFolder;
using testing::words;

class Apply : public ::testing::Test {
 protected:
  void save(const std::string& name, const Shape& shape, std::vector<double> values) const {
    folder.file(name, npy_bytes(Tensor<double>(shape, std::move(values))));
  }
  Tensor<double> apply(const std::string& arguments) const {
    const ProgramRun outcome = testing::convscope(folder, words("apply " + arguments + " -o y.npy --quiet"));
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.out, "");
    return outcome.status == 0 ? read_npy(folder / "y.npy", "y") : Tensor<double>();
  }
  TemporaryFolder folder;
};

TEST_F(Apply, Convolution) {
  save("x", {1, 1, 3, 3}, {0, 1, 2, 3, 4, 5, 6, 7, 8});
  save("w", {1, 1, 2, 2}, {1, 2, 3, 4});
  EXPECT_EQ(apply("conv --input x --weight w"), Tensor<double>({1, 1, 2, 2}, {27, 37, 57, 67}));
}

TEST_F(Apply, ConvolutionWithStrideAndPadding) {
  save("x", {1, 1, 5, 5}, {3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1});
  save("w", {1, 1, 3, 3}, {0, 1, 2, 2, 2, 0, 0, 1, 2});
  const Tensor<double> expected({1, 1, 3, 3}, {6, 17, 3, 8, 17, 13, 6, 4, 4});
  EXPECT_EQ(apply("conv --input x --weight w --stride 2 --padding 1"), expected);
  EXPECT_EQ(apply("conv --input x --weight w --stride=2,2 --padding=1:1,1:1"), expected);
}

TEST_F(Apply, TransposedConvolution) {
  save("x", {1, 1, 2, 2}, {0, 1, 2, 3});
  EXPECT_EQ(apply("conv-transpose --input x --weight x"),
            Tensor<double>({1, 1, 3, 3}, {0, 0, 1, 0, 4, 6, 4, 12, 9}));
  EXPECT_EQ(apply("conv-transpose --input x --weight x --padding 1"),
            Tensor<double>({1, 1, 1, 1}, std::vector<double>{4}));
  EXPECT_EQ(apply("conv-transpose --input x --weight x --stride 2"),
            Tensor<double>({1, 1, 4, 4}, {0, 0, 0, 1, 0, 0, 2, 3, 0, 2, 0, 3, 4, 6, 6, 9}));
}

TEST_F(Apply, Dialects) {
  save("x", {1, 1, 4}, {1, 2, 3, 4});
  save("w", {1, 1, 3}, {1, 10, 100});
  EXPECT_EQ(apply("conv-transpose --input x --weight w --stride 2 --padding same --dialect keras"),
            Tensor<double>({1, 1, 8}, {1, 10, 102, 20, 203, 30, 304, 40}));
  const Tensor<double> pytorch({1, 1, 8}, {10, 102, 20, 203, 30, 304, 40, 400});
  EXPECT_EQ(apply("conv-transpose --input x --weight w --stride 2 --padding 1 --output-padding 1"), pytorch);
  EXPECT_EQ(apply("conv-transpose --input x --weight w --stride 2 --padding 1 --output-size 8"), pytorch);
}

TEST_F(Apply, Gradients) {
  // numbers.md: backward of the transposed convolution of [[0,1],[2,3]] with itself, upstream 0..8.
  save("x", {1, 1, 2, 2}, {0, 1, 2, 3});
  save("gy", {1, 1, 3, 3}, {0, 1, 2, 3, 4, 5, 6, 7, 8});
  const Tensor<double> expected({1, 1, 2, 2}, {19, 25, 37, 43});
  EXPECT_EQ(apply("conv-transpose-input-grad --grad-output gy --weight x --input-size 2"), expected);
  EXPECT_EQ(apply("conv-transpose-weight-grad --grad-output gy --input x --kernel-size 2,2"), expected);
  // A strided convolution's backward pass has the checkerboard: upstream all ones, n = 7.
  save("ones", {1, 1, 3}, {1, 1, 1});
  EXPECT_EQ(apply("conv-input-grad --grad-output ones --weight ones --stride 2 --input-size 7"),
            Tensor<double>({1, 1, 7}, {1, 1, 2, 1, 2, 1, 1}));
  EXPECT_EQ(apply("conv-input-grad --grad-output ones --weight ones --stride 2 --input-size 1,1,7"),
            Tensor<double>({1, 1, 7}, {1, 1, 2, 1, 2, 1, 1}));
  save("ramp", {1, 1, 5}, {1, 2, 3, 4, 5});
  EXPECT_EQ(apply("conv-weight-grad --grad-output ones --input ramp --kernel-size 3"),
            Tensor<double>({1, 1, 3}, {6, 9, 12}));
}

TEST_F(Apply, WinogradIsNearTheSums) {
  const auto some = [](Index count) {
    std::vector<double> values;
    for (Index i = 0; i < count; ++i) values.push_back(static_cast<double>(i * 37 % 23) / 16 - .5);
    return values;
  };
  save("x", {2, 3, 9, 7}, some(Index{2} * 3 * 9 * 7));
  save("w", {3, 3, 3, 3}, some(81));
  save("b", {3}, {1, 2, 3});
  for (const std::string op :
       {"conv --input x --weight w --padding 1 --bias b",
        "conv --input x --weight w --padding 1 --padding-mode reflect", "conv-transpose --input x --weight w",
        "conv-input-grad --grad-output x --weight w --padding 1 --input-size 9,7"}) {
    const Tensor<double> exact = apply(op), made = apply(op + " --fast winograd");
    ASSERT_EQ(made.shape(), exact.shape()) << op;
    EXPECT_NE(made, exact) << op;
    for (Index i = 0; i < made.size(); ++i) ASSERT_NEAR(made[i], exact[i], 1e-4) << op;
  }
}

TEST_F(Apply, BatchChannelsGroupsAndBias) {
  save("x", {2, 2, 1}, {1, 2, 3, 4});
  save("w", {2, 1, 1}, {10, 100});
  save("b", {2}, {0.5, 0.25});
  EXPECT_EQ(apply("conv --input x --weight w --groups 2 --bias b"),
            Tensor<double>({2, 2, 1}, {10.5, 200.25, 30.5, 400.25}));
}

TEST_F(Apply, BorderModes) {
  save("x", {1, 1, 3}, {1, 2, 3});
  save("w", {1, 1, 3}, {1, 1, 1});
  EXPECT_EQ(apply("conv --input x --weight w --padding 1 --padding-mode reflect"),
            Tensor<double>({1, 1, 3}, {5, 6, 7}));
  EXPECT_EQ(apply("conv --input x --weight w --padding 1 --padding-mode replicate"),
            Tensor<double>({1, 1, 3}, {4, 6, 8}));
  EXPECT_EQ(apply("conv --input x --weight w --padding same --padding-mode circular"),
            Tensor<double>({1, 1, 3}, {6, 6, 6}));
}

TEST_F(Apply, ReadsFortranOrderAndWholeNumbers) {
  folder.file("x", npy("<i4", "(1, 1, 2, 2)", raw<std::int32_t>({0, 2, 1, 3}), "True"));
  folder.file("w", npy("|u1", "(1, 1, 1, 1)", raw<std::uint8_t>({3})));
  EXPECT_EQ(apply("conv --input x --weight w"), Tensor<double>({1, 1, 2, 2}, {0, 3, 6, 9}));
}

TEST_F(Apply, PrintsTheShape) {
  save("x", {1, 1, 5}, {1, 2, 3, 4, 5});
  save("w", {1, 1, 3}, {1, 1, 1});
  const auto run = [&](const std::string& more) {
    return testing::convscope(folder, words("apply conv --input x --weight w -o y.npy " + more));
  };
  EXPECT_EQ(run("--json").out, "{\"output\":[1,1,3],\"file\":\"y.npy\"}\n");
  EXPECT_EQ(run("").out, "y.npy: 1 × 1 × 3\n");
  EXPECT_EQ(run("--quiet").out, "");
}

// The command line's plumbing - files, roles of channels, sizes - for any layer: what it computes is the
// core's business, tested there.
using ApplySlow = Apply;

TEST_F(ApplySlow, AgreesWithTheCoreOnRandomLayers) {
  testing::Dice dice(4);
  for (int i = 0; i < 25; ++i) {
    const testing::Case c = testing::random_case(dice);
    const Tensor<double> x = input_pattern(
        "random", with_channels(2, c.op.input_channels(), c.op.input_size()), static_cast<std::uint64_t>(i));
    const Tensor<double> w =
        kernel_pattern("random", c.op.geometry.weights(), static_cast<std::uint64_t>(i) + 1000);
    const Tensor<double> y = forward(c.op, x, w);
    folder.file("x.npy", npy_bytes(x));
    folder.file("w.npy", npy_bytes(w));
    folder.file("gy.npy", npy_bytes(y));
    const auto list = [](const Shape& shape) {
      std::string text;
      for (Index extent : shape) text += (text.empty() ? "" : ",") + std::to_string(extent);
      return text;
    };
    std::string options = " --stride " + list(c.layer.stride) + " --dilation " + list(c.layer.dilation) +
                          " --padding " + to_string(c.layer.padding) + " --groups " +
                          std::to_string(c.layer.channels.groups) + " --padding-mode " +
                          std::string(to_string(c.op.border.mode));
    if (c.op.transposed()) options += " --output-size " + list(c.op.output_size());
    const std::string op = c.op.transposed() ? "conv-transpose" : "conv";
    EXPECT_EQ(apply(op + " --input x.npy --weight w.npy" + options), y) << c;
    EXPECT_EQ(apply(op + "-input-grad --grad-output gy.npy --weight w.npy --input-size " +
                    list(c.op.input_size()) + options),
              input_gradient(c.op, y, w))
        << c;
    EXPECT_EQ(apply(op + "-weight-grad --grad-output gy.npy --input x.npy --kernel-size " +
                    list(c.op.geometry.taps()) + options),
              weight_gradient(c.op, x, y))
        << c;
  }
}

}  // namespace
}  // namespace convscope
