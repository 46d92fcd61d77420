#include "core/network/flat_pictures.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"

namespace convscope {

namespace {

constexpr Index kLeastSize = 16, kMostSize = 192;
/// Multiply-adds for one colour above which less of the picture, and fewer colours, have to do.
constexpr double kMostWork = 3e10;
constexpr Index kLeastUseful = 64;
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

}  // namespace

FlatWindow flat_window(const Reach& reach, std::size_t node, const Dims& shape) {
  FlatWindow w;
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

Values flat_shapes(const Evaluator& evaluator, const Shape& size) {
  const Network& network = evaluator.network();
  Values shapes = input_shapes(network, size);
  const bool open = network.inputs[0].any_shape || std::ranges::count(network.inputs[0].shape, -1) > 0;
  if (size.empty() && open) shapes = input_shapes(network, size_for(evaluator, shapes));
  return shapes;
}

std::vector<Array> flat_pictures(const Network& network, const Values& sizes, const Array& input,
                                 double range, Budget budget) {
  std::vector<Array> pictures;
  const double each = 4.0 * static_cast<double>(count_of(input.shape));
  require_memory(each, budget, "network");  // a colour has as many numbers as there are channels
  const auto colors = colors_for(input.shape[1], work_of(network, sizes) > kMostWork / 4);
  require_memory(each * static_cast<double>(colors.size()), budget, "network");
  const Index plane = input.shape[2] * input.shape[3];
  for (const std::vector<float>& color : colors) {
    UnfilledVector<float> values;
    for (Index n = 0; n < input.shape[0]; ++n)
      for (const float value : color)
        values.insert(values.end(), static_cast<std::size_t>(plane), value * static_cast<float>(range));
    pictures.push_back(real_array(input.shape, std::move(values)));
  }
  return pictures;
}

}  // namespace convscope
