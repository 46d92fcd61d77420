#include "app/cli/network_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/numbers.hpp"

namespace convscope::cli {

namespace {

/// JSON has no infinity.
Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}
template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}
Json list_or_null(const std::vector<Index>& list) {
  return list.empty() ? Json(nullptr) : Json(list);
}
Dims spatial(const Dims& shape) {
  return shape.size() > 2 ? Dims(shape.begin() + 2, shape.end()) : shape;
}

std::string times(const std::vector<Index>& list) {
  return list.empty()                                            ? ""
         : std::ranges::count(list, list[0]) == std::ssize(list) ? fmt::format("{}", list[0])
                                                                 : fmt::format("{}", fmt::join(list, "×"));
}

/// "12.3k", "4.5M".
std::string short_count(double value) {
  if (value >= 1e9) return fmt::format("{:.3g}G", value / 1e9);
  if (value >= 1e6) return fmt::format("{:.3g}M", value / 1e6);
  if (value >= 1e4) return fmt::format("{:.3g}k", value / 1e3);
  return fmt::format("{}", value);
}

std::string kernel_words(const NetworkLayer& layer) {
  std::string text;
  if (!layer.kernel.empty()) text += "k" + times(layer.kernel);
  if (!layer.stride.empty()) text += (text.empty() ? "s" : " s") + times(layer.stride);
  const bool padded = std::ranges::any_of(layer.padding, [](Sides s) { return s.begin != 0 || s.end != 0; });
  if (padded) text += " p" + to_string(Padding{Padding::Rule::numbers, layer.padding}, 'x');
  const auto not_one = [](Index n) { return n != 1; };
  if (std::ranges::any_of(layer.dilation, not_one)) text += " d" + times(layer.dilation);
  if (std::ranges::any_of(layer.output_padding, [](Index n) { return n != 0; }))
    text += " op" + times(layer.output_padding);
  if (layer.groups > 1) text += fmt::format(" g{}", layer.groups);
  return text;
}

}  // namespace

Json layer_json(const NetworkLayer& layer, bool whole) {
  Json padding = nullptr;
  if (!layer.padding.empty()) {
    padding = Json::array();
    for (const Sides& s : layer.padding) padding.push_back({s.begin, s.end});
  }
  Json json{{"name", layer.name},
            {"op", layer.op},
            {"kernel", list_or_null(layer.kernel)},
            {"stride", list_or_null(layer.stride)},
            {"padding", padding},
            {"output_padding", list_or_null(layer.output_padding)},
            {"dilation", list_or_null(layer.dilation)},
            {"groups", layer.kernel.empty() ? Json(nullptr) : Json(layer.groups)},
            {"channels", Json::array({or_null(layer.in), or_null(layer.out)})},
            {"output", layer.output ? Json(spatial(*layer.output)) : Json(nullptr)},
            {"output_shape", or_null(layer.output)},
            {"receptive_field", list_or_null(layer.receptive_field)},
            {"parameters", static_cast<Index>(layer.parameters)},
            {"multiply_adds", layer.multiply_adds}};
  const LayerDiagnosis* d = layer.diagnosis ? &*layer.diagnosis : nullptr;
  json["phase_spread"] = d && d->known ? number(d->phase_spread) : Json(nullptr);
  json["imaging"] = d && d->imaging ? number(*d->imaging) : Json(nullptr);
  json["order"] = d ? or_null(d->order) : Json(nullptr);
  json["verdict"] = d ? Json(d->verdict) : Json(nullptr);
  json["flat_levels"] = or_null(layer.levels);
  if (!d) return json;
  json["weights"] = d->weights.empty() ? Json(nullptr) : Json(d->weights);
  json["factor"] = d->factor;
  json["pairs"] = d->pairs;
  json["uneven_pairs"] = d->uneven;
  json["bias_spread"] = d->bias_spread;
  json["traps"] = d->traps;
  if (!whole) return json;
  if (!d->gains.along.empty()) {
    Json frequencies = Json::array(), along = Json::array(), diagonal = Json::array();
    for (std::size_t i = 0; i < d->gains.along.size(); ++i) {
      frequencies.push_back(static_cast<double>(i) / (2 * static_cast<double>(d->gains.along.size() - 1)));
      along.push_back(number(d->gains.along[i]));
      diagonal.push_back(number(d->gains.diagonal[i]));
    }
    json["alias_gain"] = {{"frequency", frequencies}, {"along", along}, {"diagonal", diagonal}};
  }
  json["worst_pairs"] = Json::array();
  for (const PairDiagnosis& pair : d->worst)
    json["worst_pairs"].push_back({{"from", pair.from},
                                   {"to", pair.to},
                                   {"phase_spread", number(pair.phase_spread)},
                                   {"phase_sums", pair.phase_sums}});
  return json;
}

Json network_json(const NetworkReport& report) {
  Json json{{"name", report.name}, {"format", report.format}};
  json["input"] = report.input.empty() ? Json(nullptr) : Json(spatial(report.input));
  json["input_shape"] = report.input.empty() ? Json(nullptr) : Json(report.input);
  json["layers"] = Json::array();
  for (const NetworkLayer& layer : report.layers) json["layers"].push_back(layer_json(layer, false));
  json["parameters"] = static_cast<Index>(report.parameters);
  json["multiply_adds"] = report.multiply_adds;
  json["unsupported"] = report.unsupported;
  if (report.flat)
    json["flat_test"] = {
        {"levels", report.flat->output},
        {"guilty", report.flat->guilty.empty() ? Json(nullptr) : Json(report.flat->guilty)},
        {"weights", report.flat->weights.empty() ? Json(nullptr) : Json(report.flat->weights)},
        {"input", to_list(report.flat->size)},
        {"borders", report.flat->borders}};
  else
    json["flat_test"] = nullptr;
  if (!report.flat) json["flat_test_why"] = report.no_flat;
  json["warnings"] = report.warnings;
  return json;
}

std::string network_words(const NetworkReport& report) {
  std::string text = fmt::format("{} ({}), {} layers, {} parameters", report.name, report.format,
                                 report.layers.size(), short_count(report.parameters));
  if (report.multiply_adds > 0) text += fmt::format(", {} multiply-adds", short_count(report.multiply_adds));
  if (!report.input.empty()) text += fmt::format("\ninput {}", to_string(report.input));
  text += "\n";
  std::size_t name = 4, op = 2, kernel = 6, size = 6;
  for (const NetworkLayer& layer : report.layers) {
    name = std::max(name, std::min<std::size_t>(layer.name.size(), 32));
    op = std::max(op, std::min<std::size_t>(layer.op.size(), 20));
    kernel = std::max(kernel, kernel_words(layer).size());
    if (layer.output) size = std::max(size, fmt::format("{}", fmt::join(*layer.output, " x ")).size());
  }
  text += fmt::format("{:<{}}  {:<{}}  {:<{}}  {:<{}}  {:>8}  {:>8}\n", "name", name, "op", op, "kernel",
                      kernel, "output", size, "sees", "weights");
  for (const NetworkLayer& layer : report.layers) {
    text += fmt::format(
        "{:<{}}  {:<{}}  {:<{}}  {:<{}}  {:>8}  {:>8}", cut(layer.name, 32), name, cut(layer.op, 20), op,
        kernel_words(layer), kernel,
        layer.output ? fmt::format("{}", fmt::join(*layer.output, " x ")) : "unknown", size,
        layer.receptive_field.empty() ? "" : fmt::format("{}", fmt::join(layer.receptive_field, "x")),
        short_count(layer.parameters));
    if (layer.levels && *layer.levels > kFlatLevels)
      text += fmt::format("  grid {:.3g} levels", *layer.levels);
    text += "\n";
  }
  for (const NetworkLayer& layer : report.layers) {
    if (!layer.diagnosis) continue;
    text += fmt::format("{}: {}\n", layer.name, layer.diagnosis->verdict);
    for (const std::string& trap : layer.diagnosis->traps) text += fmt::format("{}: {}\n", layer.name, trap);
  }
  for (const std::string& unknown : report.unsupported) text += fmt::format("not known here: {}\n", unknown);
  if (!report.flat)
    text += report.no_flat.empty() ? "" : fmt::format("no flat test: {}\n", report.no_flat);
  else if (report.flat->guilty.empty())
    text += "flat test: no grid\n";
  else
    text += fmt::format(
        "flat test: a grid of {:.3g} levels, which begins at {}{}\n", report.flat->output,
        report.flat->guilty,
        report.flat->weights.empty() ? "" : fmt::format(" by the weights of {}", report.flat->weights));
  for (const std::string& warning : report.warnings) text += fmt::format("note: {}\n", warning);
  return text;
}

std::string layer_words(const NetworkLayer& layer) {
  std::string text = fmt::format("{} ({}) {}\n", layer.name, layer.op, kernel_words(layer));
  if (layer.in && layer.out) text += fmt::format("channels {} > {}\n", *layer.in, *layer.out);
  if (layer.output) text += fmt::format("output {}\n", to_string(*layer.output));
  if (!layer.receptive_field.empty())
    text += fmt::format("receptive field {}\n", fmt::join(layer.receptive_field, " × "));
  text += fmt::format("{} parameters, {} multiply-adds\n", short_count(layer.parameters),
                      short_count(layer.multiply_adds));
  if (!layer.diagnosis) return text;
  const LayerDiagnosis& d = *layer.diagnosis;
  text += fmt::format("{}\n", d.verdict);
  if (d.known)
    text += fmt::format("phase spread {:.4g}{}{}\n", d.phase_spread,
                        d.imaging ? fmt::format(", imaging {:.4g}", *d.imaging) : "",
                        d.order ? fmt::format(", order {}", *d.order) : "");
  for (const PairDiagnosis& pair : d.worst)
    if (pair.phase_spread != 0) {
      std::vector<std::string> sums;
      for (const double sum : pair.phase_sums) sums.push_back(fmt::format("{:.4g}", sum));
      text += fmt::format("pair {} > {}: phase sums {}\n", pair.from, pair.to, fmt::join(sums, "  "));
    }
  for (const std::string& trap : d.traps) text += trap + "\n";
  return text;
}

}  // namespace convscope::cli
