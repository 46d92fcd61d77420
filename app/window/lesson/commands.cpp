// The commands of lessons: opening, going through, answering, writing one.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/desk/command_words.hpp"
#include "app/desk/file_commands.hpp"
#include "app/desk/presenting.hpp"
#include "app/desk/settings.hpp"
#include "app/labs/explore/state.hpp"
#include "app/window/command_groups.hpp"
#include "app/window/lesson/lesson_files.hpp"
#include "app/window/lesson/lesson_mode.hpp"
#include "core/base/error.hpp"
#include "core/base/words.hpp"
#include "core/io/files.hpp"
#include "core/lesson/library.hpp"

namespace convscope {

namespace {

/// One of a lesson's author: what is on the desk is its first scene.
void begin_lesson(CommandTarget& t, const std::string& name) {
  if (name.empty()) throw Error("lesson", "a name is missing", "lesson new NAME");
  if (lesson_of(t.desk) != nullptr && lesson_of(t.desk)->is_changed()) leave_lesson(t.desk, false);
  const bool path = name.ends_with(".json");
  const std::string file = path ? name : name + ".json";
  std::error_code none;
  if (std::filesystem::exists(file, none))
    throw Error("lesson", fmt::format("there is a file {} already", file), "another name, or lesson " + file);
  const std::string stem = std::filesystem::path(file).stem().string();
  Lesson lesson{.title = stem, .scenes = {scene_of(t.desk, "Scene 1")}, .file = file};
  auto mode = std::make_shared<LessonMode>(t.desk, stem, std::move(lesson));
  mode->save("");
  mode->stand_at(t.desk, 0);
  t.desk.presenting().lecture = mode;
  t.desk.session.lesson_outline = true;
  t.desk.tell(fmt::format("{} has this as its first scene; scene record adds what comes next.", file));
}

void lesson(CommandTarget& t, Arguments words) {
  const std::string& word = words[0];
  const std::string rest = words::joined(words.subspan(1));
  if (word == "off") return leave_lesson(t.desk, false);
  if (word == "drop") return leave_lesson(t.desk, true);
  if (word == "new") return begin_lesson(t, rest);
  if (word == "save") {
    LessonMode& mode = present_lesson(t.desk);
    mode.save(rest);
    return t.desk.tell("Saved " + mode.lesson().file);
  }
  if (word == "at") {  // as it was left: the desk is the present one
    if (words.size() != 3) throw Error("lesson", "a name and a scene are missing", "lesson at NAME SCENE");
    const Index scene = words::whole(words[2], "scene");
    return open_lesson(t, words[1], static_cast<std::size_t>(std::max<Index>(scene, 1) - 1), false);
  }
  open_lesson(t, words::joined(words));
}

/// Makes the files beside the window; all of them are there in the end, or none. What it returns is said.
std::string written(const LessonFiles& wanted, const Progress& progress) {
  namespace fs = std::filesystem;
  constexpr std::string_view kField = "export-lesson";
  const bool figures = is_lesson_folder(wanted.output);
  std::error_code problem;
  const bool made = figures && fs::create_directory(wanted.output, problem);
  if (problem)
    throw Error(kField, fmt::format("{} cannot be made: {}", wanted.output, problem.message()),
                "a folder that can be written");
  std::vector<PendingFile> files;
  try {
    make_lesson_files(wanted, progress, [&](const std::string& path, const std::string& bytes) {
      PendingFile file(path, kField);
      file.write(bytes);
      file.close();
      files.push_back(std::move(file));
    });
    for (PendingFile& file : files) file.commit();
  } catch (...) {
    files.clear();
    if (made) fs::remove(wanted.output, problem);
    throw;
  }
  return fmt::format("Exported the lesson as {}{}", wanted.output,
                     figures ? ", " + counted(files.size(), "figure") : "");
}

void export_lesson(CommandTarget& t, const std::string& path) {
  const LessonMode& mode = present_lesson(t.desk);
  t.desk.session.export_panel = false;
  if (ask_for_path(t.desk, path,
                   {.command = "export-lesson",
                    .title = "Export the lesson",
                    .name = mode.name() + ".pdf",
                    .kinds = {{"Handout", {".pdf"}}, {"Page", {".html"}}}}))
    return;
  if (!is_lesson_output(path))
    throw Error("export-lesson", fmt::format("'{}' is no form of a lesson", path),
                "a name that ends in .pdf or .html, or a folder as figures/");
  if (!is_lesson_folder(path)) const PendingFile tried(path, "export-lesson");  // what is wrong shows now
  LessonFiles wanted{.lesson = mode.lesson(), .output = path};
  wanted.style = {.width = 960,
                  .height = 540,
                  .theme = t.desk.session.theme,
                  .numbers = t.desk.session.numbers,
                  .title = false};
  t.desk.exports.run(file_name(path), [wanted = std::move(wanted)](const Progress& progress) {
    return written(wanted, progress);
  });
  t.desk.tell(fmt::format("Writing {} …", path));
  t.desk.offer = Offer{"Stop", {"cancel-export"}};
}

std::vector<CommandWords> lesson_now(const Desk& desk) {
  const LessonMode* mode = lesson_of(desk);
  if (mode == nullptr || mode->lesson().file.empty()) return {};
  const bool ours = std::ranges::any_of(lesson_files(), [&](const LessonFile& file) {
    return file.name == mode->name() && file.path == mode->lesson().file;
  });
  std::error_code none;
  const std::string what =
      ours ? mode->name() : std::filesystem::absolute(mode->lesson().file, none).string();
  return {{"at", what, fmt::format("{}", mode->at() + 1)}};
}

void to_scene(CommandTarget& t, LessonMode& mode, Index number) {
  if (number < 1 || number > static_cast<Index>(mode.scenes()))
    throw Error("scene", fmt::format("there is no scene {}", number), fmt::format("1 to {}", mode.scenes()));
  mode.go(t, static_cast<std::size_t>(number - 1));
}

struct SceneWord {
  std::string_view name;
  std::size_t least = 0, most = 0;  ///< words behind it
  void (*run)(CommandTarget&, LessonMode&, Arguments);
};
using Mode = LessonMode;
constexpr SceneWord kSceneWords[] = {
    {"next", 0, 0, [](CommandTarget& t, Mode& m, Arguments) { m.next(t); }},
    {"back", 0, 0, [](CommandTarget& t, Mode& m, Arguments) { m.back(t); }},
    {"onward", 0, 0,
     [](CommandTarget& t, Mode& m, Arguments) { m.go(t, std::min(m.at() + 1, m.scenes() - 1)); }},
    {"before", 0, 0, [](CommandTarget& t, Mode& m, Arguments) { m.go(t, m.at() - (m.at() > 0 ? 1 : 0)); }},
    {"again", 0, 0, [](CommandTarget& t, Mode& m, Arguments) { m.go(t, m.at()); }},
    {"ask", 0, 0, [](CommandTarget& t, Mode& m, Arguments) { m.ask(t.desk); }},
    {"show", 0, 0, [](CommandTarget& t, Mode& m, Arguments) { m.reveal(t.desk); }},
    {"choose", 1, 1,
     [](CommandTarget& t, Mode& m, Arguments a) {
       m.choose(t.desk, static_cast<std::size_t>(std::max<Index>(words::whole(a[0], "answer"), 0)) - 1);
     }},
    {"answer", 1, 8, [](CommandTarget& t, Mode& m, Arguments a) { m.answer(t.desk, words::joined(a)); }},
    {"rename", 1, 64, [](CommandTarget&, Mode& m, Arguments a) { m.rename(words::joined(a)); }},
    {"caption", 0, 64, [](CommandTarget&, Mode& m, Arguments a) { m.describe(words::joined(a)); }},
    {"move", 1, 1,
     [](CommandTarget&, Mode& m, Arguments a) {
       m.move(static_cast<std::size_t>(std::max<Index>(words::whole(a[0], "scene"), 0)) - 1);
     }},
    {"delete", 0, 0, [](CommandTarget& t, Mode& m, Arguments) { m.remove(t); }},
};

void scene(CommandTarget& t, Arguments words) {
  const Arguments rest = words.subspan(1);
  if (words[0] == "record") {
    if (lesson_of(t.desk) != nullptr) {
      LessonMode& mode = *lesson_of(t.desk);
      mode.record(t, words::joined(rest));
      return t.desk.tell(
          fmt::format("Recorded scene {} of {}; lesson save writes it.", mode.at() + 1, mode.scenes()));
    }
    throw Error("lesson", "none is open", "lesson new NAME, which takes what is here as its first scene");
  }
  LessonMode& mode = present_lesson(t.desk);
  if (const SceneWord* word = find_row(kSceneWords, words[0])) {
    if (rest.size() < word->least || rest.size() > word->most)
      throw Error("scene", fmt::format("'{}' with {} more words", words[0], rest.size()),
                  fmt::format("{} to {}", word->least, word->most));
    return word->run(t, mode, rest);
  }
  if (rest.empty() && !words[0].empty() &&
      std::ranges::all_of(words[0], [](char c) { return c >= '0' && c <= '9'; }))
    return to_scene(t, mode, words::whole(words[0], "scene"));
  refuse_name("scene", words[0], "a number, record, " + listed(names_of(kSceneWords), Listing::commas));
}

constexpr std::string_view kWayIn = "first-steps";

/// The way in for beginners, which once was no lesson.
void first_steps(CommandTarget& t, Arguments words) {
  const LessonMode* now = lesson_of(t.desk);
  const bool on = now != nullptr && now->name() == kWayIn;
  const std::string word = words.empty() ? (on ? "next" : "1") : words[0];
  if (word == "off") {
    if (on) leave_lesson(t.desk, false);
  } else if (word == "at") {
    const Index number = words.size() > 1 ? words::whole(words[1], "first-steps") : 1;
    open_lesson(t, kWayIn, static_cast<std::size_t>(std::max<Index>(number, 1) - 1), false);
  } else if (word == "next" || word == "back") {
    if (!on) return open_lesson(t, kWayIn);
    LessonMode& mode = *lesson_of(t.desk);
    word == "next" ? mode.next(t) : mode.back(t);
  } else {
    const Index number = words::whole(word, "first-steps");
    const auto scenes = static_cast<Index>(load_lesson(kWayIn).scenes.size());
    if (number < 1 || number > scenes)
      throw Error("first-steps", fmt::format("there is no step {}", number), fmt::format("1 to {}", scenes));
    open_lesson(t, kWayIn, static_cast<std::size_t>(number - 1));
  }
}

void progress(CommandTarget& t, Arguments words) {
  const Index scene = words::whole(words[1], "lesson-progress");
  if (scene < 0 || scene > static_cast<Index>(kMostScenes) || words[2].size() > kMostScenes)
    throw Error("lesson-progress", "is that of no lesson", "a lesson's name, a scene and a letter for each");
  t.desk.session.lessons[words[0]] = {static_cast<std::size_t>(scene), words[2]};
}

std::vector<CommandWords> progress_now(const Desk& desk) {
  std::vector<CommandWords> all;
  for (const auto& [name, progress] : desk.session.lessons)
    if (!progress.marks.empty()) all.push_back({name, fmt::format("{}", progress.scene), progress.marks});
  return all;
}

std::vector<Tag> cells_of(const Desk& desk, Arguments words) {
  std::vector<Tag> tags;
  if (words.size() == 1 && words[0] == "off") return tags;
  // "output 2,2" may be one word or two.
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string name = words[i];
    if (name.find(' ') == std::string::npos && i + 1 < words.size() && !words[i + 1].empty() &&
        words[i + 1][0] >= '0' && words[i + 1][0] <= '9')
      name += " " + words[++i];
    for (const Tag tag : tags_of(parse_cell(name), desk.derived())) tags.push_back(tag);
  }
  return tags;
}

constexpr auto kLessonCommands = std::to_array<Command>({
    {"lessons", "[on|off]", "Ctrl+L", "Lists the lessons, with how far one is.", 0, 1,
     [](CommandTarget& t, Arguments a) {
       t.desk.session.lesson_list = words::flag(t.desk.session.lesson_list, a, "lessons");
     }},
    {"lesson", "NAME|PATH | new NAME | save [PATH] | off | drop", "",
     "Opens a lesson where one was in it, begins one of one's own, saves or leaves it.", 1, 64, lesson,
     lesson_now},
    holding(
        Held::steps,
        {"scene",
         "N|next|back|ask|show|choose N|answer NUMBER|record [TITLE]|rename TITLE|caption TEXT|move N|delete",
         "", "Goes to a scene of the lesson or through it, answers its question, or writes it.", 1, 64,
         scene}),
    {"export-lesson", "[PATH]", "",
     "Saves the lesson as a handout (.pdf), a page (.html) or a folder of figures.", 0, 64,
     [](CommandTarget& t, Arguments a) { export_lesson(t, words::joined(a)); }},
    {"reload", "", "Ctrl+R", "Reads the lesson's file again.", 0, 0,
     [](CommandTarget& t, Arguments) {
       present_lesson(t.desk).reload(t);
       t.desk.tell("Read " + present_lesson(t.desk).lesson().file + " again");
     }},
    {"outline", "[on|off]", "Ctrl+Shift+L", "The lesson's scenes, to go to, order, rename and delete.", 0, 1,
     [](CommandTarget& t, Arguments a) {
       t.desk.session.lesson_outline = words::flag(t.desk.session.lesson_outline, a, "outline");
     }},
    {"first-steps", "[N|next|back|off]", "",
     "The lesson for beginners, from one stamp to the matrix; alone: begins, or goes on.", 0, 2, first_steps},
    {"lesson-progress", "NAME SCENE MARKS", "", "Where one was in a lesson, and how its questions went.", 3,
     3, progress, progress_now},
    {"ring", "CELL... | off", "", "Draws rings around cells: ring output 2,2.", 1, 64,
     [](CommandTarget& t, Arguments a) { explorer(t.desk).marks[0].ringed = cells_of(t.desk, a); }},
    {"cover", "CELL... | off", "", "Covers the numbers of cells: cover output 2,2.", 1, 64,
     [](CommandTarget& t, Arguments a) { explorer(t.desk).marks[0].covered = cells_of(t.desk, a); }},
});

constexpr std::array kSettings{
    Setting{.name = "learn",
            .label = "Lessons ask first",
            .kind = SettingKind::toggle,
            .help = "Lessons ask before they show, and count the answers; not while presenting.",
            .first = "on",
            .get = [](const Desk& d) { return std::string(d.session.learning ? "on" : "off"); },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  t.desk.session.learning = v == "on";
                  if (LessonMode* mode = lesson_of(t.desk)) mode->stand_at(t.desk, mode->at());
                }}};

}  // namespace

std::span<const Command> lesson_commands() {
  static const std::vector<Command> all =
      joined(kLessonCommands, commands_of([]() -> const auto& { return kSettings; }));
  return all;
}

}  // namespace convscope
