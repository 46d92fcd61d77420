// Asking for a file, by the desktop's chooser or the window's own.
#include "app/desk/file_dialog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <optional>

#include "tests/core/support/patience.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

class AskingForFiles : public ::testing::Test {
 protected:
  /// A zenity that says what it was asked.
  void zenity(const std::string& script) {
    ::chmod(folder
                .file("zenity", "#!/bin/sh\nfor w in \"$@\"; do echo \"$w\"; done > '" + (folder / "words") +
                                    "'\n" + script)
                .c_str(),
            0755);
    ::setenv("PATH", folder.path().c_str(), 1);
    ::setenv("DISPLAY", ":987", 1);
  }
  ~AskingForFiles() override {
    ::setenv("PATH", path.c_str(), 1);
    display.empty() ? ::unsetenv("DISPLAY") : ::setenv("DISPLAY", display.c_str(), 1);
  }
  FileDialog::Choice wait() {
    std::optional<FileDialog::Choice> choice;
    testing::wait_until(
        [&] {
          choice = dialog.take();
          return choice || dialog.browser();
        },
        "nothing was chosen");
    return choice.value_or(FileDialog::Choice{"own", ""});
  }
  static std::string env(const char* name) {
    const char* const value = std::getenv(name);
    return value ? value : "";
  }

  const std::string path = env("PATH"), display = env("DISPLAY");
  convscope::testing::TemporaryFolder folder;
  FileDialog dialog{[] {}};
  FileDialog::Request save{.command = "save",
                           .title = "Save the scenario",
                           .name = "scenario.json",
                           .kinds = {{"Scenario", {".json"}}}};
};

TEST_F(AskingForFiles, TheDesktopIsAskedWithATitleAndKinds) {
  zenity("echo /tmp/chosen.json\n");
  dialog.start(save, std::vector<std::string>{"/home/me/before.json"});
  EXPECT_TRUE(dialog.is_open());
  EXPECT_EQ(dialog.browser(), nullptr);
  const auto choice = wait();
  EXPECT_EQ(choice.command, "save");
  EXPECT_EQ(choice.path, "/tmp/chosen.json");
  const std::string words = folder.read("words");
  EXPECT_THAT(words, HasSubstr("--title=Save the scenario\n"));
  EXPECT_THAT(words, HasSubstr("--save\n"));
  EXPECT_THAT(words, HasSubstr("--filename=/home/me/scenario.json\n"));
  EXPECT_THAT(words, HasSubstr("--file-filter=Scenario | *.json *.JSON\n"));
}

TEST_F(AskingForFiles, CancelledIsNoPath) {
  zenity("exit 1\n");
  dialog.start(save, {});
  EXPECT_EQ(wait().path, "");
  EXPECT_FALSE(dialog.is_open());
}

TEST_F(AskingForFiles, WhereTheDesktopsFailsOursOpens) {
  zenity("exit 5\n");
  dialog.start(save, {});
  EXPECT_EQ(wait().command, "own");
  ASSERT_NE(dialog.browser(), nullptr);
  EXPECT_EQ(dialog.browser()->text(), "scenario.json");
  EXPECT_EQ(dialog.browser()->question().use, FileUse::save);
}

TEST_F(AskingForFiles, WithoutADesktopOursOpensWhereTheLastFileWas) {
  ::unsetenv("DISPLAY");
  ::unsetenv("WAYLAND_DISPLAY");
  dialog.start({.command = "open", .title = "Open"}, std::vector{folder / "before.json"});
  ASSERT_NE(dialog.browser(), nullptr);
  EXPECT_EQ(dialog.browser()->folder(), folder.path());
  dialog.start(save, {});
  EXPECT_EQ(dialog.request().command, "open") << "one at a time";
  dialog.close(folder / "a.json");
  const auto choice = dialog.take();
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->command, "open");
  EXPECT_EQ(choice->path, folder / "a.json");
  EXPECT_FALSE(dialog.is_open());
}

}  // namespace
}  // namespace convscope
