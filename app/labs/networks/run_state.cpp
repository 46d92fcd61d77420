// The picture that is sent through the network: what is asked for, shown and saved of it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/desk/file_commands.hpp"
#include "app/labs/networks/state.hpp"
#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "core/io/npy.hpp"
#include "core/network/onnx_write.hpp"
#include "core/network/safetensors.hpp"

namespace convscope {

bool NetworksState::can_run() const {
  const Network& network = require().network;
  return network.has_graph() &&
         std::ranges::all_of(network.weights, [](const auto& named) { return named.second.known(); });
}

void NetworksState::require_run() const {
  if (can_run()) return;
  if (opened_->network.has_graph())
    throw Error("image", "the network's layers have no weights", "a network with weights, such as .onnx");
  throw Error("image", fmt::format("a {} file has weights and no graph", opened_->network.format),
              "a network with layers, such as .onnx");
}

void NetworksState::run(const std::string& path) {
  if (path.empty()) {
    photograph_.clear();
    running_.cancel();
    running_.again();
    return;
  }
  require_run();
  const InputFile there(path, "image");
  photograph_ = path;
  pictures_ = true;
  running_.again();  // the same path may have another file
  follow_run();
}

void NetworksState::set_range(double range) {
  if (!(range > 0 && std::isfinite(range)))
    throw Error("range", fmt::format("{} is no white", range), "a number above 0, as 1 or 255");
  if (std::exchange(range_, range) == range || !opened_) return;
  read(opened_->path);  // the flat test is of that range, too
}

void NetworksState::show_pictures(bool show) {
  if (show && photograph_.empty())
    throw Error("image", "no picture has been sent through the network", "networks-run IMG");
  pictures_ = show;
}

void NetworksState::cancel() {
  reading_.cancel();
  running_.cancel();
  saver_.cancel();
}

void NetworksState::follow_run() {
  if (running_.take() && !running_.problem().empty()) message_ = {running_.problem(), true};
  if (photograph_.empty() || !opened_ || !opened_->network.has_graph() || reading_.busy() ||
      (repair_ && !repaired_))
    return;
  running_.want({opened_, repaired(), photograph_, range_},
                [](const NetworkRunQuestion& question, const Progress& progress, const auto& deliver) {
                  return run_network(question, progress, deliver);
                });
}

NetworkRunPtr NetworksState::made() const {
  if (photograph_.empty() || !running_.answer() || running_.answered()->network != opened_) return nullptr;
  return *running_.answer();
}

const ChannelSheet* NetworksState::shown_channels() const {
  const NetworkRunPtr run = made();
  if (!run) return nullptr;
  if (!channels_ || channels_->of != run || channels_->layer != layer_) {
    channels_ = ShownChannels{run, layer_};
    if (const auto found = run->layers.find(chosen().name); found != run->layers.end())
      channels_->sheet = channel_sheet(found->second);
  }
  return channels_->sheet ? &*channels_->sheet : nullptr;
}

Picture NetworksState::draw_run(const Style& style) const {
  const NetworkRunPtr run = made();
  NetworkRunPage page{.network = file_name(opened_->path)};
  if (!opened_->report.layers.empty()) {
    page.layer = chosen().name;
    page.label = layer_label(chosen());
  }
  page.channels = shown_channels();
  page.missing = !run_problem().empty() ? run_problem()
                 : run                  ? "What this layer makes is no picture."
                 : running_.busy()      ? "The picture is on its way through the network."
                                        : "Nothing has been made of the picture.";
  if (run) {
    page.input = run->input;
    page.part = run->part;
    page.output = run->output;
    page.repaired = run->repaired;
    if (!run->output.image && run->output.words.empty() && running_.busy()) page.output.words = "on its way";
  }
  return draw_network_run(page, style);
}

void NetworksState::save_output(const std::string& path) {
  const NetworkRunPtr run = made();
  if (!run || !run->result.known() || !run->whole)
    throw Error("output", "nothing has come out of the network yet", "networks-run IMG, and a moment");
  const bool npy = path.ends_with(".npy");
  if (!npy && !path.ends_with(".png"))
    throw Error("output", fmt::format("the ending of '{}' says no format", path), ".png or .npy");
  if (!npy) shown(run->result, range_, false);
  saver_.save(path, "output", fmt::format("Saved what comes out as {}", path),
              [run, npy, range = range_](PendingFile& file, const Progress&) {
                if (!npy) return file.write(png_of(shown(run->result, range, false)));
                const Tensor<float> values = to_tensor(run->result);
                file.write(npy_bytes(
                    Tensor<double>(values.shape(), {values.values().begin(), values.values().end()})));
              });
}

void NetworksState::save_network(const std::string& path) {
  require();
  const bool onnx = path.ends_with(".onnx");
  if (!onnx && !path.ends_with(".safetensors"))
    throw Error("output", fmt::format("the ending of '{}' says no format", path), ".safetensors or .onnx");
  const OpenedNetworkPtr of = repaired() ? repaired_ : opened_;
  if (onnx && !of->network.has_graph())
    throw Error("output", fmt::format("a {} file has weights and no graph", of->network.format),
                ".safetensors");
  const std::string what =
      fmt::format("{}{}", repaired() ? "the repaired " : "the ", onnx ? "network" : "weights");
  saver_.save(path, "output", fmt::format("Saved {} as {}", what, path),
              [of, onnx](PendingFile& file, const Progress&) {
                file.write(onnx ? onnx_file(of->path, of->network) : safetensors_bytes(of->network));
              });
}

}  // namespace convscope
