// Lessons as files: what is read, what is refused and how, and that writing gives the same again.
#include "core/lesson/lesson.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <set>
#include <sstream>

#include "core/base/json.hpp"
#include "core/lesson/library.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/places.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using testing::expect_error;
using testing::TemporaryFolder;

const std::string kFolder = testing::in_project("tests/lessons/");

std::string contents(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

const LessonNames kNames{{"explore", "round-trip"}, {"scatter", "slide"}};

/// The lesson "overlap" with one of its members changed.
std::string changed(const std::function<void(Json&)>& change) {
  Json document = Json::parse(contents(kFolder + "overlap.json"));
  change(document);
  return document.dump();
}

void refused(const std::function<void(Json&)>& change, const std::string& sentence) {
  expect_error([&] { lesson_from_json(changed(change), "/x/overlap.json", kNames); }, sentence);
}

void miscomputed(const std::function<void(Json&)>& change, const std::string& sentence) {
  expect_error([&] { check_numbers(lesson_from_json(changed(change), "/x/overlap.json", kNames)); },
               sentence);
}

TEST(Lesson, IsReadAsItIsWritten) {
  const Lesson lesson = load_lesson(kFolder + "overlap.json", kNames);
  EXPECT_EQ(lesson.title, "Where stamps overlap");
  EXPECT_EQ(lesson.summary, "Stamps that share a cell add up there.");
  EXPECT_EQ(lesson.order, 2);
  EXPECT_EQ(lesson.minutes, 5);
  ASSERT_EQ(lesson.scenes.size(), 3u);
  const Scene& first = lesson.scenes[0];
  EXPECT_EQ(first.name(), "Overlap");
  EXPECT_EQ(first.views, std::vector<std::string>{"scatter"});
  EXPECT_EQ(first.play, (StepRange{0, 4}));
  ASSERT_EQ(first.highlight.size(), 3u);
  EXPECT_EQ(to_string(first.highlight[1]), "input 1,0");
  ASSERT_TRUE(first.question);
  EXPECT_EQ(first.question->choices.size(), 2u);
  EXPECT_TRUE(first.question->choices[1].right);
  EXPECT_EQ(first.links[1].to, "https://arxiv.org/abs/1603.07285");
  // What a scene does not say is that of the scene before.
  EXPECT_EQ(scenario_of(lesson, 2), parse_spec("tconv 2x2 k3 s2 in=ramp w=[1,2,1;2,4,2;1,2,1]"));
  EXPECT_EQ(beside_of(lesson, 1), parse_spec("conv 5x5 k3 s2"));
  EXPECT_EQ(beside_of(lesson, 2), std::nullopt) << "the second scenario is each scene's own";
  EXPECT_NO_THROW(check_numbers(lesson));
}

TEST(Lesson, WritingGivesTheSameAgain) {
  for (const char* name : {"overlap.json", "first.json"}) {
    const Lesson lesson = load_lesson(kFolder + name, kNames);
    const std::string text = to_json(lesson);
    EXPECT_EQ(lesson_from_json(text, lesson.file, kNames), lesson);
    EXPECT_EQ(to_json(lesson_from_json(text, lesson.file)), text);
  }
  // A photograph's path has no place in a line.
  Lesson lesson{.title = "x", .scenes = {{.title = "y", .scenario = parse_spec("conv 5x5 k3")}}};
  lesson.scenes[0].scenario->photo = "cat.png";
  EXPECT_EQ(lesson_from_json(to_json(lesson)), lesson);
}

TEST(Lesson, WhatIsNoLessonIsRefused) {
  const auto refuse = [](const std::string& text, const std::string& sentence) {
    expect_error([&] { lesson_from_json(text, "a/b.json"); }, sentence);
  };
  refuse("", "b.json: is not JSON: line 1 (a lesson's file)");
  refuse("{\n\"lesson\": 1,\n}", "b.json: is not JSON: line 3 (a lesson's file)");
  refuse("{\n\"lesson\": 1e999}", "b.json: is not JSON (a lesson's file)");
  refuse("[1]", "b.json: is no lesson (an object with \"lesson\": 1)");
  refuse("{}", "b.json: is no lesson (an object with \"lesson\": 1)");
  refuse("{\"lesson\": \"1\"}", "b.json: is no lesson (an object with \"lesson\": 1)");
  refuse("{\"lesson\": 2}", "b.json: was made by a newer version (2) (version 1)");
  refuse("{\"lesson\": 0}", "b.json: has version 0 (version 1)");
  refuse("{\"lesson\": 1}", "b.json, title: is missing (lesson, title, summary, order, minutes, scenes)");
  refuse("{\"lesson\": 1, \"title\": \"a\", \"scenes\": []}", "b.json, scenes: has 0 entries (1 to 200)");
  refuse("{\"lesson\": 1, \"title\": \"a\", \"scenes\": {}}", "b.json, scenes: is no list ([ ... ])");
  refuse("{\"lesson\": 1, \"title\": \"a\", \"scenes\": [7]}", "b.json, scene 1: is no object ({ ... })");
  refuse("{\"lesson\": 1, \"title\": \" \"}", "b.json, title: is empty (some words)");
  refuse("{\"lesson\": 1, \"title\": \"a\\nb\"}", "b.json, title: has several lines (one line)");
  refuse("{\"lesson\": 1, \"title\": 7}", "b.json, title: is no text (words in quotes)");
  refuse("{\"lesson\": 1, \"order\": -1}", "b.json, order: is -1 (0 to 2147483647)");
  refuse("{\"lesson\": 1, \"minutes\": 1e9}", "b.json, minutes: is no time (minutes, 0 to 600)");
  refuse(std::string(100, '['), "b.json: is nested too deep (lists and objects 64 deep at most)");
  EXPECT_THROW(lesson_from_json("{\"lesson\": 1, \"title\": \"\xff\"}"), Error) << "no UTF-8";
}

TEST(Lesson, WhatIsWrongInASceneIsSaid) {
  refused([](Json& j) { j["colour"] = 1; },
          "overlap.json: 'colour' is not known (lesson, title, summary, order, minutes, scenes)");
  refused(
      [](Json& j) { j["scenes"][1]["veiws"] = 1; },
      "overlap.json, scene 2: 'veiws' is not known (title, short, lab, scenario, beside, views, commands, "
      "step, play, loop, highlight, hide, caption, question, notes, links)");
  refused([](Json& j) { j["scenes"][1].erase("title"); },
          "overlap.json, scene 2, title: is missing (title, short, lab, scenario, beside, views, commands, "
          "step, play, loop, highlight, hide, caption, question, notes, links)");
  refused([](Json& j) { j["scenes"][0]["views"] = {"scater"}; },
          "overlap.json, scene 1, views: 'scater' is not known (scatter, slide)");
  refused([](Json& j) { j["scenes"][0]["views"] = Json::array(); },
          "overlap.json, scene 1, views: has 0 entries (1 to 4)");
  refused([](Json& j) { j["scenes"][2]["lab"] = "kitchen"; },
          "overlap.json, scene 3, lab: 'kitchen' is not known (explore, round-trip)");
  refused([](Json& j) { j["scenes"][2]["step"] = 1; },
          "overlap.json, scene 3, lab: round-trip has no views and steps of this kind (explore, or commands "
          "for pages of the lab)");
  refused([](Json& j) { j["scenes"][0].erase("scenario"); },
          "overlap.json, scene 1, scenario: is missing (a line as \"tconv 2x2 k3 s2\" in the first scene)");
  refused([](Json& j) { j["scenes"][0]["scenario"] = "tconv 2x2"; },
          "overlap.json, scene 1, scenario: kernel: is missing (kK, as k3 or k3x2)");
  refused([](Json& j) { j["scenes"][0]["scenario"] = 5; },
          "overlap.json, scene 1, scenario: is no scenario (a line as \"tconv 2x2 k3 s2\", or an object)");
  refused([](Json& j) { j["scenes"][0]["step"] = 1; },
          "overlap.json, scene 1, play: stands beside a step (one of both)");
  refused(
      [](Json& j) {
        j["scenes"][0]["play"] = {4, 1};
      },
      "overlap.json, scene 1, play: ends at 1, before 4 ([first, last])");
  refused([](Json& j) { j["scenes"][1]["step"] = 1.5; },
          "overlap.json, scene 2, step: is no whole number (0 to 2147483647)");
  refused([](Json& j) { j["scenes"][1]["loop"] = true; },
          "overlap.json, scene 2, loop: has nothing to repeat (a scene with \"play\")");
  refused([](Json& j) { j["scenes"][0]["highlight"] = {"pixel 1"}; },
          "overlap.json, scene 1, highlight: cell: 'pixel 1' names no input, output, weight or entry (as "
          "\"output 2,2\", with channels \"output 1:2,2\", or \"output\" for all)");
  refused([](Json& j) { j["scenes"][0]["hide"] = "output 1,x"; },
          "overlap.json, scene 1, hide: cell: 'output 1,x' cannot be read (as \"output 2,2\", with channels "
          "\"output 1:2,2\", or \"output\" for all)");
  refused([](Json& j) { j["scenes"][0]["links"][0]["to"] = "ftp://x"; },
          "overlap.json, scene 1, links 1, to: 'ftp://x' leads nowhere (https://..., lesson:NAME or "
          "claim:NAME)");
  refused([](Json& j) { j["scenes"][0]["caption"] = "<b>loud</b>"; },
          "overlap.json, scene 1, caption: Markdown: has HTML (paragraphs, lists, *emphasis*, **strong**, "
          "`code` and [links](https://...))");
}

TEST(Lesson, WhatIsWrongInAQuestionIsSaid) {
  refused([](Json& j) { j["scenes"][0]["question"].erase("ask"); },
          "overlap.json, scene 1, question, ask: is missing (ask, choices, cell, why)");
  refused([](Json& j) { j["scenes"][0]["question"]["choices"][1]["right"] = false; },
          "overlap.json, scene 1, question: has no right choice (exactly one with \"right\": true)");
  refused([](Json& j) { j["scenes"][0]["question"]["choices"][0]["right"] = true; },
          "overlap.json, scene 1, question: has 2 right choices (exactly one with \"right\": true)");
  refused([](Json& j) { j["scenes"][0]["question"]["choices"][0]["right"] = "no"; },
          "overlap.json, scene 1, question, choices 1, right: is neither true nor false (true or false)");
  refused([](Json& j) { j["scenes"][0]["question"]["choices"].erase(0); },
          "overlap.json, scene 1, question, choices: has 1 entries (2 to 4)");
  refused([](Json& j) { j["scenes"][1]["question"].erase("cell"); },
          "overlap.json, scene 2, question: has neither choices nor a cell (one of both)");
  refused([](Json& j) { j["scenes"][0]["question"]["cell"] = "output 0,0"; },
          "overlap.json, scene 1, question: has choices and a cell (one of both)");
  refused([](Json& j) { j["scenes"][1]["question"]["cell"] = "output"; },
          "overlap.json, scene 2, question: 'output' names all cells (one cell)");
}

TEST(Lesson, WhatCannotBeComputedIsSaid) {
  miscomputed([](Json& j) { j["scenes"][0]["highlight"] = {"output 5,0"}; },
              "overlap.json, scene 1, highlight: cell: there is no output 5,0 (up to 4,4)");
  miscomputed([](Json& j) { j["scenes"][0]["hide"] = {"input 0"}; },
              "overlap.json, scene 1, hide: cell: 'input 0' has 1 coordinates (2)");
  miscomputed([](Json& j) { j["scenes"][1]["question"]["cell"] = "output 9,9"; },
              "overlap.json, scene 2, question, cell: cell: there is no output 9,9 (up to 4,4)");
  miscomputed([](Json& j) { j["scenes"][1]["highlight"] = {"beside output 2,2"}; },
              "overlap.json, scene 2, highlight: cell: there is no beside output 2,2 (up to 1,1)");
  miscomputed(
      [](Json& j) { j["scenes"][0]["highlight"] = {"beside output 0,0"}; },
      "overlap.json, scene 1, highlight: cell: 'beside output 0,0': there is no such scenario (a scene "
      "with a scenario)");
  miscomputed(
      [](Json& j) { j["scenes"][0]["scenario"] = "conv 2x2 k3"; },
      "overlap.json, scene 1, scenario: kernel: reaches over 3 cells, the padded input has 2 on axis 0 (a "
      "reach, dilation × (kernel − 1) + 1, of at most 2)");
  miscomputed([](Json& j) { j["scenes"][0]["caption"] = "{{output 2,2"; },
              "overlap.json, scene 1, caption: {{: '{{output 2,2' has no end ({{output size}})");
  miscomputed([](Json& j) { j["scenes"][0]["notes"] = "{{unread}}"; },
              "overlap.json, scene 1, notes: {{unread}}: is a transposed convolution (a convolution)");
  miscomputed([](Json& j) { j["scenes"][0]["question"]["choices"][0]["why"] = "{{beside rank}}"; },
              "overlap.json, scene 1, question, choices: {{beside rank}}: there is no second scenario (a "
              "scene with \"beside\")");
  miscomputed([](Json& j) { j["scenes"][0]["scenario"] = "conv 4 k3 in=./nowhere.npy"; },
              "overlap.json, scene 1, scenario: in: cannot read ./nowhere.npy: there is no such file or "
              "folder (a file that exists and can be read)");
}

TEST(Lesson, FilesAreLookedForBesideIt) {
  const TemporaryFolder folder;
  folder.file("cat.npy", "no array");
  const std::string path = folder.file(
      "a.json", R"({"lesson":1,"title":"a","scenes":[{"title":"b","scenario":"conv 3 k3 in=./cat.npy"}]})");
  const Lesson lesson = load_lesson(path);
  EXPECT_EQ(lesson.scenes[0].scenario->input.name, "./cat.npy") << "as it is written again";
  EXPECT_EQ(std::filesystem::path(scenario_of(lesson, 0)->input.name).lexically_normal(), folder / "cat.npy");
}

TEST(LessonLibrary, NamesAndFiles) {
  const TemporaryFolder folder;
  const std::string path = kFolder + "overlap.json";
  EXPECT_TRUE(is_lesson(path));
  EXPECT_FALSE(is_lesson("nowhere.json"));
  EXPECT_FALSE(is_lesson(folder.file("s.json", "{\"convscope\": 1, \"lesson\": 2}")));
  EXPECT_FALSE(is_lesson("no-such-lesson"));
  EXPECT_EQ(scenario_named(path), scenario_of(load_lesson(path), 0));
  EXPECT_EQ(scenario_named("conv 5 k3"), parse_spec("conv 5 k3"));
  EXPECT_THROW(load_lesson("no-such-lesson"), Error);
  expect_error([&] { load_lesson("/nowhere/x.json"); },
               "lesson: cannot read /nowhere/x.json: there is no such file or folder (a file that exists and "
               "can be read)");
  const std::string bare =
      folder.file("bare.json", R"({"lesson":1,"title":"a","scenes":[{"title":"b","lab":"claims"}]})");
  expect_error([&] { scenario_named(bare); },
               "scenario: the lesson '" + bare + "' has none (a scene with a scenario)");
}

Json schema() {
  return Json::parse(contents(testing::in_project("assets/lesson.schema.json")));
}

TEST(LessonSchema, HasTheKeysOfTheTables) {
  const Json page = schema();
  const auto check = [](const Json& object, LessonPart part, const char* name) {
    std::set<std::string> known, needed, described, required;
    for (const LessonKey& key : lesson_keys(part)) {
      known.emplace(key.name);
      if (key.required) needed.emplace(key.name);
    }
    for (const auto& [key, value] : object["properties"].items()) described.insert(key);
    for (const Json& key : object["required"]) required.insert(key.get<std::string>());
    EXPECT_EQ(described, known) << name;
    EXPECT_EQ(required, needed) << name;
    EXPECT_EQ(object["additionalProperties"], false) << name;
  };
  check(page, LessonPart::lesson, "lesson");
  check(page["$defs"]["scene"], LessonPart::scene, "scene");
  check(page["$defs"]["question"], LessonPart::question, "question");
  check(page["$defs"]["choice"], LessonPart::choice, "choice");
  check(page["$defs"]["link"], LessonPart::link, "link");
  EXPECT_EQ(page["properties"]["lesson"]["const"], kLessonVersion);
  EXPECT_EQ(page["properties"]["scenes"]["maxItems"], kMostScenes);
  EXPECT_EQ(page["$defs"]["question"]["properties"]["choices"]["maxItems"], kMostChoices);
}

TEST(LessonSchema, ItsPatternOfCellsTakesWhatTheParserTakes) {
  const std::regex pattern(schema()["$defs"]["cell"]["pattern"].get<std::string>());
  for (const char* cell : {"output 2,2", "input", "weight 1,0:2,2", "beside entry 3,4", "input 0:5"}) {
    EXPECT_TRUE(std::regex_match(cell, pattern)) << cell;
    EXPECT_EQ(to_string(parse_cell(cell)), cell);
  }
  for (const char* cell : {"pixel 1", "output -1", "output 1,", "beside", "output 1:", "2,2"}) {
    EXPECT_FALSE(std::regex_match(cell, pattern)) << cell;
    EXPECT_THROW(parse_cell(cell), Error) << cell;
  }
}

}  // namespace
}  // namespace convscope
