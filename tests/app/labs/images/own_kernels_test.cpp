// Kernels that are dropped on the lab and saved from it, and how its picture is made smaller.
#include <gmock/gmock.h>

#include "app/window/lab_memory.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/enlarging/trial.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "tests/app/labs/images/image_program.hpp"
#include "tests/app/labs/images/pictures.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class LabKernels : public ::testing::Test, protected testing::ImageProgram {
 protected:
  LabKernels() {
    run("picture \"" + folder_.file("photo.png", testing::png(48, 40)) + "\"");
    soft_ = folder_.file("soft.npy", npy_bytes(Tensor<double>({3, 3}, {1, 2, 1, 2, 4, 2, 1, 2, 1})));
  }
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
  std::string soft_;
};

TEST_F(LabKernels, ADroppedOneGoesToTheLabInFront) {
  run("choose-contender 4");
  const Scenario before = desk.scenario();
  desk.open(soft_);
  EXPECT_EQ(desk.front().name, "images");
  EXPECT_EQ(desk.scenario(), before);
  EXPECT_EQ(images().settings().contenders.size(), 6u);
  EXPECT_EQ(images().stage.contender, 3u);
  EXPECT_EQ(images().subject_detail(5), "own 3 soft");
  settle();
  EXPECT_EQ(
      desk.message,
      "soft.npy is the kernel of conv-transpose; its weights are multiplied by 0.25, so that brightness "
      "is kept.");
  run("choose-contender 1");
  ASSERT_EQ(chosen().method, UpsamplingMethod::nearest);
  desk.open(soft_);
  EXPECT_EQ(images().settings().contenders.size(), 7u) << "nearest has no kernel: one contender more";
  EXPECT_EQ(chosen().method, UpsamplingMethod::conv_transpose);
  EXPECT_THROW(desk.open(folder_.file("zero.npy", npy_bytes(Tensor<double>({2, 2}, 0.0)))), Error);
  EXPECT_EQ(images().settings().contenders.size(), 7u);
  desk.choose_lab("explore");
  desk.open(soft_);
  EXPECT_NE(desk.scenario(), before) << "there it is the scenario's input";
}

TEST_F(LabKernels, SavedOnesMakeTheSameResult) {
  for (const char* choice :
       {"method pixel-shuffle; kernel-size 3", "method conv-transpose; contender-kernel random:3; repair on",
        "method nearest-conv"}) {
    run(std::string("choose-contender 4; ") + choice + "; save-result " + (folder_ / "first.png"));
    run("save-kernel " + (folder_ / "w.npy"));
    EXPECT_THAT(desk.message, StartsWith("Saved the kernel of "));
    desk.open(folder_ / "w.npy");
    EXPECT_EQ(chosen().kernel.kind, KernelChoice::Kind::own);
    EXPECT_FALSE(chosen().repair);
    settle();
    run("save-result " + (folder_ / "second.png"));
    EXPECT_EQ(folder_.read("first.png"), folder_.read("second.png")) << choice;
  }
  refuses("choose-contender 1; save-kernel " + (folder_ / "x.npy"), "save-kernel: nearest has no kernel");
  refuses("choose-contender 4; save-kernel " + (folder_ / "x.txt"), "save-kernel: '");
  run("factor 4; choose-contender 4; method pixel-shuffle; layers 2");
  refuses("save-kernel " + (folder_ / "x.npy"), "save-kernel: 2 layers learn 2 kernels");
  EXPECT_FALSE(folder_.has("x.npy"));
}

TEST_F(LabKernels, OneThatIsIgnoredOrScaledIsSaid) {
  run("choose-contender 1; contender-kernel uniform");
  EXPECT_EQ(desk.message, "The kernel: nearest has none, it is ignored.");
  run("choose-contender 4; contender-kernel [1,2,1]");
  EXPECT_EQ(desk.message, "The kernel: its weights are multiplied by 0.25, so that brightness is kept.");
}

TEST_F(LabKernels, ThePictureIsMadeSmallerAsChosen) {
  run("reduce-by lanczos3; blur 0.7; noise 3:5; jpeg 60; save-result 1 " + (folder_ / "small.png"));
  const Degradation d{.filter = ReducingFilter::lanczos3, .blur = 0.7, .noise = 3, .seed = 5, .jpeg = 60};
  EXPECT_EQ(images().settings().degradation, d);
  EXPECT_EQ(read_image(folder_ / "small.png", "a"),
            reduce(read_image(folder_ / "photo.png", "b"), 2, false, {}, d).small);
  run("choose-contender 4; method pixel-shuffle; smooth 1; save-table " + (folder_ / "t.json") +
      "; save-table " + (folder_ / "t.csv"));
  const auto json = Json::parse(folder_.read("t.json"));
  EXPECT_EQ(json["reduction"]["filter"], "lanczos3");
  EXPECT_EQ(json["reduction"]["jpeg"], 60);
  EXPECT_EQ(json["methods"][3]["kernel"], "learned");
  EXPECT_EQ(json["methods"][3]["smooth"], 1);
  EXPECT_THAT(folder_.read("t.csv"), HasSubstr("\"lanczos3, blur 0.7, noise 3:5, JPEG 60\""));

  const LabMemories kept = remembered(desk);
  testing::ImageProgram second;
  for (const CommandWords& words : kept.at("images")) {
    run_command(second.target, words);
    second.settle();
  }
  EXPECT_EQ(second.images().settings(), images().settings()) << "it comes back at the next start";
  run("reduce-by area; blur 0; noise 0; jpeg off; smooth off");
  EXPECT_EQ(images().settings().degradation.filter, ReducingFilter::area);
  EXPECT_FALSE(chosen().smooth);

  refuses("reduce-by cubic", "reduce: 'cubic' is not known");
  refuses("blur x", "blur: 'x' is no number");
  refuses("blur 99", "blur: 99 is too large");
  refuses("noise -1", "noise: -1 is too small");
  refuses("jpeg 0", "jpeg: 0 is too small");
  refuses("smooth 4", "smooth: 4 is too large");
  refuses("choose-contender 1; smooth 1", "smooth: nearest has no such layer");
}

}  // namespace
}  // namespace convscope
