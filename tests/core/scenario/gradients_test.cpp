// The backward pass of a scenario, held against the definition of a derivative.
#include <gtest/gtest.h>

#include <cmath>

#include "core/scenario/derived.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/json.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using testing::expect_error;

std::vector<double> list(const Tensor<double>& t) {
  return {t.values().begin(), t.values().end()};
}

/// The loss whose gradient with respect to the output is the scenario's upstream gradient.
double loss(const Scenario& scenario) {
  const Derived d(scenario);
  double sum = 0;
  for (Index i = 0; i < d.output().size(); ++i) sum += d.upstream()[i] * d.output()[i];
  return sum;
}

/// (L(+h) - L(-h)) / 2h for a cell that `change` sets.
template <class Change>
double slope(double now, double h, Change&& change) {
  return (loss(change(now + h)) - loss(change(now - h))) / (2 * h);
}

void expect_slopes(std::string_view spec, double h, double tolerance) {
  SCOPED_TRACE(std::string(spec));
  Scenario s = parse_spec(spec);
  if (s.bias.empty()) s.bias.assign(static_cast<std::size_t>(s.output_channels()), 0.0);
  const Derived d(s);
  for (Index i = 0; i < d.input().size(); ++i)
    EXPECT_NEAR(d.input_gradient()[i],
                slope(d.input()[i], h, [&](double v) { return with_input_cell(s, d.input(), i, v); }),
                tolerance)
        << "input " << i;
  for (Index i = 0; i < d.weights().size(); ++i)
    EXPECT_NEAR(d.weight_gradient()[i],
                slope(d.weights()[i], h, [&](double v) { return with_kernel_cell(s, d.weights(), i, v); }),
                tolerance)
        << "weight " << i;
  ASSERT_EQ(d.bias_gradient().size(), s.output_channels());
  for (Index i = 0; i < d.bias_gradient().size(); ++i)
    EXPECT_NEAR(d.bias_gradient()[i],
                slope(d.bias(i), h,
                      [&](double v) {
                        Scenario out = s;
                        out.bias[static_cast<std::size_t>(i)] = v;
                        return out;
                      }),
                tolerance)
        << "bias " << i;
}

// A linear layer's loss is linear in each cell: whole numbers make the quotient exact.
TEST(Gradients, AreTheSlopesOfTheLossExactly) {
  for (std::string_view spec :
       {"conv 5 k3 w=ramp up=ramp", "tconv 4 k3 s2 p1 op1 w=ramp up=random:1",
        "conv 4x5 k3x2 s2x1 p1 w=arange up=random:2", "tconv 3x3 k3 s2 p1 op1 w=ramp up=arange",
        "conv 4x4 k3 p1 c2>4 g2 in=random:1 w=ramp up=random:3", "tconv 3 k2 s2 c4>2 g2 w=ramp up=ramp",
        "conv 5x4 k3 p1 w=ramp border=reflect up=random:4", "tconv 4x4 k3 p1 w=ramp border=circular up=ramp",
        "conv 6 k2 d2 p-1:0 w=ramp up=ramp", "conv 3x3x3 k2 w=ramp up=ramp"})
    expect_slopes(spec, 1, 0);
}

// Central differences err by h² f'''/6 and by rounding over h; both are far below 1e-7 at h = 1e-5.
TEST(Gradients, PassThroughTheActivation) {
  for (std::string_view spec : {"conv 5 k3 in=[1,-2,.5,3,-1] w=[.5,-.25,.1] b=[.1] act=tanh up=ramp",
                                "tconv 3x3 k2 in=random:1 w=random:2 act=sigmoid up=random:5",
                                "conv 4x4 k3 in=random:3 w=random:1 b=[.3] act=leaky-relu up=ramp",
                                "conv 4x4 k3 p1 c2>2 in=random:3 w=random:1 b=[.3,-.2] act=relu up=ramp"})
    expect_slopes(spec, 1e-5, 1e-7);
}

TEST(Gradients, AReluLetsNothingBackWhereItIsFlat) {
  const Derived d(parse_spec("conv 5 k3 w=[0,1,0] b=[-3] act=relu up=[5,6,7]"));
  EXPECT_EQ(list(d.activation_slope()), (std::vector<double>{0, 0, 1}));  // z = -1, 0, 1
  EXPECT_EQ(list(d.linear_gradient()), (std::vector<double>{0, 0, 7}));
  EXPECT_EQ(list(d.input_gradient()), (std::vector<double>{0, 0, 0, 7, 0}));
  EXPECT_EQ(list(d.weight_gradient()), (std::vector<double>{21, 28, 35}));
  EXPECT_EQ(list(d.bias_gradient()), (std::vector<double>{7}));
}

// The page of numbers: the backward pass of the textbook's transposed convolution.
TEST(Gradients, OfTheTextbooksTransposedConvolution) {
  const Derived d(parse_spec("tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3] up=arange"));
  EXPECT_EQ(list(d.upstream()), (std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(list(d.input_gradient()), (std::vector<double>{19, 25, 37, 43}));
  EXPECT_EQ(list(d.weight_gradient()), (std::vector<double>{19, 25, 37, 43}));
  EXPECT_EQ(list(d.bias_gradient()), (std::vector<double>{36}));
  EXPECT_EQ(loss(d.scenario()), 228);
}

// The page of numbers: a stride of 2 leaves its checkerboard in the backward pass.
TEST(Gradients, OfAStridedConvolutionAreUneven) {
  const Derived d(parse_spec("conv 7 k3 s2 w=ones"));
  EXPECT_EQ(list(d.input_gradient()), (std::vector<double>{1, 1, 2, 1, 2, 1, 1}));
}

TEST(Upstream, IsAWordAKeyAndAField) {
  const Scenario s = parse_spec("conv 3x3 k2 up=[1,2;3,4]");
  EXPECT_EQ(s.upstream.values, (std::vector<double>{1, 2, 3, 4}));
  EXPECT_EQ(spec_line(s), "conv 3x3 k2 up=[1,2;3,4]");
  EXPECT_EQ(spec_line(parse_spec("conv 3x3 k2 up=ones")), "conv 3x3 k2");
  EXPECT_EQ(scenario_from_json(to_json(s)), s);
  EXPECT_NE(to_json(s).find("\"upstream\": \"[1,2;3,4]\""), std::string::npos);
  EXPECT_EQ(with_field(s, "upstream", "random:3"), parse_spec("conv 3x3 k2 up=random:3"));
  EXPECT_EQ(Derived(parse_spec("conv 5 k3")).upstream(), Tensor<double>(Shape{1, 1, 3}, 1.0));
}

TEST(Upstream, OneChannelsListServesAll) {
  const Derived d(parse_spec("conv 3 k2 c1>2 up=[1,2]"));
  EXPECT_EQ(list(d.upstream()), (std::vector<double>{1, 2, 1, 2}));
}

TEST(Upstream, AListFollowsTheOutput) {
  const Scenario s = parse_spec("conv 4x4 k2 up=[1,2,3;4,5,6;7,8,9]");
  EXPECT_EQ(with_field(s, "kernel", "3").upstream.values, (std::vector<double>{1, 2, 4, 5}));
  EXPECT_EQ(with_field(s, "padding", "1").upstream.values.size(), 25U);
  EXPECT_NO_THROW(Derived{with_field(s, "stride", "2")});
  // An impossible geometry leaves the list as it was; the scenario is refused as a whole later.
  EXPECT_EQ(with_field(s, "kernel", "9").upstream, s.upstream);
}

TEST(Upstream, EditingACellMakesAList) {
  const Derived d(parse_spec("conv 4 k2"));
  EXPECT_EQ(spec_line(with_upstream_cell(d.scenario(), d.upstream(), 1, -4)), "conv 4 k2 up=[1,-4,1]");
}

TEST(Upstream, TurnsWithTheOperator) {
  EXPECT_EQ(turned(parse_spec("conv 5 k3 up=ramp")).upstream.name, "ramp");
  EXPECT_EQ(turned(parse_spec("conv 5 k3 up=[1,2,3]")).upstream, Scenario{}.upstream);
}

TEST(Upstream, RefusesWhatDoesNotFit) {
  expect_error([] { Derived(parse_spec("conv 4 k2 up=[1,2]")); },
               "upstream: 2 values for 3 cells (3 values)");
  expect_error([] { parse_spec("conv 4 k2 up=[1,x,2]"); },
               "upstream: 'x' is no number (decimals or fractions, as in [1,2;3/4,-0.5])");
  try {
    const Derived accepted(parse_spec("conv 4 k2 up=nonsense"));
    ADD_FAILURE() << accepted.upstream().size();
  } catch (const Error& error) {
    EXPECT_EQ(error.field(), "upstream");
    EXPECT_EQ(error.problem(), "'nonsense' is no pattern");
  }
  EXPECT_THROW(Derived(parse_spec("conv 4 k2 up=./missing.npy")), Error);
}

}  // namespace
}  // namespace convscope
