// A lesson: scenes in a row, each a figure with words, as a versioned JSON document
// (assets/lesson.schema.json). Texts are Markdown (markdown.hpp) with numbers that are computed
// (placeholders.hpp).
//
//   const Lesson lesson = load_lesson("padding-and-stride");     // library.hpp
//   const Derived derived(*scenario_of(lesson, 2));
//   parse_markdown(filled(lesson.scenes[2].caption, {derived}))
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/lesson/cells.hpp"
#include "core/scenario/scenario.hpp"

namespace convscope {

inline constexpr int kLessonVersion = 1;
inline constexpr std::size_t kMostScenes = 200, kMostChoices = 4, kMostViews = 4;

struct LessonChoice {
  std::string text;  ///< Markdown
  bool right = false;
  std::string why{};  ///< Markdown, shown to who chose it
  friend bool operator==(const LessonChoice&, const LessonChoice&) = default;
};

/// Either has choices, exactly one of them right, or asks for the number in a cell.
struct Question {
  std::string ask;  ///< Markdown
  std::vector<LessonChoice> choices{};
  std::optional<CellName> cell{};
  std::string why{};  ///< Markdown, shown after the answer
  friend bool operator==(const Question&, const Question&) = default;
};

/// Where to read on: a page of the web, "lesson:NAME" or "claim:NAME".
struct LessonLink {
  std::string text, to;
  friend bool operator==(const LessonLink&, const LessonLink&) = default;
};

/// Steps that a scene plays, both included.
struct StepRange {
  Index first = 0, last = 0;
  friend bool operator==(const StepRange&, const StepRange&) = default;
};

struct Scene {
  std::string title;          ///< heading on the stage
  std::string short_title{};  ///< for the outline; empty: the heading
  std::string lab = "explore";
  std::optional<Scenario> scenario{};  ///< nothing: that of the scene before; see scenario_of()
  std::optional<Scenario> beside{};
  std::vector<std::string> views{};     ///< 1 to 4 of explore's; empty: the scenario's own
  std::vector<std::string> commands{};  ///< settings, for pages of other labs
  std::optional<Index> step{};          ///< of the still picture
  std::optional<StepRange> play{};
  bool loop = false;
  std::vector<CellName> highlight{}, hide{};
  std::string caption{};  ///< Markdown
  std::optional<Question> question{};
  std::string notes{};  ///< Markdown, for the lecturer alone
  std::vector<LessonLink> links{};
  friend bool operator==(const Scene&, const Scene&) = default;

  const std::string& name() const { return short_title.empty() ? title : short_title; }
};

struct Lesson {
  std::string title;
  std::string summary{};
  Index order = 0;     ///< its place in lists
  double minutes = 0;  ///< planned length; 0: not said
  std::vector<Scene> scenes{};
  std::string file{};  ///< where it was read from, for messages and for the files that it names; may be empty
  friend bool operator==(const Lesson&, const Lesson&) = default;
};

/// The scene's scenario, its own or the last one before it; nothing where there is none yet. Files that it
/// names are looked for beside the lesson.
std::optional<Scenario> scenario_of(const Lesson& lesson, std::size_t scene);
std::optional<Scenario> beside_of(const Lesson& lesson, std::size_t scene);

/// Names that a lesson may use and the core does not know; empty: any.
struct LessonNames {
  std::vector<std::string_view> labs{}, views{};
};

/// Errors: Error("FILE, scene N, KEY", ...) for what is no lesson: no JSON, a newer version, a key that is
/// unknown, missing or of another type, a view or lab that is not among the names, a question without or with
/// two right answers, Markdown beyond ours. What needs the scenario's numbers is check_numbers().
/// `file`: for those messages.
Lesson lesson_from_json(std::string_view text, const std::string& file = {}, const LessonNames& names = {});

/// Every scenario, cell and placeholder of the lesson is computed once. Errors: Error("FILE, scene N,
/// KEY", ...) for the first that cannot be.
void check_numbers(const Lesson& lesson);

/// Reads back as the same lesson. Two-space indented, ends with a newline.
std::string to_json(const Lesson& lesson);

/// What a message of a scene begins with: "FILE, scene 3"; 0-based here.
std::string place_of(const Lesson& lesson, std::size_t scene);

/// The keys of each kind of object, for the schema and for documents.
enum class LessonPart { lesson, scene, question, choice, link };
struct LessonKey {
  std::string_view name;
  bool required = false;
};
std::vector<LessonKey> lesson_keys(LessonPart part);

}  // namespace convscope
