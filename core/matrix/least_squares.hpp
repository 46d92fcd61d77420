// The best input for a given output: least squares of minimum norm, damped on request, without a matrix.
//
// LSQR: C. C. Paige and M. A. Saunders, "LSQR: An algorithm for sparse linear equations and sparse least
// squares", ACM Trans. Math. Softw. 8 (1982) 43-71. Started from zero it tends to the solution of least norm,
// the pseudo-inverse applied to the output.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/base/progress.hpp"
#include "core/matrix/sparse.hpp"

namespace convscope {

/// A linear map known by what it does. Both functions give the second vector the other side's length and
/// overwrite it; it keeps its memory. Not for two threads at once, but for a copy each.
struct LinearMap {
  using Map = std::function<void(std::span<const double>, std::vector<double>&)>;
  Index rows = 0, columns = 0;
  Map to_rows, to_columns;
  std::vector<double> apply(std::span<const double> x) const { return mapped(to_rows, x); }
  std::vector<double> adjoint(std::span<const double> y) const { return mapped(to_columns, y); }

 private:
  static std::vector<double> mapped(const Map& map, std::span<const double> from) {
    std::vector<double> to;
    map(from, to);
    return to;
  }
};
/// The operator on one sample, by the fast kernels and without a matrix. Copies both arguments.
LinearMap map_of(const Operator& op, const Tensor<double>& weights);

/// The iteration, one step at a time. Minimises |Cx − y|² + lambda |x|² (Tikhonov).
class Lsqr {
 public:
  /// Errors: Error("lambda", ...) below 0 or not finite; Error("output", ...) for a value that is not finite.
  /// Precondition: y.size() == map.rows.
  Lsqr(LinearMap map, std::vector<double> y, double lambda = 0);

  /// False when there was nothing left to gain: x() is as good as it gets in double precision.
  bool step();
  Index iterations() const { return iterations_; }
  bool converged() const { return converged_; }
  const std::vector<double>& x() const { return x_; }
  /// |Cx − y|, as the recurrence has it; lambda does not count.
  double residual() const { return residual_; }

 private:
  bool stop();
  LinearMap map_;
  double damping_;
  std::vector<double> x_, u_, v_, w_, image_, back_;
  std::vector<std::vector<double>> basis_;  ///< every v so far, of small problems
  double alpha_ = 0, rho_bar_ = 0, phi_bar_ = 0;
  double target_ = 0, norm_square_ = 0, damped_square_ = 0;
  double residual_ = 0;
  Index iterations_ = 0;
  bool converged_ = false;
};

struct LeastSquaresOptions {
  double lambda = 0;
  Index most_iterations = 0;  ///< 0: four times the smaller side, at least 100 and at most 20 000
  /// Told after each iteration; when it is stopped, what has been reached is returned.
  Progress progress{};
};

struct LeastSquares {
  std::vector<double> x;
  double residual = 0;        ///< |Cx − y|, computed afresh at the end
  std::vector<double> curve;  ///< |Cx − y| before the first iteration and after each
  bool converged = false;     ///< else the bound was reached or the work was cancelled
  bool cancelled = false;
  Index iterations() const { return static_cast<Index>(curve.size()) - 1; }
};

/// Errors: as Lsqr.
LeastSquares least_squares(const LinearMap& map, std::span<const double> y,
                           const LeastSquaresOptions& options = {});

}  // namespace convscope
