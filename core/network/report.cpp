#include "core/network/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/base/words.hpp"
#include "core/network/layer_geometry.hpp"
#include "core/network/reach.hpp"
#include "core/network/resize_axis.hpp"

namespace convscope {

namespace {

const Array* value_of(const Network& network, const Values& sizes, const std::string& name) {
  if (const auto value = sizes.find(name); value != sizes.end()) return &value->second;
  const auto weight = network.weights.find(name);
  return weight == network.weights.end() ? nullptr : &weight->second;
}

/// Receptive fields take the square of it.
constexpr std::size_t kMostFollowed = 5000;

bool has_geometry(const Node& node) {
  return node.op == "Conv" || node.op == "ConvTranspose" || node.op == "MaxPool" || node.op == "AveragePool";
}

void add_geometry(const Call& call, NetworkLayer& layer) {
  const Resolved resolved = geometry_of(call);
  for (const Axis& axis : resolved.geometry.axes) {
    layer.kernel.push_back(axis.taps);
    layer.stride.push_back(axis.stride);
    layer.dilation.push_back(axis.dilation);
  }
  layer.padding = resolved.sides;
  layer.groups = resolved.geometry.channels.groups;
  if (call.node.op == "ConvTranspose") {
    layer.output_padding.assign(layer.kernel.size(), 0);
    if (const auto op = call.node.wholes("output_padding"); op && op->size() == layer.kernel.size())
      layer.output_padding = *op;
  }
  if (call.node.op == "MaxPool" || call.node.op == "AveragePool") return;
  layer.multiply_adds = static_cast<double>(element_count(resolved.geometry.weights())) *
                        static_cast<double>(element_count(resolved.geometry.windows())) *
                        static_cast<double>(call.in(0).shape[0]);
}

/// Numbers that were learned: weights that nothing else has counted yet.
double parameters_of(const Network& network, const Node& node, std::set<std::string_view>& counted) {
  double count = 0;
  for (const std::string& input : node.inputs) {
    const auto weight = network.weights.find(input);
    if (weight == network.weights.end() || !weight->second.real() || weight->second.shape.empty()) continue;
    if (!counted.insert(input).second) continue;
    count += static_cast<double>(count_of(weight->second.shape));
  }
  return count;
}

NetworkLayer layer_of(const Network& network, const Node& node, const Values& sizes) {
  NetworkLayer layer;
  layer.name = node.name;
  layer.op = node.op;
  const Array* out = node.outputs.empty() ? nullptr : value_of(network, sizes, node.outputs[0]);
  const Array* in = node.inputs.empty() ? nullptr : value_of(network, sizes, node.inputs[0]);
  if (out) layer.output = out->shape;
  if (out && out->shape.size() >= 2) layer.out = out->shape[1];
  if (in && in->shape.size() >= 2) layer.in = in->shape[1];
  if (!in || !out) return layer;
  std::vector<const Array*> inputs;
  for (const std::string& name : node.inputs)
    inputs.push_back(name.empty() ? nullptr : value_of(network, sizes, name));
  const Call call{node, network.opset, inputs, {}, true, nullptr};
  if (has_geometry(node)) add_geometry(call, layer);
  if (node.op == "DepthToSpace") layer.stride.assign(2, node.whole("blocksize", 1));
  if ((node.op == "Gemm" || node.op == "MatMul") && inputs.size() > 1 && inputs[1] &&
      inputs[1]->shape.size() == 2)
    layer.multiply_adds = static_cast<double>(count_of(inputs[1]->shape)) *
                          static_cast<double>(count_of(in->shape)) /
                          std::max(1.0, static_cast<double>(in->shape.back()));
  return layer;
}

/// A layer that only speaks of sizes and constants.
bool is_arithmetic(const Node& node, const Network& network, const Values& sizes) {
  if (node.op == "Constant" || node.op == "Shape") return true;
  return std::ranges::all_of(node.outputs, [&](const std::string& name) {
    const Array* value = name.empty() ? nullptr : value_of(network, sizes, name);
    return value && value->known();
  });
}

void add_weight_warnings(const Network& network, NetworkReport& out) {
  for (const auto& [name, array] : network.weights)
    if (const Index bad = array.real() ? not_finite(array) : 0; bad > 0)
      out.warnings.push_back(fmt::format("'{}' has {} NaN or infinite", cut(name, 80),
                                         counted(bad, "value that is", "values that are")));
}

void add_flat_test(const Evaluator& evaluator, const ReportRequest& request, NetworkReport& out) {
  if (evaluator.network().nodes.size() > kMostFollowed) {
    out.no_flat = fmt::format("more than {} layers", kMostFollowed);
  } else if (!evaluator.unknown().empty()) {
    out.no_flat = fmt::format("{} is not known here", evaluator.unknown().front());
  } else if (std::ranges::any_of(evaluator.network().weights, [](const auto& w) {
               return !w.second.known() || not_finite(w.second) > 0;
             })) {
    out.no_flat = "not all layers have weights, or finite ones";
  } else if (evaluator.network().inputs.size() != 1) {
    out.no_flat = "it has several inputs";
  } else {
    try {
      out.flat = flat_test(evaluator, {request.range, request.size, request.budget, request.progress});
    } catch (const Error& error) {
      out.no_flat = error.what();
    }
  }
}

NetworkReport weights_alone(const Network& network) {
  NetworkReport out;
  for (const auto& [name, array] : network.weights) {
    NetworkLayer layer;
    layer.name = name;
    layer.op = "weights";
    layer.output = array.shape;
    layer.parameters = static_cast<double>(count_of(array.shape));
    if (array.shape.size() >= 3 && array.shape.size() <= 5) {
      // PyTorch's layout of a convolution; of a transposed one the two are the other way round.
      layer.kernel.assign(array.shape.begin() + 2, array.shape.end());
      layer.in = array.shape[1];
      layer.out = array.shape[0];
    }
    out.parameters += layer.parameters;
    out.layers.push_back(std::move(layer));
  }
  out.no_flat = fmt::format("a {} file has weights and no graph", network.format);
  return out;
}

}  // namespace

NetworkReport report(const Network& network, const ReportRequest& request) {
  NetworkReport out;
  if (!network.has_graph()) {
    out = weights_alone(network);
  } else {
    const Evaluator evaluator(network);
    const Values shapes = input_shapes(network, request.size);
    const Values sizes = evaluator.sizes(shapes, request.budget);
    const Reach reach(network, sizes);
    if (!network.inputs.empty()) out.input = shapes.find(network.inputs[0].name)->second.shape;
    std::vector<LayerDiagnosis> diagnoses = diagnose(network, sizes);
    if (request.flat) add_flat_test(evaluator, request, out);
    std::set<std::string_view> counted_weights;
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
      const Node& node = network.nodes[i];
      if (is_arithmetic(node, network, sizes)) continue;
      NetworkLayer layer = layer_of(network, node, sizes);
      layer.parameters = parameters_of(network, node, counted_weights);
      if (layer.output && reach.axes() > 0 && network.nodes.size() <= kMostFollowed)
        for (const Index extent : reach.receptive_field(i)) layer.receptive_field.push_back(extent);
      for (LayerDiagnosis& d : diagnoses)
        if (d.node == i || (!layer.diagnosis && d.weights == node.name)) layer.diagnosis = d;
      if (out.flat && !std::isnan(out.flat->levels[i])) layer.levels = out.flat->levels[i];
      out.parameters += layer.parameters;
      out.multiply_adds += layer.multiply_adds;
      out.layers.push_back(std::move(layer));
    }
    out.unsupported = evaluator.unknown();
    // Of a file of weights whose owner has said what some are, the others.
    if (network.format == "safetensors" || network.format == "PyTorch") {
      NetworkReport rest = weights_alone(network);
      for (NetworkLayer& layer : rest.layers)
        if (!find_row(out.layers, layer.name)) out.layers.push_back(std::move(layer));
      out.parameters = rest.parameters;
    }
  }
  out.name = network.name;
  out.format = network.format;
  out.warnings = network.warnings;
  add_weight_warnings(network, out);
  return out;
}

Cost cost_of(const Network& network, const Values& sizes) {
  Cost cost;
  std::set<std::string_view> counted_weights;
  for (const Node& node : network.nodes) {
    if (is_arithmetic(node, network, sizes)) continue;
    cost.parameters += parameters_of(network, node, counted_weights);
    cost.multiply_adds += layer_of(network, node, sizes).multiply_adds;
  }
  return cost;
}

const Array& weights_named(const Network& network, std::string_view layer) {
  if (!network.has_graph()) {
    const auto found = network.weights.find(layer);
    if (found != network.weights.end()) return found->second;
    std::vector<std::string_view> names;
    for (const auto& [name, array] : network.weights)
      if (names.size() < 8) names.push_back(name);
    refuse_name("layer", layer, listed(names, Listing::commas));
  }
  const Node& node = network.nodes[network.node_named(layer)];
  for (std::size_t i = node.inputs.size() > 1 ? 1 : 0; i < node.inputs.size(); ++i) {
    const auto weight = network.weights.find(node.inputs[i]);
    if (weight == network.weights.end()) continue;
    if (!weight->second.known())
      throw Error("layer", fmt::format("'{}' has no weights in this file", layer), "a file with weights");
    return weight->second;
  }
  throw Error("layer", fmt::format("'{}' is a {} and has no weights", layer, node.op),
              "a convolution or transposed convolution");
}

}  // namespace convscope
