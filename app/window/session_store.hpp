// What the next start remembers: the settings (lab_memory.hpp), the lab in front, recent files, the scenario.
//
// A JSON file under $XDG_STATE_HOME/convscope, or ~/.local/state/convscope; only real windows read and write
// it. What cannot be read is ignored as a whole, with a message.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk/lab.hpp"
#include "core/scenario/scenario.hpp"

namespace convscope {

/// Commands of settings by the name of the lab that they bring back; kAllLabs: what is the same in all.
using LabMemories = std::map<std::string, std::vector<CommandWords>>;
inline constexpr std::string_view kAllLabs = "all";

struct StoredSession {
  std::string lab{};  ///< in front; empty: the one that scenarios are opened in
  std::vector<std::string> recent{};
  std::optional<Scenario> scenario{};  ///< the last one, if it can still be computed
  LabMemories settings{};
};

/// Where the file is; empty where there is neither XDG_STATE_HOME (absolute) nor HOME.
std::string session_path();

/// The desk as it is.
StoredSession session_of(const Desk& desk);

/// Without a scenario there is none in it, and no scenario whose files have names that are no UTF-8.
std::string session_to_json(const StoredSession& stored);
/// Takes what session_to_json writes, and what it wrote before settings were commands.
/// Errors: Error("session", ...) for anything else. Whether a setting is known is asked when it is recalled.
StoredSession session_from_json(std::string_view text);

/// Nothing where there is no file. Errors: as session_from_json, and of reading.
std::optional<StoredSession> load_session(const std::string& path);
/// Makes the folder; atomic. Errors: Error("session", ...).
void save_session(const std::string& path, const StoredSession& stored);

}  // namespace convscope
