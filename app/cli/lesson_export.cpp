#include "app/cli/lesson_export.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <list>
#include <utility>
#include <vector>

#include "app/cli/folder.hpp"
#include "app/cli/lab_figures.hpp"
#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/export/formats.hpp"
#include "app/export/lesson_page.hpp"
#include "app/views/handout.hpp"
#include "app/views/lesson_figure.hpp"
#include "app/views/lesson_views.hpp"
#include "core/base/words.hpp"
#include "core/lesson/library.hpp"

namespace convscope::cli {

namespace {

namespace fs = std::filesystem;

bool is_folder(const std::string& output) {
  std::error_code none;
  return output.ends_with('/') || fs::is_directory(output, none);
}

/// A scene with all that is computed of it.
class Shown {
 public:
  Shown(const Lesson& lesson, std::size_t scene, const LessonExport& wanted)
      : scene_(lesson.scenes[scene]),
        style_(wanted.style),
        figure_(lesson, scene, wanted.budget),
        film_(lab_figure(lesson, scene, wanted.style)) {
    if (!film_) return;
    const Index all = film_->animated ? film_->steps : 0;
    last_ = std::clamp<Index>(still_step(scene_, all), 0, all);
    first_ = scene_.play ? std::clamp<Index>(scene_.play->first, 0, last_) : last_;
  }

  const Scene& scene() const { return scene_; }
  const SceneFigure& figure() const { return figure_; }
  bool drawn() const { return film_ || figure_.drawn(); }
  Index first() const { return film_ ? first_ : figure_.first(); }
  Index last() const { return film_ ? last_ : figure_.last(); }
  bool of_lab() const { return film_.has_value(); }

  Picture draw(Index done, bool dark, bool covered) const {
    if (film_) {
      const Moment moment = film_->animated ? still_moment(done, film_->steps) : film_->now;
      return dark == film_->dark || !film_->in_other_theme ? film_->draw(moment)
                                                           : film_->in_other_theme(moment);
    }
    Style style = style_;
    style.theme = dark ? Theme::dark : Theme::light;
    return figure_.draw(done, style, covered);
  }
  std::string sentence(Index done) const {
    if (!film_) return figure_.sentence(done);
    return film_->animated ? fmt::format("Step {} of {}.", done, film_->steps) : scene_.title;
  }

 private:
  const Scene& scene_;
  Style style_;
  SceneFigure figure_;
  std::optional<Film> film_;
  Index first_ = 0, last_ = 0;
};

PageQuestion page_question(const Shown& shown, const Question& question) {
  const auto words = [&](const std::string& markdown) { return shown.figure().words(markdown); };
  PageQuestion out{.ask = words(question.ask), .why = words(question.why)};
  for (const LessonChoice& choice : question.choices)
    out.choices.push_back({words(choice.text), words(choice.why), choice.right});
  if (question.cell) out.answer = shown.figure().answer();
  return out;
}

PageScene page_scene(const Shown& shown) {
  const Scene& scene = shown.scene();
  PageScene out{.title = scene.title,
                .outline = scene.name(),
                .first = shown.first(),
                .last = shown.last(),
                .loop = scene.loop,
                .covers = shown.figure().covers() && scene.question && !shown.of_lab(),
                .sentence = [&shown](Index done) { return shown.sentence(done); },
                .caption = shown.figure().words(scene.caption),
                .notes = shown.figure().words(scene.notes),
                .links = scene.links};
  if (shown.drawn())
    out.draw = [&shown](Index done, bool dark, bool covered) { return shown.draw(done, dark, covered); };
  if (scene.question) out.question = page_question(shown, *scene.question);
  return out;
}

/// scene-01.svg, or with all steps scene-01-step-03.svg.
void add_figures(const std::list<Shown>& scenes, const LessonExport& wanted, const Progress& progress,
                 Folder& folder) {
  const ExportFormat& format = *export_format(wanted.format);
  std::size_t number = 0;
  for (const Shown& shown : scenes) {
    progress.at(static_cast<double>(number++) / static_cast<double>(scenes.size()));
    if (!shown.drawn()) continue;
    for (Index done = wanted.all_steps ? shown.first() : shown.last(); done <= shown.last(); ++done) {
      const std::string step = wanted.all_steps ? fmt::format("-step-{:02}", done) : "";
      const Picture picture = shown.draw(done, wanted.style.theme == Theme::dark, false);
      folder.add(fs::path(wanted.output) / fmt::format("scene-{:02}{}{}", number, step, format.ending),
                 format.picture(picture, wanted.scale, Backing::white));
    }
  }
}

std::string handout_bytes(const Lesson& lesson, const std::list<Shown>& scenes, const LessonExport& wanted) {
  std::vector<HandoutScene> all;
  for (const Shown& shown : scenes) {
    all.push_back({shown.scene(), shown.figure()});
    if (shown.of_lab()) all.back().drawing = shown.draw(shown.last(), false, false);
  }
  Style paper = wanted.style;
  paper.theme = Theme::light;
  return to_pdf(handout(lesson, all, paper));
}

}  // namespace

bool is_lesson_export(const std::string& what, const std::string& output) {
  return (output.ends_with(".pdf") || output.ends_with(".html") || is_folder(output)) && is_lesson(what);
}

void export_lesson(const LessonExport& wanted) {
  const Lesson lesson = load_lesson(wanted.lesson, known_names());
  check_numbers(lesson);
  ProgressLine line("render", wanted.quiet);
  const Interruptible interruptible;
  const Progress progress = interruptible.progress([&](double share) { line.at(share); });
  Folder folder;
  const bool figures = is_folder(wanted.output);
  if (figures)
    folder.make(wanted.output);
  else
    require_writable(wanted.output);

  std::list<Shown> scenes;  // what draws them keeps their addresses
  for (std::size_t i = 0; i < lesson.scenes.size(); ++i) {
    progress.at(0.5 * static_cast<double>(i) / static_cast<double>(lesson.scenes.size()));
    scenes.emplace_back(lesson, i, wanted);
  }
  const Progress second = progress.part(0.5, 1);
  if (figures) {
    add_figures(scenes, wanted, second, folder);
  } else if (wanted.output.ends_with(".pdf")) {
    folder.add(wanted.output, handout_bytes(lesson, scenes, wanted));
  } else {
    std::vector<PageScene> pages;
    for (const Shown& shown : scenes) pages.push_back(page_scene(shown));
    folder.add(wanted.output, lesson_page(lesson.title, pages, second));
  }
  const std::size_t files = folder.files().size();
  finish(folder.files(), line,
         wanted.json    ? to_text(Json{{"lesson", lesson.title},
                                       {"scenes", lesson.scenes.size()},
                                       {"output", wanted.output},
                                       {"files", files}})
         : wanted.quiet ? ""
                        : fmt::format("{}: {}, {}\n", wanted.output, lesson.title,
                                      figures ? counted(files, "figure") : counted(scenes.size(), "scene")));
  folder.keep();
}

}  // namespace convscope::cli
