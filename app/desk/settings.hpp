// Settings of a lab, or of all: a table of rows. One row gives the command, the widget (setting_rows.hpp),
// the help, and what the next start has again.
//
//   constexpr std::array kSettings{Setting{.name = "mirror", .label = "Mirror the kernel", ...}};
//   ... commands_of([]() -> const auto& { return kSettings; })  // as many Commands, settings of the session
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/desk/commands.hpp"
#include "core/base/names.hpp"

namespace convscope {

enum class SettingKind {
  choice,   ///< one of `choices`; its command alone takes the next one
  toggle,   ///< "on" or "off"; its command alone turns it round
  whole,    ///< a number; a slider offers the whole ones from `least` to `most`
  decades,  ///< a number; a slider offers powers of ten from `least` to `most`, four to a decade
  text,     ///< a text with its own grammar
};

struct Setting {
  std::string_view name;     ///< of its command, or what stands behind its group's: "trip-noise", "size"
  std::string_view group{};  ///< the command that takes it by name: "deblur"; empty: it is a command itself
  std::string_view label{};  ///< in the window
  SettingKind kind;
  std::span<const std::string_view> choices{};  ///< as they are typed
  std::span<const std::string_view> titles{};   ///< of the choices, for people; empty: as they are typed
  std::span<const std::string_view> tips{};     ///< what each choice is, one sentence; may be empty
  Index least = 0, most = 0;
  bool from_zero = false;        ///< of decades: the slider begins with 0
  std::string_view arguments{};  ///< what its values are called, for a number or text: "PERCENT"
  std::string_view keys{};       ///< as Command::keys
  std::string_view help;         ///< one sentence
  std::string_view topic{};      ///< for F1 (context_help.hpp)
  std::string_view first{};  ///< the value at the first start, which need not be remembered; empty: any is
  bool remembered = true;    ///< the next start has it again
  bool announced = false;    ///< its command alone says what it has become: nothing else may show it
  std::string (*get)(const Desk&);
  void (*set)(CommandTarget&, std::string_view);  ///< of any text; throws Error(its own field, ...)
  /// What its command alone takes, where that is not the next choice.
  std::string (*next)(const Desk&) = nullptr;
};

/// The value for people.
std::string title_of(const Setting& setting, std::string_view value);
/// The help with the key that does the same: "How numbers are written (N)".
std::string tip_of(const Setting& setting);

/// What its command does: takes the words as the value, or without any the next one.
void change(CommandTarget& target, const Setting& setting, Arguments words);
/// The words of the command that makes it `value`.
CommandWords words_for(const Setting& setting, std::string value);
/// For a widget: runs it; what it throws becomes the message.
bool try_setting(CommandTarget& target, const Setting& setting, std::string value);
/// As Command::now.
std::vector<CommandWords> memory_of(const Setting& setting, const Desk& desk);

/// "[on|off]", "[a|b|c]", "N".
std::string arguments_of(const Setting& setting);
/// "a|b|c VALUE".
std::string arguments_of_group(std::span<const Setting> settings);
bool works_alone(const Setting& setting);

/// The command of a row of a table that lasts. `Table` is the type of a lambda that gives the table: a table
/// of its own source as the template's argument would be another source's too, for GCC 14 lets the linker
/// join what two tables of one name make.
template <class Table, std::size_t row>
Command command_of() {
  static constexpr const Setting& setting = Table{}()[row];
  static const std::string arguments = arguments_of(setting);
  return {.name = setting.name,
          .arguments = arguments,
          .keys = setting.keys,
          .help = setting.help,
          .least = works_alone(setting) ? std::size_t{0} : 1,
          .most = 1,
          .run = [](CommandTarget& t, Arguments words) { change(t, setting, words); },
          .now = setting.remembered ? +[](const Desk& d) { return memory_of(setting, d); } : nullptr};
}

/// Those of a table's rows, none of which is in a group.
template <class Table>
std::vector<Command> commands_of(Table) {
  return []<std::size_t... row>(std::index_sequence<row...>) {
    return std::vector<Command>{command_of<Table, row>()...};
  }(std::make_index_sequence<std::size(Table{}())>());
}

/// The one command of a table whose rows are all in one group: the setting's name, then its value.
template <class Table>
Command group_command(Table, std::string_view help) {
  static constexpr const auto& table = Table{}();
  static const std::string arguments = arguments_of_group(table);
  return {
      .name = table[0].group,
      .arguments = arguments,
      .keys = {},
      .help = help,
      .least = 2,
      .most = 2,
      .run = [](CommandTarget& t,
                Arguments words) { change(t, row_named(table, words[0], table[0].group), words.subspan(1)); },
      .now =
          [](const Desk& desk) {
            std::vector<CommandWords> all;
            for (const Setting& each : table)
              for (CommandWords& words : memory_of(each, desk)) all.push_back(std::move(words));
            return all;
          }};
}

/// One table after another, for a lab's one list of commands.
inline std::vector<Command> joined(std::span<const Command> first, std::span<const Command> then) {
  std::vector<Command> all(first.begin(), first.end());
  all.insert(all.end(), then.begin(), then.end());
  return all;
}

/// How all labs look: theme, numbers, panels, motion.
std::span<const Setting> look_settings();
std::span<const Command> look_commands();

}  // namespace convscope
