#include "app/widgets/ui.hpp"

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/imgui_types.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "app/widgets/picture_painter.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr double kTooltipDelay = 0.6, kTooltipWidth = 320;
/// Dear ImGui shows a new tooltip some frames after it was first drawn: until then the window must not sleep.
constexpr double kTooltipAppears = 0.12;

}  // namespace

Ui::Ui(const UiLook& look, Gpu& gpu_resources, UiMemory& memory, const compat::FieldFont& text_field_font,
       double seconds)
    : gpu(gpu_resources),
      theme(look.theme),
      colors(palette(look.theme)),
      field_font(text_field_font),
      density(look.density),
      type(look.type),
      look_(look),
      memory_(memory),
      seconds_(seconds) {
  memory_.waiting = memory_.unfinished = false;
  memory_.grounds.clear();
  memory_.repainted.clear();
}

Ui::Ui(const Ui& other, double type_scale)
    : gpu(other.gpu),
      theme(other.theme),
      colors(other.colors),
      field_font(other.field_font),
      density(other.density),
      type(type_scale),
      look_(other.look_),
      memory_(other.memory_),
      seconds_(other.seconds_) {}

void Ui::draw(const Box& box) const {
  PicturePainter(*ImGui::GetWindowDrawList(), gpu, density)(box);
}
void Ui::draw(const Path& path) const {
  PicturePainter(*ImGui::GetWindowDrawList(), gpu, density)(path);
}
void Ui::draw(const Picture& picture, Point at) const {
  PicturePainter(*ImGui::GetWindowDrawList(), gpu, density, at)(picture);
}

void Ui::text(Point at, std::string_view text, double size, Color color, Font font, Align align) const {
  PicturePainter(*ImGui::GetWindowDrawList(), gpu, density)(Label{.at = at,
                                                                  .text = std::string(text),
                                                                  .font = font,
                                                                  .size = size * type,
                                                                  .align = align,
                                                                  .color = color});
}

double Ui::width_of(std::string_view text, double size, Font font) const {
  return text_width(font, size * type, text);
}

double Ui::text_within(Point at, std::string_view words, double size, double width, Color color,
                       Font font) const {
  const std::string shown = shortened(font, size * type, words, width);
  text(at, shown, size, color, font);
  return width_of(shown, size, font);
}

double Ui::paragraph(Point at, std::string_view words, double size, double width, Color color,
                     bool drawn) const {
  const double line = size * type * 1.45;
  double y = at.y + line / 2;
  std::string row;
  const auto flush = [&] {
    if (drawn) text({at.x, y}, as_it_is(row), size, color);
    y += line;
    row.clear();
  };
  const Spoken spoken_words(words);
  for (const LinePart& part : line_parts(spoken_words.text())) {
    const std::string longer = row + (row.empty() || !part.blank ? "" : " ") + std::string(part.text);
    const bool breaks = !row.empty() && width_of(as_it_is(longer), size) > width;
    if (breaks) flush();
    row = breaks ? std::string(part.text) : longer;
  }
  if (!row.empty()) flush();
  return y - line / 2 - at.y;
}

void Ui::hairline(Point from, Point to) const {
  // One device pixel, on the pixel grid.
  const double w = 1 / density;
  draw(Box{.rect = {from.x, from.y, std::max(to.x - from.x, w), std::max(to.y - from.y, w)},
           .fill = colors.line});
}

Touch Ui::touch(std::string_view id, const Rect& rect) const {
  Touch touch;
  if (rect.w <= 0 || rect.h <= 0) return touch;
  ImGui::SetCursorScreenPos(vec(rect.x, rect.y));
  const std::string name(id);
  touch.clicked = ImGui::InvisibleButton(name.c_str(), vec(rect.w, rect.h));
  if (KeyboardFocus* focus = KeyboardFocus::current()) focus->stop(ImGui::GetID(name.c_str()), rect);
  touch.hovered = ImGui::IsItemHovered();
  touch.held = ImGui::IsItemActive();
  touch.pressed = ImGui::IsItemActivated();
  touch.released = ImGui::IsItemDeactivated();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  touch.at = {mouse.x, mouse.y};
  return touch;
}

Point Ui::dragged() const {
  const ImVec2 drag = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
  return {drag.x, drag.y};
}

void Ui::hand(Hand shape) const {
  ImGui::SetMouseCursor(shape == Hand::pointing     ? ImGuiMouseCursor_Hand
                        : shape == Hand::up_down    ? ImGuiMouseCursor_ResizeNS
                        : shape == Hand::left_right ? ImGuiMouseCursor_ResizeEW
                                                    : ImGuiMouseCursor_Arrow);
}

Point Ui::size() const {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  return {size.x, size.y};
}

void Ui::explain(const Touch& touch, std::string_view words, std::string_view topic) const {
  if (!touch.hovered || words.empty()) return;
  const unsigned id = ImGui::GetID(words.data(), words.data() + words.size());
  memory_.explanation = words;
  memory_.topic = topic;
  memory_.explained = true;
  if (memory_.hovered != id || touch.held) {
    memory_.hovered = id;
    memory_.resting = 0;
  }
  memory_.resting += seconds_;
  if (memory_.resting < kTooltipDelay + kTooltipAppears) memory_.waiting = !touch.held;
  if (memory_.resting < kTooltipDelay) return;
  const double padding = 12, size = 14;
  const double width = std::min(kTooltipWidth * type, width_of(words, size) + 1);
  const double height = paragraph({}, words, size, width, colors.ink, false);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const Rect rect{std::clamp(touch.at.x + 14, 8.0, std::max(8.0, screen.x - width - 2 * padding - 8)),
                  touch.at.y + 22 + height + 2 * padding > screen.y ? touch.at.y - height - 2 * padding - 10
                                                                    : touch.at.y + 22,
                  width + 2 * padding, height + 2 * padding};
  ImGui::SetNextWindowPos(vec(rect.x, rect.y));
  ImGui::SetNextWindowSize(vec(rect.w, rect.h));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, vec(0, 0));
  ImGui::PushStyleColor(ImGuiCol_PopupBg, IM_COL32(0, 0, 0, 0));
  ImGui::PushStyleColor(ImGuiCol_Border, IM_COL32(0, 0, 0, 0));
  ImGui::BeginTooltip();
  draw(Box{.rect = rect.inset(0.5), .radius = 8, .fill = colors.ink.with_alpha(0.96)});
  paragraph({rect.x + padding, rect.y + padding}, words, size, width, colors.window);
  ImGui::EndTooltip();
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar();
}

void Ui::begin_window(const char* id, const Rect& rect, Color ground, int flags) const {
  ImGui::SetNextWindowPos(vec(rect.x, rect.y));
  ImGui::SetNextWindowSize(vec(rect.w, rect.h));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, vec(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.0F);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, packed(ground));
  ImGui::Begin(id, nullptr,
               flags | ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                   ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
}

void Ui::begin_panel(const char* id, const Rect& rect, Color ground) const {
  // One that lies over another panel has to be painted over it.
  const bool free = std::ranges::none_of(memory_.grounds, [&](const Ground& other) {
    return rect.x < other.rect.right() && other.rect.x < rect.right() && rect.y < other.rect.bottom() &&
           other.rect.y < rect.bottom();
  });
  memory_.grounds.push_back({rect, free ? ground : Color{}});
  begin_window(id, rect, free ? Color{} : ground, ImGuiWindowFlags_NoBringToFrontOnFocus);
}

void Ui::begin_floating(const char* id, const Rect& rect) const {
  begin_window(id, rect, Color{}, 0);
}

void Ui::end_panel() const {
  ImGui::End();
}

}  // namespace convscope
