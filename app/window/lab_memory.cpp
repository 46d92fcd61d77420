#include "app/window/lab_memory.hpp"

#include <algorithm>
#include <utility>

#include "app/labs/explore/state.hpp"
#include "app/window/lesson/lesson_mode.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

void take_down(const Command& setting, const Desk& desk, std::vector<CommandWords>& words) {
  if (setting.now == nullptr) return;
  for (CommandWords& arguments : setting.now(desk)) {
    arguments.insert(arguments.begin(), std::string(setting.name));
    words.push_back(std::move(arguments));
  }
}

bool is_setting(const Desk& desk, std::string_view lab, std::string_view name) {
  return std::ranges::any_of(
      desk.commands(), [&](const Command& c) { return c.name == name && c.now != nullptr && c.lab == lab; });
}

}  // namespace

LabMemories remembered(const Desk& desk) {
  LabMemories all;
  for (const LabRow& lab : desk.labs()) {
    std::vector<CommandWords> words = desk.state_of(lab).remembered();
    for (const Command& setting : lab.commands()) take_down(setting, desk, words);
    if (!words.empty()) all.emplace(lab.name, std::move(words));
  }
  std::vector<CommandWords> shared;
  for (const Command& setting : desk.commands())
    if (setting.lab.empty()) take_down(setting, desk, shared);
  if (!shared.empty()) all.emplace(kAllLabs, std::move(shared));
  return all;
}

void recall(CommandTarget& target, const LabMemories& settings) {
  Desk& desk = target.desk;
  const std::string_view front = desk.front().name;
  const std::string message = desk.message;  // what the commands say was said when they were given
  const bool warning = desk.warning;
  for (const auto& [name, commands] : settings) {
    const bool shared = name == kAllLabs;
    if (!shared && std::ranges::find(desk.labs(), name, &LabRow::name) == desk.labs().end()) continue;
    if (!shared) desk.choose_lab(name);
    for (const CommandWords& words : commands) {
      if (words.empty() || !is_setting(desk, shared ? std::string_view() : name, words[0])) continue;
      try {
        run_command(target, words);
      } catch (const Error&) {  // the rest is still worth having
      }
    }
  }
  desk.choose_lab(front);
  desk.tell(message, warning);
}

void restore(CommandTarget& target, const StoredSession& stored, bool again) {
  Desk& desk = target.desk;
  desk.session.recent = stored.recent;
  recall(target, stored.settings);
  if (!again && desk.presenting().lecture) leave_lesson(desk, true);
  stored.lab.empty() ? desk.choose_home() : desk.choose_lab(stored.lab);
  ExploreState& explore = explorer(desk);
  explore.restore(explore.arrangement, explore.order(), again);
}

}  // namespace convscope
