// The channels view and its camera: what is near hides what is far, and all of it fits.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "app/views/camera.hpp"
#include "app/views/number_text.hpp"
#include "app/views/registry.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

const Rect kArea{40, 60, 800, 500};
const std::vector<glm::dvec3> kCube = {{0, 0, 0}, {4, 0, 0}, {0, 4, 0}, {4, 4, 0},
                                       {0, 0, 4}, {4, 0, 4}, {0, 4, 4}, {4, 4, 4}};

TEST(Projection, FitsTheSceneFromEverySide) {
  for (double yaw : {-75.0, -20.0, 0.0, 32.0, 75.0})
    for (double pitch : {-10.0, 0.0, 24.0, 80.0}) {
      const Projection eye({yaw, pitch, 1}, kCube, kArea);
      double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
      for (const glm::dvec3& corner : kCube) {
        const Point p = eye(corner);
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
      }
      EXPECT_GE(left, kArea.x - 1e-6);
      EXPECT_LE(right, kArea.right() + 1e-6);
      EXPECT_GE(top, kArea.y - 1e-6);
      EXPECT_LE(bottom, kArea.bottom() + 1e-6);
      // One of the two directions is used up.
      EXPECT_TRUE(std::abs(right - left - kArea.w) < 1e-6 || std::abs(bottom - top - kArea.h) < 1e-6);
    }
}

TEST(Projection, HasRightOnTheRightDownBelowAndFrontNearer) {
  const Projection eye({32, 24, 1}, kCube, kArea);
  EXPECT_GT(eye({4, 0, 0}).x, eye({0, 0, 0}).x);
  EXPECT_GT(eye({0, 4, 0}).y, eye({0, 0, 0}).y);
  EXPECT_LT(eye.distance({0, 0, 4}), eye.distance({0, 0, 0}));
  // From the right and above: what is behind stands farther right and higher.
  EXPECT_GT(eye({0, 0, 0}).x, eye({0, 0, 4}).x);
  EXPECT_LT(eye({0, 0, 0}).y, eye({0, 0, 4}).y);
}

TEST(Projection, ZoomMultipliesAndAnglesAreLimited) {
  const Projection near({10, 10, 2}, kCube, kArea), far({10, 10, 1}, kCube, kArea);
  EXPECT_NEAR(near({4, 0, 0}).x - near({0, 0, 0}).x, 2 * (far({4, 0, 0}).x - far({0, 0, 0}).x), 1e-9);
  EXPECT_NEAR(near.unit({1, 1, 1}), 2 * far.unit({1, 1, 1}), 1e-9);
  EXPECT_EQ(clamped(Camera{200, -90, 100}), (Camera{75, -10, 8}));
}

Picture draw(const Derived& d, Index step, const Style& style = {}) {
  return view("channels").draw(d, {step, kSettled}, style);
}

const Path* face(const Picture& picture, Tag tag) {
  for (const Item& item : picture.items)
    if (item.tag == tag) return std::get_if<Path>(&item.shape);
  return nullptr;
}

Point middle(const Path& path) {
  Point sum = path.start;
  for (const Path::Segment& s : path.segments) {
    sum.x += s.to.x;
    sum.y += s.to.y;
  }
  const double count = static_cast<double>(path.segments.size()) + 1;
  return {sum.x / count, sum.y / count};
}

bool has_text(const Picture& picture, std::string_view text) {
  return std::any_of(picture.items.begin(), picture.items.end(), [&](const Item& item) {
    const Label* label = std::get_if<Label>(&item.shape);
    return label != nullptr && label->text == text;
  });
}

TEST(Channels, EveryCellIsAFaceThatThePointerFinds) {
  const Derived d(parse_spec("conv 4x4 k3 c2>2 w=random:1"));
  const Picture p = draw(d, 5);
  for (Index i = 0; i < d.input().size(); ++i) ASSERT_NE(face(p, {Role::input, i}), nullptr) << i;
  for (Index i = 0; i < d.output().size(); ++i) ASSERT_NE(face(p, {Role::output, i}), nullptr) << i;
  // Nothing stands before the first channel.
  EXPECT_EQ(hit_test(p, middle(*face(p, {Role::input, 5}))), (Tag{Role::input, 5}));
  EXPECT_EQ(hit_test(p, middle(*face(p, {Role::kernel, 18}))), (Tag{Role::kernel, 18}));
}

TEST(Channels, WhatIsNearerIsDrawnLater) {
  const Derived d(parse_spec("conv 4x4 k3 c3>1"));
  for (double yaw : {-60.0, 0.0, 60.0}) {
    const Picture p = draw(d, 0, {.camera = {yaw, 20, 1}});
    std::vector<std::ptrdiff_t> first;
    for (Index channel : {2, 1, 0})
      first.push_back(face(p, {Role::input, channel * 16}) == nullptr
                          ? -1
                          : std::find_if(p.items.begin(), p.items.end(), [&](const Item& item) {
                              return item.tag == Tag{Role::input, channel * 16};
                            }) - p.items.begin());
    EXPECT_LT(first[0], first[1]);
    EXPECT_LT(first[1], first[2]);
  }
}

TEST(Channels, TheVolumesStandApartWhateverTheCamera) {
  const Derived d(parse_spec("conv 5x5 k3 p1 c3>3 w=ones"));
  for (double yaw : {-75.0, -30.0, 0.0, 45.0, 75.0}) {
    const Picture p = draw(d, 0, {.camera = {yaw, 30, 1}});
    double input = -1e9, kernel_left = 1e9, kernel_right = -1e9, output = 1e9;
    for (const Item& item : p.items) {
      const Path* path = std::get_if<Path>(&item.shape);
      if (path == nullptr || !item.tag) continue;
      for (const Path::Segment& s : path->segments) {
        if (item.tag.role == Role::input) input = std::max(input, s.to.x);
        if (item.tag.role == Role::output) output = std::min(output, s.to.x);
        if (item.tag.role == Role::kernel) kernel_left = std::min(kernel_left, s.to.x);
        if (item.tag.role == Role::kernel) kernel_right = std::max(kernel_right, s.to.x);
      }
    }
    EXPECT_LT(input, kernel_left) << yaw;
    EXPECT_LT(kernel_right, output) << yaw;
  }
}

TEST(Channels, TheSumOfEachInputChannelIsWritten) {
  const Derived d(parse_spec("conv 2x2 k2 c2>1 in=[1,2;3,4;5,6;7,8] w=[1,0;0,0;0,0;0,1]"));
  const Picture p = draw(d, 0);
  EXPECT_TRUE(has_text(p, "+1"));
  EXPECT_TRUE(has_text(p, "+8"));
  EXPECT_TRUE(has_text(p, "y[0,0]"));
  EXPECT_TRUE(has_text(p, "9"));
}

TEST(Channels, OnlyTheGroupTakesPart) {
  const Derived d(parse_spec("conv 3x3 k2 c4>4 g2 w=ramp"));
  const Picture p = draw(d, 8);  // output channel 2: group 1
  // Numbers are on lit slabs only: of input channel 2 (19...27), not of channel 0 (1...9).
  EXPECT_TRUE(has_text(p, "19"));
  EXPECT_FALSE(has_text(p, "5"));
  // Its kernel block has the group's two slabs: weights of window channel 2.
  EXPECT_NE(face(p, {Role::kernel, 16}), nullptr);
  EXPECT_NE(face(p, {Role::kernel, 20}), nullptr);
  EXPECT_EQ(face(p, {Role::kernel, 0}), nullptr);
}

TEST(Channels, ATransposedConvolutionBuildsUpItsSums) {
  const Derived d(parse_spec("tconv 2 k2 c2>1 in=[1,2;10,20] w=ones"));
  EXPECT_FALSE(has_text(draw(d, 0), "33"));
  const Picture last = draw(d, steps(view("channels"), d) - 1);
  for (Index i = 0; i < 3; ++i)
    EXPECT_TRUE(has_text(last, number_text(d.output()[i], NumberFormat::automatic))) << i;
}

TEST(Channels, ManyChannelsAreAPageOfThem) {
  const Derived d(parse_spec("conv 4x4 k3 c3>64 w=ones"));
  const Picture p = draw(d, 80);
  EXPECT_TRUE(has_text(p, "  16–23 of 64 channels"));
  EXPECT_NE(face(p, {Role::output, 80}), nullptr);
  EXPECT_EQ(face(p, {Role::output, 0}), nullptr);
}

TEST(Channels, LargeSlabsAreDrawnInBlocks) {
  const Derived d(parse_spec("conv 64x64 k3 p1 c8>8 w=random:1"));
  EXPECT_LT(draw(d, 9000).items.size(), 8000U);
}

TEST(Channels, NothingLeavesTheStageWhenZoomed) {
  const Derived d(parse_spec("conv 5x5 k3 p1 c3>2 w=random:1"));
  const Style style{.width = 1000, .height = 600, .camera = {32, 24, 4}};
  for (const Item& item : draw(d, 7, style).items) {
    const Path* path = std::get_if<Path>(&item.shape);
    if (path == nullptr) continue;
    std::vector<Point> points = {path->start};
    for (const Path::Segment& s : path->segments) points.push_back(s.to);
    for (const Point& p : points) {
      EXPECT_TRUE(p.x >= -1e-6 && p.x <= 1000 + 1e-6) << p.x;
      EXPECT_TRUE(p.y >= 60 && p.y <= 570) << p.y;
    }
  }
}

TEST(Channels, SaysWhyNotThreeAxes) {
  const auto obstacle = view("channels").obstacle(Derived(parse_spec("conv 3x3x3 k2")));
  ASSERT_TRUE(obstacle);
  EXPECT_NE(obstacle->find("third dimension"), std::string::npos);
  EXPECT_FALSE(view("channels").obstacle(Derived(parse_spec("conv 3 k1"))));
}

}  // namespace
}  // namespace convscope
