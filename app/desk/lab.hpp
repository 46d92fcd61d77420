// A lab as the rest of the program sees it: what it keeps, how it draws itself, and its row in the table of
// labs (window/labs). Nothing here, or in any room below the window, knows which labs there are.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/export/film.hpp"
#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

class Desk;
class DeskUi;
struct Command;
struct CommandTarget;
struct HelpTopic;
struct ScenarioStage;

/// A sentence for the message bar; without text: none.
struct LabMessage {
  std::string text{};
  bool warning = false;
  bool unwritten = false;  ///< a file that was asked for is not there
};

/// A command's name and its arguments.
using CommandWords = std::vector<std::string>;

/// Where a lab stands, for what a lecturer draws over it and is told of it: which page or view, and how many
/// of its steps are done, the one under way with them. One step: nothing moves.
struct StagePlace {
  std::string page{};
  Index done = 0, steps = 1;
  friend bool operator==(const StagePlace&, const StagePlace&) = default;
};

/// What became of a file that was opened.
enum class Opened : std::uint8_t {
  no,    ///< none of this lab's
  done,  ///< it is there
  later  ///< it is being read; a message will say what became of it
};

/// What a lab keeps beside the scenario: no Dear ImGui, no OpenGL, so that commands and tests can use it
/// without a window. Methods are called on the window's thread; those of the first group for the lab in front
/// only.
class LabState {
 public:
  LabState() = default;
  LabState(const LabState&) = delete;
  LabState& operator=(const LabState&) = delete;
  virtual ~LabState() = default;

  /// Once a frame: moves what plays by application time, takes in what workers have finished, asks them for
  /// what is missing.
  virtual void tick(const Desk&, double /*seconds*/) {}
  /// The next frame will look different by itself.
  virtual bool animating() const { return false; }
  /// What a worker has found out, once.
  virtual LabMessage take_message() { return {}; }
  /// A worker is at something that a still picture should wait for.
  virtual bool updating() const { return false; }
  /// False when the lab keeps no history of its own: then the scenario's is meant.
  virtual bool undo(Desk&) { return false; }
  virtual bool redo(Desk&) { return false; }
  /// What stands on the stage as a drawing, for export; nothing when there is none.
  /// Errors: Error("export", ...) when it is not ready yet.
  virtual std::optional<Picture> picture(const Desk&, const Style&) const { return std::nullopt; }

  /// The same at every moment, for export: what picture() shows, or all that stands on the stage.
  /// Errors: as picture.
  virtual std::optional<Film> film(const Desk& desk, const Style& style, bool whole_stage) const;
  /// Where in the window that stands which is no drawing, in logical pixels; empty: nothing is there.
  virtual Rect seen() const { return {}; }
  virtual StagePlace place(const Desk&) const { return {}; }
  /// The pages to go to, in order: each by the command that shows it, whose last word is place().page there.
  virtual std::vector<CommandWords> pages() const { return {}; }

  /// Takes a file that was opened or dropped. Errors: of reading it.
  virtual Opened open(Desk&, const std::string& /*path*/) { return Opened::no; }
  /// Several files that were named together, where they are one thing to the lab in front. Errors: as open.
  virtual bool open_together(Desk&, const std::vector<std::string>& /*paths*/) { return false; }
  /// Takes a field of the scenario whose value must be read beside the window before it can be set; false
  /// when it is none of the lab's. Errors: of what a quick look finds.
  virtual bool set_field(Desk&, std::string_view /*key*/, std::string_view /*text*/) { return false; }
  /// The scenario has become another one. `before`: what followed from the last one.
  virtual void scenario_changed(const Desk&, const Derived& /*before*/) {}
  /// A scenario file says how it wants to be shown. Errors: Error("view", "step", ...); then nothing has
  /// changed.
  virtual void show_as(const ScenarioStage&) {}
  /// Goes to the first step: a scenario has been loaded, as opposed to changed.
  virtual void rewind() {}
  /// Once a frame: takes in what was read beside the window for the scenario, whatever lab is in front.
  virtual void receive(Desk&) {}
  /// What the next start shall have again and no single command says (Command::now), as commands that make it
  /// so of a fresh state; they run before those of the settings.
  virtual std::vector<CommandWords> remembered() const { return {}; }
};

/// For pages() of a lab whose pages one command shows by name.
std::vector<CommandWords> pages_of(std::string_view command, std::span<const std::string_view> names);

/// The lab on the screen.
class Lab {
 public:
  Lab() = default;
  Lab(const Lab&) = delete;
  Lab& operator=(const Lab&) = delete;
  virtual ~Lab() = default;
  /// Draws everything below the header, panels and all, into the rectangle.
  virtual void draw(const DeskUi& ui, const Rect& area, CommandTarget& target) = 0;
};

/// An entry of the File menu: a command that needs no arguments, by its name.
struct FileEntry {
  std::string_view title, command;
  std::string_view help{};
};

/// Those of a lab about the scenario.
std::span<const FileEntry> scenario_files();

/// All that the window knows about a lab.
struct LabRow {
  std::string_view name;     ///< for commands and the command line: "round-trip"
  std::string_view title;    ///< for people: "Round trip"
  std::string_view help;     ///< one sentence
  std::string_view summary;  ///< a shorter one, of the command that brings it to the front
  std::unique_ptr<LabState> (*state)(Desk&);
  std::unique_ptr<Lab> (*lab)();
  std::span<const Command> (*commands)();
  std::span<const HelpTopic> (*topics)();  ///< what F1 says about its parts
  /// What the File menu has while it is in front, between opening and help.
  std::span<const FileEntry> (*files)() = scenario_files;
  bool shows_scenario = true;  ///< it is about the scenario: examples and its line stand in the header
  /// Which files are opened here that the lab in front does not take, by their names; null: none.
  bool (*takes)(std::string_view path) = nullptr;
};

}  // namespace convscope
