// Derivatives cell by cell, and of several arrays that are broadcast.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/network/adjoint.hpp"

namespace convscope {

namespace {

double number(const Call& call, std::string_view key, double otherwise) {
  return call.node.real(key, otherwise);
}

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

/// The slope times a derivative at each value.
template <class Derivative>
Arrays each(const AdjointCall& b, Derivative derivative) {
  Arrays out = b.none();
  if (!b.wants(0)) return out;
  UnfilledVector<float> values;
  const auto& x = b.call.in(0).reals();
  for (std::size_t i = 0; i < x.size(); ++i)
    values.push_back(static_cast<float>(static_cast<double>(b.slope().reals()[i]) *
                                        derivative(static_cast<double>(x[i]))));
  out[0] = real_array(b.call.in(0).shape, std::move(values));
  return out;
}

Arrays relu_slope(const AdjointCall& b) {
  return each(b, [](double x) { return x > 0 ? 1.0 : 0.0; });
}
Arrays leaky_slope(const AdjointCall& b) {
  return each(b, [a = number(b.call, "alpha", 0.01)](double x) { return x > 0 ? 1.0 : a; });
}
Arrays elu_slope(const AdjointCall& b) {
  return each(b, [a = number(b.call, "alpha", 1)](double x) { return x > 0 ? 1.0 : a * std::exp(x); });
}
Arrays selu_slope(const AdjointCall& b) {
  const double a = number(b.call, "alpha", 1.67326319217681884765625),
               g = number(b.call, "gamma", 1.05070102214813232421875);
  return each(b, [a, g](double x) { return g * (x > 0 ? 1.0 : a * std::exp(x)); });
}
Arrays sigmoid_slope(const AdjointCall& b) {
  return each(b, [](double x) { return logistic(x) * (1 - logistic(x)); });
}
Arrays hard_sigmoid_slope(const AdjointCall& b) {
  const double a = number(b.call, "alpha", 0.2), c = number(b.call, "beta", 0.5);
  return each(b, [a, c](double x) { return a * x + c > 0 && a * x + c < 1 ? a : 0; });
}
Arrays hard_swish_slope(const AdjointCall& b) {
  return each(b, [](double x) { return x <= -3 ? 0.0 : x >= 3 ? 1.0 : x / 3 + 0.5; });
}
Arrays tanh_slope(const AdjointCall& b) {
  return each(b, [](double x) { return 1 - std::tanh(x) * std::tanh(x); });
}
Arrays softplus_slope(const AdjointCall& b) {
  return each(b, [](double x) { return logistic(x); });
}
Arrays gelu_slope(const AdjointCall& b) {
  if (b.call.node.text("approximate", "none") == "tanh")
    return each(b, [](double x) {
      const double c = std::sqrt(2 / std::numbers::pi), t = std::tanh(c * (x + 0.044715 * x * x * x));
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * c * (1 + 3 * 0.044715 * x * x);
    });
  return each(b, [](double x) {
    return 0.5 * (1 + std::erf(x / std::numbers::sqrt2)) +
           x * std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
  });
}
Arrays exp_slope(const AdjointCall& b) {
  return each(b, [](double x) { return std::exp(x); });
}
Arrays sqrt_slope(const AdjointCall& b) {
  return each(b, [](double x) { return 0.5 / std::sqrt(x); });
}
Arrays abs_slope(const AdjointCall& b) {
  return each(b, [](double x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0; });
}
Arrays neg_slope(const AdjointCall& b) {
  return each(b, [](double) { return -1.0; });
}
Arrays step_slope(const AdjointCall& b) {
  return each(b, [](double) { return 0.0; });
}
Arrays erf_slope(const AdjointCall& b) {
  return each(b, [](double x) { return 2 * std::numbers::inv_sqrtpi * std::exp(-x * x); });
}
Arrays clip_slope(const AdjointCall& b) {
  constexpr double far = std::numeric_limits<double>::infinity();
  const double least = b.call.real("min", 1).value_or(-far), most = b.call.real("max", 2).value_or(far);
  return each(b, [least, most](double x) { return x >= least && x <= most ? 1.0 : 0.0; });
}

/// The gradient of each input that is wanted: slope * partial(values of all inputs in a cell, which of them).
template <class Partial>
Arrays broadcast(const AdjointCall& b, Partial partial) {
  const Dims& shape = b.slope().shape;
  std::vector<Array> wide;
  for (std::size_t i = 0; i < b.call.inputs.size(); ++i)
    wide.push_back(spread_to(as_reals(b.call.in(i)), shape));
  Arrays out = b.none();
  std::vector<double> cell(wide.size());
  for (std::size_t of = 0; of < wide.size(); ++of) {
    if (!b.wants(of)) continue;
    UnfilledVector<float> values(b.slope().reals().size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (std::size_t k = 0; k < wide.size(); ++k) cell[k] = static_cast<double>(wide[k].reals()[i]);
      values[i] = static_cast<float>(static_cast<double>(b.slope().reals()[i]) * partial(cell, of));
    }
    out[of] = summed_to(real_array(shape, std::move(values)), b.call.in(of).shape);
  }
  return out;
}

Arrays add_slope(const AdjointCall& b) {
  return broadcast(b, [](const std::vector<double>&, std::size_t) { return 1.0; });
}
Arrays sub_slope(const AdjointCall& b) {
  return broadcast(b, [](const std::vector<double>&, std::size_t of) { return of == 0 ? 1.0 : -1.0; });
}
Arrays mul_slope(const AdjointCall& b) {
  return broadcast(b, [](const std::vector<double>& x, std::size_t of) {
    double others = 1;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (i != of) others *= x[i];
    return others;
  });
}
Arrays div_slope(const AdjointCall& b) {
  return broadcast(b, [](const std::vector<double>& x, std::size_t of) {
    return of == 0 ? 1 / x[1] : -x[0] / (x[1] * x[1]);
  });
}
Arrays pow_slope(const AdjointCall& b) {
  return broadcast(b, [](const std::vector<double>& x, std::size_t of) {
    return of == 0 ? x[1] * std::pow(x[0], x[1] - 1) : std::pow(x[0], x[1]) * std::log(x[0]);
  });
}
/// Those that are largest, or smallest, share it.
template <bool kLargest>
Arrays extreme_slope(const AdjointCall& b) {
  return broadcast(b, [](const std::vector<double>& x, std::size_t of) {
    const double best = kLargest ? std::ranges::max(x) : std::ranges::min(x);
    return x[of] == best ? 1 / static_cast<double>(std::ranges::count(x, best)) : 0.0;
  });
}
Arrays prelu_slope(const AdjointCall& b) {
  return broadcast(b, [](const std::vector<double>& x, std::size_t of) {
    return of == 0 ? (x[0] > 0 ? 1 : x[1]) : std::min(x[0], 0.0);
  });
}

constexpr AdjointRow kRows[] = {
    {"Relu", relu_slope},
    {"LeakyRelu", leaky_slope},
    {"Elu", elu_slope},
    {"Selu", selu_slope},
    {"Sigmoid", sigmoid_slope},
    {"HardSigmoid", hard_sigmoid_slope},
    {"HardSwish", hard_swish_slope},
    {"Tanh", tanh_slope},
    {"Softplus", softplus_slope},
    {"Gelu", gelu_slope},
    {"Exp", exp_slope},
    {"Sqrt", sqrt_slope},
    {"Abs", abs_slope},
    {"Neg", neg_slope},
    {"Floor", step_slope},
    {"Ceil", step_slope},
    {"Erf", erf_slope},
    {"Clip", clip_slope},
    {"Add", add_slope},
    {"Sum", add_slope},
    {"Sub", sub_slope},
    {"Mul", mul_slope},
    {"Div", div_slope},
    {"Pow", pow_slope},
    {"Max", extreme_slope<true>},
    {"Min", extreme_slope<false>},
    {"PRelu", prelu_slope},
};

}  // namespace

std::span<const AdjointRow> element_adjoints() {
  return kRows;
}

}  // namespace convscope
