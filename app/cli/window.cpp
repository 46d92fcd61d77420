// convscope [view] [WHAT or IMAGE]: the window, on the screen or as a screenshot; and convscope commands.
// The one file of the command line that knows the window.
#include "app/window/window.hpp"
#include "app/window/session_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "app/cli/what.hpp"
#include "app/views/registry.hpp"
#include "app/window/labs.hpp"
#include "app/window/start.hpp"
#include "core/base/names.hpp"
#include "core/io/files.hpp"
#include "core/io/image_file.hpp"
#include "core/network/formats.hpp"

namespace convscope::cli {

namespace {

struct WindowOptions {
  std::string screenshot, size, scale, theme, language, commands;
  bool quiet = false;
};

cli::Arguments declare_window(WindowOptions& o, Words& words) {
  cli::Arguments arguments(
      "", "[view] [WHAT or IMAGE] [options]",
      fmt::format("Opens the window. view is a view's name (convscope views) or a lab's: {};\n"
                  "IMAGE a photograph, for the lab of images.\n\n{}",
                  listed(names_of(labs()), Listing::with_or), kWhatHelp));
  arguments.positionals(words, kWhatWords + 2);
  arguments.option("--screenshot", o.screenshot, "FILE.png",
                   "draw the window into a file instead; needs no display");
  arguments.option("--size", o.size, "WxH", "of the window in pixels (1600x1000)");
  arguments.option("--scale", o.scale, "X", "of everything in it (the screen's)");
  arguments.option("--theme", o.theme, "NAME", "light, dark or high-contrast (light)");
  arguments.option("--language", o.language, "NAME", "en or zh (en)");
  arguments.option("--commands", o.commands, "\"CMD; CMD\"", "run first; convscope commands lists them");
  arguments.flag("--quiet", o.quiet, "print no progress");
  arguments.example("convscope scatter \"tconv 4x4 k3 s2 p1 op1\"");
  arguments.example("convscope images cat.jpg --screenshot window.png");
  return arguments;
}

bool is_view(const std::string& word) {
  return find_lab(word) != nullptr || find_row(views(), word) != nullptr;
}

/// "view" may stand in front; then a view's name; the rest names a scenario or an image.
void read_words(Words words, WindowRequest& request) {
  if (!words.empty() && words.front() == "view") words.erase(words.begin());
  if (!words.empty() && is_view(words.front())) {
    request.view = words.front();
    words.erase(words.begin());
  }
  if (words.empty()) return;
  if (const std::string path = joined_what(words); has_network_ending(path)) {
    if (path.find(';') != std::string::npos)  // which ends a command
      throw Error("network", fmt::format("{} has a semicolon in its name", path), "another name");
    const InputFile there(path, "network");
    if (request.view.empty()) request.view = "networks";
    request.commands = "open " + path;
    return;
  }
  // Several pictures are no spec line and no path with blanks in it.
  const std::string joined = joined_what(words);
  std::error_code none;
  if (words.size() == 1 || is_spec_line(joined) || !std::ranges::all_of(words, is_photo) ||
      std::filesystem::exists(joined, none)) {
    request.what_or_image = joined;
    return;
  }
  for (const std::string& path : words) check_image_file(path, "image");
  request.what_or_image = words.front();
  request.more.assign(words.begin() + 1, words.end());
}

WindowRequest read_window_request(const WindowOptions& o, const Words& words) {
  WindowRequest request;
  read_words(words, request);
  request.screenshot = o.screenshot;
  if (o.screenshot.empty()) request.session = session_path();
  if (!o.commands.empty()) request.commands += (request.commands.empty() ? "" : "; ") + o.commands;
  if (!o.screenshot.empty() && !o.screenshot.ends_with(".png"))
    throw UsageError("screenshot", fmt::format("'{}' does not end in .png", o.screenshot), "FILE.png");
  if (!o.theme.empty()) request.theme = usage([&] { return kThemes.parse(o.theme); });
  if (!o.language.empty()) request.language = usage([&] { return kLanguages.parse(o.language); });
  if (!o.scale.empty()) {
    request.scale = read_positive(o.scale, "scale");
    require_range(request.scale, 0.5, 8, "scale");
  }
  if (!o.size.empty()) {
    const Shape size = read_picture_size(o.size, "size");
    require_range(static_cast<double>(size[0]), 640, 16384, "size");
    require_range(static_cast<double>(size[1]), 400, 16384, "size");
    request.width = static_cast<int>(size[0]);
    request.height = static_cast<int>(size[1]);
  }
  return request;
}

}  // namespace

bool is_lab(std::string_view word) {
  return find_lab(word) != nullptr;
}

std::vector<std::string> lab_names() {
  std::vector<std::string> names;
  for (const LabRow& lab : labs()) names.emplace_back(lab.name);
  return names;
}

void list_labs(const Words& words) {
  bool json = false, quiet = false;
  cli::Arguments arguments("labs", "[--json]", "Lists the labs, one a line, the name first.");
  arguments.flag("--json", json, "print JSON");
  arguments.flag("--quiet", quiet, "print no progress");
  if (!arguments.parse(words)) return;
  Json list = Json::array();
  std::string text;
  for (const LabRow& lab : labs()) {
    list.push_back({{"name", lab.name}, {"title", spoken(lab.title)}, {"help", spoken(lab.help)}});
    text += fmt::format("{:<10}  {}\n", lab.name, spoken(lab.help));
  }
  print(json ? to_text(list) : text);
}

void open_window(const Words& words) {
  WindowOptions o;
  Words positionals;
  const cli::Arguments arguments = declare_window(o, positionals);
  if (!arguments.parse(words)) return;
  run_window(read_window_request(o, positionals));
}

void list_commands(const Words& words) {
  bool json = false, quiet = false;
  cli::Arguments arguments("commands", "[--json]",
                           "Lists the window's commands, one a line: name, arguments, keys, what it does.");
  arguments.flag("--json", json, "print JSON");
  arguments.flag("--quiet", quiet, "print no progress");
  if (!arguments.parse(words)) return;
  Json list = Json::array();
  std::string text;
  std::size_t width = 0, key_width = 0;
  for (const Command& command : commands()) {
    width = std::max(width, command.name.size() + 1 + command.arguments.size());
    key_width = std::max(key_width, command.keys.size());
  }
  for (const Command& command : commands()) {
    list.push_back({{"name", command.name},
                    {"arguments", command.arguments},
                    {"keys", command.keys},
                    {"lab", command.lab.empty() ? Json() : Json(command.lab)},
                    {"help", spoken(command.help)}});
    text += fmt::format("{:<{}}  {:<{}}  {}\n", fmt::format("{} {}", command.name, command.arguments), width,
                        command.keys, key_width, spoken(command.help));
  }
  print(json ? to_text(list) : text);
}

}  // namespace convscope::cli
