// What lies over the window: the list of keys, and the palette of commands.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/picture/language.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/labs.hpp"
#include "app/window/overlays.hpp"
#include "app/window/palette_entries.hpp"
#include "core/base/numbers.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr std::string_view kPalettePlace = "palette";

/// What the keys do in a lab: its own, then those of all labs that it leaves alone.
std::vector<const Command*> commands_with_keys(std::string_view lab) {
  std::vector<const Command*> own, general;
  for (const Command& c : commands())
    if (!c.keys.empty() && c.lab == lab) own.push_back(&c);
  for (const Command& c : commands())
    if (!c.keys.empty() && c.lab.empty() &&
        std::ranges::none_of(own, [&](const Command* mine) { return mine->keys == c.keys; }))
      general.push_back(&c);
  own.insert(own.end(), general.begin(), general.end());
  return own;
}

/// A chord as a small key, right of which the next may stand; returns its width.
double key_cap(const DeskUi& ui, Point left, std::string_view words, double row) {
  const double width = ui.width_of(words, 13, Font::number) + 14, height = std::min(24 * ui.type, row - 3);
  ui.draw(Box{.rect = {left.x, left.y - height / 2, width, height},
              .radius = 5,
              .fill = ui.colors.cell,
              .stroke = ui.colors.line});
  ui.text({left.x + width / 2, left.y}, words, 13, ui.colors.ink, Font::number, Align::centre);
  return width;
}

void key_caps(const DeskUi& ui, Point left, std::string_view keys, double row) {
  while (!keys.empty()) {
    const std::size_t end = std::min(keys.find(' '), keys.size());
    left.x += key_cap(ui, left, keys.substr(0, end), row) + 6;
    keys.remove_prefix(std::min(end + 1, keys.size()));
  }
}

}  // namespace

bool begin_overlay(const DeskUi& ui, const char* id, const Rect& window, const Rect& rect) {
  ImGui::SetNextWindowFocus();
  ui.begin_floating(id, window);
  ui.draw(Box{.rect = window, .fill = Color{10, 14, 22, 255}.with_alpha(0.45)});
  ui.draw(Box{.rect = rect, .radius = 14, .fill = ui.colors.window, .stroke = ui.colors.line});
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  return ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !rect.contains({mouse.x, mouse.y});
}

namespace {

/// What F1 knows about what is under the pointer; returns its height, also when not drawing.
double context(const DeskUi& ui, Point at, double width, bool drawn) {
  const std::string here = ui.explanation();
  if (here.empty()) return 0;
  double y = at.y;
  if (drawn) ui.text({at.x, y + 8}, "Under the pointer", 13, ui.colors.soft);
  y += 24 * ui.type;
  y += ui.paragraph({at.x, y}, here, 16, width, ui.colors.ink, drawn);
  const HelpTopic* topic = help_topic(ui.topic());
  if (topic != nullptr) {
    if (!topic->formula.empty()) {
      const Rect ground{at.x, y + 8, width, 38 * ui.type};
      if (drawn) {
        ui.draw(Box{.rect = ground, .radius = 8, .fill = ui.colors.cell});
        const double wide = ui.width_of(topic->formula, 16, Font::number), room = width - 28;
        ui.text({ground.x + 14, ground.centre().y}, topic->formula, wide > room ? 16 * room / wide : 16,
                ui.colors.ink, Font::number);
      }
      y = ground.bottom() + 8;
    }
    y += ui.paragraph({at.x, y}, topic->text, 16, width, ui.colors.ink, drawn) + 4;
    y += ui.paragraph({at.x, y}, topic->reference, 14, width, ui.colors.soft, drawn);
  }
  return y - at.y + 26;
}

}  // namespace

void draw_help_overlay(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  if (!ui.desk.session.help) return;
  const std::vector<const Command*> listed = commands_with_keys(ui.desk.front().name);
  const double columns = rect.w >= 1100 ? 2 : 1;
  const double rows = std::ceil(static_cast<double>(listed.size()) / columns);
  const double width = std::min(rect.w - 60, 640 * columns * ui.type), inner = width - 64;
  const double intro = context(ui, {}, inner, false);
  const double frame = 34 + 40 + 46, most = rect.h - 40;
  const double row = std::clamp((most - frame - intro) / rows, 24 * ui.type, 32 * ui.type);
  const double height = std::min(most, frame + intro + rows * row);
  const Rect box{rect.centre().x - width / 2, rect.centre().y - height / 2, width, height};
  const bool beside = begin_overlay(ui, "help", rect, box);
  double y = box.y + 30;
  y += context(ui, {box.x + 32, y}, inner, true) + 8;
  ui.text({box.x + 32, y}, "Keys", 20, ui.colors.ink, Font::text_bold);
  y += 20;
  // What does not fit scrolls.
  ImGui::SetCursorScreenPos({static_cast<float>(box.x + 32), static_cast<float>(y)});
  compat::begin_child("keys", {static_cast<float>(inner + 16), static_cast<float>(box.bottom() - 40 - y)},
                      ImGuiWindowFlags_NoNav);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const double lane = inner / columns, keys_width = std::min(196 * ui.type, lane * 0.42);
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const auto lane_at = static_cast<double>(i / static_cast<std::size_t>(rows));
    const double x = origin.x + lane * lane_at;
    const double at = origin.y + row * (static_cast<double>(i) - lane_at * rows + 0.5);
    key_caps(ui, {x, at}, listed[i]->keys, row);
    const double words = lane - keys_width - 16, wide = ui.width_of(listed[i]->help, 14);
    ui.text_within({x + keys_width, at}, listed[i]->help,
                   wide > words ? std::max(12.0, 14 * words / wide) : 14, words, ui.colors.soft);
    if (wide > words)
      ui.explain(ui.touch(fmt::format("key/{}", i), {x + keys_width, at - row / 2, words, row}),
                 listed[i]->help);
  }
  ImGui::SetCursorScreenPos({origin.x, origin.y + static_cast<float>(rows * row) - 1});
  ImGui::Dummy({1, 1});  // says how high the content is
  ImGui::EndChild();
  ui.text_within({box.x + 32, box.bottom() - 22},
                 "Cells: click to type, drag to change. Rest the pointer on anything for its explanation.",
                 13, inner, ui.colors.soft);
  const Point corner{box.right() - 32, box.y + 34};
  const bool closed = icon_button(ui, "close", corner, 15 * ui.type, Icon::close, "");
  ui.end_panel();
  if (beside || closed) try_command(target, {"help", "off"});
}

void CommandPalette::draw(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  Session& session = ui.desk.session;
  if (!session.palette) {
    was_open_ = false;
    return;
  }
  if (!was_open_) {
    ui.editor().open(kPalettePlace, "");
    chosen_ = 0;
    last_text_.clear();
  }
  was_open_ = true;
  const double row = 38 * ui.type, field = 40 * ui.type;
  const double width = std::min(rect.w - 60, 680 * ui.type),
               height = std::clamp(rect.h - 120, field + 32 + row, field + 32 + 10 * row);
  const Rect box{rect.centre().x - width / 2, rect.y + 70, width, height};
  const bool beside = begin_overlay(ui, "palette", rect, box);
  const auto end = ui.editor().is_open(kPalettePlace)
                       ? ui.editor().draw(ui, {box.x + 14, box.y + 14, width - 28, field})
                       : FieldEditor::End::cancelled;
  const std::string text = ui.editor().text();
  if (text != last_text_) chosen_ = 0;
  last_text_ = text;

  const std::vector<PaletteEntry> found = palette_entries(ui.desk, text);
  if (end == FieldEditor::End::down)
    chosen_ = std::min(chosen_ + 1, std::max<std::size_t>(found.size(), 1) - 1);
  if (end == FieldEditor::End::up && chosen_ > 0) --chosen_;

  std::optional<std::size_t> clicked;
  const auto visible = static_cast<std::size_t>(saturated(std::max(1.0, (height - field - 32) / row)));
  const std::size_t from = chosen_ >= visible ? chosen_ - visible + 1 : 0;
  for (std::size_t i = from; i < std::min(found.size(), from + visible); ++i) {
    const PaletteEntry& c = found[i];
    const Rect place{box.x + 14, box.y + field + 22 + row * static_cast<double>(i - from), width - 28, row};
    const Touch touch = ui.touch(fmt::format("{}/{}", c.note, c.name), place);
    if (touch.clicked) clicked = i;
    if (i == chosen_ || touch.hovered) ui.draw(Box{.rect = place, .radius = 7, .fill = ui.colors.cell});
    double x = place.x + 12;
    const bool typed = !c.words.empty() && c.words.front() == c.name;  // a command's name
    const std::string name = typed ? as_it_is(c.name) : c.name;
    ui.text({x, place.centre().y}, name, 15, ui.colors.ink, Font::text_medium);
    x += ui.width_of(name, 15, Font::text_medium) + 8;
    x += ui.text_within({x, place.centre().y}, c.note, 13, place.w * 0.4, ui.colors.faint, Font::number) + 16;
    const double keys = c.keys.empty() ? 0 : ui.width_of(c.keys, 13, Font::number) + 14;
    ui.text({place.right() - 12, place.centre().y}, c.keys, 13, ui.colors.soft, Font::number, Align::right);
    const double room = place.right() - 20 - keys - x;
    ui.text_within({x, place.centre().y}, c.help, 14, room, ui.colors.soft);
    if (ui.width_of(c.help, 14) > room) ui.explain(touch, c.help);
  }
  ui.end_panel();

  const bool enter = end == FieldEditor::End::entered && chosen_ < found.size();
  if (beside || end == FieldEditor::End::cancelled || end == FieldEditor::End::left || clicked || enter) {
    if (end != FieldEditor::End::left || clicked || beside) {
      session.palette = false;
      ui.editor().close();
    }
  }
  if (!clicked && !enter) return;
  const PaletteEntry& wanted = found[clicked ? *clicked : chosen_];
  const bool more = text.size() > wanted.name.size() && text.starts_with(wanted.name + " ");
  if (more && wanted.words.size() == 1) {
    target.desk.attempt([&] {
      for (const auto& words : parse_commands(text)) run_command(target, words);
    });
  } else if (!wanted.needs_more) {
    target.desk.attempt([&] { run_command(target, wanted.words); });
  } else {  // its arguments are still to be typed
    session.palette = was_open_ = true;
    last_text_ = wanted.name + " ";
    ui.editor().open(kPalettePlace, last_text_, FieldEditor::Begin::end);
  }
}

}  // namespace convscope
