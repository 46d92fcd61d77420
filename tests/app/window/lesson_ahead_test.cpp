// What a lesson has made beside the window: the lecturer's picture of the next scene, whatever its lab, and
// the files that it is exported as.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <variant>

#include "app/picture/palette.hpp"
#include "app/window/labs.hpp"
#include "app/window/lecturer_panel.hpp"
#include "app/window/lesson/lesson_files.hpp"
#include "app/window/lesson/lesson_mode.hpp"
#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "core/lesson/library.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/patience.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

struct Window {
  void run(std::string_view line) {
    for (const auto& words : parse_commands(line)) run_command(target, words);
  }
  template <class Done>
  void until(Done&& done) {
    testing::wait_until([&] {
      desk.tick(1.0 / 60);
      return done();
    });
  }
  std::string message_of(const std::string& command) {
    try {
      run(command);
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  }
  Desk desk = whole_desk(parse_spec("conv 5 k3"));
  InputQueue input;
  CommandTarget target{desk, input};
};

TEST(LessonAheadSlow, EveryLabsNextSceneIsDrawn) {
  std::size_t seen = 0;
  for (const LessonFile& file : lesson_files()) {
    const Lesson lesson = load_lesson(file.name);
    for (std::size_t i = 0; i < lesson.scenes.size(); ++i) {
      const Scene& scene = lesson.scenes[i];
      if (scene.lab == Scene{}.lab) continue;
      Window window;
      open_lesson(window.target, file.name, 0, false);
      const LessonMode& mode = present_lesson(window.desk);
      std::optional<Picture> picture;
      window.until([&] {
        picture = mode.picture(i, {.width = 960, .height = 540});
        return picture || !mode.preparing();
      });
      EXPECT_FALSE(mode.preparing());
      ASSERT_TRUE(picture) << file.name << " " << i + 1 << ", " << scene.lab;
      EXPECT_GT(picture->items.size(), 5U) << file.name << " " << i + 1;
      ++seen;
    }
  }
  EXPECT_GE(seen, 15U);
}

TEST(LessonAhead, PicturesThatAreComparedStandOnASheet) {
  const TemporaryFolder folder;
  const std::string path = folder / "compare.json";
  write_file(path, R"({"lesson": 1, "title": "Compare", "scenes": [
    {"title": "One", "scenario": "conv 5 k3"},
    {"title": "Two", "lab": "images", "commands": ["test-picture zone-plate", "remove-contender all",
      "add-contender nearest", "add-contender conv-transpose uniform 3", "image-mode compare"]}]})",
             "test");
  Window window;
  open_lesson(window.target, path, 0, false);
  const LessonMode& mode = present_lesson(window.desk);
  const Style style{.width = 960, .height = 540, .theme = Theme::dark};
  EXPECT_FALSE(mode.picture(1, style)) << "it takes a while; until then words stand there";
  EXPECT_TRUE(mode.preparing());
  std::optional<Picture> picture;
  window.until([&] {
    picture = mode.picture(1, style);
    return !mode.preparing();
  });
  ASSERT_TRUE(picture);
  EXPECT_THAT(to_text(*picture), AllOf(HasSubstr("Zone plate"), HasSubstr("nearest"), HasSubstr("uniform")));
  const auto rasters = std::ranges::count_if(
      picture->items, [](const Item& item) { return std::holds_alternative<Raster>(item.shape); });
  EXPECT_EQ(rasters, 5) << "photograph, original, reduced, two contenders";
  EXPECT_EQ(picture->background, palette(Theme::dark).stage);
}

TEST(LessonAhead, ASceneThatCannotBeShownSaysWhy) {
  const TemporaryFolder folder;
  const std::string path = folder / "bad.json";
  write_file(path, R"({"lesson": 1, "title": "Bad", "scenes": [
    {"title": "One", "scenario": "conv 5 k3"},
    {"title": "Two", "lab": "sizes", "commands": ["sizes-page nowhere"]}]})",
             "test");
  Window window;
  open_lesson(window.target, path, 0, false);
  const LessonMode& mode = present_lesson(window.desk);
  for (int frame = 0; frame < 3; ++frame) {
    EXPECT_THROW(mode.picture(1, {.width = 960, .height = 540}), Error);
    EXPECT_FALSE(mode.preparing());
  }
}

TEST(LessonExport, WritesAHandoutAPageAndAFolder) {
  const TemporaryFolder folder;
  const std::string path = folder / "two.json";
  write_file(path, R"({"lesson": 1, "title": "Two scenes", "scenes": [
    {"title": "One", "scenario": "conv 5 k3", "views": ["slide"], "caption": "It is {{output 1}}."},
    {"title": "Two", "lab": "sizes", "scenario": "conv 6 k3 s2", "commands": ["sizes-page arithmetic"]}]})",
             "test");
  Window window;
  window.run("lesson " + path);
  const auto exported = [&](const std::string& to) {
    window.run("export-lesson " + to);
    window.until([&] { return !window.desk.exports.busy(); });
    window.until([&] { return window.desk.message.starts_with("Exported"); });
    return window.desk.message;
  };
  EXPECT_EQ(exported(folder / "two.pdf"), "Exported the lesson as " + (folder / "two.pdf"));
  EXPECT_TRUE(folder.read("two.pdf").starts_with("%PDF"));
  exported(folder / "two.html");
  EXPECT_THAT(folder.read("two.html"), HasSubstr("It is 3."));
  EXPECT_EQ(exported(folder / "figures/"), "Exported the lesson as " + (folder / "figures/") + ", 2 figures");
  EXPECT_THAT(folder.read("figures/scene-01.svg"), HasSubstr("<svg"));
  EXPECT_TRUE(std::filesystem::exists(folder / "figures/scene-02.svg"));
}

TEST(LessonExport, PicturesThatAreComparedAreFigures) {
  const TemporaryFolder folder;
  const std::string path = folder / "compare.json";
  write_file(path, R"({"lesson": 1, "title": "Compare", "scenes": [
    {"title": "One", "lab": "images", "commands": ["test-picture zone-plate", "remove-contender all",
      "add-contender nearest", "image-mode compare"], "caption": "Look."}]})",
             "test");
  const auto made = [&](const std::string& output) {
    std::vector<std::string> files;
    const LessonFiles wanted{
        .lesson = load_lesson(path), .output = output, .style = {.width = 960, .height = 540}};
    make_lesson_files(wanted, {},
                      [&](const std::string&, const std::string& bytes) { files.push_back(bytes); });
    return files;
  };
  EXPECT_THAT(made(folder / "compare.html"),
              ElementsAre(AllOf(HasSubstr("Zone plate"), HasSubstr("<image"))));
  EXPECT_THAT(made(folder / "figures/"), ElementsAre(AllOf(HasSubstr("Zone plate"), HasSubstr("<image"))));
  EXPECT_THAT(made(folder / "compare.pdf"), ElementsAre(HasSubstr("/Image")));
}

TEST(LecturerNow, PicturesThatAreComparedStandOnASheet) {
  Window window;
  window.run(
      "images; test-picture zone-plate; remove-contender all; add-contender nearest; image-mode compare");
  LecturerPage page;
  window.until([&] {
    page = lecturer_page(window.desk);
    return page.now.picture.has_value();
  });
  ASSERT_TRUE(page.now.picture);
  EXPECT_FALSE(page.now.of_stage) << "a pointer there is not on the stage";
  EXPECT_THAT(to_text(*page.now.picture), AllOf(HasSubstr("Zone plate"), HasSubstr("nearest")));
  window.run("image-mode why");
  window.until([&] { return lecturer_page(window.desk).now.of_stage; });
  EXPECT_TRUE(lecturer_page(window.desk).now.of_stage);
}

TEST(LessonExport, SaysWhatIsWrongAndLeavesNothing) {
  const TemporaryFolder folder;
  Window window;
  EXPECT_EQ(window.message_of("export-lesson x.pdf"),
            "lesson: none is open (lesson NAME, or Lessons in the File menu)");
  window.run("lesson stamping");
  EXPECT_THAT(window.message_of("export-lesson x.gif"), HasSubstr("is no form of a lesson"));
  EXPECT_THAT(window.message_of("export-lesson " + (folder / "none/x.pdf")), HasSubstr("export-lesson: "));
  window.run("export-lesson " + (folder / "none/figures/"));
  window.until([&] { return !window.desk.exports.busy() && window.desk.warning; });
  EXPECT_THAT(window.desk.message, HasSubstr("cannot be made"));
  // Stopped half way: neither files nor the folder.
  window.run("export-lesson " + (folder / "stopped/") + "; cancel-export");
  window.until([&] { return !window.desk.exports.busy(); });
  // Nothing that the worker still has in hand comes later, and what it had begun goes.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  testing::wait_until([&] { return std::filesystem::is_empty(folder.path()); });
}

}  // namespace
}  // namespace convscope
