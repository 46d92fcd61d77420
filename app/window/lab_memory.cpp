#include "app/window/lab_memory.hpp"

#include "core/base/error.hpp"

namespace convscope {

LabMemories remembered(const AppState& app) {
  LabMemories all;
  for (const LabInfo& lab : labs())
    if (const LabState* state = app.lab_state(lab.lab))
      if (auto commands = state->remembered(); !commands.empty()) all.emplace(lab.name, std::move(commands));
  return all;
}

void recall(CommandTarget& target, const LabMemories& memories) {
  const LabName front = target.app.session.lab;
  const std::string message = target.app.message;  // what the commands say was said when they were given
  const bool warning = target.app.warning;
  for (const auto& [name, commands] : memories) {
    const auto lab = find_lab(name);
    if (!lab) continue;
    target.app.choose_lab(*lab);
    for (const CommandWords& words : commands) {
      try {
        run_command(target, words);
      } catch (const Error&) {  // the rest is still worth having
      }
    }
  }
  target.app.choose_lab(front);
  target.app.tell(message, warning);
}

}  // namespace convscope
