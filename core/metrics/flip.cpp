// The names of the parts are those of the paper's sections 4.1 and 4.2.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "core/base/parallel.hpp"
#include "core/geometry/axis.hpp"
#include "core/metrics/perceptual.hpp"
#include "core/metrics/windowed.hpp"

namespace convscope {

namespace {

constexpr Index kBandRows = 64;
/// Exponents and limits of section 4.3 and 4.4: q_c, p_c, p_t, q_f and the width w of a feature, in degrees.
constexpr float kColorPower = 0.7F, kKnee = 0.4F, kKneeError = 0.95F;
constexpr double kFeatureWidth = 0.082;
/// Widths b of the contrast sensitivity functions, in square degrees; blue against yellow has two bells,
/// a1 sqrt(pi / b1) exp(-pi^2 x^2 / b1) and another.
constexpr double kAchromatic = 0.0047, kRedGreen = 0.0053, kBlueYellow = 0.04, kBlueYellow2 = 0.025;
constexpr double kHeight = 34.1, kHeight2 = 13.5;

using Color = std::array<float, 3>;

/// Linear sRGB to CIE XYZ (D65) and back, each divided by the white's.
constexpr double kToXyz[3][3] = {{10135552.0 / 24577794, 8788810.0 / 24577794, 4435075.0 / 24577794},
                                 {2613072.0 / 12288897, 8788810.0 / 12288897, 887015.0 / 12288897},
                                 {1425312.0 / 73733382, 8788810.0 / 73733382, 70074185.0 / 73733382}};

struct Matrices {
  float to_white[3][3], from_white[3][3];
  Matrices() {
    double m[3][3], inverse[3][3];
    for (int i = 0; i < 3; ++i) {
      const double white = kToXyz[i][0] + kToXyz[i][1] + kToXyz[i][2];
      for (int j = 0; j < 3; ++j) m[i][j] = kToXyz[i][j] / white;
    }
    const auto minor = [&](int i, int j) {
      const int a = (i + 1) % 3, b = (i + 2) % 3, c = (j + 1) % 3, d = (j + 2) % 3;
      return m[a][c] * m[b][d] - m[a][d] * m[b][c];
    };
    const double determinant = m[0][0] * minor(0, 0) + m[0][1] * minor(0, 1) + m[0][2] * minor(0, 2);
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) inverse[i][j] = minor(j, i) / determinant;
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j) {
        to_white[i][j] = static_cast<float>(m[i][j]);
        from_white[i][j] = static_cast<float>(inverse[i][j]);
      }
  }
};
const Matrices& matrices() {
  static const Matrices kept;
  return kept;
}

Color times(const float (&m)[3][3], const Color& v) {
  Color out{};
  for (std::size_t i = 0; i < 3; ++i) out[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2];
  return out;
}

float linear(float value) {
  const float v = std::clamp(value, 0.0F, 255.0F) / 255;
  return v <= 0.04045F ? v / 12.92F : std::pow((v + 0.055F) / 1.055F, 2.4F);
}
/// Of whole values, which most are.
float quick_linear(float value) {
  static const std::array<float, 256> kTable = [] {
    std::array<float, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = linear(static_cast<float>(i));
    return table;
  }();
  const float whole = std::nearbyint(value);
  if (whole == value && value >= 0 && value <= 255) return kTable[static_cast<std::size_t>(value)];
  return linear(value);
}

/// CIE L*a*b* of linear sRGB, a* and b* less where it is dark (Hunt's effect).
Color hunt_lab(const Color& rgb) {
  const Color xyz = times(matrices().to_white, rgb);
  constexpr float kDelta = 6.0F / 29;
  const auto f = [](float t) {
    return t > kDelta * kDelta * kDelta ? std::cbrt(t) : t / (3 * kDelta * kDelta) + 4.0F / 29;
  };
  const float x = f(xyz[0]), y = f(xyz[1]), z = f(xyz[2]);
  const float lightness = 116 * y - 16;
  return {lightness, 0.01F * lightness * 500 * (x - y), 0.01F * lightness * 200 * (y - z)};
}

float hyab(const Color& a, const Color& b) {
  return std::abs(a[0] - b[0]) + std::hypot(a[1] - b[1], a[2] - b[2]);
}

/// HyAB to the power of q_c, redistributed to 0..1.
float color_error(const Color& a, const Color& b) {
  static const float kMost = std::pow(hyab(hunt_lab({0, 1, 0}), hunt_lab({0, 0, 1})), kColorPower);
  const float power = std::pow(hyab(a, b), kColorPower), knee = kKnee * kMost;
  return power < knee ? kKneeError / knee * power
                      : kKneeError + (power - knee) / (kMost - knee) * (1 - kKneeError);
}

/// A bell of a contrast sensitivity function along one axis.
std::vector<double> sensitivity(double width, Index radius) {
  return bell(std::sqrt(width / 2) / std::numbers::pi * kPixelsPerDegree, radius);
}

/// The filters, all products of two profiles.
struct Filters {
  Index radius = 0;   ///< of the widest
  Index feature = 0;  ///< of edges and points
  std::vector<double> achromatic, red_green, blue_yellow, blue_yellow2;
  double share = 1;  ///< of the first of the two bells
  std::vector<double> smooth, edge, point;

  Filters() {
    const auto reach = [](double sigma) { return static_cast<Index>(std::ceil(3 * sigma)); };
    radius = reach(std::sqrt(kBlueYellow / 2) / std::numbers::pi * kPixelsPerDegree);
    achromatic = of_sum_one(sensitivity(kAchromatic, radius));
    red_green = of_sum_one(sensitivity(kRedGreen, radius));
    blue_yellow = sensitivity(kBlueYellow, radius);
    blue_yellow2 = sensitivity(kBlueYellow2, radius);
    const auto squared_sum = [](const std::vector<double>& profile) {
      const double sum = std::accumulate(profile.begin(), profile.end(), 0.0);
      return sum * sum;
    };
    const double first = kHeight * std::sqrt(std::numbers::pi / kBlueYellow) * squared_sum(blue_yellow),
                 second = kHeight2 * std::sqrt(std::numbers::pi / kBlueYellow2) * squared_sum(blue_yellow2);
    share = first / (first + second);
    blue_yellow = of_sum_one(blue_yellow);
    blue_yellow2 = of_sum_one(blue_yellow2);

    const double sigma = 0.5 * kFeatureWidth * kPixelsPerDegree;
    feature = reach(sigma);
    const std::vector<double> g = bell(sigma, feature);
    smooth = of_sum_one(g);
    for (Index x = -feature; x <= feature; ++x) {
      const double at = static_cast<double>(x), weight = g[static_cast<std::size_t>(x + feature)];
      edge.push_back(-at * weight);
      point.push_back((at * at / (sigma * sigma) - 1) * weight);
    }
    for (auto* profile : {&edge, &point}) {  // the weights above 0 sum to 1, those below to -1
      double above = 0, below = 0;
      for (double w : *profile) (w > 0 ? above : below) += w;
      for (double& w : *profile) w /= w > 0 ? above : -below;
    }
  }
};
const Filters& filters() {
  static const Filters kept;
  return kept;
}

/// Luminance, red against green, blue against yellow: YCxCz of a band of rows, the edges repeated.
struct Opponent {
  Plane y, cx, cz;
};
Opponent opponent(const Tensor<float>& picture, Index image, Index first, Index rows) {
  const Index channels = picture.shape()[1], height = picture.shape()[2], width = picture.shape()[3];
  const Index around = filters().radius;
  Opponent out{{rows + 2 * around, width + 2 * around},
               {rows + 2 * around, width + 2 * around},
               {rows + 2 * around, width + 2 * around}};
  for (Index row = 0; row < out.y.height; ++row) {
    const Index line = std::clamp<Index>(first + row - around, 0, height - 1);
    const float* of[3];
    for (Index c = 0; c < 3; ++c)
      of[c] = picture.data() + ((image * channels + std::min(c, channels - 1)) * height + line) * width;
    for (Index column = 0; column < out.y.width; ++column) {
      const Index x = std::clamp<Index>(column - around, 0, width - 1);
      const Color xyz = times(matrices().to_white,
                              {quick_linear(of[0][x]), quick_linear(of[1][x]), quick_linear(of[2][x])});
      out.y.row(row)[column] = 116 * xyz[1] - 16;
      out.cx.row(row)[column] = 500 * (xyz[0] - xyz[1]);
      out.cz.row(row)[column] = 200 * (xyz[1] - xyz[2]);
    }
  }
  return out;
}

/// What the eye is left with at this distance, as hunt_lab.
std::vector<Color> seen(const Opponent& band) {
  const Filters& f = filters();
  const Plane y = windowed(band.y, f.achromatic, f.achromatic),
              cx = windowed(band.cx, f.red_green, f.red_green),
              cz = windowed(band.cz, f.blue_yellow, f.blue_yellow),
              cz2 = windowed(band.cz, f.blue_yellow2, f.blue_yellow2);
  const auto share = static_cast<float>(f.share);
  std::vector<Color> out(y.cells.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const float luminance = (y.cells[i] + 16) / 116;
    const float blue = share * cz.cells[i] + (1 - share) * cz2.cells[i];
    Color rgb =
        times(matrices().from_white, {luminance + cx.cells[i] / 500, luminance, luminance - blue / 200});
    for (float& value : rgb) value = std::clamp(value, 0.0F, 1.0F);
    out[i] = hunt_lab(rgb);
  }
  return out;
}

/// How strong edges and points are, of a band with edges repeated.
struct Features {
  std::vector<float> edges, points;
};
Features features(const Plane& luminance) {
  const Filters& f = filters();
  const Index spare = f.radius - f.feature;
  Plane y(luminance.height - 2 * spare, luminance.width - 2 * spare);
  for (Index row = 0; row < y.height; ++row)
    for (Index x = 0; x < y.width; ++x) y.row(row)[x] = (luminance.row(row + spare)[x + spare] + 16) / 116;
  const auto strength = [&](const std::vector<double>& profile) {
    Plane across = windowed(y, f.smooth, profile);
    const Plane down = windowed(y, profile, f.smooth);
    for (std::size_t i = 0; i < down.cells.size(); ++i)
      across.cells[i] = std::hypot(across.cells[i], down.cells[i]);
    return std::move(across.cells);
  };
  return {strength(f.edge), strength(f.point)};
}

/// The sum of the map over a band of rows.
double band_sum(const Tensor<float>& a, const Tensor<float>& b, Index image, Index first, Index rows) {
  const Opponent of_a = opponent(a, image, first, rows), of_b = opponent(b, image, first, rows);
  const std::vector<Color> colors_a = seen(of_a), colors_b = seen(of_b);
  const Features features_a = features(of_a.y), features_b = features(of_b.y);
  double sum = 0;
  for (std::size_t i = 0; i < colors_a.size(); ++i) {
    const float feature = std::max(std::abs(features_a.edges[i] - features_b.edges[i]),
                                   std::abs(features_a.points[i] - features_b.points[i]));
    const float error = color_error(colors_a[i], colors_b[i]);
    // q_f = 1/2
    const float less = 1 - std::sqrt(std::min(1.0F, feature / std::numbers::sqrt2_v<float>));
    if (error > 0) sum += static_cast<double>(std::pow(error, less));
  }
  return sum;
}

}  // namespace

double flip(const Tensor<float>& original, const Tensor<float>& result, const Progress& progress) {
  const Index images = original.shape()[0], height = original.shape()[2], width = original.shape()[3];
  const Index of_image = ceil_div(height, kBandRows);
  std::vector<double> sums(static_cast<std::size_t>(images * of_image));
  const auto work = [&](Index band) {
    const Index first = band % of_image * kBandRows;
    sums[static_cast<std::size_t>(band)] =
        band_sum(original, result, band / of_image, first, std::min(kBandRows, height - first));
  };
  in_parallel(std::ssize(sums), work, progress);
  return std::accumulate(sums.begin(), sums.end(), 0.0) / static_cast<double>(images * height * width);
}

}  // namespace convscope
