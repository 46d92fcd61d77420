#include <fmt/format.h>

#include <array>

#include "app/desk/command_words.hpp"
#include "app/desk/file_commands.hpp"
#include "app/labs/training/lab.hpp"
#include "app/labs/training/settings.hpp"
#include "app/labs/training/state.hpp"

namespace convscope {

namespace {

/// The lab comes to the front: its commands can be called from anywhere.
TrainingState& front(CommandTarget& t) {
  return t.desk.show<TrainingState>();
}

void train_on(CommandTarget& t, Arguments a) {
  front(t).train_on(a.empty() ? std::vector<std::string>{} : paths_of(a));
}

void decoder(CommandTarget& t, Arguments a) {
  const DecoderForm form = parse_decoder(a[0]);
  TrainingState& state = t.desk.state<TrainingState>();
  const std::vector<DecoderForm> now = state.decoders();
  const bool on = std::ranges::find(now, form) != now.end();
  state.take_part(form, words::flag(on, a.subspan(1), "train-decoder"));
}

/// To the decoder after or before the one that is looked at.
void look_beside(CommandTarget& t, int by) {
  TrainingState& state = t.desk.state<TrainingState>();
  const std::vector<DecoderForm> all = state.decoders();
  const auto count = static_cast<int>(all.size());
  state.look_at(all[static_cast<std::size_t>((static_cast<int>(state.lane()) + by + count) % count)]);
}

void save(CommandTarget& t, Arguments a) {
  TrainingState& state = front(t);
  const std::string path = words::joined(a);
  const std::string name(convscope::name(state.decoders()[state.lane()]));
  if (ask_for_path(t.desk, path,
                   {.command = "train-save",
                    .title = "Save the trained decoder",
                    .name = name + ".onnx",
                    .kinds = {{"Networks", {".onnx"}}, {"Weights", {".safetensors"}}}}))
    return;
  t.desk.exports.save(path, "train-save",
                      fmt::format("Saved {} as it is at step {} as {}", name, state.shown(), path),
                      state.save_job(path));
}

constexpr auto kCommands = std::to_array<Command>({
    {"train-run", "[on|off]", "Space",
     "Trains, or pauses; when all steps are done, shows them again from the first.", 0, 1,
     [](CommandTarget& t, Arguments a) {
       TrainingState& state = front(t);
       state.run(words::flag(state.running(), a, "train-run"));
     }},
    holding(Held::steps,
            {"train-next", "", "Right PageDown", "Goes one step on; behind the last one it trains one more.",
             0, 0, [](CommandTarget& t, Arguments) { front(t).next(); }}),
    holding(Held::steps, {"train-previous", "", "Left PageUp", "Goes one step back.", 0, 0,
                          [](CommandTarget& t, Arguments) { front(t).previous(); }}),
    {"train-first", "", "Home", "Goes before the first step of the training.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).go_to(0); }},
    {"train-last", "", "End", "Goes to the last step that was trained.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).go_to(front(t).done()); }},
    {"train-step", "N", "", "Goes to a step, training as far as that; 0 is before the first.", 1, 1,
     [](CommandTarget& t, Arguments a) { front(t).go_to(words::whole(a[0], "train-step")); }},
    {"train-reset", "", "R", "Begins the training anew, from the first weights.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).reset(); }},
    {"train-cancel", "", "X", "Stops the training; the steps that were made stay.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).run(false); }},
    {"train-on", "[PATH...]", "",
     "Trains on these photographs; without any: on the one that is open elsewhere.", 0, 64, train_on},
    {"train-decoder", "NAME [on|off]", "", "Lets a decoder take part in the training, or not.", 1, 2,
     decoder},
    {"train-look", "NAME", "", "Chooses the decoder that is looked at and saved.", 1, 1,
     [](CommandTarget& t, Arguments a) { t.desk.state<TrainingState>().look_at(parse_decoder(a[0])); }},
    {"train-look-next", "", "Down", "Looks at the next decoder.", 0, 0,
     [](CommandTarget& t, Arguments) { look_beside(t, 1); }},
    {"train-look-previous", "", "Up", "Looks at the decoder before.", 0, 0,
     [](CommandTarget& t, Arguments) { look_beside(t, -1); }},
    {"train-save", "[PATH]", "",
     "Saves the chosen decoder at the shown step: .onnx, which the Networks lab opens, or .safetensors.", 0,
     64, save},
});

constexpr auto kFiles = std::to_array<FileEntry>({
    {"Open photographs…", "open", "To train on; several together are one set"},
    {"Save decoder…", "train-save", "The chosen one at the shown step, as .onnx or .safetensors"},
    {"Export stage…", "export", "What the stage shows, as a picture or an animation of the steps"},
    {"Copy stage", "copy-picture", "What the stage shows, for another program"},
});

}  // namespace

std::span<const Command> training_commands() {
  static const std::vector<Command> all = joined(training_setting_commands(), kCommands);
  return all;
}

std::span<const FileEntry> training_files() {
  return kFiles;
}

}  // namespace convscope
