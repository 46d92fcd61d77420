// A photograph brought back, drawn: six pictures under one magnifier.
#include "app/views/round_trip/deblurring.hpp"

#include <gmock/gmock.h>

#include "tests/app/views/round_trip/pictures.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using testing::expect_readable;
using testing::texts_of;

DeblurredPhoto small_photo(Index iterations) {
  Tensor<float> sharp(Shape{1, 3, 32, 48});
  for (Index i = 0; i < sharp.size(); ++i) sharp[i] = static_cast<float>((i / 6 % 2) * 180 + 30);
  return with_images("bars.png", 640, 480, deblur(sharp, {.size = 3, .iterations = iterations}));
}

std::vector<Raster> rasters(const Picture& picture) {
  std::vector<Raster> list;
  for (const Item& item : picture.items)
    if (const Raster* raster = std::get_if<Raster>(&item.shape); raster && raster->source.w > 0)
      list.push_back(*raster);
  return list;
}

TEST(DeblurringView, SixPicturesShowOnePart) {
  const DeblurredPhoto photo = small_photo(2);
  const Picture picture = draw_deblurring(photo, {.x = 0.25, .y = 0.5, .zoom = 4}, {});
  expect_readable(picture);
  const auto all = rasters(picture);
  ASSERT_EQ(all.size(), 6u);
  for (const Raster& raster : all) {
    EXPECT_EQ(raster.source, (Rect{6, 12, 12, 8}));
    EXPECT_FALSE(raster.smooth);
    EXPECT_DOUBLE_EQ(raster.rect.w, all[0].rect.w);
  }
  EXPECT_THAT(texts_of(picture), Contains("transposed"));
  EXPECT_THAT(texts_of(picture),
              Contains("bars.png: the middle 48 × 32 of 640 × 480, blurred, made noisy, and brought back"));
}

TEST(DeblurringView, WhatIsNotThereYetKeepsItsPlace) {
  DeblurredPhoto photo = small_photo(2);
  photo.images[5] = nullptr;
  const Picture picture = draw_deblurring(photo, {}, {});
  EXPECT_EQ(rasters(picture).size(), 5u);
  EXPECT_THAT(texts_of(picture), Contains("at work…"));
  photo.result.lucy_iterations = 1;
  EXPECT_THAT(texts_of(draw_deblurring(photo, {}, {})), Contains("Richardson-Lucy 1/2"));
}

TEST(DeblurringView, TheMagnifierStaysInThePicture) {
  EXPECT_EQ(clamped(PhotoView{.x = -3, .y = 9, .zoom = 2}), (PhotoView{0.25, 0.75, 2}));
  EXPECT_EQ(clamped(PhotoView{.x = 0, .y = 0, .zoom = 0.1}), PhotoView{});
  EXPECT_EQ(clamped(PhotoView{.zoom = 1000}).zoom, kLargestPhotoZoom);
}

TEST(DeblurringView, PointsAreFoundInWhicheverPicture) {
  const DeblurredPhoto photo = small_photo(0);
  const auto all = rasters(draw_deblurring(photo, {}, {}));
  for (const Raster& raster : all) {
    const auto at =
        photo_point(photo, {}, {}, {raster.rect.x + raster.rect.w / 4, raster.rect.y + raster.rect.h / 2});
    ASSERT_TRUE(at);
    EXPECT_NEAR(at->x, 0.25, 1e-12);
    EXPECT_NEAR(at->y, 0.5, 1e-12);
  }
  EXPECT_FALSE(photo_point(photo, {}, {}, {1, 1}));
}

TEST(DeblurringView, FitsSmallStages) {
  const DeblurredPhoto photo = small_photo(1);
  for (const Style& style : {Style{.width = 790, .height = 552, .title = false},
                             Style{.width = 360, .height = 260, .type = 1.5, .title = false}})
    expect_readable(draw_deblurring(photo, {}, style));
  const auto words = texts_of(draw_deblurring_words(photo, {.width = 900, .height = 600}));
  EXPECT_THAT(words, Contains("PSNR in dB, and SSIM"));
}

}  // namespace
}  // namespace convscope
