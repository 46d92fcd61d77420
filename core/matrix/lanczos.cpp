// The two ends of a map's singular values, by Lanczos' bidiagonalisation.
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "core/matrix/singular_values.hpp"
#include "core/ops/dense_singular_values.hpp"

namespace convscope {

namespace {

/// Makes v orthogonal to the others, twice, and one long; gives back how long it was.
double orthonormalise(std::vector<double>& v, const std::vector<std::vector<double>>& others) {
  Eigen::Map<Eigen::VectorXd> x(v.data(), static_cast<Index>(v.size()));
  for (int pass = 0; pass < 2; ++pass)
    for (const std::vector<double>& other : others) {
      const Eigen::Map<const Eigen::VectorXd> y(other.data(), x.size());
      x -= y.dot(x) * y;
    }
  const double length = x.stableNorm();
  if (length > 0) x /= length;
  return length;
}

}  // namespace

Extremes extreme_singular_values(const LinearMap& map, Index steps, const Progress& progress) {
  Extremes out{map.rows, map.columns, 0, 0, 0, 0};
  // From the shorter side, so that all of its directions can be met.
  const bool wide = map.columns > map.rows;
  const LinearMap::Map& forward = wide ? map.to_columns : map.to_rows;
  const LinearMap::Map& back = wide ? map.to_rows : map.to_columns;
  const Index shorter = std::min(map.rows, map.columns), longer = std::max(map.rows, map.columns);
  constexpr Index kMostNumbers = Index{1} << 26;  // of all directions kept, 512 MiB
  steps = std::min({steps, shorter, std::max<Index>(kMostNumbers / (shorter + longer), 2)});
  std::vector<std::vector<double>> us, vs;
  std::vector<double> v(static_cast<std::size_t>(shorter));
  // Nothing in particular, and the same each time: no direction of an operator is likely to miss it.
  for (std::size_t i = 0; i < v.size(); ++i) {
    const double turns = 0.6180339887498949 * static_cast<double>((i + 1) * (i % 7 + 1));
    v[i] = turns - std::floor(turns) - 0.5;
  }
  orthonormalise(v, {});
  std::vector<double> alphas, betas;
  double residual = 0;
  while (static_cast<Index>(alphas.size()) < steps) {
    std::vector<double> u;
    forward(v, u);
    const double alpha = orthonormalise(u, us);
    vs.push_back(v);
    alphas.push_back(alpha);
    back(u, v);
    us.push_back(std::move(u));
    residual = orthonormalise(v, vs);
    const double scale = *std::ranges::max_element(alphas);
    if (residual <= 1e-14 * scale) break;  // the directions met so far are all that the start reaches
    if (!progress.goes_on(static_cast<double>(alphas.size()) / static_cast<double>(steps))) break;
    betas.push_back(residual);
  }
  // C V = U B with alphas on B's diagonal and betas above it, and C'U = V B' + residual v e', so each left
  // vector's last number is its error.
  const auto n = static_cast<Index>(alphas.size());
  double unit = std::ranges::max(alphas);
  for (const double value : betas) unit = std::max(unit, value);
  if (unit == 0) unit = 1;
  const Eigen::ArrayXd alpha = Eigen::Map<const Eigen::ArrayXd>(alphas.data(), n) / unit;
  const Eigen::ArrayXd beta = Eigen::Map<const Eigen::ArrayXd>(betas.data(), n - 1) / unit;
  Eigen::VectorXd diagonal = alpha.square();
  diagonal.head(n - 1).array() += beta.square();
  const Eigen::VectorXd beside = beta * alpha.tail(n - 1);
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;  // of B B'
  solver.computeFromTridiagonal(diagonal, beside);
  out.steps = n;
  out.largest = unit * std::sqrt(std::max(0.0, solver.eigenvalues()(n - 1)));
  out.error = residual * std::abs(solver.eigenvectors()(n - 1, n - 1));
  // Of the matrix itself rather than of its square, whose small values would be rounding.
  out.smallest_at_most = bidiagonal_singular_values(alphas, betas).back();
  return out;
}

}  // namespace convscope
