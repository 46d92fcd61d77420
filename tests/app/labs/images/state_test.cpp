// What the lab of images keeps, without a window: settings, undo, the picture and what is looked at.
#include "app/labs/images/state.hpp"

#include "core/io/image_file.hpp"
#include "tests/app/labs/images/images_lab.hpp"

namespace convscope {
namespace {

using testing::ImagesLab;
using testing::png;

TEST_F(ImagesLab, StartsWithAPictureAndSixContenders) {
  EXPECT_FALSE(state_.ready());
  settle();
  EXPECT_TRUE(state_.ready());
  EXPECT_EQ(state_.subjects(), 8u);
  EXPECT_EQ(state_.subject_name(5), "conv-transpose");
  // All with weights are fair, or say that they are not.
  EXPECT_EQ(state_.subject_detail(5), "uniform 3, untrained");
  EXPECT_EQ(state_.subject_detail(6), "learned 3");
  EXPECT_EQ(state_.subject_detail(7), "learned 4");
  ASSERT_EQ(state_.measurements().size(), 6u);
  for (const Measurement& m : state_.measurements()) EXPECT_TRUE(m.ready);
  EXPECT_FALSE(state_.busy());
  EXPECT_FALSE(state_.can_undo());
}

TEST_F(ImagesLab, GesturesAreUndoneTogether) {
  open(picture_);
  settle();
  EXPECT_FALSE(state_.can_undo()) << "the first picture is no change";
  for (const Index factor : {3, 4, 5}) state_.change(with_factor(state_.settings(), factor), "factor");
  state_.end_gesture();
  settle();
  EXPECT_EQ(state_.settings().factor, 5);
  state_.undo(desk_);
  EXPECT_EQ(state_.settings().factor, 2);
  state_.redo(desk_);
  settle();
  EXPECT_EQ(state_.settings().factor, 5);
  EXPECT_EQ(state_.width(), 295);
  state_.redo(desk_);
  EXPECT_EQ(state_.take_message().text, "There is nothing to redo.");
}

TEST_F(ImagesLab, UndoGoesBackToTheOtherPicture) {
  open(picture_);
  settle();
  open("test:zone-plate");
  EXPECT_EQ(state_.picture_name(), "noise.png") << "until it has been made";
  settle();
  EXPECT_EQ(state_.picture_name(), "Zone plate");
  state_.undo(desk_);
  settle();
  EXPECT_EQ(state_.settings().picture, picture_);
  EXPECT_EQ(state_.width(), 298);
  state_.redo(desk_);
  settle();
  EXPECT_EQ(state_.picture_name(), "Zone plate");
}

TEST_F(ImagesLab, AnotherPictureIsLookedAtAsAWhole) {
  open(picture_);
  settle();
  state_.stage.viewport = {250, 150, 4};
  state_.stage.selection = {200, 100, 50, 50};
  state_.change(with_factor(state_.settings(), 3));
  settle();
  EXPECT_EQ(state_.stage.viewport, (Viewport{250, 150, 4}));
  open(folder_.file("small.png", png(60, 40)));
  settle();
  EXPECT_EQ(state_.stage.viewport.zoom, 0);
  EXPECT_TRUE(state_.stage.selection.empty());
}

TEST_F(ImagesLab, RefusesWhatIsOutOfRange) {
  open(picture_);
  settle();
  for (const Index factor : {0, 1, 9, -3}) refuses(with_factor(state_.settings(), factor), "factor");
  ImageSettings next = state_.settings();
  next.contenders[3].taps = 33;
  refuses(next, "kernel-size");
  next = state_.settings();
  next.contenders.resize(9, next.contenders[0]);
  refuses(next, "contenders");
  next = state_.settings();
  next.contenders[0].layers = 4;
  refuses(next, "layers");
  next.contenders[0].layers = 2;  // there is no square root of 2
  refuses(next, "layers");
  next = state_.settings();
  next.picture = "test:moon";
  refuses(next, "picture");
}

TEST_F(ImagesLab, RefusesAFactorLargerThanThePicture) {
  open(folder_.file("tiny.png", png(5, 4)));
  settle();
  EXPECT_EQ(state_.width(), 4);
  refuses(with_factor(state_.settings(), 5), "factor");
  state_.change(with_factor(state_.settings(), 4));
  settle();
  EXPECT_EQ(state_.extent(1).width, 1);
}

TEST_F(ImagesLab, OpensPicturesAndLeavesTheRestToOthers) {
  EXPECT_EQ(state_.open(desk_, "a.json"), Opened::no);
  EXPECT_EQ(state_.open(desk_, picture_), Opened::done);
  settle();
  EXPECT_EQ(state_.width(), 298);
  folder_.file("noise.png", png(60, 40));  // the file has changed
  EXPECT_EQ(state_.open(desk_, picture_), Opened::done);
  settle();
  EXPECT_EQ(state_.width(), 60);
}

TEST_F(ImagesLab, TheStagePointsAtWhatIsThere) {
  open(picture_);
  settle();
  state_.stage.contender = 5;
  state_.stage.second = 7;
  set_contenders({contender(UpsamplingMethod::nearest, 2)});
  settle();
  EXPECT_EQ(state_.stage.contender, 0u);
  EXPECT_EQ(state_.stage.second, 2u);
  set_contenders({});
  settle();
  EXPECT_EQ(state_.subjects(), 2u);
  EXPECT_EQ(state_.measurements().size(), 0u);
}

}  // namespace
}  // namespace convscope
