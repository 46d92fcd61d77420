// What several experiments have in common, and the themes that the claims are grouped by.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/claims/claims.hpp"
#include "core/scenario/derived.hpp"

namespace convscope::experiments {

std::span<const Claim> about_inverses();
std::span<const Claim> about_sizes();
std::span<const Claim> about_structure();
std::span<const Claim> about_checkerboards();
std::span<const Claim> about_training();

using Values = std::vector<double>;

/// Differences below this are rounding; the experiments' numbers are small.
inline constexpr double kRounding = 1e-9;

double largest(std::span<const double> values);
double largest_difference(const Tensor<double>& a, const Tensor<double>& b);
/// f(scenario) for each of them.
template <class F>
Values for_each(std::span<const Scenario> scenarios, F&& f) {
  Values out;
  for (const Scenario& scenario : scenarios) out.push_back(f(scenario));
  return out;
}
/// 1 where the number fulfils the condition, else 0; for verdict_of.
template <class F>
Values where(std::span<const double> numbers, F&& condition) {
  Values out;
  for (double number : numbers) out.push_back(condition(number) ? 1 : 0);
  return out;
}
inline Verdict true_if(bool holds) {
  return holds ? Verdict::yes : Verdict::no;
}

/// Throws Error("claim", ...) unless `fits`.
void require(bool fits, std::string_view what, std::string_view legal);

Scenario scenario(std::string_view spec);
Tensor<double> output_of(const Scenario& scenario);

/// A transposed convolution in its gather form: zeros inserted, padded, correlated with the rotated kernel.
/// Errors: several groups, or more rows than the kernel reaches.
struct DirectForm {
  Tensor<double> output;
  double inserted_zeros = 0;  ///< between the inputs
  double products = 0;
};
DirectForm direct_form(const Derived& derived);

/// (max - min) / |mean| of what lies farther than the kernel's reach from every edge of [1, C, size...];
/// 0 when that is nothing.
double interior_spread(const Tensor<double>& values, const Geometry& geometry);

/// Spread of the phase sums of the first channel pair's kernel; all of it finite.
double phase_spread(const Derived& derived);

}  // namespace convscope::experiments
