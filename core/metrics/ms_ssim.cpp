#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "core/base/parallel.hpp"
#include "core/geometry/axis.hpp"
#include "core/metrics/perceptual.hpp"
#include "core/metrics/windowed.hpp"

namespace convscope {

namespace {

constexpr std::array kExponents{0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
constexpr Index kRadius = 5, kWindow = 2 * kRadius + 1, kBandRows = 64;
constexpr double kLuminance = (0.01 * 255) * (0.01 * 255), kContrast = (0.03 * 255) * (0.03 * 255);

Plane plane_of(const Tensor<float>& picture, Index plane) {
  Plane out(picture.shape()[2], picture.shape()[3]);
  std::copy_n(picture.data() + plane * std::ssize(out.cells), out.cells.size(), out.cells.begin());
  return out;
}

/// Means of 2 x 2 cells; an odd row or column at the end is left out.
Plane halved(const Plane& plane) {
  Plane out(plane.height / 2, plane.width / 2);
  for (Index y = 0; y < out.height; ++y)
    for (Index x = 0; x < out.width; ++x) {
      const float* const first = plane.row(2 * y) + 2 * x;
      const float* const second = first + plane.width;
      out.row(y)[x] = (first[0] + first[1] + second[0] + second[1]) / 4;
    }
  return out;
}

Plane rows_of(const Plane& plane, Index first, Index count) {
  Plane out(count, plane.width);
  std::copy_n(plane.row(first), out.cells.size(), out.cells.begin());
  return out;
}

/// Means over windows of contrast times structure, alone and times luminance.
struct Similarity {
  double structure = 0, all = 0;
};

/// Sums over the windows of a band. Sum and difference of the two pictures are taken, whose products do not
/// cancel in float: with s = a + b and d = a - b, 4 cov(a, b) = var(s) - var(d) and 2 (var(a) + var(b)) =
/// var(s) + var(d). The window's mean of the band is taken off first.
Similarity sums_of(Plane a, const Plane& b, std::span<const double> w) {
  Plane difference(a.height, a.width);
  double level = 0;
  for (std::size_t i = 0; i < a.cells.size(); ++i) {
    difference.cells[i] = a.cells[i] - b.cells[i];
    a.cells[i] += b.cells[i];
    level += static_cast<double>(a.cells[i]);
  }
  const auto mean = static_cast<float>(level / static_cast<double>(a.cells.size()));
  for (float& cell : a.cells) cell -= mean;
  const auto squared = [](Plane plane) {
    for (float& cell : plane.cells) cell *= cell;
    return plane;
  };
  const Plane s = windowed(a, w, w), d = windowed(difference, w, w);
  const Plane ss = windowed(squared(a), w, w), dd = windowed(squared(difference), w, w);
  Similarity out;
  for (std::size_t i = 0; i < s.cells.size(); ++i) {
    const auto mean_s = static_cast<double>(s.cells[i]), mean_d = static_cast<double>(d.cells[i]);
    const double of_s = std::max(0.0, static_cast<double>(ss.cells[i]) - mean_s * mean_s);
    const double of_d = std::max(0.0, static_cast<double>(dd.cells[i]) - mean_d * mean_d);
    const double structure = ((of_s - of_d) / 2 + kContrast) / ((of_s + of_d) / 2 + kContrast);
    const double sum = mean_s + static_cast<double>(mean);
    const double products = (sum * sum - mean_d * mean_d) / 2, squares = (sum * sum + mean_d * mean_d) / 2;
    out.structure += structure;
    out.all += structure * (products + kLuminance) / (squares + kLuminance);
  }
  return out;
}

Similarity similarity(const Plane& a, const Plane& b, const Progress& progress) {
  const std::vector<double> w = of_sum_one(bell(1.5, kRadius));
  const Index windows = a.height - kWindow + 1;
  std::vector<Similarity> parts(static_cast<std::size_t>(ceil_div(windows, kBandRows)));
  const auto work = [&](Index band) {
    const Index first = band * kBandRows, count = std::min(kBandRows, windows - first) + kWindow - 1;
    parts[static_cast<std::size_t>(band)] = sums_of(rows_of(a, first, count), rows_of(b, first, count), w);
  };
  in_parallel(std::ssize(parts), work, progress.silent());
  Similarity mean;
  const auto count = static_cast<double>(windows * (a.width - kWindow + 1));
  for (const Similarity& part : parts) {
    mean.structure += part.structure / count;
    mean.all += part.all / count;
  }
  return mean;
}

}  // namespace

std::optional<double> ms_ssim(const Tensor<float>& a, const Tensor<float>& b, const Progress& progress) {
  if (std::min(a.shape()[2], a.shape()[3]) < kLeastMsSsim) return std::nullopt;
  const Index planes = a.shape()[0] * a.shape()[1];
  double sum = 0;
  for (Index plane = 0; plane < planes; ++plane) {
    Plane of_a = plane_of(a, plane), of_b = plane_of(b, plane);
    double product = 1;
    for (std::size_t scale = 0; scale < kExponents.size(); ++scale) {
      const bool last = scale + 1 == kExponents.size();
      const Similarity mean = similarity(of_a, of_b, progress);
      product *= std::pow(std::max(0.0, last ? mean.all : mean.structure), kExponents[scale]);
      if (last) break;
      of_a = halved(of_a);
      of_b = halved(of_b);
    }
    sum += product;
    progress.at(static_cast<double>(plane + 1) / static_cast<double>(planes));
  }
  return sum / static_cast<double>(planes);
}

}  // namespace convscope
