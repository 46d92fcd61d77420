#include "core/ops/activation.hpp"

#include <cmath>

#include "core/base/names.hpp"

namespace convscope {

namespace {
constexpr Names<Activation, 5> kNames{"activation", {"none", "relu", "leaky-relu", "sigmoid", "tanh"}};
double sigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}
}  // namespace

Activation parse_activation(std::string_view name) {
  return kNames.parse(name);
}

std::string_view to_string(Activation activation) {
  return kNames[activation];
}

double activate(Activation activation, double x) {
  switch (activation) {
    case Activation::relu:
      return x > 0 ? x : 0;
    case Activation::leaky_relu:
      return x > 0 ? x : kLeakySlope * x;
    case Activation::sigmoid:
      return sigmoid(x);
    case Activation::tanh:
      return std::tanh(x);
    case Activation::none:
      break;
  }
  return x;
}

double activation_derivative(Activation activation, double x) {
  switch (activation) {
    case Activation::relu:
      return x > 0 ? 1 : 0;
    case Activation::leaky_relu:
      return x > 0 ? 1 : kLeakySlope;
    case Activation::sigmoid:
      return sigmoid(x) * (1 - sigmoid(x));
    case Activation::tanh:
      return 1 - std::tanh(x) * std::tanh(x);
    case Activation::none:
      break;
  }
  return 1;
}

Tensor<double> activate(Activation activation, const Tensor<double>& x) {
  Tensor<double> y = x;
  for (double& value : y.values()) value = activate(activation, value);
  return y;
}

Tensor<double> activation_gradient(Activation activation, const Tensor<double>& x,
                                   const Tensor<double>& gradient) {
  Tensor<double> out = gradient;
  for (Index i = 0; i < out.size(); ++i) out[i] *= activation_derivative(activation, x[i]);
  return out;
}

}  // namespace convscope
