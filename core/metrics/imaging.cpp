#include "core/metrics/imaging.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <limits>
#include <map>
#include <numbers>

#include "core/geometry/axis.hpp"
#include "core/metrics/layer_imaging.hpp"

namespace convscope {

namespace {

using Complex = std::complex<double>;

/// Moments agree when they differ by less of their magnitude: weights in float32 have 24 bits.
constexpr double kRounding = 1e-6;

/// A kernel as a plane: a profile is one row, of stride 1 from row to row.
struct KernelPlane {
  std::span<const double> taps;
  Axis rows, columns;
  KernelPlane(const Tensor<double>& kernel, Index factor) : taps(kernel.values()) {
    const Shape& shape = kernel.shape();
    columns = {.taps = shape[shape.rank() - 1], .stride = factor};
    rows = shape.rank() == 1 ? Axis{} : Axis{.taps = shape[0], .stride = factor};
  }
  Index phases() const { return rows.stride * columns.stride; }
  Index row(Index t) const { return t / columns.taps; }
  Index column(Index t) const { return t % columns.taps; }
  Index phase(Index t) const {
    return phase_of_tap(rows, row(t)) * columns.stride + phase_of_tap(columns, column(t));
  }
  Index count() const { return static_cast<Index>(taps.size()); }
  double operator[](Index t) const { return taps[static_cast<std::size_t>(t)]; }
  /// From the middle of the kernel, which keeps moments small.
  double y(Index t) const { return static_cast<double>(row(t)) - static_cast<double>(rows.taps - 1) / 2; }
  double x(Index t) const {
    return static_cast<double>(column(t)) - static_cast<double>(columns.taps - 1) / 2;
  }
};

std::vector<Complex> waves(Index taps, double frequency) {
  std::vector<Complex> out;
  for (Index t = 0; t < taps; ++t)
    out.push_back(std::polar(1.0, -2 * std::numbers::pi * frequency * static_cast<double>(t)));
  return out;
}

/// |H| at a frequency in cycles per output pixel.
double response(const KernelPlane& plane, double fy, double fx) {
  const std::vector<Complex> down = waves(plane.rows.taps, fy), across = waves(plane.columns.taps, fx);
  Complex sum = 0;
  for (Index y = 0; y < plane.rows.taps; ++y) {
    Complex line = 0;
    for (Index x = 0; x < plane.columns.taps; ++x)
      line += plane[y * plane.columns.taps + x] * across[static_cast<std::size_t>(x)];
    sum += line * down[static_cast<std::size_t>(y)];
  }
  return std::abs(sum);
}

double magnitude(const KernelPlane& plane) {
  double sum = 0;
  for (double tap : plane.taps) sum += std::abs(tap);
  return sum;
}

/// The sums of y^a x^b h over the taps of each phase, and what their magnitude is.
struct Moments {
  std::vector<double> of_phase;
  double magnitude = 0;
  double range() const {
    const auto [low, high] = std::ranges::minmax_element(of_phase);
    return *high - *low;
  }
};
Moments moments(const KernelPlane& plane, int a, int b) {
  Moments out{std::vector<double>(static_cast<std::size_t>(plane.phases()))};
  for (Index t = 0; t < plane.count(); ++t) {
    const double term = plane[t] * std::pow(plane.y(t), a) * std::pow(plane.x(t), b);
    out.of_phase[static_cast<std::size_t>(plane.phase(t))] += term;
    out.magnitude += std::abs(term);
  }
  return out;
}

bool equal_moments(const KernelPlane& plane, int degree) {
  for (int a = 0; a <= degree; ++a)
    if (const Moments m = moments(plane, a, degree - a); m.range() > kRounding * m.magnitude) return false;
  return true;
}

/// Bessel's function of order 0: not every library has the standard's, and Windows not that of POSIX.
double bessel(double x) {
#ifdef _WIN32
  return std::cyl_bessel_j(0.0, x);
#else
  return ::j0(x);
#endif
}

/// The covariance at a distance of x pixels: the integral of J0(2 pi f x) 2 pi / f over the band, by
/// Simpson's rule in log f.
double autocovariance(double x) {
  const double low = std::log(kLeastFrequency), width = std::log(kMostFrequency) - low;
  const int steps = 2 * (128 + static_cast<int>(16 * x));
  double sum = 0;
  for (int i = 0; i <= steps; ++i) {
    const double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
    sum += weight * bessel(2 * std::numbers::pi * x * std::exp(low + width * i / steps));
  }
  return 2 * std::numbers::pi * sum * width / (3.0 * steps);
}

/// Kernels one after the other.
struct Planes {
  std::span<const double> taps;
  Axis rows, columns;
  Index size() const { return rows.taps * columns.taps; }
};

/// The sum of all planes' autocorrelations at a distance.
double autocorrelation(const Planes& planes, Index dy, Index dx) {
  const Index size = planes.size(), height = planes.rows.taps, width = planes.columns.taps;
  double sum = 0;
  for (const double* plane = planes.taps.data(); plane < planes.taps.data() + planes.taps.size();
       plane += size)
    for (Index y = dy; y < height; ++y)
      for (Index x = std::max<Index>(dx, 0); x < std::min(width, width + dx); ++x)
        sum += plane[y * width + x] * plane[(y - dy) * width + x - dx];
  return sum;
}

double ratio_of(const Planes& planes) {
  std::map<Index, double> covariances;  // by the squared distance
  double wave = 0, all = 0, power = 0;
  for (Index dy = 0; dy < planes.rows.taps; ++dy)
    for (Index dx = 1 - planes.columns.taps; dx < planes.columns.taps; ++dx) {
      if (dy == 0 && dx < 0) continue;  // a(d) = a(-d)
      const double correlation = (dy == 0 && dx == 0 ? 1 : 2) * autocorrelation(planes, dy, dx);
      const auto [at, fresh] = covariances.try_emplace(dy * dy + dx * dx);
      if (fresh)
        at->second = autocovariance(std::sqrt(static_cast<double>(at->first)) /
                                    static_cast<double>(planes.columns.stride));
      wave += correlation * at->second;
      if (phase_of_tap(planes.rows, dy) == 0 && phase_of_tap(planes.columns, std::abs(dx)) == 0)
        all += correlation * at->second * static_cast<double>(planes.rows.stride * planes.columns.stride);
    }
  const Index size = planes.size(), count = static_cast<Index>(planes.taps.size()) / size;
  for (Index i = 0; i < count; ++i) {
    double sum = 0;
    for (Index t = 0; t < size; ++t) sum += std::abs(planes.taps[static_cast<std::size_t>(i * size + t)]);
    power += sum * sum;
  }
  if (wave <= 1e-12 * power * autocovariance(0)) return std::numeric_limits<double>::infinity();
  const double ratio = all / wave - 1;
  return ratio < 1e-12 ? 0 : ratio;
}

/// Of all planes together, at frequencies in cycles per output pixel: the transform of their autocorrelation.
class Power {
 public:
  explicit Power(const Planes& planes) : planes_(planes) {
    for (Index dy = 0; dy < planes.rows.taps; ++dy)
      for (Index dx = 1 - planes.columns.taps; dx < planes.columns.taps; ++dx) {
        if (dy == 0 && dx < 0) continue;  // a(d) = a(-d)
        terms_.push_back({static_cast<double>(dy), static_cast<double>(dx),
                          (dy == 0 && dx == 0 ? 1 : 2) * autocorrelation(planes, dy, dx)});
        most_ += std::abs(terms_.back().weight);
      }
  }
  /// The root of the largest image's power over the wave's own.
  double gain(double down, double across) const {
    const Index s = planes_.rows.stride;
    const auto at = [&](Index row, Index column) {
      return of((down + static_cast<double>(row)) / static_cast<double>(s),
                (across + static_cast<double>(column)) / static_cast<double>(s));
    };
    double most = 0;
    for (Index image = 1; image < s * s; ++image) most = std::max(most, at(image / s, image % s));
    const double rounding = 1e-12 * most_, itself = at(0, 0);
    if (most <= rounding) return 0;
    return itself > rounding ? std::sqrt(most / itself) : std::numeric_limits<double>::infinity();
  }

 private:
  struct Term {
    double dy, dx, weight;
  };
  double of(double fy, double fx) const {
    double sum = 0;
    for (const Term& term : terms_)
      sum += term.weight * std::cos(2 * std::numbers::pi * (term.dy * fy + term.dx * fx));
    return sum;
  }
  const Planes& planes_;
  std::vector<Term> terms_;
  double most_ = 0;
};

}  // namespace

GainCurves alias_gains_together(const Tensor<double>& kernels, Index factor, Index steps) {
  const Shape& shape = kernels.shape();
  const Planes planes{
      kernels.values(), {.taps = shape[1], .stride = factor}, {.taps = shape[2], .stride = factor}};
  const Power power(planes);
  GainCurves out;
  for (Index i = 0; i <= steps; ++i) {
    const double f = static_cast<double>(i) / static_cast<double>(2 * steps),
                 slanted = f / std::numbers::sqrt2;
    out.along.push_back(std::max(power.gain(f, 0), power.gain(0, f)));
    out.diagonal.push_back(std::max(power.gain(slanted, slanted), power.gain(slanted, -slanted)));
  }
  return out;
}

double alias_gain(const Tensor<double>& kernel, Index factor, std::span<const double> frequency) {
  const KernelPlane plane(kernel, factor);
  const double across = frequency.back(), down = frequency.size() > 1 ? frequency.front() : 0;
  const auto at = [&](Index row, Index column) {
    return response(plane, (down + static_cast<double>(row)) / static_cast<double>(plane.rows.stride),
                    (across + static_cast<double>(column)) / static_cast<double>(plane.columns.stride));
  };
  double most = 0;
  for (Index image = 1; image < plane.phases(); ++image)
    most = std::max(most, at(image / plane.columns.stride, image % plane.columns.stride));
  const double rounding = 1e-15 * magnitude(plane), itself = at(0, 0);
  if (most <= rounding) return 0;
  return itself > rounding ? most / itself : std::numeric_limits<double>::infinity();
}

Index order(const Tensor<double>& kernel, Index factor) {
  const KernelPlane plane(kernel, factor);
  if (factor < 2 || magnitude(plane) == 0) return 0;
  // A polynomial of n - 1 zeros; that many only along the longer side.
  const Index most = (std::max(plane.rows.taps, plane.columns.taps) - 1) / (factor - 1);
  Index found = 0;
  while (found < most && equal_moments(plane, static_cast<int>(found))) ++found;
  return found;
}

double ramp_spread(const Tensor<double>& kernel, Index factor) {
  const KernelPlane plane(kernel, factor);
  const Moments sums = moments(plane, 0, 0);
  double mean = 0, most = 0;
  for (double sum : sums.of_phase) mean += sum / static_cast<double>(plane.phases());
  if (mean == 0) return 0;
  for (const auto& [a, b] : {std::pair{0, 1}, {1, 0}}) {
    const Moments m = moments(plane, a, b);
    if (m.range() > kRounding * m.magnitude)
      most = std::max(most, m.range() / std::abs(mean) / static_cast<double>(factor));
  }
  return most;
}

std::vector<double> displacement(const Tensor<double>& kernel, Index factor) {
  const KernelPlane plane(kernel, factor);
  double sum = 0, y = 0, x = 0;
  for (Index t = 0; t < plane.count(); ++t) {
    sum += plane[t];
    y += plane[t] * plane.y(t);
    x += plane[t] * plane.x(t);
  }
  if (std::abs(sum) <= 1e-9 * magnitude(plane)) return {0, 0};
  // An odd half pixel lies after the kernel.
  const auto half = [&](const Axis& axis) { return (axis.taps - factor) % 2 == 0 ? 0.0 : 0.5; };
  return {y / sum + half(plane.rows), x / sum + half(plane.columns)};
}

double imaging_ratio(const Tensor<double>& kernel, Index factor) {
  const KernelPlane plane(kernel, factor);
  return ratio_of({kernel.values(), plane.rows, plane.columns});
}

double imaging_ratio_together(const Tensor<double>& planes, Index factor) {
  const Shape& shape = planes.shape();
  return ratio_of(
      {planes.values(), {.taps = shape[1], .stride = factor}, {.taps = shape[2], .stride = factor}});
}

}  // namespace convscope
