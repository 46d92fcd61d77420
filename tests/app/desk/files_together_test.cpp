// Several files at once, and what the File menu has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "app/desk/file_commands.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FilesTogether : public ::testing::Test {
 protected:
  std::string scenario(const std::string& name, const std::string& spec) {
    desk.load(parse_spec(spec));
    save_command(desk, folder / name);
    return folder / name;
  }
  std::string line() { return desk.line(); }

  convscope::testing::TemporaryFolder folder;
  Desk desk = whole_desk(parse_spec("conv 3 k3"));
  InputQueue input;
  CommandTarget target{desk, input};
};

TEST_F(FilesTogether, TheFirstIsOpenAndTheOthersAreOffered) {
  const std::string a = scenario("a.json", "conv 4 k2"), b = scenario("b.json", "conv 5 k2"),
                    c = scenario("c.json", "conv 6 k2");
  open_together(desk, {a, b, c});
  EXPECT_EQ(line(), "conv 4 k2");
  EXPECT_THAT(desk.message, HasSubstr("File 1 of 3: a.json"));
  ASSERT_TRUE(desk.offer);
  EXPECT_THAT(desk.offer->command, ElementsAre("next-file"));
  EXPECT_THAT(desk.offer->title, HasSubstr("b.json"));
  run_command(target, desk.offer->command);
  EXPECT_EQ(line(), "conv 5 k2");
  next_file_command(desk);
  EXPECT_EQ(line(), "conv 6 k2");
  EXPECT_THAT(desk.message, HasSubstr("File 3 of 3: c.json"));
  next_file_command(desk);
  EXPECT_EQ(line(), "conv 4 k2") << "round again";
}

TEST_F(FilesTogether, OneThatCannotBeOpenedIsSaidAndPassed) {
  const std::string a = scenario("a.json", "conv 4 k2");
  open_together(desk, {folder / "gone.json", a});
  EXPECT_TRUE(desk.warning);
  EXPECT_THAT(desk.message, HasSubstr("File 1 of 2: "));
  EXPECT_THAT(desk.message, HasSubstr("gone.json"));
  next_file_command(desk);
  EXPECT_EQ(line(), "conv 4 k2");
  EXPECT_FALSE(desk.warning);
}

TEST_F(FilesTogether, WithoutOthersNextFileSaysSo) {
  EXPECT_THROW(next_file_command(desk), Error);
  open_together(desk, {scenario("a.json", "conv 4 k2")});
  EXPECT_THROW(next_file_command(desk), Error);
  EXPECT_FALSE(desk.offer);
}

TEST_F(FilesTogether, WordsAreOnePathUnlessAllAreFiles) {
  folder.file("a b.png", "");
  folder.file("c.png", "");
  folder.file("d.png", "");
  EXPECT_THAT(paths_of(std::vector{folder / "c.png", folder / "d.png"}),
              ElementsAre(folder / "c.png", folder / "d.png"));
  EXPECT_THAT(paths_of(std::vector{folder / "a", std::string("b.png")}), ElementsAre(folder / "a b.png"));
  EXPECT_THAT(paths_of(std::vector{folder / "c.png", folder / "no.png"}),
              ElementsAre(folder / "c.png " + (folder / "no.png")));
  EXPECT_THAT(paths_of(std::vector{folder / "c.png"}), ElementsAre(folder / "c.png"));
}

TEST_F(FilesTogether, EveryEntryOfTheFileMenuIsACommandThatRunsAlone) {
  for (const LabRow& lab : labs()) {
    std::set<std::string_view> titles;
    for (const FileEntry& entry : lab.files()) {
      const Command& found = command(commands(), entry.command);
      EXPECT_EQ(found.least, 0u) << entry.command;
      EXPECT_TRUE(found.lab.empty() || found.lab == lab.name) << entry.command;
      EXPECT_TRUE(titles.insert(entry.title).second) << entry.title;
      if (lab.name == "images") {
        EXPECT_THAT(std::string(entry.title), ::testing::Not(HasSubstr("cenario")));
      }
    }
    EXPECT_FALSE(titles.empty()) << lab.name;
  }
}

}  // namespace
}  // namespace convscope
