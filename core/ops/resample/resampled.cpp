#include "core/ops/resample/resampled.hpp"

#include <algorithm>

#include "core/base/parallel.hpp"

namespace convscope {

namespace {

/// Rows that are made at once.
constexpr Index kRows = 16;

/// A picture [N, C, H, W] as [outer, n, inner] with n along the step's axis.
struct Lines {
  Index outer, n, inner;
};
Lines lines_of(const Shape& shape, std::size_t axis) {
  const Index planes = shape[0] * shape[1];
  return axis == 0 ? Lines{planes, shape[2], shape[3]} : Lines{planes * shape[2], shape[3], 1};
}

Shape with_extent(const Shape& shape, std::size_t axis, Index extent) {
  return axis == 0 ? Shape{shape[0], shape[1], extent, shape[3]}
                   : Shape{shape[0], shape[1], shape[2], extent};
}

std::vector<std::vector<ResizeTap>> taps_of_range(const Resampled& step, Index n, CellRange wanted) {
  std::vector<std::vector<ResizeTap>> all;
  for (Index cell = wanted.first; cell < wanted.end; ++cell) all.push_back(taps_of(step, n, cell));
  return all;
}

}  // namespace

std::vector<ResizeTap> taps_of(const Resampled& step, Index n, Index cell) {
  const ResizeAxis axis{n, n * step.factor, static_cast<double>(step.factor)};
  std::vector<ResizeTap> taps =
      taps_at(step.profile, step.rounding, sample_position(step.coordinates, axis, cell));
  for (ResizeTap& tap : taps) tap.cell = std::clamp<Index>(tap.cell, 0, n - 1);
  return taps;
}

CellRange cells_behind(const Resampled& step, Index n, CellRange wanted) {
  // Places grow with the cell.
  return {taps_of(step, n, wanted.first).front().cell, taps_of(step, n, wanted.end - 1).back().cell + 1};
}

template <class T>
void resample(const Resampled& step, const Tensor<T>& part, Index first, Index n, CellRange wanted,
              Tensor<T>& out) {
  const auto taps = taps_of_range(step, n, wanted);
  out.make_room(with_extent(part.shape(), step.axis, wanted.end - wanted.first));
  const Lines from = lines_of(part.shape(), step.axis), to = lines_of(out.shape(), step.axis);
  const Index rows = to.outer * to.n;
  in_parallel(step.axis == 0 ? ceil_div(rows, kRows) : to.outer, [&](Index piece) {
    const Index begin = step.axis == 0 ? piece * kRows : piece * to.n;
    const Index end = step.axis == 0 ? std::min(begin + kRows, rows) : begin + to.n;
    for (Index row = begin; row < end; ++row) {
      T* const line = out.data() + row * to.inner;
      std::fill_n(line, to.inner, T{0});
      for (const ResizeTap& tap : taps[static_cast<std::size_t>(row % to.n)]) {
        const T* const read = part.data() + (row / to.n * from.n + tap.cell - first) * from.inner;
        const auto weight = static_cast<T>(tap.weight);
        for (Index i = 0; i < to.inner; ++i) line[i] += weight * read[i];
      }
    }
  });
}

template <class T>
Tensor<T> resample_adjoint(const Resampled& step, const Tensor<T>& y, const Shape& input) {
  const Index n = input[step.axis];
  const auto taps = taps_of_range(step, n, {0, n * step.factor});
  Tensor<T> x(with_extent(y.shape(), step.axis, n));
  const Lines from = lines_of(y.shape(), step.axis), to = lines_of(x.shape(), step.axis);
  in_parallel(to.outer, [&](Index o) {
    for (Index cell = 0; cell < from.n; ++cell)
      for (const ResizeTap& tap : taps[static_cast<std::size_t>(cell)])
        for (Index i = 0; i < to.inner; ++i)
          x[(o * n + tap.cell) * to.inner + i] +=
              static_cast<T>(tap.weight) * y[(o * from.n + cell) * from.inner + i];
  });
  return x;
}

template void resample(const Resampled&, const Tensor<float>&, Index, Index, CellRange, Tensor<float>&);
template void resample(const Resampled&, const Tensor<double>&, Index, Index, CellRange, Tensor<double>&);
template Tensor<float> resample_adjoint(const Resampled&, const Tensor<float>&, const Shape&);
template Tensor<double> resample_adjoint(const Resampled&, const Tensor<double>&, const Shape&);

}  // namespace convscope
