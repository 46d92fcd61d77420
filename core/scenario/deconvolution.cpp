#include "core/scenario/deconvolution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/matrix/least_squares.hpp"
#include "core/ops/deconvolve.hpp"
#include "core/tensor/random.hpp"

namespace convscope {

namespace {

double largest_difference(const Tensor<double>& a, const Tensor<double>& b) {
  double most = 0;
  for (Index i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

}  // namespace

Index most_iterates(Index cells) {
  constexpr Index kMostValues = Index{1} << 24;
  return std::clamp<Index>(kMostValues / std::max<Index>(cells, 1), 4, kMostIterates);
}

Deconvolution deconvolve(const Derived& derived, const DeconvolutionSettings& settings,
                         const Progress& progress) {
  if (!(settings.noise >= 0) || !std::isfinite(settings.noise))
    throw Error("noise", fmt::format("{} is no deviation", settings.noise), "a finite number of 0 or more");
  const Operator& op = derived.op();
  Deconvolution out;
  out.seen = derived.output();
  double most = 0;
  for (double value : out.seen.values()) most = std::max(most, std::abs(value));
  SplitMix random(settings.seed);
  const Index plane = element_count(op.output_size());
  for (Index i = 0; i < out.seen.size(); ++i) {
    out.seen[i] -= derived.bias(i / plane);
    if (settings.noise > 0) out.seen[i] += settings.noise * most * random.normal();
  }
  out.transposed = input_gradient(op, out.seen, derived.weights());
  out.transposed_error = largest_difference(out.transposed, derived.input());

  Lsqr solver(map_of(op, derived.weights()), {out.seen.values().begin(), out.seen.values().end()},
              settings.lambda);
  const auto keep = [&] {
    out.iterates.emplace_back(derived.input().shape(), solver.x());
    out.residuals.push_back(solver.residual());
    out.errors.push_back(largest_difference(out.iterates.back(), derived.input()));
  };
  keep();
  bool more = !solver.converged();
  const Index most_kept = most_iterates(derived.input().size());
  while (more && solver.iterations() < most_kept && !out.cancelled) {
    more = solver.step();
    keep();
    out.cancelled =
        !progress.goes_on(static_cast<double>(solver.iterations()) / static_cast<double>(most_kept));
  }
  out.converged = solver.converged();

  try {
    out.inverse = circular_inverse(op, derived.weights(), out.seen);
    out.inverse_error = largest_difference(*out.inverse, derived.input());
  } catch (const Error& error) {
    out.no_inverse = fmt::format("{}; needs {}", error.problem(), error.legal());
  }
  return out;
}

}  // namespace convscope
