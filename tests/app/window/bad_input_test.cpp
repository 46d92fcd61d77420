// Whatever is typed into any field of the window: one clear sentence, and the old state is kept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <set>

#include "app/picture/fonts.hpp"
#include "app/window/lab_memory.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

/// What no number, list, file or name is.
const std::vector<std::string> kNonsense{
    "§?", "nan", "1e999", "[1,2", "/none/such.npy", std::string(3000, 'x')};

class WindowFields : public ::testing::Test {
 protected:
  /// Everything that people can have chosen.
  std::pair<std::string, LabMemories> state() { return {window.spec(), remembered(window.desk())}; }

  void type(const std::string& text) {
    for (const char32_t c : characters_of(text)) window.application().input().push(CharacterEvent{c});
    window.frames(3);
    window.run("key Enter; wait 2");
  }

  /// Where the pointer becomes a caret: one place for each field, in a column of the window.
  std::vector<Point> fields(double x) {
    std::vector<Point> found;
    bool inside = false;
    for (double y = 60; y < kHeight - 10; y += 9) {
      window.application().input().push(PointerEvent{x, y});
      window.frames(2);
      const bool caret = ImGui::GetMouseCursor() == ImGuiMouseCursor_TextInput;
      if (caret && !inside) found.push_back({x, y + 3});
      inside = caret;
    }
    return found;
  }

  /// Types every piece of nonsense into the field; returns whether there was one.
  bool walk(Point place, const std::string& page) {
    bool opened = false;
    for (const std::string& text : kNonsense) {
      window.desk().message.clear();
      window.run("click " + std::to_string(static_cast<int>(place.x)) + " " +
                 std::to_string(static_cast<int>(place.y)));
      if (!ImGui::GetIO().WantTextInput) return opened;
      opened = true;
      const auto before = state();
      type(text);
      const std::string where = page + " at " + std::to_string(place.x) + ", " + std::to_string(place.y) +
                                ", typed " + text.substr(0, 30) + ": " + window.desk().message;
      EXPECT_FALSE(ImGui::GetIO().WantTextInput) << where;
      EXPECT_EQ(window.desk().message.find('\n'), std::string::npos) << where;
      EXPECT_LT(window.desk().message.size(), 700u) << where;
      EXPECT_EQ(window.desk().message.find("internal"), std::string::npos) << where;
      if (window.desk().warning && !window.desk().message.empty()) {
        EXPECT_TRUE(state() == before) << where;
      }
      if (state() != before) ++changed;  // a name, say, may be anything
      window.run("key Esc");
    }
    return opened;
  }

  /// All fields of both panels. Returns how many there were.
  int walk_page(const std::string& commands) {
    window.run(commands);
    int count = 0;
    for (const double x : {112.0, 206.0, 1100.0, 1235.0})
      for (const Point& place : fields(x)) count += walk(place, commands);
    return count;
  }

  static constexpr int kHeight = 1000;
  Offscreen window{"tconv 3x3 k3 s2 p1 op1 w=bilinear", 1280, kHeight, 0.5};
  int changed = 0;
};

TEST_F(WindowFields, OfExploreRefuseNonsenseAlsoWhileItPlays) {
  const std::string before = window.spec();
  window.run("set in ramp; play");
  EXPECT_GE(walk_page("explore"), 6);
  EXPECT_TRUE(window.explorer().head().playing);
  EXPECT_EQ(window.spec(), before);
  EXPECT_EQ(changed, 0);
}

TEST_F(WindowFields, OfTheOtherLabsToo) {
  int count = 0;
  for (const char* page : {"round-trip", "trip deconvolve", "sizes", "next-page", "next-page", "next-page"})
    count += walk_page(page);
  EXPECT_GE(count, 5);
}

TEST_F(WindowFields, OfImagesWhileSomethingIsMade) {
  window.run("images; test-picture zone-plate; choose-contender 4");
  EXPECT_GE(walk_page("factor 4"), 2);
}

TEST_F(WindowFields, TheListOfCommandsTakesNonsense) {
  const auto before = state();
  for (const std::string& text : kNonsense) {
    window.run("palette on; wait 3");
    type(text);
    window.run("key Esc; palette off");
    EXPECT_TRUE(state() == before) << text;
  }
  window.run("palette on; wait 3");
  type("set stride 99999999999");
  EXPECT_TRUE(window.desk().warning);
  EXPECT_TRUE(state() == before);
}

}  // namespace
}  // namespace convscope
