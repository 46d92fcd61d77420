#include "app/window/main_window.hpp"

#include <algorithm>

#include "app/labs/claims/lab.hpp"
#include "app/labs/explore/lab.hpp"
#include "app/labs/images/lab.hpp"
#include "app/labs/round_trip/lab.hpp"
#include "app/labs/sizes/lab.hpp"

namespace convscope {

MainWindow::MainWindow()
    : labs_{std::make_unique<Explore>(), std::make_unique<RoundTripLab>(), std::make_unique<SizesLab>(),
            std::make_unique<ImagesLab>(), std::make_unique<ClaimsLab>()} {}

void MainWindow::draw(const Ui& ui, double width, double height, CommandTarget& target) {
  const Session& session = ui.app.session;
  const double header = (is_low(ui) ? 50 : 56) * bar_type(ui);
  const Rect area{0, header, width, std::max(240.0, height - header)};

  labs_[static_cast<std::size_t>(session.lab)]->draw(ui, area, target);
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
