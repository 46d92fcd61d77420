// Photographs in the explorer: read and compared beside the window; what cannot be read changes nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "app/picture/backends.hpp"
#include "core/base/error.hpp"
#include "tests/app/window/offscreen.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// A PNG with as many bytes as pixels, about.
std::string noise(int width, int height) {
  Image image{width, height, {}};
  unsigned state = 1;
  for (int i = 0; i < 4 * width * height; ++i) {
    state = state * 1664525u + 1013904223u;
    image.rgba.push_back(i % 4 == 3 ? 255 : static_cast<std::uint8_t>(state >> 24));
  }
  return encode_png(image);
}

class PhotographsSlow : public ::testing::Test {
 protected:
  PhotographsSlow() { window_.run("layout 1; view photo"); }
  const PhotoComparison& shown() { return window_.explorer().style(640, 480).photo->comparison; }
  const testing::TemporaryFolder folder_;
  Offscreen window_{"tconv 4x4 k3 s2 p1 op1", 1280, 800};
};

TEST_F(PhotographsSlow, AreComparedBesideTheWindow) {
  EXPECT_FALSE(window_.desk().updating());
  std::set<std::uint32_t> colors;
  const Image picture = window_.picture();
  for (std::size_t i = 0; i + 3 < picture.rgba.size(); i += 4)
    colors.insert(
        static_cast<std::uint32_t>(picture.rgba[i] << 16 | picture.rgba[i + 1] << 8 | picture.rgba[i + 2]));
  EXPECT_GT(colors.size(), 1000u);
}

TEST_F(PhotographsSlow, AreShownWhenTheyAreThere) {
  const std::string path = folder_.file("noise.png", noise(64, 48));
  window_.desk().open(path);
  EXPECT_EQ(window_.desk().scenario().photo, "") << "it is still being read";
  EXPECT_TRUE(window_.desk().updating());
  window_.run("wait 1");
  EXPECT_EQ(window_.desk().scenario().photo, path);
  EXPECT_EQ(shown().name, "noise.png");
  EXPECT_EQ(window_.desk().message, "Opened noise.png");
  EXPECT_EQ(window_.session().recent.front(), path);
  // The file changes, and is opened again.
  folder_.file("noise.png", noise(32, 32));
  window_.run("open " + path);
  EXPECT_EQ(shown().original.shape(), (Shape{1, 3, 32, 32}));
  window_.run("undo");
  EXPECT_EQ(window_.desk().scenario().photo, "") << "both were one change of the scenario";
}

TEST_F(PhotographsSlow, ScriptsWaitForThem) {
  const std::string path = folder_.file("noise.png", noise(64, 48));
  window_.run("open " + path + "; set size 4x4; crop-photo 0 0");
  EXPECT_THAT(window_.desk().message, HasSubstr("a crop of noise.png"));
  EXPECT_EQ(window_.desk().derived().input().size(), 16);
}

TEST_F(PhotographsSlow, LargeOnesAreMadeSmallerFirst) {
  window_.run("open " + folder_.file("large.png", noise(1700, 1300)));
  EXPECT_EQ(shown().reduced, 2);
  EXPECT_EQ(shown().original.shape(), (Shape{1, 3, 650, 850}));
}

TEST_F(PhotographsSlow, WhatCannotBeReadChangesNothing) {
  const std::string good = folder_.file("good.png", noise(64, 48));
  window_.run("open " + good);
  // What a quick look finds.
  for (const std::string& path :
       {folder_ / "none.png", folder_.file("text.png", "no picture"), folder_.file("empty.jpg", "")}) {
    EXPECT_THAT([&] { window_.run("open " + path); }, ThrowsMessage<Error>(HasSubstr(path)));
    EXPECT_THAT([&] { window_.run("set photo " + path); }, ThrowsMessage<Error>(HasSubstr(path)));
  }
  // What only decoding finds.
  const std::string whole = noise(300, 200);
  const std::string cut = folder_.file("cut.png", whole.substr(0, whole.size() / 2));
  for (const char* command : {"open ", "set photo "}) {
    window_.run(command + cut);
    EXPECT_THAT(window_.desk().message, HasSubstr("cut.png")) << command;
    EXPECT_TRUE(window_.desk().warning) << command;
  }
  EXPECT_EQ(window_.desk().scenario().photo, good);
  EXPECT_EQ(shown().name, "good.png");
  EXPECT_EQ(window_.session().recent.front(), good);
}

TEST_F(PhotographsSlow, OneThatHasVanishedStaysOnTheStage) {
  const std::string path = folder_.file("noise.png", noise(64, 48));
  window_.run("open " + path);
  std::filesystem::remove(path);
  window_.run("set stride 3");
  EXPECT_EQ(shown().factor, 3) << "it has been read";
  EXPECT_EQ(window_.explorer().photo_problem(), "");
  // A start with it finds it gone.
  Scenario gone = window_.desk().scenario();
  gone.photo = folder_ / "gone.png";
  window_.desk().apply(gone);
  window_.run("wait 1");
  EXPECT_THAT(window_.explorer().photo_problem(), HasSubstr("gone.png"));
  EXPECT_THAT(window_.desk().message, HasSubstr("gone.png"));
  EXPECT_EQ(shown().name, "noise.png") << "what was shown stays";
  window_.run("undo");
  EXPECT_EQ(window_.explorer().photo_problem(), "");
}

}  // namespace
}  // namespace convscope
