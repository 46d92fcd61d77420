// What lies over the pictures: names, numbers in pixels, the ring, the selection, the split's edge, legends.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/labs/images/compare_stage.hpp"
#include "app/ui/widgets.hpp"

namespace convscope {

namespace {

constexpr double kNumbersFrom = 34, kNumbersFull = 44;  // logical pixels for one of the picture
constexpr Color kWhite{255, 255, 255, 255}, kBlack{10, 12, 16, 255};
/// Of red, green and blue: nearly black, nearly white, with a touch of the channel.
constexpr std::array kDarkInks{Color{64, 0, 8, 255}, Color{0, 36, 16, 255}, Color{4, 14, 74, 255}};
constexpr std::array kLightInks{Color{255, 226, 222, 255}, Color{220, 255, 232, 255},
                                Color{222, 238, 255, 255}};

Extent extent_of(const ImagesState& state) {
  return {state.width(), state.height()};
}

void clip_to(const Rect& r) {
  ImGui::PushClipRect({static_cast<float>(r.x), static_cast<float>(r.y)},
                      {static_cast<float>(r.right()), static_cast<float>(r.bottom())}, true);
}

/// Dark and light together: seen on every picture.
void outline(const Ui& ui, const Rect& r, double radius, double width) {
  ui.draw(Box{.rect = r.inset(-width / 2),
              .radius = radius,
              .stroke = kBlack.with_alpha(0.75),
              .stroke_width = width + 2});
  ui.draw(Box{.rect = r.inset(-width / 2), .radius = radius, .stroke = kWhite, .stroke_width = width});
}

/// A small plate with words, `at` its middle.
void plate(const Ui& ui, Point at, std::string_view words, const Rect& within, Font font = Font::number) {
  const double width = ui.width_of(words, 13, font) + 16, height = 22 * ui.type;
  const Rect r{
      std::clamp(at.x - width / 2, within.x + 4, std::max(within.x + 4, within.right() - width - 4)),
      std::clamp(at.y - height / 2, within.y + 4, std::max(within.y + 4, within.bottom() - height - 4)),
      width, height};
  ui.draw(Box{.rect = r, .radius = 6, .fill = kBlack.with_alpha(0.78)});
  ui.text(r.centre(), words, 13, kWhite, font, Align::centre);
}

bool is_dark(const std::array<float, 4>& rgba) {
  return 0.2126F * rgba[0] + 0.7152F * rgba[1] + 0.0722F * rgba[2] < 118;
}

/// What a pixel of the pane says: its values, or for pairs the second's less the first's.
std::optional<std::array<float, 4>> values(const ImagesState& state, const ComparePane& pane,
                                           std::size_t subject, Index x, Index y) {
  const auto a = state.pixel(subject, x, y);
  if (!pane.second || pane.split) return a;
  const auto b = state.pixel(*pane.second, x, y);
  if (!a || !b) return std::nullopt;
  return std::array<float, 4>{(*b)[0] - (*a)[0], (*b)[1] - (*a)[1], (*b)[2] - (*a)[2], 255};
}

void pixel_number(const Ui& ui, const Rect& cell, const std::array<float, 4>& rgba, bool difference,
                  bool dark, double alpha) {
  std::array<long, 3> v{};
  for (std::size_t c = 0; c < 3; ++c) v[c] = std::lround(rgba[c]);
  const auto text = [difference](long n) {
    if (!difference) return fmt::format("{}", n);
    return n < 0 ? fmt::format("−{}", -n) : n > 0 ? fmt::format("+{}", n) : std::string("0");
  };
  const Point middle = cell.centre();
  if (v[0] == v[1] && v[1] == v[2]) {
    const double size = std::clamp(cell.w * 0.32, 10.0, 22.0) / ui.type;
    ui.text(middle, text(v[0]), size, (dark ? kWhite : kBlack).with_alpha(alpha), Font::number,
            Align::centre);
    return;
  }
  const double size = std::clamp(cell.w * 0.26, 9.5, 18.0), line = size * 1.15;
  const std::array<Color, 3>& inks = dark ? kLightInks : kDarkInks;
  for (std::size_t c = 0; c < 3; ++c)
    ui.text({middle.x, middle.y + (static_cast<double>(c) - 1) * line}, text(v[c]), size / ui.type,
            inks[c].with_alpha(alpha), Font::number, Align::centre);
}

void numbers(const Ui& ui, const ComparePane& pane, std::size_t subject, const Rect& part) {
  const ImagesState& state = ui.app.images();
  const Extent own{state.subject_width(subject), state.subject_height(subject)};
  const double side = pane.picture.w / static_cast<double>(std::max<Index>(own.width, 1));
  if (side < kNumbersFrom) return;
  const double alpha = std::clamp((side - kNumbersFrom) / (kNumbersFull - kNumbersFrom), 0.25, 1.0);
  const bool difference = pane.kind == PaneKind::difference || pane.kind == PaneKind::error;
  const TileRange seen = tiles_in(part, pane.picture, own, 1);  // a tile of one pixel
  for (Index y = seen.first_row; y < seen.end_row; ++y)
    for (Index x = seen.first_column; x < seen.end_column; ++x) {
      const auto rgba = values(state, pane, subject, x, y);
      if (!rgba) continue;
      const double gain = state.stage.gain;
      const float mean = ((*rgba)[0] + (*rgba)[1] + (*rgba)[2]) / 3;
      const bool dark = pane.kind == PaneKind::difference ? std::abs(static_cast<double>(mean)) * gain > 120
                        : pane.kind == PaneKind::error    ? std::abs(static_cast<double>(mean)) * gain < 130
                                                          : is_dark(*rgba);
      pixel_number(ui, rect_of(pane.picture, own, {x, y, 1, 1}), *rgba, difference, dark, alpha);
    }
}

void ring(const Ui& ui, const ComparePane& pane) {
  const ImagesState& state = ui.app.images();
  const auto pointed = state.stage.pointed;
  if (!pointed) return;
  const Rect cell = rect_of(pane.picture, extent_of(state), {pointed->x, pointed->y, 1, 1});
  if (!pane.area.contains(cell.centre())) return;
  if (cell.w >= 6) return outline(ui, cell, 2, 2);
  outline(ui, {cell.centre().x - 7, cell.centre().y - 7, 14, 14}, 7, 1.5);
}

void selection(const Ui& ui, const ComparePane& pane) {
  const ImagesState& state = ui.app.images();
  const PixelArea& area = state.stage.selection;
  if (area.empty()) return;
  const Rect r = rect_of(pane.picture, extent_of(state), area);
  outline(ui, r, 0, 1.5);
  if (std::min(r.w, r.h) > 24)
    for (const Point p :
         {Point{r.x, r.y}, Point{r.right(), r.y}, Point{r.x, r.bottom()}, Point{r.right(), r.bottom()}})
      ui.draw(Box{.rect = {p.x - 4.5, p.y - 4.5, 9, 9},
                  .radius = 2,
                  .fill = kWhite,
                  .stroke = kBlack.with_alpha(0.75),
                  .stroke_width = 1});
  if (pane.area.w < 240 || r.w < 90 * ui.type) return;  // the table says it, too
  plate(ui, {r.centre().x, r.y - 18}, fmt::format("{} × {}", area.width, area.height), pane.area);
}

void split_edge(const Ui& ui, const ComparePane& pane) {
  const ImagesState& state = ui.app.images();
  const double x = pane.area.x + state.stage.split * pane.area.w, y = pane.area.centre().y;
  ui.draw(Box{.rect = {x - 2, pane.area.y, 4, pane.area.h}, .fill = kBlack.with_alpha(0.35)});
  ui.draw(Box{.rect = {x - 1, pane.area.y, 2, pane.area.h}, .fill = kWhite});
  const Rect knob{x - 15, y - 15, 30, 30};
  ui.draw(Box{.rect = knob.inset(-1), .radius = 16, .fill = kBlack.with_alpha(0.25)});
  ui.draw(Box{.rect = knob, .radius = 15, .fill = kWhite});
  for (const double way : {-1.0, 1.0})
    ui.draw(Path{.start = {x + way * 4, y - 5},
                 .segments = {{.to = {x + way * 9, y}}, {.to = {x + way * 4, y + 5}}},
                 .stroke = kBlack,
                 .stroke_width = 1.8});
}

void say_problem(const Ui& ui, const ComparePane& pane, const std::string& words) {
  ui.draw(Box{.rect = pane.area.inset(0.5), .radius = 8, .fill = ui.colors.window, .stroke = ui.colors.line});
  const double width = std::min(pane.area.w - 32, 420 * ui.type);
  const double height = ui.paragraph({}, words, 15, width, ui.colors.soft, false);
  ui.paragraph({pane.area.centre().x - width / 2, pane.area.centre().y - height / 2}, words, 15, width,
               ui.colors.soft);
}

}  // namespace

void draw_pane_overlays(const Ui& ui, const ComparePane& pane, TilesShown shown) {
  const ImagesState& state = ui.app.images();
  for (const std::size_t subject : {pane.first, pane.second.value_or(pane.first)})
    if (const std::string problem = state.subject_problem(subject); !problem.empty())
      return say_problem(ui, pane, problem);
  clip_to(pane.area);
  if (shown.old) ui.draw(Box{.rect = pane.area, .fill = ui.colors.stage.with_alpha(0.28)});
  if (shown.old || !shown.any)
    plate(ui, {pane.area.right(), pane.area.y}, shown.old ? "updating…" : "enlarging…", pane.area,
          Font::text);
  const bool split = pane.split;
  const double edge = pane.area.x + state.stage.split * pane.area.w;
  if (split && pane.second) {
    const Rect left{pane.area.x, pane.area.y, edge - pane.area.x, pane.area.h};
    const Rect right{edge, pane.area.y, pane.area.right() - edge, pane.area.h};
    clip_to(left);
    numbers(ui, pane, pane.first, left);
    ImGui::PopClipRect();
    clip_to(right);
    numbers(ui, pane, *pane.second, right);
    ImGui::PopClipRect();
  } else {
    numbers(ui, pane, pane.first, pane.area);
  }
  selection(ui, pane);
  if (split) split_edge(ui, pane);
  ring(ui, pane);
  ImGui::PopClipRect();
}

namespace {

/// A name that opens the list of subjects; returns its width.
double subject_choice(const Ui& ui, std::string_view id, Point at, double room, std::size_t& subject,
                      bool to_right, bool strong = true) {
  const ImagesState& state = ui.app.images();
  const std::string name = state.subject_name(subject), detail = state.subject_detail(subject);
  const Font font = strong ? Font::text_bold : Font::text_medium;
  const double caret = 18 * ui.type;
  const double name_width = std::min(ui.width_of(name, 15, font), room - caret);
  const double detail_room = room - caret - name_width - 8;
  const double detail_width =
      detail.empty() || detail_room < 40 ? 0 : std::min(detail_room, ui.width_of(detail, 13));
  const double width = name_width + caret + (detail_width > 0 ? detail_width + 8 : 0);
  const double x = to_right ? at.x - width : at.x;
  const Rect place{x - 6, at.y - 13 * ui.type, width + 8, 26 * ui.type};
  const Touch touch = ui.touch(id, place);
  ui.explain(touch, "Another picture in this place (, and . go through the contenders)", "images/stage");
  if (touch.hovered) ui.draw(Box{.rect = place, .radius = 6, .fill = ui.colors.cell});
  ui.text_within({x, at.y}, name, 15, name_width + 0.5, strong ? ui.colors.ink : ui.colors.soft, font);
  if (detail_width > 0)
    ui.text_within({x + name_width + 8, at.y}, detail, 13, detail_width + 0.5, ui.colors.soft);
  draw_icon(ui, Icon::caret_down, {x + width - 7, at.y}, 8 * ui.type, ui.colors.soft);
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < state.subjects(); ++i)
    choices.push_back(
        {state.subject_name(i) + (state.subject_detail(i).empty() ? "" : "  " + state.subject_detail(i)),
         {},
         {},
         true});
  if (const auto chosen = popup_list(ui, std::string(id) + "/list", place, touch.clicked, choices,
                                     choices[subject].name, 200 * ui.type))
    subject = *chosen;
  return width;
}

/// What the reader first asks of a contender.
std::string short_number(const ImagesState& state, std::size_t subject) {
  if (subject == 0) return fmt::format("{} × {}", state.width(), state.height());
  if (subject == 1) return fmt::format("{} × {}", state.subject_width(1), state.subject_height(1));
  const auto& all = state.measurements();
  if (subject - 2 >= all.size() || !all[subject - 2].ready || !all[subject - 2].problem.empty()) return {};
  const double psnr = all[subject - 2].measures.psnr;
  return std::isinf(psnr) ? "exact" : fmt::format("{:.1f} dB", psnr);
}

}  // namespace

void draw_pane_title(const Ui& ui, const ComparePane& pane, std::size_t index, CommandTarget&) {
  ImagesState& state = ui.app.images();
  ImageStage& stage = state.stage;
  // Among many, close above the picture, also where that is less high than its pane.
  const bool many = stage.layout == ImageStage::Layout::grid || (pane.second && stage.all);
  const double top = many ? std::max(pane.area.y, pane.picture.y) : pane.area.y;
  const double y = top - (pane.area.y - pane.frame.y) / 2 - 1, x = pane.frame.x + 2;
  const double half = pane.frame.w / 2 - 24;
  ImGui::PushID(static_cast<int>(index));
  if (stage.layout == ImageStage::Layout::split) {
    subject_choice(ui, "first", {x, y}, half, stage.first, false);
    subject_choice(ui, "second", {pane.frame.right() - 2, y}, half, stage.second, true);
  } else if (stage.layout == ImageStage::Layout::flip) {
    double end = x + subject_choice(ui, "first", {x, y}, half, stage.first, false, !stage.flipped);
    const std::string_view hold = "hold Space:";
    ui.text({end + 14, y}, hold, 13, ui.colors.soft);
    end += 14 + ui.width_of(hold, 13) + 12;
    subject_choice(ui, "second", {end, y}, half, stage.second, false, stage.flipped);
  } else if (pane.second && !stage.all) {
    double end = x + subject_choice(ui, "second", {x, y}, half, stage.second, false);
    ui.text({end + 12, y}, "minus", 13, ui.colors.soft);
    end += 12 + ui.width_of("minus", 13) + 12;
    subject_choice(ui, "first", {end, y}, half, stage.first, false, false);
  } else {
    const std::size_t subject = pane.second.value_or(pane.first);
    const std::string name = state.subject_name(subject), detail = state.subject_detail(subject);
    const double room = pane.frame.w - 4;
    const auto widths = [&](double size) {
      return std::pair{ui.width_of(name, size, Font::text_bold),
                       detail.empty() ? 0 : ui.width_of(detail, size - 2) + 8};
    };
    const double size = widths(15).first + widths(15).second > room ? 14 : 15;
    const auto [whole_name, detail_width] = widths(size);
    // What tells two of one method apart is not what is cut off.
    const double least = 44 * ui.type;
    const double name_width = std::min(whole_name, std::max(least, room - detail_width));
    ui.text_within({x, y}, name, size, name_width + 0.5, ui.colors.ink, Font::text_bold);
    if (subject == stage.contender + 2)
      ui.draw(Box{.rect = {pane.frame.x, top - 4 * ui.type, name_width + 2, 2}, .fill = ui.colors.accent});
    if (detail_width > 0 && room - name_width > 38)
      ui.text_within({x + name_width + 7, y}, detail, size - 2, room - name_width - 7, ui.colors.soft);
    // The number stands in the table, too: names go first.
    const std::string number = short_number(state, subject);
    if (name_width + detail_width + ui.width_of(number, 13, Font::number) + 12 <= room)
      ui.text({pane.frame.right() - 2, y}, number, 13, ui.colors.soft, Font::number, Align::right);
  }
  ImGui::PopID();
}

void draw_legend(const Ui& ui, const Rect& row, PaneKind kind, int gain) {
  const bool is_signed = kind == PaneKind::difference;
  const double most = 255.0 / gain, y = row.y + row.h * 0.6;
  const auto number = [](double v) { return fmt::format("{:.4g}", std::round(v * 10) / 10); };
  const std::string low = is_signed ? "−" + number(most) : "0", high = (is_signed ? "+" : "") + number(most);
  const double bar = std::min(220 * ui.type, row.w * 0.4), height = 12 * ui.type;
  const double end = ui.width_of(high, 13, Font::number);
  const Rect scale{row.right() - end - 8 - bar, y - height / 2, bar, height};
  constexpr int kSteps = 64;
  for (int i = 0; i < kSteps; ++i) {
    const double t = (i + 0.5) / kSteps;
    ui.draw(Box{.rect = {scale.x + scale.w * i / kSteps, scale.y, scale.w / kSteps, scale.h},
                .fill = is_signed ? diverging(ui.colors, 2 * t - 1) : sequential(t)});
  }
  ui.text({row.right(), y}, high, 13, ui.colors.ink, Font::number, Align::right);
  ui.text({scale.x - 8, y}, low, 13, ui.colors.ink, Font::number, Align::right);
  const double words = scale.x - 8 - ui.width_of(low, 13, Font::number) - 16 - row.x;
  ui.text_within({row.x + 2, y},
                 is_signed ? "grey levels, mean of red, green and blue"
                           : "grey levels, mean of red, green and blue, without sign",
                 13, words, ui.colors.soft);
}

}  // namespace convscope
