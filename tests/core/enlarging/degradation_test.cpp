// The model by which pictures become small ones, and what is said of it.
#include "core/enlarging/degradation.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.hpp"
#include "core/enlarging/light.hpp"
#include "core/enlarging/test_pictures.hpp"
#include "core/enlarging/trial.hpp"
#include "core/io/jpeg.hpp"

namespace convscope {
namespace {

TEST(Degradation, WorksInPiecesAsOnTheWhole) {
  // More rows than one piece has.
  const Tensor<float> picture = test_picture("fine-texture", 120, 50);
  const Degradation d{.filter = ReducingFilter::lanczos3, .blur = 1.5};
  const Reduced pair = reduce(picture, 2, false, {}, d);
  EXPECT_EQ(pair.degradation, d);
  const Tensor<float> whole = reduced(blurred(picture, 1.5), 2, ReducingFilter::lanczos3);
  ASSERT_EQ(pair.small.shape(), whole.shape());
  for (Index i = 0; i < whole.size(); ++i) ASSERT_NEAR(pair.small[i], whole[i], 1e-4) << i;
}

TEST(Degradation, NoiseHasItsLevelAndIsRepeatable) {
  const Tensor<float> grey({1, 3, 200, 200}, 128.0F);
  const Tensor<float> once = damaged(grey, {.noise = 5, .seed = 7});
  EXPECT_EQ(once, damaged(grey, {.noise = 5, .seed = 7}));
  EXPECT_NE(once, damaged(grey, {.noise = 5, .seed = 8}));
  double sum = 0, squares = 0;
  for (float value : once.values()) {
    sum += static_cast<double>(value) - 128;
    squares += std::pow(static_cast<double>(value) - 128, 2);
  }
  const auto n = static_cast<double>(once.size());
  // Three standard errors of 120,000 draws.
  EXPECT_NEAR(sum / n, 0, 3 * 5 / std::sqrt(n));
  EXPECT_NEAR(std::sqrt(squares / n), 5, 3 * 5 / std::sqrt(2 * n));
}

TEST(Degradation, JpegComesLastAndSeesSavedColours) {
  const Tensor<float> picture = test_picture("gradient", 32, 32);
  const Reduced noisy = reduce(picture, 2, false, {}, {.noise = 3}),
                both = reduce(picture, 2, false, {}, {.noise = 3, .jpeg = 60});
  EXPECT_EQ(both.small, through_jpeg(as_saved(noisy.small), 60));
  const Reduced linear = reduce(picture, 2, true, {}, {.jpeg = 60});
  const Tensor<float> small = srgb_values(reduce(picture, 2, true).small);
  EXPECT_EQ(linear.small, linear_light(through_jpeg(as_saved(small), 60)));
}

TEST(Degradation, OpacityIsNeitherNoisyNorCompressed) {
  const Tensor<float> color = test_picture("gradient", 16, 16), alpha({1, 1, 16, 16}, 100.0F);
  const Tensor<float> planes = reduced_planes(color, alpha, 2, false, {}, {.noise = 20, .jpeg = 20});
  ASSERT_EQ(planes.shape(), (Shape{1, 4, 8, 8}));
  for (Index i = Index{3} * 64; i < Index{4} * 64; ++i) EXPECT_EQ(planes[i], 100);
}

TEST(Degradation, IsSaidInWords) {
  EXPECT_EQ(describe(Degradation{}), "");
  EXPECT_EQ(describe(Degradation{
                .filter = ReducingFilter::bicubic, .blur = 1.5, .noise = 5, .seed = 2, .jpeg = 80}),
            "bicubic, blur 1.5, noise 5:2, JPEG 80");
  EXPECT_EQ(parse_reducing_filter("lanczos3"), ReducingFilter::lanczos3);
  EXPECT_THROW(parse_reducing_filter("lanczos"), Error);
  Degradation d;
  parse_noise("2.5:9", d);
  EXPECT_EQ(d, (Degradation{.noise = 2.5, .seed = 9}));
  for (const char* wrong : {"", "x", "5:", "5:x", "5:-1"})
    EXPECT_THROW(parse_noise(wrong, d), Error) << wrong;
  for (const Degradation& wrong :
       {Degradation{.blur = -1}, Degradation{.blur = 21}, Degradation{.noise = -1}, Degradation{.noise = 101},
        Degradation{.jpeg = -1}, Degradation{.jpeg = 101}})
    EXPECT_THROW(check_degradation(wrong), Error);
}

}  // namespace
}  // namespace convscope
