// The right panel: what the views' inspector writes, where it can be scrolled.
#include "app/desk/claim_links.hpp"
#include "app/labs/explore/panels.hpp"
#include "app/widgets/compat.hpp"

namespace convscope {

void draw_inspector_panel(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  ui.begin_panel("inspector", rect, ui.colors.window);
  ui.hairline({rect.x, rect.y}, {rect.x, rect.bottom()});
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x + 1), static_cast<float>(rect.y)});
  compat::begin_child("text", {static_cast<float>(rect.w - 1), static_cast<float>(rect.h)},
                      ImGuiWindowFlags_NoNav);
  const ExploreState& lab = explorer(ui.desk);
  const DerivedPtr shown = lab.shown();
  ui.desk.attempt([&] {
    if (!shown || !ui.desk.begun()) return;
    Style style = lab.style(rect.w - 1, rect.h);
    style.type = ui.type;
    Picture picture = draw_inspector(lab.view(), *shown, lab.moment(), style);
    picture.background = {};
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ui.draw(picture, {at.x, at.y});
    link_sentences(ui, picture, {at.x, at.y}, target);
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy({static_cast<float>(picture.width - 16), static_cast<float>(picture.height - 1)});
  });
  ImGui::EndChild();
  ui.end_panel();
}

}  // namespace convscope
