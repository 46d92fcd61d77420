// The right panel: the pixel under the pointer in every picture, and each of them magnified around it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "app/labs/images/lab.hpp"
#include "app/views/images/why.hpp"
#include "app/views/number_text.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

constexpr double kMagnification = 8, kReadingMargin = 20;

/// The pixel of a subject at a pixel of the original.
PixelPlace own_pixel(const ImagesState& state, std::size_t subject, PixelPlace at) {
  const Index factor = subject == 1 ? state.settings().factor : 1;
  return {at.x / factor, at.y / factor};
}

std::string rounded(float v) {
  return number_text(std::round(static_cast<double>(v)), NumberFormat::automatic);
}

Color shown_color(const std::array<float, 4>& rgba) {
  const auto byte = [](float v) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(v, 0.0F, 255.0F)));
  };
  return {byte(rgba[0]), byte(rgba[1]), byte(rgba[2]), byte(rgba[3])};
}

/// What a worker is at, how far it is, and an end to it; at the foot of the panel. Returns its height, 0
/// without work.
double draw_work(const DeskUi& ui, const Rect& panel, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const auto [work, share] = state.work();
  if (work.empty()) return 0;
  const double height = 58 * ui.type;
  const Rect r{panel.x, panel.bottom() - height, panel.w, height};
  ui.draw(Box{.rect = r, .fill = ui.colors.window});
  ui.hairline({r.x, r.y}, {r.right(), r.y});
  const double x = r.x + 20, right = r.right() - 20;
  const double cancel = ui.width_of("Cancel", 14, Font::text_medium) + 16;
  ui.text_within({x, r.y + 20 * ui.type}, work, 14, right - cancel - x - 8, ui.colors.ink);
  if (text_button(ui, "cancel", {right - cancel + 8, r.y + 8 * ui.type, cancel, 24 * ui.type}, "Cancel", 14,
                  ui.colors.accent, "What is shown stays", Align::centre, Font::text_medium))
    try_command(target, {"cancel"});
  const Rect bar{x, r.bottom() - 16 * ui.type, right - x, 4};
  ui.draw(Box{.rect = bar, .radius = 2, .fill = ui.colors.line});
  if (share > 0.01)
    ui.draw(Box{
        .rect = {bar.x, bar.y, bar.w * std::min(share, 1.0), bar.h}, .radius = 2, .fill = ui.colors.accent});
  return height;
}

/// The pixel under the pointer, in every picture.
void pixel(const DeskUi& ui, Column& column) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const auto pointed = state.stage.pointed;
  const Rect head = column.take(28 * ui.type);
  ui.text({head.x, head.centre().y},
          pointed ? fmt::format("Pixel ({}, {})", pointed->x, pointed->y) : "Pixel", 17, ui.colors.ink,
          Font::text_bold);
  if (!pointed) {
    const std::string_view words =
        "Point at a picture: the pixel's numbers stand here, from all of them. The wheel zooms, dragging "
        "moves, Shift and dragging selects.";
    const double height = ui.paragraph({}, words, 14, column.width(), ui.colors.soft, false);
    const Rect place = column.take(height + 6);
    ui.paragraph({place.x, place.y}, words, 14, place.w, ui.colors.soft);
    return;
  }
  const double number = ui.width_of("−255", 13, Font::number) + 3;
  for (std::size_t i = 0; i < state.subjects(); ++i) {
    const Rect row = column.take(22 * ui.type);
    const double y = row.centre().y;
    const PixelPlace own = own_pixel(state, i, *pointed);
    const auto rgba = state.pixel(i, own.x, own.y);
    const Rect swatch{row.x, y - 6 * ui.type, 12 * ui.type, 12 * ui.type};
    ui.draw(Box{.rect = swatch,
                .radius = 3,
                .fill = rgba ? shown_color(*rgba) : ui.colors.cell,
                .stroke = ui.colors.line});
    const double x = swatch.right() + 8;
    const std::string detail = state.subject_detail(i), name = state.subject_name(i),
                      all = name + " " + detail;
    const double room = row.right() - 3 * number - x - 6;
    ui.text_within({x, y},
                   detail.empty()                 ? name
                   : ui.width_of(all, 14) <= room ? all
                                                  : detail,
                   14, room, ui.colors.ink);
    if (!rgba) continue;
    const bool grey =
        rounded((*rgba)[0]) == rounded((*rgba)[1]) && rounded((*rgba)[1]) == rounded((*rgba)[2]);
    for (std::size_t c = grey ? 2 : 0; c < 3; ++c)
      ui.text({row.right() - (2 - static_cast<double>(c)) * number, y}, rounded((*rgba)[c]), 13,
              ui.colors.soft, Font::number, Align::right);
  }
  column.gap(4);
}

/// Every picture magnified around it.
void loupe(const DeskUi& ui, Column& column, ImageStagePainter& painter, std::vector<TileKey>& wanted) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const auto pointed = state.stage.pointed;
  if (!state.stage.loupe || !pointed) return;
  const Rect head = column.take(28 * ui.type);
  ui.text({head.x, head.centre().y}, "Loupe", 17, ui.colors.ink, Font::text_bold);
  ui.text({head.right(), head.centre().y}, "× 8", 14, ui.colors.soft, Font::number, Align::right);
  // Squares of whole device pixels, so that every pixel in them is as large as the others.
  constexpr double gap = 8;
  const auto count = static_cast<double>(state.subjects());
  const std::size_t across = column.width() > 240 ? 4 : 3;
  const double columns = static_cast<double>(across), rows = std::ceil(count / columns);
  const double side = std::floor((column.width() - gap * (columns - 1)) / columns), tag = 18 * ui.type;
  const Rect all = column.take(rows * (side + tag + 4));
  const Point origin{std::round(all.x * ui.density) / ui.density,
                     std::round(all.y * ui.density) / ui.density};
  StageDrawing drawing = drawing_for(ui, {origin.x, origin.y, all.w, all.h});
  if (drawing.width < 1 || drawing.height < 1) return;
  const Viewport viewport{static_cast<double>(pointed->x) + 0.5, static_cast<double>(pointed->y) + 0.5,
                          kMagnification};
  std::vector<Rect> squares;
  for (std::size_t i = 0; i < state.subjects(); ++i) {
    const double lane = static_cast<double>(i % across), row = static_cast<double>(i / across);
    const Rect square{origin.x + lane * (side + gap), origin.y + row * (side + tag + 4), side, side};
    squares.push_back(square);
    const Rect picture = placed(viewport, square, state.extent(), ui.density);
    place_tiles(state, i, square, picture, 0, drawing, origin, wanted);
    drawing.panes.push_back(
        {.rect = in_device(square, origin, ui.density), .picture = in_device(picture, origin, ui.density)});
  }
  ink_stage(ui, painter, 1, drawing, origin);
  for (std::size_t i = 0; i < squares.size(); ++i) {
    const Rect& square = squares[i];
    const double half = kMagnification / 2;
    const Rect cell{square.centre().x - half, square.centre().y - half, 2 * half, 2 * half};
    ui.draw(Box{.rect = cell.inset(-1.5),
                .radius = 1,
                .stroke = Color{10, 12, 16, 255}.with_alpha(0.7),
                .stroke_width = 3});
    ui.draw(
        Box{.rect = cell.inset(-1.5), .radius = 1, .stroke = Color{255, 255, 255, 255}, .stroke_width = 1.5});
    const std::string detail = state.subject_detail(i);
    ui.text_within({square.x, square.bottom() + tag / 2}, detail.empty() ? state.subject_name(i) : detail, 12,
                   square.w + gap - 2, ui.colors.soft);
  }
}

void repair_buttons(const DeskUi& ui, Column& column, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  std::string_view wanted;
  for (const Repair& repair : state.repairs()) {
    column.gap(6);
    const Rect row = column.take(34 * ui.type);
    if (framed_button(ui, repair.name, row, fmt::format("Repair: {}", repair.name), 14, repair.help))
      wanted = repair.name;
  }
  if (state.settings().contenders[state.stage.contender].repair) {
    column.gap(6);
    if (framed_button(ui, "unrepair", column.take(34 * ui.type), "Take the repair back", 14,
                      "The kernel as it was"))
      wanted = "off";
  }
  if (!wanted.empty()) try_command(target, {"repair", std::string(wanted)});
}

}  // namespace

void ReadingPanel::histogram(const DeskUi& ui, Column& column) const {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const std::vector<Measurement>& all = state.measurements();
  const auto is_there = [](const Measurement& m) { return !m.measures.empty() && m.problem.empty(); };
  // Of the pixels that numbers are of, whatever is in view; without the chosen one, the original alone.
  const std::size_t chosen = state.chosen_subject() - 2;
  const bool both = chosen < all.size() && is_there(all[chosen]);
  const auto found =
      both ? all.begin() + static_cast<std::ptrdiff_t>(chosen) : std::ranges::find_if(all, is_there);
  if (found == all.end()) return;
  Style style = ui.desk.style(column.width() + 2 * kReadingMargin, 150 * ui.type);
  style.title = false;
  Picture picture = draw_histogram(found->original_brightness, found->brightness,
                                   both ? state.subject_name(chosen + 2) : "", style);
  picture.background = {};
  const Rect place = column.take(picture.height);
  ui.draw(picture, {place.x - kReadingMargin, place.y});
}

void ReadingPanel::meter(const DeskUi& ui, Column& column, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const std::size_t index = state.stage.contender;
  if (index >= state.settings().contenders.size()) return;
  const Rect head = column.take(26 * ui.type);
  const double name = ui.text_within({head.x, head.centre().y}, state.subject_name(index + 2), 17, head.w,
                                     ui.colors.ink, Font::text_bold);
  if (head.w - name > 30)
    ui.text_within({head.x + name + 8, head.centre().y}, state.subject_detail(index + 2), 13,
                   head.w - name - 8, ui.colors.soft);
  const auto upsampler = state.upsampler(index + 2);
  if (upsampler && upsampler != measured_) {
    phases_.reset();
    if (is_stationary(*upsampler)) phases_ = phases_of(*upsampler, state.settings().factor);
    measured_ = upsampler;
  }
  if (phases_ && upsampler) {
    Picture picture = draw_meter(*phases_, ui.desk.style(column.width() + 2 * kReadingMargin, 0));
    picture.background = {};
    const Rect place = column.take(picture.height);
    ui.draw(picture, {place.x - kReadingMargin, place.y});
  }
  repair_buttons(ui, column, target);
}

void ReadingPanel::draw(const DeskUi& ui, const Rect& rect, ImageStagePainter& painter,
                        std::vector<TileKey>& wanted, CommandTarget& target) {
  ui.begin_panel("images/readings", rect, ui.colors.window);
  ui.hairline({rect.x, rect.y}, {rect.x, rect.bottom()});
  const double work = draw_work(ui, rect, target);
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x + 1), static_cast<float>(rect.y)});
  compat::begin_child("readings", {static_cast<float>(rect.w - 1), static_cast<float>(rect.h - work)},
                      ImGuiWindowFlags_NoNav);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  Column column(origin.x + kReadingMargin - 1, origin.y + 14, rect.w - 2 * kReadingMargin);
  const ImagesState& state = ui.desk.state<ImagesState>();
  if (state.ready()) {
    const auto rule = [&] {
      column.gap(10);
      ui.hairline({column.take(0).x, column.y()}, {origin.x + rect.w - kReadingMargin, column.y()});
      column.gap(10);
    };
    if (state.mode().compares()) {
      pixel(ui, column);
      loupe(ui, column, painter, wanted);
      rule();
    }
    meter(ui, column, target);
    if (state.mode().compares()) {
      rule();
      histogram(ui, column);
    }
  }
  ImGui::SetCursorScreenPos({origin.x, static_cast<float>(column.y() + 12)});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
  ui.end_panel();
}

}  // namespace convscope
