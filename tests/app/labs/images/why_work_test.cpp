// The work behind Why, Gradient and Plots: what is wished for comes, once; errors are sentences.
#include "app/labs/images/why_work.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "core/enlarging/test_pictures.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

class WhyWorkTest : public ::testing::Test {
 protected:
  void wait() {
    while (work.busy()) {
      std::this_thread::yield();
      work.tick();
    }
  }
  WhyWork::Picture picture = std::make_shared<Tensor<float>>(test_picture("fine-texture", 96, 96));
  ImageSettings settings = first_image_settings();
  WhyWork work{{}};
};

TEST_F(WhyWorkTest, ExplainsTheContender) {
  EXPECT_EQ(work.why(), nullptr);
  work.want_why(settings, 3, picture);
  EXPECT_TRUE(work.busy());
  wait();
  ASSERT_NE(work.why(), nullptr);
  EXPECT_EQ(work.why()->name, "conv-transpose");
  EXPECT_EQ(work.why()->detail, "uniform 3");
  EXPECT_NEAR(work.why()->before.phases.traits.phase_spread, 4 / 3.0, 1e-9);
  EXPECT_GT(work.why()->part_side, 0);
  // What is there is not made again, and stays while the next is made.
  work.want_why(settings, 3, picture);
  EXPECT_FALSE(work.busy());
  work.want_why(settings, 99, picture);  // the last one
  EXPECT_EQ(work.why()->name, "conv-transpose");
  wait();
  EXPECT_EQ(work.why()->detail, "learned 4");
}

TEST_F(WhyWorkTest, OtherContendersChangeNothing) {
  work.want_why(settings, 3, picture);
  wait();
  settings.contenders[0] = contender(UpsamplingMethod::lanczos3, 2);
  work.want_why(settings, 3, picture);
  EXPECT_FALSE(work.busy());
}

TEST_F(WhyWorkTest, WantsNothingWithoutPictureOrContender) {
  work.want_why(settings, 0, nullptr);
  work.want_gradients(settings, 0, nullptr);
  work.want_sweep(settings, 0, nullptr);
  settings.contenders.clear();
  work.want_why(settings, 0, picture);
  work.want_gradients(settings, 0, picture);
  work.want_sweep(settings, 0, picture);
  EXPECT_FALSE(work.busy());
  EXPECT_EQ(work.sweep(), nullptr);
}

TEST_F(WhyWorkTest, TheGradientIsOfTheContendersOwnKernel) {
  work.want_gradients(settings, 3, picture);
  wait();
  ASSERT_NE(work.gradients(), nullptr);
  EXPECT_EQ(work.gradients()->patterns[0].detail, "uniform 3, stride 2");
  EXPECT_NEAR(work.gradients()->patterns[0].spread, 4 / 3.0, 1e-4);
}

TEST_F(WhyWorkTest, WhatCannotBeMadeIsASentence) {
  work.want_gradients(settings, 3, std::make_shared<Tensor<float>>(test_picture("constant", 8, 8)));
  wait();
  EXPECT_THAT(work.problem(), HasSubstr("picture: 8 pixels are too few"));
  EXPECT_EQ(work.gradients(), nullptr);
  work.want_gradients(settings, 3, picture);
  wait();
  EXPECT_EQ(work.problem(), "");
  EXPECT_NE(work.gradients(), nullptr);
}

TEST_F(WhyWorkTest, SweepsKeepTheirPoints) {
  settings.contenders = {contender(UpsamplingMethod::nearest, 2), settings.contenders[3]};
  work.want_sweep(settings, 1, picture);
  EXPECT_EQ(work.sweep_family(), 1u);
  EXPECT_EQ(work.sweep_size(), 3);
  wait();
  const std::size_t all = sweep_places(*work.sweep()).size();
  EXPECT_EQ(work.sweep()->points.size(), all);
  // Another size of the same kernel is another mark, and the same points.
  settings.contenders[1].taps = 5;
  work.want_sweep(settings, 1, picture);
  EXPECT_EQ(work.sweep_size(), 5);
  settings.contenders.push_back(contender(UpsamplingMethod::bilinear, 2));
  std::swap(settings.contenders[0], settings.contenders[1]);
  work.want_sweep(settings, 0, picture);
  // Sizes do not depend on the size, nor nearest on anything; strides do.
  EXPECT_EQ(work.sweep()->points.size(), 12u + 8u);
  wait();
  EXPECT_EQ(work.sweep()->points.size(), all + 8);
}

}  // namespace
}  // namespace convscope
