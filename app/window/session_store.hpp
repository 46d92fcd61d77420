// What the next start remembers: theme, layout and views, order, numbers, panels, recent files, the scenario,
// and what each lab asks for.
//
// A JSON file under $XDG_STATE_HOME/convscope, or ~/.local/state/convscope; only real windows read and write
// it. What cannot be read is ignored as a whole, with a message.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/labs/explore/state.hpp"
#include "core/scenario/scenario.hpp"

namespace convscope {

/// Commands by the name of the lab that they bring back.
using LabMemories = std::map<std::string, std::vector<CommandWords>>;

struct StoredSession {
  Session session{};            ///< only the remembered members mean something
  std::string lab = "explore";  ///< in front
  Arrangement arrangement{};    ///< of the explorer
  std::optional<Order> order{};
  std::optional<Scenario> scenario{};  ///< the last one, if it can still be computed
  LabMemories labs{};
};

/// Where the file is; empty where there is neither XDG_STATE_HOME (absolute) nor HOME.
std::string session_path();

/// The desk as it is; `labs`: what each lab asks for.
StoredSession session_of(const Desk& desk, LabMemories labs = {});

/// Without a scenario there is none in it, and no scenario whose files have names that are no UTF-8.
std::string session_to_json(const StoredSession& stored);
/// Errors: Error("session", ...) for anything that session_to_json would not write.
StoredSession session_from_json(std::string_view text);

/// Nothing where there is no file. Errors: as session_from_json, and of reading.
std::optional<StoredSession> load_session(const std::string& path);
/// Makes the folder; atomic. Errors: Error("session", ...).
void save_session(const std::string& path, const StoredSession& stored);

/// Makes the desk as it was left; `views`: also its view in focus, else the scenario's own. Keeps the rest:
/// moment, hover and what lies over the stage.
void restore(Desk& desk, const StoredSession& stored, bool views);

}  // namespace convscope
