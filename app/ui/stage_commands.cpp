// The commands of what stands on the stage of the explorer: views, layouts, order, zoom, camera, quiz.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/ui/command_groups.hpp"
#include "app/ui/command_words.hpp"
#include "app/views/matrix_zoom.hpp"
#include "app/ui/quiz.hpp"
#include "app/views/camera.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

constexpr double kZoomStep = 1.5;

MatrixWindow all_of(const AppState& app) {
  return whole_matrix(app.derived().op());
}

void cycle_view(CommandTarget& t, Arguments) {
  const auto all = views();
  const auto at = static_cast<std::size_t>(&t.app.view() - all.data());
  for (std::size_t i = 1; i <= all.size(); ++i) {
    const View& next = all[(at + i) % all.size()];
    if (!next.obstacle(t.app.derived())) return t.app.choose_view(next.name);
  }
}

void layout(CommandTarget& t, Arguments words) {
  const int now = t.app.session.arrangement.count;
  t.app.choose_layout(words.empty()
                          ? (now == 1   ? 2
                             : now == 2 ? 4
                                        : 1)
                          : static_cast<int>(std::clamp<Index>(words::whole(words[0], "layout"), 0, 9)));
}

void focus(CommandTarget& t, Arguments words) {
  const Arrangement& arrangement = t.app.session.arrangement;
  const auto count = static_cast<Index>(arrangement.count);
  if (words.empty()) {
    t.app.focus_pane((arrangement.focus + 1) % static_cast<std::size_t>(count));
    return;
  }
  const Index pane = words::whole(words[0], "focus");
  if (pane < 1 || pane > count)
    throw Error("focus", fmt::format("there is no view {}", pane), fmt::format("1 to {}", count));
  t.app.focus_pane(static_cast<std::size_t>(pane - 1));
}

void order(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 4> names{"own", "window", "pixel", "tap"};
  const std::size_t now = t.app.session.order ? 1 + static_cast<std::size_t>(*t.app.session.order) : 0;
  const std::size_t wanted =
      words.empty() ? (now + 1) % names.size() : words::choice(names, words[0], "order");
  t.app.choose_order(wanted == 0 ? std::nullopt : std::optional(parse_order(names[wanted])));
  // The list beside the stage shows it; a key has nothing to look at.
  if (wanted != 0 && !t.app.view().any_order)
    t.app.tell(fmt::format("{} keeps its own order; Slide, Scatter, Matrix and Wiring follow this one.",
                           t.app.view().title));
  else if (words.empty())
    t.app.tell(wanted == 0 ? "Order: each view's own" : fmt::format("Order: by {}", names[wanted]));
}

void zoom(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 3> names{"all", "in", "out"};
  const std::size_t way = words.empty() ? 0 : words::choice(names, words[0], "zoom");
  Session& s = t.app.session;
  if (t.app.view().name == "channels") {
    if (way == 0) s.camera = {};
    if (way != 0) s.camera.zoom *= way == 1 ? kZoomStep : 1 / kZoomStep;
    s.camera = clamped(s.camera);
    return;
  }
  const MatrixWindow all = all_of(t.app);
  s.matrix = way == 0 ? MatrixWindow{}
                      : zoomed(s.matrix, all, way == 1 ? 1 / kZoomStep : kZoomStep, middle(s.matrix, all));
}

void pan(CommandTarget& t, Arguments words) {
  MatrixWindow& now = t.app.session.matrix;
  now = panned(now, all_of(t.app), words::whole(words[0], "pan"), words::whole(words[1], "pan"));
}

void camera(CommandTarget& t, Arguments words) {
  if (words.size() == 2)
    throw Error("camera", "the zoom is missing", "camera YAW PITCH ZOOM, or camera alone");
  if (words.size() == 1)
    throw Error("camera", "one angle is given", "camera YAW PITCH ZOOM, or camera alone");
  t.app.session.camera = words.empty()
                             ? Camera{}
                             : clamped({words::number(words[0], "camera"), words::number(words[1], "camera"),
                                        words::number(words[2], "camera")});
}

void hover(CommandTarget& t, Arguments words) {
  if (words[0] != "none" && words.size() < 2) throw Error("hover", "no index is given", "hover input 4");
  t.app.session.hover = words[0] == "none" ? Tag{} : words::cell(words[0], words[1]);
  t.app.session.hover_pinned = true;
}

void quiz(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 2> names{"off", "on"};
  set_quiz(t.app, words.empty() ? !t.app.session.quiz.on : words::choice(names, words[0], "quiz") == 1);
}

void answer(CommandTarget& t, Arguments words) {
  answer_quiz(t.app, words::number(words[0], "answer"));
}

constexpr auto kCommands = std::to_array<Command>({
    {"view", "NAME", "", "Shows a view in the pane in focus, as slide or matrix.", 1, 1,
     [](CommandTarget& t, Arguments a) { t.app.choose_view(a[0]); }},
    {"next-view", "", "V", "Shows the next view that can show this scenario.", 0, 0, cycle_view, false,
     LabName::explore},
    {"layout", "[1|2|4]", "M", "One, two or four views, each choice remembered.", 0, 1, layout, false,
     LabName::explore},
    {"focus", "[N]", "F", "Which of them keys and playback mean.", 0, 1, focus, false, LabName::explore},
    {"order", "[window|pixel|tap|own]", "R", "What one step holds fixed: a window, a pixel or a tap.", 0, 1,
     order, false, LabName::explore},
    {"zoom", "[in|out|all]", "0", "Zooms matrix or volumes; alone: shows all.", 0, 1, zoom, false,
     LabName::explore},
    {"zoom-in", "", "=", "Zooms in.", 0, 0,
     [](CommandTarget& t, Arguments) { zoom(t, std::array<std::string, 1>{"in"}); }, false, LabName::explore},
    {"zoom-out", "", "-", "Zooms out.", 0, 0,
     [](CommandTarget& t, Arguments) { zoom(t, std::array<std::string, 1>{"out"}); }, false,
     LabName::explore},
    {"pan", "ROWS COLUMNS", "", "Moves what is in view of the matrix.", 2, 2, pan},
    {"camera", "[YAW PITCH ZOOM]", "",
     "Turns the volumes of the channels view, in degrees; alone: as at first.", 0, 3, camera},
    {"hover", "none | input|kernel|bias|output|entry|upstream INDEX", "",
     "Lights up a cell as the pointer does.", 1, 2, hover},
    {"quiz", "[on|off]", "Q", "Asks for each output cell before it is shown.", 0, 1, quiz, false,
     LabName::explore},
    {"answer", "VALUE", "", "Answers the quiz.", 1, 1, answer},
});

}  // namespace

std::span<const Command> stage_commands() {
  return kCommands;
}

}  // namespace convscope
