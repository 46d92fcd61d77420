// Files that are no pictures, or not whole, or gone: a sentence, and the lab keeps what it shows.
#include <filesystem>

#include "tests/app/labs/images/images_lab.hpp"

namespace convscope {
namespace {

using Kind = KernelChoice::Kind;
using testing::expect_field;
using ::testing::HasSubstr;
using testing::ImagesLab;
using ::testing::IsEmpty;
using testing::jpeg;
using testing::png;
using ::testing::StartsWith;

TEST_F(ImagesLab, AKernelLargerThanThePictureIsThatContendersProblem) {
  open(folder_.file("tiny.png", png(8, 8)));
  settle();
  UpsamplingChoice wide = contender(UpsamplingMethod::pixel_shuffle, 2);
  wide.kernel.kind = Kind::uniform;
  wide.taps = 7;
  set_contenders({wide, contender(UpsamplingMethod::nearest, 2)});
  settle();
  show_everything(0);
  settle();
  EXPECT_THAT(state_.subject_problem(2),
              HasSubstr("kernel-size: 7 is larger than the small picture of 4 × 4"));
  EXPECT_THAT(state_.subject_problem(3), IsEmpty());
  EXPECT_TRUE(state_.tile({3, 0, 0, 0}));
  EXPECT_THAT(state_.measurements()[0].problem, HasSubstr("kernel-size"));
  EXPECT_THAT(state_.measurements()[1].problem, IsEmpty());
}

TEST_F(ImagesLab, FilesThatAreNoPicturesChangeNothing) {
  open(picture_);
  settle();
  std::filesystem::create_directory(folder_ / "folder.png");
  ImageSettings next = state_.settings();
  for (const std::string& path :
       {folder_ / "missing.png", folder_ / "folder.png", folder_.file("empty.png", ""),
        folder_.file("text.png", "hello, this is a text"),
        folder_.file("huge.ppm", "P6 200000 200000 255\n" + std::string(100, 'x')),
        folder_.file("header.png", png(50, 50).substr(0, 20))}) {
    next.picture = path;
    refuses(next, "picture");
    EXPECT_FALSE(state_.busy());
  }
  EXPECT_EQ(state_.picture_name(), "noise.png");
}

TEST_F(ImagesLab, AFileThatBreaksOffIsSaidAndThePictureStays) {
  open(picture_);
  settle();
  visible_ = {{2, 0, 0, 0}};
  settle();
  const ImageSettings before = state_.settings();
  for (const std::string& path :
       {folder_.file("cut.png", png(200, 200).substr(0, 9000)),
        folder_.file("cut.jpg", jpeg(200, 200).substr(0, 700)), folder_.file("one.png", png(1, 1))}) {
    said_ = {};
    open(path);
    EXPECT_EQ(state_.picture_name(), "noise.png");
    settle();
    EXPECT_TRUE(said_.warning) << path;
    EXPECT_THAT(said_.text, StartsWith("picture: "));
    EXPECT_THAT(said_.text, HasSubstr("The lab keeps noise.png."));
    EXPECT_EQ(state_.settings(), before);
    EXPECT_TRUE(state_.tile({2, 0, 0, 0}));
    EXPECT_FALSE(state_.stale({2, 0, 0, 0}));
  }
}

TEST_F(ImagesLab, ABrokenFirstPictureLeavesTheDefault) {
  open(folder_.file("cut.png", png(200, 200).substr(0, 9000)));
  settle();
  EXPECT_TRUE(said_.warning);
  EXPECT_TRUE(state_.ready());
  EXPECT_EQ(state_.settings(), first_image_settings());
}

TEST_F(ImagesLab, FilesAreReadByTheirContent) {
  open(folder_.file("mislabelled.png", jpeg(64, 48)));
  settle();
  EXPECT_EQ(state_.picture_name(), "mislabelled.png");
  EXPECT_EQ(state_.width(), 64);
}

TEST_F(ImagesLab, TheFirstPictureOfAnAnimationIsSaidToBeThat) {
  // Two frames of one black pixel, 2 × 2.
  const std::string head("GIF89a\x02\0\x02\0\x80\0\0\0\0\0\xff\xff\xff", 19);
  const std::string frame(",\0\0\0\0\x02\0\x02\0\0\x02\x02\x84\x51\0", 15);
  open(folder_.file("still.gif", head + frame + ";"));
  settle();
  EXPECT_EQ(state_.picture_kind(), "GIF, 8 bits, colour (palette)");
  open(folder_.file("moving.gif", head + frame + frame + ";"));
  settle();
  EXPECT_EQ(state_.picture_kind(), "GIF, 8 bits, colour (palette), the first picture of an animation");
  EXPECT_THAT(said_.text, HasSubstr("moving.gif"));
}

TEST_F(ImagesLab, APictureThatVanishesStaysAndIsSaid) {
  open(picture_);
  settle();
  open("test:constant");
  settle();
  std::filesystem::remove(picture_);
  expect_field([&] { state_.undo(desk_); }, "picture");
  EXPECT_EQ(state_.picture_name(), "Constant");
  EXPECT_EQ(state_.settings().picture, "test:constant");

  open(folder_.file("other.png", png(30, 30)));
  settle();
  std::filesystem::remove(folder_ / "other.png");
  said_ = {};
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (said_.text.empty() && std::chrono::steady_clock::now() < end) frame();
  EXPECT_THAT(said_.text, HasSubstr("is no longer there; the lab keeps what it has read"));
  EXPECT_EQ(state_.picture_name(), "other.png");
  state_.change(with_factor(state_.settings(), 3));
  settle();
  EXPECT_EQ(state_.width(), 30);
}

}  // namespace
}  // namespace convscope
