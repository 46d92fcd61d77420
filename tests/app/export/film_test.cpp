// Drawings to files of any format: ground, crop, pages.
#include "app/export/film.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/picture/backends.hpp"
#include "core/base/error.hpp"
#include "core/io/image_file.hpp"
#include "tests/core/support/poppler.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

constexpr Color kFilmGround{240, 240, 250, 255}, kRed{200, 0, 0, 255};

/// A square that moves 10 pixels to the right with each of three steps.
Film film() {
  return {.draw =
              [](Moment m) {
                Picture picture(200, 100, kFilmGround);
                picture.add(Box{.rect = {50 + 10 * static_cast<double>(m.step), 40, 20, 20}, .fill = kRed});
                return picture;
              },
          .steps = 3,
          .now = {0, 1}};
}

std::size_t write(const std::string& path, const ExportChoice& choice, const Film& what = film()) {
  PendingFile file(path);
  const std::size_t count = write_film(what, choice, *export_format(path), file, {});
  file.commit();
  return count;
}

TEST(Films, ATransparentPictureHasNoGround) {
  const testing::TemporaryFolder folder;
  write(folder / "a.png", {.ground = FigureGround::none});
  const ImageFile image = read_image_file(folder / "a.png", "image");
  ASSERT_FALSE(image.opaque());
  const auto at = [](const Tensor<float>& t, Index channel, Index y, Index x) {
    return t.data()[(channel * t.shape()[2] + y) * t.shape()[3] + x];
  };
  EXPECT_EQ(at(image.alpha, 0, 5, 5), 0);
  EXPECT_EQ(at(image.alpha, 0, 50, 60), 255);
  EXPECT_EQ(at(image.color, 0, 50, 60), 200) << "straight, not multiplied by alpha";
  write(folder / "b.png", {});
  EXPECT_TRUE(read_image_file(folder / "b.png", "image").opaque());
  write(folder / "a.svg", {.ground = FigureGround::none});
  EXPECT_THAT(folder.read("a.svg"), ::testing::Not(HasSubstr("#f0f0fa")));
  write(folder / "b.svg", {});
  EXPECT_THAT(folder.read("b.svg"), HasSubstr("#f0f0fa"));
}

TEST(Films, StandOnWhite) {
  const testing::TemporaryFolder folder;
  write(folder / "a.svg", {.ground = FigureGround::white});
  EXPECT_THAT(folder.read("a.svg"), HasSubstr("fill=\"#ffffff\"/>"));
  EXPECT_THAT(folder.read("a.svg"), ::testing::Not(HasSubstr("#f0f0fa")));
  write(folder / "a.png", {.ground = FigureGround::white});
  const ImageFile image = read_image_file(folder / "a.png", "image");
  EXPECT_TRUE(image.opaque());
  EXPECT_EQ(image.color.data()[0], 255);
}

TEST(Films, HalfCoveredPixelsKeepTheirColour) {
  Picture picture(4, 4, {});
  picture.add(Box{.rect = {0, 0, 1.5, 4}, .fill = kRed});
  const Image image = rasterise(picture, 1, Backing::none);
  EXPECT_NEAR(image.rgba[7], 128, 2) << "alpha of the second pixel";
  EXPECT_NEAR(image.rgba[4], 200, 2) << "its red";
  EXPECT_EQ(image.rgba[11], 0);
}

TEST(Films, CroppedToWhatIsDrawnAtAnyMoment) {
  const testing::TemporaryFolder folder;
  write(folder / "now.png", {.cropped = true});
  const ImageFile now = read_image_file(folder / "now.png", "image");
  EXPECT_EQ(now.color.shape()[3], 20 + 2 * kCropMargin);
  EXPECT_EQ(now.color.shape()[2], 20 + 2 * kCropMargin);
  EXPECT_EQ(write(folder / "all.pdf", {.all_steps = true, .cropped = true}), 3u);
  const std::string info = testing::pdf_info(folder / "all.pdf");
  if (info.empty()) GTEST_SKIP() << "no poppler-utils";
  EXPECT_THAT(info, HasSubstr("Page size:       48 x 33 pts")) << "64 x 44 pixels in points";
}

TEST(Films, DrawnPartKnowsEveryKindOfItem) {
  Picture picture(500, 500, kFilmGround);
  EXPECT_EQ(drawn_part(picture), Rect{});
  picture.add(Box{.rect = {100, 100, 10, 10}});  // invisible
  EXPECT_EQ(drawn_part(picture), Rect{});
  picture.add(Path{.start = {20, 30}, .segments = {{.to = {60, 30}}}, .stroke = kRed, .stroke_width = 4});
  EXPECT_EQ(drawn_part(picture), (Rect{18, 28, 44, 4}));
  picture.add(Label{.at = {200, 30}, .text = "wide", .size = 20, .align = Align::right, .color = kRed});
  const Rect with_text = drawn_part(picture);
  EXPECT_NEAR(with_text.right(), 200, 1e-9);
  EXPECT_LT(with_text.y, 24);
}

TEST(Films, FormatsThatHoldNoTransparencyRefuseIt) {
  for (const char* path : {"/tmp/a.gif", "/tmp/a.mp4", "/tmp/a.webm"}) try {
      check_export(*export_format(path), {.ground = FigureGround::none});
      ADD_FAILURE() << path;
    } catch (const Error& error) {
      EXPECT_EQ(error.field(), "ground");
      EXPECT_THAT(error.legal(), HasSubstr(".png"));
      EXPECT_THAT(error.legal(), HasSubstr(".webp"));
    }
  for (const char* path : {"a.png", "a.svg", "a.pdf", "a.webp", "a.html"})
    check_export(*export_format(path), {.ground = FigureGround::none});
}

TEST(Films, StillsPagesAndFrames) {
  const testing::TemporaryFolder folder;
  EXPECT_EQ(write(folder / "a.pdf", {}), 1u);
  EXPECT_EQ(write(folder / "all.pdf", {.all_steps = true}), 3u);
  EXPECT_GT(write(folder / "a.gif", {.timing = {.fps = 15}}), 30u);
  EXPECT_EQ(write(folder / "steps.gif", {.all_steps = true}), 3u);
  EXPECT_THAT(folder.read("a.gif").substr(0, 6), "GIF89a");
}

}  // namespace
}  // namespace convscope
