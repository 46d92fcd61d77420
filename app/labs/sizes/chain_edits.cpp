#include "app/labs/sizes/chain_edits.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/geometry/dialects.hpp"
#include "core/scenario/source_text.hpp"

namespace convscope {

namespace {

Shape ChainLayer::*list_of(std::string_view key) {
  if (key == "kernel") return &ChainLayer::kernel;
  if (key == "stride") return &ChainLayer::stride;
  if (key == "padding") return &ChainLayer::padding;
  if (key == "dilation") return &ChainLayer::dilation;
  if (key == "output-padding") return &ChainLayer::output_padding;
  return nullptr;
}

[[noreturn]] void unknown(std::string_view key) {
  throw Error("layer", fmt::format("'{}' is not known", key),
              fmt::format("{}", fmt::join(kLayerFields, ", ")));
}

bool named(const Chain& chain, std::string_view name) {
  return std::ranges::find(chain.layers, name, &ChainLayer::name) != chain.layers.end();
}

}  // namespace

Shape typed_sizes(std::string_view text, std::string_view key) {
  std::string plain;
  for (const std::string_view piece : split(text, ' ')) plain += piece;
  for (std::size_t at = 0; (at = plain.find("×", at)) != std::string::npos;) plain.replace(at, 2, "x");
  return parse_sizes(plain, key);
}

std::string layer_field(const ChainLayer& layer, std::string_view key) {
  if (key == "name") return layer.name;
  if (key == "kind") return std::string(kind_name(layer.kind));
  if (key == "channels") return fmt::format("{}", layer.channels);
  if (key == "skip") return layer.skip.empty() ? "none" : layer.skip;
  if (key == "bias") return layer.bias ? "yes" : "no";
  if (key == "groups") return fmt::format("{}", layer.groups);
  if (key == "activation") return std::string(activation_name(layer.activation));
  if (key == "dialect") return std::string(to_string(layer.dialect));
  if (key == "padding" && layer.rule != Padding::Rule::numbers) return to_string(Padding{layer.rule, {}});
  if (key == "output-padding" && layer.output_padding.empty()) return "none";
  if (const auto list = list_of(key)) return sizes_text(layer.*list);
  unknown(key);
}

namespace {

Index typed_count(std::string_view text, std::string_view key) {
  const auto count = parse_index(text);
  if (!count) throw Error(key, fmt::format("'{}' is no whole number", text), "a whole number");
  return *count;
}

/// A rule's name, or numbers.
void set_padding(ChainLayer& layer, std::string_view text) {
  layer.rule = Padding::Rule::numbers;
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    layer.rule = parse_padding(text).rule;
  else
    layer.padding = typed_sizes(text, "padding");
}

}  // namespace

Chain with_layer_field(Chain chain, std::size_t at, std::string_view key, std::string_view text) {
  ChainLayer& layer = chain.layers.at(at);
  text = trim(text);
  if (key == "name") {
    if (text != layer.name && named(chain, text))
      throw Error("name", fmt::format("two layers would be called '{}'", text), "a name of its own");
    for (ChainLayer& later : chain.layers)
      if (later.skip == layer.name) later.skip = text;
    layer.name = text;
  } else if (key == "kind") {
    layer.kind = parse_kind(text);
    layer.bias = layer.bias && layer.weighted();
    if (!layer.weighted()) layer.groups = 1;
    if (layer.kind != ChainLayer::Kind::transposed) layer.output_padding = {};
  } else if (key == "channels") {
    layer.channels = typed_count(text, key);
  } else if (key == "groups") {
    layer.groups = typed_count(text, key);
  } else if (key == "activation") {
    layer.activation = parse_activation_name(text);
  } else if (key == "dialect") {
    layer.dialect = parse_dialect(text);
  } else if (key == "padding") {
    set_padding(layer, text);
  } else if (key == "output-padding" && (text.empty() || text == "none")) {
    layer.output_padding = {};
  } else if (key == "skip") {
    layer.skip = text == "none" ? "" : text;
  } else if (key == "bias") {
    if (text != "yes" && text != "no") throw Error(key, fmt::format("'{}' is not known", text), "yes or no");
    layer.bias = text == "yes";
  } else if (const auto list = list_of(key)) {
    layer.*list = typed_sizes(text, key);
  } else {
    unknown(key);
  }
  return chain;
}

Chain with_layer_behind(Chain chain, std::size_t at) {
  std::size_t number = chain.layers.size() + 1;
  while (named(chain, fmt::format("new{}", number))) ++number;
  // The channels that arrive: those of the last layer with weights, or of the input.
  Index channels = chain.channels;
  for (std::size_t i = 0; i <= std::min(at, chain.layers.size() - 1); ++i)
    if (chain.layers[i].weighted()) channels = chain.layers[i].channels;
  const ChainLayer layer{.name = fmt::format("new{}", number), .channels = channels, .padding = {1}};
  const auto after = static_cast<std::ptrdiff_t>(std::min(at + 1, chain.layers.size()));
  chain.layers.insert(chain.layers.begin() + after, layer);
  return chain;
}

Chain without_layer(Chain chain, std::size_t at) {
  if (chain.layers.size() == 1) throw Error("layers", "the last one cannot go", "at least one");
  const std::string name = chain.layers.at(at).name;
  chain.layers.erase(chain.layers.begin() + static_cast<std::ptrdiff_t>(at));
  for (ChainLayer& layer : chain.layers)
    if (layer.skip == name) layer.skip.clear();
  return chain;
}

Chain with_input(Chain chain, std::string_view text) {
  const Shape list = typed_sizes(text, "input");
  // Several numbers may change how many axes there are; one is meant for all.
  chain.size = list.rank() == 1 ? Shape::filled(chain.size.rank(), list[0]) : list;
  return chain;
}

}  // namespace convscope
