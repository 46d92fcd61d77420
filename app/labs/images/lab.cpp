#include "app/labs/images/lab.hpp"

#include <algorithm>

#include "app/widgets/compat.hpp"
#include "app/widgets/keyboard_focus.hpp"

namespace convscope {

namespace {

constexpr double kMargin = 20, kLeastInner = 60;
constexpr double kLeastPage = 640;  ///< narrower stages scroll

/// Before there is a picture: what is under way, what went wrong, or what to do.
void hint(const DeskUi& ui, const Rect& rect) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const bool coming = state.busy();
  const std::string& problem = state.picture_problem();
  const std::string head = coming            ? state.work().name + "…"
                           : problem.empty() ? "No picture is open"
                                             : "The picture cannot be shown";
  const std::string words = coming ? std::string("It will stand here in a moment.")
                            : problem.empty()
                                ? std::string(
                                      "Drop a picture on the window, press Ctrl+O, or choose a test "
                                      "picture on the left.")
                                : problem;
  const double width = std::min(rect.w - 80, 460 * ui.type);
  const Point middle = rect.centre();
  ui.text({middle.x, middle.y - 30 * ui.type}, head, 20, ui.colors.ink, Font::text_bold, Align::centre);
  ui.paragraph({middle.x - width / 2, middle.y}, words, 16, width,
               problem.empty() ? ui.colors.soft : ui.colors.warning);
}

/// What the stage shows as a drawing, with a mark while a newer one is made.
void explanation(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x), static_cast<float>(rect.y)});
  compat::begin_child("explanation", {static_cast<float>(rect.w), static_cast<float>(rect.h)},
                      ImGuiWindowFlags_NoNav | ImGuiWindowFlags_HorizontalScrollbar);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const Style style = ui.desk.style(std::max(rect.w, kLeastPage), std::max(rect.h, 540.0));
  CommandWords click;
  ui.desk.attempt([&] {
    Picture picture = state.mode().draw(state, style);
    picture.background = {};
    ui.draw(picture, {origin.x, origin.y});
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const Point at{static_cast<double>(mouse.x - origin.x), static_cast<double>(mouse.y - origin.y)};
    offer_cells("explanation", rect, picture, {origin.x, origin.y});
    if (ImGui::IsWindowHovered()) {
      if (const Tag tag = hit_test(picture, at)) ui.point_at(tag);
      if (state.mode().click != nullptr) click = state.mode().click(state, style, at);
    }
    ImGui::Dummy({static_cast<float>(picture.width - 12), static_cast<float>(picture.height - 1)});
  });
  if (!click.empty()) {
    ui.hand(Ui::Hand::pointing);
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) ui.desk.attempt([&] { run_command(target, click); });
  }
  ImGui::EndChild();
  if (!state.why.busy()) return;
  const double width = ui.width_of("working it out…", 14) + 24;
  const Rect mark{rect.right() - width - 4, rect.y, width, 28 * ui.type};
  ui.draw(Box{.rect = mark, .radius = mark.h / 2, .fill = ui.colors.cell});
  ui.text(mark.centre(), "working it out…", 14, ui.colors.soft, Font::text, Align::centre);
}

}  // namespace

void ImagesLab::draw_stage(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  ui.begin_panel("images/stage", rect, Color{});  // the frame is cleared in the stage's colour
  const double bar = stage_bar_height(ui);
  draw_stage_bar(ui, {rect.x, rect.y, rect.w, bar}, target);
  const Rect inner{rect.x + kMargin, rect.y + bar + 6, rect.w - 2 * kMargin, rect.h - bar - 6 - 14};
  if (inner.h < kLeastInner) {
    // The table has the stage.
  } else if (!state.ready())
    hint(ui, inner);
  else if (state.mode().compares())
    compare_.draw(ui, inner, painter_, wanted_, target);
  else
    explanation(ui, {rect.x, rect.y + bar, rect.w, rect.h - bar}, target);
  ui.end_panel();
}

void ImagesLab::draw(const DeskUi& ui, const Rect& area, CommandTarget& target) {
  ImagesState& state = ui.desk.state<ImagesState>();
  painter_.begin_frame();
  wanted_.clear();
  const Columns columns = lab_columns(ui, area, 0);
  const Rect& middle = columns.middle;
  const double table = state.mode().compares() && state.ready() ? table_height(ui, middle.h) : 0;
  draw_stage(ui, {middle.x, middle.y, middle.w, middle.h - table}, target);
  if (table > 0) draw_table(ui, {middle.x, middle.bottom() - table, middle.w, table}, target);
  if (columns.left.w > 0) draw_image_settings(ui, columns.left, target);
  if (columns.right.w > 0) readings_.draw(ui, columns.right, painter_, wanted_, target);
  if (state.ready()) state.want(wanted_);
}

}  // namespace convscope
