#include "app/labs/round_trip/lab.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/labs/round_trip/state.hpp"
#include "app/ui/cell_grid.hpp"
#include "app/ui/widgets.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr std::array<std::string_view, 4> kTitles{"There and back", "Why", "Deconvolve", "Photo"};
constexpr std::array<std::string_view, 4> kHelps{
    "x, its convolution, and what the transposed convolution makes of that, step by step.",
    "The matrix, CᵀC, its singular values, and a direction of the input that is lost.",
    "Least squares, Tikhonov and division of spectra beside the transpose.",
    "A photograph blurred and brought back: the transposed convolution beside three deconvolutions."};
constexpr double kSlow = 0.3;  ///< seconds after which the window says that it is at work
constexpr double kZoomPerNotch = 1.25;
constexpr Index kNotches = 10;  ///< of the slider for t, in 1

/// The smallest tagged box under the point, to be edited.
Rect rect_of(const Picture& picture, Tag tag, Point at) {
  for (auto item = picture.items.rbegin(); item != picture.items.rend(); ++item)
    if (item->tag == tag)
      if (const auto* box = std::get_if<Box>(&item->shape); box && box->rect.contains(at)) return box->rect;
  return {at.x - 12, at.y - 12, 24, 24};
}

std::string topic_of(TripPage page) {
  return "trip/" + std::string(kTripPageNames[static_cast<std::size_t>(page)]);
}

}  // namespace

void RoundTripLab::draw(const Ui& ui, const Rect& area, CommandTarget& target) {
  const Columns columns = lab_columns(ui, area, foot_height(ui, true));
  stage(ui, columns.middle, target);
  if (columns.left.w > 0) panel_.draw(ui, columns.left, target);
  if (columns.right.w > 0) words(ui, columns.right);
  foot(ui, columns.foot, target);
}

void RoundTripLab::stage(const Ui& ui, const Rect& rect, CommandTarget& target) {
  RoundTripState& state = ui.app.round_trip();
  ui.begin_panel("round_trip", rect, Color{});
  const double margin = 28, strip = (is_low(ui) ? 54 : 66) * std::min(ui.type, 1.3);
  const double height = kSegmentHeight * std::min(ui.type, 1.3);
  const Rect tabs{rect.x + margin, rect.y + strip - height - 4, std::min(rect.w - 2 * margin, 560 * ui.type),
                  height};
  if (const auto chosen = segments(ui, "page/", tabs, kTitles, static_cast<std::size_t>(state.page())))
    try_command(target, {"trip", std::string(kTripPageNames[*chosen])});

  const Rect below{rect.x, rect.y + strip, rect.w, rect.h - strip};
  ui.app.session.stage_width = rect.w;
  ui.app.session.stage_height = below.h;
  const auto say = [&](std::string_view text, Color color) {
    ui.paragraph({below.x + margin, below.y + 24}, text, 17, below.w - 2 * margin, color);
  };
  const auto page = static_cast<std::size_t>(state.page());
  const bool photo = state.page() == TripPage::photo;
  const std::string& problem = photo ? state.photo_problem() : state.problem();
  const auto obstacle = state.page() == TripPage::there || state.page() == TripPage::deconvolve
                            ? trip_obstacle(ui.app.derived())
                            : std::nullopt;
  if (!problem.empty()) {
    say(problem, ui.colors.warning);
  } else if (obstacle) {
    say(fmt::format("{} {}", kTitles[page], *obstacle), ui.colors.soft);
  } else {
    Style style = ui.app.style(std::max(320.0, below.w), std::max(240.0, below.h));
    style.type = ui.type;
    style.title = false;
    std::optional<Picture> picture;
    ui.app.attempt([&] { picture = state.picture(ui.app, style); });
    if (picture) {
      picture->background = {};
      ui.draw(*picture, {below.x, below.y});
      react(ui, below, *picture, target);
      if (photo) magnify(ui, below, style);
    } else {
      say(photo ? "Opening the photograph…" : "Looking for what is lost…", ui.colors.soft);
    }
  }
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (rect.contains({mouse.x, mouse.y}) && ImGui::IsWindowHovered())
    ui.about(kHelps[page], topic_of(state.page()));
  busy_mark(ui, {tabs.right(), tabs.y, rect.right() - margin - tabs.right(), tabs.h}, target);
  ui.end_panel();
}

void RoundTripLab::busy_mark(const Ui& ui, const Rect& rect, CommandTarget& target) {
  const RoundTripState& state = ui.app.round_trip();
  busy_ = state.busy() ? busy_ + static_cast<double>(ImGui::GetIO().DeltaTime) : 0;
  if (busy_ < kSlow) return;
  const double share = state.progress();
  const std::string text = share >= 0 ? fmt::format("{:.0f} %", 100 * share) : std::string("at work…");
  const double width = ui.width_of(text, 14) + 24;
  const double stop = state.page() == TripPage::why || state.page() == TripPage::there ? 0 : 64 * ui.type;
  const Rect mark{rect.right() - width - stop, rect.centre().y - 14 * ui.type, width, 28 * ui.type};
  if (mark.x < rect.x) return;
  ui.draw(Box{.rect = mark, .radius = mark.h / 2, .fill = ui.colors.cell});
  ui.text(mark.centre(), text, 14, ui.colors.soft, Font::text, Align::centre);
  if (stop > 0 && framed_button(ui, "trip/cancel", {rect.right() - stop + 8, mark.y, stop - 8, mark.h},
                                "Stop", 13.5, "Stops the work; what has been reached stays (X)"))
    try_command(target, {"trip-cancel"});
}

void RoundTripLab::react(const Ui& ui, const Rect& rect, const Picture& picture, CommandTarget& target) {
  AppState& app = ui.app;
  const RoundTripState& state = app.round_trip();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point pointer{mouse.x - rect.x, mouse.y - rect.y};
  const bool here = rect.contains({mouse.x, mouse.y}) &&
                    ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  const bool busy = ImGui::IsAnyItemActive() || ui.editor().is_open();
  const Tag tag = here ? hit_test(picture, pointer) : Tag{};
  if (tag) ui.point_at(tag);
  if (!busy) {
    held_ = tag;
    const Rect cell = rect_of(picture, tag, pointer);
    held_rect_ = {rect.x + cell.x, rect.y + cell.y, cell.w, cell.h};
  }
  // x and the kernel can be changed; a click on a cell of y goes to its step.
  const Derived& derived = app.derived();
  const bool input = held_.role == Role::input && held_.cell < derived.input().size();
  const bool kernel = held_.role == Role::kernel && held_.cell < derived.weights().size();
  if (state.page() != TripPage::there && state.page() != TripPage::why) return;
  if (input || kernel) {
    Rect place = held_rect_;
    if (ui.editor().is_open()) {
      const double w = std::max(place.w, 64.0), h = std::max(place.h, 28 * ui.type);
      place = {place.centre().x - w / 2, place.centre().y - h / 2, w, h};
    } else if (here && tag) {
      ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    const double value = input ? derived.input()[held_.cell] : derived.weights()[held_.cell];
    const Tag cell = held_;
    const auto none = [](FieldEditor::End) -> std::optional<std::pair<Tag, double>> { return std::nullopt; };
    const auto edit = stage_cell(ui, cell, place, value, none);
    if (!edit) return;
    app.attempt([&] {
      if (edit->value != value) app.set_cell(cell, edit->value, edit->gesture ? "scrub" : "");
    });
    if (edit->ended) app.end_gesture();
  } else if (held_.role == Role::output && state.page() == TripPage::there && state.steps() > 1) {
    const Index half = state.steps() / 2;
    const bool windows = !derived.op().transposed();
    if (windows && held_.cell < half && ui.touch("trip/cell", held_rect_).clicked)
      try_command(target, {"trip-step", fmt::format("{}", held_.cell)});
  }
}

void RoundTripLab::magnify(const Ui& ui, const Rect& rect, const Style& style) {
  RoundTripState& state = ui.app.round_trip();
  if (!state.photo()) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point pointer{mouse.x - rect.x, mouse.y - rect.y};
  if (!rect.contains({mouse.x, mouse.y}) ||
      !ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem))
    return;
  PhotoView view = state.view();
  const auto at = photo_point(*state.photo(), view, style, pointer);
  if (!at) return;
  const double wheel = static_cast<double>(ImGui::GetIO().MouseWheel);
  if (wheel != 0) {
    // What is under the pointer stays there.
    const double x = view.x + (at->x - 0.5) / view.zoom, y = view.y + (at->y - 0.5) / view.zoom;
    view.zoom = std::clamp(view.zoom * std::pow(kZoomPerNotch, wheel), 1.0, kLargestPhotoZoom);
    view.x = x - (at->x - 0.5) / view.zoom;
    view.y = y - (at->y - 0.5) / view.zoom;
    state.look_at(view);
  }
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) return state.look_at({});
  if (view.zoom <= 1 || !ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
  const ImVec2 by = ImGui::GetIO().MouseDelta;
  const auto moved = photo_point(*state.photo(), view, style, {pointer.x - by.x, pointer.y - by.y});
  if (!moved) return;
  view.x -= (at->x - moved->x) / view.zoom;
  view.y -= (at->y - moved->y) / view.zoom;
  state.look_at(view);
}

void RoundTripLab::words(const Ui& ui, const Rect& rect) {
  const RoundTripState& state = ui.app.round_trip();
  ui.begin_panel("trip_words", rect, ui.colors.window);
  ui.hairline({rect.x, rect.y}, {rect.x, rect.bottom()});
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x + 1), static_cast<float>(rect.y)});
  compat::begin_child("text", {static_cast<float>(rect.w - 1), static_cast<float>(rect.h)},
                      ImGuiWindowFlags_NoNav);
  ui.app.attempt([&] {
    Style style = ui.app.style(rect.w - 1, rect.h);
    style.type = ui.type;
    std::optional<Picture> picture;
    switch (state.page()) {
      case TripPage::there:
        if (const auto scene = state.scene();
            scene && state.problem().empty() && !trip_obstacle(scene->there))
          picture = draw_trip_words(*scene, state.moment(ui.app.session), style);
        break;
      case TripPage::why:
        if (state.loss() && state.problem().empty()) picture = draw_why_words(state.why(), style);
        break;
      case TripPage::deconvolve:
        if (state.deconvolved() && state.problem().empty())
          picture = draw_deconvolution_words(*state.deconvolved(), state.moment(ui.app.session).step, style);
        break;
      case TripPage::photo:
        if (state.photo() && state.photo_problem().empty())
          picture = draw_deblurring_words(*state.photo(), style);
        break;
    }
    if (!picture) return;
    picture->background = {};
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ui.draw(*picture, {at.x, at.y});
    ImGui::Dummy({static_cast<float>(picture->width - 16), static_cast<float>(picture->height - 1)});
  });
  ImGui::EndChild();
  ui.end_panel();
}

void RoundTripLab::null_space_bar(const Ui& ui, const Rect& rect, CommandTarget& target) {
  RoundTripState& state = ui.app.round_trip();
  const Loss* loss = state.loss();
  const auto count = loss ? static_cast<Index>(loss->null_vectors.size()) : 0;
  const double y = rect.centre().y;
  if (count == 0) {
    ui.text({28, y},
            !loss                 ? "Looking for what is lost…"
            : loss->trip.analysis ? "No direction of the input is lost: there is no null space to walk along."
                                  : "The null space is not known at this size.",
            15, ui.colors.soft);
    return;
  }
  const Index vector = std::min(state.vector(), count - 1);
  const double left = rect.x + 28, list = 250 * ui.type, row = kRowHeight * ui.type;
  std::vector<Choice> choices;
  for (Index i = 0; i < std::min<Index>(count, 64); ++i)
    choices.push_back({fmt::format("v{} of {}", i + 1, count), {}, {}, true});
  if (const auto chosen = dropdown(ui, "null-vector", {left, y - row / 2, list, row}, "Lost direction",
                                   fmt::format("v{} of {}", vector + 1, count), choices,
                                   "A vector of the null space: C v = 0", "trip/why"))
    try_command(target, {"null-vector", fmt::format("{}", *chosen + 1)});
  const double from = left + list + 40, height = kSliderHeight * ui.type;
  const double button = 80 * ui.type;
  const auto notch = static_cast<Index>(std::lround(state.amount() * kNotches));
  const SliderEdit edit =
      slider(ui, {from, y - height / 2 - 2, rect.right() - from - button - 56, height},
             {.id = "amount",
              .label = "t, how much of it is added to x",
              .value = format_value(state.amount()),
              .typed = format_value(state.amount()),
              .now = notch,
              .least = -static_cast<Index>(RoundTripState::kMostAmount) * kNotches,
              .most = static_cast<Index>(RoundTripState::kMostAmount) * kNotches,
              .possible_least = -static_cast<Index>(RoundTripState::kMostAmount) * kNotches,
              .possible_most = static_cast<Index>(RoundTripState::kMostAmount) * kNotches,
              .help = "The input moves along the lost direction, the output does not",
              .topic = "trip/why"});
  if (edit.moved)
    try_command(target,
                {"amount", format_value(static_cast<double>(*edit.moved) / static_cast<double>(kNotches))});
  if (edit.typed) try_command(target, {"amount", *edit.typed});
  if (framed_button(ui, "amount/zero", {rect.right() - button - 28, y - 15 * ui.type, button, 30 * ui.type},
                    "t = 0", 14, "Back to the input itself"))
    try_command(target, {"amount", "0"});
}

void RoundTripLab::foot(const Ui& ui, const Rect& rect, CommandTarget& target) {
  RoundTripState& state = ui.app.round_trip();
  const bool stepped = state.page() == TripPage::there || state.page() == TripPage::deconvolve;
  if (stepped && state.steps() > 1)
    return draw_playback_bar(ui, rect, target,
                             {.steps = state.steps(),
                              .moment = state.moment(ui.app.session),
                              .playing = state.playing(),
                              .previous = "trip-previous",
                              .toggle = "trip-play",
                              .next = "trip-next",
                              .scrub = [&](double position) { state.scrub(position); }});
  ui.begin_panel("trip_foot", rect, ui.colors.window);
  ui.hairline({rect.x, rect.y}, {rect.right(), rect.y});
  const Point at{rect.x + 28, rect.centre().y};
  if (state.page() == TripPage::why)
    null_space_bar(ui, rect, target);
  else if (state.page() == TripPage::photo)
    ui.text_within(at,
                   "Wheel: zoom into all six at once.  Drag: move.  Double click: all of it.  "
                   "Open or drop another photograph.",
                   15, rect.w - 56, ui.colors.soft);
  else
    ui.text_within(at, kHelps[static_cast<std::size_t>(state.page())], 15, rect.w - 56, ui.colors.soft);
  ui.end_panel();
}

}  // namespace convscope
