#include "core/enlarging/paired.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace convscope {

namespace {

/// P(|T| < t) for a whole number of degrees: Abramowitz and Stegun, 26.7.3 and 26.7.4.
double within(double t, Index degrees) {
  const double theta = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  const double cosine = std::cos(theta);
  const bool odd = degrees % 2 == 1;
  double sum = 0, term = odd ? cosine : 1;
  for (Index k = odd ? 1 : 0; k <= degrees - 2; k += 2) {
    sum += term;
    term *= cosine * cosine * static_cast<double>(k + 1) / static_cast<double>(k + 2);
  }
  return odd ? 2 / std::numbers::pi * (theta + std::sin(theta) * sum) : std::sin(theta) * sum;
}

}  // namespace

double t_quantile_95(Index degrees) {
  constexpr Index kNormal = 100000;  // from there on the normal distribution's, to six digits
  if (degrees < 1) return std::numeric_limits<double>::infinity();
  if (degrees > kNormal) return 1.959964;
  double low = 0, high = 20;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (within(middle, degrees) < 0.95 ? low : high) = middle;
  }
  return (low + high) / 2;
}

double sign_test(Index heads, Index throws) {
  const auto n = static_cast<double>(throws);
  double tail = 0;
  for (Index k = 0; k <= std::min(heads, throws - heads); ++k) {
    const auto at = static_cast<double>(k);
    tail +=
        std::exp(std::lgamma(n + 1) - std::lgamma(at + 1) - std::lgamma(n - at + 1) - n * std::numbers::ln2);
  }
  return std::min(1.0, 2 * tail);
}

Paired paired(std::span<const double> first, std::span<const double> second, bool more_is_better) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < first.size(); ++i)
    if (std::isfinite(first[i]) && std::isfinite(second[i])) differences.push_back(first[i] - second[i]);
  Paired out{.count = std::ssize(differences)};
  if (differences.empty()) return out;
  const auto n = static_cast<double>(out.count);
  for (double d : differences) {
    out.mean += d / n;
    ++(d == 0 ? out.ties : (d > 0) == more_is_better ? out.wins : out.losses);
  }
  double squares = 0;
  for (double d : differences) squares += (d - out.mean) * (d - out.mean);
  out.deviation = out.count > 1 ? std::sqrt(squares / (n - 1)) : 0;
  const double reach = out.count > 1 ? t_quantile_95(out.count - 1) * out.deviation / std::sqrt(n)
                                     : std::numeric_limits<double>::infinity();
  out.low = out.mean - reach;
  out.high = out.mean + reach;
  out.p_value = sign_test(out.wins, out.wins + out.losses);
  return out;
}

}  // namespace convscope
