#include "core/matrix/least_squares.hpp"

#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/base/error.hpp"
#include "core/ops/fast/plan.hpp"

namespace convscope {

namespace {

double norm(std::span<const double> values) {
  // Squares of large or small values do it no harm.
  return Eigen::Map<const Eigen::VectorXd>(values.data(), std::ssize(values)).stableNorm();
}

/// values · factor + other, in place.
void scale_and_add(std::vector<double>& values, double factor, std::span<const double> other) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = values[i] * factor + other[i];
}

/// Makes the vector one of length 1 (unless it is 0) and returns the length that it had.
double normalise(std::vector<double>& values) {
  const double length = norm(values);
  if (length > 0)
    for (double& value : values) value /= length;
  return length;
}

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
/// Up to this many numbers the directions are all kept and new ones made orthogonal to them, which rounding
/// would spoil; then the iteration ends after as many steps as the matrix has rows or columns.
constexpr Index kMostKept = 1 << 20;

[[noreturn]] void refuse_values() {
  throw Error("w", "the operator's values are not finite", "smaller weights");
}

}  // namespace

LinearMap map_of(const Operator& op, const Tensor<double>& weights) {
  const Shape input = with_channels(1, op.input_channels(), op.input_size());
  const Shape output = with_channels(1, op.output_channels(), op.output_size());
  const Geometry& g = op.geometry;
  const Border border = op.border;
  const Shape pixels = g.pixel_tensor(1), user = with_channels(1, pixels[1], op.pixels);
  const fast::Plan<double> gather(fast::Way::gather, g, weights.values());
  const fast::Plan<double> scatter(fast::Way::scatter, g, weights.values());
  const auto to_windows = [=, padded = Tensor<double>(), count = element_count(g.window_tensor(1))](
                              std::span<const double> x, std::vector<double>& out) mutable {
    out.resize(static_cast<std::size_t>(count));
    if (border.active()) pad<double>(border, user, x, padded);
    gather.run(border.active() ? padded.data() : x.data(), 1, out.data());
  };
  const auto to_pixels = [=, padded = Tensor<double>()](std::span<const double> y,
                                                        std::vector<double>& out) mutable {
    out.resize(static_cast<std::size_t>(element_count(user)));
    if (!border.active()) return scatter.run(y.data(), 1, out.data());
    padded.make_room(pixels);
    scatter.run(y.data(), 1, padded.data());
    pad_adjoint<double>(border, padded, user, out);
  };
  LinearMap map{element_count(output), element_count(input), to_windows, to_pixels};
  if (op.transposed()) std::swap(map.to_rows, map.to_columns);
  return map;
}

Lsqr::Lsqr(LinearMap map, std::vector<double> y, double lambda)
    : map_(std::move(map)),
      damping_(std::sqrt(std::max(lambda, 0.0))),
      x_(static_cast<std::size_t>(map_.columns), 0.0),
      u_(std::move(y)) {
  assert(static_cast<Index>(u_.size()) == map_.rows);
  if (!(lambda >= 0) || !std::isfinite(lambda))
    throw Error("lambda", fmt::format("{} is no damping", lambda), "a finite number of 0 or more");
  for (double value : u_)
    if (!std::isfinite(value)) throw Error("output", "holds a value that is not finite", "finite values");
  target_ = normalise(u_);
  residual_ = phi_bar_ = target_;
  v_ = map_.adjoint(u_);
  for (double value : v_)
    if (!std::isfinite(value)) refuse_values();
  alpha_ = normalise(v_);
  w_ = v_;
  rho_bar_ = alpha_;
  if (map_.columns * std::min(map_.rows, map_.columns) <= kMostKept) basis_.push_back(v_);
  converged_ = target_ == 0 || alpha_ == 0;  // y is 0, or nothing of it can be reached
}

bool Lsqr::stop() {
  converged_ = true;
  return false;
}

bool Lsqr::step() {
  if (converged_) return false;
  // The bidiagonalisation goes on: beta u = C v - alpha u, alpha v = C' u - beta v.
  map_.to_rows(v_, image_);
  scale_and_add(u_, -alpha_, image_);
  const double beta = normalise(u_);
  norm_square_ += alpha_ * alpha_ + beta * beta + damping_ * damping_;
  if (beta > 0) {
    map_.to_columns(u_, back_);
    scale_and_add(v_, -beta, back_);
    for (const std::vector<double>& before : basis_) {
      double part = 0;
      for (std::size_t i = 0; i < v_.size(); ++i) part += before[i] * v_[i];
      for (std::size_t i = 0; i < v_.size(); ++i) v_[i] -= part * before[i];
    }
    alpha_ = normalise(v_);
    if (!basis_.empty()) basis_.push_back(v_);
  } else {
    alpha_ = 0;
  }
  if (!std::isfinite(alpha_) || !std::isfinite(beta)) refuse_values();
  // Two plane rotations: one takes the damping away, the other the subdiagonal beta.
  const double rho_damped = std::hypot(rho_bar_, damping_);
  if (rho_damped == 0) return stop();
  const double psi = damping_ / rho_damped * phi_bar_;
  phi_bar_ *= rho_bar_ / rho_damped;
  const double rho = std::hypot(rho_damped, beta);
  const double c = rho_damped / rho, s = beta / rho;
  const double theta = s * alpha_, phi = c * phi_bar_;
  rho_bar_ = -c * alpha_;
  phi_bar_ *= s;
  for (std::size_t i = 0; i < x_.size(); ++i) x_[i] += phi / rho * w_[i];
  scale_and_add(w_, -theta / rho, v_);
  ++iterations_;
  damped_square_ += psi * psi;
  // phi_bar² + sum of psi² is |Cx - y|² + lambda |x|².
  const double length = norm(x_) * damping_;
  residual_ = std::sqrt(std::max(phi_bar_ * phi_bar_ + damped_square_ - length * length, 0.0));
  const double matrix_norm = std::sqrt(norm_square_), total = std::hypot(phi_bar_, std::sqrt(damped_square_));
  // Consistent and solved, or the gradient C'r + lambda x, which is alpha |s phi| long, has vanished.
  const double reachable = kEpsilon * (target_ + matrix_norm * norm(x_));
  if (total <= reachable) return stop();
  if (alpha_ * std::abs(s * phi) <= kEpsilon * matrix_norm * total) return stop();
  const double nothing = 64 * kEpsilon * matrix_norm;  // a direction of that length is rounding
  if (alpha_ <= nothing || beta <= nothing) return stop();
  return true;
}

LeastSquares least_squares(const LinearMap& map, std::span<const double> y,
                           const LeastSquaresOptions& options) {
  Lsqr solver(map, {y.begin(), y.end()}, options.lambda);
  const Index most = options.most_iterations > 0
                         ? options.most_iterations
                         : std::clamp<Index>(4 * std::min(map.rows, map.columns), 100, 20000);
  LeastSquares out;
  out.curve.push_back(solver.residual());
  bool more = !solver.converged();
  while (more && solver.iterations() < most) {
    more = solver.step();
    out.curve.push_back(solver.residual());
    if (more &&
        !options.progress.goes_on(static_cast<double>(solver.iterations()) / static_cast<double>(most))) {
      out.cancelled = true;
      break;
    }
  }
  out.converged = solver.converged();
  out.x = solver.x();
  std::vector<double> rest = map.apply(out.x);
  for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= y[i];
  out.residual = norm(rest);
  return out;
}

}  // namespace convscope
