// The window's own file chooser, without a screen.
#include "app/desk/file_browser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Browsing : public ::testing::Test {
 protected:
  Browsing() {
    std::filesystem::create_directory(folder / "photos");
    std::filesystem::create_directory(folder / "Papers");
    folder.file("photos/cat.PNG", "12345");
    folder.file("photos/cats.jpg", "");
    folder.file("photos/notes.txt", "");
    folder.file("scene.json", "");
    folder.file(".hidden.json", "");
  }
  static std::vector<std::string> names(const FileBrowser& browser) {
    std::vector<std::string> all;
    for (const FileBrowser::Entry& e : browser.entries()) all.push_back(e.name + (e.folder ? "/" : ""));
    return all;
  }
  FileBrowser opening() {
    return {
        {.use = FileUse::open, .kinds = {{"Pictures", {".png", ".jpg"}}, {"Every file"}}}, folder.path(), {}};
  }
  FileBrowser saving(const std::string& name = "scenario.json") {
    return {{.use = FileUse::save, .name = name, .kinds = {{"Scenario", {".json"}}, {"Text", {".txt"}}}},
            folder.path(),
            {}};
  }
  convscope::testing::TemporaryFolder folder;
};

TEST_F(Browsing, FoldersComeFirstThenFilesOfTheKind) {
  FileBrowser browser = opening();
  EXPECT_THAT(names(browser), ElementsAre("Papers/", "photos/"));
  EXPECT_EQ(browser.take(1), std::nullopt);
  EXPECT_EQ(browser.folder(), folder / "photos");
  EXPECT_THAT(names(browser), ElementsAre("cat.PNG", "cats.jpg"));
  EXPECT_EQ(browser.entries()[0].bytes, 5);
  browser.choose_kind(1);
  EXPECT_THAT(names(browser), ElementsAre("cat.PNG", "cats.jpg", "notes.txt"));
  browser.up();
  EXPECT_THAT(names(browser), ElementsAre("Papers/", "photos/", "scene.json"));
  EXPECT_EQ(browser.take(2), folder / "scene.json");
}

TEST_F(Browsing, TypingNarrowsTheListAndEnterTakesTheFirst) {
  FileBrowser browser = opening();
  browser.type("ph");
  EXPECT_THAT(names(browser), ElementsAre("photos/"));
  EXPECT_EQ(browser.chosen(), 0u);
  EXPECT_EQ(browser.accept(), std::nullopt) << "into the folder";
  EXPECT_EQ(browser.text(), "");
  browser.type("CAT");
  EXPECT_THAT(names(browser), ElementsAre("cat.PNG", "cats.jpg"));
  browser.move(1);
  EXPECT_EQ(browser.accept(), folder / "photos/cats.jpg");
}

TEST_F(Browsing, APathIsFollowedWhileItIsTyped) {
  FileBrowser browser = opening();
  browser.type("photos/c");
  EXPECT_EQ(browser.text(), "photos/c");
  EXPECT_THAT(names(browser), ElementsAre("cat.PNG", "cats.jpg"));
  EXPECT_EQ(browser.accept(), folder / "photos/cat.PNG");
  browser.type("photos/notes.txt");
  EXPECT_EQ(browser.accept(), folder / "photos/notes.txt") << "a whole name, of whatever kind";
  browser.type("../");
  EXPECT_EQ(browser.folder(), std::filesystem::path(folder.path()).parent_path());
  browser.type("");
  EXPECT_EQ(browser.folder(), folder.path());
  browser.type(folder / "photos/");
  EXPECT_THAT(names(browser), ElementsAre("cat.PNG", "cats.jpg"));
  ::setenv("HOME", folder.path().c_str(), 1);
  browser.type("~/sc");
  browser.choose_kind(1);
  EXPECT_EQ(browser.accept(), folder / "scene.json");
}

TEST_F(Browsing, TabCompletesWhatIsClear) {
  FileBrowser browser = opening();
  browser.type("pho");
  EXPECT_EQ(browser.completed(), "photos/");
  browser.type("p");
  EXPECT_EQ(browser.completed(), "P") << "Papers or photos";
  browser.type("photos/ca");
  EXPECT_EQ(browser.completed(), "photos/cat");
  browser.type("photos/cats");
  EXPECT_EQ(browser.completed(), "photos/cats.jpg");
  browser.type("zzz");
  EXPECT_EQ(browser.completed(), "zzz");
}

TEST_F(Browsing, HiddenFilesAreThereWhenADotIsTyped) {
  FileBrowser browser = opening();
  browser.choose_kind(1);
  browser.type(".");
  EXPECT_THAT(names(browser), ElementsAre(".hidden.json"));
}

TEST_F(Browsing, WhatIsNotThereIsSaid) {
  FileBrowser browser = opening();
  EXPECT_EQ(browser.accept(), std::nullopt);
  EXPECT_EQ(browser.problem(), "No file is chosen.");
  browser.type("nothing.png");
  EXPECT_EQ(browser.problem(), "") << "gone with the next letter";
  EXPECT_EQ(browser.accept(), std::nullopt);
  EXPECT_EQ(browser.problem(), "There is no nothing.png in " + folder.path() + ".");
  browser.go(folder / "gone");
  EXPECT_THAT(browser.problem(), HasSubstr("there is no such folder"));
  EXPECT_EQ(browser.folder(), folder.path()) << "the old state is kept";
  EXPECT_EQ(browser.text(), "nothing.png");
}

TEST_F(Browsing, WithoutPermissionItSaysSo) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  ::chmod((folder / "Papers").c_str(), 0);
  FileBrowser browser = opening();
  browser.go(folder / "Papers");
  EXPECT_THAT(browser.problem(), HasSubstr("permission denied"));
  ::chmod((folder / "Papers").c_str(), 0500);
  FileBrowser other = saving();
  other.type("Papers/a.json");
  EXPECT_EQ(other.accept(), std::nullopt);
  EXPECT_THAT(other.problem(), HasSubstr("permission denied"));
  ::chmod((folder / "Papers").c_str(), 0700);
}

TEST_F(Browsing, ANameToSaveTakesTheEndingOfItsKind) {
  FileBrowser browser = saving();
  EXPECT_EQ(browser.text(), "scenario.json");
  browser.type("mine");
  EXPECT_EQ(browser.accept(), folder / "mine.json");
  browser.type("mine.json");
  browser.choose_kind(1);
  EXPECT_EQ(browser.text(), "mine.txt");
  EXPECT_EQ(browser.accept(), folder / "mine.txt");
  browser.type("mine.v2");
  EXPECT_EQ(browser.accept(), folder / "mine.v2.txt");
  browser.type("");
  EXPECT_EQ(browser.accept(), std::nullopt);
  EXPECT_EQ(browser.problem(), "The file needs a name.");
  browser.type("no/folder.json");
  EXPECT_EQ(browser.accept(), std::nullopt);
  EXPECT_THAT(browser.problem(), HasSubstr("There is no folder"));
}

TEST_F(Browsing, AFileIsReplacedWhenEnterIsPressedTwice) {
  FileBrowser browser = saving("scene.json");
  EXPECT_EQ(browser.accept(), std::nullopt);
  EXPECT_EQ(browser.replaces(), "scene.json");
  browser.type("scene2.json");
  EXPECT_EQ(browser.replaces(), "") << "another name, another question";
  browser.type("scene.json");
  EXPECT_EQ(browser.accept(), std::nullopt);
  browser.keep();
  EXPECT_EQ(browser.accept(), std::nullopt) << "it is asked again";
  EXPECT_EQ(browser.accept(), folder / "scene.json");
}

TEST_F(Browsing, SavingGoesIntoFoldersAndTakesNamesByTheArrows) {
  FileBrowser browser = saving();
  browser.move(1);
  browser.move(1);
  EXPECT_EQ(browser.accept(), std::nullopt);
  EXPECT_EQ(browser.folder(), folder / "photos");
  EXPECT_EQ(browser.text(), "scenario.json") << "the name stays";
  EXPECT_EQ(browser.accept(), folder / "photos/scenario.json");
  browser.up();
  browser.move(-1);
  EXPECT_EQ(browser.accept(), std::nullopt);
  EXPECT_EQ(browser.replaces(), "scene.json");
}

TEST_F(Browsing, AFolderIsChosenAsAWhole) {
  FileBrowser browser({.use = FileUse::folder}, folder.path(), {});
  EXPECT_THAT(names(browser), ElementsAre("Papers/", "photos/"));
  browser.type("pho");
  EXPECT_EQ(browser.accept(), std::nullopt);
  EXPECT_EQ(browser.accept(), folder / "photos");
  browser.type("cat.PNG");
  EXPECT_EQ(browser.accept(), std::nullopt);
  EXPECT_EQ(browser.problem(), "cat.PNG is no folder.");
}

TEST_F(Browsing, BeginsWhereItCanRead) {
  const FileBrowser browser({.use = FileUse::open}, folder / "gone/deeper", {});
  EXPECT_EQ(browser.folder(), folder.path());
  EXPECT_THAT(browser.problem(), IsEmpty());
}

TEST_F(Browsing, PlacesAreThoseThatThereAre) {
  ::setenv("HOME", folder.path().c_str(), 1);
  const auto places = usual_places(std::vector{folder / "photos/cat.PNG", folder / "gone/a.png"});
  std::vector<std::string> paths;
  for (const FilePlace& place : places) paths.push_back(place.path);
  EXPECT_EQ(paths.front(), folder.path());
  EXPECT_THAT(paths, ::testing::Contains(folder / "photos"));
  EXPECT_THAT(paths, ::testing::Not(::testing::Contains(folder / "gone")));
  EXPECT_EQ(paths.back(), "/");
}

TEST(FileSizes, AreShort) {
  EXPECT_EQ(shown_size(0), "0 B");
  EXPECT_EQ(shown_size(999), "999 B");
  EXPECT_EQ(shown_size(1000), "1.0 KB");
  EXPECT_EQ(shown_size(123'456), "123 KB");
  EXPECT_EQ(shown_size(5'400'000'000), "5.4 GB");
}

}  // namespace
}  // namespace convscope
