#include "app/export/player.hpp"

#include <fmt/format.h>

#include "app/picture/language.hpp"
#include "app/picture/svg_items.hpp"
#include "core/base/error.hpp"
#include "core/io/resources.hpp"

namespace convscope {

namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

constexpr std::string_view kThemeButton =
    "<button id=\"theme\" aria-label=\"{{=Light or dark}}\" title=\"{{=Light or dark (T)}}\"><svg "
    "viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M12 3a9 9 0 1 0 0 18zM12 5a7 7 0 0 1 0 14z\" "
    "fill-rule=\"evenodd\"/></svg>"
    "</button>\n";

std::string asset(std::string_view name) {
  return read_file(resource_path(fmt::format("assets/player/{}", name)), "player");
}

/// Each {{name}} of the text in one pass, so that what is put in is not read again; {{=text}} in the
/// language.
std::string filled(std::string_view text,
                   const std::vector<std::pair<std::string_view, std::string>>& values = {}) {
  std::string out;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find("{{"), text.size());
    out += text.substr(0, at);
    text.remove_prefix(at);
    if (text.empty()) break;
    const std::size_t end = text.find("}}");
    const std::string_view wanted = text.substr(2, end - 2);
    if (wanted.starts_with('=')) out += xml_text(spoken(wanted.substr(1)));
    for (const auto& [name, value] : values)
      if (wanted == name) out += value;
    text.remove_prefix(end + 2);
  }
  return out;
}

/// The page has the colour on which the figures stand.
std::string ground_rules(const PlayerPage& page) {
  const auto rule = [](std::string_view root, Color c) {
    return c.a == 255 ? fmt::format("{} {{ --page: #{:02x}{:02x}{:02x}; }}\n", root, c.r, c.g, c.b)
                      : std::string();
  };
  return rule(":root", page.ground) + rule(":root[data-theme=\"dark\"]", page.dark_ground);
}

}  // namespace

std::string player_page(const PlayerPage& page, const SvgBook& book) {
  return filled(asset("page.html"), {{"theme", page.dark ? "dark" : "light"},
                                     {"lang", std::string(language_tag())},
                                     {"title", xml_text(spoken(page.title))},
                                     {"style", asset("player.css") + book.styles()},
                                     {"ground", ground_rules(page)},
                                     {"definitions", book.definitions()},
                                     {"scenes", page.scenes},
                                     {"more", page.more + (page.themes ? filled(kThemeButton) : "")},
                                     {"script", filled(asset("player.js"))}});
}

std::string scene_figure(const SvgBook& book, std::size_t first, std::optional<std::size_t> covered,
                         const std::vector<std::string>& sentences, double width, double height) {
  std::string out = fmt::format(
      "<svg class=\"figure\" viewBox=\"0 0 {} {}\" role=\"img\" tabindex=\"0\" stroke-linejoin=\"round\" "
      "style=\"font-kerning:none;font-variant-ligatures:none\">\n",
      width, height);
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    std::string drawn = first + i < book.pages() ? book.page(first + i) : std::string();
    if (covered)
      drawn = fmt::format("<g class=\"after\">\n{}</g>\n<g class=\"before\">\n{}</g>\n", drawn,
                          book.page(*covered + i));
    out += fmt::format("<g class=\"step{}\"><desc>{}</desc>\n{}</g>\n",
                       i + 1 == sentences.size() ? " on" : "", xml_text(spoken(sentences[i])), drawn);
  }
  return out + "</svg>\n";
}

std::size_t write_player(const Film& film, const ExportChoice& choice, PendingFile& file,
                         const Progress& progress) {
  ExportChoice stills = choice;
  stills.timing.stills = true;
  const bool themes = film.in_other_theme && choice.ground != FigureGround::white;
  const Film whole = prepared(film, stills);
  std::vector<Moment> moments;
  if (film.animated) moments.push_back(still_moment(0, film.steps));
  for (const AnimationFrame& frame : frames_of(whole, stills)) moments.push_back(frame.moment);

  SvgBook book;
  std::vector<std::string> sentences;
  double width = 0, height = 0;
  PlayerPage page{.title = document_title(film), .scenes = {}, .dark = film.dark, .themes = themes};
  for (std::size_t i = 0; i < moments.size(); ++i) {
    progress.at(static_cast<double>(i) / static_cast<double>(moments.size()));
    const Picture picture = whole.draw(moments[i]);
    const Picture other = themes ? whole.in_other_theme(moments[i]) : Picture();
    if (film.dark && themes)
      book.add(other, &picture);
    else
      book.add(picture, themes ? &other : nullptr);
    width = picture.width, height = picture.height;
    page.ground = film.dark && themes ? other.background : picture.background;
    page.dark_ground = film.dark ? picture.background : other.background;
    const auto done = static_cast<Index>(i + (film.animated ? 0 : 1));
    sentences.push_back(film.sentence ? film.sentence(done)
                        : done == 0   ? std::string("The beginning.")
                                      : fmt::format("Step {} of {}.", done, film.steps));
  }
  page.scenes = fmt::format(
      "<section class=\"scene on\" aria-label=\"{}\">\n{}<p class=\"said\" "
      "aria-live=\"polite\"></p>\n</section>\n",
      xml_text(spoken(film.title)), scene_figure(book, 0, {}, sentences, width, height));
  const std::string text = player_page(page, book);
  if (text.size() > kMostBytes)
    throw Error("output", fmt::format("a page of {} steps would have {} MB", film.steps, text.size() >> 20),
                "a smaller size has fewer steps; .pdf or .mp4 hold more");
  file.write(text);
  return moments.size();
}

}  // namespace convscope
