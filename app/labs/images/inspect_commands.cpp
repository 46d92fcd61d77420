// The commands about grids without an original, blinking, and folders that belong together.
#include <fmt/format.h>

#include "app/desk/desk.hpp"
#include "app/desk/file_commands.hpp"
#include "app/labs/images/changing.hpp"
#include "app/labs/images/lab.hpp"

namespace convscope {

namespace {

using namespace images;

/// Slower than three flashes a second by far: a flash is two changes.
constexpr double kUsualBlink = 1.25, kLeastBlink = 0.5, kMostBlink = 10;

/// [N]: 0 the original, 1 the reduced picture, from 2 on the others.
void inspect(CommandTarget& t, Arguments words) {
  ImagesState& state = lab(t);
  ImageStage& stage = state.stage;
  const auto count = static_cast<Index>(state.subjects());
  const bool there = stage.mode == ImageStage::Mode::inspect;
  const Index n = words.empty() ? static_cast<Index>(stage.inspected + (there ? 1 : 0)) % count
                                : words::whole(words[0], "inspect");
  if (n < 0 || n >= count)
    throw Error("inspect", fmt::format("there is no picture {}", n),
                fmt::format("0 (original), 1 (reduced), 2 to {} (contenders, then results)", count - 1));
  stage.inspected = static_cast<std::size_t>(n);
  stage.grid.reset();
  stage.mode = ImageStage::Mode::inspect;
}

/// N, counted from 1.
void grid(CommandTarget& t, Arguments words) {
  ImagesState& state = lab(t);
  const Inspection* found = state.inspection(state.stage.inspected);
  if (!found) throw Error("inspect-grid", "grids are still being looked for", "wait a moment");
  const auto count = static_cast<Index>(found->grids.size());
  const Index n = words::whole(words[0], "inspect-grid");
  if (n < 1 || n > count)
    throw Error("inspect-grid", fmt::format("there is no grid {}", n),
                count == 0 ? "a picture in which there is one" : fmt::format("1 to {}", count));
  state.stage.grid = static_cast<std::size_t>(n - 1);
  state.stage.mode = ImageStage::Mode::inspect;
}

/// [on|off|SECONDS].
void blink(CommandTarget& t, Arguments words) {
  ImagesState& state = lab(t);
  ImageStage& stage = state.stage;
  double seconds = stage.blink > 0 ? 0 : kUsualBlink;
  if (!words.empty() && (words[0] == "on" || words[0] == "off")) {
    seconds = words[0] == "on" ? kUsualBlink : 0;
  } else if (!words.empty()) {
    seconds = words::number(words[0], "blink");
    if (!(seconds >= kLeastBlink && seconds <= kMostBlink))
      throw Error("blink",
                  fmt::format("{} seconds are too {}", words[0], seconds > kMostBlink ? "long" : "short"),
                  fmt::format("on, off, or {} to {} seconds from one to the other", kLeastBlink, kMostBlink));
  }
  stage.blink = seconds;
  stage.flipped = false;
  if (seconds == 0) return;
  stage.layout = ImageStage::Layout::flip;
  stage.mode = ImageStage::Mode::compare;
  if (t.desk.session.reduced_motion)
    t.desk.tell("Reduced motion is on: nothing blinks by itself; Space shows the second picture.");
}

void convert_to(CommandTarget& t, Arguments words) {
  const EnlargingForm form = parse_form(words[0], "convert-to");
  ImageStage& stage = lab(t).stage;
  stage.convert_to = form;
  stage.conversion = 0;
  stage.mode = ImageStage::Mode::convert;
}

void convert_at(CommandTarget& t, Arguments words) {
  const double share = words::number(words[0], "convert-at");
  if (!(share >= 0 && share <= 1))
    throw Error("convert-at", fmt::format("{} is no share", words[0]), "0 to 1");
  lab(t).stage.conversion = share;
  lab(t).stage.mode = ImageStage::Mode::convert;
}

/// [PATH].
void save_converted(CommandTarget& t, Arguments words) {
  const std::string path = words::joined(words);
  ImagesState& state = lab(t);
  if (!ask_for_path(t.desk, path,
                    {.command = "save-converted",
                     .title = "Save the converted weights",
                     .name = "converted.npy",
                     .kinds = {{"Weights", {".npy", ".safetensors"}}}}))
    state.save_converted(path);
}

const auto kInspectCommands = std::to_array<Command>({
    {"inspect", "[N]", "",
     "Looks for printed grids without an original in a picture: 0 the opened one, 1 the reduced, from 2 on "
     "the "
     "contenders and results; alone: the next.",
     0, 1, inspect},
    {"inspect-grid", "N", "", "Whose evidence stands there, of the grids found, counted from 1.", 1, 1, grid},
    {"compare-heat", "", "", "Every picture with the places where it has a printed grid.", 0, 0,
     [](CommandTarget& t, Arguments) {
       lab(t).stage.layout = ImageStage::Layout::heat;
       lab(t).stage.mode = ImageStage::Mode::compare;
     }},
    {"blink", "[on|off|SECONDS]", "",
     "Flips between the two pictures by itself, every 1.25 seconds or 0.5 to 10; never with reduced motion.",
     0, 1, blink},
    {"convert-to", "pixel-shuffle|conv-transpose|resize-conv", "",
     "Turns the chosen contender's weights into another form, and shows where each goes.", 1, 1, convert_to,
     [](const Desk& d) {
       const EnlargingForm form = d.state<ImagesState>().stage.convert_to;
       return now_if(d.state<ImagesState>().stage.mode == ImageStage::Mode::convert,
                     {std::string(name(form))});
     }},
    {"convert-at", "SHARE", "", "How far they are on their way, 0 to 1; from there they go on.", 1, 1,
     convert_at},
    {"save-converted", "[PATH]", "", "Saves the weights in the other form, as .npy or .safetensors.", 0, 64,
     save_converted},
    {"next-pair", "", "", "The next picture of the truth's folder that has a partner in a folder of results.",
     0, 0, [](CommandTarget& t, Arguments) { lab(t).next_pair(1); }},
    {"previous-pair", "", "", "The one before it.", 0, 0,
     [](CommandTarget& t, Arguments) { lab(t).next_pair(-1); }},
});

}  // namespace

std::span<const Command> image_inspect_commands() {
  return kInspectCommands;
}

}  // namespace convscope
