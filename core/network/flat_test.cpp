#include "core/network/flat_test.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/error.hpp"
#include "core/network/flat_pictures.hpp"
#include "core/network/reach.hpp"
#include "core/network/upsampling_layers.hpp"

namespace convscope {

namespace {

/// Differences below are rounding: of a channel's own magnitude, and in general.
constexpr double kRounding = 2e-5;

/// The mean square of the phases' means about their mean; 0 below rounding.
double grid_of(const float* plane, Index width, const FlatWindow& w) {
  std::vector<double> sums(static_cast<std::size_t>(w.period[0] * w.period[1]));
  double magnitude = 0;
  for (Index y = w.cells[0].first; y <= w.cells[0].last; ++y)
    for (Index x = w.cells[1].first; x <= w.cells[1].last; ++x) {
      const auto value = static_cast<double>(plane[y * width + x]);
      sums[static_cast<std::size_t>((y % w.period[0]) * w.period[1] + x % w.period[1])] += value;
      magnitude = std::max(magnitude, std::abs(value));
    }
  const double cells = static_cast<double>((w.cells[0].last - w.cells[0].first + 1) *
                                           (w.cells[1].last - w.cells[1].first + 1));
  const double each = cells / static_cast<double>(sums.size());
  double mean = 0, squares = 0;
  for (double& sum : sums) mean += (sum /= each) / static_cast<double>(sums.size());
  for (const double sum : sums) squares += (sum - mean) * (sum - mean) / static_cast<double>(sums.size());
  return std::sqrt(squares) <= kRounding * magnitude ? 0 : squares;
}

double levels_of(const Array& out, const FlatWindow& w, double range) {
  const Index planes = out.shape[0] * out.shape[1], size = out.shape[2] * out.shape[3];
  double squares = 0;
  for (Index i = 0; i < planes; ++i)
    squares += grid_of(out.reals().data() + i * size, out.shape[3], w) / static_cast<double>(planes);
  return std::sqrt(squares) * 255 / range;
}

/// Where the output's grid begins: the first layer that has one while nothing that it takes has.
void find_guilty(const Network& network, const Values& sizes, FlatTest& out) {
  std::map<std::string_view, bool> grid;
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    const Node& node = network.nodes[i];
    const bool before = std::ranges::any_of(node.inputs, [&](const std::string& in) {
      const auto found = grid.find(in);
      return found != grid.end() && found->second;
    });
    const bool own = out.levels[i] > 0;  // NaN is none
    for (const std::string& output : node.outputs)
      grid[output] = own || (before && std::isnan(out.levels[i]));
    if (own && !before && out.guilty.empty()) out.guilty = node.name;
  }
  for (const UpsamplingLayer& layer : upsampling_layers(network, sizes))
    if (network.nodes[layer.node].name == out.guilty && layer.conv && *layer.conv != layer.node)
      out.weights = network.nodes[*layer.conv].name;
}

}  // namespace

FlatTest flat_test(const Evaluator& evaluator, const FlatRequest& request) {
  const Network& network = evaluator.network();
  if (network.inputs.size() != 1)
    throw Error("network", "it has several inputs", "a network with one picture as its input");
  const Values shapes = flat_shapes(evaluator, request.size);
  const auto& [name, input] = *shapes.begin();
  if (input.shape.size() != 4)
    throw Error("network", "its input is no plane", "batch, channels, height and width");
  FlatTest out;
  out.size = {input.shape[2], input.shape[3]};
  const Values sizes = evaluator.sizes(shapes);
  const Reach reach(network, sizes);
  out.levels.assign(network.nodes.size(), std::numeric_limits<double>::quiet_NaN());
  std::map<const Node*, std::size_t> number;
  for (std::size_t i = 0; i < network.nodes.size(); ++i) number[&network.nodes[i]] = i;
  std::map<std::size_t, FlatWindow> windows;
  const std::vector<Array> pictures = flat_pictures(network, sizes, input, request.range, request.budget);
  for (std::size_t color = 0; color < pictures.size(); ++color) {
    RunRequest run;
    run.budget = request.budget;
    const double share = 1 / static_cast<double>(pictures.size());
    run.progress =
        request.progress.part(static_cast<double>(color) * share, static_cast<double>(color + 1) * share);
    run.seen = [&](const Node& node, const Arrays& made) {
      if (made.empty() || made[0].shape.size() != 4 || !made[0].real() || count_of(made[0].shape) == 0)
        return;
      const std::size_t i = number[&node];
      const auto [window, fresh] = windows.try_emplace(i);
      if (fresh) window->second = flat_window(reach, i, made[0].shape);
      if (!window->second.free) out.borders = true;
      out.levels[i] = std::fmax(out.levels[i], levels_of(made[0], window->second, request.range));
    };
    evaluator.run({{name, pictures[color]}}, run);
  }
  const std::string result =
      network.outputs.empty() ? network.nodes.back().outputs[0] : network.outputs[0].name;
  for (std::size_t i = 0; i < network.nodes.size(); ++i)
    if (std::ranges::count(network.nodes[i].outputs, result) > 0 && !std::isnan(out.levels[i]))
      out.output = out.levels[i];
  if (out.output > kFlatLevels) find_guilty(network, sizes, out);
  return out;
}

}  // namespace convscope
