// Sliders, segments, switches, rows.
#include "app/widgets/widgets.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "app/picture/fit.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

/// For tests: the words should leave a hair's breadth of their place.
void note_fit(const Ui& ui, std::string_view words, double size, Font font, double width) {
  if (ui.width_of(words, size, font) > width) note_unfit(words);
}

constexpr double kKnob = 8, kTrack = 4;

/// The open editor; what was entered, if it differs from before.
std::optional<std::string> edited(const Ui& ui, const Rect& rect, const std::string& before) {
  const FieldEditor::End end = ui.editor().draw(ui, rect);
  if (end == FieldEditor::End::none) return std::nullopt;
  const std::string text = ui.editor().text();
  ui.editor().close();
  if (end == FieldEditor::End::cancelled || text == before) return std::nullopt;
  return text;
}

/// The value at the slider's right end, clicked to be typed.
std::optional<std::string> typed_value(const Ui& ui, const Rect& rect, const SliderLook& look) {
  const std::string place = std::string(look.id) + "/typed";
  if (ui.editor().is_open(place)) {
    const double width = std::max(rect.w * 0.45, 80 * ui.type);
    return edited(ui, {rect.right() - width, rect.y - 2, width, rect.h + 2}, look.typed);
  }
  const double width = std::max(ui.width_of(look.value, 15, Font::number) + 12, 32.0);
  const Rect place_rect{rect.right() - width, rect.y, width + 4, rect.h};
  const Touch touch = ui.touch(place, place_rect);
  if (touch.hovered) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    ui.draw(Box{.rect = place_rect.inset(1), .radius = 5, .fill = ui.colors.cell});
  }
  ui.explain(touch, "Click to type a value", look.topic);
  if (touch.clicked) ui.editor().open(place, look.typed);
  ui.text({rect.right(), rect.centre().y}, look.value, 15, ui.colors.ink, Font::number, Align::right);
  return std::nullopt;
}

}  // namespace

SliderEdit slider(const Ui& ui, const Rect& rect, const SliderLook& look) {
  SliderEdit edit;
  if (const ImVec2 mouse = ImGui::GetIO().MousePos; rect.contains({mouse.x, mouse.y}))
    ui.about(look.help, look.topic);
  const double top = 24 * ui.type;
  const Rect words{rect.x, rect.y, rect.w, top};
  const double label_width = ui.width_of(look.label, 15, Font::text_medium);
  ui.explain(ui.touch(std::string(look.id) + "/label", {rect.x, rect.y, label_width + 8, top}), look.help,
             look.topic);
  KeyboardFocus* const focus = KeyboardFocus::current();
  if (focus != nullptr) focus->pass();
  ui.text({rect.x, words.centre().y}, look.label, 15, ui.colors.ink, Font::text_medium);
  edit.typed = typed_value(ui, words, look);

  const double y = rect.y + top + 8 * ui.type;
  const double x0 = rect.x + kKnob - 2, x1 = rect.right() - kKnob + 2;
  const double span = static_cast<double>(std::max<Index>(1, look.most - look.least));
  const auto x_of = [&](Index value) {
    return x0 + (x1 - x0) * std::clamp(static_cast<double>(value - look.least) / span, 0.0, 1.0);
  };
  const Touch touch = ui.touch(look.id, {rect.x - 4, y - 11, rect.w + 8, 22});
  ui.explain(touch, look.help, look.topic);
  if (focus != nullptr) focus->arrows(KeyboardFocus::Arrows::value);
  // The wheel belongs to the panel unless the pointer rests on the track; arrow keys go where it points.
  if (touch.held) {
    const Index wanted = look.least + saturated(std::round((touch.at.x - x0) / (x1 - x0) * span));
    edit.beyond = wanted > look.possible_most && touch.at.x > x_of(look.possible_most) + 6;
    edit.before = wanted < look.possible_least && touch.at.x < x_of(look.possible_least) - 6;
    const Index moved =
        std::clamp(std::clamp(wanted, look.least, look.most), look.possible_least, look.possible_most);
    if (moved != look.now) edit.moved = moved;
  } else if (touch.hovered) {
    Index step = 0;
    const bool plain = !ImGui::GetIO().KeyCtrl && !ImGui::GetIO().KeyShift;
    const bool sideways = keyboard_has_focus();  // without it they are the lab's
    const auto asked = [&](compat::Key upright, compat::Key level) {
      return plain && (compat::key_pressed(upright, true) || (sideways && compat::key_pressed(level, true)));
    };
    if (asked(compat::Key::up, compat::Key::right)) ++step;
    if (asked(compat::Key::down, compat::Key::left)) --step;
    if (ImGui::GetIO().KeyCtrl) step += saturated(std::round(ImGui::GetIO().MouseWheel));
    if (step != 0) {
      edit.beyond = step > 0 && look.now + step > look.possible_most;
      edit.before = step < 0 && look.now + step < look.possible_least;
      const Index moved = std::clamp(look.now + step, std::min(look.now, look.possible_least),
                                     std::max(look.now, look.possible_most));
      if (moved != look.now) edit.moved = moved;
      edit.ended = true;
    }
  }
  edit.ended = edit.ended || touch.released;

  const double knob = x_of(look.now);
  const Color rest = mix(ui.colors.line, ui.colors.ink, 0.03);
  const auto track = [&](double from, double to, Color color) {
    if (to > from)
      ui.draw(Box{.rect = {from, y - kTrack / 2, to - from, kTrack}, .radius = kTrack / 2, .fill = color});
  };
  const double reach0 = look.possible_least > look.least ? x_of(look.possible_least) : rect.x;
  const double reach1 = look.possible_most < look.most ? x_of(look.possible_most) : rect.right();
  track(reach0, reach1, rest);
  // Out of reach: dots instead of a track.
  for (Index value = look.least; value <= look.most; ++value)
    if (value < look.possible_least || value > look.possible_most)
      ui.draw(Box{.rect = {x_of(value) - 1.5, y - 1.5, 3, 3}, .radius = 1.5, .fill = ui.colors.hatch});
  track(rect.x, knob, ui.colors.accent);
  const double radius = touch.held ? kKnob + 1 : kKnob;
  if (touch.hovered || touch.held)
    ui.draw(
        Box{.rect = {knob - 14, y - 14, 28, 28}, .radius = 14, .fill = ui.colors.accent.with_alpha(0.14)});
  ui.draw(Box{.rect = {knob - radius, y - radius, 2 * radius, 2 * radius},
              .radius = radius,
              .fill = ui.colors.window,
              .stroke = ui.colors.accent,
              .stroke_width = 2});
  return edit;
}

namespace {

constexpr double kSegmentType = 15, kLeastSegmentType = 10, kSegmentGap = 16, kLeastSegmentGap = 8;

struct SegmentWidths {
  std::vector<double> of;
  double type = kSegmentType;
};

/// Equal ones where all names have room in them, else as wide as the names, which become smaller where they
/// must.
SegmentWidths segment_widths(const Ui& ui, double room, std::span<const std::string_view> names) {
  const auto count = static_cast<double>(names.size());
  SegmentWidths out{std::vector(names.size(), room / count)};
  std::vector<double> wide;
  for (const std::string_view name : names) wide.push_back(ui.width_of(name, kSegmentType, Font::text_bold));
  if (std::ranges::all_of(wide, [&](double width) { return width <= room / count - kSegmentGap; }))
    return out;
  const double sum = std::accumulate(wide.begin(), wide.end(), 0.0);
  const double share = std::min(1.0, (room - kLeastSegmentGap * count) / sum);
  out.type = std::max(kLeastSegmentType, kSegmentType * share);
  const double scale = out.type / kSegmentType, gap = (room - sum * scale) / count;
  for (std::size_t i = 0; i < names.size(); ++i)
    out.of[i] = gap > 0 ? wide[i] * scale + gap : room * wide[i] / sum;
  return out;
}

}  // namespace

std::optional<std::size_t> segments(const Ui& ui, std::string_view id, const Rect& rect,
                                    std::span<const std::string_view> names, std::size_t now) {
  std::optional<std::size_t> chosen;
  ui.draw(Box{.rect = rect, .radius = 8, .fill = mix(ui.colors.cell, ui.colors.window, 0.2)});
  const SegmentWidths widths = segment_widths(ui, rect.w - 6, names);
  double x = rect.x + 3;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Rect place{x, rect.y + 3, widths.of[i], rect.h - 6};
    x += place.w;
    const Touch touch = ui.touch(std::string(id) + std::string(names[i]), place);
    if (touch.clicked && i != now) chosen = i;
    if (i == now) {
      ui.draw(Box{.rect = {place.x, place.y + 1, place.w, place.h},
                  .radius = 6,
                  .fill = Color{0, 0, 0, 255}.with_alpha(0.07)});
      ui.draw(Box{.rect = place,
                  .radius = 6,
                  .fill = mix(ui.colors.window, ui.colors.ink, is_dark(ui.theme) ? 0.12 : 0),
                  .stroke = ui.colors.border});
    }
    const Font font = i == now ? Font::text_bold : Font::text;
    const double room = place.w - kLeastSegmentGap / 2;
    const double wide = std::min(room, ui.width_of(names[i], widths.type, font));
    ui.text_within({place.centre().x - wide / 2, place.centre().y}, names[i], widths.type, room,
                   i == now || touch.hovered ? ui.colors.ink : ui.colors.soft, font);
  }
  return chosen;
}

std::optional<std::string> text_row(const Ui& ui, std::string_view id, const Rect& rect,
                                    std::string_view label, const std::string& value,
                                    std::string_view placeholder, std::string_view help,
                                    std::string_view topic) {
  const double label_width = ui.width_of(label, 15) + 12;
  ui.explain(ui.touch(std::string(id) + "/label", {rect.x, rect.y, label_width, rect.h}), help, topic);
  ui.text({rect.x, rect.centre().y}, label, 15, ui.colors.soft);
  const Rect place{rect.x + label_width, rect.y + 2, rect.w - label_width, rect.h - 4};
  if (ui.editor().is_open(id)) return edited(ui, place, value);
  const Touch touch = ui.touch(id, place);
  if (touch.hovered) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    ui.draw(Box{.rect = place, .radius = 5, .fill = ui.colors.cell});
  }
  if (touch.clicked) ui.editor().open(id, value);
  ui.explain(touch, help, topic);
  const std::string_view shown = value.empty() ? placeholder : std::string_view(value);
  const double width = std::min(ui.width_of(shown, 15, Font::number), place.w - 8);
  ui.text_within({place.right() - width, rect.centre().y}, shown, 15, width + 0.5,
                 value.empty() ? ui.colors.faint : ui.colors.ink, Font::number);
  return std::nullopt;
}

bool icon_button(const Ui& ui, std::string_view id, Point centre, double radius, Icon icon,
                 std::string_view help, bool filled) {
  const Rect rect{centre.x - radius, centre.y - radius, 2 * radius, 2 * radius};
  const Touch touch = ui.touch(id, rect);
  ui.explain(touch, help);
  const Color accent = mix(ui.colors.accent, ui.colors.ink, touch.held ? 0.25 : touch.hovered ? 0.12 : 0);
  if (filled)
    ui.draw(Box{.rect = rect, .radius = radius, .fill = accent});
  else if (touch.hovered)
    ui.draw(Box{.rect = rect, .radius = radius, .fill = ui.colors.cell});
  draw_icon(ui, icon, centre, radius * (filled ? 0.8 : 0.95),
            filled ? readable_on(ui.colors, accent, Color{255, 255, 255, 255}) : ui.colors.ink);
  return touch.clicked;
}

bool text_button(const Ui& ui, std::string_view id, const Rect& rect, std::string_view words, double size,
                 Color color, std::string_view help, Align align, Font font) {
  const Touch touch = ui.touch(id, rect);
  ui.explain(touch, help);
  if (touch.hovered) ui.draw(Box{.rect = rect, .radius = 6, .fill = ui.colors.cell});
  const double x = align == Align::left ? rect.x : align == Align::centre ? rect.centre().x : rect.right();
  note_fit(ui, words, size, font, rect.w);
  ui.text({x, rect.centre().y}, words, size, color, font, align);
  return touch.clicked;
}

bool framed_button(const Ui& ui, std::string_view id, const Rect& rect, std::string_view words, double size,
                   std::string_view help) {
  const Touch touch = ui.touch(id, rect);
  ui.explain(touch, help);
  ui.draw(Box{.rect = rect.inset(0.5),
              .radius = 7,
              .fill = touch.hovered ? ui.colors.cell : ui.colors.window,
              .stroke = ui.colors.hatch});
  note_fit(ui, words, size, Font::text_medium, rect.w);
  ui.text(rect.centre(), words, size, touch.hovered ? ui.colors.ink : ui.colors.soft, Font::text_medium,
          Align::centre);
  return touch.clicked;
}

bool filled_button(const Ui& ui, std::string_view id, const Rect& rect, std::string_view words, double size,
                   std::string_view help) {
  const Touch touch = ui.touch(id, rect);
  ui.explain(touch, help);
  const Color ground = mix(ui.colors.accent, ui.colors.ink, touch.hovered ? 0.12 : 0);
  ui.draw(Box{.rect = rect, .radius = 7, .fill = ground});
  note_fit(ui, words, size, Font::text_medium, rect.w);
  ui.text(rect.centre(), words, size, readable_on(ui.colors, ground), Font::text_medium, Align::centre);
  return touch.clicked;
}

bool toggle(const Ui& ui, std::string_view id, const Rect& rect, std::string_view words, bool on,
            std::string_view help) {
  const Touch touch = ui.touch(id, rect);
  ui.explain(touch, help);
  const double h = 18 * ui.type, w = 32 * ui.type;
  const Rect track{rect.right() - w, rect.centre().y - h / 2, w, h};
  note_fit(ui, words, 15, Font::text, rect.w - w);
  ui.text({rect.x, rect.centre().y}, words, 15, touch.hovered ? ui.colors.ink : ui.colors.soft);
  ui.draw(Box{.rect = track, .radius = h / 2, .fill = on ? ui.colors.accent : ui.colors.hatch});
  const double knob = h - 4;
  ui.draw(Box{.rect = {on ? track.right() - 2 - knob : track.x + 2, track.y + 2, knob, knob},
              .radius = knob / 2,
              .fill = ui.theme == Theme::high_contrast ? ui.colors.window : Color{255, 255, 255, 255}});
  return touch.clicked;
}

}  // namespace convscope
