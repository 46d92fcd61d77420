// Element-wise non-linearities and their derivatives.
#pragma once

#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

enum class Activation { none, relu, leaky_relu, sigmoid, tanh };

/// Slope of leaky ReLU below zero, PyTorch's default.
inline constexpr double kLeakySlope = 0.01;

/// "none", "relu", "leaky-relu", "sigmoid", "tanh". Errors: Error("activation", ...).
Activation parse_activation(std::string_view name);
std::string_view to_string(Activation activation);

double activate(Activation activation, double x);
/// At x = 0 the ReLU has derivative 0 and the leaky one its slope, as in PyTorch.
double activation_derivative(Activation activation, double x);

/// Element by element.
Tensor<double> activate(Activation activation, const Tensor<double>& x);
/// gradient * derivative(x): the backward pass, which is also the adjoint of the linearisation at x.
Tensor<double> activation_gradient(Activation activation, const Tensor<double>& x,
                                   const Tensor<double>& gradient);

}  // namespace convscope
