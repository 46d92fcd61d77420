// The data behind the plots: families, places, and that a place measures what compare would.
#include "core/enlarging/sweep.hpp"

#include <gmock/gmock.h>

#include "core/enlarging/light.hpp"
#include "core/enlarging/test_pictures.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;

UpsamplingChoice choice(const char* method, Index taps, const char* kernel, bool repair = false) {
  return {parse_method(method), 2, taps, parse_kernel(kernel), repair};
}

Sweep sweep_of(const std::vector<UpsamplingChoice>& choices) {
  return {2, 64, sweep_families(choices), {}};
}

TEST(Sweeps, OneFamilyForEveryKernelOfAMethod) {
  const std::vector<UpsamplingChoice> choices = {
      choice("bicubic", 0, "uniform"), choice("conv-transpose", 3, "uniform"),
      choice("conv-transpose", 5, "uniform"), choice("conv-transpose", 3, "uniform", true),
      choice("pixel-shuffle", 3, "random:2")};
  std::vector<std::string> names;
  for (const SweepFamily& family : sweep_families(choices)) names.push_back(family.name);
  EXPECT_THAT(names, ElementsAre("bicubic", "conv-transpose uniform", "conv-transpose uniform, repaired",
                                 "pixel-shuffle random:2"));
  EXPECT_EQ(family_of(sweep_families(choices), choices[2]), 1u);
  EXPECT_EQ(family_of(sweep_families(choices), choice("lanczos3", 0, "uniform")), 4u);
}

TEST(Sweeps, GoThroughSizesAndStrides) {
  const Sweep sweep = sweep_of({choice("bilinear", 0, "uniform"), choice("conv-transpose", 3, "uniform"),
                                choice("conv-transpose", 0, "[1,2,1]")});
  int sizes[3] = {}, strides[3] = {};
  for (const SweepPlace& place : sweep_places(sweep))
    ++(place.axis == SweepAxis::kernel_size ? sizes : strides)[place.family];
  EXPECT_THAT(sizes, ElementsAre(1, 12, 1));
  EXPECT_THAT(strides, ElementsAre(7, 7, 7));
}

TEST(Sweeps, MeasureWhatTheChoiceWould) {
  const Sweep sweep =
      sweep_of({choice("conv-transpose", 3, "uniform"), choice("conv-transpose", 3, "uniform", true)});
  const Tensor<float> picture = test_picture("zone-plate", 65, 70);
  const Measures got = measure_at(sweep, {0, SweepAxis::stride, 4}, picture, false).value();
  const Tensor<float> original = cropped_to_multiple(picture, 4), small = shrink_area(original, 4);
  const Example example{original, small};
  UpsamplingChoice same = choice("conv-transpose", 3, "uniform");
  same.factor = 4;
  const Upsampler up = make_upsampler(same, Examples(example));
  const Measures wanted = measure({original, as_saved(enlarge(up, small)), 4, kernel_traits(up, 4)});
  EXPECT_EQ(got["psnr"], wanted["psnr"]);
  EXPECT_EQ(got["ssim"], wanted["ssim"]);
  EXPECT_EQ(got["checkerboard"], wanted["checkerboard"]);
  EXPECT_EQ(got["phase_spread"], wanted["phase_spread"]);
  // In linear light the numbers differ.
  EXPECT_NE(measure_at(sweep, {0, SweepAxis::stride, 4}, picture, true).value()["psnr"], wanted["psnr"]);
  // A kernel smaller than the stride cannot be repaired; a picture smaller than the stride not be reduced.
  EXPECT_FALSE(measure_at(sweep, {1, SweepAxis::stride, 4}, picture, false));
  EXPECT_FALSE(measure_at(sweep, {0, SweepAxis::stride, 4}, Tensor<float>({1, 3, 3, 9}), false));
}

}  // namespace
}  // namespace convscope
