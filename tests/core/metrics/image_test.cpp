// MSE, PSNR, SSIM and checkerboard energy against NumPy (tests/oracle/make_upsampling_cases.py), and their
// limits.
#include "core/metrics/image.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>
#include <vector>

#include "core/metrics/spectrum.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"

namespace convscope {
namespace {

using testing::small_integers;

/// The oracle's two pictures: a double running sum of whole numbers, and the same with a pattern and noise.
struct Pair {
  Tensor<float> a, b, both;
};
Pair pictures(const Shape& size, Index factor, Index n) {
  const auto seed = static_cast<std::uint64_t>(2 * n);
  const Index height = size[0], width = size[1];
  Tensor<double> base = small_integers(size, seed);
  for (Index i = width; i < base.size(); ++i) base[i] += base[i - width];
  for (Index i = 0; i < base.size(); ++i)
    if (i % width > 0) base[i] += base[i - 1];
  double most = 0;
  for (double value : base.values()) most = std::max(most, std::abs(value));
  const Tensor<double> noise = small_integers(size, seed + 1);
  Pair out{Tensor<float>({1, 1, height, width}), Tensor<float>({1, 1, height, width}),
           Tensor<float>({1, 2, height, width})};
  for (Index i = 0; i < base.size(); ++i) {
    const double a = 128 + base[i] / most * 100;
    const double pattern = (i / width % factor == 0 ? 1 : 0) + (i % width % factor == 1 ? 1 : 0);
    const double b = a + pattern * static_cast<double>(n + 1) + noise[i];
    out.a[i] = out.both[i] = static_cast<float>(a);
    out.b[i] = out.both[base.size() + i] = static_cast<float>(b);
  }
  return out;
}

TEST(ImageMetrics, EqualNumPy) {
  Index n = 0;
  for (const auto& line : testing::case_lines("upsampling.txt")) {
    if (line.name() != "metrics") continue;
    const Index factor = line.number("factor");
    const Pair p = pictures(line.shape("size"), factor, n++);
    SCOPED_TRACE("metrics " + std::to_string(n));
    const auto expected = [&](const char* key) { return line.numbers(key).front(); };
    // Pixels are rounded to single precision, 2^-24 relative.
    EXPECT_NEAR(mean_squared_error(p.a, p.b), expected("mse"), 1e-4);
    EXPECT_NEAR(psnr(mean_squared_error(p.a, p.b)), expected("psnr"), 1e-4);
    EXPECT_NEAR(ssim(p.a, p.b).value(), expected("ssim"), 1e-6);
    EXPECT_NEAR(checkerboard_energy(p.a, factor).value() / expected("clean"), 1, 1e-4);
    EXPECT_NEAR(checkerboard_energy(p.b, factor).value() / expected("checkerboard"), 1, 1e-4);
    EXPECT_NEAR(checkerboard_energy(p.both, factor).value() / expected("both"), 1, 1e-4);
    const std::vector<SpectrumPeak> found = peaks(power_spectrum(p.b, factor).value());
    const std::vector<double> powers = line.numbers("peaks"), around = line.numbers("around");
    ASSERT_EQ(found.size(), powers.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_NEAR(found[i].power / powers[i], 1, 1e-3) << i;
      EXPECT_NEAR(found[i].surroundings / around[i], 1, 1e-3) << i;
    }
  }
  EXPECT_EQ(n, 6);
}

TEST(ImageMetrics, OfEqualPictures) {
  const Tensor<float> a = pictures({40, 30}, 2, 1).a;
  EXPECT_EQ(mean_squared_error(a, a), 0);
  EXPECT_EQ(psnr(0), std::numeric_limits<double>::infinity());
  EXPECT_DOUBLE_EQ(ssim(a, a).value(), 1);
  EXPECT_DOUBLE_EQ(psnr(255.0 * 255.0), 0);
}

/// The definition, a window after the other, in double.
double plain_ssim(const Tensor<float>& a, const Tensor<float>& b) {
  const Index height = a.shape()[2], width = a.shape()[3];
  double profile[11], total = 0, sum = 0;
  for (int i = 0; i < 11; ++i) total += profile[i] = std::exp(-(i - 5) * (i - 5) / 4.5);
  for (Index y = 0; y + 11 <= height; ++y)
    for (Index x = 0; x + 11 <= width; ++x) {
      double of_a = 0, of_b = 0, aa = 0, bb = 0, ab = 0;
      for (Index i = 0; i < 11; ++i)
        for (Index j = 0; j < 11; ++j) {
          const double weight = profile[i] * profile[j] / (total * total);
          const double u = static_cast<double>(a[(y + i) * width + x + j]);
          const double v = static_cast<double>(b[(y + i) * width + x + j]);
          of_a += weight * u, of_b += weight * v;
          aa += weight * u * u, bb += weight * v * v, ab += weight * u * v;
        }
      constexpr double c1 = 2.55 * 2.55, c2 = 7.65 * 7.65;
      sum += (2 * of_a * of_b + c1) * (2 * (ab - of_a * of_b) + c2) /
             ((of_a * of_a + of_b * of_b + c1) * (aa - of_a * of_a + bb - of_b * of_b + c2));
    }
  return sum / static_cast<double>((height - 10) * (width - 10));
}

/// Single precision is enough, in the places that are hardest for it too: bright and dark flat areas, with
/// nothing, little and much noise between the two pictures; over whole tiles, their rests and least sizes.
TEST(ImageMetrics, SimilarityIsWhatDoublePrecisionGives) {
  for (const auto& [height, width] : {std::pair<Index, Index>{11, 11}, {12, 27}, {17, 538}, {30, 61}})
    for (const double level : {0.0, 3.0, 127.0, 251.0})
      for (const int noise : {0, 1, 20}) {
        const Shape shape{1, 1, height, width};
        const Tensor<double> base = small_integers(shape, 3), other = small_integers(shape, 4);
        Tensor<float> a(shape), b(shape);
        for (Index i = 0; i < a.size(); ++i) {
          a[i] = static_cast<float>(std::clamp(level + base[i] * (noise == 20 ? 5 : 1), 0.0, 255.0));
          b[i] = std::clamp(a[i] + static_cast<float>(noise * other[i]), 0.0F, 255.0F);
        }
        EXPECT_NEAR(ssim(a, b).value(), plain_ssim(a, b), 1e-6)
            << height << "x" << width << " " << level << " " << noise;
      }
}

/// One reading of both pictures gives what three readings gave, whatever the factor and the rows' length.
TEST(ImageMetrics, ErrorsOfPhasesAreExactOnWholeNumbers) {
  for (Index factor = 1; factor <= 9; ++factor)
    for (const Index width : {1, 7, 64, 203}) {
      const Shape shape{2, 3, 70, width};
      const Tensor<double> base = small_integers(shape, 5), other = small_integers(shape, 6);
      Tensor<float> a(shape), b(shape);
      std::vector<double> errors(static_cast<std::size_t>(3 * factor * factor)), counts(errors.size());
      double squares = 0;
      for (Index i = 0; i < a.size(); ++i) {
        a[i] = static_cast<float>(base[i] + 100);
        b[i] = static_cast<float>(base[i] + 100 + 7 * other[i]);
        const Index y = i / width % 70, x = i % width, channel = i / width / 70 % 3;
        const auto at = static_cast<std::size_t>((channel * factor + y % factor) * factor + x % factor);
        errors[at] += 7 * other[i];
        counts[at] += 1;
        squares += 49 * other[i] * other[i];
      }
      const PhaseErrors made(a, b, factor);
      EXPECT_EQ(made.mean_squared_error(), squares / static_cast<double>(a.size()));
      EXPECT_EQ(made.mean_squared_error(), mean_squared_error(a, b));
      double levels = 0, values = 0;
      for (std::size_t first = 0; first < errors.size(); first += errors.size() / 3) {
        double mean = 0, count = 0;
        for (std::size_t i = first; i < first + errors.size() / 3; ++i)
          if (counts[i] > 0) mean += errors[i] / counts[i], count += 1;
        for (std::size_t i = first; i < first + errors.size() / 3; ++i)
          if (counts[i] > 0) levels += std::pow(errors[i] / counts[i] - mean / count, 2);
        values += count;
      }
      EXPECT_NEAR(made.grid_levels(), std::sqrt(levels / values), 1e-12) << factor << " " << width;
    }
}

TEST(ImageMetrics, SayNothingOfPicturesThatAreTooSmall) {
  const Tensor<float> low({1, 1, 10, 40}, 1.0F), least({1, 1, 11, 11}, 1.0F);
  EXPECT_FALSE(ssim(low, low));
  EXPECT_DOUBLE_EQ(ssim(least, least).value(), 1);
  EXPECT_FALSE(checkerboard_energy(Tensor<float>({1, 1, 15, 40}), 2));
  EXPECT_FALSE(checkerboard_energy(Tensor<float>({1, 1, 40, 23}), 3));
  EXPECT_TRUE(checkerboard_energy(Tensor<float>({1, 1, 16, 40}), 2));
}

TEST(ImageMetrics, SayHowFarTheyAreAndStopWhenTold) {
  struct Enough {};
  const Tensor<float> a = pictures({300, 90}, 2, 1).a;
  const auto heard = [](auto&& measure) {
    std::atomic<double> most = 0;
    measure(Progress({}, [&](double share) { most = std::max(most.load(), share); }));
    return most.load();
  };
  EXPECT_EQ(heard([&](const Progress& r) { ssim(a, a, r); }), 1);
  EXPECT_EQ(heard([&](const Progress& r) { checkerboard_energy(a, 2, r); }), 1);
  const Progress stop({}, [](double) { throw Enough{}; });
  EXPECT_THROW(ssim(a, a, stop), Enough);
  EXPECT_THROW(checkerboard_energy(a, 2, stop), Enough);
}

TEST(CheckerboardEnergy, SeesThePatternOfItsPeriodOnly) {
  Tensor<float> flat({1, 1, 100, 130}, 80.0F), two = flat, three = flat;
  EXPECT_NEAR(checkerboard_energy(flat, 2).value(), 0, 1e-9);
  for (Index i = 0; i < flat.size(); ++i) {
    if (i % 130 % 2 == 0) two[i] += 10;
    if (i / 130 % 3 == 0) three[i] += 10;
  }
  EXPECT_GT(checkerboard_energy(two, 2).value(), 1000);
  EXPECT_GT(checkerboard_energy(three, 3).value(), 1000);
  EXPECT_LT(checkerboard_energy(two, 3).value(), 1e-6);
  EXPECT_LT(checkerboard_energy(three, 2).value(), 1);  // 65 pixels are no whole number of periods
  // A pattern far below the rounding of 8 bits counts for nothing.
  Tensor<float> faint = flat;
  for (Index i = 0; i < flat.size(); ++i) faint[i] += i % 2 == 0 ? 1e-4F : 0.0F;
  EXPECT_LT(checkerboard_energy(faint, 2).value(), 1e-3);
}

TEST(CheckerboardEnergy, IsThatOfTheWholeSpectrum) {
  for (const Index factor : {2, 3, 8}) {
    const Tensor<float> picture = pictures({90, 130}, factor, 3).both;
    const PowerSpectrum spectrum = power_spectrum(picture, factor).value();
    const std::vector<SpectrumPeak> found = peaks(spectrum);
    EXPECT_EQ(spectrum.size % factor, 0);
    EXPECT_EQ(spectrum.power.shape(), (Shape{spectrum.size, spectrum.size}));
    EXPECT_EQ(static_cast<Index>(found.size()), factor * factor - 1);
    EXPECT_NEAR(checkerboard_energy(found) / checkerboard_energy(picture, factor).value(), 1, 1e-9);
    // A real picture's spectrum is symmetric, and repeats.
    EXPECT_NEAR(spectrum.at(3, 5) / spectrum.at(-3, -5), 1, 1e-9);
    EXPECT_EQ(spectrum.at(3, 5), spectrum.at(3 + spectrum.size, 5 - spectrum.size));
  }
  EXPECT_FALSE(power_spectrum(Tensor<float>({1, 1, 15, 40}), 2));
}

TEST(CheckerboardEnergy, HasItsPeaksWhereThePatternIs) {
  Tensor<float> rows({1, 1, 100, 100}, 80.0F);
  for (Index i = 0; i < rows.size(); ++i)
    if (i / 100 % 2 == 0) rows[i] += 10;
  const std::vector<SpectrumPeak> found = peaks(power_spectrum(rows, 2).value());
  ASSERT_EQ(found.size(), 3u);
  // (column 1/2), (row 1/2), (both): rows that alternate have the second alone. Amplitude 5, Hann's sum 32.
  EXPECT_NEAR(found[0].power, 0, 1e-6);
  EXPECT_EQ(found[1].row, 1);
  EXPECT_EQ(found[1].column, 0);
  EXPECT_NEAR(found[1].power, 25.0 * 32 * 32 * 32 * 32, 1);
  EXPECT_NEAR(found[2].power, 0, 1e-6);
}

TEST(CheckerboardEnergy, BordersDoNotCount) {
  Tensor<float> framed({1, 1, 120, 120}, 80.0F);
  for (Index i = 0; i < framed.size(); ++i) {
    const Index edge = std::min({i / 120, i % 120, 119 - i / 120, 119 - i % 120});
    if (edge < 16 && i % 2 == 0) framed[i] = 200;
  }
  EXPECT_NEAR(checkerboard_energy(framed, 2).value(), 0, 1e-9);
}

}  // namespace
}  // namespace convscope
