#include "app/widgets/panel_column.hpp"

#include "app/widgets/compat.hpp"

namespace convscope {

namespace {
constexpr double kNarrow = 260, kLow = 640, kFoot = 16;
}

Column PanelColumn::begin(const Ui& ui, const char* id, const Rect& rect, Side side) {
  ui.begin_panel(id, rect, ui.colors.window);
  const double line = side == Side::right ? 1 : 0;
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x + line), static_cast<float>(rect.y)});
  compat::begin_child("column", {static_cast<float>(rect.w - 2), static_cast<float>(rect.h)},
                      ImGuiWindowFlags_NoNav);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const double margin = rect.w < kNarrow * ui.type ? 18 : 24;
  return {origin.x + margin, origin.y + (rect.h < kLow ? 12.0 : 20.0), rect.w - 2 * margin - 2};
}

PanelColumn::PanelColumn(const Ui& ui, const char* id, const Rect& rect, Side side)
    : Column(begin(ui, id, rect, side)),
      ui_(ui),
      edge_(side == Side::left ? rect.right() - 1 / ui.density : rect.x),
      top_(rect.y),
      bottom_(rect.bottom()),
      left_(ImGui::GetCursorScreenPos().x) {}

PanelColumn::~PanelColumn() {
  gap(kFoot);
  ImGui::SetCursorScreenPos({left_, static_cast<float>(y() - 1)});
  ImGui::Dummy({1, 1});  // says how high the content is
  ImGui::EndChild();
  ui_.hairline({edge_, top_}, {edge_, bottom_});
  ui_.end_panel();
}

}  // namespace convscope
