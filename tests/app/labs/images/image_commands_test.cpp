// The commands of the lab of images as scripts run them, without a window.
#include <gmock/gmock.h>

#include <filesystem>

#include "core/base/error.hpp"
#include "core/enlarging/trial.hpp"
#include "tests/app/labs/images/image_program.hpp"
#include "tests/app/labs/images/pictures.hpp"
#include "tests/core/support/patience.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

class ImageCommands : public ::testing::Test, protected testing::ImageProgram {
 protected:
  ImageCommands() { folder_.file("a photo.png", testing::png(48, 40)); }
  void refuses(const std::string& line, const std::string& sentence) {
    const ImageSettings before = images().settings();
    try {
      run(line);
      ADD_FAILURE() << line << " was accepted";
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), StartsWith(sentence)) << line;
    }
    EXPECT_EQ(images().settings(), before) << line;
  }
  const UpsamplingChoice& chosen() { return images().settings().contenders[images().stage.contender]; }

  testing::TemporaryFolder folder_;
};

TEST_F(ImageCommands, CoordinatesOfAContender) {
  run("picture \"" + (folder_ / "a photo.png") + "\"");
  run("choose-contender 2; coordinates align-corners");
  EXPECT_EQ(chosen().coordinates, ResizeCoordinates::align_corners);
  EXPECT_EQ(images().subject_detail(3), "align-corners");
  run("image-mode why");
  EXPECT_THAT(images().why.problem(), HasSubstr("aligned corners stretch the picture"));
  run("image-mode gradient");
  EXPECT_THAT(images().why.problem(), HasSubstr("aligned corners stretch the picture"));
  run("image-mode compare; choose-contender 1; coordinates asymmetric ceil");
  EXPECT_EQ(chosen().rounding, ResizeRounding::ceil);
  EXPECT_THAT(images().remembered(),
              ::testing::Contains(::testing::ElementsAre("coordinates", "asymmetric", "ceil")));
  refuses("coordinates corners", "coordinates: 'corners' is not known");
  refuses("coordinates asymmetric up", "rounding: 'up' is not known");
  refuses("choose-contender 2; coordinates asymmetric floor", "rounding: bilinear has none");
  refuses("choose-contender 4; coordinates asymmetric", "coordinates: conv-transpose has none");
  run("choose-contender 1; coordinates half-pixel");
  EXPECT_FALSE(chosen().rounding);
  EXPECT_EQ(images().subject_detail(2), "");
}

TEST_F(ImageCommands, BringTheLabToTheFrontAndChangeIt) {
  run("picture \"" + (folder_ / "a photo.png") + "\"");
  EXPECT_EQ(desk.front().name, "images");
  EXPECT_EQ(images().picture_name(), "a photo.png");
  run("factor 4");
  EXPECT_EQ(images().width(), 48);
  run("choose-contender 5; layers 2");
  EXPECT_EQ(chosen().layers, 2);
  EXPECT_EQ(chosen().factor, 2);
  run("method pixel-shuffle; contender-kernel random:3; kernel-size 4; seed 8; repair on; layers 1");
  EXPECT_EQ(images().subject_name(6), "pixel-shuffle");
  EXPECT_EQ(images().subject_detail(6), "random:8 4, repaired");
  run("contender-kernel [1,2,1]");
  EXPECT_THAT(images().subject_detail(6), MatchesRegex("own 3 #[0-9a-f]{4}, repaired"));
  run("add-contender conv-transpose gaussian 5");
  EXPECT_EQ(images().stage.contender, 6u);
  EXPECT_EQ(images().subject_detail(8), "gaussian 5");
  run("remove-contender 1; remove-contender");
  EXPECT_EQ(images().settings().contenders.size(), 5u);
  run("remove-contender all");
  EXPECT_TRUE(images().settings().contenders.empty());
  run("undo");
  EXPECT_EQ(images().settings().contenders.size(), 5u);
  run("linear-light");
  EXPECT_TRUE(images().settings().linear_light);
  run("linear-light off; test-picture constant");
  EXPECT_EQ(images().settings().picture, "test:constant");
  run("undo; undo; undo");
  EXPECT_EQ(images().picture_name(), "a photo.png");
  EXPECT_FALSE(images().settings().linear_light);
  run("redo");
  EXPECT_TRUE(images().settings().linear_light);
}

TEST_F(ImageCommands, LetKernelsLearnFromOtherPhotographs) {
  const std::string others = folder_ / "others";
  std::filesystem::create_directory(others);
  std::string rows, columns;
  for (int i = 0; i < 36 * 30; ++i) {
    rows += static_cast<char>(i / 36 * 37 % 256);
    columns += static_cast<char>(i % 36 * i % 199);
  }
  folder_.file("others/rows.pgm", "P5 36 30 255\n" + rows);
  folder_.file("others/columns.pgm", "P5 36 30 255\n" + columns);
  const auto kernel = [&] {
    images().want({{6, 0, 0, 0}});
    settle();
    return effective_kernel(*images().upsampler(6), 2);
  };
  run("picture \"" + (folder_ / "a photo.png") + "\"; choose-contender 5; contender-kernel learned");
  const Tensor<double> itself = kernel();
  run("learn-from \"" + others + "/\"");
  EXPECT_EQ(images().settings().learn_from, others);
  const Examples examples(2, [&](Index k, const Examples::Look& look) {
    const Reduced pair =
        reduce(read_picture(others + (k == 0 ? "/columns.pgm" : "/rows.pgm"), "a"), 2, false);
    look({*pair.original, pair.small});
  });
  const Upsampler learned = make_upsampler(chosen(), examples);
  EXPECT_EQ(kernel(), effective_kernel(learned, 2));
  run("image-mode why");
  EXPECT_EQ(images().why.why()->before.phases.sub_kernels, phases_of(learned, 2).sub_kernels);
  run("image-mode compare");
  refuses("learn-from " + (folder_ / "none*.png"), "learn-from: no picture's name fits");
  run("learn-from none");
  EXPECT_EQ(kernel(), itself);
  run("undo");
  EXPECT_EQ(images().settings().learn_from, others);
}

TEST_F(ImageCommands, SayWhichPhotographCannotBeLearnedFrom) {
  run("picture \"" + (folder_ / "a photo.png") + "\"; choose-contender 5; contender-kernel learned");
  folder_.file("empty.png", "");
  refuses("learn-from \"" + (folder_ / "empty.png") + "\"", "learn-from: ");
  refuses("learn-from /none/such", "learn-from: ");
  // What a quick look does not see, the pane says.
  folder_.file("broken.png", folder_.read("a photo.png").substr(0, 200));
  run("learn-from \"" + (folder_ / "broken.png") + "\"");
  testing::wait_until([&] {
    images().want({{6, 0, 0, 0}});  // a stage asks in every frame
    desk.tick(1.0 / 60);
    return !images().subject_problem(6).empty();
  });
  EXPECT_THAT(images().subject_problem(6), HasSubstr("broken.png"));
}

TEST_F(ImageCommands, SaveWhatTheyAreTold) {
  run("picture \"" + (folder_ / "a photo.png") + "\"");
  run("save-result 0 " + (folder_ / "original.png"));
  EXPECT_THAT(desk.message, StartsWith("Saved original as "));
  run("save-result " + (folder_ / "chosen.png") + "; save-table " + (folder_ / "t.csv") + "; save-sheet " +
      (folder_ / "s.png"));
  EXPECT_TRUE(folder_.has("original.png") && folder_.has("chosen.png") && folder_.has("t.csv") &&
              folder_.has("s.png"));
  // Without a path it is asked for; without the desktop's chooser, in the window's own.
  if (!FileDialog::has_desktop()) {
    run("save-table");
    ASSERT_NE(desk.dialog.browser(), nullptr);
    EXPECT_EQ(desk.dialog.request().command, "save-table");
    EXPECT_EQ(desk.dialog.browser()->text(), "table.csv");
  }
}

TEST_F(ImageCommands, RepairByName) {
  run("picture \"" + (folder_ / "a photo.png") + "\"; choose-contender 4");
  ASSERT_EQ(chosen().taps, 3);
  run("repair equal-phase-sums");
  EXPECT_EQ(images().subject_detail(5), "uniform 3, repaired");
  refuses("repair equal-phase-sums", "repair: the kernel is repaired already");
  run("repair off; repair resize-convolution");
  EXPECT_THAT(images().subject_detail(5), MatchesRegex("own 4 #[0-9a-f]{4}"));
  EXPECT_FALSE(chosen().repair);
  refuses("repair resize-convolution", "repair: conv-transpose has nothing to repair here");
  run("undo; undo; undo; contender-kernel learned; repair resize-convolution");
  EXPECT_THAT(images().subject_detail(5), MatchesRegex("own 4 #[0-9a-f]{4}"));
  run("choose-contender 6; method pixel-shuffle; contender-kernel random:0; kernel-size 3; repair equal "
      "sub-kernels");
  EXPECT_EQ(images().subject_detail(7), "random:0 3, repaired");
  run("repair; choose-contender 3");
  refuses("repair on", "repair: bicubic has nothing to repair here");
  refuses("repair", "repair: bicubic has nothing to repair here");
  run("repair off; choose-contender 6");
  refuses("repair resize-convolution",
          "repair: 'resize-convolution' is none for this kernel (equal-sub-kernels, order-2, order-3)");
}

TEST_F(ImageCommands, RepairToAnOrder) {
  run("picture \"" + (folder_ / "a photo.png") + "\"; choose-contender 4; repair order-2");
  EXPECT_EQ(images().subject_detail(5), "uniform 3, order 2");
  EXPECT_EQ(chosen().repair_order, 2);
  run("repair order-1; repair off");
  EXPECT_EQ(chosen().repair_order, 0);
  refuses("repair order-3",
          "repair-order: 3 is out of reach of a kernel of 9 weights (at most 2, or more weights)");
  refuses("repair order-9", "repair-order: 9 is too large (from 1 to 4)");
  refuses("repair order-x", "repair: 'order-x' is none for this kernel");
  EXPECT_EQ(images().subject_detail(5), "uniform 3, untrained");
  run("choose-contender 6; method pixel-shuffle; contender-kernel random:0; kernel-size 3; repair order-3");
  EXPECT_EQ(images().subject_detail(7), "random:0 3, order 3");
  run("choose-contender 1");
  refuses("repair order-2", "repair: nearest has nothing to repair here");
}

TEST_F(ImageCommands, AKernelThatIsBeingLearnedHasNoRepairsYet) {
  run("picture \"" + (folder_ / "a photo.png") + "\"; choose-contender 4");
  run_command(target, std::vector<std::string>{"contender-kernel", "learned"});
  EXPECT_TRUE(images().repairs().empty());
  refuses("repair resize-convolution", "repair: the kernel is still being learned (wait a moment)");
  settle();
  EXPECT_GE(images().repairs().size(), 2u);
}

TEST_F(ImageCommands, SayWhatIsWrong) {
  run("picture \"" + (folder_ / "a photo.png") + "\"");
  refuses("picture nowhere.png", "picture: cannot read nowhere.png");
  refuses("picture " + folder_.path(), "picture: cannot read");
  refuses("test-picture moon", "picture: there is no test picture 'moon' (constant");
  refuses("factor 0", "factor: 0 is too small (from 2 to 8)");
  refuses("factor two", "factor: 'two' is no whole number");
  refuses("add-contender cubic", "method: 'cubic' is not known");
  refuses("add-contender nearest box", "kernel: 'box' is not known");
  refuses("add-contender conv-transpose uniform 99", "kernel-size: 99 is too large (from 1 to 32)");
  refuses("remove-contender 7", "remove-contender: there is no contender 7 (1 to 6)");
  refuses("choose-contender 0", "contender: there is no contender 0 (1 to 6)");
  refuses("layers 2", "layers: 2 equal layers cannot enlarge 2 times (factor 4 for 2 layers)");
  refuses("seed -1", "seed: -1 is too small");
  refuses("kernel-size 33", "kernel-size: 33 is too large");
  refuses("contender-kernel [1,-1]", "kernel: its weights sum to 0");
  refuses("linear-light maybe", "linear-light: 'maybe' is not known");
  refuses("save-result 9 a.png", "save-result: there is no picture 9 (0 to 7)");
  refuses("save-result 2", "save-result: there is no path");
  refuses("save-table a.txt", "save-table: 'a.txt' has another ending");
  refuses("select 0 0 500 500", "select: ");
  run("add-contender nearest; add-contender nearest");
  refuses("add-contender nearest", "contenders: 9 are too many (at most 8)");
}

TEST_F(ImageCommands, PicturesThatAreDroppedOpenHere) {
  desk.choose_lab("explore");
  desk.open(folder_ / "a photo.png");
  EXPECT_EQ(desk.front().name, "images");
  settle();
  EXPECT_EQ(images().picture_name(), "a photo.png");
  EXPECT_THROW(desk.open(folder_.file("b.png", "no picture")), Error);
  EXPECT_EQ(images().picture_name(), "a photo.png");
}

}  // namespace
}  // namespace convscope
