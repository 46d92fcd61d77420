// The page Convert: the chosen contender's weights in another form.
#include <filesystem>

#include "core/base/error.hpp"
#include "core/io/npy.hpp"
#include "core/network/weights_file.hpp"
#include "tests/app/labs/images/image_program.hpp"
#include "tests/app/labs/images/pictures.hpp"
#include "tests/core/support/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace convscope {
namespace {

using ::testing::HasSubstr;

class ImageConvert : public ::testing::Test, protected testing::ImageProgram {
 protected:
  ImageConvert() {
    folder_.file("a.png", testing::png(64, 48));
    run("picture \"" + (folder_ / "a.png") + "\"");
  }
  std::string refused(const std::string& line) {
    try {
      run(line);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  const Conversion& shown() { return *images().why.conversion(); }
  testing::TemporaryFolder folder_;
};

TEST_F(ImageConvert, AContenderOfEachForm) {
  run("remove-contender all; add-contender conv-transpose \"[1,2,3;4,5,6;7,8,20]\"; convert-to "
      "pixel-shuffle");
  ASSERT_TRUE(images().why.converted()) << images().why.problem();
  EXPECT_EQ(shown().from, EnlargingForm::conv_transpose);
  EXPECT_EQ(shown().weights.shape(), (Shape{1, 1, 3, 3})) << "without the zeros that centre it";
  EXPECT_TRUE(shown().exact());
  EXPECT_EQ(shown().moves.size(), 9u);
  run("convert-to resize-conv");
  EXPECT_FALSE(shown().exact());
  EXPECT_GT(shown().made.difference, 0.05);
  run("add-contender nearest-conv [1,2,1]; convert-to conv-transpose");
  EXPECT_EQ(shown().from, EnlargingForm::resize_conv);
  EXPECT_TRUE(shown().exact());
  EXPECT_EQ(shown().moves.size(), 9u * 4);
  run("add-contender pixel-shuffle random:3; convert-to conv-transpose");
  EXPECT_EQ(shown().from, EnlargingForm::pixel_shuffle);
  EXPECT_EQ(shown().weights.shape(), (Shape{4, 1, 3, 3}));
  EXPECT_TRUE(shown().exact());
  // What has no weights of its own is a transposed convolution, too.
  run("add-contender bilinear; convert-to resize-conv");
  EXPECT_EQ(shown().from, EnlargingForm::conv_transpose);
}

TEST_F(ImageConvert, MovesAndRests) {
  run("choose-contender 4; convert-to pixel-shuffle");
  images().stage.conversion = 0;
  EXPECT_TRUE(images().animating());
  desk.tick(1);
  EXPECT_NEAR(images().stage.conversion, 0.4, 0.05);
  desk.tick(10);
  EXPECT_EQ(images().stage.conversion, 1);
  EXPECT_FALSE(images().animating());
  run("convert-at 0.5");
  EXPECT_GE(images().stage.conversion, 0.5);
  desk.session.reduced_motion = true;
  run("convert-at 0");
  EXPECT_EQ(images().stage.conversion, 1) << "reduced motion";
  for (const double t : {0.0, 0.3, 1.0})
    EXPECT_GT(draw_conversion(&shown(), "", desk.style(700, 500), t).items.size(), 10u);
  EXPECT_TRUE(images().film(desk, desk.style(700, 500), false)->animated);
}

TEST_F(ImageConvert, IsSavedAndRefused) {
  EXPECT_THAT(refused("save-converted " + (folder_ / "v.npy")), HasSubstr("there is no conversion yet"));
  run("choose-contender 4; convert-to pixel-shuffle");
  run("save-converted " + (folder_ / "v.npy"));
  EXPECT_EQ(read_npy(folder_ / "v.npy", "v").shape(), shown().made.weights.shape());
  run("save-converted " + (folder_ / "v.safetensors"));
  EXPECT_EQ(read_weights({folder_ / "v.safetensors", "", true}, "v").values.shape(),
            shown().made.weights.shape());
  EXPECT_THAT(refused("save-converted " + (folder_ / "v.txt")), HasSubstr("save-converted: "));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "v.txt"));
  EXPECT_THAT(refused("convert-to beauty"), HasSubstr("convert-to: 'beauty' is not known"));
  EXPECT_THAT(refused("convert-at 2"), HasSubstr("convert-at: 2 is no share (0 to 1)"));
  run("factor 4; choose-contender 5; layers 2");
  EXPECT_THAT(images().why.problem(), HasSubstr("2 layers are 2 maps"));
  run("layers 1; choose-contender 2; coordinates align-corners");
  EXPECT_THAT(images().why.problem(), HasSubstr("aligned corners stretch"));
}

}  // namespace
}  // namespace convscope
