// Each repair ends the pattern: in the picture, in the meter, in the explanation and in the numbers.
#include <algorithm>

#include "core/enlarging/why.hpp"
#include "tests/app/labs/images/images_lab.hpp"

namespace convscope {
namespace {

using testing::ImagesLab;

struct Case {
  std::string_view repair;
  UpsamplingMethod method;
  const char* kernel;
  Index taps;
  friend void PrintTo(const Case& c, std::ostream* out) { *out << c.repair << " of " << c.kernel; }
};

class ImageRepairs : public ImagesLab, public ::testing::WithParamInterface<Case> {
 protected:
  const Measurement& measured() const { return state_.measurements()[0]; }
  /// Between the brightest and the darkest pixel in the middle of the contender.
  float range() const {
    const TilePtr tile = state_.tile({2, 0, 0, 0});
    float least = 255, most = 0;
    for (Index y = 100; y < 150; ++y)
      for (Index x = 100; x < 150; ++x) {
        const float value = tile->rgba[static_cast<std::size_t>(4 * (y * tile->width + x))];
        least = std::min(least, value);
        most = std::max(most, value);
      }
    return most - least;
  }
};

TEST_P(ImageRepairs, EndThePattern) {
  UpsamplingChoice uneven = contender(GetParam().method, 2);
  uneven.kernel = parse_kernel(GetParam().kernel);
  uneven.taps = GetParam().taps;
  set_contenders({uneven});
  state_.stage.mode = ImageStage::Mode::why;
  visible_ = {{2, 0, 0, 0}};
  for (const char* picture : {"test:constant", "test:fine-texture"}) {
    SCOPED_TRACE(picture);
    open(picture);
    set_contenders({uneven});
    settle();
    const bool constant = state_.settings().picture == "test:constant";
    const double pattern = measured().measures["checkerboard"].value();
    EXPECT_GT(pattern, 100);
    EXPECT_GT(measured().measures["phase_spread"], kSpreadLimits.visible);
    EXPECT_GE(state_.why.why()->before.phases.verdict.flat, Prediction::visible);
    EXPECT_GT(range(), constant ? 5 : 0);
    EXPECT_EQ(state_.why.why()->after->phases.verdict.flat, Prediction::none) << "shown before it is made";

    const auto found = std::ranges::find(state_.repairs(), GetParam().repair, &Repair::name);
    ASSERT_NE(found, state_.repairs().end());
    UpsamplingChoice mended = uneven;
    mended = found->choice;
    set_contenders({mended});
    settle();
    EXPECT_LT(measured().measures["checkerboard"].value(), pattern / 20);
    EXPECT_EQ(measured().measures["phase_spread"], 0);
    EXPECT_EQ(phases_of(*state_.upsampler(2), 2).verdict.flat, Prediction::none);
    EXPECT_EQ(state_.why.why()->before.phases.verdict.flat, Prediction::none);
    EXPECT_FALSE(state_.why.why()->after);
    EXPECT_TRUE(state_.repairs().empty());
    if (constant) {
      EXPECT_LT(range(), 1e-3F);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, ImageRepairs,
    ::testing::Values(Case{"equal phase sums", UpsamplingMethod::conv_transpose, "uniform", 3},
                      Case{"equal phase sums", UpsamplingMethod::conv_transpose, "random:4", 5},
                      Case{"equal sub-kernels", UpsamplingMethod::pixel_shuffle, "random:1", 3},
                      Case{"resize-convolution", UpsamplingMethod::conv_transpose, "uniform", 3},
                      Case{"resize-convolution", UpsamplingMethod::conv_transpose, "random:2", 4}));

}  // namespace
}  // namespace convscope
