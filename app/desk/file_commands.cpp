#include "app/desk/file_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "app/desk/presenting.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"
#include "core/io/image_file.hpp"
#include "core/network/formats.hpp"
#include "core/scenario/json.hpp"

namespace convscope {

namespace {

constexpr std::size_t kShownName = 40;

}  // namespace

bool ask_for_path(Desk& desk, const std::string& path, const FileDialog::Request& request) {
  if (!path.empty()) return false;
  desk.dialog.start(request, desk.session.recent);
  return true;
}

namespace {

std::vector<FileKind> kinds_to_open() {
  const FileKind pictures{"Pictures", image_endings()};
  FileKind all{"All of these", pictures.endings};
  FileKind networks{"Networks", {".json"}};
  for (const NetworkFormat& format : network_formats())
    for (const std::string_view ending : split(format.endings, ' '))
      if (ending != ".json") networks.endings.emplace_back(ending);
  all.endings.insert(all.endings.end(), networks.endings.begin(), networks.endings.end());
  all.endings.push_back(".npy");
  return {all, pictures, {"Scenarios", {".json"}}, networks, {"Arrays", {".npy"}}, {"Every file"}};
}

}  // namespace

void open_command(Desk& desk, const std::string& path) {
  if (ask_for_path(desk, path,
                   {.command = "open",
                    .title = "Open a scenario, a network, an array or a picture",
                    .kinds = kinds_to_open()}))
    return;
  if (desk.open(path) == Opened::later) return desk.tell(fmt::format("Reading {} …", path));
  remember_file(desk.session, path);
  desk.tell("Opened " + path);
}

std::string file_name(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

namespace {

/// Opens the one at session.together_at and says which it is, and which comes then.
void open_one_of_several(Desk& desk) {
  const std::vector<std::string> all = desk.session.together;
  const std::size_t at = desk.session.together_at, next = (at + 1) % all.size();
  const Offer offer{fmt::format("Next: {}", cut(file_name(all[next]), kShownName)), {"next-file"}};
  const bool opened = desk.attempt([&] {
    desk.open(all[at]);
    remember_file(desk.session, all[at]);
    desk.tell(fmt::format("File {} of {}: {}. The others wait.", at + 1, all.size(), file_name(all[at])));
  });
  if (!opened)
    desk.tell(fmt::format("File {} of {}: {}", at + 1, all.size(), std::string(desk.message)), true);
  desk.offer = offer;
}

}  // namespace

void open_together(Desk& desk, std::vector<std::string> paths) {
  if (paths.size() == 1) return open_command(desk, paths.front());
  desk.session.together = std::move(paths);
  desk.session.together_at = 0;
  if (desk.front_state().open_together(desk, desk.session.together)) {
    remember_file(desk.session, desk.session.together.front());
    return;
  }
  open_one_of_several(desk);
}

void next_file_command(Desk& desk) {
  Session& session = desk.session;
  if (session.together.size() < 2)
    throw Error("next-file", "no other file waits", "several files, dropped on the window together");
  session.together_at = (session.together_at + 1) % session.together.size();
  open_one_of_several(desk);
}

std::vector<std::string> paths_of(std::span<const std::string> words) {
  const auto is_file = [](const std::string& path) {
    std::error_code none;
    return std::filesystem::exists(path, none);
  };
  const std::string joined = fmt::format("{}", fmt::join(words, " "));
  if (words.size() > 1 && !is_file(joined) && std::ranges::all_of(words, is_file))
    return {words.begin(), words.end()};
  return {joined};
}

std::span<const FileEntry> scenario_files() {
  static constexpr auto kFiles = std::to_array<FileEntry>({
      {"Save scenario…", "save", "As .json, with everything in it"},
      {"Export…", "export", "The view or the stage as a picture or a film"},
      {"Copy picture", "copy-picture"},
      {"Copy scenario line", "copy-spec"},
      {"Copy PyTorch code", "copy-code", "A script with the same numbers; the palette has other frameworks"},
      {"Paste line or matrix", "paste", "A scenario's line, or numbers from a spreadsheet or NumPy"},
  });
  return kFiles;
}

void save_command(Desk& desk, const std::string& path) {
  save_command(desk, path, ScenarioStage{});
}

void save_command(Desk& desk, const std::string& path, const ScenarioStage& stage) {
  if (ask_for_path(desk, path,
                   {.command = "save",
                    .title = "Save the scenario",
                    .name = "scenario.json",
                    .kinds = {{"Scenario", {".json"}}}}))
    return;
  if (!path.ends_with(".json"))
    throw Error("save", fmt::format("'{}' is no scenario file", path), "a name that ends in .json");
  ScenarioStage noted = stage;
  noted.note = desk.presenting().note;
  write_file(path, to_json(desk.scenario(), noted), "save");
  remember_file(desk.session, path);
  desk.tell("Saved " + path);
}

void take_chosen_file(CommandTarget& target) {
  const auto choice = target.desk.dialog.take();
  if (choice && !choice->path.empty()) try_command(target, {choice->command, choice->path});
}

}  // namespace convscope
