#include "app/export/lesson_page.hpp"

#include <fmt/format.h>

#include <string_view>

#include "app/export/player.hpp"
#include "app/export/svg_book.hpp"
#include "app/picture/language.hpp"
#include "app/picture/svg_items.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

bool is_web(std::string_view link) {
  return link.starts_with("https://") || link.starts_with("http://");
}

std::string anchor(const std::string& to, const std::string& html) {
  return is_web(to)
             ? fmt::format("<a href=\"{}\" target=\"_blank\" rel=\"noopener\">{}</a>", xml_text(to), html)
             : html;
}

std::string span_html(const MarkdownSpan& span) {
  std::string html;
  for (const std::string_view line : split(span.text, '\n'))
    html += (html.empty() ? "" : "<br>") + xml_text(line);
  if (span.code) html = "<code>" + html + "</code>";
  if (span.emphasis) html = "<em>" + html + "</em>";
  if (span.strong) html = "<strong>" + html + "</strong>";
  return anchor(span.link, html);
}

/// Inside what holds no paragraphs.
std::string inline_html(const MarkdownText& blocks) {
  std::string html;
  for (const MarkdownBlock& block : blocks) {
    if (!html.empty()) html += "<br>";
    for (const MarkdownSpan& span : block.spans) html += span_html(span);
  }
  return html;
}

std::string words(std::string_view kind, const std::string& html) {
  return html.empty() ? "" : fmt::format("<div class=\"words {}\">\n{}</div>\n", kind, html);
}

std::string question_html(const PageQuestion& question) {
  std::string html = to_html(question.ask);
  if (!question.choices.empty()) {
    html += "<ul class=\"choices\">\n";
    for (const PageChoice& choice : question.choices)
      html += fmt::format("<li><button{}>{}</button>{}</li>\n", choice.right ? " data-right=\"1\"" : "",
                          inline_html(choice.text),
                          choice.why.empty()
                              ? ""
                              : fmt::format("<div class=\"because\" hidden>{}</div>", to_html(choice.why)));
    html += "</ul>\n";
  }
  html += "<p class=\"ways\">";
  if (question.answer)
    html += fmt::format(
        "<label>{} <input class=\"guess\" size=\"8\" autocomplete=\"off\" "
        "data-value=\"{}\"></label> "
        "<button class=\"check\">{}</button> <span class=\"verdict\" role=\"status\"></span> ",
        xml_spoken("Your answer"), format_value(*question.answer), xml_spoken("Check"));
  html += fmt::format("<button class=\"reveal\">{}</button></p>\n", xml_spoken("Show the answer"));
  std::string why = to_html(question.why);
  if (question.answer)
    why = fmt::format("<p><strong>{}</strong></p>\n", format_value(*question.answer)) + why;
  return html + fmt::format("<div class=\"why\" hidden>{}</div>\n", why);
}

std::string links_html(const std::vector<LessonLink>& links) {
  std::string html;
  for (const LessonLink& link : links)
    html += fmt::format("{}{}", html.empty() ? "" : " · ",
                        is_web(link.to) ? anchor(link.to, xml_spoken(link.text))
                                        : fmt::format("{} ({})", xml_spoken(link.text), xml_text(link.to)));
  return html.empty() ? "" : "<p>" + html + "</p>\n";
}

/// The steps of one scene in the book, and the figure made of them.
struct Steps {
  std::size_t first = 0, covered = 0;  // pages
  std::vector<std::string> sentences{};
  double width = 16, height = 9;
};

}  // namespace

std::string to_html(const MarkdownText& blocks) {
  std::string html;
  std::vector<std::string_view> open;  // ends of the lists that are open
  for (const MarkdownBlock& block : blocks) {
    const auto depth = static_cast<std::size_t>(block.depth);
    for (; open.size() > depth; open.pop_back()) html += open.back();
    for (; open.size() < depth; open.push_back(block.marker == "•" ? "</ul>\n" : "</ol>\n"))
      html += block.marker == "•" ? "<ul>" : "<ol>";
    std::string line;
    for (const MarkdownSpan& span : block.spans) line += span_html(span);
    if (depth == 0)
      html += "<p>" + line + "</p>\n";
    else
      html += block.marker.empty() ? "<br>" + line + "\n" : "<li>" + line + "\n";
  }
  for (; !open.empty(); open.pop_back()) html += open.back();
  return html;
}

std::string lesson_page(const std::string& title, const std::vector<PageScene>& scenes,
                        const Progress& progress) {
  SvgBook book;
  PlayerPage page{.title = title, .scenes = {}, .themes = true};
  std::vector<Steps> all;
  const auto add = [&](const PageScene& scene, Index done, bool covered) {
    const Picture light = scene.draw(done, false, covered), dark = scene.draw(done, true, covered);
    book.add(light, &dark);
    page.ground = light.background;
    page.dark_ground = dark.background;
    all.back().width = light.width;
    all.back().height = light.height;
  };
  for (const PageScene& scene : scenes) {
    progress.at(static_cast<double>(all.size()) / static_cast<double>(scenes.size()));
    all.push_back({.first = book.pages()});
    for (Index done = scene.first; scene.draw && done <= scene.last; ++done) add(scene, done, false);
    all.back().covered = book.pages();
    for (Index done = scene.first; scene.draw && scene.covers && done <= scene.last; ++done)
      add(scene, done, true);
    for (Index done = scene.first; scene.draw && done <= scene.last; ++done)
      all.back().sentences.push_back(scene.sentence(done));
  }
  page.more = fmt::format("<select id=\"scenes\" aria-label=\"{}\">", xml_spoken("Scene"));
  bool notes = false;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const PageScene& scene = scenes[i];
    const Steps& steps = all[i];
    page.more += fmt::format("<option value=\"{}\">{}. {}</option>", i, i + 1, xml_spoken(scene.outline));
    notes = notes || !scene.notes.empty();
    std::string html = fmt::format("<h2>{}</h2>\n", xml_spoken(scene.title));
    html += scene.draw
                ? scene_figure(book, steps.first, scene.covers ? std::optional(steps.covered) : std::nullopt,
                               steps.sentences, steps.width, steps.height)
                : scene_figure({}, 0, {}, {scene.title}, steps.width, steps.height);
    html += "<p class=\"said\" aria-live=\"polite\"></p>\n";
    html += words("caption", to_html(scene.caption) + links_html(scene.links));
    if (scene.question) html += words("question", question_html(*scene.question));
    if (!scene.notes.empty())
      html += fmt::format("<aside class=\"words notes\" aria-label=\"{}\" hidden>\n{}</aside>\n",
                          xml_spoken("Notes"), to_html(scene.notes));
    page.scenes += fmt::format("<section class=\"scene{}\" aria-label=\"{}\"{}>\n{}</section>\n",
                               scene.draw ? (i == 0 ? " on" : "") : (i == 0 ? " on wordy" : " wordy"),
                               xml_spoken(scene.title), scene.loop ? " data-loop=\"1\"" : "", html);
  }
  page.more += "</select>\n";
  if (notes)
    page.more += fmt::format(
        "<button id=\"notes\" aria-pressed=\"false\" aria-label=\"{}\" title=\"{}\"><svg "
        "viewBox=\"0 0 24 "
        "24\" aria-hidden=\"true\"><path d=\"M5 4h14v2H5zM5 9h14v2H5zM5 14h14v2H5zM5 "
        "19h9v2H5z\"/></svg></button>\n",
        xml_spoken("Notes"), xml_spoken("Notes (N)"));
  return player_page(page, book);
}

}  // namespace convscope
