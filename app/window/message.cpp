// What went wrong or was done, at the stage's foot.
#include <algorithm>

#include "app/widgets/widgets.hpp"
#include "app/window/overlays.hpp"

namespace convscope {

void draw_message(const DeskUi& ui, const Rect& stage) {
  Desk& desk = ui.desk;
  if (desk.message.empty()) return;
  const double padding = 14, mark = 4, close = 34 * ui.type;
  const double most = std::min(stage.w - 48, 900 * ui.type) - close - 2 * padding - mark;
  const double width = std::min(most, ui.width_of(desk.message, 15) + 2);
  const double height = ui.paragraph({}, desk.message, 15, width, ui.colors.ink, false) + 2 * padding - 4;
  const double all = width + close + 2 * padding + mark;
  const Rect rect{stage.centre().x - all / 2, stage.bottom() - height - 20, all, height};
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
  ui.end_panel();
}

}  // namespace convscope
