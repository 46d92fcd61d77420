// A lesson under way: which scene is on the stage, how far its question is, how it went so far.
//
//   open_lesson(target, "padding-and-stride");      // or a path
//   if (LessonMode* lesson = lesson_of(desk)) lesson->next(target);
//
// Who learns alone (session.learning, unless presenting) is asked before the scene is explained, and has a
// second try. A lecturer steps through the scene first; then comes its question, then the answer.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/desk/commands.hpp"
#include "app/desk/lecture.hpp"
#include "app/window/lesson/numbers.hpp"
#include "app/window/lesson/place.hpp"
#include "app/window/lesson/scene_ahead.hpp"

namespace convscope {

class LessonMode : public Lecture {
 public:
  LessonMode(Desk& desk, std::string name, Lesson lesson);
  ~LessonMode() override;

  enum class Asking : std::uint8_t {
    nothing,  ///< the scene has no question
    later,    ///< behind its steps
    open,     ///< waits for the answer
    missed,   ///< waits for a second one
    done,     ///< is answered, or its answer shown
  };

  const std::string& name() const { return name_; }
  const Lesson& lesson() const { return lesson_; }
  const Scene& scene() const { return lesson_.scenes[at_]; }
  const SceneNumbers& numbers() const { return *numbers_; }
  Asking question_state() const { return asking_; }
  bool waits() const { return asking_ == Asking::open || asking_ == Asking::missed; }
  /// The choice taken last, or what was typed.
  std::optional<std::size_t> chosen() const { return chosen_; }
  const std::string& said() const { return said_; }
  bool right() const { return right_; }
  /// Questions answered, and those of them right, at the first try or the second.
  std::size_t asked() const;
  std::size_t correct() const;
  bool is_changed() const { return changed_; }

  bool wants_keyboard = true;  ///< where a number is to be typed, the field has it; until Esc

  // Lecture.
  std::string title() const override { return lesson_.title; }
  std::size_t scenes() const override { return lesson_.scenes.size(); }
  std::size_t at() const override { return at_; }
  std::string scene_title(std::size_t scene) const override { return lesson_.scenes[scene].title; }
  std::string scene_name(std::size_t scene) const override { return lesson_.scenes[scene].name(); }
  double minutes() const override { return lesson_.minutes; }
  std::string notes() const override;
  CommandWords jump(std::size_t scene) const override;
  CommandWords question() const override;
  bool asking() const override { return waits(); }
  std::optional<Picture> picture(std::size_t scene, const Style& style) const override;
  /// A picture that was asked for is not there yet.
  bool preparing() const { return looked_ahead_ && ahead_ != nullptr && !ahead_->ready(); }
  std::vector<Key> keys() const override;

  // What people do. Errors: as put_in_place; then the scene stays.
  void go(CommandTarget& target, std::size_t scene, Arrival arrival = Arrival::beginning);
  /// The scene as it was left; the desk stays as it is.
  void stand_at(Desk& desk, std::size_t scene);
  /// On: the next step of what the scene plays, its question, its answer, the next scene.
  void next(CommandTarget& target);
  void back(CommandTarget& target);
  /// Errors: Error("question", ...) where the scene asks nothing.
  void ask(Desk& desk);
  /// Errors: Error("answer", ...) when nothing is asked, for no such choice, for what is no number.
  void choose(Desk& desk, std::size_t choice);
  void answer(Desk& desk, std::string_view text);
  /// The answer is told, to whoever gave none.
  void reveal(Desk& desk);
  /// Once a frame: what plays ends where the scene's range does.
  void watch(Desk& desk);

  // Authors. Errors: of the file; then all stays.
  void reload(CommandTarget& target);
  void save(const std::string& path);
  /// A scene of what is on the desk, behind the present one.
  void record(CommandTarget& target, const std::string& title);
  void rename(const std::string& title);
  void describe(const std::string& caption);
  /// The present scene to another place, counted from 0.
  void move(std::size_t to);
  /// Errors: Error("scene", ...) for the only one.
  void remove(CommandTarget& target);

 private:
  void note(Desk& desk, char mark);
  void settle_answer(Desk& desk, bool right);
  void refresh(Desk& desk);
  void edited();
  bool learning(const Desk& desk) const;

  Desk& desk_;
  std::string name_;
  Lesson lesson_;
  std::size_t at_ = 0;
  std::unique_ptr<SceneNumbers> numbers_;
  Asking asking_ = Asking::nothing;
  std::optional<std::size_t> chosen_;
  std::string said_;
  bool right_ = false, changed_ = false;
  struct Pictured {
    std::size_t scene;
    Style style;
    Picture picture;
  };
  mutable std::optional<Pictured> pictured_;              ///< last: it is asked for in every frame
  mutable std::unique_ptr<SceneAhead> ahead_{};           ///< the same of another lab
  mutable bool looked_ahead_ = false;                     ///< since the last frame
  mutable std::pair<std::size_t, std::string> cannot_{};  ///< a scene that cannot be shown, and why
};

/// The one under way, or null.
LessonMode* lesson_of(const Desk& desk);
/// The lecturer waits for the picture of the next scene.
bool prepares_scene(const Desk& desk);
/// By name or path; at the scene where somebody was.
/// Errors: as load_lesson, and what is wrong anywhere in it; then the last one stays.
void open_lesson(CommandTarget& target, std::string_view what, std::optional<std::size_t> scene = {},
                 bool place = true);
/// Errors: Error("lesson", ...) with changes that are not saved, unless `anyway`.
void leave_lesson(Desk& desk, bool anyway);
/// The one under way. Errors: Error("lesson", ...) where none is.
LessonMode& present_lesson(const Desk& desk);

}  // namespace convscope
