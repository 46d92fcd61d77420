#include "app/window/first_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/desk/command_words.hpp"
#include "app/labs/explore/state.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

constexpr auto kSteps = std::to_array<FirstStep>({
    {"Stamps", "tconv 3 k2 s2 in=[1,2,3] w=[1,2]", "scatter",
     "A transposed convolution: every input cell stamps the kernel, multiplied by its value, into the "
     "output. "
     "Space plays, the arrows go step by step."},
    {"The way back", "conv 6 k2 s2 in=[1,2,2,4,3,6] w=[1,2]", "slide",
     "A convolution reads what the stamps wrote: under the kernel, cells and weights are multiplied and "
     "added "
     "up to one output cell. The sizes come back, the values do not."},
    {"Overlap", "tconv 3 k3 s2 in=[1,2,3] w=[1,2,1]", "scatter",
     "A kernel of 3 at stride 2: neighbouring stamps share a cell, and there they are added up."},
    {"Uneven overlap", "tconv 6 k3 s2 in=ones w=ones", "overlap",
     "Count the stamps: some cells get one, others two. From an even input comes an uneven output: in "
     "pictures this is the checkerboard."},
    {"Even overlap", "tconv 6 k4 s2 p1 in=ones w=ones", "overlap",
     "With a kernel of 4 every cell but the two at the ends gets two stamps: 4 is a multiple of the stride."},
    {"Padding", "conv 5 k3 p1 in=[1,2,3,4,5] w=[1,2,1]", "slide",
     "Padding puts zeros around a convolution's input, so that the output keeps its size."},
    {"Padding, transposed", "tconv 3 k3 s2 p1 in=[1,2,3] w=[1,2,1]", "scatter",
     "In a transposed convolution the same padding cuts cells off at both ends."},
    {"Two sizes, one answer", "conv 6 k3 s2 p1 in=[1,2,3,4,5,6] w=[1,2,1]", "slide",
     "Six cells become three, and five would, too: the kernel moves two cells at a time."},
    {"Output padding", "tconv 3 k3 s2 p1 op1 in=[1,2,3] w=[1,2,1]", "scatter",
     "Which size was it, five or six? Output padding says it: one cell more at the end."},
    {"Zeros between", "tconv 3 k3 s2 p1 op1 in=[1,2,3] w=[1,2,1]", "direct",
     "The same numbers another way: put zeros between the input cells, and slide the turned kernel over "
     "them."},
    {"The matrix", "tconv 3 k3 s2 p1 op1 in=[1,2,3] w=[1,2,1]", "matrix",
     "Both are one matrix: read by rows it is the convolution, turned over it is the transposed one. That is "
     "where the name comes from."},
    {"Two dimensions", "tconv 3x3 k3 s2 p1 op1 w=[1,2,1;2,4,2;1,2,1]", "scatter",
     "The same in two dimensions. Click a cell to type a number, drag the sliders on the left: from here on "
     "it is yours. Examples has more."},
});

const FirstStep& step_at(Index number) {
  return kSteps[static_cast<std::size_t>(number - 1)];
}

/// Shows the step's scenario, at its beginning.
void go(CommandTarget& t, Index number) {
  if (number < 1 || number > std::ssize(kSteps))
    throw Error("first-steps", fmt::format("there is no step {}", number),
                fmt::format("1 to {}", kSteps.size()));
  Scenario scenario = parse_spec(step_at(number).spec);
  scenario.photo = t.desk.scenario().photo;
  t.desk.choose_home();
  t.desk.load(std::move(scenario));
  explorer(t.desk).choose_view(step_at(number).view);
  explorer(t.desk).rest_at_start();
  t.desk.session.first_step = number;
}

void command(CommandTarget& t, Arguments words) {
  Index& now = t.desk.session.first_step;
  const std::string word = words.empty() ? (now > 0 ? "next" : "1") : words[0];
  if (word == "off") {
    now = 0;
  } else if (word == "at") {  // as it was left: the scenario is the present one
    const Index number = words.size() > 1 ? words::whole(words[1], "first-steps") : 1;
    now = std::clamp<Index>(number, 0, std::ssize(kSteps));
  } else if (word == "next" || word == "back") {
    if (word == "next" && now == std::ssize(kSteps)) {
      now = 0;
      return t.desk.tell("That was the way in. First steps in the list of commands begins it again.");
    }
    go(t, std::clamp<Index>(now + (word == "next" ? 1 : -1), 1, std::ssize(kSteps)));
  } else {
    go(t, words::whole(word, "first-steps"));
  }
}

constexpr auto kCommands = std::to_array<Command>({
    {"first-steps", "[N|next|back|off]", "",
     "A dozen scenarios for beginners, from one stamp to the matrix; alone: begins, or goes on.", 0, 2,
     command,
     [](const Desk& d) {
       return now_if(d.session.first_step > 0, {"at", fmt::format("{}", d.session.first_step)});
     }},
    {"first-steps-next", "", "Ctrl+Right", "The next of the first steps.", 0, 0,
     [](CommandTarget& t, Arguments) { command(t, std::array<std::string, 1>{"next"}); }},
    {"first-steps-back", "", "Ctrl+Left", "The one before.", 0, 0,
     [](CommandTarget& t, Arguments) { command(t, std::array<std::string, 1>{"back"}); }},
});

constexpr double kPadding = 12, kTitle = 17, kWords = 15, kButton = 32;

double words_width(const DeskUi& ui, double width) {
  return std::clamp(width - 48 - 310 * ui.type, 240.0, 1000 * ui.type);
}

}  // namespace

std::span<const FirstStep> first_steps() {
  return kSteps;
}

std::span<const Command> first_steps_commands() {
  return kCommands;
}

double first_steps_height(const DeskUi& ui) {
  const Index now = ui.desk.session.first_step;
  if (now <= 0) return 0;
  const double width = words_width(ui, ui.size().x);
  const double words = ui.paragraph({}, step_at(now).sentence, kWords, width, ui.colors.ink, false);
  return std::max(words + (kTitle + 6) * ui.type + 2 * kPadding, kButton * ui.type + 2 * kPadding);
}

void draw_first_steps(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const Index now = ui.desk.session.first_step;
  if (now <= 0 || rect.h <= 0) return;
  const FirstStep& step = step_at(now);
  ui.begin_panel("first-steps", rect, mix(ui.colors.window, ui.colors.accent, 0.08));
  ui.draw(Box{.rect = {rect.x, rect.y, 5, rect.h}, .fill = ui.colors.accent});
  const double x = rect.x + 24;
  double y = rect.y + kPadding + kTitle * ui.type / 2;
  const std::string count = fmt::format("{} of {}", now, kSteps.size());
  ui.text({x, y}, step.title, kTitle, ui.colors.ink, Font::text_bold);
  ui.text({x + ui.width_of(step.title, kTitle, Font::text_bold) + 12, y}, count, 14, ui.colors.soft);
  y += (kTitle / 2 + 4) * ui.type;
  ui.paragraph({x, y}, step.sentence, kWords, words_width(ui, rect.w), ui.colors.ink);

  // From the right: leave, next, back.
  const double height = kButton * ui.type, at = rect.centre().y - height / 2;
  double right = rect.right() - 24;
  std::string_view wanted;
  const auto button = [&](std::string_view id, std::string_view words, std::string_view help, bool filled) {
    const double width = ui.width_of(words, 15, Font::text_medium) + 30 * ui.type;
    right -= width;
    const Rect place{right, at, width, height};
    right -= 8;
    return filled ? filled_button(ui, id, place, words, 15, help)
                  : framed_button(ui, id, place, words, 15, help);
  };
  if (button("leave", "Leave", "The list of commands (Ctrl+P) has First steps", false)) wanted = "off";
  const bool last = now == std::ssize(kSteps);
  if (button("next", last ? "Done" : "Next", "The next scenario (Ctrl+Right)", true)) wanted = "next";
  if (now > 1 && button("back", "Back", "The scenario before (Ctrl+Left)", false)) wanted = "back";
  ui.hairline({rect.x, rect.bottom() - 1 / ui.density}, {rect.right(), rect.bottom() - 1 / ui.density});
  ui.end_panel();
  if (!wanted.empty()) try_command(target, {"first-steps", std::string(wanted)});
}

}  // namespace convscope
