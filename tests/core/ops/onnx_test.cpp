// ONNX's own node tests of Conv and ConvTranspose: how the operators' attributes map to our layer.
// https://github.com/onnx/onnx/blob/main/docs/Operators.md (Conv, ConvTranspose)
#include <gmock/gmock.h>

#include "core/ops/convolve.hpp"
#include "core/ops/operator.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::CaseLine;

Layer layer_of(const CaseLine& line, const Shape& x, const Shape& w) {
  Layer layer;
  layer.dialect = Dialect::onnx;
  layer.kernel = w.tail(2);
  if (line.has("strides")) layer.stride = line.shape("strides");
  if (line.has("dilations")) layer.dilation = line.shape("dilations");
  if (line.has("output_padding")) layer.output_padding = line.shape("output_padding");
  if (line.has("output_shape")) layer.output_size = line.shape("output_shape");
  const std::string rule = line.text("auto_pad", "NOTSET");
  layer.padding.rule = rule == "SAME_UPPER"   ? Padding::Rule::same
                       : rule == "SAME_LOWER" ? Padding::Rule::same_lower
                       : rule == "VALID"      ? Padding::Rule::valid
                                              : Padding::Rule::numbers;
  if (line.has("pads")) {  // all beginnings, then all ends
    const std::size_t rank = x.rank() - 2;
    std::vector<Index> pads;
    for (std::string_view piece : split(line.text("pads"), 'x')) pads.push_back(parse_index(piece).value());
    layer.padding.sides.clear();
    for (std::size_t axis = 0; axis < rank; ++axis)
      layer.padding.sides.push_back({pads[axis], pads[axis + rank]});
  }
  const Index groups = line.has("group") ? line.number("group") : 1;
  const bool transposed = line.text("op") == "ConvTranspose";
  layer.channels = {w[0], transposed ? w[1] * groups : x[1], groups};
  return layer;
}

TEST(Onnx, NodeTestsOfConvAndConvTranspose) {
  const std::vector<CaseLine> lines = testing::case_lines("onnx.txt");
  int conv = 0, transposed = 0;
  for (const CaseLine& line : lines) {
    SCOPED_TRACE(line.name());
    const Tensor<double> x = line.tensor("x", line.shape("x_shape"));
    const Tensor<double> w = line.tensor("w", line.shape("w_shape"));
    const Tensor<double> expected = line.tensor("y", line.shape("y_shape"));
    const bool is_conv = line.text("op") == "Conv";
    (is_conv ? conv : transposed) += 1;
    const Operator op = make_operator(is_conv ? Direction::convolution : Direction::transposed,
                                      x.shape().tail(2), layer_of(line, x.shape(), w.shape()));
    ASSERT_EQ(op.geometry.weights(), w.shape());
    Tensor<double> y = forward(op, x, w);
    if (line.has("b")) add_bias(y, std::span<const double>(line.numbers("b")));
    EXPECT_EQ(y, expected);
  }
  EXPECT_EQ(conv, 6);
  EXPECT_EQ(transposed, 11);
}

}  // namespace
}  // namespace convscope
