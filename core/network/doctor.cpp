#include "core/network/doctor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/words.hpp"
#include "core/enlarging/why.hpp"
#include "core/geometry/size_report.hpp"
#include "core/metrics/checkerboard.hpp"
#include "core/metrics/imaging.hpp"
#include "core/metrics/layer_imaging.hpp"
#include "core/network/resize_axis.hpp"
#include "core/network/upsampling_layers.hpp"

namespace convscope {

namespace {

constexpr double kNegligible = 1e-6;  ///< of the largest pair's weight

/// With the zeros that dilation puts between taps.
Tensor<double> spread_out(const Tensor<double>& planes, const std::vector<Axis>& axes) {
  Shape shape{planes.shape()[0]};
  for (const Axis& axis : axes) shape.push_back(reach(axis));
  if (shape == planes.shape()) return planes;
  Tensor<double> out(shape);
  for (Index i = 0; i < planes.size(); ++i) {
    Shape at = unravel(i, planes.shape());
    for (std::size_t a = 0; a < axes.size(); ++a) at[a + 1] *= axes[a].dilation;
    out.at(at) = planes[i];
  }
  return out;
}

/// What the sums over all pairs have come to.
struct Totals {
  double ranges = 0, means = 0, ramps = 0;
  double spread() const {
    if (ranges == 0) return 0;
    return means > 0 ? ranges / means : std::numeric_limits<double>::infinity();
  }
};

bool is_plane(const std::vector<Axis>& axes) {
  return axes.size() == 2 && axes[0].stride == axes[1].stride;
}

std::vector<Axis> kernel_axes(const UpsamplingLayer& layer, const Tensor<double>& planes) {
  std::vector<Axis> axes = layer.axes;
  for (std::size_t i = 0; i < axes.size(); ++i) axes[i].taps = planes.shape()[i + 1];
  return axes;
}

void look_at_pairs(const UpsamplingLayer& layer, const Tensor<double>& planes, LayerDiagnosis& out,
                   Totals& totals) {
  const std::vector<Axis> axes = kernel_axes(layer, planes);
  const Index size = planes.size() / std::max<Index>(planes.shape()[0], 1);
  double largest = 0;
  for (Index pair = 0; pair < planes.shape()[0]; ++pair) {
    const std::span<const double> taps =
        planes.values().subspan(static_cast<std::size_t>(pair * size), static_cast<std::size_t>(size));
    PairDiagnosis p{pair / layer.to, pair % layer.to, 0, 0, {}};
    for (const double tap : taps) p.weight += std::abs(tap);
    if (p.weight == 0) continue;  // of another group, or pruned
    ++out.pairs;
    largest = std::max(largest, p.weight);
    const PhaseSums sums = phase_sums(axes, taps);
    totals.means += std::abs(sums.mean);
    p.phase_sums = sums.sums;
    if (!sums.even()) {
      p.phase_spread = sums.spread();
      totals.ranges += sums.max - sums.min;
      ++out.uneven;
    }
    out.worst.push_back(std::move(p));
  }
  const auto share = [](const PairDiagnosis& p) {
    const auto [least, most] =
        std::ranges::minmax(p.phase_sums.empty() ? std::vector<double>{0} : p.phase_sums);
    return most - least;
  };
  std::ranges::stable_sort(out.worst, std::greater(), share);
  if (!is_plane(axes)) return;
  const Tensor<double> dense = spread_out(planes, axes);
  const Index factor = axes[0].stride, plane = dense.size() / dense.shape()[0];
  out.imaging = imaging_ratio_together(dense, factor);
  out.gains = alias_gains_together(dense, factor, kGainSteps);
  for (const PairDiagnosis& p : out.worst) {
    if (p.weight < kNegligible * largest) continue;
    const double* const taps = dense.data() + (p.from * layer.to + p.to) * plane;
    const Tensor<double> kernel(Shape{dense.shape()[1], dense.shape()[2]}, {taps, taps + plane});
    const Index own = order(kernel, factor);
    out.order = std::min(out.order.value_or(own), own);
    double sum = 0;
    for (const double tap : kernel.values()) sum += tap;
    totals.ramps += ramp_spread(kernel, factor) * std::abs(sum) / static_cast<double>(factor * factor);
  }
}

/// How far the biases that become phases of one channel are apart, root mean square.
double bias_spread_of(const Network& network, const UpsamplingLayer& layer) {
  if (layer.kind != UpsamplingLayer::Kind::sub_pixel || !layer.conv) return 0;
  const Node& conv = network.nodes[*layer.conv];
  if (conv.inputs.size() < 3) return 0;
  const auto bias = network.weights.find(conv.inputs[2]);
  if (bias == network.weights.end() || !bias->second.known() || !bias->second.real()) return 0;
  const auto& b = bias->second.reals();
  const Index s = layer.block;
  if (static_cast<Index>(b.size()) != layer.to * s * s) return 0;
  double squares = 0;
  for (Index to = 0; to < layer.to; ++to) {
    double mean = 0;
    const auto at = [&](Index phase) {
      return static_cast<double>(
          b[static_cast<std::size_t>(sub_pixel_channel(layer, to, phase / s, phase % s))]);
    };
    for (Index phase = 0; phase < s * s; ++phase) mean += at(phase) / static_cast<double>(s * s);
    for (Index phase = 0; phase < s * s; ++phase) squares += (at(phase) - mean) * (at(phase) - mean);
  }
  return std::sqrt(squares / static_cast<double>(b.size()));
}

std::string words_for(const UpsamplingLayer& layer, const LayerDiagnosis& d, const Totals& totals) {
  KernelTraits traits{.phase_spread = d.phase_spread, .order = d.order.value_or(d.phase_spread == 0 ? 1 : 0)};
  traits.imaging = d.imaging.value_or(0);
  traits.ramp_spread = totals.means > 0 ? totals.ramps / totals.means : 0;
  std::string text = in_words(judge(traits));
  if (d.uneven > 0)
    text += fmt::format("; phase sums differ in {} of {}", d.uneven, counted(d.pairs, "pair"));
  if (d.bias_spread > 0) text += fmt::format("; its biases differ between phases by {:.2g}", d.bias_spread);
  if (layer.kind != UpsamplingLayer::Kind::transposed) return text;
  for (const Axis& axis : layer.axes)
    if (axis.stride > 1 && axis.taps % axis.stride != 0)
      return text + fmt::format("; kernel {} is no multiple of stride {}, so the overlap is uneven",
                                axis.taps, axis.stride);
  return text;
}

void transposed_traps(const Node& node, const UpsamplingLayer& layer, std::vector<std::string>& traps) {
  for (const Axis& axis : layer.axes)
    if (axis.stride > 1 && (reach(axis) - axis.stride) % 2 != 0) {
      traps.push_back(fmt::format("kernel {} − stride {} is odd: the result lies half a pixel off",
                                  reach(axis), axis.stride));
      break;
    }
  const std::string rule = node.text("auto_pad", "NOTSET");
  if (rule.starts_with("SAME"))
    traps.push_back(fmt::format("{} crops an odd row {}: PyTorch's padding lies a pixel apart", rule,
                                rule == "SAME_UPPER" ? "at the end" : "at the beginning"));
  if (const auto pads = node.wholes("pads");
      pads && pads->size() % 2 == 0 &&
      !std::equal(pads->begin(), pads->begin() + static_cast<std::ptrdiff_t>(pads->size() / 2),
                  pads->begin() + static_cast<std::ptrdiff_t>(pads->size() / 2)))
    traps.emplace_back(
        "one more row is cropped on one side, as SAME does: PyTorch's padding lies a pixel apart");
  if (const auto op = node.wholes("output_padding");
      op && std::ranges::any_of(*op, [](Index n) { return n != 0; }))
    traps.emplace_back("output padding: fewer weights reach the last rows and columns than the others");
  if (const auto size = node.wholes("output_shape"); size && !size->empty())
    traps.emplace_back("output_shape chooses the pads: other frameworks' numbers differ");
}

void resize_traps(const Network& network, const Node& node, Index factor, std::vector<std::string>& traps) {
  const bool old = network.opset < 11 || node.op == "Upsample";
  const std::string mode = node.text("mode", "nearest"),
                    where = node.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
  if (where == "align_corners")
    traps.emplace_back(
        "align_corners: the scale depends on the size, so that no two inputs are enlarged alike");
  if (mode != "nearest" && where == "asymmetric")
    traps.push_back(
        fmt::format("asymmetric: the result lies {:g} pixels off to the bottom right of half-pixel centres",
                    static_cast<double>(factor - 1) / 2));
  if (mode == "nearest" && where == "half_pixel" && factor % 2 == 0 &&
      node.text("nearest_mode", "round_prefer_floor") == "ceil")
    traps.emplace_back("nearest_mode ceil: blocks lie half a block off");
}

}  // namespace

std::vector<LayerDiagnosis> diagnose(const Network& network, const Values& sizes) {
  std::vector<LayerDiagnosis> all;
  for (const UpsamplingLayer& layer : upsampling_layers(network, sizes)) {
    const Node& node = network.nodes[layer.node];
    LayerDiagnosis out;
    out.node = layer.node;
    if (layer.conv) out.weights = network.nodes[*layer.conv].name;
    for (const Axis& axis : layer.axes) out.factor.push_back(axis.stride);
    if (layer.kind == UpsamplingLayer::Kind::transposed) transposed_traps(node, layer, out.traps);
    if (layer.kind == UpsamplingLayer::Kind::resize) resize_traps(network, node, layer.block, out.traps);
    if (const auto planes = kernels_of(network, layer)) {
      Totals totals;
      out.known = true;
      look_at_pairs(layer, *planes, out, totals);
      out.phase_spread = totals.spread();
      out.bias_spread = bias_spread_of(network, layer);
      out.verdict = words_for(layer, out, totals);
    } else {
      const bool damaged = [&] {
        const auto w = network.weights.find(network.nodes[*layer.conv].inputs[1]);
        return w->second.known();
      }();
      Geometry geometry;
      geometry.axes = layer.axes;
      const Overlap o = overlap(geometry);
      out.verdict =
          damaged    ? "unknown: weights are NaN or infinite"
          : o.even() ? "unknown without weights; the overlap is even"
                     : fmt::format("unknown without weights; the overlap is uneven, {} to {}", o.min, o.max);
    }
    out.worst.resize(std::min(out.worst.size(), kMostPairs));
    all.push_back(std::move(out));
  }
  return all;
}

}  // namespace convscope
