// From the whole to a layer, to its kernels, to one weight.
#include <fmt/format.h>

#include <algorithm>

#include "app/desk/file_commands.hpp"
#include "app/labs/networks/state.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

Array field_input(const Evaluator& evaluator, const std::string& photograph, double range) {
  PictureRun run;
  run.range = range;
  const Network& network = evaluator.network();
  if (photograph.empty()) return grey_input(evaluator, {}, range);
  if (photograph.ends_with(".npy")) return array_input(photograph, network, run);
  return middle_of(evaluator, picture_input(photograph, network, run));
}

/// Chains of Sizes have layers and no weights.
bool has_weights(const Network& network) {
  return std::ranges::any_of(
      network.weights, [](const auto& each) { return each.second.known() && is_real(each.second.type); });
}

}  // namespace

const std::vector<PairKernel>& NetworksState::near_kernels() const {
  const OpenedNetworkPtr of = repaired() ? repaired_ : opened_;
  if (near_ && near_->of == of && near_->layer == layer_) return near_->kernels;
  near_ = NearKernels{of, layer_};
  const LayerKernels kernels = own_kernels(of->network, of->report.layers[layer_]);
  for (std::size_t pair = 0; pair < kernels.pairs(); ++pair)
    near_->kernels.push_back({kernels.channels[pair].first, kernels.channels[pair].second, kernels.of(pair)});
  for (const PairKernel& kernel : near_->kernels)
    for (const double tap : kernel.taps.values()) near_->scale.take(tap);
  return near_->kernels;
}

void NetworksState::zoom_to(NetworkZoom zoom) {
  require();
  if (zoom >= NetworkZoom::kernels && near_kernels().empty())
    throw Error("layer", fmt::format("'{}' has no kernels", chosen().name),
                "a convolution or transposed one");
  zoom_ = zoom;
  follow_field();
}

void NetworksState::zoom_by(int steps) {
  require();
  const int most = static_cast<int>(near_kernels().empty() ? NetworkZoom::layer : NetworkZoom::cell);
  zoom_to(static_cast<NetworkZoom>(std::clamp(static_cast<int>(zoom_) + steps, 0, most)));
}

void NetworksState::choose_kernel(std::pair<Index, Index> pair) {
  zoom_to(std::max(zoom_, NetworkZoom::kernel));
  const auto& kernels = near_kernels();
  const auto found =
      std::ranges::find_if(kernels, [&](const PairKernel& k) { return std::pair(k.from, k.to) == pair; });
  if (found == kernels.end())
    throw Error(
        "channels",
        fmt::format("'{}' has no kernel from channel {} to {}", chosen().name, pair.first, pair.second),
        "a pair of its channels, counted from 0");
  kernel_ = static_cast<std::size_t>(found - kernels.begin());
}

void NetworksState::choose_cell(Index row, Index column) {
  zoom_to(NetworkZoom::cell);
  const PairKernel& kernel = near_kernels()[kernel_];
  if (row < 0 || column < 0 || row >= shown_rows(kernel) || column >= shown_columns(kernel))
    throw Error("cell", fmt::format("[{}, {}] is none of the kernel's", row, column),
                fmt::format("0 to {} and 0 to {}", shown_rows(kernel) - 1, shown_columns(kernel) - 1));
  row_ = row;
  column_ = column;
}

std::optional<std::pair<Index, Index>> NetworksState::near_pair() const {
  if (!opened_ || zoom_ < NetworkZoom::kernel || shows_pictures()) return std::nullopt;
  const PairKernel& kernel = near_kernels()[kernel_];
  return std::pair(kernel.from, kernel.to);
}

/// The next kernel, or the next weight of one; at the ends it stays.
void NetworksState::step_near(int by) {
  const auto& kernels = near_kernels();
  if (zoom_ != NetworkZoom::cell) {
    const auto last = static_cast<std::ptrdiff_t>(kernels.size()) - 1;
    kernel_ = static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(kernel_) + by, 0, last));
    return;
  }
  const Index columns = shown_columns(kernels[kernel_]), cells = kernels[kernel_].taps.size();
  const Index next = std::clamp<Index>(row_ * columns + column_ + by, 0, cells - 1);
  row_ = next / columns;
  column_ = next % columns;
}

NetworksState::FieldQuestion NetworksState::field_question() const {
  return {repaired() ? repaired_ : opened_, chosen().name, photograph_, range_, field_cell_, field_channel_};
}

void NetworksState::set_field_cell(Dims cell) {
  FieldRequest request;
  request.cell = cell;
  require_cell(field_shape(), request);
  field_cell_ = std::move(cell);
  follow_field();
}

void NetworksState::set_field_channel(std::optional<Index> channel) {
  FieldRequest request;
  request.channel = channel;
  require_cell(field_shape(), request);
  field_channel_ = channel;
  follow_field();
}

/// The whole shape of what the chosen layer makes.
const Dims& NetworksState::field_shape() const {
  require();
  if (!opened_->network.has_graph() || !chosen().output || chosen().output->size() < 3)
    throw Error("layer", fmt::format("'{}' has no cells to look from", chosen().name),
                "a layer of a network with a graph, whose output is a picture");
  return *chosen().output;
}

/// The first kernel and weight, the middle cell: another layer is looked at.
void NetworksState::begin_near() {
  kernel_ = 0;
  row_ = column_ = 0;
  field_cell_.clear();
  field_channel_.reset();
}

void NetworksState::follow_field() {
  fields_.take();
  if (zoom_ != NetworkZoom::layer || !opened_ || !opened_->network.has_graph() || (repair_ && !repaired_))
    return;
  fields_.want(field_question(), [](const FieldQuestion& q, const Progress& progress, const auto&) {
    const Evaluator evaluator(q.of->network);
    FieldRequest request;
    request.layer = q.layer;
    request.cell = q.cell;
    request.channel = q.channel;
    request.progress = progress;
    return std::make_shared<const EffectiveField>(
        effective_field(evaluator, field_input(evaluator, q.photograph, q.range), request));
  });
}

const EffectiveField* NetworksState::field() const {
  if (!opened_ || !fields_.answer() || !fields_.problem().empty() || fields_.answered() != field_question())
    return nullptr;
  return fields_.answer()->get();
}

SizePage NetworksState::draw_near(const Style& style) const {
  const std::string none = !opened_->network.has_graph() ? "A file of weights alone has no input to look at."
                           : !fields_.problem().empty() && !has_weights(opened_->network)
                               ? fmt::format(
                                     "These layers have no weights yet, so no gradient comes back. At most "
                                     "a cell sees {} cells of the input.",
                                     fmt::join(chosen().receptive_field, " × "))
                           : !fields_.problem().empty()
                               ? fields_.problem()
                               : "The gradient is on its way back through the network.";
  const auto& kernels = near_kernels();
  return draw_network_zoom({.report = repaired() ? repaired_->report : opened_->report,
                            .network = file_name(opened_->path),
                            .layer = layer_,
                            .zoom = zoom_,
                            .kernels = kernels,
                            .scale = near_->scale,
                            .kernel = kernel_,
                            .row = row_,
                            .column = column_,
                            .field = field(),
                            .no_field = none},
                           style);
}

}  // namespace convscope
