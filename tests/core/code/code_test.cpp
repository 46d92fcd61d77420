// Scripts for other frameworks are run by them and give our numbers, forward and backward. Where PyTorch is
// not installed, only those of NumPy are run.
#include "core/code/code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/base/error.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/places.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

constexpr const char* kSpecs[] = {
    "conv 5 k3",
    "conv 9 k3 s2 p1 d2 in=random:1 w=random:2",
    "conv 7 k2 s3",
    "conv 8 k3 p0:2 in=random:3 w=[1,2,4]",
    "conv 8 k3 s2 psame w=random:4 act=relu",
    "conv 9 k4 psame-lower w=random:4",
    "conv 9 k3 p-1:-2 w=random:4",
    "conv 9 k3 s2 p-1 border=circular in=random:5",
    "conv 6x7 k3x2 s2x1 p1x0 c2>4 g2 in=random:1 w=random:2 b=[1,2,3,4] act=leaky-relu up=random:3",
    "conv 6x6 k3 s2 d2 p2 c3>2 in=random:1 w=random:2",
    "conv 6x5 k3 p1 border=reflect in=random:1 w=random:2",
    "conv 6x5 k3 s2 p2:1 border=replicate c2>2 in=random:1 w=random:2 up=random:3",
    "conv 4x5x6 k2x3x2 s1x2x1 p1 in=random:1 w=random:2 up=random:3",
    "conv 4x4x4 k3 p1 border=circular in=random:1 w=random:2",
    "tconv 4 k3 s2 p1 op1 in=[1,2,3,4] w=[1,10,100]",
    "tconv 4 k3 s2",
    "tconv 4 k2 s3 op2 w=random:1",
    "tconv 5 k4 s2 p1:2 w=random:1 up=random:2",
    "tconv 5 k3 s2 p-1 w=random:1 up=random:2",
    "tconv 5 k3 s1 d3 p1 op2 w=random:1 up=random:2",
    "tconv 4 k3 s2 psame dialect=keras w=[1,10,100]",
    "tconv 4 k3 s2 psame dialect=onnx w=[1,10,100] act=sigmoid up=random:2",
    "tconv 3x4 k3x2 s2x3 p1x0 c4>6 g2 in=random:1 w=random:2 b=[1,2,3,4,5,6] act=tanh up=random:3",
    "tconv 3x3 k3 s2 d2 p1 op1 in=random:1 w=random:2 up=random:3",
    "tconv 3x4 k3 s2 p1 op1 border=reflect in=random:1 w=random:2 b=[7] up=random:3",
    "tconv 4x4 k3 p1 border=circular c2>2 in=random:1 w=random:2 up=random:3",
    "tconv 2x3x2 k3x2x3 s2x1x2 p1x0x1 op1x0x0 in=random:1 w=random:2 up=random:3",
    "tconv 3x3x3 k3 p1 border=replicate in=random:1 w=random:2 up=random:3",
};

Tensor<double> saved(const TemporaryFolder& folder, const std::string& name) {
  return read_npy(folder / name, "test");
}

void expect_near(const Tensor<double>& found, const Tensor<double>& right, double tolerance) {
  ASSERT_EQ(found.size(), right.size());
  for (Index i = 0; i < right.size(); ++i)
    ASSERT_NEAR(found[i], right[i], tolerance * (1 + std::abs(right[i]))) << "cell " << i;
}

TEST(CodeSlow, ScriptsGiveOurNumbers) {
  if (std::system("/usr/bin/python3 -c 'import numpy' >/dev/null 2>&1") != 0) GTEST_SKIP() << "no numpy";
  const bool all = std::system("/usr/bin/python3 -c 'import torch, onnx' >/dev/null 2>&1") == 0;
  const TemporaryFolder folder;
  std::vector<std::unique_ptr<const Derived>> scenarios;
  std::size_t scripts = 0;
  for (const char* spec : kSpecs) {
    SCOPED_TRACE(spec);
    scenarios.push_back(std::make_unique<const Derived>(parse_spec(spec)));
    for (const Framework& f : frameworks()) {
      if (!all && f.name != "numpy") continue;
      folder.file(std::to_string(scenarios.size()) + "-" + std::string(f.name) + ".py",
                  framework_code(*scenarios.back(), f));
      ++scripts;
    }
  }
  const std::string command = "cd " + testing::in_tests("core/code") +
                              " && PYTHONDONTWRITEBYTECODE=1 "
                              "/usr/bin/python3 run_scripts.py " +
                              folder.path() + " > " + folder / "out";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(folder.read("out"), std::to_string(scripts) + "\n");
  for (std::size_t i = 0; i < scenarios.size(); ++i)
    for (const Framework& f : frameworks()) {
      if (!all && f.name != "numpy") continue;
      SCOPED_TRACE(std::string(f.name) + ": " + kSpecs[i]);
      const Derived& d = *scenarios[i];
      const std::string stem = std::to_string(i + 1) + "-" + std::string(f.name);
      const bool single = f.name == "onnx";
      const Tensor<double> y = saved(folder, stem + "-y.npy");
      EXPECT_EQ(y.shape(), d.output().shape());
      expect_near(y, d.output(), single ? 1e-5 : 1e-12);
      if (single) continue;
      expect_near(saved(folder, stem + "-d-input.npy"), d.input_gradient(), 1e-12);
      expect_near(saved(folder, stem + "-d-weights.npy"), d.weight_gradient(), 1e-12);
      if (!d.scenario().bias.empty())
        expect_near(saved(folder, stem + "-d-bias.npy"), d.bias_gradient(), 1e-12);
    }
}

std::string script(std::string_view framework, const char* spec) {
  return framework_code(Derived(parse_spec(spec)), framework_named(framework));
}

TEST(Code, SpeaksEachFrameworksDialect) {
  const char* layer = "tconv 4x4 k3 s2 p1 op1 w=ones";
  EXPECT_THAT(
      script("pytorch", layer),
      HasSubstr("F.conv_transpose2d(x, w, None, stride=(2, 2), padding=(1, 1), output_padding=(1, 1))"));
  EXPECT_THAT(script("onnx", layer), HasSubstr("pads=[1, 1, 1, 1], group=1, output_padding=(1, 1)"));
  EXPECT_THAT(script("tensorflow", "tconv 4x4 k3 s2 psame dialect=keras"),
              HasSubstr("output_shape=(1, 8, 8, 1), strides=(2, 2), padding=\"SAME\""));
  EXPECT_THAT(script("tensorflow", "conv 9x9 k3 s2 psame"), HasSubstr("padding=\"SAME\""));
  EXPECT_THAT(script("tensorflow", "conv 9x9 k3 s2 p1"), HasSubstr("padding=\"SAME\""));
  EXPECT_THAT(script("tensorflow", "conv 8x8 k3 s2 p1"),
              HasSubstr("tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]])"));
  EXPECT_THAT(script("jax", layer), HasSubstr("padding=[(1, 2), (1, 2)]"));
  EXPECT_THAT(script("numpy", layer), HasSubstr("o = i * stride + j * dilation - padding"));
}

TEST(Code, ListsNumbersOnlyWhereTheyFollowNoPattern) {
  EXPECT_THAT(script("numpy", "conv 1000x1000 k3"), HasSubstr("np.arange(1, 1000001, dtype=float)"));
  EXPECT_THAT(script("numpy", "conv 5 k3 in=ones"), HasSubstr("x = np.full((1, 1, 5), 1, dtype=float)"));
  EXPECT_THAT(script("numpy", "conv 5 k3 in=[1,1/3,0,0,0]"), HasSubstr("0.3333333333333333,"));
  EXPECT_THROW(script("numpy", "conv 400x400 k3 in=random:1"), Error);
  EXPECT_THROW(framework_named("caffe"), Error);
}

}  // namespace
}  // namespace convscope
