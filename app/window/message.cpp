// What went wrong or was done, at the stage's foot.
#include <imgui.h>

#include <algorithm>

#include "app/desk/presenting.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/overlays.hpp"

namespace convscope {

void draw_message(const DeskUi& ui, const Rect& stage, CommandTarget& target) {
  Desk& desk = ui.desk;
  if (desk.message.empty()) return;
  const double padding = 14, mark = 4, close = 34 * ui.type;
  const double most = std::min(stage.w - 48, 900 * ui.type) - close - 2 * padding - mark;
  const double action = desk.offer ? ui.width_of(desk.offer->title, 15, Font::text_bold) + 28 * ui.type : 0;
  const double width = std::min(most - action, ui.width_of(desk.message, 15) + 2);
  const double height = ui.paragraph({}, desk.message, 15, width, ui.colors.ink, false) + 2 * padding - 4;
  const double all = width + action + close + 2 * padding + mark;
  const Rect rect{stage.centre().x - all / 2, stage.bottom() - height - 20, all, height};
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (rect.contains({mouse.x, mouse.y})) desk.told = desk.presenting().now();  // it is being read
  ui.begin_floating("message", rect);
  ui.draw(Box{.rect = rect.inset(1), .radius = 10, .fill = ui.colors.ink});
  ui.draw(Box{.rect = {rect.x + 10, rect.y + 12, mark, rect.h - 24},
              .radius = 2,
              .fill = desk.warning ? ui.colors.kernel : ui.colors.output});
  ui.paragraph({rect.x + padding + mark + 6, rect.y + padding - 2}, desk.message, 15, width,
               ui.colors.window);
  const Point corner{rect.right() - close / 2 - 4, rect.centre().y};
  const Touch touch = ui.touch("close", {corner.x - 14, corner.y - 14, 28, 28});
  draw_icon(ui, Icon::close, corner, 12 * ui.type, touch.hovered ? ui.colors.window : ui.colors.faint);
  if (touch.clicked) desk.message.clear();
  bool taken = false;
  if (desk.offer) {
    const Rect button{rect.right() - close - action, rect.y + 6, action - 8, rect.h - 12};
    const Touch offer = ui.touch("offer", button);
    if (offer.hovered) ui.draw(Box{.rect = button, .radius = 7, .fill = ui.colors.soft});
    ui.text(button.centre(), desk.offer->title, 15, ui.colors.window, Font::text_bold, Align::centre);
    taken = offer.clicked;
  }
  ui.end_panel();
  if (!taken) return;
  const CommandWords words = desk.offer->command;  // goes with the message
  desk.message.clear();
  desk.attempt([&] { run_command(target, words); });
}

}  // namespace convscope
