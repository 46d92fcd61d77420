#include "core/network/activations.hpp"

#include <algorithm>
#include <cmath>

#include "core/network/reach.hpp"

namespace convscope {

namespace {

constexpr Index kLeastSide = 16;

bool is_planes(const Array& array) {
  return array.shape.size() == 4 && array.shape[0] == 1 && array.real() && count_of(array.shape) > 0;
}

ShownLayer shown(const Array& made) {
  ShownLayer out{made.shape[1], made.shape[2], made.shape[3], {}, {}, {}};
  const Index plane = out.height * out.width;
  out.values.resize(made.reals().size());
  for (Index c = 0; c < out.channels; ++c) {
    const float* const from = made.reals().data() + c * plane;
    float least = HUGE_VALF, most = -HUGE_VALF;
    for (Index i = 0; i < plane; ++i) {
      if (!std::isfinite(from[i])) continue;
      least = std::min(least, from[i]);
      most = std::max(most, from[i]);
    }
    const float scale = most > least ? 255 / (most - least) : 0;
    for (Index i = 0; i < plane; ++i) {
      const float value = std::isfinite(from[i]) ? (from[i] - least) * scale : 0;
      out.values[static_cast<std::size_t>(c * plane + i)] =
          static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
    }
    out.least.push_back(least);
    out.most.push_back(most);
  }
  return out;
}

}  // namespace

Region shown_part(const Evaluator& evaluator, const Dims& picture, double most) {
  const Index height = picture[2], width = picture[3];
  const Network& network = evaluator.network();
  const Port& port = network.inputs.front();
  const Values sizes = evaluator.sizes({{port.name, only_shape(picture)}}, {Index{1} << 50});
  double values = 0;
  for (const Node& node : network.nodes)
    for (const std::string& name : node.outputs)
      if (const auto found = sizes.find(name); found != sizes.end() && found->second.shape.size() == 4)
        values += static_cast<double>(count_of(found->second.shape));
  const bool fixed = !port.any_shape && port.shape.size() == 4 && (port.shape[2] > 0 || port.shape[3] > 0);
  if (values <= most || fixed) return {0, 0, height, width};
  const Reach reach(network, sizes);
  const double shrink = std::sqrt(most / values);
  const auto side = [&](Index n, std::size_t axis) {
    const Index step = reach.shrinking(axis);
    const auto wanted = std::max(kLeastSide, static_cast<Index>(static_cast<double>(n) * shrink));
    return std::min(n, std::max(wanted / step, Index{1}) * step);
  };
  const Index rows = side(height, 0), columns = side(width, 1);
  return {(height - rows) / 2, (width - columns) / 2, rows, columns};
}

ShownLayers shown_layers(const Evaluator& evaluator, const Array& input, const PictureRun& run) {
  ShownLayers out;
  RunRequest request{.until = run.until, .budget = run.budget, .progress = run.progress, .seen = {}};
  request.seen = [&](const Node& node, const Arrays& made) {
    if (!made.empty() && is_planes(made[0])) out[node.name] = shown(made[0]);
  };
  require_finite(evaluator.network());
  evaluator.run({{evaluator.network().inputs.front().name, input}}, request);
  return out;
}

}  // namespace convscope
