#include "app/window/lesson/lesson_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <list>
#include <utility>
#include <vector>

#include "app/export/formats.hpp"
#include "app/export/lesson_page.hpp"
#include "app/picture/language.hpp"
#include "app/views/handout.hpp"
#include "app/views/lesson_figure.hpp"
#include "app/views/lesson_views.hpp"
#include "app/window/lab_film.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

/// Nothing for the explorer's scenes, and where the lab shows no drawing. Errors: of the scene's commands,
/// named by it.
std::optional<Film> lab_figure(const Lesson& lesson, std::size_t scene, const Style& style) {
  const Scene& of = lesson.scenes[scene];
  if (of.lab == Scene{}.lab) return std::nullopt;
  try {
    return lab_film(scenario_of(lesson, scene).value_or(parse_spec("conv 5 k3")), of.lab, of.commands, style);
  } catch (const Error& error) {
    throw Error(fmt::format("{}, {}", place_of(lesson, scene), error.field()), error.problem(),
                error.legal());
  }
}

/// A scene with all that is computed of it.
class Shown {
 public:
  Shown(const Lesson& lesson, std::size_t scene, const LessonFiles& wanted)
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
    if (dark != is_dark(style.theme)) style.theme = dark ? Theme::dark : Theme::light;
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
void add_figures(const std::list<Shown>& scenes, const LessonFiles& wanted, const Progress& progress,
                 const AddFile& add) {
  const ExportFormat& format = *export_format(wanted.format);
  std::size_t number = 0;
  for (const Shown& shown : scenes) {
    progress.at(static_cast<double>(number++) / static_cast<double>(scenes.size()));
    if (!shown.drawn()) continue;
    for (Index done = wanted.all_steps ? shown.first() : shown.last(); done <= shown.last(); ++done) {
      const std::string step = wanted.all_steps ? fmt::format("-step-{:02}", done) : "";
      const Picture picture = shown.draw(done, is_dark(wanted.style.theme), false);
      add((std::filesystem::path(wanted.output) / fmt::format("scene-{:02}{}{}", number, step, format.ending))
              .string(),
          format.picture(picture, wanted.scale, Backing::white, spoken(shown.scene().title)));
    }
  }
}

std::string handout_bytes(const Lesson& lesson, const std::list<Shown>& scenes, const LessonFiles& wanted) {
  std::vector<HandoutScene> all;
  for (const Shown& shown : scenes) {
    all.push_back({shown.scene(), shown.figure()});
    if (shown.of_lab()) all.back().drawing = shown.draw(shown.last(), false, false);
  }
  Style paper = wanted.style;
  paper.theme = Theme::light;
  return to_pdf(handout(lesson, all, paper), Backing::white, spoken(lesson.title));
}

}  // namespace

bool is_lesson_folder(const std::string& output) {
  std::error_code none;
  return output.ends_with('/') || std::filesystem::is_directory(output, none);
}

bool is_lesson_output(const std::string& output) {
  return output.ends_with(".pdf") || output.ends_with(".html") || is_lesson_folder(output);
}

void make_lesson_files(const LessonFiles& wanted, const Progress& progress, const AddFile& add) {
  const Lesson& lesson = wanted.lesson;
  std::list<Shown> scenes;  // what draws them keeps their addresses
  for (std::size_t i = 0; i < lesson.scenes.size(); ++i) {
    progress.at(0.5 * static_cast<double>(i) / static_cast<double>(lesson.scenes.size()));
    scenes.emplace_back(lesson, i, wanted);
  }
  const Progress second = progress.part(0.5, 1);
  if (is_lesson_folder(wanted.output)) return add_figures(scenes, wanted, second, add);
  if (wanted.output.ends_with(".pdf")) return add(wanted.output, handout_bytes(lesson, scenes, wanted));
  std::vector<PageScene> pages;
  for (const Shown& shown : scenes) pages.push_back(page_scene(shown));
  add(wanted.output, lesson_page(lesson.title, pages, second));
}

}  // namespace convscope
