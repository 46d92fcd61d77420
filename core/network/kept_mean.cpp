#include "core/network/kept_mean.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/error.hpp"
#include "core/network/flat_means.hpp"

namespace convscope {

namespace {

constexpr int kHalvings = 40, kSteps = 12;
/// Factors beyond are taken for none: a channel that the pictures hardly move.
constexpr double kLeastFactor = 0.1, kMostFactor = 10;

/// The activations behind a node, none of whose outputs anybody else takes.
std::vector<std::size_t> activations_behind(const Network& network, std::size_t node) {
  std::vector<std::size_t> chain;
  for (std::string value = network.nodes[node].outputs.at(0);;) {
    std::vector<std::size_t> takers;
    for (std::size_t i = 0; i < network.nodes.size(); ++i)
      if (std::ranges::count(network.nodes[i].inputs, value) > 0) takers.push_back(i);
    const bool ends = std::ranges::count(network.outputs, value, &Port::name) > 0;
    if (ends || takers.size() != 1) return chain;
    const Node& next = network.nodes[takers[0]];
    if (!is_activation(next.op) || next.inputs[0] != value || next.outputs.empty()) return chain;
    chain.push_back(takers[0]);
    value = next.outputs[0];
  }
}

/// The activations alone, of a table.
class Activation {
 public:
  Activation(const Network& network, const std::vector<std::size_t>& chain)
      : network_(alone(network, chain)), evaluator_(network_) {}
  Activation(const Activation&) = delete;
  Activation& operator=(const Activation&) = delete;

  Table operator()(const Table& x, std::size_t channels) const {
    UnfilledVector<float> values;
    for (const double value : x) values.push_back(static_cast<float>(value));
    const auto count = static_cast<Index>(x.size() / channels);
    const Array made =
        evaluator_.run({{network_.inputs[0].name,
                         real_array({1, static_cast<Index>(channels), count, 1}, std::move(values))}},
                       {});
    return {made.reals().begin(), made.reals().end()};
  }

 private:
  static Network alone(const Network& network, const std::vector<std::size_t>& chain) {
    Network out;
    out.opset = network.opset;
    out.weights = network.weights;
    for (const std::size_t node : chain) out.nodes.push_back(network.nodes[node]);
    out.inputs = {{.name = out.nodes.front().inputs[0], .shape = {}}};
    out.outputs = {{.name = out.nodes.back().outputs[0], .shape = {}}};
    return out;
  }

  Network network_;
  Evaluator evaluator_;
};

/// A factor and a bias for each channel.
struct Correction {
  Table factor, bias;
};

class Fit {
 public:
  /// `before`: what the repaired layer makes of each picture; `wanted`: what there should be behind the
  /// activation.
  Fit(const Activation& activation, const Table& before, const Table& wanted, std::size_t channels)
      : activation_(activation),
        before_(before),
        wanted_(wanted),
        channels_(channels),
        pictures_(before.size() / channels) {}

  Correction made(const Table& least, const Table& most) const {
    Correction now{Table(channels_, 1), Table(channels_, 0)};
    Table error = errors(now);
    keep_better(through(roots(least, most)), now, error);
    for (int step = 0; step < kSteps; ++step) keep_better(newton(now), now, error);
    return now;
  }

 private:
  Table applied(const Correction& c) const {
    Table out(before_.size());
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = c.factor[i / pictures_] * before_[i] + c.bias[i / pictures_];
    return activation_(out, channels_);
  }
  Table errors(const Correction& c) const {
    const Table found = applied(c);
    Table out(channels_);
    for (std::size_t i = 0; i < found.size(); ++i)
      out[i / pictures_] += (found[i] - wanted_[i]) * (found[i] - wanted_[i]);
    return out;
  }
  /// Each channel by itself: the next one where that is nearer.
  void keep_better(const Correction& next, Correction& now, Table& error) const {
    const Table found = errors(next);
    for (std::size_t c = 0; c < channels_; ++c) {
      if (!(found[c] < error[c])) continue;
      now.factor[c] = next.factor[c];
      now.bias[c] = next.bias[c];
      error[c] = found[c];
    }
  }
  /// Where the activation has the wanted value: between the least and the largest phase there is such a
  /// place.
  Table roots(Table low, Table high) const {
    const Table at_low = activation_(low, channels_);
    for (int step = 0; step < kHalvings; ++step) {
      Table middle(low.size());
      for (std::size_t i = 0; i < low.size(); ++i) middle[i] = (low[i] + high[i]) / 2;
      const Table found = activation_(middle, channels_);
      for (std::size_t i = 0; i < low.size(); ++i)
        ((found[i] < wanted_[i]) == (at_low[i] < wanted_[i]) ? low[i] : high[i]) = middle[i];
    }
    return low;
  }
  /// The line through (before, x), by least squares.
  Correction through(const Table& x) const {
    Correction out{Table(channels_, 1), Table(channels_, 0)};
    for (std::size_t c = 0; c < channels_; ++c) {
      double mean = 0, mean_x = 0, square = 0, product = 0;
      const auto n = static_cast<double>(pictures_);
      for (std::size_t i = c * pictures_; i < (c + 1) * pictures_; ++i) {
        mean += before_[i] / n;
        mean_x += x[i] / n;
      }
      for (std::size_t i = c * pictures_; i < (c + 1) * pictures_; ++i) {
        square += (before_[i] - mean) * (before_[i] - mean);
        product += (before_[i] - mean) * (x[i] - mean_x);
      }
      const double factor = square > 0 ? product / square : 1;
      if (factor >= kLeastFactor && factor <= kMostFactor) out.factor[c] = factor;
      out.bias[c] = mean_x - out.factor[c] * mean;
    }
    return out;
  }
  /// A step of Gauss and Newton, with a little damping.
  Correction newton(const Correction& now) const {
    constexpr double kBit = 1e-3, kDamping = 1e-4;
    Correction more = now, shifted = now;
    for (double& factor : more.factor) factor += kBit;
    for (double& bias : shifted.bias) bias += kBit;
    const Table at = applied(now), by_factor = applied(more), by_bias = applied(shifted);
    Correction out = now;
    for (std::size_t c = 0; c < channels_; ++c) {
      double aa = 0, ab = 0, bb = 0, ar = 0, br = 0;
      for (std::size_t i = c * pictures_; i < (c + 1) * pictures_; ++i) {
        const double a = (by_factor[i] - at[i]) / kBit, b = (by_bias[i] - at[i]) / kBit,
                     r = wanted_[i] - at[i];
        aa += a * a, ab += a * b, bb += b * b, ar += a * r, br += b * r;
      }
      aa *= 1 + kDamping;
      bb *= 1 + kDamping;
      const double determinant = aa * bb - ab * ab;
      if (!(determinant > 1e-12 * aa * bb)) continue;
      const double factor = now.factor[c] + (ar * bb - br * ab) / determinant;
      if (!(factor >= kLeastFactor && factor <= kMostFactor)) continue;
      out.factor[c] = factor;
      out.bias[c] = now.bias[c] + (br * aa - ar * ab) / determinant;
    }
    return out;
  }

  const Activation& activation_;
  const Table &before_, &wanted_;
  std::size_t channels_, pictures_;
};

/// The channels of the layer's weights that become this channel of its output.
std::vector<Index> weight_channels(const UpsamplingLayer& layer, Index channel) {
  if (layer.kind == UpsamplingLayer::Kind::transposed) return {channel};
  std::vector<Index> all;
  for (Index row = 0; row < layer.block; ++row)
    for (Index column = 0; column < layer.block; ++column)
      all.push_back(sub_pixel_channel(layer, channel, row, column));
  return all;
}

void apply(const Correction& correction, const UpsamplingLayer& layer, Network& network) {
  Node& conv = network.nodes[*layer.conv];
  const bool transposed = layer.kind == UpsamplingLayer::Kind::transposed;
  const Dims shape = network.weights.find(conv.inputs[1])->second.shape;
  const Index groups = conv.whole("group", 1), taps = shape[2] * shape[3];
  const auto [kernels, offsets] = parameters_of(conv, transposed ? shape[1] * groups : shape[0], network);
  Array &weights = *kernels, &bias = *offsets;
  auto data = std::make_shared<ArrayData>(*weights.data), biases = std::make_shared<ArrayData>(*bias.data);
  for (std::size_t c = 0; c < correction.factor.size(); ++c)
    for (const Index channel : weight_channels(layer, static_cast<Index>(c))) {
      const auto factor = static_cast<float>(correction.factor[c]);
      const auto scale = [&](Index plane) {
        for (Index t = 0; t < taps; ++t) data->reals[static_cast<std::size_t>(plane * taps + t)] *= factor;
      };
      const Index own = weights.shape[1];  // of transposed: outputs of a group, else inputs
      const Index ins = transposed ? weights.shape[0] / groups : 0;
      for (Index i = 0; i < (transposed ? ins : own); ++i)
        scale(transposed ? (channel / own * ins + i) * own + channel % own : channel * own + i);
      float& b = biases->reals[static_cast<std::size_t>(channel)];
      b = factor * b + static_cast<float>(correction.bias[c]);
    }
  weights.data = std::move(data);
  bias.data = std::move(biases);
}

bool can_run(const Network& network) {
  return network.inputs.size() == 1 && Evaluator(network).unknown().empty() &&
         input_shapes(network, {}).begin()->second.shape.size() == 4 &&
         std::ranges::none_of(network.weights, [](const auto& w) {
           return !w.second.known() || (w.second.real() && not_finite(w.second) > 0);
         });
}

}  // namespace

Network with_kept_mean(const Network& original, Network repaired, std::span<const UpsamplingLayer> layers,
                       double range) {
  if (!can_run(original)) return repaired;
  std::vector<std::vector<std::size_t>> chains;
  std::vector<std::size_t> looked_at;
  for (const UpsamplingLayer& layer : layers) {
    // An activation before pixels are shuffled is a part of neither.
    const Node &node = original.nodes[layer.node], &conv = original.nodes[*layer.conv];
    const bool direct = layer.node == *layer.conv || node.inputs[0] == conv.outputs[0];
    chains.push_back(direct ? activations_behind(original, layer.node) : std::vector<std::size_t>());
    if (chains.back().empty()) continue;
    looked_at.push_back(layer.node);
    looked_at.push_back(chains.back().back());
  }
  if (looked_at.empty()) return repaired;
  const std::map<std::size_t, Flats> right = flats_behind(original, looked_at, range);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    if (chains[l].empty()) continue;
    const std::size_t node = layers[l].node;
    const auto before = right.find(node), wanted = right.find(chains[l].back());
    if (before == right.end() || wanted == right.end()) continue;
    const auto now = flats_behind(repaired, {node}, range);
    const std::size_t channels = wanted->second.channels;
    if (now.at(node).channels != channels) continue;
    const Activation activation(repaired, chains[l]);
    const Table &made = now.at(node).mean, found = activation(made, channels);
    if (same_means(found, wanted->second.mean)) continue;
    apply(
        Fit(activation, made, wanted->second.mean, channels).made(before->second.least, before->second.most),
        layers[l], repaired);
  }
  keep_output(original, repaired, range);
  return repaired;
}

}  // namespace convscope
