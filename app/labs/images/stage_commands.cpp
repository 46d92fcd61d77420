#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/desk/command_words.hpp"
#include "app/labs/images/lab.hpp"
#include "app/views/images/plots.hpp"
#include "app/widgets/clipboard.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/words.hpp"

namespace convscope {

namespace {

constexpr double kZoomStep = 1.5, kPanStep = 0.125;

ImagesState& images(const CommandTarget& t) {
  return t.desk.state<ImagesState>();
}
const ImagesState& images(const Desk& desk) {
  return desk.state<ImagesState>();
}
ImageStage& stage(const CommandTarget& t) {
  return images(t).stage;
}
/// Where the middle of the commands' zoom is: any pane will do, zoom and pan are shared.
Rect pane(const CommandTarget& t) {
  const ImageStage& s = stage(t);
  return {0, 0, std::max(1.0, s.pane_width), std::max(1.0, s.pane_height)};
}

std::size_t subject(CommandTarget& t, const std::string& word) {
  const Index n = words::whole(word, "subjects"), count = static_cast<Index>(images(t).subjects());
  if (n < 0 || n >= count)
    throw Error("subjects", fmt::format("there is no picture {}", n),
                fmt::format("0 (original), 1 (reduced), 2 to {} (contenders, then results)", count - 1));
  return static_cast<std::size_t>(n);
}

/// A pixel of the original. Errors: beyond it.
PixelPlace place(CommandTarget& t, Arguments words, std::string_view field) {
  const PixelPlace p{words::whole(words[0], field), words::whole(words[1], field)};
  const Extent e = images(t).extent();
  if (p.x < 0 || p.y < 0 || p.x >= e.width || p.y >= e.height)
    throw Error(field, fmt::format("({}, {}) lies beyond the picture", p.x, p.y),
                fmt::format("0 to {} and 0 to {}", e.width - 1, e.height - 1));
  return p;
}

void turn_second(CommandTarget& t, std::size_t by) {
  ImageStage& s = stage(t);
  const std::size_t contenders = images(t).subjects() - 2;
  if (contenders == 0) return;
  const std::size_t now = s.second < 2 ? (by == 1 ? contenders - 1 : 0) : s.second - 2;
  s.second = 2 + (now + by + contenders) % contenders;
  if (!images(t).is_result(s.second)) s.contender = s.second - 2;
}

void mode(CommandTarget& t, Arguments words) {
  const std::vector<std::string_view> names = names_of(image_modes());
  const std::size_t next = (static_cast<std::size_t>(stage(t).mode) + 1) % names.size();
  stage(t).mode =
      static_cast<ImageStage::Mode>(words.empty() ? next : words::choice(names, words[0], "image-mode"));
}

void plot(CommandTarget& t, Arguments words) {
  const std::size_t next = (stage(t).plot + 1) % plot_names().size();
  constexpr std::array<std::string_view, 2> axes{"size", "stride"};
  const std::size_t axis = words.size() > 1          ? words::choice(axes, words[1], "plot")
                           : stage(t).plot_by_stride ? 1
                                                     : 0;
  stage(t).plot = words.empty() ? next : words::choice(plot_names(), words[0], "plot");
  stage(t).plot_by_stride = axis == 1;
  stage(t).mode = ImageStage::Mode::plots;
}

void part(CommandTarget& t, Arguments words) {
  constexpr Index kMost = 2;
  const Index next =
      words.empty() ? static_cast<Index>(stage(t).part + 1) : words::whole(words[0], "image-part");
  if (!words.empty() && (next < 0 || next > kMost))
    throw Error("image-part", fmt::format("there is no part {}", next), fmt::format("0 to {}", kMost));
  stage(t).part = static_cast<std::size_t>(next);
}

void show(CommandTarget& t, std::string_view layout) {
  stage(t).layout = static_cast<ImageStage::Layout>(words::choice(ImageStage::kLayouts, layout, "compare"));
  stage(t).mode = ImageStage::Mode::compare;
}

void subjects(CommandTarget& t, Arguments words) {
  const std::size_t first = subject(t, words[0]), second = subject(t, words[1]);
  stage(t).first = first;
  stage(t).second = second;
}

void split(CommandTarget& t, Arguments words) {
  const double share = words::number(words[0], "split");
  if (!(share >= 0 && share <= 1)) throw Error("split", fmt::format("{} is no share", words[0]), "0 to 1");
  stage(t).split = share;
}

void gain(CommandTarget& t, Arguments words) {
  const Index n = words::whole(words[0], "gain");
  if (n < 1 || n > ImageStage::kMostGain)
    throw Error("gain", fmt::format("{} is out of reach", n), fmt::format("1 to {}", ImageStage::kMostGain));
  stage(t).gain = static_cast<int>(n);
}

void turn_gain(CommandTarget& t, double by) {
  stage(t).gain = std::clamp(static_cast<int>(stage(t).gain * by), 1, ImageStage::kMostGain);
}

void zoom(CommandTarget& t, const std::string& word) {
  Viewport& v = stage(t).viewport;
  if (word == "fit") {
    v = {};
  } else if (word == "in" || word == "out") {
    v = zoomed(v, pane(t), images(t).extent(), word == "in" ? kZoomStep : 1 / kZoomStep, pane(t).centre());
  } else {
    const double percent = words::number(word, "image-zoom");
    if (!(percent >= 1 && percent <= 100 * kMostZoom))
      throw Error("image-zoom", fmt::format("{} % is out of reach", word),
                  fmt::format("fit, in, out, or 1 to {:.0f}", 100 * kMostZoom));
    v = with_zoom(v, pane(t), images(t).extent(), percent / 100 / stage(t).density);
  }
}

void pan(CommandTarget& t, Arguments words) {
  const PixelPlace p = place(t, words, "image-pan");
  Viewport& v = stage(t).viewport;
  v = {static_cast<double>(p.x) + 0.5, static_cast<double>(p.y) + 0.5,
       zoom_of(v, pane(t), images(t).extent())};
}

/// Moves the picture by a share of its pane; without a word the way of the arrows that are down.
void move(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 4> names{"left", "right", "up", "down"};
  constexpr std::array keys{compat::Key::left, compat::Key::right, compat::Key::up, compat::Key::down};
  constexpr std::array<Point, 4> ways{Point{1, 0}, Point{-1, 0}, Point{0, 1}, Point{0, -1}};
  const Rect area = pane(t);
  Viewport& v = stage(t).viewport;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (words.empty() ? compat::key_down(keys[i]) : words::choice(names, words[0], "image-move") == i)
      v = panned(v, area, images(t).extent(), ways[i].x * kPanStep * area.w, ways[i].y * kPanStep * area.h);
}

void point(CommandTarget& t, Arguments words) {
  if (words[0] == "none") return stage(t).pointed.reset();
  if (words.size() < 2) throw Error("point", "Y is missing", "point X Y, or point none");
  stage(t).pointed = place(t, words, "point");
}

void select(CommandTarget& t, Arguments words) {
  if (words[0] == "none") {
    stage(t).selection = {};
    return;
  }
  if (words.size() < 4)
    throw Error("select", counted(words.size(), "number"), "select X Y WIDTH HEIGHT, or select none");
  const PixelPlace from = place(t, words, "select");
  const Index width = words::whole(words[2], "select"), height = words::whole(words[3], "select");
  const Extent e = images(t).extent();
  if (width < 1 || height < 1 || width > e.width - from.x || height > e.height - from.y)
    throw Error("select", fmt::format("{} × {} does not lie in the picture", width, height),
                fmt::format("1 to {} and 1 to {} from there", e.width - from.x, e.height - from.y));
  stage(t).selection = {from.x, from.y, width, height};
}

void dismiss(CommandTarget& t, Arguments) {
  const Session& s = t.desk.session;
  const bool covered = s.blank || s.help || s.palette || !t.desk.message.empty();
  if (!covered && !stage(t).selection.empty()) {
    stage(t).selection = {};
    return;
  }
  run_command(t, std::array<std::string, 1>{"dismiss"});
}

void drawer(CommandTarget& t, Arguments words) {
  bool& shown = t.desk.session.presentation ? stage(t).presented_table : stage(t).drawer;
  shown = words::flag(shown, words, "table");
}

std::vector<std::string> sort_names() {
  std::vector<std::string> names{"name"};
  for (const Metric* m : table_columns()) names.push_back(command_name(*m));
  return names;
}

void sort(CommandTarget& t, Arguments words) {
  const std::vector<std::string> names = sort_names();
  const std::size_t which =
      words::choice(std::vector<std::string_view>(names.begin(), names.end()), words[0], "sort-table");
  const Metric* const metric = which == 0 ? nullptr : table_columns()[which - 1];
  constexpr std::array<std::string_view, 2> ways{"up", "down"};
  const bool descending =
      words.size() > 1 ? words::choice(ways, words[1], "sort-table") == 1 : metric && metric->more_is_better;
  stage(t).sort = metric;
  stage(t).descending = descending;
}

void choose(CommandTarget& t, Arguments words) {
  const Index n = words::whole(words[0], "contender");
  const auto count = static_cast<Index>(images(t).settings().contenders.size());
  if (n < 1 || n > count)
    throw Error("contender", fmt::format("there is no contender {}", n), fmt::format("1 to {}", count));
  stage(t).contender = static_cast<std::size_t>(n - 1);
}

void copy_table(CommandTarget& t, Arguments) {
  const ImagesState& state = t.desk.state<ImagesState>();
  std::string text = "contender\tdetail";
  for (const Metric* m : table_columns()) text += fmt::format("\t{}", command_name(*m));
  text += '\n';
  const auto& all = state.measurements();
  for (const std::size_t i : table_order(all, state.stage.sort, state.stage.descending)) {
    text += fmt::format("{}\t{}", state.subject_name(i + 2), state.subject_detail(i + 2));
    for (const Metric* m : table_columns()) {
      const auto value = number_of(all[i], *m);
      text += value ? fmt::format("\t{:.6g}", *value) : "\t";
    }
    text += '\n';
  }
  copy_text(text);
  t.desk.tell(fmt::format("Copied {}, for a spreadsheet", counted(all.size(), "row")));
}

/// Adding contenders chooses each: so it is said whenever they are not the first ones.
std::vector<CommandWords> chosen_now(const Desk& desk) {
  const ImageSettings& now = images(desk).settings();
  const std::size_t chosen = images(desk).stage.contender;
  const bool own = now.contenders != with_factor(first_image_settings(), now.factor).contenders;
  return now_if(!now.contenders.empty() && (own || chosen != ImageStage{}.contender),
                {fmt::format("{}", chosen + 1)});
}

const std::string kPlotWords = fmt::format("[{}] [size|stride]", fmt::join(plot_names(), "|"));
const std::string kSortHelp = fmt::format("Sorts the table: {}.", fmt::join(sort_names(), ", "));

const auto kStageCommands = std::to_array<Command>({
    {"plot", kPlotWords, "M",
     "Which measure stands large against the kernel's size or the stride; alone: the next.", 0, 2, plot},
    {"image-part", "[N]", "V", "Which row of Why, Gradient or Inspect stands large while presenting, counted from 0; alone: the next.", 0, 1, part},
    {"compare", "grid|split|flip|difference|error|heat", "", "How pictures stand against each other.", 1, 1,
     [](CommandTarget& t, Arguments w) { show(t, w[0]); },
     [](const Desk& d) {
       const auto layout = images(d).stage.layout;
       return now_if(layout != ImageStage{}.layout,
                     {std::string(ImageStage::kLayouts[static_cast<std::size_t>(layout)])});
     }},
    {"compare-grid", "", "G", "All pictures beside each other.", 0, 0, [](CommandTarget& t, Arguments) { show(t, "grid"); }},
    {"compare-split", "", "S", "Two pictures with an edge between them, to be dragged.", 0, 0,
     [](CommandTarget& t, Arguments) { show(t, "split"); }},
    {"compare-flip", "", "F", "Two pictures in one place; Space held shows the second.", 0, 0,
     [](CommandTarget& t, Arguments) { show(t, "flip"); }},
    {"compare-difference", "", "D", "The signed difference of two pictures.", 0, 0, [](CommandTarget& t, Arguments) { show(t, "difference"); }},
    {"compare-error", "", "E", "The size of the difference of two pictures.", 0, 0, [](CommandTarget& t, Arguments) { show(t, "error"); }},
    {"subjects", "FIRST SECOND", "",
     "Which two are compared: 0 the original, 1 the reduced, from 2 on the contenders.", 2, 2, subjects,
     [](const Desk& d) {
       const ImageStage &now = images(d).stage, first;
       return now_if(now.first != first.first || now.second != first.second,
                     {fmt::format("{}", now.first), fmt::format("{}", now.second)});
     }},
    {"next-subject", "", "] PageDown", "The next contender against the first picture.", 0, 0, [](CommandTarget& t, Arguments) { turn_second(t, 1); }},
    {"previous-subject", "", "[ PageUp", "The one before.", 0, 0, [](CommandTarget& t, Arguments) { turn_second(t, static_cast<std::size_t>(-1)); }},
    {"all-pairs", "[on|off]", "A", "Differences and errors of all contenders, or of one.", 0, 1,
     [](CommandTarget& t, Arguments w) { stage(t).all = words::flag(stage(t).all, w, "all"); }},
    {"gain", "N", "", "Multiplies differences and errors, 1 to 64.", 1, 1, gain},
    {"gain-up", "", "Shift+Up", "Twice the gain.", 0, 0, [](CommandTarget& t, Arguments) { turn_gain(t, 2); }},
    {"gain-down", "", "Shift+Down", "Half the gain.", 0, 0, [](CommandTarget& t, Arguments) { turn_gain(t, 0.5); }},
    {"split", "SHARE", "", "Where the split's edge stands, 0 to 1.", 1, 1, split},
    {"flip", "[on|off]", "", "Shows the second picture of the flip.", 0, 1,
     [](CommandTarget& t, Arguments w) { stage(t).flipped = words::flag(stage(t).flipped, w, "flip"); }},
    {"image-zoom", "fit|in|out|PERCENT", "", "Zooms all pictures; 100: a pixel is one of the screen.", 1, 1,
     [](CommandTarget& t, Arguments w) { zoom(t, w[0]); }},
    {"image-zoom-in", "", "=", "Zooms in.", 0, 0, [](CommandTarget& t, Arguments) { zoom(t, "in"); }},
    {"image-zoom-out", "", "-", "Zooms out.", 0, 0, [](CommandTarget& t, Arguments) { zoom(t, "out"); }},
    {"image-zoom-fit", "", "0", "Shows all of the picture.", 0, 0, [](CommandTarget& t, Arguments) { zoom(t, "fit"); }},
    {"image-zoom-once", "", "O", "A pixel of the picture is one of the screen.", 0, 0, [](CommandTarget& t, Arguments) { zoom(t, "100"); }},
    {"image-pan", "X Y", "", "Puts a pixel in the middle of all panes.", 2, 2, pan},
    holding(Held::moves, {"image-move", "[left|right|up|down]", "Left Right Up Down", "Moves along the picture.", 0, 1, move}),
    {"point", "X Y | none", "", "Points at a pixel in all pictures.", 1, 2, point},
    {"select", "X Y WIDTH HEIGHT | none", "", "The part that all numbers are of.", 1, 4, select},
    {"deselect", "", "Esc", "Numbers of the whole picture again; closes what lies over the stage.", 0, 0,
     dismiss},
    {"loupe", "[on|off]", "L", "Every picture magnified around the pointer, in the right panel.", 0, 1,
     [](CommandTarget& t, Arguments w) { stage(t).loupe = words::flag(stage(t).loupe, w, "loupe"); }},
    {"table", "[on|off]", "K", "Folds or unfolds the table of numbers, for a projector, too.", 0, 1, drawer},
    {"sort-table", "COLUMN [up|down]", "", kSortHelp, 1, 2, sort},
    {"choose-contender", "N", "", "Unfolds a contender's parameters; Why and Plots are about it.", 1, 1,
     choose,
     chosen_now},
    {"copy-table", "", "Ctrl+C", "Copies the numbers for a spreadsheet.", 0, 0, copy_table},
    // The last of those that are remembered: another layout shows the comparison.
    {"image-mode", "[compare|why|gradient|plots|inspect|convert]", "W", "What the stage of images shows; alone: the next.", 0,
     1, mode,
     [](const Desk& d) {
       return now_if(images(d).stage.mode != ImageStage{}.mode, {std::string(images(d).mode().name)});
     }},
});

}  // namespace

std::span<const Command> image_stage_commands() {
  return kStageCommands;
}

}  // namespace convscope
