// Files, exports and menus in the window, by keyboard and pointer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "app/desk/claim_links.hpp"
#include "app/desk/file_commands.hpp"
#include "app/labs/images/state.hpp"
#include "app/widgets/clipboard.hpp"
#include "core/base/error.hpp"
#include "core/claims/claims.hpp"
#include "core/io/image_file.hpp"
#include "tests/app/window/pointing.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

class WindowFiles : public ::testing::Test {
 protected:
  WindowFiles() {
    ::unsetenv("DISPLAY");
    ::unsetenv("WAYLAND_DISPLAY");
    window.desk().session.recent = {folder / "before.json"};  // where the chooser begins
  }
  void type(const std::string& text) { window.run("type \"" + text + "\"; wait 4"); }

  testing::TemporaryFolder folder;
  Offscreen window;
};

TEST_F(WindowFiles, AScenarioIsSavedAndOpenedByKeyboard) {
  const std::string spec = window.spec();
  window.run("key Ctrl+S; wait 4");
  ASSERT_NE(window.desk().dialog.browser(), nullptr);
  type("mine");  // the name was selected
  window.run("key Enter; wait 4");
  EXPECT_TRUE(folder.has("mine.json"));
  EXPECT_FALSE(window.desk().dialog.is_open());
  window.run("spec conv 7 k2; key Ctrl+O; wait 4");
  type("mi");
  window.run("key Enter; wait 4");
  EXPECT_EQ(window.spec(), spec);
  EXPECT_THAT(window.desk().message, HasSubstr("Opened "));
}

TEST_F(WindowFiles, TabCompletesAndTypingGoesOnBehindIt) {
  std::filesystem::create_directories(folder / "figures/deep");
  window.run("key Ctrl+S; wait 4");
  type("fig");
  window.run("key Tab; wait 4");
  EXPECT_EQ(window.desk().dialog.browser()->text(), "figures/");
  type("deep/x");
  EXPECT_EQ(window.desk().dialog.browser()->folder(), folder / "figures/deep");
  window.run("key Enter; wait 4");
  EXPECT_TRUE(folder.has("figures/deep/x.json"));
}

TEST_F(WindowFiles, ReplacingIsAskedForAndEscapeKeeps) {
  folder.file("scenario.json", "old");
  window.run("key Ctrl+S; wait 4; key Enter; wait 4");
  EXPECT_EQ(folder.read("scenario.json"), "old");
  window.run("key Esc; wait 4");
  EXPECT_TRUE(window.desk().dialog.is_open()) << "back to the name";
  window.run("key Esc; wait 4");
  EXPECT_FALSE(window.desk().dialog.is_open());
  EXPECT_EQ(folder.read("scenario.json"), "old");
  window.run("key Ctrl+S; wait 4; key Enter; wait 4; key Enter; wait 4");
  EXPECT_THAT(folder.read("scenario.json"), HasSubstr("\"convscope\""));
}

TEST_F(WindowFiles, KeysMeanNothingElseMeanwhile) {
  const std::string spec = window.spec();
  window.run("key Ctrl+O; wait 4");
  type("o");  // would turn the operator
  EXPECT_EQ(window.spec(), spec);
  EXPECT_EQ(window.desk().dialog.browser()->text(), "o");
  window.run("key Esc; wait 4; key O; wait 4");
  EXPECT_NE(window.spec(), spec);
}

TEST_F(WindowFiles, TheExportPanelAsksForTheFile) {
  window.run("key Ctrl+E; wait 4");
  EXPECT_TRUE(window.session().export_panel);
  window.run("key Esc; wait 4");
  EXPECT_FALSE(window.session().export_panel);
  window.run("key Ctrl+E; wait 4; key Enter; wait 4");
  ASSERT_NE(window.desk().dialog.browser(), nullptr);
  type("drawn.svg");
  window.run("key Enter; wait 4");
  EXPECT_THAT(folder.read("drawn.svg"), HasSubstr("<svg"));
}

TEST_F(WindowFiles, AFilmIsWrittenWhileTheWindowGoesOn) {
  window.run("export " + (folder / "film.gif"));
  window.run("wait 1");  // a script waits for it
  EXPECT_EQ(window.desk().message, "Exported " + (folder / "film.gif"));
  EXPECT_TRUE(folder.has("film.gif"));
}

TEST_F(WindowFiles, ComparisonsAreExportedAsTheyAreSeen) {
  window.run("images; test-picture constant; image-zoom fit; wait 2");
  for (const char* layout : {"grid", "split", "difference"}) {
    const std::string file = folder / (std::string(layout) + ".png");
    window.run(std::string("compare ") + layout + "; export " + file + "; wait 4");
    EXPECT_EQ(window.desk().message, "Exported " + file);
    const ImageFile image = read_image_file(file, "image");
    const Rect area = window.desk().state<ImagesState>().stage.area;
    EXPECT_EQ(image.color.shape()[3], std::lround(area.w / 2)) << "device pixels, at a scale of a half";
    EXPECT_EQ(image.color.shape()[2], std::lround(area.h / 2));
    // There is something, and not one colour.
    const auto [least, most] = std::minmax_element(image.color.values().begin(), image.color.values().end());
    EXPECT_GT(*most - *least, 20) << layout;
  }
  EXPECT_THROW(window.run("export " + (folder / "a.gif")), Error);
}

TEST_F(WindowFiles, ComparisonsAreExportedWithoutTheirGround) {
  window.run("images; test-picture constant; image-zoom fit; compare grid; wait 2");
  const auto exported = [&](const std::string& ground) {
    const std::string file = folder / (ground + ".png");
    window.run("export-set ground " + ground + "; export " + file + "; wait 4");
    EXPECT_EQ(window.desk().message, "Exported " + file);
    return read_image_file(file, "image");
  };
  const ImageFile theme = exported("shown"), none = exported("none"), white = exported("white");
  EXPECT_TRUE(theme.opaque());
  EXPECT_TRUE(white.opaque());
  ASSERT_FALSE(none.opaque());
  // The pictures cover, the ground is free; laid over the theme's ground it is what the window shows.
  const auto [least, most] = std::minmax_element(none.alpha.values().begin(), none.alpha.values().end());
  EXPECT_EQ(*least, 0);
  EXPECT_EQ(*most, 255);
  const Color stage = palette(Theme::light).stage;
  const Index plane = none.alpha.size();
  ASSERT_EQ(theme.color.size(), 3 * plane);
  Index free = 0;
  double worst = 0;
  for (Index i = 0; i < plane; ++i) {
    const double alpha = none.alpha[i] / 255;
    if (alpha == 0) ++free;
    for (Index c = 0; c < 3; ++c) {
      const double ground = c == 0 ? stage.r : c == 1 ? stage.g : stage.b;
      const double over = none.color[c * plane + i] * alpha + ground * (1 - alpha);
      worst = std::max(worst, std::abs(over - static_cast<double>(theme.color[c * plane + i])));
      if (alpha == 0) {
        EXPECT_EQ(white.color[c * plane + i], 255);
      }
    }
  }
  EXPECT_GT(free, plane / 10);
  EXPECT_LE(worst, 3) << "levels of 255";
  for (const char* const unknown : {"ground theme", "what all", "steps some", "bare maybe", "crop 1"})
    EXPECT_THROW(window.run(std::string("export-set ") + unknown), Error) << unknown;
  // In the dark theme white would swallow the letters.
  window.run("theme dark; wait 2");
  EXPECT_THROW(window.run("export " + (folder / "dark.png")), Error);
  EXPECT_FALSE(folder.has("dark.png"));
}

TEST_F(WindowFiles, TheRightButtonOffersWhatACellCanDo) {
  const Point cell = find_cell(window, {Role::kernel, 4});
  const auto choose = [&](int entry) {  // rows of the list are 34 pixels high
    window.application().input().push(PointerEvent{cell.x, cell.y});
    window.application().input().push(ButtonEvent{1, true});
    window.application().input().push(ButtonEvent{1, false});
    window.frames(8);
    window.run(at("click", {cell.x + 60, cell.y + 24 + 34.0 * entry}) + "; wait 3");
  };
  choose(1);
  EXPECT_THAT(window.spec(), HasSubstr("w=[0.25,0.5,0.25;0.5,0,0.5;0.25,0.5,0.25]"));
  window.run("undo");
  choose(3);
  EXPECT_EQ(clipboard_text(), "1");
  choose(0);
  window.run("type 7; key Enter; wait 3");
  EXPECT_THAT(window.spec(), HasSubstr("0.5,7,0.5"));
}

TEST_F(WindowFiles, TheRightButtonOffersWhatAContenderCanDo) {
  window.run("images; test-picture constant; compare split; image-zoom fit; wait 2");
  const ImagesState& images = window.desk().state<ImagesState>();
  const auto choose = [&](double across, int entry) {  // in the picture, at this share of the stage
    const Rect area = images.stage.area;
    const Point on{area.x + area.w * across, area.y + area.h / 2};
    window.application().input().push(PointerEvent{on.x, on.y});
    window.application().input().push(ButtonEvent{1, true});
    window.application().input().push(ButtonEvent{1, false});
    window.frames(8);
    window.run(at("click", {on.x + 60, on.y + 24 + 34.0 * entry}) + "; wait 3");
  };
  const std::size_t many = images.settings().contenders.size();
  choose(0.25, 5);
  EXPECT_EQ(images.settings().contenders.size(), many) << "the original has no menu";
  choose(0.75, 5);
  EXPECT_EQ(images.settings().contenders.size(), many - 1) << "removed";
  choose(0.75, 2);
  EXPECT_EQ(images.mode().name, "why");
}

TEST(ClaimLinks, EveryLinkLeadsToAClaim) {
  for (const char* sentence : {"Phase sums from 1/4 to 1: a checkerboard on a constant.",
                               "1 of 6 cells is never read.", "Lost: the rank is 3, there are 5 inputs."}) {
    const std::string_view name = claim_about(sentence);
    ASSERT_FALSE(name.empty()) << sentence;
    EXPECT_EQ(claim(name).name, name);
  }
  EXPECT_EQ(claim_about("Phase sums from 1 to 2: a checkerboard on a constant."), "divisible");
  EXPECT_EQ(claim_about("1 of 6 cells is never read."), "reads-every-pixel");
  EXPECT_EQ(claim_about("No window reads 1 of the 6 input cells."), "reads-every-pixel");
  EXPECT_EQ(claim_about("cannot read a.npy: permission denied"), "");
}

TEST(ClaimLinks, LinesOfOneSentenceAreOne) {
  Picture picture(400, 400, {});
  const Color red{200, 0, 0, 255};
  picture.add(Label{.at = {10, 20}, .text = "The last row is", .size = 16, .color = red});
  picture.add(Label{.at = {10, 43}, .text = "never read.", .size = 16, .color = red});
  picture.add(Label{.at = {10, 150}, .text = "Another", .size = 16, .color = red});
  picture.add(Label{.at = {10, 80}, .text = "black", .size = 16, .color = {0, 0, 0, 255}});
  const auto found = sentences_in(picture, red);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].text, "The last row is never read.");
  EXPECT_TRUE(found[0].rect.contains({30, 43}));
}

}  // namespace
}  // namespace convscope
