#include "app/window/main_window.hpp"

#include <imgui.h>

#include <algorithm>

#include "app/desk/panels.hpp"

namespace convscope {

MainWindow::MainWindow(std::span<const LabRow> labs) {
  for (const LabRow& lab : labs) labs_.push_back(lab.lab());
}

void MainWindow::draw(const DeskUi& ui, double width, double height, CommandTarget& target) {
  const Session& session = ui.desk.session;
  const double header = (is_low(ui) ? 50 : 56) * bar_type(ui);
  const Rect area{0, header, width, std::max(240.0, height - header)};

  labs_[static_cast<std::size_t>(&ui.desk.front() - ui.desk.labs().data())]->draw(ui, area, target);
  draw_header(ui, {0, 0, width, header}, target);
  draw_message(ui, lab_columns(ui, area, foot_height(ui, true)).middle);
  const Rect all{0, 0, width, height};
  draw_help_overlay(ui, all, target);
  palette_.draw(ui, all, target);
  if (session.blank) {
    ImGui::SetNextWindowFocus();
    ui.begin_floating("blank", all);
    ui.draw(Box{.rect = all, .fill = Color{0, 0, 0, 255}});
    ui.end_panel();
  }
}

}  // namespace convscope
