// The repairs of kernels that layers.hpp declares. Each is an orthogonal projection: the nearest kernel
// without the fault.
#include <fmt/format.h>

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "core/base/error.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {

namespace {

using Matrix = Eigen::MatrixXd;
using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;  // as tensors lie

/// Of all X the smallest whose A X is nearest to B.
Matrix solved(const Matrix& a, const Matrix& b) {
  return Eigen::CompleteOrthogonalDecomposition<Matrix>(a).solve(b);
}

void require_all_phases(const Tensor<double>& kernel, Index factor) {
  const Index least = std::min(kernel.shape()[0], kernel.shape()[1]);
  if (least < factor)
    throw Error("kernel-size", fmt::format("{} leaves phases of stride {} without any weight", least, factor),
                fmt::format("at least {}", factor));
}

/// On one axis: the transposed kernel of nearest followed by the filter whose only tap is t, for every t.
/// Tap u of the kernel sums the taps t with 0 <= u - (m - 1 - t) < factor.
Matrix spread(Index m, Index factor, Index taps) {
  Matrix a = Matrix::Zero(taps, m);
  for (Index t = 0; t < m; ++t)
    for (Index q = 0; q < factor; ++q) a(m - 1 - t + q, t) = 1;
  return a;
}

Matrix matrix_of(const Tensor<double>& kernel) {
  return Eigen::Map<const Rows>(kernel.data(), kernel.shape()[0], kernel.shape()[1]);
}

Tensor<double> tensor_of(const Matrix& m) {
  Tensor<double> out(Shape{m.rows(), m.cols()});
  Eigen::Map<Rows>(out.data(), m.rows(), m.cols()) = m;
  return out;
}

/// A weight's place: how far its pixel lies from its input cell, and the pixel's phase.
struct Place {
  double y = 0, x = 0;
  Index phase = 0;
};

/// Equal moments of the phases, of all degrees below `order`, and the sum, as rows of equations for weights
/// at these places.
Matrix equations(const std::vector<Place>& places, Index phases, Index order) {
  const auto count = static_cast<Index>(places.size());
  double far = 1;  // keeps powers small
  Place middle;
  for (const Place& p : places) {
    middle.y += p.y / static_cast<double>(count);
    middle.x += p.x / static_cast<double>(count);
  }
  for (const Place& p : places) far = std::max({far, std::abs(p.y - middle.y), std::abs(p.x - middle.x)});
  Matrix a = Matrix::Zero(order * (order + 1) / 2 * (phases - 1) + 1, count);
  for (Index i = 0; i < count; ++i) {
    const Place& p = places[static_cast<std::size_t>(i)];
    Index row = 0;
    for (Index degree = 0; degree < order; ++degree)
      for (Index b = 0; b <= degree; ++b, row += phases - 1) {
        const double power = std::pow((p.y - middle.y) / far, static_cast<double>(degree - b)) *
                             std::pow((p.x - middle.x) / far, static_cast<double>(b));
        // Each phase against the first.
        if (p.phase > 0) a(row + p.phase - 1, i) = power;
        for (Index other = 1; p.phase == 0 && other < phases; ++other) a(row + other - 1, i) = -power;
      }
    a(row, i) = 1;
  }
  return a;
}

/// The nearest weights that fulfil the equations; nothing where there are none.
std::optional<Eigen::VectorXd> nearest_of_order(const std::vector<Place>& places,
                                                const Eigen::VectorXd& given, Index phases, Index order) {
  const Matrix a = equations(places, phases, order);
  Eigen::VectorXd wanted = Eigen::VectorXd::Zero(a.rows());
  wanted(a.rows() - 1) = given.sum();
  const Matrix gram = a * a.transpose();
  Eigen::VectorXd out = given;
  for (int pass = 0; pass < 2; ++pass) out += a.transpose() * solved(gram, wanted - a * out);  // and rounding
  const double size = given.cwiseAbs().sum() + out.cwiseAbs().sum();
  if ((a * out - wanted).cwiseAbs().maxCoeff() > 1e-9 * size) return std::nullopt;
  return out;
}

Tensor<double> moved_to_order(const Tensor<double>& weights, const std::vector<Place>& places, Index phases,
                              Index order) {
  const Eigen::VectorXd given = Eigen::Map<const Eigen::VectorXd>(weights.data(), weights.size());
  const auto found = nearest_of_order(places, given, phases, order);
  if (found) return {weights.shape(), {found->data(), found->data() + found->size()}};
  Index most = order - 1;
  while (most > 0 && !nearest_of_order(places, given, phases, most)) --most;
  throw Error("repair-order",
              fmt::format("{} is out of reach of a kernel of {} weights", order, weights.size()),
              most > 0 ? fmt::format("at most {}, or more weights", most) : std::string("more weights"));
}

}  // namespace

Tensor<double> of_order(const Tensor<double>& kernel, Index factor, Index order) {
  const Index width = kernel.shape()[1];
  const Axis rows{.taps = kernel.shape()[0], .stride = factor}, columns{.taps = width, .stride = factor};
  std::vector<Place> places;
  for (Index t = 0; t < kernel.size(); ++t)
    places.push_back({static_cast<double>(t / width), static_cast<double>(t % width),
                      phase_of_tap(rows, t / width) * factor + phase_of_tap(columns, t % width)});
  return moved_to_order(kernel, places, factor * factor, order);
}

Tensor<double> sub_kernels_of_order(const Tensor<double>& kernels, Index factor, Index order) {
  const Index height = kernels.shape()[1], width = kernels.shape()[2], s = factor;
  std::vector<Place> places;
  // A pixel of phase r reads the input cell t cells after its own: it lies r - s t after that.
  for (Index i = 0; i < kernels.size(); ++i) {
    const Index phase = i / (height * width), row = i / width % height, column = i % width;
    places.push_back(
        {static_cast<double>(phase / s - s * row), static_cast<double>(phase % s - s * column), phase});
  }
  return moved_to_order(kernels, places, s * s, order);
}

Tensor<double> equal_phases(const Tensor<double>& kernel, Index factor) {
  const Index n = kernel.shape()[0], s = factor, before = (n - s) / 2;
  const Index far = (s - 1 + before) / s, cells = 2 * far + 1, larger = cells * s;
  // Widened so that each input cell around has all of its pixels; the block lies in the middle still.
  const Index shift = (larger - n) / 2;
  Tensor<double> mean(Shape{cells, cells}), out(Shape{larger, larger});
  const auto cell = [&](Index t) { return (t / larger) / s * cells + t % larger / s; };
  for (Index t = 0; t < kernel.size(); ++t)
    mean[cell((t / n + shift) * larger + t % n + shift)] += kernel[t] / static_cast<double>(s * s);
  for (Index t = 0; t < out.size(); ++t) out[t] = mean[cell(t)];
  return out;
}

Tensor<double> equal_phase_sums(const Tensor<double>& kernel, Index factor) {
  require_all_phases(kernel, factor);
  const Index width = kernel.shape()[1], s = factor;
  const Axis rows{.taps = kernel.shape()[0], .stride = s}, columns{.taps = width, .stride = s};
  const auto phase = [&](Index t) {
    return phase_of_tap(rows, t / width) * s + phase_of_tap(columns, t % width);
  };
  std::vector<double> sums(static_cast<std::size_t>(s * s)), counts(sums.size());
  double mean = 0;
  for (Index t = 0; t < kernel.size(); ++t) {
    sums[static_cast<std::size_t>(phase(t))] += kernel[t];
    counts[static_cast<std::size_t>(phase(t))] += 1;
    mean += kernel[t] / static_cast<double>(s * s);
  }
  Tensor<double> out = kernel;
  for (Index t = 0; t < out.size(); ++t) {
    const auto p = static_cast<std::size_t>(phase(t));
    out[t] += (mean - sums[p]) / counts[p];
  }
  return out;
}

Tensor<double> equal_sub_kernels(const Tensor<double>& kernels) {
  const Index count = kernels.shape()[0], plane = kernels.size() / count;
  Tensor<double> out(kernels.shape());
  for (Index t = 0; t < plane; ++t) {
    double sum = 0;
    for (Index i = 0; i < count; ++i) sum += kernels[i * plane + t];
    for (Index i = 0; i < count; ++i) out[i * plane + t] = sum / static_cast<double>(count);
  }
  return out;
}

Tensor<double> as_transposed(const Tensor<double>& filter, Index factor) {
  const auto along = [&](Index m) { return spread(m, factor, m + factor - m % 2); };
  return tensor_of(along(filter.shape()[0]) * matrix_of(filter) * along(filter.shape()[1]).transpose());
}

Tensor<double> as_resize_convolution(const Tensor<double>& kernel, Index factor) {
  require_all_phases(kernel, factor);
  const auto along = [&](Index taps) { return spread(taps - factor + 1, factor, taps); };
  const Matrix rows = solved(along(kernel.shape()[0]), matrix_of(kernel));
  return tensor_of(solved(along(kernel.shape()[1]), rows.transpose()).transpose());
}

}  // namespace convscope
