// The window in Chinese: what stands around the stage has no English words, and everything is drawn.
#include <gmock/gmock.h>

#include <algorithm>

#include "app/desk/settings.hpp"
#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "core/base/error.hpp"
#include "tests/app/picture/chinese.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

class WindowInChinese : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::InChinese().spoken) GTEST_SKIP() << "no font has Chinese characters";
  }
  void TearDown() override { speak(Language::english); }
};

TEST_F(WindowInChinese, IsSwitchedByACommandAndBack) {
  Offscreen window("tconv 3x3 k3 s2 p1 op1 w=bilinear", 1280, 720, 0.5);
  const auto pixels = [&] { return window.picture().rgba; };
  const auto english = pixels();
  window.run("language zh");
  EXPECT_EQ(language(), Language::chinese);
  EXPECT_NE(pixels(), english);
  window.run("language");  // the next one
  EXPECT_EQ(language(), Language::english);
  EXPECT_EQ(pixels(), english);
  EXPECT_THROW(window.run("language klingon"), Error);
  EXPECT_EQ(language(), Language::english);
}

TEST_F(WindowInChinese, HasNoEnglishInTheRoomsThatAreFinished) {
  Offscreen window("tconv 3x3 k3 s2 p1 op1 w=bilinear", 1280, 720, 0.5);
  window.run("language zh");
  for (const char* commands :
       {"help on", "help off; palette on", "palette off; export", "key Esc; code on", "code off; lessons"}) {
    take_untranslated();
    window.run(commands);
    std::vector<std::string> english = take_untranslated();
    for (const Command& c : window.desk().commands())
      EXPECT_FALSE(std::ranges::count(english, c.help)) << c.name << ": " << c.help;
    for (const LabRow& lab : window.desk().labs()) {
      EXPECT_FALSE(std::ranges::count(english, lab.title));
      EXPECT_FALSE(std::ranges::count(english, lab.help));
    }
  }
}

TEST_F(WindowInChinese, EveryCommandLabAndViewIsSpoken) {
  Offscreen window;
  speak(Language::chinese);
  const auto is_spoken = [](std::string_view text) { return text.empty() || spoken(text) != text; };
  for (const Command& c : window.desk().commands())
    EXPECT_TRUE(is_spoken(c.help)) << c.name << ": " << c.help;
  for (const LabRow& lab : window.desk().labs()) {
    EXPECT_TRUE(is_spoken(lab.title)) << lab.title;
    EXPECT_TRUE(is_spoken(lab.help)) << lab.help;
    for (const FileEntry& entry : lab.files()) EXPECT_TRUE(is_spoken(entry.title)) << entry.title;
  }
  for (const Setting& setting : look_settings()) EXPECT_TRUE(is_spoken(setting.label)) << setting.label;
}

}  // namespace
}  // namespace convscope
