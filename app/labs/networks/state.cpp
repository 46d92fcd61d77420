#include "app/labs/networks/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/desk/desk.hpp"
#include "app/desk/file_commands.hpp"
#include "app/labs/networks/kernels.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/words.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/io/files.hpp"
#include "core/io/image_file.hpp"
#include "core/network/chain_network.hpp"
#include "core/network/formats.hpp"
#include "core/network/stated_layers.hpp"
#include "core/scenario/scenario.hpp"

namespace convscope {

namespace {

constexpr std::size_t kMostKernels = kMostPairs;  // of which the doctor has phase sums

/// All that the lab shows of a network; the flat test takes most of the time.
OpenedNetwork looked_at(std::string path, Network network, double range, const Progress& progress) {
  OpenedNetwork out;
  out.path = std::move(path);
  out.network = std::move(network);
  if (out.network.has_graph()) out.sizes = Evaluator(out.network).sizes(input_shapes(out.network, {}));
  out.report = report(out.network, {.size = {}, .range = range, .progress = progress});
  out.chain = chain_of(out.report);
  out.skips = skips_of(out.network, out.report, out.chain);
  return out;
}

/// `path`: of a file, or a chain of Sizes as it stands in its file.
OpenedNetworkPtr read_and_look(const std::string& path, double range, const Progress& progress) {
  if (path.starts_with('{')) {
    Network chain = read_chain({"", path});
    std::string name = chain.name.empty() ? "network" : chain.name;
    return std::make_shared<const OpenedNetwork>(
        looked_at(std::move(name), std::move(chain), range, progress));
  }
  Network network = read_network(path);
  const bool alone = !network.has_graph();
  const std::string stated = alone ? remembered_layers(path) : "";
  if (!stated.empty()) state_layers(network, stated);
  OpenedNetwork out = looked_at(path, std::move(network), range, progress);
  out.weights_alone = alone;
  out.stated = stated;
  return std::make_shared<const OpenedNetwork>(std::move(out));
}

/// The chosen layer to begin with: where the grid begins, else the first that enlarges, else the first.
std::size_t first_layer(const OpenedNetwork& opened) {
  for (const std::size_t i : opened.chain)
    if (prints_grid(opened.report, opened.report.layers[i])) return i;
  for (const std::size_t i : opened.chain)
    if (opened.report.layers[i].diagnosis) return i;
  return opened.chain.empty() ? 0 : opened.chain.front();
}

}  // namespace

NetworksState::NetworksState(const Workers& workers)
    : reading_(workers), repairing_(workers), running_(workers), fields_(workers), saver_(workers) {}

Opened NetworksState::open(Desk&, const std::string& path) {
  if (!has_network_ending(path)) {
    if (opened_ && opened_->network.has_graph() && is_image_name(path)) {
      run(path);
      return Opened::later;
    }
    if (!path.ends_with(".json")) return Opened::no;
    const std::string text = read_file(path, "network");  // scenarios end so, too
    if (std::ranges::none_of(network_formats(), [&](const NetworkFormat& f) { return f.fits(text); }))
      return Opened::no;
  }
  read(path);
  return Opened::later;
}

void NetworksState::read(const std::string& path) {
  if (!path.starts_with('{')) const InputFile there(path, "network");
  reading_.again();  // the same path may have another file
  problem_.clear();
  reading_.want(path, [range = range_](const std::string& file, const Progress& progress, const auto&) {
    return read_and_look(file, range, progress);
  });
}

void NetworksState::tick(const Desk&, double) {
  if (reading_.take() && reading_.is_complete() && *reading_.answer() != opened_) took(*reading_.answer());
  if (!reading_.problem().empty() && problem_ != reading_.problem()) {
    problem_ = reading_.problem();
    message_ = {problem_, true};
  }
  if (repairing_.take() && repairing_.is_complete()) {
    repaired_ = *repairing_.answer();
    if (repair_ && repaired_->report.flat && opened_->report.flat)
      message_ = {fmt::format("Repaired: the grid goes from {} to {} grey levels",
                              levels_text(opened_->report.flat->output),
                              levels_text(repaired_->report.flat->output))};
  }
  if (repair_ && !repairing_.busy() && !repairing_.problem().empty()) {
    message_ = {repairing_.problem(), true};
    repair_.reset();
    repairing_.again();
  }
  follow_run();
  follow_field();
  if (LabMessage said = saver_.take(); !said.text.empty()) message_ = std::move(said);
}

void NetworksState::took(const OpenedNetworkPtr& read) {
  opened_ = read;
  const auto kept = std::ranges::find(opened_->report.layers, stay_, &NetworkLayer::name);
  layer_ = kept == opened_->report.layers.end()
               ? first_layer(*opened_)
               : static_cast<std::size_t>(kept - opened_->report.layers.begin());
  stay_.clear();
  zoom_ = NetworkZoom::whole;
  begin_near();
  repair_.reset();
  repaired_.reset();
  message_ = {"Opened " + file_name(opened_->path)};
}

const OpenedNetwork& NetworksState::require() const {
  if (!opened_ || opened_->report.layers.empty())
    throw Error("layer", "no network is open", "open FILE, or drop one on the window");
  return *opened_;
}

void NetworksState::choose(const std::string& layer) {
  const std::vector<NetworkLayer>& layers = require().report.layers;
  const auto named = std::ranges::find(layers, layer, &NetworkLayer::name);
  if (named != layers.end()) {
    if (!stay_.empty()) stay_ = layer;
    return go_to(static_cast<std::size_t>(named - layers.begin()));
  }
  const std::optional<Index> place = parse_index(layer);
  if (!place || *place < 0 || *place >= static_cast<Index>(layers.size()))
    throw Error("layer", fmt::format("'{}' is not known", cut(layer, 60)),
                fmt::format("a layer's name, or 0 to {}", layers.size() - 1));
  go_to(static_cast<std::size_t>(*place));
}

void NetworksState::go_to(std::size_t layer) {
  if (std::exchange(layer_, layer) == layer) return;
  begin_near();
  if (zoom_ > NetworkZoom::layer) zoom_ = near_kernels().empty() ? NetworkZoom::layer : NetworkZoom::kernels;
}

void NetworksState::step(int by) {
  const std::vector<std::size_t>& chain = require().chain;
  if (zoom_ >= NetworkZoom::kernels) return step_near(by);
  if (chain.empty()) return;
  const auto at = std::ranges::lower_bound(chain, layer_) - chain.begin();
  const auto next = std::clamp<std::ptrdiff_t>(at + by, 0, static_cast<std::ptrdiff_t>(chain.size()) - 1);
  go_to(chain[static_cast<std::size_t>(next)]);
}

std::string NetworksState::stated() const {
  return stated_of(require().stated, chosen().name);
}

void NetworksState::state(const std::string& words) {
  require();
  if (!opened_->weights_alone)
    throw Error("as", fmt::format("a {} file has a graph, which says it", opened_->network.format),
                "a file of weights alone");
  const std::string text = with_stated(opened_->stated, chosen().name, words);
  Network network = opened_->network;
  network.nodes.clear();
  network.inputs.clear();
  if (text.empty()) {
    std::error_code none;
    std::filesystem::remove(layers_path(opened_->path), none);
  } else {
    state_layers(network, text);
    report(network, {.size = {}, .flat = false});  // what does not fit together is not remembered
    write_file(layers_path(opened_->path), layers_file(text), "as");
  }
  const std::string name = chosen().name;
  read(opened_->path);
  stay_ = name;
}

void NetworksState::repair(std::optional<NetworkRepair> how) {
  if (!how) {
    repair_.reset();
    repairing_.cancel();
    return;
  }
  if (!require().network.has_graph())
    throw Error("repair", fmt::format("a {} file has weights and no graph", opened_->network.format),
                "a file with layers, such as .onnx");
  repair_ = how;
  repaired_.reset();
  repairing_.again();
  repairing_.want({opened_, *how, range_}, [](const Repair& wanted, const Progress& progress, const auto&) {
    return std::make_shared<const OpenedNetwork>(
        looked_at(wanted.of->path,
                  convscope::repaired(wanted.of->network, wanted.of->sizes, wanted.how, {}, wanted.range),
                  wanted.range, progress));
  });
}

std::string NetworksState::chain_json() const {
  if (!require().network.has_graph())
    throw Error("network", fmt::format("a {} file has weights and no graph", opened_->network.format),
                "a file with layers, such as .onnx");
  return to_json(convscope::chain_of(opened_->network, opened_->sizes));
}

const Array& NetworksState::weights() const {
  require();
  return weights_named(repaired() ? repaired_->network : opened_->network, chosen().name);
}

Scenario NetworksState::scenario(std::optional<std::pair<Index, Index>> pair) const {
  require();
  const OpenedNetwork& of = repaired() ? *repaired_ : *opened_;
  const NetworkLayer& layer = of.report.layers[layer_];
  const std::size_t rank = layer.kernel.size();
  if (rank == 0 || rank > 3)
    throw Error("layer", fmt::format("'{}' has no kernel", layer.name), "a convolution or transposed one");
  const LayerKernels kernels = own_kernels(of.network, layer);
  if (kernels.pairs() == 0)
    throw Error("layer", fmt::format("'{}' has no weights", layer.name), "a layer with weights");
  const std::optional<std::size_t> chosen_pair = pair ? kernels.find(*pair) : std::nullopt;
  if (pair && !chosen_pair)
    throw Error(
        "layer",
        fmt::format("'{}' has no weights from channel {} to {}", layer.name, pair->first, pair->second),
        "a pair of its channels, counted from 0");
  Scenario out;
  out.direction = layer.op == "ConvTranspose" ? Direction::transposed : Direction::convolution;
  const auto sizes = [&](const std::vector<Index>& values, Index otherwise) {
    return Shape(values.size() == rank ? values : std::vector<Index>(rank, otherwise));
  };
  out.layer.kernel = sizes(layer.kernel, 1);
  out.layer.stride = sizes(layer.stride, 1);
  out.layer.dilation = sizes(layer.dilation, 1);
  // Small, but a large kernel must lie on it.
  out.size = Shape::filled(rank, out.transposed() ? 4 : 8);
  for (std::size_t i = 0; i < rank && !out.transposed(); ++i)
    out.size[i] =
        std::max(out.size[i], reach({.taps = out.layer.kernel[i], .dilation = out.layer.dilation[i]}) + 3);
  if (!layer.output_padding.empty()) out.layer.output_padding = sizes(layer.output_padding, 0);
  if (layer.padding.size() == rank) out.layer.padding.sides = layer.padding;
  const Tensor<double> taps = pair ? kernels.of(*chosen_pair) : kernels.mean();
  out.kernel = {Source::Kind::list, {}, 0, {taps.values().begin(), taps.values().end()}};
  return out;
}

std::optional<Shape> NetworksState::input_size() const {
  const OpenedNetwork& of = require();
  const auto node = std::ranges::find(of.network.nodes, chosen().name, &Node::name);
  if (node == of.network.nodes.end() || node->inputs.empty()) return std::nullopt;
  const auto in = of.sizes.find(node->inputs[0]);
  if (in == of.sizes.end() || in->second.shape.size() != chosen().kernel.size() + 2) return std::nullopt;
  return Shape(std::span(in->second.shape).subspan(2));
}

const NetworksState::ShownKernels& NetworksState::shown_kernels() const {
  if (shown_ && shown_->of == opened_ && shown_->repaired == repaired() && shown_->layer == layer_)
    return *shown_;
  shown_ = ShownKernels{opened_, repaired(), layer_};
  const auto all = [&](const OpenedNetwork& of) {
    return enlarging_kernels(of.network, of.sizes, of.report.layers[layer_]);
  };
  const LayerKernels kernels = all(*opened_);
  const std::optional<LayerKernels> other =
      shown_->repaired && chosen().diagnosis ? std::optional(all(*shown_->repaired)) : std::nullopt;
  shown_->pairs = chosen().diagnosis ? chosen().diagnosis->pairs : static_cast<Index>(kernels.pairs());
  const auto show = [&](std::size_t pair, std::vector<double> sums) {
    const auto [from, to] = kernels.channels[pair];
    shown_->kernels.push_back({from, to, kernels.of(pair), std::move(sums)});
    if (!other) return;
    const NetworkLayer& layer = shown_->repaired->report.layers[layer_];
    shown_->repaired_kernels.push_back({from, to, other->of(pair)});
    for (const PairDiagnosis& worst : layer.diagnosis->worst)
      if (worst.from == from && worst.to == to) shown_->repaired_kernels.back().phase_sums = worst.phase_sums;
  };
  if (chosen().diagnosis)
    for (const PairDiagnosis& worst : chosen().diagnosis->worst)
      if (const auto pair = kernels.find({worst.from, worst.to})) show(*pair, worst.phase_sums);
  if (shown_->kernels.empty())
    for (std::size_t pair = 0; pair < std::min(kernels.pairs(), kMostKernels); ++pair) show(pair, {});
  return *shown_;
}

std::optional<SizePage> NetworksState::draw(const Style& style) const {
  if (!opened_) return std::nullopt;
  if (shows_pictures()) return SizePage{draw_run(style), {}};
  if (zoom_ != NetworkZoom::whole && !opened_->report.layers.empty()) return draw_near(style);
  NetworkPage page{
      .report = opened_->report, .shown = opened_->chain, .skips = opened_->skips, .layer = layer_};
  if (!opened_->report.layers.empty()) {
    const ShownKernels& shown = shown_kernels();
    page.kernels = shown.kernels;
    page.repaired_kernels = shown.repaired_kernels;
    page.pairs = shown.pairs;
  }
  if (repaired()) page.repaired = &repaired_->report;
  return draw_network_page(page, style);
}

std::optional<Picture> NetworksState::picture(const Desk&, const Style& style) const {
  if (!opened_) throw Error("export", "no network is open", "open FILE first");
  if (shows_pictures()) return draw_run(style);
  return draw(style)->picture;
}

}  // namespace convscope
