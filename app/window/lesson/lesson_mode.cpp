#include "app/window/lesson/lesson_mode.hpp"
#include "app/desk/file_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/desk/presenting.hpp"
#include "app/labs/explore/quiz.hpp"
#include "app/labs/explore/state.hpp"
#include "app/views/lesson_figure.hpp"
#include "app/views/lesson_views.hpp"
#include "core/base/error.hpp"
#include "core/base/number_words.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"
#include "core/lesson/library.hpp"

namespace convscope {

namespace {

bool is_explore(const Scene& scene) {
  return scene.lab == Scene{}.lab;
}

/// Everything in it can be shown.
void check(const Lesson& lesson) {
  check_numbers(lesson);
  check_views(lesson);
}

}  // namespace

LessonMode::LessonMode(Desk& desk, std::string name, Lesson lesson)
    : desk_(desk),
      name_(std::move(name)),
      lesson_(std::move(lesson)),
      numbers_(std::make_unique<SceneNumbers>(lesson_, 0)) {
  desk_.session.lessons[name_].marks.resize(lesson_.scenes.size(), LessonProgress::kUnasked);
}

LessonMode::~LessonMode() {
  desk_.session.asking = false;
}

bool LessonMode::learning(const Desk& desk) const {
  return desk.session.learning && !desk.session.presentation;
}

std::size_t LessonMode::asked() const {
  const std::string& marks = desk_.session.lessons[name_].marks;
  return marks.size() - static_cast<std::size_t>(std::ranges::count(marks, LessonProgress::kUnasked));
}

std::size_t LessonMode::correct() const {
  const std::string& marks = desk_.session.lessons[name_].marks;
  return static_cast<std::size_t>(std::ranges::count_if(
      marks, [](char c) { return c == LessonProgress::kRight || c == LessonProgress::kSecond; }));
}

std::string LessonMode::notes() const {
  try {
    return numbers_->words(scene().notes);
  } catch (const Error& problem) {
    return problem.what();
  }
}

CommandWords LessonMode::jump(std::size_t scene) const {
  return {"scene", fmt::format("{}", scene + 1)};
}

CommandWords LessonMode::question() const {
  if (asking_ == Asking::nothing) return {};
  return {"scene", waits() ? "show" : "ask"};
}

std::optional<Picture> LessonMode::picture(std::size_t scene, const Style& style) const {
  if (!is_explore(lesson_.scenes[scene])) {
    if (!cannot_.second.empty() && cannot_.first == scene) throw Error("scene", cannot_.second, "another");
    looked_ahead_ = true;
    try {
      if (!ahead_ || ahead_->scene() != scene || !(ahead_->style() == style))
        ahead_ = std::make_unique<SceneAhead>(lesson_, scene, style);
      return ahead_->picture();
    } catch (const Error& problem) {
      ahead_.reset();
      cannot_ = {scene, problem.what()};
      throw;
    }
  }
  ahead_.reset();
  if (!pictured_ || pictured_->scene != scene || pictured_->style != style) {
    const SceneFigure figure(lesson_, scene);
    if (!figure.drawn()) return std::nullopt;
    pictured_ = Pictured{scene, style, figure.draw(figure.first(), style, true)};
  }
  return pictured_->picture;
}

std::vector<Lecture::Key> LessonMode::keys() const {
  std::vector<Key> all{{"PageDown", {"scene", "next"}},     {"Right", {"scene", "next"}},
                       {"PageUp", {"scene", "back"}},       {"Left", {"scene", "back"}},
                       {"Ctrl+Right", {"scene", "onward"}}, {"Ctrl+Left", {"scene", "before"}}};
  constexpr std::array<std::string_view, kMostChoices> digits{"1", "2", "3", "4"};
  if (waits() && scene().question)
    for (std::size_t i = 0; i < scene().question->choices.size(); ++i)
      all.push_back({digits[i], {"scene", "choose", std::string(digits[i])}});
  return all;
}

void LessonMode::refresh(Desk& desk) {
  const bool shown = asking_ == Asking::nothing || asking_ == Asking::done;
  std::vector<CellName> more;
  // A wrong answer is explained by the cells that make the right one.
  if (scene().question && scene().question->cell && (asking_ == Asking::missed || asking_ == Asking::done))
    more = numbers_->makers(*scene().question->cell);
  mark_cells(desk, lesson_, at_, shown, more);
  desk.session.asking = waits();
}

void LessonMode::go(CommandTarget& t, std::size_t to, Arrival arrival) {
  if (to >= lesson_.scenes.size())
    throw Error("scene", fmt::format("there is no scene {}", to + 1),
                fmt::format("1 to {}", lesson_.scenes.size()));
  auto numbers = std::make_unique<SceneNumbers>(lesson_, to);
  // A cell that is to be predicted stands among all that is done.
  const auto& question = lesson_.scenes[to].question;
  const bool predicts = learning(t.desk) && question && question->cell;
  put_in_place(t, lesson_, to, predicts ? Arrival::end : arrival);
  numbers_ = std::move(numbers);
  at_ = to;
  stand_at(t.desk, to);
  if (arrival == Arrival::end && asking_ == Asking::later) asking_ = Asking::done;
  refresh(t.desk);
}

void LessonMode::stand_at(Desk& desk, std::size_t to) {
  at_ = std::min(to, lesson_.scenes.size() - 1);
  if (numbers_ == nullptr || to != 0) numbers_ = std::make_unique<SceneNumbers>(lesson_, at_);
  chosen_.reset();
  said_.clear();
  right_ = false;
  wants_keyboard = learning(desk);
  LessonProgress& progress = desk.session.lessons[name_];
  progress.scene = at_;
  progress.marks.resize(lesson_.scenes.size(), LessonProgress::kUnasked);
  const bool answered = progress.marks[at_] != LessonProgress::kUnasked;
  asking_ = !scene().question ? Asking::nothing
            : !learning(desk) ? Asking::later
            : answered        ? Asking::done
                              : Asking::open;
  refresh(desk);
}

void LessonMode::next(CommandTarget& t) {
  if (waits()) return reveal(t.desk);
  ExploreState& explore = explorer(t.desk);
  const bool in_front = is_explore(scene()) && &t.desk.front_state() == &explore;
  if (in_front && scene().play && !scene().loop && explore.head().done() < scene().play->last)
    return explore.next();
  if (asking_ == Asking::later) return ask(t.desk);
  if (at_ + 1 < lesson_.scenes.size()) return go(t, at_ + 1);
  t.desk.tell(asked() > 0 && learning(t.desk)
                  ? fmt::format("That was the lesson: {} of {} answers were right. Lessons has more.",
                                correct(), asked())
                  : "That was the lesson. Lessons has more.");
}

void LessonMode::back(CommandTarget& t) {
  ExploreState& explore = explorer(t.desk);
  const bool in_front = is_explore(scene()) && &t.desk.front_state() == &explore;
  if (!waits() && in_front && scene().play && explore.head().done() > scene().play->first)
    return explore.previous();
  if (at_ == 0) return t.desk.tell("This is the first scene.");
  go(t, at_ - 1, learning(t.desk) ? Arrival::beginning : Arrival::end);
}

void LessonMode::ask(Desk& desk) {
  if (asking_ == Asking::nothing)
    throw Error("question", "this scene asks nothing", "a scene with a question");
  asking_ = Asking::open;
  chosen_.reset();
  said_.clear();
  right_ = false;
  refresh(desk);
}

void LessonMode::note(Desk& desk, char mark) {
  if (!learning(desk)) return;
  char& now = desk.session.lessons[name_].marks[at_];
  if (now == LessonProgress::kUnasked) now = mark;  // a question that is asked again counts once
}

void LessonMode::settle_answer(Desk& desk, bool right) {
  const bool second = asking_ == Asking::missed;
  right_ = right;
  if (right || second) {
    note(desk, !right ? LessonProgress::kWrong : second ? LessonProgress::kSecond : LessonProgress::kRight);
    asking_ = Asking::done;
  } else {
    asking_ = Asking::missed;
  }
  desk.message.clear();
  refresh(desk);
}

void LessonMode::choose(Desk& desk, std::size_t choice) {
  if (!waits()) throw Error("answer", "nothing is asked", "a scene with a question, or: scene ask");
  const std::vector<LessonChoice>& choices = scene().question->choices;
  if (choice >= choices.size())
    throw Error(
        "answer", fmt::format("there is no choice {}", choice + 1),
        choices.empty() ? "a number for the cell: scene answer 7" : fmt::format("1 to {}", choices.size()));
  chosen_ = choice;
  settle_answer(desk, choices[choice].right);
}

void LessonMode::answer(Desk& desk, std::string_view text) {
  if (!waits()) throw Error("answer", "nothing is asked", "a scene with a question, or: scene ask");
  if (!scene().question->cell) {
    const auto choice = parse_index(trim(text));
    if (!choice || *choice < 1)
      throw Error("answer", fmt::format("'{}' is none of the choices", text),
                  fmt::format("1 to {}", scene().question->choices.size()));
    return choose(desk, static_cast<std::size_t>(*choice - 1));
  }
  const std::vector<double> numbers = parse_answer(trim(text));
  if (numbers.size() != 1)
    throw Error("answer", fmt::format("'{}' is no number", text), "one number, as 12 or 2/3");
  said_ = trim(text);
  settle_answer(desk, same_answer(numbers.front(), numbers_->value(*scene().question->cell)));
}

void LessonMode::reveal(Desk& desk) {
  if (!waits()) throw Error("answer", "nothing is asked", "a scene with a question, or: scene ask");
  note(desk, asking_ == Asking::missed ? LessonProgress::kWrong : LessonProgress::kShown);
  asking_ = Asking::done;
  right_ = false;
  chosen_.reset();
  said_.clear();
  refresh(desk);
}

void LessonMode::watch(Desk& desk) {
  looked_ahead_ = false;
  if (!is_explore(scene()) || !scene().play) return;
  ExploreState& explore = explorer(desk);
  if (&desk.front_state() != &explore || !explore.head().playing) return;
  const Index last = scene().play->last;
  if (explore.head().done() <= last && explore.head().done() >= scene().play->first) return;
  if (scene().loop) {
    scene().play->first == 0 ? explore.rest_at_start() : explore.rest_at(scene().play->first - 1);
  } else {
    explore.play(false);
    last == 0 ? explore.rest_at_start() : explore.rest_at(last - 1);
  }
}

// --- authors

void LessonMode::edited() {
  changed_ = true;
  pictured_.reset();
  ahead_.reset();
  cannot_ = {};
  desk_.session.lessons[name_].marks.resize(lesson_.scenes.size(), LessonProgress::kUnasked);
}

void LessonMode::reload(CommandTarget& t) {
  if (lesson_.file.empty()) throw Error("reload", "the lesson has no file yet", "lesson save PATH");
  Lesson fresh = load_lesson(lesson_.file, lesson_names());
  check(fresh);
  lesson_ = std::move(fresh);
  pictured_.reset();
  ahead_.reset();
  cannot_ = {};
  changed_ = false;
  go(t, std::min(at_, lesson_.scenes.size() - 1));
}

void LessonMode::save(const std::string& path) {
  const std::string to = path.empty() ? lesson_.file : path;
  if (to.empty()) throw Error("lesson", "has no file yet", "lesson save PATH");
  write_file(to, to_json(lesson_), "lesson");
  lesson_.file = to;
  changed_ = false;
}

void LessonMode::record(CommandTarget& t, const std::string& title) {
  if (lesson_.scenes.size() >= kMostScenes)
    throw Error("scene", fmt::format("{} scenes are as many as a lesson has", kMostScenes), "another lesson");
  Scene scene = scene_of(t.desk, title.empty() ? fmt::format("Scene {}", at_ + 2) : title);
  lesson_.scenes.insert(lesson_.scenes.begin() + static_cast<std::ptrdiff_t>(at_ + 1), std::move(scene));
  edited();
  stand_at(t.desk, at_ + 1);
}

void LessonMode::rename(const std::string& title) {
  if (trim(title).empty()) throw Error("scene", "a heading is missing", "scene rename TITLE");
  lesson_.scenes[at_].title = title;
  lesson_.scenes[at_].short_title.clear();
  edited();
}

void LessonMode::describe(const std::string& caption) {
  static_cast<void>(numbers_->blocks(caption));
  lesson_.scenes[at_].caption = caption;
  edited();
}

void LessonMode::move(std::size_t to) {
  if (to >= lesson_.scenes.size())
    throw Error("scene", fmt::format("there is no place {}", to + 1), fmt::format("1 to {}", scenes()));
  // Scenes that took their scenario from the one before keep it.
  for (std::size_t i = 0; i < lesson_.scenes.size(); ++i)
    if (i == at_ || i == at_ + 1 || i == to || i == to + 1)
      if (!lesson_.scenes[i].scenario) lesson_.scenes[i].scenario = scenario_of(lesson_, i);
  Scene moved = std::move(lesson_.scenes[at_]);
  lesson_.scenes.erase(lesson_.scenes.begin() + static_cast<std::ptrdiff_t>(at_));
  lesson_.scenes.insert(lesson_.scenes.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
  at_ = to;
  edited();
}

void LessonMode::remove(CommandTarget& t) {
  if (lesson_.scenes.size() == 1) throw Error("scene", "is the only one", "lesson off leaves the lesson");
  if (at_ + 1 < lesson_.scenes.size() && !lesson_.scenes[at_ + 1].scenario)
    lesson_.scenes[at_ + 1].scenario = scenario_of(lesson_, at_ + 1);
  lesson_.scenes.erase(lesson_.scenes.begin() + static_cast<std::ptrdiff_t>(at_));
  edited();
  go(t, std::min(at_, lesson_.scenes.size() - 1));
}

// --- which one

LessonMode* lesson_of(const Desk& desk) {
  return dynamic_cast<LessonMode*>(desk.presenting().lecture.get());
}

bool prepares_scene(const Desk& desk) {
  const LessonMode* lesson = lesson_of(desk);
  return lesson != nullptr && lesson->preparing();
}

LessonMode& present_lesson(const Desk& desk) {
  if (LessonMode* lesson = lesson_of(desk)) return *lesson;
  throw Error("lesson", "none is open", "lesson NAME, or Lessons in the File menu");
}

void open_lesson(CommandTarget& t, std::string_view what, std::optional<std::size_t> scene, bool place) {
  const LessonMode* present = lesson_of(t.desk);
  if (present != nullptr && present->is_changed()) leave_lesson(t.desk, false);
  Lesson lesson = load_lesson(what, lesson_names());
  check(lesson);
  std::string name(what);
  if (name.ends_with(".json")) {
    name = file_name(name);
    name.resize(name.size() - 5);
  }
  const auto left = t.desk.session.lessons.find(name);
  std::size_t at = left == t.desk.session.lessons.end() ? 0 : left->second.scene;
  // Who has been through it begins again.
  if (at + 1 >= lesson.scenes.size()) at = 0;
  auto mode = std::make_shared<LessonMode>(t.desk, name, std::move(lesson));
  at = std::min(scene.value_or(at), mode->scenes() - 1);
  const std::shared_ptr<Lecture> before = t.desk.presenting().lecture;
  t.desk.presenting().lecture = mode;
  try {
    place ? mode->go(t, at) : mode->stand_at(t.desk, at);
  } catch (...) {
    t.desk.presenting().lecture = before;
    throw;
  }
}

void leave_lesson(Desk& desk, bool anyway) {
  const LessonMode& lesson = present_lesson(desk);
  if (lesson.is_changed() && !anyway)
    throw Error("lesson", "has changes that are not saved", "lesson save [PATH], or lesson drop");
  desk.presenting().lecture.reset();
  desk.session.asking = desk.session.lesson_outline = false;
  explorer(desk).marks = {};
}

}  // namespace convscope
