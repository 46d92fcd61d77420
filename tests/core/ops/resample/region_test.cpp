// A part of an enlarged picture is, bit by bit, what the whole one has there.
#include "core/ops/resample/region.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "core/enlarging/upsampling.hpp"

namespace convscope {
namespace {

using Kind = KernelChoice::Kind;

template <class T>
Tensor<T> noise(const Shape& shape, bool whole, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> values(-50, 300);
  Tensor<T> out(shape);
  for (T& v : out.values()) v = static_cast<T>(whole ? std::round(values(random)) : values(random));
  return out;
}

/// Every corner, edges, single pixels, the whole, and random ones.
std::vector<Region> regions(Index height, Index width) {
  std::vector<Region> out{{0, 0, height, width},         {0, 0, 1, 1},
                          {0, width - 1, 1, 1},          {height - 1, 0, 1, 1},
                          {height - 1, width - 1, 1, 1}, {height / 2, 0, 1, width},
                          {0, width / 2, height, 1}};
  std::mt19937 random(7);
  const auto below = [&](Index n) { return static_cast<Index>(random() % static_cast<unsigned>(n)); };
  for (int i = 0; i < 12; ++i) {
    const Index top = below(height), left = below(width);
    out.push_back({top, left, 1 + below(height - top), 1 + below(width - left)});
  }
  return out;
}

template <class T>
void expect_regions_equal(const Upsampler& up, const Tensor<T>& x, const std::string& what) {
  const Tensor<T> whole = enlarge(up, x);
  const Shape input = x.shape().tail(2);
  for (const Region& r : regions(whole.shape()[2], whole.shape()[3])) {
    const std::string where = what + " at " + std::to_string(r.top) + "," + std::to_string(r.left) + " " +
                              std::to_string(r.height) + "x" + std::to_string(r.width);
    ASSERT_EQ(enlarge_region(up, x, r), cropped(whole, r)) << where;
    const Region source = source_of(up, input, r);
    ASSERT_EQ(enlarge_part(up, cropped(x, source), source, input, r), cropped(whole, r)) << where;
  }
}

class RegionOf : public ::testing::TestWithParam<int> {};

TEST_P(RegionOf, EveryKernelFactorAndLayerEqualsTheWhole) {
  const auto method = static_cast<UpsamplingMethod>(GetParam());
  const Tensor<float> floats = noise<float>({1, 2, 19, 23}, false, 1);
  const Tensor<double> integers = noise<double>({1, 1, 17, 21}, true, 2);
  const Tensor<float> original = noise<float>({1, 2, 152, 184}, false, 3);
  for (Index factor : {2, 3, 5})
    for (Kind kind : {Kind::uniform, Kind::bilinear, Kind::random, Kind::learned})
      for (Index taps : {1, 2, 3, 4, 9}) {
        UpsamplingChoice choice{.method = method, .factor = factor, .taps = taps};
        choice.kernel.kind = kind;
        const Tensor<float> target = cropped(original, {0, 0, 19 * factor, 23 * factor});
        const Example example{target, floats};
        const Upsampler up = make_upsampler(choice, Examples(example));
        const std::string what =
            std::string(info(method).name) + " " + describe_kernel(choice) + " x" + std::to_string(factor);
        expect_regions_equal(up, floats, what);
        expect_regions_equal(up, integers, what);
        if (!info(method).has_kernel) break;
        if (factor == 2 && taps == 3)
          expect_regions_equal(stacked(up, stacked(up, up)), floats, what + " stacked");
      }
}

INSTANTIATE_TEST_SUITE_P(Methods, RegionOf,
                         ::testing::Range(0, static_cast<int>(upsampling_methods().size()) - 1),
                         [](const auto& test) {
                           std::string name(upsampling_methods()[static_cast<std::size_t>(test.param)].name);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Region, AKernelOfDifferentSidesIsNoProduct) {
  const Tensor<double> kernel({5, 2}, {1, 2, 3, 4, 5, 6, 7, 9, 9, 1});
  const Upsampler up{{Transposed{kernel, {3, 2}}, Filter{Tensor<double>({1, 2, 3}, {1, 0, 2, 5, -1, 3})}}};
  expect_regions_equal(up, noise<double>({1, 1, 9, 14}, true, 5), "uneven");
}

TEST(Region, APictureOfOnePixelHasRegionsToo) {
  UpsamplingChoice choice{.method = UpsamplingMethod::lanczos3, .factor = 4};
  const Tensor<float> none;
  const Upsampler up = make_upsampler(choice, Examples(Example{none, none}));
  expect_regions_equal(up, Tensor<float>({1, 1, 1, 1}, 7.0F), "one pixel");
}

TEST(Region, OfALargePictureReadsAPartOnly) {
  UpsamplingChoice choice{.method = UpsamplingMethod::bicubic, .factor = 2};
  const Tensor<float> none;
  const Upsampler up = make_upsampler(choice, Examples(Example{none, none}));
  // Cubic convolution reaches two cells to either side.
  EXPECT_EQ(source_of(up, {1000, 1000}, {200, 400, 2, 2}), (Region{98, 198, 5, 5}));
}

}  // namespace
}  // namespace convscope
