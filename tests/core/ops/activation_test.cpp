// Activations and their derivatives against PyTorch's.
#include "core/ops/activation.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/core/support/case_file.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

TEST(Activation, EqualsPyTorch) {
  const auto lines = testing::case_lines("activations.txt");
  ASSERT_EQ(lines.size(), 5u);
  for (const auto& line : lines) {
    const Activation activation = parse_activation(line.name());
    const auto x = line.numbers("x"), y = line.numbers("y"), derivative = line.numbers("derivative");
    ASSERT_EQ(x.size(), y.size());
    ASSERT_EQ(x.size(), derivative.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      // Exponential functions of two libraries may differ in the last bit or two (2^-52 = 2.2e-16 of a value
      // up to 1); the other activations are exact, but for the product with the leaky slope, which is rounded
      // alike.
      const bool curved = activation == Activation::sigmoid || activation == Activation::tanh;
      const double tolerance = curved ? 4.5e-16 : 0;
      EXPECT_NEAR(activate(activation, x[i]), y[i], tolerance) << line.name() << " of " << x[i];
      EXPECT_NEAR(activation_derivative(activation, x[i]), derivative[i], tolerance)
          << "derivative of " << line.name() << " at " << x[i];
    }
  }
}

TEST(Activation, OfATensorIsElementByElement) {
  const Tensor<double> x({1, 1, 4}, {-2, 0, 3, 0.5});
  EXPECT_EQ(activate(Activation::relu, x), Tensor<double>({1, 1, 4}, {0, 0, 3, 0.5}));
  EXPECT_EQ(activate(Activation::leaky_relu, x), Tensor<double>({1, 1, 4}, {-0.02, 0, 3, 0.5}));
  const Tensor<double> above({1, 1, 4}, {10, 20, 30, 40});
  EXPECT_EQ(activation_gradient(Activation::relu, x, above), Tensor<double>({1, 1, 4}, {0, 0, 30, 40}));
  EXPECT_EQ(activation_gradient(Activation::none, x, above), above);
}

TEST(Activation, DerivativesEqualDifferenceQuotients) {
  // Independent of any library: central differences are off by about h^2 = 1e-10 and by rounding, 1e-11.
  const double h = 1e-5;
  for (Activation a : {Activation::relu, Activation::leaky_relu, Activation::sigmoid, Activation::tanh})
    for (double x : {-4.0, -1.3, -0.2, 0.4, 1.0, 3.3})
      EXPECT_NEAR(activation_derivative(a, x), (activate(a, x + h) - activate(a, x - h)) / (2 * h), 1e-9)
          << to_string(a) << " at " << x;
}

TEST(Activation, NamesGoThereAndBack) {
  for (const char* name : {"none", "relu", "leaky-relu", "sigmoid", "tanh"})
    EXPECT_EQ(to_string(parse_activation(name)), name);
  testing::expect_error([] { parse_activation("gelu"); },
                        "activation: 'gelu' is not known (none, relu, leaky-relu, sigmoid or tanh)");
}

}  // namespace
}  // namespace convscope
