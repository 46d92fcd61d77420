// Networks as contenders of the lab of images.
#include <gmock/gmock.h>

#include <cmath>

#include "app/window/lab_memory.hpp"
#include "core/base/error.hpp"
#include "core/io/image_file.hpp"
#include "tests/app/labs/images/image_program.hpp"
#include "tests/app/labs/images/pictures.hpp"
#include "tests/core/network/model_files.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class LabNetworks : public ::testing::Test, protected testing::ImageProgram {
 protected:
  LabNetworks() {
    run("picture \"" + folder_.file("photo.png", testing::png(48, 40)) + "\"");
    run("remove-contender all; add-contender nearest");
    two_ = folder_.file("two.onnx", testing::transposed_model(2, 2, {1, 1, 1, 1}).bytes());
    three_ = folder_.file("three.onnx", testing::transposed_model(3, 3, std::vector<float>(9, 1)).bytes());
  }
  const Measurement& numbers(std::size_t contender) { return images().measurements().at(contender); }

  testing::TemporaryFolder folder_;
  std::string two_, three_;
};

TEST_F(LabNetworks, EnlargeAndAreMeasuredBesideOthers) {
  run("add-network \"" + two_ + "\"");
  ASSERT_EQ(images().settings().contenders.size(), 2u);
  EXPECT_EQ(images().stage.contender, 1u);
  EXPECT_EQ(images().subject_name(3), "network");
  settle();
  ASSERT_TRUE(numbers(1).ready);
  EXPECT_EQ(numbers(1).problem, "");
  EXPECT_EQ(images().subject_detail(3), "two.onnx, enlarges luma alone, chroma is enlarged by bicubic");
  EXPECT_EQ(numbers(1).measures["parameters"], 4);
  EXPECT_EQ(numbers(1).measures["phase_spread"], std::nullopt);
  // Its luma is that of nearest, but for rounding.
  EXPECT_NEAR(numbers(1).measures["psnr_y"].value(), numbers(0).measures["psnr_y"].value(), 0.2);
}

TEST_F(LabNetworks, AGreyPictureOfOneIsNearestToThePixel) {
  run("picture \"" + folder_.file("grey.png", testing::png(32, 24, 1)) + "\"");
  run("add-network \"" + two_ + "\"");
  run("save-result 2 \"" + (folder_ / "nearest.png") + "\"");
  run("save-result 3 \"" + (folder_ / "network.png") + "\"");
  EXPECT_EQ(read_image(folder_ / "nearest.png", "image"), read_image(folder_ / "network.png", "image"));
  EXPECT_EQ(numbers(1).measures["psnr"], numbers(0).measures["psnr"]);
  EXPECT_EQ(numbers(1).measures["grid_levels"], numbers(0).measures["grid_levels"]);
  run("save-table \"" + (folder_ / "table.json") + "\"");
  EXPECT_THAT(folder_.read("table.json"), HasSubstr("\"network, two.onnx\""));
  run("save-sheet \"" + (folder_ / "sheet.png") + "\"");
  EXPECT_TRUE(std::filesystem::exists(folder_ / "sheet.png"));
}

TEST_F(LabNetworks, ADroppedOneIsAContenderOfTheLabInFront) {
  desk.open(two_);
  EXPECT_EQ(desk.front().name, "images");
  ASSERT_EQ(images().settings().contenders.size(), 2u);
  EXPECT_EQ(images().settings().contenders[1].network, two_);
  settle();
  EXPECT_THAT(desk.message, StartsWith("two.onnx is a contender"));
  ASSERT_TRUE(desk.offer);
  EXPECT_EQ(desk.offer->command, (CommandWords{"networks-open", two_}));
  run("undo");
  EXPECT_EQ(images().settings().contenders.size(), 1u);
}

TEST_F(LabNetworks, OneOfAnotherFactorSaysWhatWouldFit) {
  run("add-network \"" + three_ + "\"");
  EXPECT_EQ(numbers(1).problem, "factor: three.onnx enlarges 3 times, not 2 (factor 3)");
  EXPECT_EQ(numbers(0).problem, "");
  run("factor 3");
  EXPECT_EQ(numbers(1).problem, "");
  EXPECT_TRUE(numbers(1).measures["psnr"]);
}

TEST_F(LabNetworks, WhatIsNoneIsRefusedAndNothingChanges) {
  const ImageSettings before = images().settings();
  const auto refuses = [&](const std::string& line, const std::string& sentence) {
    try {
      run(line);
      ADD_FAILURE() << line << " was accepted";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), StartsWith(sentence)) << line;
    }
    EXPECT_EQ(images().settings(), before) << line;
  };
  refuses("add-network \"" + (folder_ / "none.onnx") + "\"", "network: cannot read ");
  refuses("add-contender network", "method: network has no file");
  refuses("add-contender network:", "network: ");
  refuses("add-contender bicubic learned 3 4", "add-contender: ");
  refuses("contender-range 255", "contender-range: nearest is no network");
  refuses("method network:/none.onnx", "network: cannot read ");
}

TEST_F(LabNetworks, WhyAndTheOthersSayThatItIsNoKernel) {
  run("add-network \"" + two_ + "\"");
  for (const char* mode : {"why", "gradient"}) {
    run(std::string("image-mode ") + mode);
    EXPECT_EQ(
        images().why.problem(),
        "method: 'two.onnx' is a network, which no one kernel describes (the lab of networks, which looks at "
        "its layers)");
  }
  run("image-mode plots");
  EXPECT_EQ(images().why.problem(), "");
  EXPECT_THROW(run("save-kernel \"" + (folder_ / "k.npy") + "\""), Error);
}

TEST_F(LabNetworks, AreThereAtTheNextStart) {
  run("method \"network:" + two_ + "\"; contender-range 255");
  EXPECT_EQ(images().settings().contenders[0].range, 255);
  testing::ImageProgram next;
  for (const CommandWords& words : images().remembered()) run_command(next.target, words);
  EXPECT_EQ(next.images().settings().contenders, images().settings().contenders);
}

TEST_F(LabNetworks, OpacityAndLinearLightGoWithThem) {
  run("picture \"" + folder_.file("clear.png", testing::png(32, 24, 4)) + "\"");
  run("add-network \"" + two_ + "\"; linear-light on");
  EXPECT_EQ(numbers(1).problem, "");
  run("save-result 3 \"" + (folder_ / "network.png") + "\"");
  EXPECT_FALSE(read_image_file(folder_ / "network.png", "image").opaque());
}

}  // namespace
}  // namespace convscope
