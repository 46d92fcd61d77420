// What the list of commands finds, and in which order.
#include "app/window/palette_entries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/window/labs.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;

class PaletteEntries : public ::testing::Test {
 protected:
  PaletteEntry first(const std::string& text) {
    const auto found = palette_entries(desk, text);
    return found.empty() ? PaletteEntry{} : found.front();
  }
  Desk desk = whole_desk(parse_spec("conv 3 k3"));
};

TEST_F(PaletteEntries, NamesCountMoreThanWhatIsSaid) {
  EXPECT_THAT(first("mat").words, ElementsAre("view", "matrix"));
  EXPECT_THAT(first("overl").words, ElementsAre("view", "overlap"));
  EXPECT_THAT(first("Matrix").words, ElementsAre("view", "matrix"));
  EXPECT_THAT(first("undo").words, ElementsAre("undo"));
  EXPECT_THAT(first("haar").words, ElementsAre("preset", "haar-bank"));
  EXPECT_THAT(first("divis").words, ElementsAre("claim", "divisible"));
  EXPECT_THAT(first("expor").words, ElementsAre("export"));
}

TEST_F(PaletteEntries, AWordWithinANameCountsMoreThanOneOfTheHelp) {
  EXPECT_THAT(first("sobel").words, ElementsAre("preset", "edges"));
  EXPECT_THAT(first("dark").words, ElementsAre("theme")) << "its argument";
}

TEST_F(PaletteEntries, ArgumentsFollowACommand) {
  EXPECT_THAT(first("set stride 3").words, ElementsAre("set"));
  EXPECT_THAT(first("view matrix").words.front(), "view");
  EXPECT_THAT(first("layout 4").words, ElementsAre("layout"));
}

TEST_F(PaletteEntries, WithoutTextCommandsComeFirst) {
  const auto all = palette_entries(desk, "");
  EXPECT_EQ(all.front().words.size(), 1u);
  EXPECT_GT(all.size(), commands().size());
  for (const PaletteEntry& entry : all) EXPECT_FALSE(command(commands(), entry.words[0]).for_scripts);
  EXPECT_TRUE(palette_entries(desk, "xyzzy").empty());
}

TEST_F(PaletteEntries, TheLabInFrontComesFirst) {
  desk.choose_lab("images");
  EXPECT_THAT(first("compare").lab, "images");
}

}  // namespace
}  // namespace convscope
