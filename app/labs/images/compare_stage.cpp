#include "app/labs/images/compare_stage.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

constexpr double kGap = 14, kLegend = 30;
constexpr double kMostSamples = 4, kMostSampled = 8e6;  // device pixels of a layer

Extent extent_of(const ImagesState& state) {
  return {state.width(), state.height()};
}

Rect joined(const Rect& a, const Rect& b) {
  const double x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::max(0.0, std::min(a.right(), b.right()) - x),
          std::max(0.0, std::min(a.bottom(), b.bottom()) - y)};
}

/// To device pixels, from the stage's corner; whole ones, for what is clipped.
Rect device(const Rect& r, Point origin, double density) {
  return {(r.x - origin.x) * density, (r.y - origin.y) * density, r.w * density, r.h * density};
}
Rect whole(const Rect& r) {
  const double x = std::round(r.x), y = std::round(r.y);
  return {x, y, std::round(r.right()) - x, std::round(r.bottom()) - y};
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
         .rect = device(rect, origin, drawing.density),
         .clip = device(joined(part, clip), origin, drawing.density),
         .layer = layer});
    return {.any = true, .old = state.stale(found)};
  }
  return {};
}

bool is_pair(const ComparePane& pane) {
  return pane.kind == PaneKind::difference || pane.kind == PaneKind::error;
}

/// How often a device pixel's difference is worked out so that each pixel of the picture is met, within what
/// can be afforded.
int samples_for(const std::vector<ComparePane>& panes, Extent picture, const StageDrawing& drawing) {
  if (panes.empty() || !is_pair(panes[0])) return 1;
  const double scale =
      panes[0].picture.w * drawing.density / static_cast<double>(std::max<Index>(picture.width, 1));
  const double area = static_cast<double>(drawing.width) * drawing.height;
  const double most = std::min(kMostSamples, std::floor(std::sqrt(kMostSampled / area)));
  return static_cast<int>(std::clamp(std::ceil(1 / scale - 1e-6), 1.0, std::max(1.0, most)));
}

}  // namespace

TilesShown place_tiles(const ImagesState& state, std::size_t subject, const Rect& area, const Rect& picture,
                       int layer, StageDrawing& drawing, Point origin, std::vector<TileKey>& wanted) {
  const Extent own{state.subject_width(subject), state.subject_height(subject)};
  if (own.width <= 0 || picture.w <= 0) return {};
  const double width = static_cast<double>(own.width);
  const int level = level_for(picture.w * drawing.density * drawing.samples / width);
  const TileRange range = tiles_in(area, picture, own, kTile << level);
  TilesShown shown;
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
    if (x1 > x0 && y1 > y0)
      compat::add_image(*ImGui::GetWindowDrawList(), shown.texture, place(x0, y0), place(x1, y1),
                        share(x0, y0), share(x1, y1));
  }
}

std::size_t shown_subject(const ImageStage& stage) {
  return stage.flipped ? stage.second : stage.first;
}

std::vector<ComparePane> CompareStage::panes(const DeskUi& ui, const Rect& all) const {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const ImageStage& stage = state.stage;
  double title = pane_title_height(ui, {}, all.w);
  std::vector<ComparePane> panes;
  using enum ImageStage::Layout;
  const auto add = [&](const Rect& frame, PaneKind kind, std::size_t first,
                       std::optional<std::size_t> second) {
    const Rect room{frame.x, frame.y + title, frame.w, std::max(1.0, frame.h - title)};
    panes.push_back({frame, room, placed(stage.viewport, room, extent_of(state), ui.density), kind, first,
                     second, stage.layout == split});
  };
  const PaneKind pair = stage.layout == difference ? PaneKind::difference : PaneKind::error;
  const bool pairs = stage.layout == difference || stage.layout == error;
  const Rect area{all.x, all.y, all.w, all.h - (pairs ? kLegend * ui.type : 0)};
  if (stage.layout == grid || (pairs && stage.all)) {
    const std::size_t from = pairs ? 2 : 0;
    const std::size_t count = state.subjects() > from ? state.subjects() - from : 0;
    std::vector<std::size_t> subjects(count);
    std::iota(subjects.begin(), subjects.end(), from);
    const auto frames_for = [&](double height) {
      return grid_panes(area, count, extent_of(state), kGap * ui.type, height,
                        pane_least_width(ui, subjects));
    };
    std::vector<Rect> frames = frames_for(title);
    if (count > 0 && pane_title_height(ui, subjects, frames[0].w) > title) {
      title = pane_title_height(ui, subjects, frames[0].w);
      frames = frames_for(title);
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (pairs)
        add(frames[i], pair, stage.first, i + from);
      else
        add(frames[i], PaneKind::plain, i, std::nullopt);
    }
  } else if (stage.layout == flip) {
    add(area, PaneKind::plain, shown_subject(stage), std::nullopt);
  } else {
    add(area, stage.layout == split ? PaneKind::plain : pair, stage.first, stage.second);
  }
  return panes;
}

void CompareStage::ink_pictures(const DeskUi& ui, const Rect& area, ImageStagePainter& painter,
                                std::vector<TileKey>& wanted) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const ImageStage& stage = state.stage;
  const Point origin{area.x, area.y};
  StageDrawing drawing{.width = static_cast<int>(std::lround(area.w * ui.density)),
                       .height = static_cast<int>(std::lround(area.h * ui.density)),
                       .density = ui.density,
                       .theme = ui.desk.session.theme};
  if (drawing.width < 1 || drawing.height < 1) return;
  if (!panes_.empty()) drawing.kind = panes_[0].kind;
  drawing.gain = static_cast<double>(stage.gain);
  drawing.samples = samples_for(panes_, extent_of(state), drawing);
  shown_.assign(panes_.size(), {});
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    const ComparePane& pane = panes_[i];
    const auto problem = [&](std::size_t subject) { return !state.subject_problem(subject).empty(); };
    if (problem(pane.first) || (pane.second && problem(*pane.second))) continue;
    // Left of the split's edge the first one, right of it the second, on whole device pixels.
    Rect first = pane.area, second = pane.area;
    if (pane.split) {
      const double edge = pane.area.x + stage.split * pane.area.w;
      const double x = origin.x + std::round((edge - origin.x) * ui.density) / ui.density;
      first.w = x - first.x;
      second = {x, second.y, second.right() - x, second.h};
    }
    shown_[i] = place_tiles(state, pane.first, first, pane.picture, 0, drawing, origin, wanted);
    if (pane.second) {
      const TilesShown other =
          place_tiles(state, *pane.second, second, pane.picture, pane.split ? 0 : 1, drawing, origin, wanted);
      shown_[i] = {shown_[i].any && other.any, shown_[i].old || other.old};
    }
    drawing.panes.push_back({.rect = whole(device(pane.area, origin, ui.density)),
                             .picture = device(pane.picture, origin, ui.density)});
  }
  ink_stage(ui, painter, 0, drawing, origin);
}

void CompareStage::follow_picture(ImagesState& state) {
  ImageStage& stage = state.stage;
  const std::string& now = state.settings().picture;
  if (picture_ && *picture_ != now) {
    stage.viewport = {};
    stage.selection = {};
  }
  picture_ = now;
  // What is left of the selection when another factor crops the picture otherwise.
  PixelArea& s = stage.selection;
  s.width = std::min(s.width, state.width() - s.x);
  s.height = std::min(s.height, state.height() - s.y);
  if (s.empty()) s = {};
  // What was shown when there were more contenders.
  const std::size_t last = state.subjects() - 1;
  stage.first = std::min(stage.first, last);
  stage.second = std::min(stage.second, last);
}

void CompareStage::flip_while_held(const DeskUi& ui, const Rect& area) {
  ImageStage& stage = ui.desk.state<ImagesState>().stage;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool here = area.contains({mouse.x, mouse.y}) && ImGui::IsWindowHovered();
  const bool held = stage.layout == ImageStage::Layout::flip && !ui.editor().is_open() &&
                    (compat::key_down(compat::Key::space) ||
                     (ImGui::IsMouseDown(ImGuiMouseButton_Right) && (here || flip_held_)));
  if (std::exchange(flip_held_, held) != held) stage.flipped = held;  // a command may have turned it, too
}

void CompareStage::draw(const DeskUi& ui, const Rect& area, CommandTarget& target, ImageStagePainter& painter,
                        std::vector<TileKey>& wanted) {
  ImageStage& stage = ui.desk.state<ImagesState>().stage;
  follow_picture(ui.desk.state<ImagesState>());
  flip_while_held(ui, area);
  panes_ = panes(ui, area);
  const ImVec2 moved = ImGui::GetIO().MouseDelta;
  if (moved.x != 0 || moved.y != 0) stage.pointed.reset();
  for (std::size_t i = 0; i < panes_.size(); ++i) react(ui, panes_[i], i, target);
  panes_ = panes(ui, area);  // where the pointer has moved them
  if (!panes_.empty()) {
    stage.pane_width = panes_[0].area.w;
    stage.pane_height = panes_[0].area.h;
    stage.density = ui.density;
  }
  ink_pictures(ui, area, painter, wanted);
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    draw_pane_overlays(ui, panes_[i], shown_[i]);
    draw_pane_title(ui, panes_[i], i, target);
  }
  const double legend = kLegend * ui.type;
  if (!panes_.empty() && is_pair(panes_[0]))
    draw_legend(ui, {area.x, area.bottom() - legend, area.w, legend}, panes_[0].kind, stage.gain);
}

}  // namespace convscope
