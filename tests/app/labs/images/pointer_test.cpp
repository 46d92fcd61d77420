// The pixel under the pointer when the picture changes below it.
#include "tests/app/labs/images/images_lab.hpp"

namespace convscope {
namespace {

using testing::ImagesLab;

class ImagesPointer : public ImagesLab {};

TEST_F(ImagesPointer, ASmallerPictureForgetsIt) {
  open(picture_);
  settle();
  state_.stage.pointed = PixelPlace{250, 180};
  frame();
  EXPECT_TRUE(state_.stage.pointed);
  open(folder_.file("small.png", testing::png(40, 30)));
  settle();
  EXPECT_FALSE(state_.stage.pointed);
}

TEST_F(ImagesPointer, APixelThatTheFactorCutsOffIsForgotten) {
  open(picture_);  // 299 x 201
  settle();
  state_.stage.pointed = PixelPlace{297, 199};
  frame();
  ASSERT_TRUE(state_.stage.pointed);
  state_.change(with_factor(state_.settings(), 8));  // 296 x 200
  settle();
  EXPECT_FALSE(state_.stage.pointed);
}

}  // namespace
}  // namespace convscope
