// The present scenario as a framework's script: tabs, its lines, copying and saving.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>

#include "app/desk/command_words.hpp"
#include "app/desk/file_commands.hpp"
#include "app/export/script.hpp"
#include "app/picture/language.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/command_groups.hpp"
#include "app/window/overlays.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/base/saturated.hpp"
#include "core/io/files.hpp"

namespace convscope {

namespace {

constexpr double kSize = 14, kLine = 1.5;
constexpr double kLeastWidth = 380, kMostWidth = 900, kShare = 0.42;
constexpr double kLeastBeside = 320;  ///< what it leaves the lab, where the window has twice as much

const std::vector<std::string_view>& titles() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> list;
    for (const Framework& framework : frameworks()) list.push_back(framework.title);
    return list;
  }();
  return all;
}

/// "off", a framework's name, or without a word open where it is closed and closed where it is open.
void code(CommandTarget& t, Arguments words) {
  Session& s = t.desk.session;
  if (!words.empty() && words[0] != "on" && words[0] != "off")
    s.code_framework = framework_named(words[0]).name;
  s.code_panel = words.empty() ? !s.code_panel : words[0] != "off";
}

void save_code(CommandTarget& t, Arguments words) {
  const std::string path = words::joined(words);
  if (ask_for_path(t.desk, path,
                   {.command = "save-code",
                    .title = "Save the script",
                    .name = t.desk.session.code_framework + "_scenario.py",
                    .kinds = {{"Python script", {".py"}}}}))
    return;
  if (!path.ends_with(".py"))
    throw Error("save-code", fmt::format("'{}' is no Python script", path), "a name that ends in .py");
  write_file(path, spoken_script(t.desk.derived(), framework_named(t.desk.session.code_framework)),
             "save-code");
  t.desk.tell("Saved " + path);
}

constexpr auto kCodeCommands = std::to_array<Command>({
    {"code", "[pytorch|tensorflow|jax|numpy|onnx|on|off]", "C",
     "Shows the scenario as a framework's script, which follows every change.", 0, 1, code,
     [](const Desk& d) { return now_if(d.session.code_panel, {d.session.code_framework}); }},
    {"save-code", "[PATH]", "", "Saves that script as a .py file.", 0, 64, save_code},
});

}  // namespace

std::span<const Command> code_commands() {
  return kCodeCommands;
}

double CodePanel::width(const Session& session, double window) {
  if (!session.code_panel) return 0;
  const double most = std::max(window - kLeastBeside, std::min(window, kLeastBeside));
  return std::min(std::clamp(kShare * window, kLeastWidth, kMostWidth), most);
}

void CodePanel::write(const Desk& desk) {
  if (of_ == desk.derived_ptr() && framework_ == desk.session.code_framework && language_ == language())
    return;
  language_ = language();
  of_ = desk.derived_ptr();
  framework_ = desk.session.code_framework;
  lines_.clear();
  problem_.clear();
  widest_ = 0;
  try {
    const std::string script = spoken_script(*of_, framework_named(framework_));
    for (const std::string_view line : split(script, '\n')) {
      lines_.emplace_back(line);
      widest_ = std::max(widest_, line.size());
    }
  } catch (const Error& error) {
    problem_ = error.what();
  }
}

void CodePanel::lines(const DeskUi& ui, const Rect& rect) const {
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x), static_cast<float>(rect.y)});
  compat::begin_child("lines", {static_cast<float>(rect.w), static_cast<float>(rect.h)},
                      ImGuiWindowFlags_NoNav | ImGuiWindowFlags_HorizontalScrollbar);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const double line = kSize * ui.type * kLine;
  const double letter = ui.width_of("0", kSize, Font::number);
  const auto first = static_cast<std::size_t>(saturated(std::max(0.0, (rect.y - origin.y) / line)));
  const auto count = static_cast<std::size_t>(saturated(rect.h / line)) + 2;
  for (std::size_t i = first; i < std::min(lines_.size(), first + count); ++i) {
    const bool comment = trim(lines_[i]).starts_with("#");
    ui.text({origin.x, origin.y + line * (static_cast<double>(i) + 0.5)}, as_it_is(lines_[i]), kSize,
            comment ? ui.colors.soft : ui.colors.ink, Font::number);
  }
  ImGui::Dummy({static_cast<float>(letter * static_cast<double>(widest_)),
                static_cast<float>(line * static_cast<double>(lines_.size()))});
  ImGui::EndChild();
}

void CodePanel::draw(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  Session& session = ui.desk.session;
  if (!session.code_panel) return;
  write(ui.desk);
  const double t = ui.type, margin = 20, width = rect.w;
  const Rect& box = rect;
  ui.begin_floating("code", box);
  ui.draw(Box{.rect = box, .fill = ui.colors.window});
  ui.hairline({box.x, box.y}, {box.x, box.bottom()});
  // The panel's own ground takes the pointer, so that nothing below it does.
  double y = box.y + 30 * t;
  ui.text({box.x + margin, y}, "Code", 20, ui.colors.ink, Font::text_bold);
  const double high = 32 * t;
  const Rect copy{box.right() - 54 * t - 96 * t, y - high / 2, 96 * t, high};
  const Rect save{copy.x - 8 - 88 * t, copy.y, 88 * t, high};
  const bool saves = framed_button(ui, "save", save, "Save…", 15, "As a .py file");
  const bool copies = filled_button(ui, "copy", copy, "Copy", 15, "The whole script, to the clipboard");
  const bool closes = icon_button(ui, "close", {box.right() - 28 * t, y}, 14 * t, Icon::close, "Close (C)");
  y += 28 * t;
  const auto& all = frameworks();
  const auto now = static_cast<std::size_t>(&framework_named(session.code_framework) - all.data());
  const auto chosen =
      segments(ui, "framework", {box.x + margin, y, width - 2 * margin, kSegmentHeight * t}, titles(), now);
  y += (kSegmentHeight + 14) * t;
  const Rect body{box.x + margin, y, width - margin - 6, box.bottom() - y - 10};
  if (problem_.empty())
    lines(ui, body);
  else
    ui.paragraph({body.x, body.y}, problem_, 16, body.w - margin, ui.colors.warning);
  ui.end_panel();
  if (copies) try_command(target, {"copy-code", session.code_framework});
  if (saves) try_command(target, {"save-code"});
  if (closes) try_command(target, {"code", "off"});
  if (chosen) try_command(target, {"code", std::string(all[*chosen].name)});
}

}  // namespace convscope
