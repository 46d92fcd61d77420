// The repairs of kernels that layers.hpp declares. Each is an orthogonal projection: the nearest kernel
// without the fault.
#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>

#include "core/base/error.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

void require_all_phases(const Tensor<double>& kernel, Index factor) {
  const Index least = std::min(kernel.shape()[0], kernel.shape()[1]);
  if (least < factor)
    throw Error("kernel-size", fmt::format("{} leaves phases of stride {} without any tap", least, factor),
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
  return Eigen::Map<const Matrix>(kernel.data(), kernel.shape()[0], kernel.shape()[1]);
}

Tensor<double> tensor_of(const Matrix& m) {
  return {Shape{m.rows(), m.cols()}, {m.data(), m.data() + m.size()}};
}

}  // namespace

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
  const auto inverse = [&](Index taps) -> Matrix {
    return spread(taps - factor + 1, factor, taps).completeOrthogonalDecomposition().pseudoInverse();
  };
  return tensor_of(inverse(kernel.shape()[0]) * matrix_of(kernel) * inverse(kernel.shape()[1]).transpose());
}

}  // namespace convscope
