#include "core/ops/fourier.hpp"

#include <unsupported/Eigen/FFT>

namespace convscope {

namespace {

/// Every line along every axis, copied out, transformed and copied back.
template <class F>
void for_each_line(Spectrum& values, const Shape& size, F&& transform) {
  const auto total = static_cast<Index>(values.size());
  Index step = total;
  for (std::size_t axis = 0; axis < size.rank(); ++axis) {
    const Index n = size[axis], block = step;
    step /= n;
    if (n == 1) continue;
    Spectrum line(static_cast<std::size_t>(n)), out(static_cast<std::size_t>(n));
    for (Index from = 0; from < total; from += block)
      for (Index i = from; i < from + step; ++i) {
        for (Index k = 0; k < n; ++k)
          line[static_cast<std::size_t>(k)] = values[static_cast<std::size_t>(i + k * step)];
        transform(out.data(), line.data(), n);
        for (Index k = 0; k < n; ++k)
          values[static_cast<std::size_t>(i + k * step)] = out[static_cast<std::size_t>(k)];
      }
  }
}

}  // namespace

void fourier(Spectrum& values, const Shape& size) {
  Eigen::FFT<double> fft;
  for_each_line(values, size, [&](auto* out, const auto* in, Index n) { fft.fwd(out, in, n); });
}

void inverse_fourier(Spectrum& values, const Shape& size) {
  Eigen::FFT<double> fft;
  for_each_line(values, size, [&](auto* out, const auto* in, Index n) { fft.inv(out, in, n); });
}

}  // namespace convscope
