// U-Net: O. Ronneberger, P. Fischer and T. Brox, MICCAI 2015 (arXiv:1505.04597). DCGAN: A. Radford, L. Metz
// and S. Chintala, ICLR 2016 (arXiv:1511.06434), with the widths of PyTorch's example.
#include "core/geometry/chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/words.hpp"
#include "core/geometry/seen.hpp"

namespace convscope {

namespace {

using Kind = ChainLayer::Kind;

Layer layer_of(const ChainLayer& l, Index input_channels) {
  Layer layer;
  layer.kernel = l.kind == Kind::nearest ? l.stride : l.kernel;
  layer.stride = l.stride;
  layer.dilation = l.dilation;
  layer.padding.sides.clear();
  for (const Index p : l.padding) layer.padding.sides.push_back({p, p});
  layer.padding.rule = l.rule;
  layer.output_padding = l.output_padding;
  layer.dialect = l.dialect;
  layer.channels = l.enlarges() ? Channels{input_channels, l.channels, l.groups}
                                : Channels{l.channels, input_channels, l.groups};
  return layer;
}

struct Node {
  std::vector<Axis> axes;
  bool enlarging;
  std::optional<std::size_t> skip;
};

/// The cells of the chain's input behind cells of layer i's output, where i = 0 is the input itself.
Cells seen_from(const std::vector<Node>& nodes, std::size_t axis, std::size_t i, Cells cells) {
  // What each output is asked for, from the last layer to the first: one pass, for skips lead backwards.
  std::vector<Cells> asked(i + 1);
  asked[i] = cells;
  for (; i > 0; --i) {
    if (asked[i].empty()) continue;
    const Node& node = nodes[i - 1];
    const Cells below = cells_behind(node.axes[axis], node.enlarging, asked[i]);
    asked[i - 1] = asked[i - 1].joined(below);
    if (node.skip) asked[*node.skip + 1] = asked[*node.skip + 1].joined(below);
  }
  return asked[0];
}

Index receptive_field(const std::vector<Node>& nodes, std::size_t axis) {
  Index phases = 1;
  for (const Node& node : nodes)
    if (node.enlarging) phases = std::min<Index>(phases * node.axes[axis].stride, 4096);
  Index most = 0;
  for (Index phase = 0; phase < phases; ++phase) {
    const Cells seen = seen_from(nodes, axis, nodes.size(), {phase, phase});
    most = std::max(most, seen.last - seen.first + 1);
  }
  return most;
}

/// Of every axis; axes that are alike are followed once.
Shape receptive_fields(const std::vector<Node>& nodes) {
  const auto alike = [](const Axis& a, const Axis& b) {
    return a.taps == b.taps && a.stride == b.stride && a.dilation == b.dilation && a.pad == b.pad;
  };
  Shape fields;
  for (std::size_t axis = 0; axis < nodes.front().axes.size(); ++axis) {
    const bool known = axis > 0 && std::ranges::all_of(nodes, [&](const Node& node) {
                         return alike(node.axes[axis], node.axes[axis - 1]);
                       });
    fields.push_back(known ? fields[axis - 1] : receptive_field(nodes, axis));
  }
  return fields;
}

Chain unet(bool padded) {
  Chain chain{padded ? "unet" : "unet-valid",
              padded ? "U-Net with padded convolutions" : "U-Net as published, without padding",
              padded ? Shape{256, 256} : Shape{572, 572},
              1,
              {}};
  const Index p = padded ? 1 : 0;
  const auto block = [&](const std::string& name, Index channels, const std::string& skip) {
    chain.layers.push_back({.name = name + "a", .channels = channels, .padding = {p}, .skip = skip});
    chain.layers.push_back({.name = name + "b", .channels = channels, .padding = {p}});
  };
  for (Index level = 1; level <= 5; ++level) {
    const Index channels = 32 << level;
    if (level > 1)
      chain.layers.push_back({.name = fmt::format("pool{}", level - 1),
                              .kind = Kind::pool,
                              .kernel = {2},
                              .stride = {2},
                              .bias = false});
    block(fmt::format("down{}", level), channels, "");
  }
  for (Index level = 4; level >= 1; --level) {
    const Index channels = 32 << level;
    chain.layers.push_back({.name = fmt::format("up{}", level),
                            .kind = Kind::transposed,
                            .channels = channels,
                            .kernel = {2},
                            .stride = {2}});
    block(fmt::format("join{}", level), channels, fmt::format("down{}b", level));
  }
  chain.layers.push_back({.name = "classes", .channels = 2, .kernel = {1}});
  return chain;
}

void check(const Chain& chain) {
  if (chain.layers.empty() || chain.layers.size() > Chain::kMostLayers)
    throw Error("layers", counted(chain.layers.size(), "layer"), fmt::format("1 to {}", Chain::kMostLayers));
  if (chain.size.empty() || chain.size.rank() > 3)
    throw Error("input", fmt::format("{} spatial axes", chain.size.rank()), "1 to 3");
  per_axis(chain.size, chain.size.rank(), 1, "input");
  if (chain.channels < 1 || chain.channels > kLargestIndex)
    throw Error("channels", fmt::format("the input has {}", chain.channels), "1 or more");
  std::set<std::string_view> names;
  for (const ChainLayer& l : chain.layers) {
    if (l.name.empty()) throw Error("name", "a layer has none", "a name of its own");
    if (!names.insert(l.name).second)
      throw Error("name", fmt::format("two layers are called '{}'", l.name), "a name of its own");
    if (!l.weighted() && l.groups != 1)
      throw Error("groups", fmt::format("{} has {}, and it has no weights", l.name, l.groups),
                  "1, or a layer with weights");
    const bool extra = std::ranges::any_of(l.output_padding, [](Index op) { return op != 0; });
    if (l.kind != Kind::transposed && extra)
      throw Error("output-padding", fmt::format("{} is no transposed convolution", l.name), "0, or none");
  }
}

Chain dcgan() {
  Chain chain{"dcgan", "DCGAN generator, 1 × 1 to 64 × 64", {1, 1}, 100, {}};
  Index number = 1;
  for (Index channels : {512, 256, 128, 64, 3}) {
    chain.layers.push_back({.name = fmt::format("T{}", number),
                            .kind = Kind::transposed,
                            .channels = channels,
                            .kernel = {4},
                            .stride = {number == 1 ? 1 : 2},
                            .padding = {number == 1 ? 0 : 1},
                            .bias = false});
    ++number;
  }
  return chain;
}

}  // namespace

ChainReport report(const Chain& chain) {
  ChainReport out;
  std::vector<Node> nodes;
  check(chain);
  Shape size = chain.size;
  Index channels = chain.channels;
  for (const ChainLayer& l : chain.layers) {
    ChainStep step;
    step.name = l.name;
    if (!l.skip.empty()) {
      const auto from = std::ranges::find(out.steps, l.skip, &ChainStep::name);
      if (from == out.steps.end())
        throw Error("skip", fmt::format("{} joins '{}', which is no earlier layer", l.name, l.skip),
                    "the name of an earlier layer");
      step.skip = static_cast<std::size_t>(from - out.steps.begin());
      if (from->output != size)
        step.warning = fmt::format("{} brings {} to {}, where {} arrives", l.skip, to_string(from->output),
                                   l.name, to_string(size));
      for (std::size_t i = 0; i < size.rank(); ++i) size[i] = std::min(size[i], from->output[i]);
      channels += from->output_channels;
    }
    ChainLayer own = l;
    if (!l.weighted()) own.channels = channels;
    step.input = size;
    step.input_channels = channels;
    Resolved r;
    try {
      r = l.enlarges() ? transposed_geometry(size, layer_of(own, channels))
                       : conv_geometry(size, layer_of(own, channels));
    } catch (const Error& error) {
      throw Error(error.field(), fmt::format("{} gets {}: {}", l.name, to_string(size), error.problem()),
                  error.legal());
    }
    step.output = l.enlarges() ? r.geometry.pixels() : r.geometry.windows();
    step.output_channels = own.channels;
    if (l.weighted()) {
      const auto weights = static_cast<double>(element_count(r.geometry.weights()));
      step.parameters = weights + (l.bias ? static_cast<double>(own.channels) : 0);
      step.multiply_adds = weights * static_cast<double>(element_count(r.geometry.windows()));
    }
    nodes.push_back({r.geometry.axes, l.enlarges(), step.skip});
    step.receptive_field = receptive_fields(nodes);
    size = step.output;
    channels = step.output_channels;
    out.parameters += step.parameters;
    out.multiply_adds += step.multiply_adds;
    if (!step.warning.empty()) out.warnings.push_back(step.warning);
    out.steps.push_back(std::move(step));
  }
  return out;
}

std::span<const Chain> chain_presets() {
  static const std::vector<Chain> presets{unet(true), unet(false), dcgan()};
  return presets;
}

const Chain& chain_preset(std::string_view name) {
  return row_named(chain_presets(), name, "network");
}

}  // namespace convscope
