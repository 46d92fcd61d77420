// The window without a display: commands, keys and the pointer change what they should, and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "app/picture/backends.hpp"
#include "app/window/window.hpp"
#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "tests/app/window/offscreen.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

std::size_t colours(const Image& image) {
  std::set<std::uint32_t> seen;
  for (std::size_t i = 0; i < image.rgba.size(); i += 4)
    seen.insert(static_cast<std::uint32_t>(image.rgba[i] << 16 | image.rgba[i + 1] << 8 | image.rgba[i + 2]));
  return seen.size();
}

std::uint8_t brightness(const Image& image, int x, int y) {
  return image.rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                     static_cast<std::size_t>(x)) *
                        4 +
                    1];
}

TEST(WindowOffscreen, ShowsSomethingAtTheSizeAskedFor) {
  Offscreen window("tconv 3x3 k3 s2 p1 op1 w=bilinear", 800, 600, 2);
  const Image image = window.picture();
  EXPECT_EQ(image.width, 1600);
  EXPECT_EQ(image.height, 1200);
  EXPECT_GT(colours(image), 200u);
}

TEST(WindowOffscreen, EveryViewDrawsWithoutAMessage) {
  Offscreen window;
  for (const char* view : {"scatter", "direct", "matrix"}) {
    window.run(std::string("view ") + view);
    EXPECT_EQ(window.explorer().view().name, view);
    EXPECT_EQ(window.desk().message, "");
  }
  window.run("view scatter; operator conv");
  EXPECT_EQ(window.explorer().view().name, "slide");
  EXPECT_EQ(window.desk().message, "");
}

TEST(WindowOffscreen, SpacePlaysAndRightSteps) {
  Offscreen window;
  window.run("key Space");
  EXPECT_TRUE(window.explorer().head().playing);
  window.frames(200);
  EXPECT_GE(window.explorer().head().moment.step, 1);
  window.run("key Space; first");
  EXPECT_FALSE(window.explorer().head().playing);
  EXPECT_EQ(window.explorer().head().moment, (Moment{0, kSettled}));
  window.run("key Right; wait 90");
  EXPECT_EQ(window.explorer().head().moment, (Moment{1, kSettled}));
  window.run("key PageDown; wait 90; key Left; wait 90");
  EXPECT_EQ(window.explorer().head().moment, (Moment{1, kSettled}));
  window.run("key End");
  EXPECT_EQ(window.explorer().head().moment.step, 8);
}

TEST(WindowOffscreen, HomeIsBeforeTheFirstStep) {
  Offscreen window;
  window.run("step 4; key Home");
  EXPECT_TRUE(window.explorer().head().at_start());
  EXPECT_EQ(window.explorer().moment(), Moment{});
  window.run("key Left; wait 60");
  EXPECT_TRUE(window.explorer().head().at_start());
  window.run("key Right; wait 90");
  EXPECT_EQ(window.explorer().head().moment, (Moment{0, kSettled}));
  window.run("key Left; wait 90");
  EXPECT_TRUE(window.explorer().head().at_start());
  window.run("layout 4; focus 3; view direct");
  EXPECT_EQ(window.explorer().moment_of(view("scatter")), Moment{}) << "in every view";
  for (const View& one : views()) {
    if (one.obstacle(window.desk().derived()) || !one.animated) continue;
    window.run("view " + std::string(one.name) + "; start");
    EXPECT_TRUE(window.explorer().head().at_start()) << one.name;
    const Picture drawn =
        one.draw(window.desk().derived(), window.explorer().moment(), window.explorer().style(900, 600));
    const Picture begun = one.draw(window.desk().derived(), {0, kSettled}, window.explorer().style(900, 600));
    EXPECT_NE(to_text(drawn), to_text(begun)) << one.name;
  }
}

TEST(WindowOffscreen, ADarkScreenEndsWithAnyKeyOrClick) {
  Offscreen window;
  for (const char* key : {"B", "."}) {
    for (const char* back : {"key B", "key .", "key Right", "key P", "click 640 400", "key Esc"}) {
      window.run(std::string("step 2; presentation on; key ") + key);
      EXPECT_TRUE(window.session().blank) << key;
      window.run(back);
      EXPECT_FALSE(window.session().blank) << back;
      EXPECT_TRUE(window.session().presentation) << back << " does nothing else";
      EXPECT_EQ(window.explorer().head().moment, (Moment{2, kSettled})) << back;
      EXPECT_EQ(window.explorer().arrangement.focus, 0u);
    }
  }
  window.run("images; key .");
  EXPECT_TRUE(window.session().blank) << "in every lab";
}

TEST(WindowOffscreen, SpeedHasKeysOfItsOwn) {
  Offscreen window;
  window.run("key Ctrl+Up; key Ctrl+Up; key Ctrl+Down");
  EXPECT_EQ(window.session().speed, 2);
  window.run("faster; slower; slower");
  EXPECT_EQ(window.session().speed, 1);
}

TEST(WindowOffscreen, F11AsksForTheWholeScreenAndEscGivesItBack) {
  Offscreen window;
  window.run("key F11");
  EXPECT_TRUE(window.session().full_screen);
  window.run("key P; key Esc");
  EXPECT_TRUE(window.session().full_screen);
  window.run("key Esc");
  EXPECT_FALSE(window.session().full_screen);
  window.run("full-screen on; key F11");
  EXPECT_FALSE(window.session().full_screen);
}

/// Frames until the window would sleep.
void until_idle(Offscreen& window) {
  for (int i = 0; i < 300 && window.application().restless(); ++i) window.frames(1);
  ASSERT_FALSE(window.application().restless());
}

TEST(WindowOffscreen, ATooltipComesWithoutTheHandMoving) {
  Offscreen window("tconv 3x3 k3 s2 p1 op1 w=bilinear", 1280, 800, 1);
  for (const double y : {184.0, 163.0}) {  // a slider's track, and its label
    window.run("mouse 640 780; wait 4");
    until_idle(window);
    window.application().input().push(PointerEvent{40, y});
    window.application().stir();
    window.frames(8);
    const Image hovered = window.picture();
    until_idle(window);
    const Image rested = window.picture();
    int differing = 0;
    for (std::size_t i = 0; i < rested.rgba.size(); i += 4) differing += rested.rgba[i] != hovered.rgba[i];
    EXPECT_GT(differing, 1500) << y;
  }
}

TEST(WindowOffscreen, ControlZUndoesAndControlYRedoes) {
  Offscreen window;
  window.run("set stride 3; key Ctrl+Z");
  EXPECT_THAT(window.spec(), HasSubstr("s2"));
  window.run("key Ctrl+Y");
  EXPECT_THAT(window.spec(), HasSubstr("s3"));
  window.run("key Ctrl+Shift+Z; wait 2; key Ctrl+Z");
  EXPECT_THAT(window.spec(), HasSubstr("s2"));
}

TEST(WindowOffscreen, KeysSwitchThemeHelpAndPresentation) {
  Offscreen window;
  const int middle = 200;
  EXPECT_GT(brightness(window.picture(), 150, middle), 200);
  window.run("key T");
  EXPECT_EQ(window.session().theme, Theme::dark);
  EXPECT_LT(brightness(window.picture(), 150, middle), 60);
  window.run("key F1");
  EXPECT_TRUE(window.session().help);
  window.run("key Esc; key P");
  EXPECT_FALSE(window.session().help);
  EXPECT_TRUE(window.session().presentation);
  window.run("key Esc; key B");
  EXPECT_FALSE(window.session().presentation);
  EXPECT_EQ(brightness(window.picture(), 150, middle), 0);
}

TEST(WindowOffscreen, TheSpecLineTravelsByTheClipboard) {
  Offscreen window;
  window.run("key Ctrl+C; spec conv 5 k3; key Ctrl+V");
  EXPECT_EQ(window.spec(), "tconv 3x3 k3 s2 p1 op1 w=bilinear");
}

// The stride's slider at 1280 x 800: label at y = 238, track about 32 px below it, x from 18 to 222.
TEST(WindowOffscreen, DraggingASliderIsOneEdit) {
  Offscreen window;
  const std::string before = window.spec();
  window.run("drag 62 279 220 279");
  EXPECT_THAT(window.spec(), HasSubstr(" s6 "));
  window.run("key Ctrl+Z");
  EXPECT_EQ(window.spec(), before);
}

TEST(WindowOffscreen, ASliderStopsAtWhatIsPossible) {
  Offscreen window;
  window.run("drag 62 424 18 424");  // output padding
  EXPECT_EQ(window.spec(), "tconv 3x3 k3 s2 p1 w=bilinear");
  window.run("drag 24 424 220 424");  // as far as five would be
  EXPECT_EQ(window.spec(), "tconv 3x3 k3 s2 p1 op1 w=bilinear");
}

TEST(WindowOffscreen, WrongCommandsKeepTheStateAndTheWindow) {
  Offscreen window;
  const std::string before = window.spec();
  EXPECT_THROW(window.run("set stride 0"), Error);
  EXPECT_THROW(window.application().enqueue("jump 3"), Error);
  window.desk().attempt([&] { window.desk().set("padding", "40"); });
  window.frames(3);
  EXPECT_THAT(window.desk().message, HasSubstr("padding"));
  EXPECT_TRUE(window.desk().warning);
  EXPECT_EQ(window.spec(), before);
  window.run("set stride 3");
  EXPECT_EQ(window.desk().message, "");
}

/// The kernel's grid stands left: its middle cell is found by hovering.
Point find_cell(Offscreen& window, Tag wanted, const Rect& where) {
  for (double y = where.y; y < where.bottom(); y += 20)
    for (double x = where.x; x < where.right(); x += 20) {
      window.application().input().push(PointerEvent{x, y});
      window.frames(2);
      if (window.session().hover == wanted) return {x, y};
    }
  return {-1, -1};
}

std::string at(const char* command, Point p) {
  return std::string(command) + " " + std::to_string(static_cast<int>(p.x)) + " " +
         std::to_string(static_cast<int>(p.y));
}

TEST(WindowOffscreen, KernelCellsAreTypedScrubbedAndCancelled) {
  Offscreen window("tconv 3x3 k3 s2 p1 op1 w=bilinear", 1280, 900);
  const Point cell = find_cell(window, {Role::kernel, 4}, {20, 450, 200, 300});
  ASSERT_GT(cell.x, 0) << "the middle of the kernel is not in the panel";
  window.run(at("click", cell) + "; type 3/4; key Enter");
  EXPECT_EQ(window.desk().derived().weights()[4], 0.75);
  window.run(at("click", cell) + "; type 9; key Esc");
  EXPECT_EQ(window.desk().derived().weights()[4], 0.75);
  window.run(at("click", cell) + "; type seven; key Enter");
  EXPECT_EQ(window.desk().derived().weights()[4], 0.75);
  EXPECT_THAT(window.desk().message, HasSubstr("'seven' is no number"));
  window.run(at("click", cell) + "; type 2; key Tab; wait 4; type 5; key Enter");
  EXPECT_EQ(window.desk().derived().weights()[4], 2);
  EXPECT_EQ(window.desk().derived().weights()[5], 5);
  const std::string end =
      " " + std::to_string(static_cast<int>(cell.x)) + " " + std::to_string(static_cast<int>(cell.y) - 32);
  window.run(at("drag", cell) + end);
  EXPECT_EQ(window.desk().derived().weights()[4], 6);
  window.run("undo");
  EXPECT_EQ(window.desk().derived().weights()[4], 2);
}

TEST(WindowOffscreen, InputCellsAreEditedOnTheStage) {
  Offscreen window("tconv 3x3 k3 s2 p1 op1 w=bilinear", 1280, 800);
  const Point cell = find_cell(window, {Role::input, 4}, {250, 100, 400, 300});
  ASSERT_GT(cell.x, 0) << "the middle of the input is not on the stage";
  window.run(at("click", cell) + "; type 7; key Enter");
  EXPECT_EQ(window.desk().derived().input()[4], 7);
}

TEST(WindowOffscreen, AHoveredCellStaysUntilThePointerMoves) {
  Offscreen window;
  window.run("hover output 7");
  EXPECT_EQ(window.session().hover, (Tag{Role::output, 7}));
  window.frames(5);
  EXPECT_EQ(window.session().hover, (Tag{Role::output, 7}));
  window.run("mouse 640 30");
  EXPECT_FALSE(window.session().hover);
}

TEST(WindowOffscreen, ThePaletteFindsAndRunsCommands) {
  Offscreen window;
  window.run("key Ctrl+P; wait 3");
  EXPECT_TRUE(window.session().palette);
  window.run("type \"set stride 3\"; key Enter");
  EXPECT_FALSE(window.session().palette);
  EXPECT_THAT(window.spec(), HasSubstr("s3"));
  window.run("palette on; wait 3; type dark; key Enter; wait 3");
  EXPECT_EQ(window.session().theme, Theme::dark);
}

TEST(WindowOffscreen, AnIdleWindowWantsNoFrames) {
  Offscreen window;
  window.frames(5);
  EXPECT_FALSE(window.application().restless());
  window.run("play");
  EXPECT_TRUE(window.application().restless());
}

class ScreenshotFile : public ::testing::Test {
 protected:
  const testing::TemporaryFolder folder;
  const std::string path = folder / "picture.png";
};

TEST_F(ScreenshotFile, IsAPngOfTheSize) {
  EXPECT_EQ(run_window({.view = "matrix",
                        .what_or_image = "checkerboard",
                        .screenshot = path,
                        .width = 640,
                        .height = 400,
                        .scale = 1.5}),
            0);
  const std::string bytes = read_file(path, "test");
  ASSERT_GT(bytes.size(), 1000u);
  EXPECT_EQ(bytes.substr(1, 3), "PNG");
  const auto number = [&](std::size_t offset) {
    int value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[offset + i]);
    return value;
  };
  EXPECT_EQ(number(16), 960);
  EXPECT_EQ(number(20), 600);
}

TEST_F(ScreenshotFile, IsNotWrittenWhenAnythingIsWrong) {
  EXPECT_THROW(run_window({.what_or_image = "none-such", .screenshot = path}), Error);
  EXPECT_THROW(run_window({.view = "none-such", .screenshot = path}), Error);
  EXPECT_THROW(run_window({.view = "slide", .screenshot = path}), Error);
  EXPECT_THROW(run_window({.screenshot = path, .commands = "set stride 0"}), Error);
  EXPECT_THROW(run_window({.screenshot = path, .commands = "fly"}), Error);
  EXPECT_THROW(run_window({.screenshot = path, .width = 100000}), Error);
  const std::string whole =
      encode_png(rasterise(view("slide").draw(Derived(parse_spec("conv 5 k3")), {}, Style{})));
  const std::string broken = folder.file("broken.png", whole.substr(0, whole.size() / 2));
  EXPECT_THROW(run_window({.what_or_image = broken, .screenshot = path}), Error);
  EXPECT_THROW(run_window({.view = "images", .what_or_image = broken, .screenshot = path}), Error);
  EXPECT_THAT(folder.names(), ::testing::ElementsAre("broken.png"));
}

TEST_F(ScreenshotFile, IsTheSameTwice) {
  const WindowRequest request{
      .screenshot = path, .width = 800, .height = 600, .commands = "play; wait 40; theme dark"};
  run_window(request);
  const std::string first = read_file(path, "test");
  run_window(request);
  EXPECT_TRUE(first == read_file(path, "test"));
}

}  // namespace
}  // namespace convscope
