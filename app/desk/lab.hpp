// The labs of the window: what each one keeps, and how it draws itself.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"

namespace convscope {

class AppState;
class Ui;
struct CommandTarget;

enum class LabName : std::uint8_t { explore, round_trip, sizes, images, claims };

struct LabInfo {
  LabName lab;
  std::string_view name;   ///< for commands and the command line: "round-trip"
  std::string_view title;  ///< for people: "Round trip"
  std::string_view help;   ///< one sentence
};
/// In the order of LabName and of the tabs.
std::span<const LabInfo> labs();
const LabInfo& info(LabName lab);
/// Nothing for an unknown name.
std::optional<LabName> find_lab(std::string_view name);

/// A sentence for the message bar; without text: none.
struct LabMessage {
  std::string text{};
  bool warning = false;
};

/// A command's name and its arguments.
using CommandWords = std::vector<std::string>;

/// What a lab keeps beside the scenario: no Dear ImGui, no OpenGL, so that commands and tests can use it
/// without a window. Methods are called on the window's thread, of the lab in front only.
class LabState {
 public:
  LabState() = default;
  LabState(const LabState&) = delete;
  LabState& operator=(const LabState&) = delete;
  virtual ~LabState() = default;

  /// Once a frame: moves what plays by application time, takes in what workers have finished, asks them for
  /// what is missing.
  virtual void tick(const AppState&, double /*seconds*/) {}
  /// The next frame will look different by itself.
  virtual bool animating() const { return false; }
  /// A worker is at something that a still picture should wait for.
  virtual bool updating() const { return false; }
  /// What a worker has found out, once.
  virtual LabMessage take_message() { return {}; }
  /// Takes a file that was opened or dropped; false when it is none of the lab's. Errors: of reading it.
  virtual bool open(AppState&, const std::string& /*path*/) { return false; }
  /// False when the lab keeps no history of its own: then the scenario's is meant.
  virtual bool undo(AppState&) { return false; }
  virtual bool redo(AppState&) { return false; }
  /// What the next start shall have again, as commands that make it so of a fresh state.
  virtual std::vector<CommandWords> remembered() const { return {}; }
  /// What stands on the stage as a drawing, for export; nothing when there is none.
  virtual std::optional<Picture> picture(const AppState&, const Style&) const { return std::nullopt; }
};

/// The lab on the screen.
class Lab {
 public:
  Lab() = default;
  Lab(const Lab&) = delete;
  Lab& operator=(const Lab&) = delete;
  virtual ~Lab() = default;
  /// Draws everything below the header, panels and all, into the rectangle.
  virtual void draw(const Ui& ui, const Rect& area, CommandTarget& target) = 0;
};

}  // namespace convscope
