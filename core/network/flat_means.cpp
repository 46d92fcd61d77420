#include "core/network/flat_means.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/network/flat_pictures.hpp"

namespace convscope {

namespace {

/// Of one value to one value, but for their channel.
constexpr std::string_view kActivations[] = {
    "Relu",     "LeakyRelu", "PRelu",       "Clip",      "Elu",  "Selu",     "Sigmoid",
    "Softplus", "Tanh",      "HardSigmoid", "HardSwish", "Gelu", "Identity", "BatchNormalization"};
/// Means below, as a share of the largest, are the same.
constexpr double kSame = 1e-5;
/// The convolution of which the network's output is made, but for activations.
std::optional<std::size_t> last_convolution(const Network& network) {
  std::string value = network.outputs.empty() ? network.nodes.back().outputs.at(0) : network.outputs[0].name;
  for (std::size_t i = network.nodes.size(); i-- > 0;) {
    const Node& node = network.nodes[i];
    if (std::ranges::count(node.outputs, value) == 0) continue;
    const bool weighs = node.inputs.size() > 1 && network.weights.contains(node.inputs[1]);
    if (node.op == "Conv" && weighs && node.whole("group", 1) == 1) return i;
    if (!is_activation(node.op)) return std::nullopt;
    value = node.inputs[0];
  }
  return std::nullopt;
}

/// The solution of a few equations, row by row with the right side last; Gauss with pivots.
std::vector<double> solved(std::vector<std::vector<double>> rows) {
  const std::size_t n = rows.size();
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t pivot = i;
    for (std::size_t r = i + 1; r < n; ++r)
      if (std::abs(rows[r][i]) > std::abs(rows[pivot][i])) pivot = r;
    std::swap(rows[i], rows[pivot]);
    for (std::size_t r = 0; r < n; ++r) {
      if (r == i) continue;
      const double factor = rows[r][i] / rows[i][i];
      for (std::size_t k = i; k <= n; ++k) rows[r][k] -= factor * rows[i][k];
    }
  }
  std::vector<double> out;
  for (std::size_t i = 0; i < n; ++i) out.push_back(rows[i][n] / rows[i][i]);
  return out;
}

/// For each channel the shares of all channels and a number more that lead from the means found to those
/// wanted, by least squares, as near to none at all as that leaves open.
std::vector<std::vector<double>> mixture(const Flats& found, const Flats& wanted) {
  constexpr double kHold = 1e-5;
  const std::size_t n = found.channels, pictures = found.mean.size() / n;
  double squares = 0;
  for (const double mean : found.mean) squares += mean * mean / static_cast<double>(n);
  std::vector<std::vector<double>> out;
  for (std::size_t c = 0; c < n; ++c) {
    std::vector<std::vector<double>> rows(n + 1, std::vector<double>(n + 2));
    for (std::size_t k = 0; k < pictures; ++k) {
      const auto term = [&](std::size_t d) { return d < n ? found.mean[d * pictures + k] : 1; };
      for (std::size_t i = 0; i <= n; ++i) {
        for (std::size_t j = 0; j <= n; ++j) rows[i][j] += term(i) * term(j);
        rows[i][n + 1] += term(i) * wanted.mean[c * pictures + k];
      }
    }
    for (std::size_t i = 0; i <= n; ++i) {
      const double hold = kHold * (i < n ? squares : static_cast<double>(pictures)) + 1e-30;
      rows[i][i] += hold;
      if (i == c) rows[i][n + 1] += hold;
    }
    out.push_back(solved(std::move(rows)));
  }
  return out;
}

}  // namespace

bool is_activation(std::string_view op) {
  return std::ranges::count(kActivations, op) > 0;
}

std::map<std::size_t, Flats> flats_behind(const Network& network, const std::vector<std::size_t>& nodes,
                                          double range) {
  const Evaluator evaluator(network);
  const Values shapes = flat_shapes(evaluator, {});
  const auto& [name, input] = *shapes.begin();
  const Values sizes = evaluator.sizes(shapes);
  const Reach reach(network, sizes);
  const std::vector<Array> pictures = flat_pictures(network, sizes, input, range);
  std::map<const Node*, std::size_t> wanted;
  for (const std::size_t node : nodes) wanted[&network.nodes[node]] = node;
  std::map<std::size_t, Flats> out;
  for (std::size_t k = 0; k < pictures.size(); ++k) {
    RunRequest run;
    run.until = network.nodes[std::ranges::max(nodes)].name;
    run.seen = [&](const Node& node, const Arrays& made) {
      const auto found = wanted.find(&node);
      if (found == wanted.end() || made.empty() || made[0].shape.size() != 4 || !made[0].real()) return;
      const Dims& shape = made[0].shape;
      const FlatWindow w = flat_window(reach, found->second, shape);
      Flats& flats = out[found->second];
      flats.channels = static_cast<std::size_t>(shape[1]);
      for (Table* table : {&flats.mean, &flats.least, &flats.most})
        table->resize(flats.channels * pictures.size());
      for (Index c = 0; c < shape[1]; ++c) {
        const float* const plane = made[0].reals().data() + c * shape[2] * shape[3];
        double sum = 0, least = HUGE_VAL, most = -HUGE_VAL, count = 0;
        for (Index y = w.cells[0].first; y <= w.cells[0].last; ++y)
          for (Index x = w.cells[1].first; x <= w.cells[1].last; ++x) {
            const auto value = static_cast<double>(plane[y * shape[3] + x]);
            sum += value;
            least = std::min(least, value);
            most = std::max(most, value);
            ++count;
          }
        const std::size_t at = static_cast<std::size_t>(c) * pictures.size() + k;
        flats.mean[at] = sum / count;
        flats.least[at] = least;
        flats.most[at] = most;
      }
    };
    evaluator.run({{name, pictures[k]}}, run);
  }
  return out;
}

bool same_means(const Table& found, const Table& wanted) {
  double most = 0, off = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    most = std::max(most, std::abs(wanted[i]));
    off = std::max(off, std::abs(found[i] - wanted[i]));
  }
  return off <= kSame * most;
}

std::pair<Array*, Array*> parameters_of(Node& conv, Index outs, Network& network) {
  if (conv.inputs.size() < 3 || conv.inputs[2].empty()) {
    conv.inputs.resize(3);
    conv.inputs[2] = conv.inputs[1] + ".kept_mean";
    Array& bias = network.weights[conv.inputs[2]];
    bias = real_array({outs}, UnfilledVector<float>(static_cast<std::size_t>(outs), 0.0F));
    bias.type = network.weights.find(conv.inputs[1])->second.type;
  }
  return {&network.weights.find(conv.inputs[1])->second, &network.weights.find(conv.inputs[2])->second};
}

void keep_output(const Network& original, Network& repaired, double range) {
  constexpr std::size_t kMostMixed = 4;
  const auto last = last_convolution(original);
  if (!last) return;
  const auto wanted = flats_behind(original, {*last}, range), found = flats_behind(repaired, {*last}, range);
  const auto right = wanted.find(*last), now = found.find(*last);
  if (right == wanted.end() || now == found.end() || now->second.channels > kMostMixed ||
      right->second.channels != now->second.channels || same_means(now->second.mean, right->second.mean))
    return;
  const std::vector<std::vector<double>> mixed = mixture(now->second, right->second);
  for (const std::vector<double>& shares : mixed)
    if (!std::ranges::all_of(shares, [](double share) { return std::isfinite(share); })) return;
  const auto [weights, bias] =
      parameters_of(repaired.nodes[*last], static_cast<Index>(mixed.size()), repaired);
  const std::shared_ptr<const ArrayData> before = weights->data, offsets = bias->data;
  auto data = std::make_shared<ArrayData>(*before), biases = std::make_shared<ArrayData>(*offsets);
  const std::size_t n = mixed.size(), size = before->reals.size() / n;
  for (std::size_t c = 0; c < n; ++c)
    for (std::size_t i = 0; i <= size; ++i) {  // the bias last
      double sum = i < size ? 0 : mixed[c][n];
      for (std::size_t d = 0; d < n; ++d)
        sum += mixed[c][d] * static_cast<double>(i < size ? before->reals[d * size + i] : offsets->reals[d]);
      (i < size ? data->reals[c * size + i] : biases->reals[c]) = static_cast<float>(sum);
    }
  weights->data = std::move(data);
  bias->data = std::move(biases);
}

}  // namespace convscope
