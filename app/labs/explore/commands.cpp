// The commands of the explorer: views, layouts, order, zoom, camera, quiz, steps, and the crop of a
// photograph.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/desk/command_words.hpp"
#include "app/desk/export_commands.hpp"
#include "app/desk/settings.hpp"
#include "app/labs/explore/lab.hpp"
#include "app/labs/explore/panels.hpp"
#include "app/labs/explore/quiz.hpp"
#include "app/views/camera.hpp"
#include "app/views/matrix_zoom.hpp"
#include "app/views/tex_words.hpp"
#include "app/widgets/clipboard.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/words.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

namespace {

constexpr double kZoomStep = 1.5;

ExploreState& lab(CommandTarget& t) {
  return explorer(t.desk);
}

MatrixWindow all_of(const Desk& desk) {
  return whole_matrix(desk.derived().op());
}

void cycle_view(CommandTarget& t, Arguments) {
  const auto all = views();
  const auto at = static_cast<std::size_t>(&lab(t).view() - all.data());
  for (std::size_t i = 1; i <= all.size(); ++i) {
    const View& next = all[(at + i) % all.size()];
    if (!next.obstacle(t.desk.derived())) return lab(t).choose_view(next.name);
  }
}

constexpr std::array<std::string_view, 3> kLayouts{"1", "2", "4"};

/// A view that cannot show the scenario may stand there: it says so, or another one stands in for it.
void panes(CommandTarget& t, Arguments words) {
  const auto layout = std::ranges::find(kLayouts, words[0]);
  if (layout == kLayouts.end()) refuse_name("panes", words[0], listed(kLayouts, Listing::with_or));
  std::vector<std::string>& names =
      lab(t).arrangement.names[static_cast<std::size_t>(layout - kLayouts.begin())];
  const Arguments wanted = words.subspan(1);
  if (wanted.size() != names.size())
    throw Error("panes", "names " + counted(wanted.size(), "view"), fmt::format("{}", names.size()));
  for (const std::string& name : wanted) static_cast<void>(view(name));
  names.assign(wanted.begin(), wanted.end());
}

std::vector<CommandWords> panes_now(const Desk& desk) {
  std::vector<CommandWords> all;
  for (std::size_t i = 0; i < kLayouts.size(); ++i) {
    all.push_back({std::string(kLayouts[i])});
    const std::vector<std::string>& names = explorer(desk).arrangement.names[i];
    all.back().insert(all.back().end(), names.begin(), names.end());
  }
  return all;
}

/// "off", or another scenario: a line, a file, an example's name, "turned" or "same"; where it stands before
/// it.
void beside(CommandTarget& t, Arguments words) {
  ExploreState& s = lab(t);
  if (words.size() == 1 && words[0] == "off") return s.end_beside();
  constexpr std::array<std::string_view, 2> columns{"left", "right"};
  auto column = s.has_neighbour() && s.column() == ExploreState::Column::right ? ExploreState::Column::left
                                                                               : ExploreState::Column::right;
  if (const auto found = std::ranges::find(columns, words[0]); found != columns.end()) {
    column = found == columns.begin() ? ExploreState::Column::left : ExploreState::Column::right;
    words = words.subspan(1);
  }
  if (words.empty())
    throw Error("beside", "the other scenario is missing", "beside right \"conv 5 k4\", turned or same");
  const Scenario& now = t.desk.scenario();
  const std::string what = words::joined(words);
  s.put_beside(what == "same" ? now : what == "turned" ? turned(now) : scenario_from_what(what), column);
}

std::vector<CommandWords> beside_now(const Desk& desk) {
  const ExploreState& s = explorer(desk);
  if (!s.has_neighbour()) return {};
  const bool left = s.column() == ExploreState::Column::right;
  return {{left ? "left" : "right", s.neighbour_line()}};
}

std::string percent_of(const std::optional<double>& share) {
  return share ? format_value(std::round(*share * 1000) / 10) : "auto";
}

void divide(std::optional<double>& share, std::string_view value, std::string_view field) {
  if (value == "auto") return share.reset();
  const double percent = words::number(value, field);
  if (!(percent >= 100 * StageSplit::kLeast && percent <= 100 * StageSplit::kMost))
    throw Error(std::string(field), fmt::format("{} % is no place for the line", value), "10 to 90, or auto");
  share = percent / 100;
}

constexpr Names<StageSplit::Way, 3> kWays{"stand", {"auto", "beside", "below"}, Listing::commas};

constexpr Names<GradientPath, 4> kGradientPaths{
    "gradient", {"auto", "both", "input", "weights"}, Listing::commas};

/// One way back after the other, then both.
GradientPath next_path(const Desk& d) {
  switch (explorer(d).gradient) {
    case GradientPath::automatic:
      return d.session.presentation ? GradientPath::weights : GradientPath::input;
    case GradientPath::input:
      return GradientPath::weights;
    case GradientPath::weights:
      return GradientPath::both;
    case GradientPath::both:
      break;
  }
  return GradientPath::input;
}

void focus(CommandTarget& t, Arguments words) {
  const Arrangement& arrangement = lab(t).arrangement;
  const auto count = static_cast<Index>(arrangement.count);
  if (words.empty()) {
    lab(t).focus_pane((arrangement.focus + 1) % static_cast<std::size_t>(count));
    return;
  }
  const Index pane = words::whole(words[0], "focus");
  if (pane < 1 || pane > count)
    throw Error("focus", fmt::format("there is no view {}", pane), fmt::format("1 to {}", count));
  lab(t).focus_pane(static_cast<std::size_t>(pane - 1));
}

void order(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 4> names{"own", "window", "pixel", "tap"};
  const std::size_t now = lab(t).order() ? 1 + static_cast<std::size_t>(*lab(t).order()) : 0;
  const std::size_t wanted =
      words.empty() ? (now + 1) % names.size() : words::choice(names, words[0], "order");
  lab(t).choose_order(wanted == 0 ? std::nullopt : std::optional(parse_order(names[wanted])));
  // The list beside the stage shows it; a key has nothing to look at.
  if (wanted != 0 && !lab(t).view().any_order)
    t.desk.tell(fmt::format("{} keeps its own order; Slide, Scatter, Matrix and Wiring follow this one.",
                            lab(t).view().title));
  else if (words.empty())
    t.desk.tell(wanted == 0 ? "Order: each view's own"
                            : fmt::format("Order: by {}",
                                          held_fixed(*lab(t).order(), t.desk.derived().op().transposed())));
}

void zoom(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 3> names{"all", "in", "out"};
  const std::size_t way = words.empty() ? 0 : words::choice(names, words[0], "zoom");
  ExploreState& s = lab(t);
  // The view in focus, or the matrix, for when it comes onto the stage.
  const View& view = s.view().zoom != nullptr ? s.view() : convscope::view("matrix");
  s.look(way == 0
             ? view.whole(s.outlook())
             : view.zoom(t.desk.derived(), s.outlook(), way == 1 ? kZoomStep : 1 / kZoomStep, ViewSpot{}));
}

/// From one cell of a figure to the next, in shares of the stage: nothing where there are none.
std::optional<Point> pitch(const ExploreState& s) {
  const Session& session = s.desk().session;
  const Style style = s.style(session.stage_width, session.stage_height);
  const Picture drawn = s.view().draw(s.desk().derived(), s.moment(), style);
  for (const Item& item : drawn.items)
    if (const auto* box = std::get_if<Box>(&item.shape); box != nullptr && item.tag.role == Role::input)
      return Point{box->rect.w / style.width, box->rect.h / style.height};
  return std::nullopt;
}

void pan(CommandTarget& t, Arguments words) {
  ExploreState& s = lab(t);
  if (s.view().moves != nullptr && !s.lens.whole()) {
    const Index rows = words::whole(words[0], "pan"), columns = words::whole(words[1], "pan");
    const Point cell = pitch(s).value_or(Point{0.05, 0.05});
    const Drag by{s.outlook(),
                  {},
                  {},
                  {},
                  {-static_cast<double>(columns) * cell.x, -static_cast<double>(rows) * cell.y}};
    return s.look(s.view().drag(t.desk.derived(), s.outlook(), by));
  }
  MatrixWindow& now = lab(t).matrix;
  now = panned(now, all_of(t.desk), words::whole(words[0], "pan"), words::whole(words[1], "pan"));
}

void camera(CommandTarget& t, Arguments words) {
  if (words.size() == 2)
    throw Error("camera", "the zoom is missing", "camera YAW PITCH ZOOM, or camera alone");
  if (words.size() == 1)
    throw Error("camera", "one angle is given", "camera YAW PITCH ZOOM, or camera alone");
  lab(t).camera = words.empty()
                      ? Camera{}
                      : clamped({words::number(words[0], "camera"), words::number(words[1], "camera"),
                                 words::number(words[2], "camera")});
}

void hover(CommandTarget& t, Arguments words) {
  if (words[0] != "none" && words.size() < 2) throw Error("hover", "no index is given", "hover input 4");
  t.desk.session.hover = words[0] == "none" ? Tag{} : words::cell(words[0], words[1]);
  t.desk.session.hover_pinned = true;
}

void answer(CommandTarget& t, Arguments words) {
  answer_quiz(lab(t), words::joined(words));
}

void crop_photo(CommandTarget& t, Arguments words) {
  const Index levels = words.size() > 2 ? words::whole(words[2], "crop") : 10;
  if (levels < 2 || levels > 256) throw Error("crop", fmt::format("{} grey levels", levels), "2 to 256");
  if (words.size() == 1)
    throw Error("crop", "Y is missing", "crop-photo X Y, or crop-photo alone for the middle");
  lab(t).crop_photo(words.empty() ? std::nullopt
                                  : std::optional(std::pair{words::whole(words[0], "crop"),
                                                            words::whole(words[1], "crop")}),
                    levels);
}

constexpr Names<QuizAsks, 4> kAsks{"quiz-asks", {"values", "places", "size", "all"}, Listing::commas};

constexpr std::array kSettings{
    Setting{.name = "layout",
            .label = "Layout",
            .kind = SettingKind::choice,
            .choices = kLayouts,
            .keys = "M",
            .help = "One, two or four views, each choice remembered.",
            .first = "first",
            .get =
                [](const Desk& d) {
                  const Arrangement& now = explorer(d).arrangement;
                  return now.chosen ? fmt::format("{}", now.count) : std::string("first");
                },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  lab(t).choose_layout(static_cast<int>(std::clamp<Index>(words::whole(v, "layout"), 0, 9)));
                },
            .next =
                [](const Desk& d) {
                  return std::string(kLayouts[(explorer(d).arrangement.index() + 1) % kLayouts.size()]);
                }},
    Setting{
        .name = "stand",
        .label = "Two views stand",
        .kind = SettingKind::choice,
        .choices = kWays.names,
        .help = "Two views beside each other where the stage is wide, always, or one below the other.",
        .first = "auto",
        .get = [](const Desk& d) { return std::string(kWays[explorer(d).arrangement.split.way]); },
        .set = [](CommandTarget& t, std::string_view v) { lab(t).arrangement.split.way = kWays.parse(v); }},
    Setting{.name = "divider-across",
            .label = "Width of the first view",
            .kind = SettingKind::text,
            .arguments = "PERCENT|auto",
            .help = "How wide the view on the left is, in percent of the stage.",
            .first = "auto",
            .get = [](const Desk& d) { return percent_of(explorer(d).arrangement.split.across); },
            .set = [](CommandTarget& t,
                      std::string_view v) { divide(lab(t).arrangement.split.across, v, "divider-across"); }},
    Setting{.name = "divider-down",
            .label = "Height of the first view",
            .kind = SettingKind::text,
            .arguments = "PERCENT|auto",
            .help = "How high the upper view is, in percent of the stage.",
            .first = "auto",
            .get = [](const Desk& d) { return percent_of(explorer(d).arrangement.split.down); },
            .set = [](CommandTarget& t,
                      std::string_view v) { divide(lab(t).arrangement.split.down, v, "divider-down"); }},
    Setting{
        .name = "gradient",
        .label = "Gradient shows",
        .kind = SettingKind::choice,
        .choices = kGradientPaths.names,
        .keys = "G",
        .help =
            "The gradient view's way into dL/dx, that into dL/dw, or both; by itself one when presenting.",
        .first = "auto",
        .get = [](const Desk& d) { return std::string(kGradientPaths[explorer(d).gradient]); },
        .set = [](CommandTarget& t, std::string_view v) { lab(t).gradient = kGradientPaths.parse(v); },
        .next = [](const Desk& d) { return std::string(kGradientPaths[next_path(d)]); }},
    Setting{.name = "quiz",
            .label = "Quiz",
            .kind = SettingKind::toggle,
            .keys = "Q",
            .help = "Asks what each step makes before it is shown.",
            .remembered = false,
            .get = [](const Desk& d) { return std::string(explorer(d).quiz.on ? "on" : "off"); },
            .set = [](CommandTarget& t, std::string_view v) { set_quiz(lab(t), v == "on"); }},
    Setting{
        .name = "quiz-asks",
        .label = "Quiz asks for",
        .kind = SettingKind::choice,
        .choices = kAsks.names,
        .help = "What the steps make, where their windows begin, first the output's size, or all of these.",
        .first = "values",
        .get = [](const Desk& d) { return std::string(kAsks[explorer(d).quiz.asks]); },
        .set = [](CommandTarget& t, std::string_view v) { lab(t).quiz.asks = kAsks.parse(v); }},
};

/// Of the step that is shown, or the whole scenario; or the drawing itself.
void copy_tex(CommandTarget& t, Arguments words) {
  const ExploreState& state = lab(t);
  const std::string what = words.empty() ? std::string(kTexParts[TexPart::step]) : words[0];
  if (what == "figure") {
    copy_text(figure_tex(t.desk));
    return t.desk.tell("Copied the figure as TikZ");
  }
  const std::optional<TexPart> part = kTexParts.find(what);
  if (!part) throw Error("copy-tex", fmt::format("'{}' is not known", what), "step, matrix, sizes or figure");
  copy_text(tex_of(*part, state.view(), t.desk.derived(), state.style(1280, 720).order, state.head().done()));
  t.desk.tell(fmt::format("Copied the {} as LaTeX", what));
}

constexpr auto kCommands = std::to_array<Command>({
    {"copy-tex", "[step|matrix|sizes|figure]", "",
     "Copies LaTeX: the sum of the step that is shown, the matrix, the sizes, or the figure as TikZ.", 0, 1,
     copy_tex},
    {"view", "NAME", "", "Shows a view in the pane in focus, as slide or matrix.", 1, 1,
     [](CommandTarget& t, Arguments a) { lab(t).choose_view(a[0]); }},
    {"next-view", "", "V", "Shows the next view that can show this scenario.", 0, 0, cycle_view},
    {"beside", "[left|right] LINE|turned|same | off", "",
     "Puts a second scenario beside this one, and steps both; edits mean the one in focus.", 1, 64, beside,
     beside_now},
    {"panes", "1|2|4 NAME...", "", "Which views stand on the stage when there are one, two or four.", 2, 5,
     panes, panes_now},
    {"focus", "[N]", "F", "Which of them keys and playback mean.", 0, 1, focus,
     [](const Desk& d) { return now_if(true, {fmt::format("{}", explorer(d).arrangement.focus + 1)}); }},
    {"order", "[window|pixel|tap|own]", "R",
     "What one step holds fixed: window, a position of the kernel; pixel, a cell on the other side; tap, a "
     "weight.",
     0, 1, order,
     [](const Desk& d) {
       const std::optional<Order>& now = explorer(d).order();
       return now_if(true, {std::string(now ? to_string(*now) : "own")});
     }},
    {"zoom", "[in|out|all]", "0", "Enlarges the view in focus: cells, matrix or volumes; alone: shows all.",
     0, 1, zoom},
    {"zoom-in", "", "=", "Zooms in.", 0, 0,
     [](CommandTarget& t, Arguments) { zoom(t, std::array<std::string, 1>{"in"}); }},
    {"zoom-out", "", "-", "Zooms out.", 0, 0,
     [](CommandTarget& t, Arguments) { zoom(t, std::array<std::string, 1>{"out"}); }},
    {"pan", "ROWS COLUMNS", "", "Moves what is in view, of cells that are enlarged or of the matrix.", 2, 2,
     pan},
    {"camera", "[YAW PITCH ZOOM]", "",
     "Turns the volumes of the channels view, in degrees; alone: as at first.", 0, 3, camera},
    {"hover", "none | input|kernel|bias|output|entry|upstream INDEX", "",
     "Lights up a cell as the pointer does.", 1, 2, hover},
    {"turn", "", "O", "Turns the operator: convolution to its transpose and back.", 0, 0,
     [](CommandTarget& t, Arguments) { t.desk.load(turned(t.desk.scenario())); }},
    {"answer", "VALUE", "", "Answers the quiz: a number, or a place or a size as 1,3.", 1, 8, answer},
    {"toggle-play", "", "Space", "Plays or pauses.", 0, 0,
     [](CommandTarget& t, Arguments) { lab(t).play(!lab(t).head().playing); }},
    {"play", "", "", "Plays the steps.", 0, 0, [](CommandTarget& t, Arguments) { lab(t).play(true); }},
    {"pause", "", "", "Stops after the step under way.", 0, 0,
     [](CommandTarget& t, Arguments) { lab(t).play(false); }},
    holding(Held::steps, {"next", "", "Right PageDown", "Goes one step on.", 0, 0,
                          [](CommandTarget& t, Arguments) { lab(t).next(); }}),
    holding(Held::steps, {"previous", "", "Left PageUp", "Goes one step back.", 0, 0,
                          [](CommandTarget& t, Arguments) { lab(t).previous(); }}),
    {"start", "", "Home", "Goes before the first step: nothing is done yet.", 0, 0,
     [](CommandTarget& t, Arguments) { lab(t).rest_at_start(); }},
    {"first", "", "", "Goes to the first step.", 0, 0,
     [](CommandTarget& t, Arguments) { lab(t).rest_at(0); }},
    {"last", "", "End", "Goes to the last step.", 0, 0,
     [](CommandTarget& t, Arguments) { lab(t).rest_at(lab(t).steps() - 1); }},
    {"step", "N", "", "Goes to a step, counted from 0.", 1, 1,
     [](CommandTarget& t, Arguments a) { lab(t).go_to(words::whole(a[0], "step")); }},
    {"crop-photo", "[X Y [LEVELS]]", "",
     "Takes a crop of the photograph (its middle) as input, as grey values 0 to LEVELS-1 (9).", 0, 3,
     crop_photo},
});

}  // namespace

std::span<const Setting> quiz_settings() {
  return std::span(kSettings).last(2);
}

std::span<const Command> explore_commands() {
  static const std::vector<Command> all =
      joined(commands_of([]() -> const auto& { return kSettings; }), kCommands);
  return all;
}

}  // namespace convscope
