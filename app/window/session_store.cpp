#include "app/window/session_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/views/registry.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/io/files.hpp"
#include "core/scenario/derived.hpp"
#include "core/scenario/json.hpp"

namespace convscope {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr std::array<std::string_view, 2> kThemes{"light", "dark"};
constexpr std::array<std::string_view, 3> kNumbers{"automatic", "decimal", "fraction"};

[[noreturn]] void damaged(std::string_view what) {
  throw Error("session", fmt::format("the last session cannot be read: {}", what), "ConvScope starts afresh");
}

template <std::size_t N>
std::size_t choice(const std::array<std::string_view, N>& names, const std::string& word) {
  const auto* found = std::ranges::find(names, word);
  if (found == names.end()) damaged(fmt::format("'{}' is not known", word));
  return static_cast<std::size_t>(found - names.begin());
}

Arrangement read_arrangement(const Json& json) {
  Arrangement a;
  a.count = json.at("count").get<int>();
  if (std::ranges::find(Arrangement::kCounts, a.count) == Arrangement::kCounts.end())
    damaged("no such layout");
  a.chosen = json.at("chosen").get<bool>();
  a.focus = json.at("focus").get<std::size_t>();
  if (a.focus >= static_cast<std::size_t>(a.count)) damaged("no such view in focus");
  const auto names = json.at("views").get<std::vector<std::vector<std::string>>>();
  if (names.size() != a.names.size()) damaged("layouts are missing");
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].size() != a.names[i].size()) damaged("views are missing");
    for (const std::string& name : names[i]) view(name);
    a.names[i] = names[i];
  }
  return a;
}

StoredSession read(const Json& json) {
  if (json.at("convscope-session").get<int>() != kVersion) damaged("it is of another version");
  StoredSession out;
  Session& s = out.session;
  s.theme = static_cast<Theme>(choice(kThemes, json.at("theme").get<std::string>()));
  s.numbers = static_cast<NumberFormat>(choice(kNumbers, json.at("numbers").get<std::string>()));
  const auto order = json.at("order").get<std::string>();
  if (order != "own") out.order = parse_order(order);
  out.lab = json.value("lab", "explore");
  if (find_lab(out.lab) == nullptr) damaged("no such lab");
  out.arrangement = read_arrangement(json.at("layout"));
  s.left_panel = json.at("left-panel").get<bool>();
  s.right_panel = json.at("right-panel").get<bool>();
  s.reduced_motion = json.at("reduced-motion").get<bool>();
  s.loop = json.at("loop").get<bool>();
  s.speed = json.at("speed").get<double>();
  if (!(s.speed >= kSlowest && s.speed <= kFastest)) damaged("the speed is out of reach");
  s.recent = json.at("recent").get<std::vector<std::string>>();
  if (s.recent.size() > kMostRecent) s.recent.resize(kMostRecent);
  out.labs = json.value("labs", LabMemories{});
  for (const auto& [name, commands] : out.labs) {
    if (find_lab(name) == nullptr) damaged("no such lab");
    for (const CommandWords& words : commands)
      if (words.empty()) damaged("a command without a name");
  }
  if (!json.contains("scenario")) return out;
  const Scenario scenario = scenario_from_json(json["scenario"].dump());
  try {  // a file that it names may be gone: the rest is still good
    const Derived check(scenario);
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

StoredSession session_of(const Desk& desk, LabMemories labs) {
  const ExploreState& explore = explorer(desk);
  return {.session = desk.session,
          .lab = std::string(desk.front().name),
          .arrangement = explore.arrangement,
          .order = explore.order(),
          .scenario = desk.scenario(),
          .labs = std::move(labs)};
}

std::string session_to_json(const StoredSession& stored) {
  const Session& s = stored.session;
  const Arrangement& a = stored.arrangement;
  Json json;
  json["convscope-session"] = kVersion;
  json["theme"] = kThemes[static_cast<std::size_t>(s.theme)];
  json["numbers"] = kNumbers[static_cast<std::size_t>(s.numbers)];
  json["order"] = stored.order ? to_string(*stored.order) : "own";
  json["lab"] = stored.lab;
  json["layout"] = {{"count", a.count}, {"chosen", a.chosen}, {"focus", a.focus}, {"views", a.names}};
  json["left-panel"] = s.left_panel;
  json["right-panel"] = s.right_panel;
  json["reduced-motion"] = s.reduced_motion;
  json["loop"] = s.loop;
  json["speed"] = s.speed;
  json["recent"] = s.recent;
  json["labs"] = stored.labs;
  try {  // it may name a file whose name is no UTF-8: the rest is still good
    if (stored.scenario) json["scenario"] = Json::parse(to_json(*stored.scenario));
  } catch (const Error&) {
  }
  // A file's name may be no UTF-8: it is not worth losing the session.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

StoredSession session_from_json(std::string_view text) {
  try {
    return read(parse_json(text, "session"));
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

void restore(Desk& desk, const StoredSession& stored, bool views) {
  Session& session = desk.session;
  session.theme = stored.session.theme;
  session.numbers = stored.session.numbers;
  session.left_panel = stored.session.left_panel;
  session.right_panel = stored.session.right_panel;
  session.reduced_motion = stored.session.reduced_motion;
  session.loop = stored.session.loop;
  session.speed = stored.session.speed;
  session.recent = stored.session.recent;
  desk.choose_lab(stored.lab);
  explorer(desk).restore(stored.arrangement, stored.order, views);
}

}  // namespace convscope
