// What is said of a network's layers.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/views/networks/page.hpp"

namespace convscope {

namespace {

bool changes_something(const NetworkLayer& layer) {
  if (layer.op == "weights") return layer.output && layer.output->size() > 1;
  if (!layer.kernel.empty() || layer.diagnosis || !layer.output) return true;
  const bool steps = std::ranges::any_of(layer.stride, [](Index s) { return s != 1; });
  return steps || layer.op == "Concat" || layer.op == "Gemm" || layer.op == "MatMul";
}

std::string joined(const std::vector<Index>& values) {
  if (std::ranges::all_of(values, [&](Index v) { return v == values.front(); }))
    return fmt::format("{}", values.front());
  return fmt::format("{}", fmt::join(values, "×"));
}

}  // namespace

std::string levels_text(double levels) {
  return fmt::format("{:.{}f}", levels, levels < 0.995 ? 2 : 1);
}

std::vector<std::size_t> chain_of(const NetworkReport& report) {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < report.layers.size(); ++i)
    if (changes_something(report.layers[i])) shown.push_back(i);
  return shown;
}

std::vector<SkipConnection> skips_of(const Network& network, const NetworkReport& report,
                                     const std::vector<std::size_t>& shown) {
  std::map<std::string, const Node*, std::less<>> named;
  for (const Node& node : network.nodes) named[node.name] = &node;
  // Who of the chain stands behind a value: itself, or through layers that are not shown.
  std::map<std::string, std::vector<std::size_t>, std::less<>> behind;
  std::vector<SkipConnection> skips;
  std::map<std::string, std::size_t, std::less<>> place;
  for (const std::size_t layer : shown) place[report.layers[layer].name] = layer;
  for (const Node& node : network.nodes) {
    std::vector<std::size_t> sources;
    for (const std::string& input : node.inputs)
      if (const auto found = behind.find(input); found != behind.end())
        for (const std::size_t source : found->second)
          if (std::ranges::find(sources, source) == sources.end()) sources.push_back(source);
    const auto here = place.find(node.name);
    if (here != place.end()) {
      const auto at = std::ranges::find(shown, here->second);
      for (const std::size_t source : sources)
        if (at == shown.begin() || source != *(at - 1)) skips.push_back({source, here->second});
      sources = {here->second};
    }
    if (sources.size() > 8) sources.resize(8);
    for (const std::string& output : node.outputs) behind[output] = sources;
  }
  return skips;
}

std::string layer_label(const NetworkLayer& layer) {
  std::string text = layer.op == "Conv" ? "conv" : layer.op == "ConvTranspose" ? "tconv" : layer.op;
  if (!layer.kernel.empty()) text += " k" + joined(layer.kernel);
  if (!layer.stride.empty() && (layer.kernel.empty() || joined(layer.stride) != "1"))
    text += (layer.kernel.empty() ? " ×" : " s") + joined(layer.stride);
  if (!layer.dilation.empty() && joined(layer.dilation) != "1") text += " d" + joined(layer.dilation);
  return text;
}

std::string output_label(const NetworkLayer& layer) {
  if (!layer.output) return {};
  const Dims& shape = *layer.output;
  const auto from = shape.begin() + (shape.size() > 2 && layer.op != "weights" ? 1 : 0);
  return fmt::format("{}", fmt::join(from, shape.end(), "×"));
}

bool prints_grid(const NetworkReport& report, const NetworkLayer& layer) {
  if (report.flat)
    return !report.flat->guilty.empty() &&
           (report.flat->guilty == layer.name || report.flat->weights == layer.name);
  return layer.diagnosis && layer.diagnosis->known && layer.diagnosis->uneven > 0;
}

std::string network_verdict(const NetworkReport& report) {
  if (report.flat && !report.flat->guilty.empty())
    return fmt::format("'{}' prints a grid: {} grey levels on a flat picture", report.flat->guilty,
                       levels_text(report.flat->output));
  if (report.flat) return "A flat picture stays flat: no layer prints a grid";
  const auto uneven = std::ranges::count_if(report.layers, [](const NetworkLayer& layer) {
    return layer.diagnosis && layer.diagnosis->known && layer.diagnosis->uneven > 0;
  });
  if (uneven > 0)
    return fmt::format("{} with unequal phase sums",
                       uneven == 1 ? "A layer" : fmt::format("{} layers", uneven));
  return "No flat test: " + report.no_flat;
}

std::string tap_text(double value) {
  std::string text = fmt::format("{:.{}f}", value, std::abs(value) < 0.995 ? 2 : 1);
  if (const std::size_t zero = text.find("0."); zero == 0 || (zero == 1 && text[0] == '-'))
    text.erase(zero, 1);
  if (text == "-.00") return ".00";
  return text;
}

}  // namespace convscope
