#include "app/window/session_store.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "app/window/lab_memory.hpp"
#include "app/window/labs.hpp"
#include "app/window/session_v1.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/io/files.hpp"
#include "core/scenario/derived.hpp"
#include "core/scenario/json.hpp"

namespace convscope {

namespace {

constexpr int kVersion = 2;

[[noreturn]] void damaged(std::string_view what) {
  throw Error("session", fmt::format("the last session cannot be read: {}", what), "ConvScope starts afresh");
}

StoredSession read(const Json& json) {
  const int version = json.at("convscope-session").get<int>();
  if (version != kVersion && version != 1) damaged("it is of another version");
  StoredSession out;
  out.lab = json.value("lab", "");
  if (!out.lab.empty() && find_lab(out.lab) == nullptr) damaged("no such lab");
  out.recent = json.at("recent").get<std::vector<std::string>>();
  if (out.recent.size() > kMostRecent) out.recent.resize(kMostRecent);
  out.settings = version == 1 ? settings_of_first_version(json) : json.at("settings").get<LabMemories>();
  for (const auto& [name, commands] : out.settings) {
    if (name != kAllLabs && find_lab(name) == nullptr) damaged("no such lab");
    for (const CommandWords& words : commands)
      if (words.empty()) damaged("a command without a name");
  }
  if (!json.contains("scenario")) return out;
  const Scenario scenario = scenario_from_json(json_text(json["scenario"]));
  try {  // a file that it names may be gone: the rest is still good
    check_scenario(scenario);
    out.scenario = scenario;
  } catch (const Error&) {
  }
  return out;
}

}  // namespace

std::string session_path() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  if (state != nullptr && state[0] == '/') return std::string(state) + "/convscope/session.json";
  if (home != nullptr && home[0] == '/') return std::string(home) + "/.local/state/convscope/session.json";
  return {};
}

StoredSession session_of(const Desk& desk) {
  return {.lab = std::string(desk.front().name),
          .recent = desk.session.recent,
          .scenario = desk.scenario(),
          .settings = remembered(desk)};
}

std::string session_to_json(const StoredSession& stored) {
  Json json;
  json["convscope-session"] = kVersion;
  json["lab"] = stored.lab;
  json["recent"] = stored.recent;
  json["settings"] = stored.settings;
  try {  // it may name a file whose name is no UTF-8: the rest is still good
    if (stored.scenario) json["scenario"] = json_from(to_json(*stored.scenario), "session");
  } catch (const Error&) {
  }
  // A file's name may be no UTF-8: it is not worth losing the session.
  return json_text(json, 2) + "\n";
}

StoredSession session_from_json(std::string_view text) {
  try {
    return read(json_from(text, "session"));
  } catch (const Json::exception&) {
    damaged("it is damaged");
  } catch (const Error& error) {
    if (error.field() == "session") throw;
    damaged(error.problem());
  }
}

std::optional<StoredSession> load_session(const std::string& path) {
  std::error_code none;
  if (path.empty() || !std::filesystem::exists(path, none)) return std::nullopt;
  // A pipe would keep the start waiting for ever.
  if (!std::filesystem::is_regular_file(path, none)) damaged("it is no file");
  return session_from_json(read_file(path, "session"));
}

void save_session(const std::string& path, const StoredSession& stored) {
  if (path.empty()) return;
  std::error_code failed;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
  if (failed)
    throw Error("session", fmt::format("cannot write {}: {}", path, failed.message()), "a folder of yours");
  write_file(path, session_to_json(stored), "session");
}

}  // namespace convscope
