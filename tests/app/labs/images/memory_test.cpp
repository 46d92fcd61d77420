// What the lab of images has again at the next start.
#include "app/labs/images/settings.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "app/window/lab_memory.hpp"
#include "core/io/npy.hpp"
#include "tests/app/labs/images/image_program.hpp"
#include "tests/app/labs/images/pictures.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::ImageProgram;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

/// A window closes and another one opens.
struct Reopened : ImageProgram {
  explicit Reopened(const LabMemories& kept) {
    recall(target, kept);
    desk.choose_lab("images");
    settle();
  }
};

std::vector<CommandWords> kept_by(const Desk& desk) {
  const LabMemories all = remembered(desk);
  const auto found = all.find("images");
  return found == all.end() ? std::vector<CommandWords>{} : found->second;
}

TEST(ImagesMemory, AFreshLabAsksForNothing) {
  ImageProgram program;
  EXPECT_THAT(kept_by(program.desk), IsEmpty());
  program.desk.choose_lab("images");
  program.settle();
  EXPECT_THAT(kept_by(program.desk), IsEmpty());
}

TEST(ImagesMemory, EverythingThatWasChosenComesBack) {
  const TemporaryFolder folder;
  folder.file("a photo.png", testing::png(60, 40));
  const std::string planes = folder.file("planes.npy", npy_bytes(Tensor<double>({16, 2, 2}, 0.25)));
  ImageProgram first;
  first.run("picture \"" + (folder / "a photo.png") +
            "\"; factor 4; remove-contender all; add-contender nearest");
  first.run("add-contender conv-transpose random:7 5; layers 2; repair on");
  first.run("add-contender conv-transpose random:8 8; repair order-2");
  first.run("add-contender conv-transpose uniform 5; repair resize-convolution");
  first.run("add-contender pixel-shuffle; contender-kernel " + planes);
  first.run("add-contender nearest-conv learned 5");
  first.run("linear-light on; choose-contender 2; subjects 1 4; compare split; image-mode plots");
  const LabMemories kept = remembered(first.desk);
  Reopened second(kept);
  EXPECT_EQ(second.images().settings(), first.images().settings());
  EXPECT_EQ(second.images().picture_name(), "a photo.png");
  EXPECT_EQ(second.images().stage.contender, 1u);
  EXPECT_EQ(second.images().stage.first, 1u);
  EXPECT_EQ(second.images().stage.second, 4u);
  EXPECT_EQ(second.images().stage.layout, ImageStage::Layout::split);
  EXPECT_EQ(second.images().stage.mode, ImageStage::Mode::plots);
  EXPECT_EQ(remembered(second.desk), kept);
  EXPECT_EQ(second.desk.message, "");
  EXPECT_FALSE(second.images().can_undo()) << "the start is no change";
}

TEST(ImagesMemory, OfATestPictureAndNoContenders) {
  ImageProgram first;
  first.run("test-picture constant; remove-contender all");
  const LabMemories kept = remembered(first.desk);
  EXPECT_THAT(kept_by(first.desk),
              ElementsAre(ElementsAre("test-picture", "constant"), ElementsAre("remove-contender", "all"),
                          ElementsAre("subjects", "0", "1")));
  Reopened second(kept);
  EXPECT_EQ(remembered(second.desk), kept);
  EXPECT_EQ(second.images().picture_name(), "Constant");
}

TEST(ImagesMemory, APictureThatIsStillBeingReadIsKept) {
  const TemporaryFolder folder;
  ImageProgram program;
  const std::string path = folder.file("a.png", testing::png(60, 40));
  run_command(program.target, std::vector<std::string>{"picture", path});
  EXPECT_THAT(kept_by(program.desk), Contains(ElementsAre("picture", path)));
}

TEST(ImagesMemory, PathsAreAbsolute) {
  ImageSettings settings = first_image_settings();
  settings.picture = "here.png";
  EXPECT_THAT(commands_for(settings),
              ElementsAre(ElementsAre("picture", (std::filesystem::current_path() / "here.png").string())));
}

/// Gone before the start, or broken in a way that only reading it shows.
TEST(ImagesMemory, AVanishedOrBrokenPictureIsHarmless) {
  const TemporaryFolder folder;
  const std::string path = folder.file("a.png", testing::png(60, 40));
  ImageProgram first;
  first.run("picture " + path + "; factor 3; linear-light on");
  const LabMemories kept = remembered(first.desk);
  for (const bool broken : {false, true}) {
    std::filesystem::remove(path);
    if (broken) folder.file("a.png", testing::png(60, 40).substr(0, 2000));
    Reopened second(kept);
    EXPECT_TRUE(second.images().ready());
    EXPECT_EQ(second.images().settings().picture, "");
    EXPECT_EQ(second.images().settings().factor, 3);
    EXPECT_TRUE(second.images().settings().linear_light);
    EXPECT_FALSE(second.images().can_undo());
  }
}

TEST(ImagesMemory, WhatNoCommandCanSayIsLeftOut) {
  ImageSettings settings = first_image_settings();
  settings.picture = "clipboard:1";
  settings.contenders = {contender(UpsamplingMethod::nearest, 2),
                         contender(UpsamplingMethod::conv_transpose, 2)};
  settings.contenders[1].kernel = {KernelChoice::Kind::own, 0, Tensor<double>({3, 1}, {1, 2, 1})};
  EXPECT_THAT(commands_for(settings),
              ElementsAre(ElementsAre("remove-contender", "all"), ElementsAre("add-contender", "nearest")));
}

}  // namespace
}  // namespace convscope
