// Lessons as JSON: one table of keys for each kind of object, read, written and held against the schema.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/lesson/lesson.hpp"
#include "core/lesson/markdown.hpp"
#include "core/scenario/json.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

/// Longer words are no lesson's.
constexpr std::size_t kLongestText = 20'000, kLongestTitle = 200;

/// A value of the document: where it stands, for messages, and what may be named there.
struct Spot {
  const std::string& place;  ///< "overlap.json, scene 3"
  std::string_view key;
  const LessonNames& names;

  [[noreturn]] void refuse(std::string_view problem, std::string_view legal) const {
    throw Error(place.empty() ? std::string(key) : fmt::format("{}, {}", place, key), problem, legal);
  }
  std::string inner(std::string_view more = {}) const { return fmt::format("{}, {}{}", place, key, more); }
};

template <class F>
auto rethrown(const Spot& spot, F&& read) {
  try {
    return read();
  } catch (const Error& problem) {
    spot.refuse(fmt::format("{}: {}", problem.field(), problem.problem()), problem.legal());
  }
}

/// null: nothing is written.
template <class T>
struct Key {
  std::string_view name;
  bool required = false;
  void (*read)(T&, const Json&, const Spot&);
  Json (*write)(const T&);
};

// The tables, below.
template <class T>
std::span<const Key<T>> keys();

template <class T>
T read_object(const Json& json, const std::string& place, const LessonNames& names) {
  if (!json.is_object()) throw Error(place, "is no object", "{ ... }");
  T value;
  for (const auto& [name, member] : json.items()) {
    const auto* key = find_row(keys<T>(), name);
    if (key == nullptr)
      throw Error(place, fmt::format("'{}' is not known", cut(name, 40)),
                  listed(names_of(keys<T>()), Listing::commas));
    key->read(value, member, Spot{place, key->name, names});
  }
  for (const Key<T>& key : keys<T>())
    if (key.required && !json.contains(std::string(key.name)))
      throw Error(fmt::format("{}, {}", place, key.name), "is missing",
                  listed(names_of(keys<T>()), Listing::commas));
  return value;
}

template <class T>
Json write_object(const T& value) {
  Json json = Json::object();
  for (const Key<T>& key : keys<T>())
    if (Json member = key.write(value); !member.is_null()) json[std::string(key.name)] = std::move(member);
  return json;
}

// Values.

std::string read_text(const Json& json, const Spot& spot, std::size_t most = kLongestText) {
  if (!json.is_string()) spot.refuse("is no text", "words in quotes");
  std::string text = json.get<std::string>();
  if (text.size() > most)
    spot.refuse(fmt::format("has {} bytes", text.size()), fmt::format("{} at most", most));
  return text;
}

/// One line that is not empty.
std::string read_title(const Json& json, const Spot& spot) {
  std::string text = read_text(json, spot, kLongestTitle);
  if (trim(text).empty()) spot.refuse("is empty", "some words");
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    spot.refuse("has several lines", "one line");
  return text;
}

std::string read_markdown(const Json& json, const Spot& spot) {
  std::string text = read_text(json, spot);
  rethrown(spot, [&] { return parse_markdown(text); });
  return text;
}

const Json& read_list(const Json& json, const Spot& spot, std::size_t least, std::size_t most) {
  if (!json.is_array()) spot.refuse("is no list", "[ ... ]");
  if (json.size() < least || json.size() > most)
    spot.refuse(fmt::format("has {} entries", json.size()), fmt::format("{} to {}", least, most));
  return json;
}

Index read_whole(const Json& json, const Spot& spot, Index most = kLargestIndex) {
  if (!json.is_number_integer()) spot.refuse("is no whole number", fmt::format("0 to {}", most));
  const auto number = json.get<Index>();
  if (number < 0 || number > most) spot.refuse(fmt::format("is {}", number), fmt::format("0 to {}", most));
  return number;
}

bool read_flag(const Json& json, const Spot& spot) {
  if (!json.is_boolean()) spot.refuse("is neither true nor false", "true or false");
  return json.get<bool>();
}

std::string read_name(const Json& json, const Spot& spot, std::span<const std::string_view> known) {
  std::string name = read_text(json, spot, kLongestTitle);
  if (!known.empty() && std::ranges::find(known, name) == known.end())
    spot.refuse(fmt::format("'{}' is not known", name), listed(known, Listing::commas));
  return name;
}

Scenario read_scenario(const Json& json, const Spot& spot) {
  if (json.is_string()) return rethrown(spot, [&] { return parse_spec(read_text(json, spot)); });
  if (!json.is_object()) spot.refuse("is no scenario", "a line as \"tconv 2x2 k3 s2\", or an object");
  return rethrown(spot, [&] { return scenario_from_json(json_text(json)); });
}

Json write_scenario(const Scenario& scenario) {
  std::string line = spec_line(scenario);
  return parse_spec(line) == scenario ? Json(std::move(line)) : json_from(to_json(scenario), "scenario");
}

CellName read_cell(const Json& json, const Spot& spot) {
  return rethrown(spot, [&] { return parse_cell(read_text(json, spot, kLongestTitle)); });
}

std::vector<CellName> read_cells(const Json& json, const Spot& spot) {
  std::vector<CellName> cells;
  if (json.is_string()) return {read_cell(json, spot)};
  for (const Json& cell : read_list(json, spot, 0, 200)) cells.push_back(read_cell(cell, spot));
  return cells;
}

Json write_cells(const std::vector<CellName>& cells) {
  Json list = Json::array();
  for (const CellName& cell : cells) list.push_back(to_string(cell));
  return list.empty() ? Json() : list;
}

template <class T>
std::vector<T> read_objects(const Json& json, const Spot& spot, std::size_t least, std::size_t most) {
  std::vector<T> all;
  for (const Json& entry : read_list(json, spot, least, most))
    all.push_back(read_object<T>(entry, spot.inner(fmt::format(" {}", all.size() + 1)), spot.names));
  return all;
}

template <class T>
Json write_objects(const std::vector<T>& all) {
  Json list = Json::array();
  for (const T& one : all) list.push_back(write_object(one));
  return list.empty() ? Json() : list;
}

Json text_or_nothing(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

// The tables.

using J = const Json&;
using S = const Spot&;

constexpr Key<LessonChoice> kChoice[] = {
    {"text", true, [](LessonChoice& c, J j, S s) { c.text = read_markdown(j, s); },
     [](const LessonChoice& c) { return Json(c.text); }},
    {"right", false, [](LessonChoice& c, J j, S s) { c.right = read_flag(j, s); },
     [](const LessonChoice& c) { return c.right ? Json(true) : Json(); }},
    {"why", false, [](LessonChoice& c, J j, S s) { c.why = read_markdown(j, s); },
     [](const LessonChoice& c) { return text_or_nothing(c.why); }},
};

constexpr Key<Question> kQuestion[] = {
    {"ask", true, [](Question& q, J j, S s) { q.ask = read_markdown(j, s); },
     [](const Question& q) { return Json(q.ask); }},
    {"choices", false,
     [](Question& q, J j, S s) { q.choices = read_objects<LessonChoice>(j, s, 2, kMostChoices); },
     [](const Question& q) { return write_objects(q.choices); }},
    {"cell", false, [](Question& q, J j, S s) { q.cell = read_cell(j, s); },
     [](const Question& q) { return q.cell ? Json(to_string(*q.cell)) : Json(); }},
    {"why", false, [](Question& q, J j, S s) { q.why = read_markdown(j, s); },
     [](const Question& q) { return text_or_nothing(q.why); }},
};

constexpr Key<LessonLink> kLink[] = {
    {"text", true, [](LessonLink& l, J j, S s) { l.text = read_title(j, s); },
     [](const LessonLink& l) { return Json(l.text); }},
    {"to", true,
     [](LessonLink& l, J j, S s) {
       l.to = read_title(j, s);
       for (const std::string_view kind : {"https://", "http://", "lesson:", "claim:"})
         if (l.to.starts_with(kind) && l.to.size() > kind.size()) return;
       s.refuse(fmt::format("'{}' leads nowhere", cut(l.to, 60)), "https://..., lesson:NAME or claim:NAME");
     },
     [](const LessonLink& l) { return Json(l.to); }},
};

Question read_question(J json, S spot) {
  Question question = read_object<Question>(json, spot.inner(), spot.names);
  if (question.choices.empty() == !question.cell)
    spot.refuse(question.cell ? "has choices and a cell" : "has neither choices nor a cell", "one of both");
  const auto right = std::ranges::count(question.choices, true, &LessonChoice::right);
  if (!question.choices.empty() && right != 1)
    spot.refuse(right == 0 ? "has no right choice" : fmt::format("has {} right choices", right),
                "exactly one with \"right\": true");
  if (question.cell && question.cell->whole)
    spot.refuse(fmt::format("'{}' names all cells", to_string(*question.cell)), "one cell");
  return question;
}

StepRange read_steps(J json, S spot) {
  const Json& list = read_list(json, spot, 2, 2);
  const StepRange range{read_whole(list[0], spot), read_whole(list[1], spot)};
  if (range.last < range.first)
    spot.refuse(fmt::format("ends at {}, before {}", range.last, range.first), "[first, last]");
  return range;
}

std::vector<std::string> read_texts(J json, S spot, std::span<const std::string_view> known,
                                    std::size_t most) {
  std::vector<std::string> texts;
  for (J entry : read_list(json, spot, 1, most)) texts.push_back(read_name(entry, spot, known));
  return texts;
}

Json texts_or_nothing(const std::vector<std::string>& texts) {
  return texts.empty() ? Json() : Json(texts);
}

constexpr Key<Scene> kScene[] = {
    {"title", true, [](Scene& x, J j, S s) { x.title = read_title(j, s); },
     [](const Scene& x) { return Json(x.title); }},
    {"short", false, [](Scene& x, J j, S s) { x.short_title = read_title(j, s); },
     [](const Scene& x) { return text_or_nothing(x.short_title); }},
    {"lab", false, [](Scene& x, J j, S s) { x.lab = read_name(j, s, s.names.labs); },
     [](const Scene& x) { return x.lab == Scene{}.lab ? Json() : Json(x.lab); }},
    {"scenario", false, [](Scene& x, J j, S s) { x.scenario = read_scenario(j, s); },
     [](const Scene& x) { return x.scenario ? write_scenario(*x.scenario) : Json(); }},
    {"beside", false, [](Scene& x, J j, S s) { x.beside = read_scenario(j, s); },
     [](const Scene& x) { return x.beside ? write_scenario(*x.beside) : Json(); }},
    {"views", false, [](Scene& x, J j, S s) { x.views = read_texts(j, s, s.names.views, kMostViews); },
     [](const Scene& x) { return texts_or_nothing(x.views); }},
    {"commands", false, [](Scene& x, J j, S s) { x.commands = read_texts(j, s, {}, 32); },
     [](const Scene& x) { return texts_or_nothing(x.commands); }},
    {"step", false, [](Scene& x, J j, S s) { x.step = read_whole(j, s); },
     [](const Scene& x) { return x.step ? Json(*x.step) : Json(); }},
    {"play", false, [](Scene& x, J j, S s) { x.play = read_steps(j, s); },
     [](const Scene& x) {
       return x.play ? Json({x.play->first, x.play->last}) : Json();
     }},
    {"loop", false, [](Scene& x, J j, S s) { x.loop = read_flag(j, s); },
     [](const Scene& x) { return x.loop ? Json(true) : Json(); }},
    {"highlight", false, [](Scene& x, J j, S s) { x.highlight = read_cells(j, s); },
     [](const Scene& x) { return write_cells(x.highlight); }},
    {"hide", false, [](Scene& x, J j, S s) { x.hide = read_cells(j, s); },
     [](const Scene& x) { return write_cells(x.hide); }},
    {"caption", false, [](Scene& x, J j, S s) { x.caption = read_markdown(j, s); },
     [](const Scene& x) { return text_or_nothing(x.caption); }},
    {"question", false, [](Scene& x, J j, S s) { x.question = read_question(j, s); },
     [](const Scene& x) { return x.question ? write_object(*x.question) : Json(); }},
    {"notes", false, [](Scene& x, J j, S s) { x.notes = read_markdown(j, s); },
     [](const Scene& x) { return text_or_nothing(x.notes); }},
    {"links", false, [](Scene& x, J j, S s) { x.links = read_objects<LessonLink>(j, s, 1, 32); },
     [](const Scene& x) { return write_objects(x.links); }},
};

/// Scenes are counted by themselves in messages, without the list's name.
std::vector<Scene> read_scenes(J json, S spot) {
  std::vector<Scene> scenes;
  for (J entry : read_list(json, spot, 1, kMostScenes)) {
    const std::string place = fmt::format("{}, scene {}", spot.place, scenes.size() + 1);
    scenes.push_back(read_object<Scene>(entry, place, spot.names));
    const Scene& scene = scenes.back();
    const auto refuse = [&](std::string_view key, std::string_view problem, std::string_view legal) {
      throw Error(fmt::format("{}, {}", place, key), problem, legal);
    };
    if (scene.step && scene.play) refuse("play", "stands beside a step", "one of both");
    if (scene.loop && !scene.play) refuse("loop", "has nothing to repeat", "a scene with \"play\"");
    if (scene.lab != Scene{}.lab && (!scene.views.empty() || scene.beside || scene.play || scene.step))
      refuse("lab", fmt::format("{} has no views and steps of this kind", scene.lab),
             "explore, or commands for pages of the lab");
    const auto has_scenario = [](const Scene& one) { return one.scenario.has_value(); };
    if (scene.lab == Scene{}.lab && std::ranges::none_of(scenes, has_scenario))
      refuse("scenario", "is missing", "a line as \"tconv 2x2 k3 s2\" in the first scene");
  }
  return scenes;
}

constexpr Key<Lesson> kLesson[] = {
    {"lesson", true, [](Lesson&, J, S) {}, [](const Lesson&) { return Json(kLessonVersion); }},
    {"title", true, [](Lesson& x, J j, S s) { x.title = read_title(j, s); },
     [](const Lesson& x) { return Json(x.title); }},
    {"summary", false, [](Lesson& x, J j, S s) { x.summary = read_title(j, s); },
     [](const Lesson& x) { return text_or_nothing(x.summary); }},
    {"order", false, [](Lesson& x, J j, S s) { x.order = read_whole(j, s); },
     [](const Lesson& x) { return x.order == 0 ? Json() : Json(x.order); }},
    {"minutes", false,
     [](Lesson& x, J j, S s) {
       if (!j.is_number() || !(j.get<double>() >= 0 && j.get<double>() <= 600))
         s.refuse("is no time", "minutes, 0 to 600");
       x.minutes = j.get<double>();
     },
     [](const Lesson& x) {
       return x.minutes == 0                       ? Json()
              : x.minutes == std::floor(x.minutes) ? Json(static_cast<Index>(x.minutes))
                                                   : Json(x.minutes);
     }},
    {"scenes", true, [](Lesson& x, J j, S s) { x.scenes = read_scenes(j, s); },
     [](const Lesson& x) { return write_objects(x.scenes); }},
};

template <>
std::span<const Key<LessonChoice>> keys() {
  return kChoice;
}
template <>
std::span<const Key<Question>> keys() {
  return kQuestion;
}
template <>
std::span<const Key<LessonLink>> keys() {
  return kLink;
}
template <>
std::span<const Key<Scene>> keys() {
  return kScene;
}
template <>
std::span<const Key<Lesson>> keys() {
  return kLesson;
}

template <class T>
std::vector<LessonKey> listing() {
  std::vector<LessonKey> all;
  for (const Key<T>& key : keys<T>()) all.push_back({key.name, key.required});
  return all;
}

}  // namespace

Lesson lesson_from_json(std::string_view text, const std::string& file, const LessonNames& names) {
  const std::string base = std::filesystem::path(file).filename().string();
  const std::string place = base.empty() ? "lesson" : base;
  std::size_t stopped_at = 0;
  const Json json = json_from(text, place, &stopped_at);
  if (json.is_discarded()) {
    if (stopped_at == 0) throw Error(place, "is not JSON", "a lesson's file");
    const std::string_view before = text.substr(0, stopped_at);
    throw Error(place, fmt::format("is not JSON: line {}", 1 + std::ranges::count(before, '\n')),
                "a lesson's file");
  }
  const auto version = json.is_object() ? json.find("lesson") : json.end();
  if (!json.is_object() || version == json.end() || !version->is_number_integer())
    throw Error(place, "is no lesson", fmt::format("an object with \"lesson\": {}", kLessonVersion));
  if (version->get<Index>() > kLessonVersion)
    throw Error(place, fmt::format("was made by a newer version ({})", version->get<Index>()),
                fmt::format("version {}", kLessonVersion));
  if (version->get<Index>() != kLessonVersion)
    throw Error(place, fmt::format("has version {}", version->get<Index>()),
                fmt::format("version {}", kLessonVersion));
  Lesson lesson = read_object<Lesson>(json, place, names);
  lesson.file = file;
  return lesson;
}

std::string to_json(const Lesson& lesson) {
  try {
    return json_text(write_object(lesson), 2, Json::error_handler_t::strict) + "\n";
  } catch (const Json::type_error&) {  // only a file's name can hold bytes that are no UTF-8
    throw Error("lesson", "names a file whose name is not UTF-8", "another name for that file");
  }
}

std::vector<LessonKey> lesson_keys(LessonPart part) {
  switch (part) {
    case LessonPart::lesson:
      return listing<Lesson>();
    case LessonPart::scene:
      return listing<Scene>();
    case LessonPart::question:
      return listing<Question>();
    case LessonPart::choice:
      return listing<LessonChoice>();
    case LessonPart::link:
      break;
  }
  return listing<LessonLink>();
}

}  // namespace convscope
