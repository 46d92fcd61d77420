#include "core/network/flat_test.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/error.hpp"
#include "core/network/reach.hpp"
#include "core/network/upsampling_layers.hpp"

namespace convscope {

namespace {

constexpr Index kLeastSize = 16, kMostSize = 192;
/// Multiply-adds for one colour above which less of the picture, and fewer colours, have to do.
constexpr double kMostWork = 3e10;
constexpr Index kLeastUseful = 64;
/// Differences below are rounding: of a channel's own magnitude, and in general.
constexpr double kRounding = 2e-5;

struct Window {
  std::array<Cells, 2> cells;
  std::array<Index, 2> period;
  bool free = true;  ///< no border has touched it
};

/// What is looked at of a plane [height, width]: whole periods.
Window window_of(const Reach& reach, std::size_t node, const Dims& shape) {
  Window w;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const Index n = shape[axis + 2];
    w.period[axis] = std::min(reach.period(node, axis), n);
    w.cells[axis] = reach.interior(node, axis);
    if (w.cells[axis].empty()) {
      w.free = false;
      w.cells[axis] = {n / 3, n - 1 - n / 3};
    }
    const Index count = w.cells[axis].last - w.cells[axis].first + 1;
    if (count < w.period[axis]) {
      w.cells[axis] = {0, n - 1};
      w.free = false;
    }
    w.cells[axis].last = w.cells[axis].first +
                         (w.cells[axis].last - w.cells[axis].first + 1) / w.period[axis] * w.period[axis] - 1;
  }
  return w;
}

/// The mean square of the phases' means about their mean; 0 below rounding.
double grid_of(const float* plane, Index width, const Window& w) {
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

double levels_of(const Array& out, const Window& w, double range) {
  const Index planes = out.shape[0] * out.shape[1], size = out.shape[2] * out.shape[3];
  double squares = 0;
  for (Index i = 0; i < planes; ++i)
    squares += grid_of(out.reals().data() + i * size, out.shape[3], w) / static_cast<double>(planes);
  return std::sqrt(squares) * 255 / range;
}

/// Multiply-adds of layers with kernels, roughly.
double work_of(const Network& network, const Values& sizes) {
  double work = 0;
  for (const Node& node : network.nodes) {
    if ((node.op != "Conv" && node.op != "ConvTranspose") || node.inputs.size() < 2) continue;
    const auto weight = network.weights.find(node.inputs[1]);
    const auto value = sizes.find(node.op == "Conv" ? node.outputs.at(0) : node.inputs[0]);
    if (weight == network.weights.end() || value == sizes.end() || value->second.shape.size() < 3) continue;
    const Dims& shape = value->second.shape;
    work += static_cast<double>(count_of(weight->second.shape)) *
            static_cast<double>(count_of({shape.begin() + 2, shape.end()}));
  }
  return work;
}

/// As large as the last layer's receptive field asks for, so that some of it is free of borders, and smaller
/// where that would take too long. Extents that the file fixes stay.
Shape size_for(const Evaluator& evaluator, const Values& shapes) {
  const Network& network = evaluator.network();
  const Values sizes = evaluator.sizes(shapes);
  const Reach reach(network, sizes);
  const Shape fields = reach.receptive_field(network.nodes.size() - 1);
  const Dims& now = shapes.begin()->second.shape;
  double work = work_of(network, sizes);
  const Port& port = network.inputs[0];
  const auto fixed = [&](std::size_t axis) { return !port.any_shape && port.shape[axis + 2] > 0; };
  Shape size;
  for (std::size_t axis = 0; axis < reach.axes(); ++axis) {
    const Index step = reach.shrinking(axis);
    const Index wanted = std::clamp<Index>(fields[axis] + 2 * step + 8, kLeastSize, kMostSize);
    size.push_back(fixed(axis) ? port.shape[axis + 2] : ceil_div(wanted, step) * step);
    work *= static_cast<double>(size[axis]) / static_cast<double>(now[axis + 2]);
  }
  for (std::size_t axis = 0; work > kMostWork && axis < reach.axes(); ++axis) {
    if (fixed(axis) || size[axis] <= kLeastUseful) continue;
    const Index step = reach.shrinking(axis),
                less = static_cast<Index>(static_cast<double>(size[axis]) * std::sqrt(kMostWork / work));
    size[axis] = ceil_div(std::max(kLeastUseful, less), step) * step;
  }
  return size;
}

std::vector<std::vector<float>> colors_for(Index channels, bool few) {
  std::vector<std::vector<float>> colors;
  if (few) {
    for (const float grey : {0.25f, 0.75f}) colors.emplace_back(static_cast<std::size_t>(channels), grey);
    return colors;
  }
  for (const float grey : {0.0f, 0.25f, 0.5f, 0.75f, 1.0f})
    colors.emplace_back(static_cast<std::size_t>(channels), grey);
  if (channels == 3)
    for (std::size_t c = 0; c < 3; ++c) {
      colors.emplace_back(3, 0.2f);
      colors.back()[c] = 0.8f;
    }
  return colors;
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
  Values shapes = input_shapes(network, request.size);
  const bool open = network.inputs[0].any_shape || std::ranges::count(network.inputs[0].shape, -1) > 0;
  if (request.size.empty() && open) shapes = input_shapes(network, size_for(evaluator, shapes));
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
  std::map<std::size_t, Window> windows;
  const auto colors = colors_for(input.shape[1], work_of(network, sizes) > kMostWork / 4);
  const Index plane = input.shape[2] * input.shape[3];
  for (std::size_t color = 0; color < colors.size(); ++color) {
    UnfilledVector<float> values;
    for (Index n = 0; n < input.shape[0]; ++n)
      for (const float value : colors[color])
        values.insert(values.end(), static_cast<std::size_t>(plane),
                      value * static_cast<float>(request.range));
    RunRequest run;
    run.budget = request.budget;
    const double share = 1 / static_cast<double>(colors.size());
    run.progress =
        request.progress.part(static_cast<double>(color) * share, static_cast<double>(color + 1) * share);
    run.seen = [&](const Node& node, const Arrays& made) {
      if (made.empty() || made[0].shape.size() != 4 || !made[0].real() || count_of(made[0].shape) == 0)
        return;
      const std::size_t i = number[&node];
      const auto [window, fresh] = windows.try_emplace(i);
      if (fresh) window->second = window_of(reach, i, made[0].shape);
      if (!window->second.free) out.borders = true;
      out.levels[i] = std::fmax(out.levels[i], levels_of(made[0], window->second, request.range));
    };
    evaluator.run({{name, real_array(input.shape, std::move(values))}}, run);
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
