// Photographs in the round-trip lab.
#include <filesystem>

#include "app/picture/backends.hpp"
#include "core/io/files.hpp"
#include "tests/app/labs/round_trip/round_trip_lab.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using testing::expect_error;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using Window = testing::RoundTripWindow;

std::string picture_file(const TemporaryFolder& folder, const char* name, int width, int height) {
  Image image{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    const auto grey = static_cast<std::uint8_t>(i % width / 9 % 2 * 150 + 50);
    image.rgba.insert(image.rgba.end(), {grey, grey, grey, 255});
  }
  const std::string path = (folder.path() + "/" + name);
  write_file(path, encode_png(image), "test");
  return path;
}

TEST(RoundTripState, PhotographsAreOpenedAndBroughtBack) {
  const TemporaryFolder folder;
  Window w("conv 5 k3");
  const std::string path = picture_file(folder, "bars.png", 40, 33);
  w.open(path);
  EXPECT_EQ(w.lab().page(), TripPage::photo);
  w.run("deblur size 3; deblur iterations 4; deblur blur box");
  w.settle();
  ASSERT_TRUE(w.lab().photo());
  EXPECT_EQ(w.lab().photo()->name, "bars.png");
  EXPECT_EQ(w.lab().photo()->result.sharp.shape(), (Shape{1, 3, 32, 32}));
  EXPECT_EQ(w.lab().photo()->result.lucy_iterations, 4);
  EXPECT_LT(w.lab().photo()->result.transposed.quality.psnr, w.lab().photo()->result.blurred.quality.psnr);
  w.run("trip-look 0 0 4");
  EXPECT_EQ(w.lab().view(), (PhotoView{0.125, 0.125, 4}));
  w.run("undo");
  EXPECT_EQ(w.desk.scenario().photo, "");
}

TEST(RoundTripState, BadPhotographsChangeNothing) {
  const TemporaryFolder folder;
  Window w("conv 5 k3");
  write_file(folder.path() + "/broken.png", "no picture", "test");
  EXPECT_THROW(w.desk.open(folder.path() + "/broken.png"), Error);
  EXPECT_THROW(w.desk.open(folder.path() + "/missing.png"), Error);
  EXPECT_EQ(w.lab().page(), TripPage::there);
  EXPECT_EQ(w.desk.scenario().photo, "");
  expect_error([&] { w.run("deblur size 99"); }, "size: 99 is out of range (1 to 31)");
  expect_error([&] { w.run("deblur blur fog"); }, "blur: 'fog' is not known (gaussian, box, motion)");
  expect_error([&] { w.run("deblur seed -1"); }, "seed: -1 is negative (0 or more)");
  EXPECT_EQ(w.lab().blur(), DeblurSettings{});
}

TEST(RoundTripState, APhotographThatFailsLaterLeavesTheOneBefore) {
  const TemporaryFolder folder;
  Window w("conv 5 k3");
  w.run("deblur iterations 1");
  w.open(picture_file(folder, "tiny.png", 8, 8));
  w.settle();
  EXPECT_EQ(w.lab().problem(), "photo: 8 × 8 pixels are too few (at least 16 × 16)");
  EXPECT_FALSE(w.lab().photo());
  EXPECT_FALSE(w.desk.warning) << "with nothing to show the page says it";
  const std::string first = picture_file(folder, "first.png", 40, 33);
  w.open(first);
  w.open(picture_file(folder, "second.png", 40, 33));
  w.settle();
  EXPECT_EQ(w.lab().problem(), "");
  std::filesystem::remove(first);
  w.run("undo");
  w.settle();
  EXPECT_THAT(w.desk.message, HasSubstr("first.png"));
  EXPECT_TRUE(w.desk.warning);
  ASSERT_TRUE(w.lab().photo());
  EXPECT_EQ(w.lab().photo()->name, "second.png");
  EXPECT_TRUE(w.lab().is_old());
  EXPECT_TRUE(w.lab().picture(w.desk, {}));
  w.run("redo");
  w.settle();
  EXPECT_TRUE(w.lab().is_complete());
}

TEST(RoundTripStateSlow, WorkOnAPhotographCanBeStopped) {
  const TemporaryFolder folder;
  Window w("conv 5 k3");
  w.open(picture_file(folder, "large.png", 384, 384));
  w.run("deblur iterations 500");
  w.desk.tick(0);
  testing::wait_until([&] {
    w.desk.tick(0);
    return w.lab().photo() != nullptr;
  });
  w.run("trip-cancel");
  w.settle();
  EXPECT_LT(w.lab().photo()->result.lucy_iterations, 500);
  EXPECT_TRUE(w.lab().picture(w.desk, {})) << "what has been reached stays";
  EXPECT_FALSE(w.lab().is_old());
  EXPECT_FALSE(w.lab().is_complete());
}

TEST(RoundTripState, AFileThatVanishedIsSaid) {
  const TemporaryFolder folder;
  Window w("conv 5 k3");
  const std::string path = picture_file(folder, "gone.png", 40, 33);
  w.run("deblur iterations 1");
  w.open(path);
  w.settle();
  std::filesystem::remove(path);
  w.run("trip-update");
  w.settle();
  EXPECT_THAT(w.lab().problem(), HasSubstr("gone.png"));
}

}  // namespace
}  // namespace convscope
