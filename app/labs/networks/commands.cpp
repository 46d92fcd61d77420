#include <fmt/format.h>

#include <array>

#include "app/desk/command_words.hpp"
#include "app/desk/file_commands.hpp"
#include "app/labs/networks/lab.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/io/resources.hpp"

namespace convscope {

namespace {

/// The lab comes to the front: its commands can be called from anywhere.
NetworksState& front(CommandTarget& t) {
  return t.desk.show<NetworksState>();
}

/// What was said of the opening would stand before what is looked at.
NetworksState& network_in_front(CommandTarget& t) {
  NetworksState& state = front(t);
  if (!t.desk.warning) t.desk.message.clear();
  return state;
}

void repair(CommandTarget& t, Arguments a) {
  if (a[0] == "none") return front(t).repair(std::nullopt);
  front(t).repair(parse_repair(a[0]));
}

std::optional<std::pair<Index, Index>> pair_of(Arguments a) {
  if (a.empty()) return std::nullopt;
  if (a.size() == 1) throw Error("channels", "need two numbers", "FROM TO, counted from 0");
  return std::pair(words::whole(a[0], "channels"), words::whole(a[1], "channels"));
}

void explore(CommandTarget& t, Arguments a) {
  const auto pair = a.empty() ? front(t).near_pair() : pair_of(a);
  Scenario scenario = front(t).scenario(pair);
  const std::string name = front(t).chosen().name;
  t.desk.load(std::move(scenario));
  t.desk.choose_home();
  t.desk.tell(
      !pair ? fmt::format("'{}' with the mean of its kernels", name)
            : fmt::format("'{}' with its kernel from channel {} to {}", name, pair->first, pair->second));
}

void zoom(CommandTarget& t, Arguments a) {
  constexpr Names<NetworkZoom, 5> kLevels{"networks-zoom", {"whole", "layer", "kernels", "kernel", "cell"}};
  if (a[0] == "in" || a[0] == "out") return network_in_front(t).zoom_by(a[0] == "in" ? 1 : -1);
  network_in_front(t).zoom_to(kLevels.parse(a[0]));
}

void field_cell(CommandTarget& t, Arguments a) {
  if (a[0] == "middle") return network_in_front(t).set_field_cell({});
  Dims cell;
  for (const std::string_view number : split(a[0], ',')) cell.push_back(words::whole(number, "cell"));
  network_in_front(t).set_field_cell(std::move(cell));
}

void field_channel(CommandTarget& t, Arguments a) {
  if (a[0] == "all") return network_in_front(t).set_field_channel(std::nullopt);
  network_in_front(t).set_field_channel(words::whole(a[0], "channel"));
}

void sizes(CommandTarget& t, Arguments) {
  const NetworksState& state = front(t);
  Scenario scenario = state.scenario(std::nullopt);
  if (const auto size = state.input_size()) scenario.size = *size;
  t.desk.load(std::move(scenario));
  t.desk.choose_lab("sizes");
}

void save_weights(CommandTarget& t, Arguments a) {
  const NetworksState& state = front(t);
  const std::string path = words::joined(a);
  const Tensor<float> tensor = to_tensor(state.weights());
  if (ask_for_path(t.desk, path,
                   {.command = "networks-save",
                    .title = "Save the layer's weights",
                    .name = "weights.npy",
                    .kinds = {{"Arrays", {".npy"}}}}))
    return;
  if (!path.ends_with(".npy"))
    throw Error("save", fmt::format("the ending of '{}' says no format", path), ".npy");
  write_file(path,
             npy_bytes(Tensor<double>(tensor.shape(), {tensor.values().begin(), tensor.values().end()})),
             "save");
  t.desk.tell(fmt::format("Saved the weights of '{}' as {}", state.chosen().name, path));
}

void run(CommandTarget& t, Arguments a) {
  const std::string path = words::joined(a);
  if (path == "none") return front(t).run("");
  front(t).require_run();  // before somebody looks for a picture
  if (ask_for_path(t.desk, path,
                   {.command = "networks-run",
                    .title = "A picture to send through the network",
                    .kinds = {{"Pictures", image_endings()}, {"Arrays", {".npy"}}}}))
    return;
  front(t).run(path);
}

void show(CommandTarget& t, Arguments a) {
  constexpr Names<bool, 2> kShown{"networks-show", {"chain", "pictures"}};
  front(t).show_pictures(a.empty() ? !front(t).shows_pictures() : kShown.parse(a[0]));
}

void range(CommandTarget& t, Arguments a) {
  const auto white = parse_value(a[0]);
  if (!white) throw Error("range", fmt::format("'{}' is no number", a[0]), "a number above 0, as 1 or 255");
  front(t).set_range(*white);
}

void save_output(CommandTarget& t, Arguments a) {
  const std::string path = words::joined(a);
  if (!ask_for_path(t.desk, path,
                    {.command = "networks-output",
                     .title = "Save what comes out",
                     .name = "output.png",
                     .kinds = {{"PNG", {".png"}}, {"Arrays", {".npy"}}}}))
    front(t).save_output(path);
}

void save_network(CommandTarget& t, Arguments a) {
  const std::string path = words::joined(a);
  if (!ask_for_path(
          t.desk, path,
          {.command = "networks-save-all",
           .title = "Save the network",
           .name = front(t).opened() && front(t).opened()->network.has_graph() ? "network.onnx"
                                                                               : "weights.safetensors",
           .kinds = {{"ONNX", {".onnx"}}, {"safetensors", {".safetensors"}}}}))
    front(t).save_network(path);
}

constexpr auto kCommands = std::to_array<Command>({
    {"networks-open", "FILE", "", "Opens a network from a file here, whichever lab is in front.", 1, 64,
     [](CommandTarget& t, Arguments a) { front(t).read(words::joined(a)); }},
    {"networks-example", "", "", "Opens a trained decoder that prints a grid.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).read(resource_path("assets/networks/decoder.onnx")); }},
    {"networks-layer", "NAME|N", "", "Chooses a layer, by its name or counted from 0.", 1, 64,
     [](CommandTarget& t, Arguments a) { front(t).choose(words::joined(a)); }},
    {"networks-next", "", "Right Down",
     "Goes to the next layer of the chain; nearer, to the next kernel or weight.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).step(1); }},
    {"networks-previous", "", "Left Up", "Goes to the one before.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).step(-1); }},
    {"networks-zoom", "in|out|whole|layer|kernels|kernel|cell", "",
     "Goes nearer to the chosen layer, to its kernels, to one of them and to one of its weights, or out "
     "again.",
     1, 1, zoom},
    {"networks-in", "", "Enter", "Goes one step nearer: layer, kernels, one kernel, one weight.", 0, 0,
     [](CommandTarget& t, Arguments) { network_in_front(t).zoom_by(1); }},
    {"networks-out", "", "Backspace", "Goes one step out again.", 0, 0,
     [](CommandTarget& t, Arguments) { network_in_front(t).zoom_by(-1); }},
    {"networks-kernel", "FROM TO", "", "Shows the layer's kernel from one channel to another.", 2, 2,
     [](CommandTarget& t, Arguments a) { front(t).choose_kernel(*pair_of(a)); }},
    {"networks-cell", "ROW COLUMN", "", "Shows one weight of the chosen kernel, counted from 0.", 2, 2,
     [](CommandTarget& t, Arguments a) {
       front(t).choose_cell(words::whole(a[0], "cell"), words::whole(a[1], "cell"));
     }},
    {"networks-field-cell", "LIST|middle", "",
     "Chooses the cell of the layer's output whose effective receptive field is shown, as 20,21.", 1, 1,
     field_cell},
    {"networks-field-channel", "N|all", "", "Chooses one of that output's channels, or the sum of all.", 1, 1,
     field_channel},
    {"networks-repair", "phase-sums|sub-kernels|order-2|none", "",
     "Shows a copy beside it whose enlarging layers print no grid, with the least change of their weights.",
     1, 1, repair},
    {"networks-explore", "[FROM TO]", "E",
     "Opens the layer in Explore, with the kernel of a pair of channels or the mean over all.", 0, 2,
     explore},
    {"networks-sizes", "", "Z", "Opens the layer's numbers in Sizes.", 0, 0, sizes},
    {"networks-chain", "JSON", "", "Takes a network of Sizes, as it stands in its file.", 1, 64,
     [](CommandTarget& t, Arguments a) { front(t).read(words::joined(a)); }},
    {"networks-to-sizes", "", "", "Opens the network in Sizes, as a chain whose layers can be changed.", 0, 0,
     [](CommandTarget& t, Arguments) {
       run_command(t, CommandWords{"network-json", front(t).chain_json()});
     }},
    {"networks-save", "[PATH]", "", "Saves the layer's weights as .npy, repaired where a repair is shown.", 0,
     64, save_weights},
    {"networks-save-all", "[PATH]", "",
     "Saves the network as .onnx, or its weights as .safetensors, repaired where a repair is shown.", 0, 64,
     save_network},
    {"networks-is", "conv|tconv [sS] [pP] [dD] [opO] [gG]|nothing", "",
     "Says what the chosen weight of a file without a graph is; remembered beside the file.", 1, 8,
     [](CommandTarget& t, Arguments a) {
       const std::string said = words::joined(a);
       front(t).state(said == "nothing" ? "" : said);
     }},
    {"networks-run", "[IMG|none]", "",
     "Sends a picture, or a .npy of its input's shape, through the network.", 0, 64, run},
    {"networks-show", "[chain|pictures]", "V",
     "Shows what the layers make of the picture instead of the chain, or the chain again.", 0, 1, show},
    {"networks-range", "X", "", "What white is at the network's input and output, 1 or 255.", 1, 1, range},
    {"networks-output", "[PATH]", "", "Saves what comes out of the network, as .png or .npy.", 0, 64,
     save_output},
    {"networks-cancel", "", "X", "Stops reading, running and saving.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).cancel(); }},
});

constexpr auto kFiles = std::to_array<FileEntry>({
    {"Open the example", "networks-example", "A trained decoder that prints a grid"},
    {"Run on a picture…", "networks-run", "Sends it through the network; or drop one on the window"},
    {"Save what comes out…", "networks-output", "As .png or .npy"},
    {"Save weights…", "networks-save", "The chosen layer's weights as .npy, in PyTorch's layout"},
    {"Save network…", "networks-save-all", "As .onnx, or its weights as .safetensors, repaired where it is"},
    {"Open in Sizes", "networks-to-sizes", "The network as a chain whose layers can be changed"},
    {"Export stage…", "export", "What the stage shows, as a picture"},
    {"Copy stage", "copy-picture", "What the stage shows, for another program"},
});

}  // namespace

std::span<const Command> networks_commands() {
  return kCommands;
}

std::span<const FileEntry> networks_files() {
  return kFiles;
}

}  // namespace convscope
