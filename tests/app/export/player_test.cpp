// Pages that play a film: shared definitions, both themes, sentences.
#include "app/export/player.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "app/picture/backends.hpp"
#include "app/picture/palette.hpp"
#include "app/picture/svg_items.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// A row of cells of which one is hatched and one has a number; colours are the theme's.
Picture drawing(Theme theme, Index step, int cells = 12) {
  const Palette& p = palette(theme);
  Picture picture(400, 60, p.stage);
  for (int i = 0; i < cells; ++i)
    picture.add(
        Box{.rect = {10 + 30.0 * i, 10, 28, 28}, .fill = p.cell, .hatch = i == step ? p.hatch : Color{}},
        {Role::input, i});
  picture.add(Label{.at = {20, 50}, .text = "step <" + std::to_string(step) + ">  & more", .color = p.ink});
  for (int i = 0; i < cells; ++i)
    picture.add(Box{.rect = {10 + 30.0 * i, 40, 28, 8}, .stroke = i < step ? p.output : p.line});
  return picture;
}

/// The elements, of which only texts with blanks that matter say that these be kept.
std::string joined(const SvgItems& items) {
  std::string out;
  for (const std::string& item : items.items)
    out += item.find("  ") == std::string::npos
               ? std::regex_replace(item, std::regex(" xml:space=\"preserve\""), "")
               : item;
  return out;
}

/// The page with its symbols written out.
std::string expanded(const SvgBook& book, std::size_t page) {
  const std::string definitions = book.definitions();
  std::string text = book.page(page), out;
  const std::regex use("<use href=\"#(u\\d+)\"/>\n");
  for (std::smatch match; std::regex_search(text, match, use); text = match.suffix()) {
    const std::string head = "<g id=\"" + match[1].str() + "\">\n";
    const std::size_t begin = definitions.find(head), end = definitions.find("</g>\n", begin);
    EXPECT_NE(begin, std::string::npos) << match[1];
    out += match.prefix();
    if (begin != std::string::npos) out += definitions.substr(begin + head.size(), end - begin - head.size());
  }
  return out + text;
}

TEST(SvgBooks, ShowEachPageAsItIs) {
  SvgBook book;
  for (Index step = 0; step < 12; ++step) book.add(drawing(Theme::light, step));
  std::size_t whole = 0, stored = book.definitions().size();
  for (Index step = 0; step < 12; ++step) {
    const auto page = static_cast<std::size_t>(step);
    EXPECT_EQ(expanded(book, page), joined(svg_items(drawing(Theme::light, step)))) << step;
    whole += to_svg(drawing(Theme::light, step)).size();
    stored += book.page(page).size();
  }
  EXPECT_LT(2 * stored, whole) << "what is the same is stored once";
}

TEST(SvgBooks, OnePageIsStoredWhereItStands) {
  SvgBook book;
  book.add(drawing(Theme::light, 3));
  EXPECT_EQ(book.definitions().find("<g id"), std::string::npos);
  EXPECT_EQ(book.page(0), joined(svg_items(drawing(Theme::light, 3))));
}

TEST(SvgBooks, SeveralOfOneKindBehindOneAnother) {
  Picture picture(10, 10, {});
  const Box a{.rect = {0, 0, 5, 5}, .fill = {1, 2, 3, 255}}, b{.rect = {5, 0, 5, 5}, .fill = {1, 2, 3, 255}};
  for (const Box& box : {a, b, a, a, b}) picture.add(box);
  SvgBook book;
  book.add(picture);
  book.add(picture);
  for (const std::size_t page : {0u, 1u}) EXPECT_EQ(expanded(book, page), joined(svg_items(picture)));
}

TEST(SvgBooks, HoldBothThemes) {
  SvgBook book;
  for (Index step = 0; step < 3; ++step) {
    const Picture dark = drawing(Theme::dark, step);
    book.add(drawing(Theme::light, step), &dark);
  }
  // The values of both themes, by variable.
  std::map<std::string, std::vector<std::string>> values;
  const std::string styles = book.styles();
  const std::regex value("(--v\\d+):([^;]*);");
  for (std::sregex_iterator at(styles.begin(), styles.end(), value), end; at != end; ++at)
    values[(*at)[1]].push_back((*at)[2]);
  for (const Theme theme : {Theme::light, Theme::dark}) {
    std::string page = expanded(book, 2);
    for (const auto& [name, both] : values) {
      ASSERT_EQ(both.size(), 2u) << name;
      const std::string use = "var(" + name + ")";
      for (std::size_t at; (at = page.find(use)) != std::string::npos;)
        page.replace(at, use.size(), both[theme == Theme::dark ? 1 : 0]);
    }
    const std::regex names("hatch-[0-9a-f-]+");
    EXPECT_EQ(std::regex_replace(page, names, "hatch"),
              std::regex_replace(joined(svg_items(drawing(theme, 2))), names, "hatch"));
  }
  std::smatch hatch;
  const std::string page = expanded(book, 1);
  ASSERT_TRUE(std::regex_search(page, hatch, std::regex("url\\(#(hatch-[0-9a-f-]+)\\)")));
  EXPECT_THAT(book.definitions(), HasSubstr("<pattern id=\"" + hatch[1].str() + "\""));
}

TEST(SvgBooks, ThemesThatDrawDifferentThings) {
  const Picture light = drawing(Theme::light, 1, 4), dark = drawing(Theme::dark, 1, 5);
  SvgBook book;
  book.add(light, &dark);
  EXPECT_THAT(book.page(0), HasSubstr("<g class=\"light\">"));
  EXPECT_THAT(book.page(0), HasSubstr("<g class=\"dark\">"));
}

Film film() {
  return {.draw = [](Moment m) { return drawing(Theme::light, m.phase > 0 ? m.step + 1 : 0); },
          .steps = 3,
          .now = {2, kSettled},
          .title = "A \"row\" & more",
          .line = "conv 5 k3",
          .sentence = [](Index done) { return "So far: <" + std::to_string(done) + ">"; },
          .in_other_theme = [](Moment m) { return drawing(Theme::dark, m.phase > 0 ? m.step + 1 : 0); }};
}

std::string page_of(const Film& film, const ExportChoice& choice = {}) {
  const testing::TemporaryFolder folder;
  PendingFile file(folder / "a.html");
  write_film(film, choice, *export_format("a.html"), file, {});
  file.commit();
  return folder.read("a.html");
}

TEST(PlayerPages, HaveTheBeginningAndEachStepWithItsSentence) {
  const std::string page = page_of(film());
  EXPECT_THAT(page, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(page, HasSubstr("<title>A &quot;row&quot; &amp; more: conv 5 k3</title>"));
  for (const char* said : {"&lt;0&gt;", "&lt;1&gt;", "&lt;2&gt;", "&lt;3&gt;"})
    EXPECT_THAT(page, HasSubstr(std::string("<desc>So far: ") + said + "</desc>"));
  EXPECT_THAT(page, Not(HasSubstr("{{")));
  EXPECT_EQ(page, page_of(film())) << "the same film, the same bytes";
}

TEST(PlayerPages, AskForNothing) {
  const std::string page = page_of(film());
  for (const char* word : {"http:", "https:", "src=", "@import", "url(h", "fetch(", "XMLHttp"})
    EXPECT_THAT(page, Not(HasSubstr(word)));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(PlayerPages, FollowTheThemeUnlessOneIsAskedFor) {
  EXPECT_THAT(page_of(film()), HasSubstr("id=\"theme\""));
  Film one = film();
  one.in_other_theme = nullptr;
  EXPECT_THAT(page_of(one), Not(HasSubstr("id=\"theme\"")));
  EXPECT_THAT(page_of(film(), {.ground = FigureGround::white}), Not(HasSubstr("id=\"theme\"")));
  one.dark = true;
  EXPECT_THAT(page_of(one), HasSubstr("data-theme=\"dark\">"));
}

TEST(PlayerPages, OfOnePicture) {
  Film one = film();
  one.animated = false;
  one.steps = 1;
  const std::string page = page_of(one);
  std::size_t count = 0;
  for (std::size_t at = page.find("<g class=\"step"); at != std::string::npos;
       at = page.find("<g class=\"step", at + 1))
    ++count;
  EXPECT_EQ(count, 1u);
}

}  // namespace
}  // namespace convscope
