// The lecturer's page as text: what it says, that it fits, and where it can be pressed.
#include "app/window/lecturer_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/picture/fonts.hpp"
#include "tests/app/picture/texts.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::texts_of;

Picture stage(std::string_view words) {
  Picture picture(1280, 712, Color{246, 247, 250, 255});
  picture.add(Label{.at = {640, 356}, .text = std::string(words), .size = 40, .color = {0, 0, 0, 255}});
  return picture;
}

LecturerPage page() {
  LecturerPage page;
  page.now = {.label = "now · scene 7 of 18 · step 3 of 4", .picture = stage("STAGE"), .progress = 0.75};
  page.next = {.label = "next · step 4 of 4", .picture = stage("COMING"), .progress = 1};
  page.notes = "Ask first: how many stamps reach the middle cell?\nStride 2, kernel 3: every second cell.";
  page.clock = "10:42";
  page.elapsed = "12:41";
  page.planned = "of 45:00";
  page.share = 761.0 / 2700;
  page.running = true;
  page.timer = {{.words = "pause", .command = {"timer", "pause"}},
                {.words = "reset", .command = {"timer", "reset"}}};
  for (int i = 1; i <= 18; ++i)
    page.outline.push_back({.words = std::to_string(i) + " A scene with a long name",
                            .on = i == 7,
                            .command = {"lesson-scene", std::to_string(i)}});
  for (const char* word : {"pen", "spotlight", "magnifier", "blank", "question", "full screen"})
    page.buttons.push_back({.words = word, .on = word == std::string("pen"), .command = {word}});
  page.buttons[4].possible = false;
  page.keys = "PageDown next    PageUp back";
  return page;
}

TEST(LecturerPage, SaysAllOfIt) {
  const DrawnLecturer drawn = draw_lecturer_page(page(), 1280, 720, Theme::light);
  const std::string all = to_text(drawn.picture);
  for (const char* words :
       {"now · scene 7 of 18 · step 3 of 4", "STAGE", "next · step 4 of 4", "COMING", "Notes", "Ask first",
        "10:42", "12:41", "of 45:00", "pause", "reset", "pen", "spotlight", "full screen", "PageDown next"})
    EXPECT_THAT(all, HasSubstr(words));
  // Five of the outline, the present one in the middle.
  for (const char* there : {"5 A ", "6 A ", "7 A ", "8 A ", "9 A "}) EXPECT_THAT(all, HasSubstr(there));
  EXPECT_THAT(all, Not(HasSubstr("4 A ")));
  EXPECT_THAT(all, Not(HasSubstr("10 A ")));
}

TEST(LecturerPage, EverythingStandsWithinTheWindow) {
  for (const auto& [width, height] :
       {std::pair{1280.0, 720.0}, {1920.0, 1080.0}, {1024.0, 768.0}, {800.0, 600.0}, {1600.0, 500.0}})
    for (const Theme theme : {Theme::light, Theme::dark}) {
      const DrawnLecturer drawn = draw_lecturer_page(page(), width, height, theme);
      for (const Item& item : drawn.picture.items) {
        if (const Label* label = std::get_if<Label>(&item.shape)) {
          const Rect rect = rect_of(*label, 1);
          EXPECT_GE(rect.x, -0.5) << label->text << " at " << width;
          EXPECT_LE(rect.right(), width + 0.5) << label->text << " at " << width;
          EXPECT_GE(rect.y, -0.5) << label->text;
          EXPECT_LE(rect.bottom(), height + 0.5) << label->text << " at " << width;
        } else if (const Box* box = std::get_if<Box>(&item.shape)) {
          EXPECT_LE(box->rect.right(), width + 0.5);
          EXPECT_LE(box->rect.bottom(), height + 0.5) << width << "x" << height;
        }
      }
    }
}

TEST(LecturerPage, TextsDoNotLieOverEachOther) {
  for (const auto& [width, height] : {std::pair{1280.0, 720.0}, {1920.0, 1080.0}, {1024.0, 768.0}}) {
    const DrawnLecturer drawn = draw_lecturer_page(page(), width, height, Theme::light);
    std::vector<Label> labels;
    for (const Item& item : drawn.picture.items)
      if (const Label* label = std::get_if<Label>(&item.shape)) labels.push_back(*label);
    for (std::size_t i = 0; i < labels.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const Rect a = rect_of(labels[i], 0.8), b = rect_of(labels[j], 0.8);
        EXPECT_FALSE(a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom())
            << labels[i].text << " over " << labels[j].text << " at " << width << "x" << height;
      }
  }
}

TEST(LecturerPage, WhatCanBePressedSaysItsCommand) {
  const DrawnLecturer drawn = draw_lecturer_page(page(), 1280, 720, Theme::light);
  const auto has = [&](const CommandWords& command) {
    return std::ranges::any_of(drawn.spots, [&](const auto& spot) { return spot.command == command; });
  };
  EXPECT_TRUE(has({"timer", "pause"}));
  EXPECT_TRUE(has({"lesson-scene", "9"}));
  EXPECT_TRUE(has({"pen"}));
  EXPECT_FALSE(has({"question"})) << "it is not possible now";
}

TEST(LecturerPage, PicturesKeepTheirShape) {
  const DrawnLecturer drawn = draw_lecturer_page(page(), 1280, 720, Theme::light);
  // The frame of a shot has the stage's proportions.
  int found = 0;
  for (const Item& item : drawn.picture.items)
    if (const Box* box = std::get_if<Box>(&item.shape); box != nullptr && box->rect.h > 150) {
      EXPECT_NEAR(box->rect.w / box->rect.h, 1280.0 / 712, 0.01);
      ++found;
    }
  EXPECT_GE(found, 2);
}

TEST(LecturerPage, LongNotesShrinkThenScroll) {
  LecturerPage long_page = page();
  long_page.notes.clear();
  for (int i = 0; i < 60; ++i) long_page.notes += "Line " + std::to_string(i) + " of many\n";
  DrawnLecturer drawn = draw_lecturer_page(long_page, 1280, 720, Theme::light);
  EXPECT_GT(drawn.note_rows, drawn.rows_shown);
  EXPECT_THAT(texts_of(drawn.picture), ::testing::Contains("more below"));
  EXPECT_THAT(texts_of(drawn.picture), ::testing::Contains("Line 0 of many"));
  long_page.notes_from = 1000;  // beyond the end: the last ones
  drawn = draw_lecturer_page(long_page, 1280, 720, Theme::light);
  EXPECT_THAT(texts_of(drawn.picture), ::testing::Contains("Line 59 of many"));
  EXPECT_THAT(texts_of(drawn.picture), Not(::testing::Contains("more below")));
}

TEST(LecturerPage, WithoutAnythingItSaysSo) {
  LecturerPage bare;
  bare.now.words = "Images shows pictures: look at the stage";
  bare.next.words = "nothing more on this page";
  bare.elapsed = "00:00";
  const std::string all = to_text(draw_lecturer_page(bare, 1280, 720, Theme::dark).picture);
  EXPECT_THAT(all, HasSubstr("look at the stage"));
  EXPECT_THAT(all, HasSubstr("nothing more on this page"));
  EXPECT_THAT(all, HasSubstr("There are none for this."));
}

TEST(LecturerPage, NotesAreReadAsMarkdown) {
  EXPECT_EQ(
      plain_notes("Ask *first*: how **many**?\n\n- one `cell`\n- [two](lesson:x)\n\n# Then\n2 * 3 = 2*3"),
      "Ask first: how many?\n· one cell\n· two\nThen\n2 * 3 = 2*3");
  EXPECT_EQ(plain_notes("\\*kept\\* [no link]"), "*kept* [no link]");
  EXPECT_EQ(plain_notes(""), "");
}

}  // namespace
}  // namespace convscope
