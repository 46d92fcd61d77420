// Sizes and crops in several frameworks: PyTorch and ONNX by themselves (tests/oracle/make_dialect_cases.py),
// TensorFlow, Keras and Caffe by their published formulas, written down again here and in
// tests/oracle/make_transposed_dialect_cases.py.
#include "core/geometry/dialects.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string_view>

#include "core/ops/operator.hpp"
#include "tests/core/geometry/layers.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::CaseLine;
using ::testing::ElementsAre;
using testing::expect_error;
using ::testing::HasSubstr;

struct Set {
  Index n, k, s, d, p, op;
};

Layer layer_of(const Set& x) {
  return testing::layer(x.k, x.s, x.p, x.d, x.op);
}

const DialectRow& row(const std::vector<DialectRow>& rows, std::string_view framework,
                      std::string_view setting) {
  for (const DialectRow& r : rows)
    if (r.framework == framework && r.setting == setting) return r;
  ADD_FAILURE() << "no row " << framework << " " << setting;
  return rows.front();
}
Index size_of(const DialectRow& r) {
  return r.output.empty() ? 0 : r.output[0];
}

TEST(Dialects, AgreeWithTheFrameworksOnThousandsOfSets) {
  Index compared = 0;
  for (const CaseLine& c : testing::case_lines("dialects.txt")) {
    const Set x{c.number("n"), c.number("k"), c.number("s"), c.number("d"), c.number("p"), c.number("op")};
    SCOPED_TRACE("n " + c.text("n") + " k " + c.text("k") + " s " + c.text("s") + " d " + c.text("d") +
                 " p " + c.text("p") + " op " + c.text("op"));
    const Index reach = x.d * (x.k - 1) + 1;
    Set plain = x;
    plain.op = 0;
    try {
      const auto rows = dialects(false, {x.n}, layer_of(plain));
      EXPECT_EQ(size_of(rows.front()), c.number("conv"));
      EXPECT_EQ(size_of(row(rows, "ONNX", "auto_pad=SAME_UPPER")), c.number("same"));
      EXPECT_EQ(size_of(row(rows, "ONNX", "auto_pad=SAME_LOWER")), c.number("same"));
      // ONNX's inference finds one window where the kernel is a little too large for any.
      EXPECT_EQ(size_of(row(rows, "ONNX", "auto_pad=VALID")), x.n >= reach ? c.number("valid") : 0);
      // tf.nn.convolution
      if (x.s == 1 || x.d == 1) {
        EXPECT_EQ(size_of(row(rows, "Keras", "padding='same'")), (x.n + x.s - 1) / x.s);
        EXPECT_EQ(size_of(row(rows, "Keras", "padding='valid'")),
                  x.n >= reach ? (x.n - reach + x.s) / x.s : 0);
        const Index total = std::max<Index>(((x.n + x.s - 1) / x.s - 1) * x.s + reach - x.n, 0);
        EXPECT_EQ(row(rows, "Keras", "padding='same'").sides[0], (Sides{total / 2, total - total / 2}));
      } else {
        EXPECT_EQ(size_of(row(rows, "Keras", "padding='same'")), 0);
      }
      ++compared;
    } catch (const Error&) {
      EXPECT_EQ(c.number("conv"), 0);
    }
    try {
      const auto rows = dialects(true, {x.n}, layer_of(x));
      EXPECT_EQ(size_of(rows.front()), c.number("tconv"));
      EXPECT_EQ(size_of(row(rows, "ONNX", "auto_pad=SAME_UPPER")), c.number("tsame"));
      EXPECT_EQ(size_of(row(rows, "ONNX", "auto_pad=VALID")), c.number("tvalid"));
      if (x.s == 1 || x.d == 1) {
        // Keras' deconv_output_length without output padding
        EXPECT_EQ(size_of(row(rows, "Keras", "padding='same'")), x.n * x.s);
        EXPECT_EQ(size_of(row(rows, "Keras", "padding='valid'")),
                  x.n * x.s + std::max<Index>(reach - x.s, 0));
        if (x.op > 0) {
          // ... and with it
          const std::string more = ", output_padding=" + std::to_string(x.op);
          const Index same = (x.n - 1) * x.s + reach - 2 * (reach / 2) + x.op;
          const Index valid = (x.n - 1) * x.s + reach + x.op;
          const bool legal = x.op < x.s;
          EXPECT_EQ(size_of(row(rows, "Keras", "padding='same'" + more)),
                    legal ? std::max<Index>(same, 0) : 0);
          EXPECT_EQ(size_of(row(rows, "Keras", "padding='valid'" + more)), legal ? valid : 0);
        }
      }
      // Caffe's deconv_layer
      const Index caffe = x.s * (x.n - 1) + reach - 2 * x.p;
      for (const DialectRow& r : rows) {
        if (r.framework == "Caffe") {
          EXPECT_EQ(size_of(r), std::max<Index>(caffe, 0));
        }
      }
      ++compared;
    } catch (const Error&) {
      EXPECT_EQ(c.number("tconv"), 0);
    }
  }
  EXPECT_GT(compared, 3500);
}

/// The size on one axis, 0 where there is none.
Index size_or_none(Index n, const Layer& layer) {
  try {
    return testing::pixels(n, layer);
  } catch (const Error&) {
    return 0;
  }
}

TEST(Dialects, KerasOutputPaddingNotGivenIsNotZero) {
  using Rule = Padding::Rule;
  Index compared = 0, other = 0;
  for (const CaseLine& c : testing::case_lines("transposed_dialects.txt")) {
    if (c.name() != "keras") continue;
    const Index n = c.number("n"), k = c.number("k"), s = c.number("s"), d = c.number("d");
    const bool given = c.text("op") != "none";
    const std::optional<Index> op = given ? std::optional(c.number("op")) : std::nullopt;
    SCOPED_TRACE("n " + c.text("n") + " k " + c.text("k") + " s " + c.text("s") + " d " + c.text("d") +
                 " op " + c.text("op"));
    for (const auto& [rule, name] : {std::pair{Rule::valid, "valid"}, {Rule::same, "same"}}) {
      EXPECT_EQ(size_or_none(n, testing::ruled(k, s, d, rule, Dialect::keras, op)), c.number(name));
      if (s > 1 && d > 1) continue;  // Keras has no such layer
      Layer torch = testing::layer(k, s, 0, d, op);
      std::string setting = "padding='" + std::string(name) + "'";
      if (given) setting += ", output_padding=" + c.text("op");
      EXPECT_EQ(size_of(row(dialects(true, {n}, torch), "Keras", setting)), c.number(name)) << setting;
      if (op == 0)
        other += c.number(name) != size_or_none(n, testing::ruled(k, s, d, rule, Dialect::keras)) ? 1 : 0;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 720);
  EXPECT_GE(other, 100) << "sets where 0 is another size than none";
}

TEST(Dialects, OnnxPadsFollowFromSameAndOutputShapeWithOutputPadding) {
  using Rule = Padding::Rule;
  Index compared = 0;
  for (const CaseLine& c : testing::case_lines("transposed_dialects.txt")) {
    if (c.name() != "onnx") continue;
    const Index n = c.number("n"), k = c.number("k"), op = c.number("op");
    const std::string rule = c.text("auto_pad");
    Layer layer = testing::ruled(k, c.number("s"), c.number("d"),
                                 rule == "SAME_UPPER"   ? Rule::same
                                 : rule == "SAME_LOWER" ? Rule::same_lower
                                 : rule == "VALID"      ? Rule::valid
                                                        : Rule::numbers,
                                 Dialect::onnx, op);
    if (c.number("asked") > 0) layer.output_size = {c.number("asked")};
    SCOPED_TRACE("n " + c.text("n") + " k " + c.text("k") + " s " + c.text("s") + " d " + c.text("d") +
                 " op " + c.text("op") + " " + rule + " asked " + c.text("asked"));
    const Operator o = make_operator(Direction::transposed, {n}, layer);
    ASSERT_EQ(o.output_size(), Shape{c.number("size")});
    EXPECT_EQ(o.sides, parse_padding(c.text("pads")).sides);
    Tensor<double> x(Shape{1, 1, n}), w(Shape{1, 1, k});
    for (Index i = 0; i < n; ++i) x[i] = static_cast<double>(i + 1);
    w[0] = 1;
    for (Index i = 1; i < k; ++i) w[i] = 10 * w[i - 1];
    EXPECT_EQ(forward(o, x, w), c.tensor("y", {1, 1, c.number("size")}));
    ++compared;
  }
  EXPECT_EQ(compared, 600);
}

TEST(Dialects, RowsOfNumbersMd) {
  const auto rows = dialects(true, {3}, layer_of({3, 3, 2, 1, 0, 1}));
  EXPECT_EQ(row(rows, "ONNX", "auto_pad=SAME_UPPER, output_padding=1").output, Shape{6});
  EXPECT_EQ(row(rows, "ONNX", "auto_pad=VALID").output, Shape{7});
  EXPECT_EQ(row(rows, "ONNX", "auto_pad=VALID, output_padding=1").output, Shape{8});
  EXPECT_EQ(row(rows, "ONNX", "output_shape=8, output_padding=1").output, Shape{8});
  EXPECT_EQ(row(rows, "Keras", "padding='same'").output, Shape{6});
  EXPECT_EQ(row(rows, "Keras", "padding='same', output_padding=1").output, Shape{6});
  // Without an output padding of PyTorch's, Keras' 0 stands beside its none.
  const auto none = dialects(true, {3}, testing::layer(3, 2, 0));
  EXPECT_EQ(row(none, "Keras", "padding='same'").output, Shape{6});
  EXPECT_EQ(row(none, "Keras", "padding='same', output_padding=0").output, Shape{5});
  const auto small = dialects(true, {3}, testing::layer(2, 3, 0));
  EXPECT_EQ(row(small, "Keras", "padding='valid'").output, Shape{9});
  EXPECT_EQ(row(small, "Keras", "padding='valid', output_padding=0").output, Shape{8});
  EXPECT_EQ(row(small, "ONNX", "auto_pad=VALID").output, Shape{8});
  EXPECT_EQ(row(small, "ONNX", "auto_pad=SAME_UPPER").output, Shape{8}) << "pads are never negative";
  const auto even = dialects(true, {3}, testing::layer(2, 2, 0));
  const DialectRow& refused = row(even, "Keras", "padding='same', output_padding=0");
  EXPECT_EQ(refused.output, Shape{4});
  EXPECT_THAT(refused.note, HasSubstr("makes 2 of 4, not 3"));
}

TEST(Dialects, CaffesPoolingClipsBothAxesWhenOneIsPadded) {
  Layer layer;
  layer.kernel = {1, 3};
  layer.stride = {2};
  layer.padding.sides = {{0, 0}, {1, 1}};
  EXPECT_EQ(row(dialects(false, {32, 32}, layer), "Caffe", "Pooling pad=0,1").output, (Shape{16, 17}));
  layer.padding.sides = {{0, 0}};
  EXPECT_EQ(row(dialects(false, {32, 32}, layer), "Caffe", "Pooling pad=0").output, (Shape{17, 16}));
}

TEST(Dialects, KerasAndPyTorchAreOnePixelApart) {
  const auto rows = dialects(true, {4}, layer_of({4, 3, 2, 1, 1, 1}));
  EXPECT_EQ(rows.front().output, (Shape{8}));
  EXPECT_EQ(rows.front().sides[0], (Sides{1, 0}));
  const DialectRow& keras = row(rows, "Keras", "padding='same'");
  EXPECT_EQ(keras.output, (Shape{8}));
  EXPECT_EQ(keras.sides[0], (Sides{0, 1}));
  EXPECT_THAT(keras.shift, ElementsAre(1));
  EXPECT_EQ(row(rows, "ONNX", "output_shape=8").sides[0], (Sides{1, 0}));
  EXPECT_EQ(row(rows, "Caffe", "Deconvolution pad=1").output, (Shape{7}));
  EXPECT_THAT(row(rows, "Caffe", "Deconvolution pad=1").note, HasSubstr("no output padding"));
}

TEST(Dialects, TheShiftIsWhereTheValuesAre) {
  // Interior values of each row, moved by its shift, are PyTorch's.
  for (const Set x : {Set{6, 3, 2, 1, 1, 1}, Set{6, 4, 3, 1, 1, 0}, Set{7, 5, 1, 1, 2, 0}}) {
    const Layer torch = layer_of(x);
    Layer keras = torch;
    keras.output_padding = {};
    keras.padding.rule = Padding::Rule::same;
    keras.dialect = Dialect::keras;
    const auto rows = dialects(true, {x.n}, torch);
    const Index shift = row(rows, "Keras", "padding='same'").shift[0].value();
    const auto values = [&](const Layer& layer) {
      const Operator op = make_operator(Direction::transposed, {x.n}, layer);
      Tensor<double> in(Shape{1, 1, x.n}), w(op.geometry.weights());
      for (Index i = 0; i < in.size(); ++i) in[i] = static_cast<double>(i + 1);
      for (Index i = 0; i < w.size(); ++i) w[i] = static_cast<double>(10 * i + 1);
      return forward(op, in, w);
    };
    const Tensor<double> a = values(torch), b = values(keras);
    for (Index i = 0; i < a.size(); ++i)
      if (i + shift >= 0 && i + shift < b.size()) {
        EXPECT_EQ(a[i], b[i + shift]) << i;
      }
  }
}

TEST(Dialects, OfAStridedConvolution) {
  const auto rows = dialects(false, {6, 6}, layer_of({6, 3, 2, 1, 0, 0}));
  EXPECT_EQ(rows.front().output, (Shape{2, 2}));
  EXPECT_TRUE(row(rows, "PyTorch", "padding='same'").output.empty());
  EXPECT_EQ(row(rows, "Caffe", "Pooling pad=0").output, (Shape{3, 3}));
  EXPECT_EQ(row(rows, "Keras", "padding='same'").sides[1], (Sides{0, 1}));
  // One padding cell moves windows of stride 2 half way between the others.
  EXPECT_THAT(row(rows, "ONNX", "auto_pad=SAME_LOWER").shift, ElementsAre(std::nullopt, std::nullopt));
}

TEST(Dialects, EveryAxisHasAShiftOfItsOwn) {
  // Six rows: one padding cell at the end; seven columns: one at both ends.
  const auto rows = dialects(false, {6, 7}, layer_of({6, 3, 2, 1, 0, 0}));
  EXPECT_THAT(row(rows, "Keras", "padding='same'").shift, ElementsAre(0, std::nullopt));
  EXPECT_THAT(row(rows, "ONNX", "auto_pad=SAME_LOWER").shift, ElementsAre(std::nullopt, std::nullopt));
  EXPECT_TRUE(row(rows, "PyTorch", "padding='same'").shift.empty());
}

TEST(Dialects, RefusePaddingOfOneOfThem) {
  Layer layer;
  layer.padding.rule = Padding::Rule::same;
  expect_error(
      [&] { dialects(false, {5}, layer); },
      "padding: 'same' already belongs to a dialect (numbers, PyTorch's; the others are compared with "
      "them)");
  layer.padding = {Padding::Rule::numbers, {{1, 2}}};
  expect_error([&] { dialects(false, {5}, layer); },
               "padding: 1:2 is not PyTorch's (0 or more, the same at both ends)");
  Layer sized;
  sized.output_size = {8};
  expect_error([&] { dialects(true, {5}, sized); },
               "output-size: is not a part of every dialect (an output padding instead)");
}

}  // namespace
}  // namespace convscope
