#include "core/enlarging/alignment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.hpp"
#include "core/enlarging/shift.hpp"
#include "core/ops/fourier.hpp"

namespace convscope {

namespace {

constexpr Index kMostWindow = 1024;
constexpr double kLeastLikeness = 0.5, kLeastMove = 0.02;
constexpr double kLowFrequencies = 0.2;  // cycles per pixel: with half a pixel left, phases stay below pi

/// The largest number up to n with no factor above 5: the transform is quick there.
Index quick_extent(Index n) {
  const auto is_quick = [](Index m) {
    for (const Index p : {2, 3, 5})
      while (m % p == 0) m /= p;
    return m == 1;
  };
  while (!is_quick(n)) --n;
  return n;
}

struct Place {
  Index top = 0, left = 0;
};

/// The mean of channels in a window, less its mean, faded out to the borders.
Spectrum faded_window(const Tensor<float>& picture, Place at, Index height, Index width) {
  const Index channels = picture.shape()[1], rows = picture.shape()[2], columns = picture.shape()[3];
  Spectrum out(static_cast<std::size_t>(height * width));
  double mean = 0;
  for (Index y = 0; y < height; ++y)
    for (Index x = 0; x < width; ++x) {
      double sum = 0;
      for (Index c = 0; c < channels; ++c)
        sum += static_cast<double>(picture.data()[(c * rows + at.top + y) * columns + at.left + x]);
      out[static_cast<std::size_t>(y * width + x)] = sum / static_cast<double>(channels);
      mean += sum / static_cast<double>(channels);
    }
  mean /= static_cast<double>(height * width);
  const auto hann = [](Index i, Index n) {
    const double s = std::sin(std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(n));
    return s * s;
  };
  for (Index y = 0; y < height; ++y)
    for (Index x = 0; x < width; ++x) {
      auto& value = out[static_cast<std::size_t>(y * width + x)];
      value = (value - mean) * hann(y, height) * hann(x, width);
    }
  return out;
}

double signed_frequency(Index f, Index n) {
  return static_cast<double>(2 * f > n ? f - n : f) / static_cast<double>(n);
}

/// The two windows' cross spectrum: its phase at f is 2 pi f s where result(p) = truth(p + s).
Spectrum cross_spectrum(const Tensor<float>& truth, Place there, const Tensor<float>& result, Place here,
                        Index height, Index width) {
  Spectrum a = faded_window(truth, there, height, width), b = faded_window(result, here, height, width);
  fourier(a, {height, width});
  fourier(b, {height, width});
  for (std::size_t i = 0; i < a.size(); ++i) b[i] *= std::conj(a[i]);
  return b;
}

/// Whole pixels of s. Frequencies count with the root of their power: fully whitened, pictures of a few waves
/// drown in what lies between those.
Place whole_shift(Spectrum cross, Index height, Index width) {
  for (auto& value : cross)
    if (const double size = std::abs(value); size > 0) value /= std::sqrt(size);
  inverse_fourier(cross, {height, width});
  const auto peak = static_cast<Index>(
      std::ranges::max_element(cross, {}, [](const auto& value) { return value.real(); }) - cross.begin());
  const auto back = [](Index at, Index n) { return 2 * at > n ? n - at : -at; };
  return {back(peak / width, height), back(peak % width, width)};
}

/// What is left of s, below a pixel: the plane through the phases at low frequencies, each with its power.
std::pair<double, double> slope(const Spectrum& cross, Index height, Index width) {
  double yy = 0, xx = 0, yx = 0, py = 0, px = 0;
  for (Index y = 0; y < height; ++y)
    for (Index x = 0; x < width; ++x) {
      const double v = signed_frequency(y, height), u = signed_frequency(x, width);
      if (std::hypot(v, u) > kLowFrequencies || (x == 0 && y == 0)) continue;
      const auto& value = cross[static_cast<std::size_t>(y * width + x)];
      const double weight = std::abs(value), phase = std::arg(value) / (2 * std::numbers::pi);
      yy += weight * v * v;
      xx += weight * u * u;
      yx += weight * v * u;
      py += weight * v * phase;
      px += weight * u * phase;
    }
  const double determinant = yy * xx - yx * yx;
  if (!(determinant > 1e-12 * yy * xx)) return {0, 0};  // stripes: along them nothing can be said
  return {(py * xx - px * yx) / determinant, (px * yy - py * yx) / determinant};
}

/// A window in the middle of what is common along an axis of the truth; without extent where nothing is.
struct Common {
  Index begin = 0, extent = 0;
};
Common common_part(Index move, Index truth, Index result) {
  const Index begin = std::max<Index>(0, move), end = std::min(truth, move + result);
  if (end <= begin) return {};
  const Index extent = quick_extent(std::min(end - begin, kMostWindow));
  return {begin + (end - begin - extent) / 2, extent};
}

/// The part of the truth that result pixels fall on.
Region covered_by(const Alignment& at, const Shape& truth, const Shape& result) {
  const auto along = [](double move, Index n, Index own) {
    const double fraction = std::abs(move - std::round(move));
    const Index reach = fraction < kLeastMove ? 0 : 3;  // of the windowed sinc
    const Index from = std::max<Index>(0, static_cast<Index>(std::ceil(move - kLeastMove)) + reach);
    const Index end = std::min<Index>(
        n, static_cast<Index>(std::floor(move + kLeastMove + static_cast<double>(own) - 1)) + 1 - reach);
    return std::pair{from, std::max(from, end)};
  };
  const auto [top, bottom] = along(at.down, truth[2], result[2]);
  const auto [left, right] = along(at.right, truth[3], result[3]);
  return {top, left, bottom - top, right - left};
}

/// Pearson's, of the means of channels.
double likeness(const Tensor<float>& a, const Tensor<float>& b) {
  const Index plane = a.shape()[2] * a.shape()[3];
  const auto grey = [plane](const Tensor<float>& picture, Index i) {
    double sum = 0;
    for (Index c = 0; c < picture.shape()[1]; ++c) sum += static_cast<double>(picture.data()[c * plane + i]);
    return sum / static_cast<double>(picture.shape()[1]);
  };
  double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
  for (Index i = 0; i < plane; ++i) {
    ma += grey(a, i) / static_cast<double>(plane);
    mb += grey(b, i) / static_cast<double>(plane);
  }
  for (Index i = 0; i < plane; ++i) {
    const double x = grey(a, i) - ma, y = grey(b, i) - mb;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : (aa == bb ? 1 : 0);
}

std::string size_text(const Tensor<float>& picture) {
  return fmt::format("{} × {}", picture.shape()[3], picture.shape()[2]);
}

}  // namespace

Alignment find_alignment(const Tensor<float>& truth, const Tensor<float>& result, const std::string& name) {
  const Shape &t = truth.shape(), &r = result.shape();
  const Index common_height = std::min(t[2], r[2]), common_width = std::min(t[3], r[3]);
  const double common = static_cast<double>(common_height * common_width);
  if (common < 0.5 * static_cast<double>(std::max(t[2] * t[3], r[2] * r[3])))
    throw Error("image",
                fmt::format("{} has {} pixels and the truth has {}: too far apart to be aligned", name,
                            size_text(result), size_text(truth)),
                "a result that lacks or adds borders only");
  const Index height = quick_extent(std::min(common_height, kMostWindow)),
              width = quick_extent(std::min(common_width, kMostWindow));
  const Place here{(r[2] - height) / 2, (r[3] - width) / 2}, there{(t[2] - height) / 2, (t[3] - width) / 2};
  const Place whole = whole_shift(cross_spectrum(truth, there, result, here, height, width), height, width);
  const Index down = there.top - here.top + whole.top, right = there.left - here.left + whole.left;
  // Once more where both show the same: what is left is below a pixel.
  const Common rows = common_part(down, t[2], r[2]), columns = common_part(right, t[3], r[3]);
  std::pair<double, double> rest{0, 0};
  if (rows.extent > 0 && columns.extent > 0)
    rest = slope(cross_spectrum(truth, {rows.begin, columns.begin}, result,
                                {rows.begin - down, columns.begin - right}, rows.extent, columns.extent),
                 rows.extent, columns.extent);
  Alignment out{.down = static_cast<double>(down) + rest.first,
                .right = static_cast<double>(right) + rest.second};
  for (double* move : {&out.down, &out.right})
    if (std::abs(*move - std::round(*move)) < kLeastMove) *move = std::round(*move);
  out.covered = covered_by(out, t, r);
  const auto same = [&] {
    const Region& c = out.covered;
    if (2 * c.height < t[2] || 2 * c.width < t[3]) return false;
    return likeness(cropped(truth, c), cropped(aligned(result, out, {t[2], t[3]}), c)) >= kLeastLikeness;
  };
  if (!same())
    throw Error("image", fmt::format("{} does not show what the truth shows", name),
                "a result of the same picture");
  return out;
}

Tensor<float> aligned(const Tensor<float>& result, const Alignment& at, const Shape& size) {
  const Index channels = result.shape()[1], rows = result.shape()[2], columns = result.shape()[3];
  const auto down = static_cast<Index>(std::lround(at.down)),
             right = static_cast<Index>(std::lround(at.right));
  Tensor<float> out({1, channels, size[0], size[1]});
  float* to = out.data();
  for (Index c = 0; c < channels; ++c)
    for (Index y = 0; y < size[0]; ++y) {
      const float* const row =
          result.data() + (c * rows + std::clamp<Index>(y - down, 0, rows - 1)) * columns;
      for (Index x = 0; x < size[1]; ++x) *to++ = row[std::clamp<Index>(x - right, 0, columns - 1)];
    }
  const double rest_down = at.down - static_cast<double>(down),
               rest_right = at.right - static_cast<double>(right);
  if (std::max(std::abs(rest_down), std::abs(rest_right)) < kLeastMove) return out;
  return moved(out, rest_down, rest_right);
}

std::string alignment_words(const Alignment& at) {
  const auto pixels = [](double n) {
    const double size = std::abs(n);
    return size == 1 ? std::string("1 pixel") : fmt::format("{:g} pixels", std::round(100 * size) / 100);
  };
  const bool vertical = std::abs(at.down) >= kLeastMove, horizontal = std::abs(at.right) >= kLeastMove;
  std::string text;
  if (vertical) text = fmt::format("{} {}", pixels(at.down), at.down > 0 ? "down" : "up");
  if (horizontal)
    text += fmt::format("{}{} to the {}", vertical ? " and " : "", pixels(at.right),
                        at.right > 0 ? "right" : "left");
  return text;
}

}  // namespace convscope
