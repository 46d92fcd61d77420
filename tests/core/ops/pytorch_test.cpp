// Forward passes and all gradients against PyTorch's, exactly: the data are small whole numbers.
// tests/oracle/make_pytorch_cases.py says how the lines were made.
#include <gmock/gmock.h>

#include <numeric>

#include "core/ops/convolve.hpp"
#include "core/ops/operator.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::CaseLine;
using testing::small_integers;

struct Loaded {
  Operator op;
  Index batch;
  Shape input, output;
};

Loaded load(const CaseLine& line) {
  const bool transposed = line.name() == "tconv";
  const Index in = line.number("in"), out = line.number("out");
  Layer layer;
  layer.kernel = line.shape("kernel");
  layer.stride = line.shape("stride");
  layer.dilation = line.shape("dilation");
  layer.padding = parse_padding(line.text("padding"));
  layer.output_padding = line.shape("output_padding");
  layer.channels = {transposed ? in : out, transposed ? out : in, line.number("groups")};
  const Shape size = line.shape("size");
  return {make_operator(transposed ? Direction::transposed : Direction::convolution, size, layer,
                        parse_border(line.text("border"))),
          line.number("batch"), with_channels(line.number("batch"), in, size),
          with_channels(line.number("batch"), out, line.shape("output"))};
}

template <class T>
Tensor<T> as(const Tensor<double>& x) {
  return {x.shape(), std::vector<T>(x.values().begin(), x.values().end())};
}

template <class T>
void expect_equals_pytorch(const CaseLine& line, std::uint64_t n) {
  const Loaded c = load(line);
  ASSERT_EQ(with_channels(c.batch, c.op.output_channels(), c.op.output_size()), c.output);
  const Shape weights = c.op.geometry.weights();
  const auto x = as<T>(small_integers(c.input, 4 * n)), w = as<T>(small_integers(weights, 4 * n + 1));
  const auto b = as<T>(small_integers({c.output[1]}, 4 * n + 2));
  const auto above = as<T>(small_integers(c.output, 4 * n + 3));
  Tensor<T> y = forward(c.op, x, w);
  if (line.has("b_grad")) {
    add_bias(y, b.values());
    EXPECT_EQ(bias_gradient(above), as<T>(line.tensor("b_grad", {c.output[1]})));
  }
  EXPECT_EQ(y, as<T>(line.tensor("y", c.output)));
  EXPECT_EQ(input_gradient(c.op, above, w), as<T>(line.tensor("x_grad", c.input)));
  EXPECT_EQ(weight_gradient(c.op, x, above), as<T>(line.tensor("w_grad", weights)));
}

template <class T>
void expect_all_lines_equal_pytorch() {
  const std::vector<CaseLine> lines = testing::case_lines("pytorch.txt");
  ASSERT_GE(lines.size(), 400u);
  for (std::size_t n = 0; n < lines.size(); ++n) {
    SCOPED_TRACE("line " + std::to_string(n) + " of pytorch.txt");
    expect_equals_pytorch<T>(lines[n], n);
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(PyTorch, ForwardAndGradientsAreEqualInDouble) {
  expect_all_lines_equal_pytorch<double>();
}

TEST(PyTorch, ForwardAndGradientsAreEqualInFloat) {
  // All sums stay below 2^24, so that single precision is exact as well.
  expect_all_lines_equal_pytorch<float>();
}

TEST(PyTorch, TheLinesCoverEveryParameter) {
  std::map<std::string, int> count;
  for (const CaseLine& line : testing::case_lines("pytorch.txt")) {
    ++count[line.name() + std::to_string(line.shape("size").rank())];
    ++count[line.text("border")];
    count["groups"] += line.number("groups") > 1;
    count["bias"] += line.number("bias") == 1;
    count["batch"] += line.number("batch") > 1;
    const Shape op = line.shape("output_padding");
    count["output padding"] += std::accumulate(op.begin(), op.end(), Index{0}) > 0;
    count["same"] += line.text("padding") == "same";
    count["begin:end"] += line.text("padding").find(':') != std::string::npos;
  }
  for (const char* what :
       {"conv1", "conv2", "conv3", "tconv1", "tconv2", "tconv3", "zeros", "reflect", "replicate", "circular",
        "groups", "bias", "batch", "output padding", "same", "begin:end"})
    EXPECT_GE(count[what], 20) << what;
}

}  // namespace
}  // namespace convscope
