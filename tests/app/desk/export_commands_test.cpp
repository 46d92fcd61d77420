// Exporting from the window: every format, and what goes wrong.
#include "app/desk/export_commands.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "app/desk/file_commands.hpp"
#include "app/labs/explore/state.hpp"
#include "app/picture/palette.hpp"
#include "app/platform/child_process.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/patience.hpp"
#include "tests/core/support/poppler.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string fmt_color(Color c) {
  return fmt::format("#{:02x}{:02x}{:02x}", c.r, c.g, c.b);
}

class Exporting : public ::testing::Test {
 protected:
  void run(const std::vector<std::string>& words) { run_command(target, words); }
  /// Frames until what is written beside the window is there.
  void settle() {
    testing::wait_until([&] {
      desk.tick(1.0 / 60);
      return !desk.exports.busy();
    });
    desk.tick(1.0 / 60);
  }
  void refuses(const std::vector<std::string>& words, const std::string& field) {
    try {
      run(words);
      ADD_FAILURE() << words.back() << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.field(), field) << error.what();
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    }
  }
  std::size_t files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++count;
    return count;
  }
  /// Programs of this folder alone, and those of the system that shells need.
  void programs(const std::string& name, const std::string& script) {
    ::chmod(folder.file(name, "#!/bin/sh\n" + script).c_str(), 0755);
    ::setenv("PATH", folder.path().c_str(), 1);
  }
  ~Exporting() override { ::setenv("PATH", path.c_str(), 1); }

  const std::string path = std::getenv("PATH");
  convscope::testing::TemporaryFolder folder;
  Desk desk = whole_desk(parse_spec("tconv 3 k2 s2"));
  InputQueue input;
  CommandTarget target{desk, input};
};

using ExportingSlow = Exporting;

TEST_F(ExportingSlow, EveryFormatThatRenderKnows) {
  run({"export", folder / "a.png"});
  EXPECT_EQ(desk.message, "Exported " + (folder / "a.png"));
  EXPECT_THAT(folder.read("a.png"), StartsWith("\x89PNG"));
  run({"export", folder / "a.svg"});
  run({"export", folder / "a.pdf"});
  EXPECT_THAT(folder.read("a.pdf"), StartsWith("%PDF"));
  run({"export", folder / "a.gif"});
  EXPECT_THAT(desk.message, StartsWith("Writing "));
  ASSERT_TRUE(desk.offer);
  settle();
  EXPECT_EQ(desk.message, "Exported " + (folder / "a.gif"));
  EXPECT_THAT(folder.read("a.gif"), StartsWith("GIF89a"));
  run({"export", folder / "a.tex"});
  EXPECT_THAT(folder.read("a.tex"), HasSubstr("tikzpicture"));
  run({"export", folder / "a.webp"});
  settle();
  EXPECT_THAT(folder.read("a.webp"), StartsWith("RIFF"));
  run({"export", folder / "a.html"});
  settle();
  EXPECT_THAT(folder.read("a.html"), HasSubstr("<desc>Step 1 of 3: input cell 0, which is 1, stamps"));
  EXPECT_THAT(folder.read("a.html"), HasSubstr("id=\"theme\"")) << "both themes";
  run({"export-set", "steps", "all"});
  run({"export", folder / "steps.pdf"});
  settle();
  const std::string info = testing::pdf_info(folder / "steps.pdf");
  EXPECT_TRUE(info.empty() || info.find("Pages:           3\n") != std::string::npos) << info;
  if (!is_installed("ffmpeg")) GTEST_SKIP() << "no ffmpeg";
  for (const char* name : {"a.mp4", "a.webm"}) {
    run({"export", folder / name});
    settle();
    EXPECT_EQ(desk.message, "Exported " + (folder / name));
    EXPECT_GT(folder.read(name).size(), 500u);
  }
}

TEST_F(Exporting, SettingsChangeWhatIsWritten) {
  run({"export", folder / "a.svg"});
  const std::string whole = folder.read("a.svg");
  EXPECT_THAT(whole, HasSubstr(">Scatter<"));
  run({"export-set", "bare", "on"});
  run({"export", folder / "a.svg"});
  EXPECT_THAT(folder.read("a.svg"), ::testing::Not(HasSubstr(">Scatter<")));
  run({"export-set", "crop", "on"});
  run({"export", folder / "cropped.svg"});
  EXPECT_THAT(folder.read("cropped.svg"), ::testing::Not(HasSubstr("width=\"1280\"")));
  run({"theme", "dark"});
  run({"export-set", "ground", "white"});
  run({"export", folder / "white.svg"});
  EXPECT_THAT(folder.read("white.svg"), HasSubstr("fill=\"#ffffff\"/>"));
  EXPECT_THAT(folder.read("white.svg"), HasSubstr(fmt_color(palette(Theme::light).ink)))
      << "the light theme's letters";
  run({"theme", "light"});
  run({"export-set", "ground", "none"});
  run({"export", folder / "clear.png"});
  refuses({"export", folder / "a.gif"}, "ground");
  EXPECT_FALSE(folder.has("a.gif"));
  refuses({"export-set", "scale", "0"}, "scale");
  refuses({"export-set", "scale", "9"}, "scale");
  EXPECT_EQ(desk.session.exporting.scale, 2);
}

TEST_F(Exporting, TheWholeStageHasAllItsViews) {
  explorer(desk).choose_layout(2);
  explorer(desk).on_stage = {{0, {0, 0, 640, 400}, 1}, {1, {0, 400, 640, 400}, 1}};
  run({"export", folder / "one.svg"});
  EXPECT_THAT(folder.read("one.svg"), ::testing::Not(HasSubstr(">Matrix<")));
  run({"export-set", "what", "stage"});
  run({"export", folder / "two.svg"});
  EXPECT_THAT(folder.read("two.svg"), HasSubstr(">Matrix<"));
  EXPECT_THAT(folder.read("two.svg"), HasSubstr(">Scatter<"));
  EXPECT_THAT(folder.read("two.svg"), HasSubstr("height=\"800\""));
}

TEST_F(Exporting, WhereNothingMovesAFilmIsRefused) {
  desk.choose_lab("claims");
  refuses({"export", folder / "a.gif"}, "export");
  run({"export", folder / "a.png"});
  EXPECT_EQ(files(), 1u);
}

TEST_F(Exporting, WrongPathsLeaveNothingAndSayWhy) {
  refuses({"export", folder / "a.bmp"}, "export");
  refuses({"export", folder / "a"}, "export");
  refuses({"export", folder / "gone/a.png"}, "export");
  refuses({"export", folder / "gone/a.gif"}, "export");
  refuses({"export", "/proc/a.png"}, "export");
  refuses({"export", "/proc/a.gif"}, "export");
  std::filesystem::create_directory(folder / "a.png");
  refuses({"export", folder / "a.png"}, "export");
  EXPECT_EQ(files(), 1u);
  EXPECT_FALSE(desk.exports.busy());
}

TEST_F(ExportingSlow, AFullDeviceIsSaid) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  std::filesystem::create_symlink("/dev/full", folder / "full.png");
  std::filesystem::create_symlink("/dev/full", folder / "full.gif");
  refuses({"export", folder / "full.png"}, "export");
  run({"export", folder / "full.gif"});
  settle();
  EXPECT_TRUE(desk.warning);
  EXPECT_THAT(desk.message, HasSubstr("no space is left"));
  EXPECT_EQ(files(), 2u);
}

TEST_F(ExportingSlow, AFolderThatVanishesMeanwhileIsSaid) {
  std::filesystem::create_directory(folder / "sub");
  run({"export", folder / "sub/a.gif"});
  std::filesystem::remove_all(folder / "sub");
  settle();
  EXPECT_TRUE(desk.warning) << desk.message;
  EXPECT_FALSE(std::filesystem::exists(folder / "sub"));
}

TEST_F(Exporting, ItCanBeStopped) {
  desk.load(parse_spec("tconv 30x30 k3 s2"));  // a film of 900 steps is not done before it is stopped
  run({"export", folder / "a.gif"});
  run({"cancel-export"});
  settle();
  // The window does not wait for the worker, which takes its file away when it next looks.
  testing::wait_until([&] { return files() == 0; });
  EXPECT_FALSE(desk.warning);
  run({"cancel-export"});
  EXPECT_EQ(desk.message, "Nothing is being written.");
}

TEST_F(Exporting, WithoutFfmpegItSaysSo) {
  ::setenv("PATH", folder.path().c_str(), 1);
  run({"export", folder / "a.mp4"});
  settle();
  EXPECT_TRUE(desk.warning);
  EXPECT_THAT(desk.message, HasSubstr("ffmpeg, which is not installed"));
  EXPECT_EQ(files(), 0u);
}

TEST_F(Exporting, AnFfmpegThatDiesLeavesNothing) {
  programs("ffmpeg", "kill -9 $$\n");
  run({"export", folder / "a.mp4"});
  settle();
  EXPECT_TRUE(desk.warning);
  EXPECT_THAT(desk.message, HasSubstr("ffmpeg failed"));
  programs("ffmpeg", "echo no such codec >&2; exit 1\n");
  run({"export", folder / "a.webm"});
  settle();
  EXPECT_THAT(desk.message, HasSubstr("ffmpeg failed: no such codec"));
  EXPECT_EQ(files(), 1u) << "the program alone";
}

TEST_F(Exporting, ThePictureGoesToTheClipboard) {
  ::unsetenv("WAYLAND_DISPLAY");
  ::setenv("DISPLAY", ":987", 1);
  programs("xclip",
           "/bin/cat > '" + (folder / "got.png") + "'\n/bin/echo \"$@\" > '" + (folder / "words") + "'\n");
  run({"copy-picture"});
  settle();
  EXPECT_THAT(desk.message, StartsWith("Copied the picture, 2560 × 1440"));
  EXPECT_THAT(folder.read("got.png"), StartsWith("\x89PNG"));
  EXPECT_EQ(folder.read("words"), "-selection clipboard -target image/png -in\n");
  programs("xclip", "exit 1\n");
  run({"copy-picture"});
  settle();
  EXPECT_TRUE(desk.warning);
  EXPECT_THAT(desk.message, HasSubstr("xclip did not take the picture"));
  std::filesystem::remove(folder / "xclip");
  refuses({"copy-picture"}, "copy-picture");
  ::unsetenv("DISPLAY");
  refuses({"copy-picture"}, "copy-picture");
}

TEST_F(Exporting, SaysWhatWouldBeWritten) {
  desk.session.stage_width = 1000;
  desk.session.stage_height = 600;
  EXPECT_EQ(export_words(desk), "Scatter: 1000 × 600, as pixels 2000 × 1200. 3 steps, a film of 4.0 s.");
  run({"export-set", "scale", "1"});
  run({"speed", "2"});
  EXPECT_EQ(export_words(desk), "Scatter: 1000 × 600, as pixels 1000 × 600. 3 steps, a film of 2.8 s.");
  run({"export-set", "crop", "on"});
  EXPECT_THAT(export_words(desk), ::testing::Not(HasSubstr("1000 × 600")));
  desk.choose_lab("sizes");
  EXPECT_THAT(export_words(desk), StartsWith("Sizes: "));
}

TEST_F(Exporting, WithoutAPathItShowsWhatCanBeChosen) {
  run({"export"});
  EXPECT_TRUE(desk.session.export_panel);
  if (FileDialog::has_desktop()) return;
  run({"export-as"});
  EXPECT_FALSE(desk.session.export_panel);
  ASSERT_NE(desk.dialog.browser(), nullptr);
  EXPECT_EQ(desk.dialog.browser()->question().kinds.size(), 9u);
  desk.dialog.close(folder / "chosen.svg");
  take_chosen_file(target);
  EXPECT_TRUE(folder.has("chosen.svg"));
}

TEST_F(Exporting, EveryLabSaysWhatItHas) {
  for (const LabRow& lab : labs()) {
    desk.choose_lab(lab.name);
    desk.attempt([&] { run({"export", folder / (std::string(lab.name) + ".png")}); });
    EXPECT_NE(desk.message, "") << lab.name;
  }
  EXPECT_TRUE(folder.has("explore.png"));
  EXPECT_TRUE(folder.has("sizes.png"));
  EXPECT_TRUE(folder.has("claims.png"));
}

}  // namespace
}  // namespace convscope
