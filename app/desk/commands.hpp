// Everything that a person can do, as named commands: menus, keys, the palette and scripts all use these.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/desk/desk.hpp"
#include "app/widgets/input.hpp"

namespace convscope {

/// What commands act on. `wait` frames pass before a script's next command.
struct CommandTarget {
  Desk& desk;
  InputQueue& input;
  int wait = 0;
};

using Arguments = std::span<const std::string>;

/// What a command does while its key is held. What changes the whole figure must not flash (WCAG 2.2, success
/// criterion 2.3.1: three times a second at most): a step lights cells up and darkens them again, as playing
/// does; another card or an undone change is one change; what only moves along goes on as keys do.
enum class Held : std::uint8_t { changes, steps, moves };

struct Command {
  std::string_view name;
  std::string_view arguments;  ///< "NAME", "[on|off]", ...; empty: takes none
  std::string_view keys;  ///< chords separated by spaces, "Ctrl+Z", "Right PageDown"; run without arguments
  std::string_view help;  ///< one sentence
  std::size_t least = 0, most = 0;  ///< number of arguments
  void (*run)(CommandTarget&, Arguments);
  /// Of a setting, which the next start shall have again: the arguments that make it what it is now, one list
  /// for each time that the command is to be run; nothing where it is as at the first start.
  std::vector<CommandWords> (*now)(const Desk&) = nullptr;
  bool for_scripts = false;  ///< plays keyboard and pointer; not offered in the palette
  /// The lab whose command it is, by its name: in front of it its keys come before those of all labs. Empty:
  /// no lab's. The table of labs fills it in.
  std::string_view lab{};
  Held held = Held::changes;
};

/// The row of a command that steps or moves along.
constexpr Command holding(Held held, Command row) {
  row.held = held;
  return row;
}

/// What Command::now says: the arguments, where the setting differs from the first start's.
inline std::vector<CommandWords> now_if(bool differs, CommandWords arguments) {
  if (!differs) return {};
  return {std::move(arguments)};
}

/// One of the table. Errors: Error("command", ...) for an unknown name.
const Command& command(std::span<const Command> commands, std::string_view name);

/// "play; set stride 3; spec \"tconv 4 k3\"" -> words of each command. Quotes keep spaces and semicolons.
/// Errors: Error("commands", ...) for a quote that does not end.
std::vector<std::vector<std::string>> parse_commands(std::string_view text);

/// Runs one command of the desk, given as its words.
/// Errors: Error("command", ...) for an unknown name or the wrong number of arguments; or the command's own.
void run_command(CommandTarget& target, Arguments words);

/// The same for a widget: what the command throws becomes the message.
bool try_command(CommandTarget& target, std::initializer_list<std::string> words);

/// Runs the command that this chord has, in the lab in front or in all; what it throws becomes the message.
/// Returns whether there is one.
bool press(CommandTarget& target, std::string_view chord);

/// Runs the commands whose keys were pressed in this frame; what they throw becomes the message. To be called
/// within a frame, when no text field has the keyboard.
void run_pressed_keys(CommandTarget& target);

// What is the same in all labs.
std::span<const Command> scenario_commands();
std::span<const Command> pace_commands();
std::span<const Command> export_commands();

}  // namespace convscope
