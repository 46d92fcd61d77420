#include "core/metrics/grid_evidence.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/geometry/axis.hpp"

namespace convscope {

namespace {

/// Steps beyond, and residuals of some times this and the grid's own strength, are of edges of what is shown.
constexpr double kEdge = 12, kReach = 4;
constexpr Index kLeastCell = 16;
constexpr Index kBlock = 8;  ///< of JPEG

/// The mean of the channels.
std::vector<float> brightness(const Tensor<float>& picture) {
  const Index channels = picture.shape()[1], cells = picture.shape()[2] * picture.shape()[3];
  std::vector<float> out(static_cast<std::size_t>(cells));
  for (Index c = 0; c < channels; ++c)
    for (Index i = 0; i < cells; ++i)
      out[static_cast<std::size_t>(i)] += picture[c * cells + i] / static_cast<float>(channels);
  return out;
}

/// Means over `period` neighbours along lines of `n` values, an even number with halves at both ends; the
/// edge's value is repeated.
void smooth(const float* from, float* to, Index n, Index stride, Index period) {
  const Index half = period / 2;
  const auto at = [&](Index i) { return static_cast<double>(from[std::clamp<Index>(i, 0, n - 1) * stride]); };
  const bool even = period % 2 == 0;
  double sum = 0;
  for (Index i = -half; i <= half; ++i) sum += at(i) * (even && std::abs(i) == half ? 0.5 : 1);
  for (Index i = 0; i < n; ++i) {
    to[i * stride] = static_cast<float>(sum / static_cast<double>(period));
    if (even)
      sum += (at(i + half) + at(i + half + 1) - at(i - half) - at(i - half + 1)) / 2;
    else
      sum += at(i + half + 1) - at(i - half);
  }
}

/// What is left of a plane when its means over one period are taken away; 0 at edges of what is shown.
std::vector<float> residual(const std::vector<float>& plane, Index height, Index width,
                            const Index (&period)[2], double most) {
  std::vector<float> along(plane.size()), mean(plane.size());
  for (Index y = 0; y < height; ++y)
    smooth(plane.data() + y * width, along.data() + y * width, width, 1, period[1]);
  for (Index x = 0; x < width; ++x) smooth(along.data() + x, mean.data() + x, height, width, period[0]);
  for (std::size_t i = 0; i < plane.size(); ++i) {
    const float rest = plane[i] - mean[i];
    mean[i] = std::abs(static_cast<double>(rest)) > most ? 0 : rest;
  }
  return mean;
}

/// Steps between neighbours above those beside them, from the one before along both axes; halves of their
/// sum.
std::vector<float> step_excess(const std::vector<float>& plane, Index height, Index width) {
  std::vector<float> out(plane.size());
  const auto add = [&](Index y, Index x, Index stride, Index place, Index n) {
    if (place < 2 || place + 1 >= n) return;
    const float* const at = plane.data() + y * width + x;
    const auto step = [&](Index i) {
      return std::abs(static_cast<double>(at[i * stride]) - static_cast<double>(at[(i - 1) * stride]));
    };
    const double here = step(0), before = step(-1), after = step(1);
    if (std::max({here, before, after}) > 3 * kEdge) return;
    out[static_cast<std::size_t>(y * width + x)] +=
        static_cast<float>(std::clamp(here - (before + after) / 2, -kEdge, kEdge) / 2);
  };
  for (Index y = 0; y < height; ++y)
    for (Index x = 0; x < width; ++x) {
      add(y, x, 1, x, width);
      add(y, x, width, y, height);
    }
  return out;
}

/// Means by phase, about their mean.
Tensor<double> folded(const std::vector<float>& values, Index height, Index width, const Index (&period)[2]) {
  Tensor<double> fold(Shape{period[0], period[1]});
  std::vector<double> counts(static_cast<std::size_t>(fold.size()));
  for (Index y = 0; y < height; ++y)
    for (Index x = 0; x < width; ++x) {
      const Index phase = y % period[0] * period[1] + x % period[1];
      fold[phase] += static_cast<double>(values[static_cast<std::size_t>(y * width + x)]);
      counts[static_cast<std::size_t>(phase)] += 1;
    }
  double sum = 0;
  for (Index i = 0; i < fold.size(); ++i)
    sum += fold[i] /= std::max(1.0, counts[static_cast<std::size_t>(i)]);
  for (double& value : fold.values()) value -= sum / static_cast<double>(fold.size());
  return fold;
}

double rms(const Tensor<double>& fold) {
  double sum = 0;
  for (const double value : fold.values()) sum += value * value;
  return std::sqrt(sum / static_cast<double>(fold.size()));
}

/// Each with those beside it, 1 : 2 : 1 along both axes.
std::vector<double> blurred(const std::vector<double>& map, Index rows, Index columns) {
  std::vector<double> out(map.size());
  for (Index y = 0; y < rows; ++y)
    for (Index x = 0; x < columns; ++x)
      for (Index dy = -1; dy <= 1; ++dy)
        for (Index dx = -1; dx <= 1; ++dx) {
          const Index row = y + dy, column = x + dx;
          if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
          out[static_cast<std::size_t>(y * columns + x)] +=
              map[static_cast<std::size_t>(row * columns + column)] * static_cast<double>(2 - std::abs(dy)) *
              static_cast<double>(2 - std::abs(dx));
        }
  return out;
}

}  // namespace

GridEvidence grid_evidence(const Tensor<float>& picture, const FoundGrid& grid, Index most,
                           const Progress& progress) {
  const Index height = picture.shape()[2], width = picture.shape()[3];
  const bool blocks = grid.cause == GridCause::jpeg;
  Index period[2] = {grid.period[0], grid.period[1]};
  if (blocks) period[0] = period[1] = kBlock;
  const std::vector<float> plane = brightness(picture);
  progress.at(0.2);
  const std::vector<float> rest =
      blocks ? step_excess(plane, height, width)
             : residual(plane, height, width, period, kReach * (kEdge + grid.levels));
  progress.at(0.6);
  GridEvidence out;
  out.fold = folded(rest, height, width, period);
  const Index step = std::lcm(period[0], period[1]);
  const Index least = std::max(kLeastCell, ceil_div(std::max(height, width), most));
  out.cell = ceil_div(least, step) * step;
  out.rows = ceil_div(height, out.cell);
  out.columns = ceil_div(width, out.cell);
  std::vector<double> products(static_cast<std::size_t>(out.rows * out.columns)), squares(products.size());
  for (Index y = 0; y < height; ++y)
    for (Index x = 0; x < width; ++x) {
      const auto at = static_cast<std::size_t>(y / out.cell * out.columns + x / out.cell);
      const double pattern = out.fold[y % period[0] * period[1] + x % period[1]];
      products[at] += pattern * static_cast<double>(rest[static_cast<std::size_t>(y * width + x)]);
      squares[at] += pattern * pattern;
    }
  products = blurred(products, out.rows, out.columns);
  squares = blurred(squares, out.rows, out.columns);
  const double whole = rms(out.fold);
  out.map.resize(products.size());
  double shown = 0;
  for (std::size_t i = 0; i < out.map.size(); ++i) {
    const double times = squares[i] > 0 ? products[i] / squares[i] : 0;
    out.map[i] = std::max(0.0, times * whole);
    out.most = std::max(out.most, out.map[i]);
    shown += times >= 0.5 ? 1 : 0;
  }
  out.share = out.map.empty() ? 0 : shown / static_cast<double>(out.map.size());
  progress.at(1);
  return out;
}

}  // namespace convscope
