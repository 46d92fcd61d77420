#include "core/scenario/derived.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/base/error.hpp"
#include "core/base/words.hpp"
#include "core/ops/convolve.hpp"

namespace convscope {

namespace {

double bytes_of(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), 8.0,
                         [](double product, Index extent) { return product * static_cast<double>(extent); });
}

/// Everything that the constructor allocates, before it does.
void check_memory(const Operator& op, Budget budget) {
  const Geometry& g = op.geometry;
  const double cells = bytes_of(g.pixel_tensor(1)) + bytes_of(g.window_tensor(1));
  require_memory(4 * cells + bytes_of(g.weights()), budget, "size");
}

}  // namespace

Operator checked_operator(const Scenario& s, Budget budget) {
  Operator op = make_operator(s.direction, s.size, s.layer, s.border);
  check_memory(op, budget);
  const auto channels = static_cast<std::size_t>(op.output_channels());
  if (!s.bias.empty() && s.bias.size() != 1 && s.bias.size() != channels)
    throw Error(
        "bias",
        fmt::format("{} for {}", counted(s.bias.size(), "value"), counted(channels, "output channel")),
        channels == 1 ? "one value" : fmt::format("one value, or {}", channels));
  return op;
}

Derived::Derived(Scenario scenario, Budget budget)
    : scenario_(std::move(scenario)),
      budget_(budget),
      op_(checked_operator(scenario_, budget)),
      input_(materialise_input(scenario_, op_)),
      weights_(materialise_weights(scenario_, op_)),
      upstream_(materialise_upstream(scenario_, op_)),
      linear_(forward(op_, input_, weights_)),
      output_(linear_) {
  const Index plane = element_count(op_.output_size());
  for (Index i = 0; i < output_.size(); ++i)
    output_[i] = activate(scenario_.activation, output_[i] + bias(i / plane));
}

double Derived::bias(Index output_channel) const {
  if (scenario_.bias.empty()) return 0;
  return scenario_.bias[scenario_.bias.size() == 1 ? 0 : static_cast<std::size_t>(output_channel)];
}

const Derived::Gradients& Derived::gradients() const {
  const std::scoped_lock lock(gradient_mutex_);
  if (!gradients_) {
    Gradients g;
    g.slope = linear_;
    const Index plane = element_count(op_.output_size());
    for (Index i = 0; i < g.slope.size(); ++i)
      g.slope[i] = activation_derivative(scenario_.activation, linear_[i] + bias(i / plane));
    g.linear = upstream_;
    for (Index i = 0; i < g.linear.size(); ++i) g.linear[i] *= g.slope[i];
    g.input = convscope::input_gradient(op_, g.linear, weights_);
    g.weights = convscope::weight_gradient(op_, input_, g.linear);
    g.bias = convscope::bias_gradient(g.linear);
    gradients_ = std::move(g);
  }
  return *gradients_;
}

const Tensor<double>& Derived::activation_slope() const {
  return gradients().slope;
}
const Tensor<double>& Derived::linear_gradient() const {
  return gradients().linear;
}
const Tensor<double>& Derived::input_gradient() const {
  return gradients().input;
}
const Tensor<double>& Derived::weight_gradient() const {
  return gradients().weights;
}
const Tensor<double>& Derived::bias_gradient() const {
  return gradients().bias;
}

const SparseMatrix& Derived::matrix() const {
  const std::scoped_lock lock(mutex_);
  if (!matrix_) {
    Operator conv = op_;
    conv.direction = Direction::convolution;
    matrix_ = matrix_of(conv, weights_, budget_);
  }
  return *matrix_;
}

const SparseMatrix& Derived::matrix_transposed() const {
  const std::scoped_lock lock(mutex_);
  if (!transposed_) {
    Operator turned = op_;
    turned.direction = Direction::transposed;
    transposed_ = matrix_of(turned, weights_, budget_);
  }
  return *transposed_;
}

std::shared_ptr<Drawn> Derived::drawn(std::shared_ptr<Drawn> (*make)()) const {
  const std::scoped_lock lock(mutex_);
  if (!drawn_) drawn_ = make();
  return drawn_;
}

}  // namespace convscope
