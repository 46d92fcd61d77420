// What is seen in a pane: the tiles of its pictures, and over them numbers in pixels, the ring, the
// selection, the split's edge.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "app/labs/images/compare_stage.hpp"
#include "app/views/number_text.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

Rect joined(const Rect& a, const Rect& b) {
  const double x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::max(0.0, std::min(a.right(), b.right()) - x),
          std::max(0.0, std::min(a.bottom(), b.bottom()) - y)};
}

/// A tile on the stage: of the level that is asked for, or, until that is there, of a coarser one.
TilesShown place_tile(const ImagesState& state, const TileKey& key, const Rect& clip, const Rect& picture,
                      double own_width, int layer, StageDrawing& drawing, Point origin) {
  constexpr int kCoarser = 8;
  for (int up = 0; up <= kCoarser; ++up) {
    const TileKey found{key.subject, key.level + up, key.column >> up, key.row >> up};
    const TilePtr tile = state.tile(found);
    if (!tile) continue;
    const double texel = std::ldexp(picture.w / own_width, found.level);
    const double side = texel * static_cast<double>(kTile);
    const Rect rect{picture.x + static_cast<double>(found.column) * side,
                    picture.y + static_cast<double>(found.row) * side,
                    texel * static_cast<double>(tile->width), texel * static_cast<double>(tile->height)};
    const double wanted = std::ldexp(picture.w / own_width, key.level) * static_cast<double>(kTile);
    const Rect part{picture.x + static_cast<double>(key.column) * wanted,
                    picture.y + static_cast<double>(key.row) * wanted, wanted, wanted};
    drawing.tiles.push_back(
        {.pixels = {tile, tile->rgba, static_cast<int>(tile->width), static_cast<int>(tile->height)},
         .rect = in_device(rect, origin, drawing.density),
         .clip = in_device(joined(part, clip), origin, drawing.density),
         .layer = layer});
    return {.any = true, .old = state.stale(found)};
  }
  return {};
}

}  // namespace

StageDrawing drawing_for(const DeskUi& ui, const Rect& area) {
  return {.width = saturated<int>(std::round(area.w * ui.density)),
          .height = saturated<int>(std::round(area.h * ui.density)),
          .density = ui.density,
          .theme = ui.desk.session.theme};
}

Rect in_device(const Rect& r, Point origin, double density) {
  return {(r.x - origin.x) * density, (r.y - origin.y) * density, r.w * density, r.h * density};
}

TilesShown place_tiles(const ImagesState& state, std::size_t subject, const Rect& area, const Rect& picture,
                       int layer, StageDrawing& drawing, Point origin, std::vector<TileKey>& wanted) {
  const Extent own = state.extent(subject);
  if (own.width <= 0 || picture.w <= 0) return {};
  const double width = static_cast<double>(own.width);
  const int level = level_for(picture.w * drawing.density * drawing.samples / width);
  const TileRange range = tiles_in(area, picture, own, kTile << level);
  // Beside the picture there is nothing to wait for.
  TilesShown shown{.any = range.first_row >= range.end_row || range.first_column >= range.end_column};
  for (Index row = range.first_row; row < range.end_row; ++row)
    for (Index column = range.first_column; column < range.end_column; ++column) {
      const TileKey key{subject, level, column, row};
      wanted.push_back(key);
      const TilesShown one = place_tile(state, key, area, picture, width, layer, drawing, origin);
      shown = {shown.any || one.any, shown.old || one.old};
    }
  return shown;
}

void ink_stage(const DeskUi& ui, ImageStagePainter& painter, std::size_t slot, const StageDrawing& drawing,
               Point origin) {
  StagePicture shown;
  if (!ui.desk.attempt([&] { shown = painter.draw(slot, drawing); })) return;
  if (!shown.complete) ui.unfinished();
  // Only where there is something: what is transparent costs time, too.
  for (const StagePane& pane : drawing.panes) {
    const Rect seen = joined(pane.rect, pane.picture);
    const double x0 = std::floor(seen.x), y0 = std::floor(seen.y);
    const double x1 = std::min<double>(std::ceil(seen.right()), drawing.width);
    const double y1 = std::min<double>(std::ceil(seen.bottom()), drawing.height);
    const auto place = [&](double x, double y) {
      return ImVec2{static_cast<float>(origin.x + x / ui.density),
                    static_cast<float>(origin.y + y / ui.density)};
    };
    const auto share = [&](double x, double y) {
      return ImVec2{static_cast<float>(x / drawing.width), static_cast<float>(y / drawing.height)};
    };
    if (x1 <= x0 || y1 <= y0) continue;
    if (shown.anew)
      ui.repainted({origin.x + x0 / ui.density, origin.y + y0 / ui.density, (x1 - x0) / ui.density,
                    (y1 - y0) / ui.density});
    compat::add_image(*ImGui::GetWindowDrawList(), shown.texture, place(x0, y0), place(x1, y1), share(x0, y0),
                      share(x1, y1));
  }
}

namespace {

constexpr double kNumbersFrom = 34, kNumbersFull = 44;  // logical pixels for one of the picture
constexpr double kLeastProblem = 12;                    // size of a sentence in a pane
constexpr Color kWhite{255, 255, 255, 255}, kBlack{0, 0, 0, 255};
constexpr double kLeastOfBest = 4.58;  ///< contrast of black or white on any ground
/// Of red, green and blue: nearly black, nearly white, with a touch of the channel.
constexpr std::array kDarkInks{Color{64, 0, 8, 255}, Color{0, 36, 16, 255}, Color{4, 14, 74, 255}};
constexpr std::array kLightInks{Color{255, 226, 222, 255}, Color{220, 255, 232, 255},
                                Color{222, 238, 255, 255}};

void clip_to(const Rect& r) {
  ImGui::PushClipRect({static_cast<float>(r.x), static_cast<float>(r.y)},
                      {static_cast<float>(r.right()), static_cast<float>(r.bottom())}, true);
}

/// Dark and light together: seen on every picture.
void outline(const DeskUi& ui, const Rect& r, double radius, double width) {
  ui.draw(Box{.rect = r.inset(-width / 2),
              .radius = radius,
              .stroke = kBlack.with_alpha(0.75),
              .stroke_width = width + 2});
  ui.draw(Box{.rect = r.inset(-width / 2), .radius = radius, .stroke = kWhite, .stroke_width = width});
}

/// The ground of a pixel's numbers.
Color ground_of(const DeskUi& ui, PaneKind kind, const std::array<float, 4>& rgba) {
  const double r = static_cast<double>(rgba[0]), g = static_cast<double>(rgba[1]),
               b = static_cast<double>(rgba[2]), gain = ui.desk.state<ImagesState>().stage.gain / (3 * 255.0);
  const auto byte = [](double v) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(v, 0.0, 255.0)));
  };
  if (kind == PaneKind::plain) return {byte(r), byte(g), byte(b), 255};
  const double size = std::min((std::abs(r) + std::abs(g) + std::abs(b)) * gain, 1.0);
  const bool darker = 0.299 * r + 0.587 * g + 0.114 * b < 0;  // as shaders/image_stage has it
  return kind == PaneKind::difference ? diverging(ui.colors, darker ? -size : size) : sequential(size);
}

/// What a pixel of the pane says: its values, or for pairs the second's less the first's, or its size.
std::optional<std::array<float, 4>> values(const ImagesState& state, const ComparePane& pane,
                                           std::size_t subject, Index x, Index y) {
  const auto a = state.pixel(subject, x, y);
  if (!pane.second || pane.split) return a;
  const auto b = state.pixel(*pane.second, x, y);
  if (!a || !b) return std::nullopt;
  std::array<float, 4> by{(*b)[0] - (*a)[0], (*b)[1] - (*a)[1], (*b)[2] - (*a)[2], 255};
  if (pane.kind == PaneKind::error)
    for (float& value : by) value = std::abs(value);
  return by;
}

void pixel_number(const DeskUi& ui, const Rect& cell, const std::array<float, 4>& rgba, bool difference,
                  Color ground, double alpha) {
  std::array<std::string, 3> v;
  for (std::size_t c = 0; c < 3; ++c) {
    const double n = std::round(static_cast<double>(rgba[c]));
    v[c] = difference && n != 0 ? signed_text(n, NumberFormat::automatic)
                                : number_text(n, NumberFormat::automatic);
  }
  const Point middle = cell.centre();
  // No ink is readable enough on all colours of a photograph: with high contrast numbers bring their ground.
  if (ui.colors.readable > kLeastOfBest) {
    ground = kBlack;
    ui.draw(Box{.rect = cell.inset(cell.w * 0.08), .radius = 3, .fill = ground.with_alpha(alpha)});
  }
  const bool dark = contrast(kWhite, ground) >= contrast(kBlack, ground);
  if (v[0] == v[1] && v[1] == v[2]) {
    const double size = std::clamp(cell.w * 0.32, 10.0, 22.0) / ui.type;
    ui.text(middle, v[0], size, (dark ? kWhite : kBlack).with_alpha(alpha), Font::number, Align::centre);
    return;
  }
  const double size = std::clamp(cell.w * 0.26, 9.5, 18.0), line = size * 1.15;
  const std::array<Color, 3>& inks = dark ? kLightInks : kDarkInks;
  for (std::size_t c = 0; c < 3; ++c)
    ui.text({middle.x, middle.y + (static_cast<double>(c) - 1) * line}, v[c], size / ui.type,
            (contrast(inks[c], ground) >= ui.colors.readable ? inks[c]
             : dark                                          ? kWhite
                                                             : kBlack)
                .with_alpha(alpha),
            Font::number, Align::centre);
}

void numbers(const DeskUi& ui, const ComparePane& pane, std::size_t subject, const Rect& part) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const Extent own = state.extent(subject);
  const double side = pane.picture.w / static_cast<double>(std::max<Index>(own.width, 1));
  if (side < kNumbersFrom) return;
  const double alpha = std::clamp((side - kNumbersFrom) / (kNumbersFull - kNumbersFrom), 0.25, 1.0);
  const bool difference = pane.kind == PaneKind::difference;
  const TileRange seen = tiles_in(part, pane.picture, own, 1);  // a tile of one pixel
  for (Index y = seen.first_row; y < seen.end_row; ++y)
    for (Index x = seen.first_column; x < seen.end_column; ++x) {
      const auto rgba = values(state, pane, subject, x, y);
      if (!rgba) continue;
      pixel_number(ui, rect_of(pane.picture, own, {x, y, 1, 1}), *rgba, difference,
                   ground_of(ui, pane.kind, *rgba), alpha);
    }
}

void ring(const DeskUi& ui, const ComparePane& pane) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const auto pointed = state.stage.pointed;
  if (!pointed) return;
  const Rect cell = rect_of(pane.picture, state.extent(), {pointed->x, pointed->y, 1, 1});
  if (!pane.area.contains(cell.centre())) return;
  if (cell.w >= 6) return outline(ui, cell, 2, 2);
  outline(ui, {cell.centre().x - 7, cell.centre().y - 7, 14, 14}, 7, 1.5);
}

void selection(const DeskUi& ui, const ComparePane& pane) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const PixelArea& area = state.stage.selection;
  if (area.empty()) return;
  const Rect r = rect_of(pane.picture, state.extent(), area);
  if (r.right() < pane.area.x || r.x > pane.area.right() || r.bottom() < pane.area.y ||
      r.y > pane.area.bottom())
    return;
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
  draw_plate(ui, {r.centre().x, r.y - 18}, fmt::format("{} × {}", area.width, area.height), pane.area);
}

void split_edge(const DeskUi& ui, const ComparePane& pane) {
  const ImagesState& state = ui.desk.state<ImagesState>();
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

void say_problem(const DeskUi& ui, const ComparePane& pane, const std::string& words) {
  ui.draw(Box{.rect = pane.area.inset(0.5), .radius = 8, .fill = ui.colors.window, .stroke = ui.colors.line});
  double size = 15, width = 0, height = 0;
  for (; size >= kLeastProblem; --size) {
    width = std::min(pane.area.w - (size < 15 ? 12 : 32), 420 * ui.type);
    height = ui.paragraph({}, words, size, width, ui.colors.soft, false);
    if (height <= pane.area.h - 8) break;
  }
  if (size < kLeastProblem)  // the table has the sentence
    return ui.text(pane.area.centre(), "refused", 15, ui.colors.warning, Font::text, Align::centre);
  ui.paragraph({pane.area.centre().x - width / 2, pane.area.centre().y - height / 2}, words, size, width,
               ui.colors.soft);
}

}  // namespace

void draw_plate(const DeskUi& ui, Point at, std::string_view words, const Rect& within, Font font) {
  const double width = ui.width_of(words, kPlateText, font) + kPlateMargin, height = 22 * ui.type;
  const Rect r{
      std::clamp(at.x - width / 2, within.x + 4, std::max(within.x + 4, within.right() - width - 4)),
      std::clamp(at.y - height / 2, within.y + 4, std::max(within.y + 4, within.bottom() - height - 4)),
      width, height};
  ui.draw(Box{.rect = r, .radius = 6, .fill = kBlack.with_alpha(0.78)});
  ui.text(r.centre(), words, kPlateText, kWhite, font, Align::centre);
}

void draw_pane_overlays(const DeskUi& ui, const ComparePane& pane, TilesShown shown) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  for (const std::size_t subject : {pane.first, pane.second.value_or(pane.first)})
    if (const std::string problem = state.subject_problem(subject); !problem.empty())
      return say_problem(ui, pane, problem);
  clip_to(pane.area);
  if (shown.old) ui.draw(Box{.rect = pane.area, .fill = ui.colors.stage.with_alpha(0.28)});
  if (shown.old || !shown.any)
    draw_plate(ui, {pane.area.right(), pane.area.y}, shown.old ? "updating…" : "enlarging…", pane.area,
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
  if (state.stage.layout == ImageStage::Layout::heat) draw_pane_heat(ui, pane);
  selection(ui, pane);
  if (split) split_edge(ui, pane);
  ring(ui, pane);
  ImGui::PopClipRect();
}

}  // namespace convscope
