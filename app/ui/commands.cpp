#include "app/ui/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/labs/commands.hpp"
#include "app/ui/chord.hpp"
#include "app/ui/command_words.hpp"
#include "app/ui/explore_commands.hpp"
#include "app/ui/file_commands.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/spec_line.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

namespace {

void cycle_view(CommandTarget& t, Arguments) {
  const auto all = views();
  const auto at = static_cast<std::size_t>(&t.app.view() - all.data());
  for (std::size_t i = 1; i <= all.size(); ++i) {
    const View& next = all[(at + i) % all.size()];
    if (!next.obstacle(t.app.derived())) return t.app.choose_view(next.name);
  }
}

void set_speed(AppState& app, double speed) {
  if (!(speed >= kSlowest && speed <= kFastest))
    throw Error("speed", fmt::format("{} is out of reach", format_value(speed)), "0.25 to 8");
  app.session.speed = speed;
}

void turn(CommandTarget& t, Arguments) {
  t.app.apply(turned(t.app.scenario()));
  t.app.rest_at(0);
}

void choose_operator(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 2> names{"conv", "tconv"};
  if ((words::choice(names, words[0], "operator") == 1) != t.app.scenario().transposed()) turn(t, {});
}

void load(CommandTarget& t, Scenario scenario) {
  if (scenario.photo.empty()) scenario.photo = t.app.scenario().photo;
  t.app.apply(std::move(scenario));
  t.app.rest_at(0);
}

void preset(CommandTarget& t, Arguments words) {
  std::string names;
  for (const Preset& p : presets()) {
    if (p.name == words[0]) {
      load(t, parse_spec(p.spec));
      t.app.tell(std::string(p.shows));
      return;
    }
    names += fmt::format("{}{}", names.empty() ? "" : ", ", p.name);
  }
  throw Error("preset", fmt::format("'{}' is not known", words[0]), names);
}

Tag tag(std::string_view role, std::string_view index) {
  constexpr std::array<std::string_view, 5> names{"input", "kernel", "output", "entry", "upstream"};
  return {static_cast<Role>(words::choice(names, role, "cell") + 1), words::whole(index, "cell")};
}

void edit_cell(CommandTarget& t, Arguments words) {
  t.app.set_cell(tag(words[0], words[1]), words::number(words[2], "cell"));
}

void hover(CommandTarget& t, Arguments words) {
  if (words[0] != "none" && words.size() < 2) throw Error("hover", "no index is given", "hover input 4");
  t.app.session.hover = words[0] == "none" ? Tag{} : tag(words[0], words[1]);
  t.app.session.hover_pinned = true;
}

void theme(CommandTarget& t, Arguments words) {
  Theme& now = t.app.session.theme;
  constexpr std::array<std::string_view, 2> names{"light", "dark"};
  now = static_cast<Theme>(words.empty() ? 1 - static_cast<std::size_t>(now)
                                         : words::choice(names, words[0], "theme"));
}

void numbers(CommandTarget& t, Arguments words) {
  NumberFormat& now = t.app.session.numbers;
  constexpr std::array<std::string_view, 3> names{"automatic", "decimal", "fraction"};
  now = static_cast<NumberFormat>(words.empty() ? (static_cast<std::size_t>(now) + 1) % 3
                                                : words::choice(names, words[0], "numbers"));
  if (words.empty()) t.app.tell(fmt::format("Numbers: {}", names[static_cast<std::size_t>(now)]));
}

void panels(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 4> names{"none", "left", "right", "both"};
  Session& s = t.app.session;
  const std::size_t which =
      words.empty() ? (s.left_panel || s.right_panel ? 0 : 3) : words::choice(names, words[0], "panels");
  s.left_panel = which & 1;
  s.right_panel = which & 2;
}

void dismiss(CommandTarget& t, Arguments) {
  Session& s = t.app.session;
  if (s.blank || s.help || s.palette)
    s.blank = s.help = s.palette = false;
  else if (!t.app.message.empty())
    t.app.message.clear();
  else
    s.presentation = false;
}

PointerEvent pointer(Arguments words, std::size_t at) {
  return {words::number(words[at], "mouse"), words::number(words[at + 1], "mouse")};
}

void click(CommandTarget& t, Arguments words) {
  t.input.push(pointer(words, 0));
  t.input.push(ButtonEvent{0, true});
  t.input.push(ButtonEvent{0, false});
  t.wait = 6;
}

void drag(CommandTarget& t, Arguments words) {
  const PointerEvent from = pointer(words, 0), to = pointer(words, 2);
  t.input.push(from);
  t.input.push(ButtonEvent{0, true});
  constexpr int pieces = 8;
  for (int i = 1; i <= pieces; ++i) {
    const double share = static_cast<double>(i) / pieces;
    t.input.push(PointerEvent{from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share});
    t.input.push(NextFrame{});
  }
  t.input.push(ButtonEvent{0, false});
  t.wait = 6;
}

template <LabName lab>
void choose_lab(CommandTarget& t, Arguments) {
  t.app.choose_lab(lab);
}

constexpr auto kCommands = std::to_array<Command>({
    {"explore", "", "1", "The lab of one operator, step by step.", 0, 0, choose_lab<LabName::explore>},
    {"round-trip", "", "2", "The lab of convolution and back.", 0, 0, choose_lab<LabName::round_trip>},
    {"sizes", "", "3", "The lab of size arithmetic.", 0, 0, choose_lab<LabName::sizes>},
    {"images", "", "4", "The lab of enlarging photographs.", 0, 0, choose_lab<LabName::images>},
    {"claims", "", "5", "The lab of what people say.", 0, 0, choose_lab<LabName::claims>},
    {"view", "NAME", "", "Shows a view in the pane in focus, as slide or matrix.", 1, 1,
     [](CommandTarget& t, Arguments a) { t.app.choose_view(a[0]); }},
    {"next-view", "", "V", "Shows the next view that can show this scenario.", 0, 0, cycle_view, false, LabName::explore},
    {"toggle-play", "", "Space", "Plays or pauses.", 0, 0,
     [](CommandTarget& t, Arguments) { t.app.play(!t.app.session.playing); }, false, LabName::explore},
    {"play", "", "", "Plays the steps.", 0, 0, [](CommandTarget& t, Arguments) { t.app.play(true); }},
    {"pause", "", "", "Stops after the step under way.", 0, 0,
     [](CommandTarget& t, Arguments) { t.app.play(false); }},
    {"next", "", "Right PageDown", "Goes one step on.", 0, 0, [](CommandTarget& t, Arguments) { t.app.next(); }, false, LabName::explore},
    {"previous", "", "Left PageUp", "Goes one step back.", 0, 0,
     [](CommandTarget& t, Arguments) { t.app.previous(); }, false, LabName::explore},
    {"first", "", "Home", "Goes to the first step.", 0, 0, [](CommandTarget& t, Arguments) { t.app.rest_at(0); }, false, LabName::explore},
    {"last", "", "End", "Goes to the last step.", 0, 0,
     [](CommandTarget& t, Arguments) { t.app.rest_at(t.app.steps() - 1); }, false, LabName::explore},
    {"step", "N", "", "Goes to a step, counted from 0.", 1, 1,
     [](CommandTarget& t, Arguments a) { t.app.go_to(words::whole(a[0], "step")); }},
    {"speed", "X", "", "Playback speed, 0.25 to 8.", 1, 1,
     [](CommandTarget& t, Arguments a) { set_speed(t.app, words::number(a[0], "speed")); }},
    {"faster", "", ".", "Doubles the playback speed.", 0, 0,
     [](CommandTarget& t, Arguments) { set_speed(t.app, std::min(kFastest, t.app.session.speed * 2)); }},
    {"slower", "", ",", "Halves the playback speed.", 0, 0,
     [](CommandTarget& t, Arguments) { set_speed(t.app, std::max(kSlowest, t.app.session.speed / 2)); }},
    {"loop", "[on|off]", "L", "Starts over after the last step.", 0, 1,
     [](CommandTarget& t, Arguments a) { t.app.session.loop = words::flag(t.app.session.loop, a, "loop"); }},
    {"set", "FIELD VALUE", "", "Changes a field of the scenario: stride 2, kernel 3x2, padding same, in random:7.", 2,
     64, [](CommandTarget& t, Arguments a) { t.app.set(a[0], words::joined(a.subspan(1))); }},
    {"operator", "conv|tconv", "", "Convolution or transposed; the geometry is turned, its output becomes the input.",
     1, 1, choose_operator},
    {"turn", "", "O", "Turns the operator: convolution to its transpose and back.", 0, 0, turn, false, LabName::explore},
    {"preset", "NAME", "", "Loads an example.", 1, 1, preset},
    {"spec", "LINE", "", "Loads a scenario from a line such as tconv 4x4 k3 s2 p1.", 1, 64,
     [](CommandTarget& t, Arguments a) { load(t, parse_spec(words::joined(a))); }},
    {"open", "[PATH]", "Ctrl+O", "Opens a scenario (.json), an input (.npy) or a photograph.", 0, 64,
     [](CommandTarget& t, Arguments a) { open_command(t.app, words::joined(a)); }},
    {"save", "[PATH]", "Ctrl+S", "Saves the scenario as a .json file.", 0, 64,
     [](CommandTarget& t, Arguments a) { save_command(t.app, words::joined(a)); }},
    {"export", "[PATH]", "Ctrl+E", "Saves the view as .png, .svg or .pdf.", 0, 64,
     [](CommandTarget& t, Arguments a) { export_command(t.app, words::joined(a)); }},
    {"cell", "input|kernel|upstream INDEX VALUE", "", "Changes one cell.", 3, 3, edit_cell},
    {"hover", "none | input|kernel|output|entry|upstream INDEX", "", "Lights up a cell as the pointer does.", 1, 2, hover},
    {"theme", "[light|dark]", "T", "Light or dark.", 0, 1, theme},
    {"numbers", "[automatic|decimal|fraction]", "N", "How numbers are written.", 0, 1, numbers},
    {"presentation", "[on|off]", "P", "Larger type and no panels, for a projector.", 0, 1,
     [](CommandTarget& t, Arguments a) {
       t.app.session.presentation = words::flag(t.app.session.presentation, a, "presentation");
     }},
    {"panels", "[left|right|both|none]", "Tab", "Which panels stand beside the stage.", 0, 1, panels},
    {"layout", "[1|2|4]", "M", "One, two or four views, each choice remembered.", 0, 1,
     explore::layout, false, LabName::explore},
    {"focus", "[N]", "F", "Which of them keys and playback mean.", 0, 1, explore::focus, false, LabName::explore},
    {"order", "[window|pixel|tap|own]", "R", "What one step holds fixed: a window, a pixel or a tap.", 0, 1,
     explore::order, false, LabName::explore},
    {"zoom", "[in|out|all]", "0", "Zooms matrix or volumes; alone: shows all.", 0, 1, explore::zoom, false, LabName::explore},
    {"zoom-in", "", "=", "Zooms in.", 0, 0,
     [](CommandTarget& t, Arguments) { explore::zoom(t, std::array<std::string, 1>{"in"}); }, false, LabName::explore},
    {"zoom-out", "", "-", "Zooms out.", 0, 0,
     [](CommandTarget& t, Arguments) { explore::zoom(t, std::array<std::string, 1>{"out"}); }, false, LabName::explore},
    {"pan", "ROWS COLUMNS", "", "Moves what is in view of the matrix.", 2, 2, explore::pan},
    {"camera", "[YAW PITCH ZOOM]", "", "Turns the volumes of the channels view, in degrees; alone: as at first.", 0,
     3, explore::camera},
    {"quiz", "[on|off]", "Q", "Asks for each output cell before it is shown.", 0, 1, explore::quiz, false, LabName::explore},
    {"answer", "VALUE", "", "Answers the quiz.", 1, 1, explore::answer},
    {"undo", "", "Ctrl+Z", "Takes the last change back.", 0, 0, [](CommandTarget& t, Arguments) { t.app.undo(); }},
    {"redo", "", "Ctrl+Y Ctrl+Shift+Z", "Makes it again.", 0, 0,
     [](CommandTarget& t, Arguments) { t.app.redo(); }},
    {"copy-spec", "", "Ctrl+C", "Copies the scenario's line.", 0, 0,
     [](CommandTarget& t, Arguments) {
       ImGui::SetClipboardText(spec_line(t.app.scenario()).c_str());
       t.app.tell("Copied " + spec_line(t.app.scenario()));
     }},
    {"paste", "[input|kernel|upstream]", "Ctrl+V",
     "Pastes a scenario's line or a matrix of numbers.", 0, 1,
     explore::paste},
    {"load", "input|kernel|upstream PATH", "", "Takes the numbers of a .npy file; the size follows.", 2, 64,
     explore::load},
    {"crop-photo", "[X Y [LEVELS]]", "",
     "Takes a crop of the photograph (its middle) as input, as grey values 0 to LEVELS-1 (9).", 0, 3, explore::crop_photo},
    {"kernel", "rotate|normalise", "", "Turns the kernel by 180 degrees, or divides it by its sum.", 1, 1,
     explore::kernel},
    {"blank", "[on|off]", "B", "A dark screen, for a moment's attention.", 0, 1,
     [](CommandTarget& t, Arguments a) { t.app.session.blank = words::flag(t.app.session.blank, a, "blank"); }},
    {"reduced-motion", "[on|off]", "", "Steps change without gliding.", 0, 1,
     [](CommandTarget& t, Arguments a) {
       t.app.session.reduced_motion = words::flag(t.app.session.reduced_motion, a, "reduced-motion");
     }},
    {"help", "[on|off]", "F1 ?", "Explains what is under the pointer, and lists the keys.", 0, 1,
     [](CommandTarget& t, Arguments a) { t.app.session.help = words::flag(t.app.session.help, a, "help"); }},
    {"palette", "[on|off]", "Ctrl+P", "Finds any command.", 0, 1,
     [](CommandTarget& t, Arguments a) { t.app.session.palette = words::flag(t.app.session.palette, a, "palette"); }},
    {"dismiss", "", "Esc", "Closes what lies over the stage; leaves presentation mode.", 0, 0, dismiss},
    {"quit", "", "Ctrl+Q", "Closes the window.", 0, 0, [](CommandTarget& t, Arguments) { t.app.quit = true; }},
    {"key", "NAME", "", "Presses a key, as Right or Ctrl+Z.", 1, 1,
     [](CommandTarget& t, Arguments a) { play(parse_chord(a[0]), t.input); }, true},
    {"type", "TEXT", "", "Types text.", 1, 64,
     [](CommandTarget& t, Arguments a) {
       for (char c : words::joined(a)) t.input.push(CharacterEvent{static_cast<unsigned char>(c)});
     },
     true},
    {"mouse", "X Y", "", "Moves the pointer.", 2, 2,
     [](CommandTarget& t, Arguments a) { t.input.push(pointer(a, 0)); }, true},
    {"click", "X Y", "", "Clicks.", 2, 2, click, true},
    {"drag", "X1 Y1 X2 Y2", "", "Drags from one place to another.", 4, 4, drag, true},
    {"wheel", "STEPS", "", "Turns the wheel up (or, negative, down).", 1, 1,
     [](CommandTarget& t, Arguments a) { t.input.push(WheelEvent{0, words::number(a[0], "wheel")}); }, true},
    {"wait", "FRAMES", "", "Lets frames of 1/60 s pass.", 1, 1,
     [](CommandTarget& t, Arguments a) {
       const Index frames = words::whole(a[0], "wait");
       if (frames < 0 || frames > 100000) throw Error("wait", fmt::format("{} frames", frames), "0 to 100000");
       t.wait = static_cast<int>(frames);
     },
     true},
});

}  // namespace

std::span<const Command> commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> list(kCommands.begin(), kCommands.end());
    for (const auto& own : {round_trip_commands(), sizes_commands(), images_commands(), claims_commands()})
      list.insert(list.end(), own.begin(), own.end());
    return list;
  }();
  return all;
}

const Command& command(std::string_view name) {
  const auto found = std::ranges::find(commands(), name, &Command::name);
  if (found == commands().end())
    throw Error("command", fmt::format("'{}' is not known", name), "one that `convscope commands` lists");
  return *found;
}

std::vector<std::vector<std::string>> parse_commands(std::string_view text) {
  std::vector<std::vector<std::string>> all(1);
  bool quoted = false, in_word = false;
  for (char c : text) {
    if (!quoted && (c == ' ' || c == ';' || c == '\n')) {
      in_word = false;
      if (c != ' ' && !all.back().empty()) all.emplace_back();
      continue;
    }
    if (!in_word) all.back().emplace_back();
    in_word = true;
    if (c == '"')
      quoted = !quoted;
    else
      all.back().back() += c;
  }
  if (quoted) throw Error("commands", "a quote does not end", "\"...\" around words with spaces");
  if (all.back().empty()) all.pop_back();
  return all;
}

void run_command(CommandTarget& target, Arguments words) {
  if (words.empty()) return;
  const Command& found = command(words[0]);
  const std::size_t count = words.size() - 1;
  if (count < found.least || count > found.most)
    throw Error("command", fmt::format("'{}' with {} argument{}", words[0], count, count == 1 ? "" : "s"),
                fmt::format("{} {}", found.name, found.arguments));
  found.run(target, words.subspan(1));
}

bool try_command(CommandTarget& target, std::initializer_list<std::string> words) {
  return target.app.attempt([&] { run_command(target, {words.begin(), words.size()}); });
}

void run_pressed_keys(CommandTarget& target) {
  const auto run_first = [&](std::optional<LabName> lab) {
    for (const Command& c : commands()) {
      if (c.keys.empty() || c.lab != lab) continue;
      for (std::string_view keys : split(c.keys, ' '))
        if (pressed(parse_chord(keys))) {
          target.app.attempt([&] { c.run(target, {}); });
          return true;
        }
    }
    return false;
  };
  if (!run_first(target.app.session.lab)) run_first(std::nullopt);
}

}  // namespace convscope
