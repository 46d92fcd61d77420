// The lab's numbers, of the whole picture, of its middle or of a selection.
#include "app/labs/images/measurements.hpp"

#include <algorithm>
#include <atomic>

#include "core/enlarging/light.hpp"
#include "core/io/image_file.hpp"
#include "core/metrics/image.hpp"
#include "core/metrics/spectrum.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "tests/app/labs/images/images_lab.hpp"

namespace convscope {
namespace {

using testing::ImagesLab;

TEST_F(ImagesLab, NumbersAreThoseOfTheCommandLine) {
  open(picture_);
  settle();
  EXPECT_EQ(state_.measured_area(), "whole picture 298 × 200");
  const Tensor<float> original = cropped_to_multiple(read_image(picture_, "a"), 2);
  const Tensor<float> small = shrink_area(original, 2);
  for (std::size_t i = 0; i < state_.measurements().size(); ++i) {
    const Example example{original, small};
    const Upsampler up = make_upsampler(state_.settings().contenders[i], Examples(example));
    const Tensor<float> result = as_saved(enlarge(up, small));
    const Measures expected = measure({original, result, 2, kernel_traits(up, 2)});
    const Measurement& found = state_.measurements()[i];
    EXPECT_EQ(found.measures["psnr"], expected["psnr"]);
    EXPECT_EQ(found.measures["ssim"], expected["ssim"]);
    EXPECT_EQ(found.measures["checkerboard"], expected["checkerboard"]);
    EXPECT_EQ(found.measures["phase_spread"], expected["phase_spread"]);
    EXPECT_EQ(found.measures["mse"], mean_squared_error(original, result));
    EXPECT_GE(found.measures["seconds"].value(), 0);
  }
}

TEST_F(ImagesLab, ASelectionIsMeasuredAlone) {
  open(picture_);
  settle();
  state_.stage.selection = {30, 40, 64, 50};
  settle();
  EXPECT_EQ(state_.measured_area(), "selection 64 × 50 of 298 × 200");
  const Region part{40, 30, 50, 64};
  const Tensor<float> original = cropped_to_multiple(read_image(picture_, "a"), 2);
  const Tensor<float> result = as_saved(enlarge(bicubic(2), shrink_area(original, 2)));
  EXPECT_EQ(state_.measurements()[2].measures["mse"],
            mean_squared_error(cropped(original, part), cropped(result, part)));
  // So is brightness, whatever is in view, and the original's own energy.
  EXPECT_EQ(state_.measurements()[2].brightness, histogram_of(cropped(result, part)));
  EXPECT_EQ(state_.measurements()[2].original_brightness, histogram_of(cropped(original, part)));
  EXPECT_EQ(state_.measurements()[2].original_energy, checkerboard_energy(cropped(original, part), 2));

  state_.stage.selection = {290, 190, 500, 500};  // reaches beyond the picture
  settle();
  EXPECT_EQ(state_.measured_area(), "selection 8 × 10 of 298 × 200");
  EXPECT_FALSE(state_.measurements()[2].measures["ssim"]) << "fewer than 11 pixels";
  state_.stage.selection = {1000, 1000, 5, 5};  // outside: all is measured
  settle();
  EXPECT_EQ(state_.measured_area(), "whole picture 298 × 200");
}

TEST_F(ImagesLab, LargePicturesAreMeasuredInTheMiddle) {
  const Region part = middle_part(4000, 6000, 3, Index{2} << 20);
  EXPECT_LE(part.height * part.width, Index{2} << 20);
  EXPECT_GT(part.height * part.width, (Index{2} << 20) * 99 / 100);
  EXPECT_EQ(part.height % 3, 0);
  EXPECT_EQ(part.left % 3, 0);
  EXPECT_NEAR(static_cast<double>(part.left) + static_cast<double>(part.width) / 2, 3000, 3);
  EXPECT_NEAR(static_cast<double>(part.width) / static_cast<double>(part.height), 1.5, 0.01);
  EXPECT_EQ(middle_part(10, 20, 2, 200), (Region{0, 0, 10, 20}));
}

TEST(MeasurePart, SaysHowFarItIsAndStopsWhenTold) {
  const Progress nothing;
  const ReductionPtr reduction =
      reduce_picture(read_source("test:zone-plate", nothing), 2, false, {}, nothing);
  const ContentPtr content = Contents().of(
      {.kind = Recipe::Kind::contender, .factor = 2, .contender = contender(UpsamplingMethod::bicubic, 2)});
  const Region part{0, 0, 256, 256};
  std::atomic<double> most = 0;
  EXPECT_TRUE(measure_part(*content, *reduction, part, Progress({}, [&](double share) {
                most = std::max(most.load(), share);
              })).ready);
  EXPECT_EQ(most, 1);
  for (const double end : {0.0, 0.3, 0.6, 0.9})
    EXPECT_THROW(measure_part(*content, *reduction, part,
                              Progress({},
                                       [&](double share) {
                                         if (share >= end) throw Stopped();
                                       })),
                 Stopped);
}

}  // namespace
}  // namespace convscope
