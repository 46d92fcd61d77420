#include "app/desk/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "app/desk/presenting.hpp"
#include "app/widgets/chord.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

const Command& command(std::span<const Command> commands, std::string_view name) {
  const auto found = std::ranges::find(commands, name, &Command::name);
  if (found == commands.end())
    throw Error("command", fmt::format("'{}' is not known", name), "one that `convscope commands` lists");
  return *found;
}

std::vector<std::vector<std::string>> parse_commands(std::string_view text) {
  std::vector<std::vector<std::string>> all(1);
  bool quoted = false, in_word = false;
  for (char c : text) {
    if (!quoted && (c == ' ' || c == ';' || c == '\n')) {
      in_word = false;
      if (c != ' ' && !all.back().empty()) all.emplace_back();
      continue;
    }
    if (!in_word) all.back().emplace_back();
    in_word = true;
    if (c == '"')
      quoted = !quoted;
    else
      all.back().back() += c;
  }
  if (quoted) throw Error("commands", "a quote does not end", "\"...\" around words with spaces");
  if (all.back().empty()) all.pop_back();
  return all;
}

void run_command(CommandTarget& target, Arguments words) {
  if (words.empty()) return;
  const Command& found = command(target.desk.commands(), words[0]);
  const std::size_t count = words.size() - 1;
  if (count < found.least || count > found.most)
    throw Error("command", fmt::format("'{}' with {} argument{}", words[0], count, count == 1 ? "" : "s"),
                fmt::format("{} {}", found.name, found.arguments));
  found.run(target, words.subspan(1));
}

bool try_command(CommandTarget& target, std::initializer_list<std::string> words) {
  return target.desk.attempt([&] { run_command(target, {words.begin(), words.size()}); });
}

namespace {

/// How often a held key runs a command.
double most_a_second(Held held) {
  switch (held) {
    case Held::steps:
      return 2;
    case Held::changes:
      return 5;
    case Held::moves:
      break;
  }
  return 1000;
}

/// The first command with a chord that `is` says it of: a lecture's come first, then the front lab's own,
/// then those of all.
bool run_by_keys(CommandTarget& target, const std::function<bool(std::string_view chord, Held held)>& is) {
  if (const std::shared_ptr<Lecture> lecture = target.desk.presenting().lecture)
    for (const Lecture::Key& key : lecture->keys())
      if (is(key.chord, command(target.desk.commands(), key.command.front()).held)) {
        target.desk.attempt([&] { run_command(target, key.command); });
        return true;
      }
  for (const std::string_view lab : {target.desk.front().name, std::string_view()})
    for (const Command& c : target.desk.commands()) {
      if (c.keys.empty() || c.lab != lab) continue;
      for (std::string_view keys : split(c.keys, ' '))
        if (is(keys, c.held)) {
          target.desk.attempt([&] { c.run(target, {}); });
          return true;
        }
    }
  return false;
}

}  // namespace

bool press(CommandTarget& target, std::string_view chord) {
  return run_by_keys(target, [&](std::string_view keys, Held) { return keys == chord; });
}

void run_pressed_keys(CommandTarget& target) {
  run_by_keys(target, [](std::string_view keys, Held held) {
    return pressed_at_most(parse_chord(keys), most_a_second(held));
  });
}

}  // namespace convscope
