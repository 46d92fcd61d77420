#include "app/window/lab_memory.hpp"

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"

namespace convscope {

LabMemories remembered(const Desk& desk) {
  LabMemories all;
  for (const LabRow& lab : desk.labs()) {
    std::vector<CommandWords> words = desk.state_of(lab).remembered();
    for (const Command& setting : lab.commands()) {
      if (setting.now == nullptr) continue;
      for (CommandWords& arguments : setting.now(desk)) {
        arguments.insert(arguments.begin(), std::string(setting.name));
        words.push_back(std::move(arguments));
      }
    }
    if (!words.empty()) all.emplace(lab.name, std::move(words));
  }
  return all;
}

void recall(CommandTarget& target, const LabMemories& memories) {
  const std::string_view front = target.desk.front().name;
  const std::string message = target.desk.message;  // what the commands say was said when they were given
  const bool warning = target.desk.warning;
  for (const auto& [name, commands] : memories) {
    if (std::ranges::find(target.desk.labs(), name, &LabRow::name) == target.desk.labs().end()) continue;
    target.desk.choose_lab(name);
    for (const CommandWords& words : commands) {
      try {
        run_command(target, words);
      } catch (const Error&) {  // the rest is still worth having
      }
    }
  }
  target.desk.choose_lab(front);
  target.desk.tell(message, warning);
}

}  // namespace convscope
