// What the lab writes, and that what is stopped leaves nothing behind.
#include "app/labs/images/export.hpp"

#include <filesystem>

#include "core/base/json.hpp"
#include "core/enlarging/light.hpp"
#include "core/io/image_file.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "tests/app/labs/images/images_lab.hpp"

namespace convscope {
namespace {

using Kind = KernelChoice::Kind;
using ::testing::ElementsAre;
using testing::expect_field;
using ::testing::HasSubstr;
using testing::ImagesLab;
using testing::ImagesLabSlow;
using testing::png;
using ::testing::StartsWith;

TEST_F(ImagesLab, SavesAResultAsItIsShown) {
  open(picture_);
  settle();
  state_.save_result(4, folder_ / "out.png");
  settle();
  EXPECT_THAT(said_.text, StartsWith("Saved bicubic as "));
  const Tensor<float> small = shrink_area(cropped_to_multiple(read_image(picture_, "a"), 2), 2);
  EXPECT_EQ(read_image(folder_ / "out.png", "b"), as_saved(enlarge(bicubic(2), small)));
  state_.save_result(1, folder_ / "out.png");
  settle();
  EXPECT_EQ(read_image(folder_ / "out.png", "b"), as_saved(small));
  EXPECT_THAT(folder_.names(), ElementsAre("noise.png", "out.png"));
}

TEST_F(ImagesLab, SavesTheTable) {
  open(picture_);
  settle();
  state_.save_table(folder_ / "t.csv");
  settle();
  EXPECT_THAT(folder_.read("t.csv"), StartsWith("name,psnr,ssim,"));
  EXPECT_THAT(folder_.read("t.csv"), HasSubstr("\n\"conv-transpose, uniform 3\","));
  state_.stage.selection = {0, 0, 100, 80};
  state_.save_table(folder_ / "t.json");
  state_.save_table(folder_ / "again.json");
  settle();
  EXPECT_TRUE(folder_.has("again.json")) << "files are saved one after the other";
  const auto json = Json::parse(folder_.read("t.json"));
  EXPECT_EQ(json["methods"].size(), 6u);
  EXPECT_EQ(json["size"], Json({298, 200}));
  EXPECT_EQ(json["part"], Json({0, 0, 100, 80}));
}

TEST_F(ImagesLab, SavesTheContactSheet) {
  open(picture_);
  settle();
  state_.save_sheet(folder_ / "sheet.png");
  settle();
  EXPECT_GT(read_image(folder_ / "sheet.png", "a").shape()[3], 1000);
}

TEST_F(ImagesLab, RefusesToSaveWhereItCannot) {
  expect_field([&] { state_.save_result(0, folder_ / "a.png"); },
               "save-result");  // nothing is read yet
  open(picture_);
  settle();
  expect_field([&] { state_.save_result(99, folder_ / "a.png"); }, "save-result");
  expect_field([&] { state_.save_result(0, folder_ / "a.jpg"); }, "save-result");
  expect_field([&] { state_.save_result(0, folder_ / "none/a.png"); }, "save-result");
  expect_field([&] { state_.save_table(folder_ / "a.txt"); }, "save-table");
  expect_field([&] { state_.save_sheet(folder_ / "a.csv"); }, "save-sheet");
  EXPECT_THAT(folder_.names(), ElementsAre("noise.png"));
}

TEST_F(ImagesLabSlow, WhatIsCancelledLeavesNothingBehind) {
  open(folder_.file("large.png", png(1500, 1200)));
  settle();
  UpsamplingChoice wide = contender(UpsamplingMethod::pixel_shuffle, 2);
  wide.kernel.kind = Kind::random;
  wide.taps = 12;
  set_contenders({wide});
  state_.save_result(2, folder_ / "out.png");
  EXPECT_EQ(state_.work().name, "Saving out.png");
  state_.save_table(folder_ / "t.csv");  // waits
  state_.cancel();
  settle();
  open("test:zone-plate");
  EXPECT_EQ(state_.work().name, "Reading Zone plate");
  state_.cancel();
  settle();
  EXPECT_EQ(state_.picture_name(), "large.png");
  EXPECT_THAT(folder_.names(), ElementsAre("large.png", "noise.png"));
}

TEST_F(ImagesLabSlow, EndsInTheMiddleOfAnyWork) {
  const std::string large = folder_.file("large.png", png(1500, 1200));
  for (int wait = 0; wait < 12; ++wait) {
    ImagesState state([] {});
    ImageSettings next = state.settings();
    next.picture = large;
    next.contenders[0] = {.method = UpsamplingMethod::pixel_shuffle, .factor = 2, .taps = 12};  // learned
    state.change(std::move(next));
    state.tick(desk_, 0.1);
    for (int i = 0; i < wait * 8; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
      state.tick(desk_, 0.1);
      state.want({{2, 0, 0, 0}, {3, 2, 0, 0}, {4, 1, 1, 0}});
      if (i != 20) continue;
      state.stage.mode = ImageStage::Mode::why;
      try {
        state.save_result(0, folder_ / "out.png");
      } catch (const Error&) {  // on a slow machine the picture is still being read
      }
    }
  }
  std::filesystem::remove(folder_ / "out.png");
  EXPECT_THAT(folder_.names(), ElementsAre("large.png", "noise.png"));
}

}  // namespace
}  // namespace convscope
