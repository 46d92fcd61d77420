#include "app/views/sizes/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/views/sizes/ruler.hpp"
namespace convscope {

Style grown(Style style) {
  constexpr double kWidth = 790, kHeight = 600, kMost = 1.3;
  style.type *= std::clamp(std::min(style.width / kWidth, style.height / kHeight) / style.type, 1.0, kMost);
  return style;
}

void SizeDrawing::row_spot(const Rect& rect, const std::string& id, std::string help, bool chosen,
                           double radius, double thick) {
  const Palette& c = colors();
  if (chosen || lit_ == id)
    canvas_.add(Box{.rect = rect,
                    .radius = radius,
                    .fill = chosen ? c.window : c.cell,
                    .stroke = chosen ? c.ink : Color{},
                    .stroke_width = thick});
  spots_.push_back({rect, id, std::move(help)});
}

void SizeDrawing::ellipsis(const Ruler& ruler, double y, double size) {
  if (!ruler.whole())
    canvas_.text({ruler.gap_centre(), y}, "…", size, colors().soft, Font::text_bold, Align::centre);
}

Rect problem_card(Canvas& canvas, const Rect& rect, std::string_view problem) {
  const Palette& c = canvas.colors();
  const double size = canvas.type(18), width = rect.w - canvas.type(48);
  const int lines = canvas.paragraph({}, problem, size, width, c.ink, Font::text, false);
  const Rect card{rect.x, rect.y, rect.w, size * 1.35 * lines + canvas.type(36)};
  canvas.add(Box{.rect = card, .radius = 12, .fill = c.window, .stroke = c.line});
  canvas.add(Box{.rect = {card.x, card.y, 6, card.h}, .radius = 3, .fill = c.warning});
  canvas.paragraph({card.x + canvas.type(24), card.y + canvas.type(18) + size * 0.6}, problem, size, width,
                   c.ink);
  return card;
}

std::string amount_text(double value) {
  if (value < 1e4) return fmt::format("{:.0f}", value);
  if (value < 1e6) return fmt::format("{:.1f} k", value / 1e3);
  if (value < 1e9) return fmt::format("{:.1f} M", value / 1e6);
  if (value < 1e12) return fmt::format("{:.1f} G", value / 1e9);
  return fmt::format("{:.1f} T", value / 1e12);
}

}  // namespace convscope
