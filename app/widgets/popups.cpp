// Dropdowns and their lists.
#include <fmt/format.h>

#include <algorithm>

#include "app/widgets/compat.hpp"
#include "app/widgets/imgui_types.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

constexpr double kListRow = 34, kListPadding = 6;

/// Its number tells it from others: names may be empty, or the same.
bool list_entry(const Ui& ui, const Rect& row, std::size_t number, const Choice& choice, bool current) {
  const Touch touch = ui.touch(fmt::format("entry/{}", number), row);
  if (touch.hovered && choice.possible) ui.draw(Box{.rect = row, .radius = 6, .fill = ui.colors.cell});
  ui.explain(touch, choice.help);
  const Color ink = !choice.possible ? ui.colors.faint : current ? ui.colors.accent : ui.colors.ink;
  ui.text({row.x + 12, row.centre().y}, choice.name, 15, ink, current ? Font::text_medium : Font::text);
  ui.text({row.right() - 12, row.centre().y}, choice.note, 13, ui.colors.soft, Font::number, Align::right);
  return touch.clicked && choice.possible;
}

}  // namespace

void popup(const Ui& ui, const std::string& id, const Rect& place, double content, float rounding,
           const std::function<bool(Point corner)>& draw) {
  ImGui::SetNextWindowPos(vec(place.x, place.y));
  ImGui::SetNextWindowSize(vec(place.w, place.h));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, vec(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_PopupRounding, rounding);
  ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, 1.0F);
  ImGui::PushStyleColor(ImGuiCol_PopupBg, packed(ui.colors.window));
  ImGui::PushStyleColor(ImGuiCol_Border, packed(ui.colors.line));
  const ImGuiWindowFlags bar = content > place.h ? 0 : ImGuiWindowFlags_NoScrollbar;
  if (ImGui::BeginPopup(id.c_str(), ImGuiWindowFlags_NoMove | bar)) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const bool done = draw({corner.x, corner.y});
    ImGui::SetCursorScreenPos(vec(corner.x, corner.y + content - 1));
    ImGui::Dummy(vec(1, 1));  // says how high the content is
    if (done || compat::key_pressed(compat::Key::escape, false)) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(3);
}

std::optional<std::size_t> popup_list(const Ui& ui, std::string_view id, const Rect& anchor, bool open,
                                      std::span<const Choice> choices, std::string_view current,
                                      double least_width) {
  const std::string name(id);
  if (open) ImGui::OpenPopup(name.c_str());
  if (!ImGui::IsPopupOpen(name.c_str())) return std::nullopt;
  double width = least_width;
  for (const Choice& choice : choices)
    width =
        std::max(width, ui.width_of(choice.name, 15, Font::text_medium) +
                            (choice.note.empty() ? 0 : ui.width_of(choice.note, 13, Font::number) + 24) + 40);
  const double row = kListRow * ui.type, all = row * static_cast<double>(choices.size()) + 2 * kListPadding;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const double below = screen.y - anchor.bottom() - 12, above = anchor.y - 12;
  const bool downwards = all <= below || below >= above;
  const double height = std::min(all, downwards ? below : above);
  const double x = std::clamp(anchor.right() - width, 8.0, std::max(8.0, screen.x - width - 8));
  const Rect box{x, downwards ? anchor.bottom() + 4 : anchor.y - 4 - height, width, height};
  std::optional<std::size_t> chosen;
  popup(ui, name, box, all, 10, [&](Point corner) {
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const Rect place{corner.x + kListPadding, corner.y + kListPadding + row * static_cast<double>(i),
                       width - 2 * kListPadding - (all > height ? 10 : 0), row};
      if (list_entry(ui, place, i, choices[i], choices[i].name == current)) chosen = i;
    }
    return chosen.has_value();
  });
  return chosen;
}

std::optional<std::size_t> dropdown(const Ui& ui, std::string_view id, const Rect& rect,
                                    std::string_view label, std::string_view value,
                                    std::span<const Choice> choices, std::string_view help,
                                    std::string_view topic) {
  const Touch touch = ui.touch(id, rect);
  ui.explain(touch, help, topic);
  if (touch.hovered)
    ui.draw(Box{.rect = {rect.x - 8, rect.y, rect.w + 16, rect.h}, .radius = 6, .fill = ui.colors.cell});
  ui.text({rect.x, rect.centre().y}, label, 15, ui.colors.soft);
  draw_icon(ui, Icon::caret_down, {rect.right() - 5, rect.centre().y}, 10 * ui.type, ui.colors.ink);
  const double room = rect.w - ui.width_of(label, 15) - 12 - 18;
  const double width = std::min(room, ui.width_of(value, 15, Font::text_medium));
  ui.text_within({rect.right() - 18 - width, rect.centre().y}, value, 15, width + 0.5, ui.colors.ink,
                 Font::text_medium);
  return popup_list(ui, std::string(id) + "/list", rect, touch.clicked, choices, value, 180 * ui.type);
}

}  // namespace convscope
