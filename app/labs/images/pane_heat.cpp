// The places where a picture has a printed grid, laid over it in its pane.
#include <fmt/format.h>

#include "app/labs/images/compare_stage.hpp"
#include "app/views/canvas.hpp"
#include "app/views/fitting.hpp"

namespace convscope {

void draw_pane_heat(const DeskUi& ui, const ComparePane& pane) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const Inspection* found = state.inspection(pane.first);
  // The first wording for which the pane has room.
  const auto say = [&](const std::vector<std::string>& wordings) {
    const double size = kPlateText * ui.type, room = pane.area.w - kPlateMargin - 8;
    draw_plate(ui, {pane.area.x, pane.area.bottom()}, fitting(Font::text, size, room, wordings), pane.area,
               Font::text);
  };
  if (!found) {
    const std::string problem = state.inspection_problem(pane.first);
    return say(problem.empty() ? std::vector<std::string>{"looking for grids …", "looking …", "…"}
                               : std::vector<std::string>{problem, "not looked at"});
  }
  const auto worst = found->worst();
  if (!worst || found->grids[*worst].cause != GridCause::upsampling)
    return say({"no printed grid", "no grid", "none"});
  const GridEvidence& e = found->evidence[*worst];
  const Extent extent = state.extent();
  // The picture may be cropped to a multiple of the factor; the map's last cells reach beyond it.
  const auto cell = static_cast<double>(e.cell);
  Picture heat;
  heat.width = pane.picture.w;
  heat.height = pane.picture.h;
  heat.add(Raster{
      .rect = {0, 0, pane.picture.w, pane.picture.h},
      .image = found->heat[*worst],
      .source = {0, 0, static_cast<double>(extent.width) / cell, static_cast<double>(extent.height) / cell},
      .smooth = true});
  ui.draw(heat, {pane.picture.x, pane.picture.y});
  const FoundGrid& grid = found->grids[*worst];
  say({fmt::format("{} × {}, {:.2g} grey levels", grid.period[1], grid.period[0], grid.levels),
       fmt::format("{:.2g} grey levels", grid.levels), fmt::format("{:.2g}", grid.levels)});
}

void draw_heat_row(const DeskUi& ui, const Rect& row) {
  Style style = ui.desk.style(row.w, row.h);
  style.title = false;
  style.type = ui.type;
  Canvas canvas(style, "", "");
  draw_heat_legend(canvas, {2, 0, std::min(row.w - 4, 520 * ui.type), row.h});
  Picture picture = canvas.finish();
  picture.background = {};
  ui.draw(picture, {row.x, row.y});
}

}  // namespace convscope
