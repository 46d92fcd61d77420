#include "core/enlarging/upsampling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/enlarging/kernel_text.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {

namespace {

using Kind = KernelChoice::Kind;

constexpr UpsamplingMethodInfo kMethods[] = {
    {"nearest", "every pixel repeated", false},
    {"area", "means of areas; for whole factors the same as nearest", false},
    {"bilinear", "linear interpolation, half-pixel centres", false},
    {"bicubic", "cubic convolution, a = -0.75, as in PyTorch and OpenCV", false},
    {"catmull-rom", "bicubic with a = -0.5, as in MATLAB and Pillow (Keys 1981)", false},
    {"mitchell", "the cubic of Mitchell and Netravali, B = C = 1/3", false},
    {"lanczos3", "windowed sinc, 6 pixels wide", false},
    {"conv-transpose", "transposed convolution, stride = factor", true},
    {"pixel-shuffle", "sub-pixel convolution", true},
    {"nearest-conv", "nearest, then a convolution", true},
    {"bilinear-conv", "bilinear, then a convolution", true},
    {"network", "a network from a file that enlarges so many times, as network:FILE", false},
};

void require_range(std::string_view field, Index value, Index least, Index most) {
  if (value < least || value > most)
    throw Error(field, fmt::format("{} is too {}", value, value < least ? "small" : "large"),
                fmt::format("from {} to {}", least, most));
}

}  // namespace

std::span<const UpsamplingMethodInfo> upsampling_methods() {
  return kMethods;
}

const UpsamplingMethodInfo& info(UpsamplingMethod method) {
  return kMethods[static_cast<int>(method)];
}

UpsamplingMethod parse_method(std::string_view name) {
  return static_cast<UpsamplingMethod>(&row_named(kMethods, name, "method") - kMethods);
}

UpsamplingChoice parse_upsampling(std::string_view text) {
  if (text.starts_with(kNetworkPrefix)) {
    UpsamplingChoice choice{.method = UpsamplingMethod::network,
                            .network = std::string(text.substr(kNetworkPrefix.size()))};
    check_upsampling(choice);
    return choice;
  }
  const UpsamplingChoice choice{.method = parse_method(text)};
  check_upsampling(choice);
  return choice;
}

std::string to_string(const UpsamplingChoice& choice) {
  return is_network(choice) ? std::string(kNetworkPrefix) + choice.network : name_of(choice);
}

bool is_network(const UpsamplingChoice& choice) {
  return choice.method == UpsamplingMethod::network;
}

std::optional<Index> layer_factor(Index factor, Index layers) {
  for (Index root = kLeastFactor; root <= factor; ++root) {
    Index power = 1;
    for (Index layer = 0; layer < layers && power <= factor; ++layer) power *= root;
    if (power == factor) return root;
  }
  return std::nullopt;
}

Index require_layer_factor(Index factor, Index layers) {
  require_range("layers", layers, 1, kMostLayers);
  if (const auto root = layer_factor(factor, layers)) return *root;
  std::string fitting;
  for (Index other = kLeastFactor; other <= kMostFactor; ++other)
    if (layer_factor(other, layers)) fitting += fmt::format("{}{}", fitting.empty() ? "" : ", ", other);
  throw Error("layers", fmt::format("{} equal layers cannot enlarge {} times", layers, factor),
              fmt::format("factor {} for {} layers", fitting, layers));
}

Kind kernel_kind(const UpsamplingChoice& choice) {
  return choice.kernel.kind == Kind::standard ? Kind::learned : choice.kernel.kind;
}

Shape kernel_extent(const UpsamplingChoice& choice) {
  if (kernel_kind(choice) == Kind::own) {
    const Shape& own = choice.kernel.own.shape();
    return own.tail(own.rank() - 2);
  }
  const Index usual = choice.method == UpsamplingMethod::conv_transpose ? 2 * choice.factor : 3;
  return Shape::filled(2, choice.taps > 0 ? choice.taps : usual);
}

Index kernel_size(const UpsamplingChoice& choice) {
  return info(choice.method).has_kernel ? kernel_extent(choice)[0] : 0;
}

Index whole_factor(const UpsamplingChoice& choice) {
  Index whole = 1;
  for (Index layer = 0; layer < choice.layers; ++layer) whole *= choice.factor;
  return whole;
}

UpsamplingChoice with_factor(UpsamplingChoice choice, Index factor) {
  const auto root = layer_factor(factor, choice.layers);
  if (!root) choice.layers = 1;
  choice.factor = root.value_or(factor);
  return choice;
}

UpsamplingChoice with_layers(UpsamplingChoice choice, Index layers, Index factor) {
  choice.factor = require_layer_factor(factor, layers);
  choice.layers = layers;
  return choice;
}

UpsamplingChoice in_one_layer(UpsamplingChoice choice) {
  choice.factor = whole_factor(choice);
  choice.layers = 1;
  return choice;
}

std::string name_of(const UpsamplingChoice& choice) {
  return std::string(info(choice.method).name);
}

std::string kernel_name(const UpsamplingChoice& choice) {
  if (!info(choice.method).has_kernel) return "";
  KernelChoice kernel = choice.kernel;
  kernel.kind = kernel_kind(choice);
  return to_string(kernel);
}

std::string describe_kernel(const UpsamplingChoice& choice) {
  if (is_network(choice)) return std::filesystem::path(choice.network).filename().string();
  if (!info(choice.method).has_kernel) return "";
  const Shape taps = kernel_extent(choice);
  std::string text = kernel_name(choice);
  text += taps[0] == taps[1] ? fmt::format(" {}", taps[0]) : fmt::format(" {}×{}", taps[0], taps[1]);
  if (kernel_kind(choice) == Kind::own) text += " " + own_label(choice.kernel);
  if (choice.repair && can_repair(choice.method))
    text += choice.repair_order > 0 ? fmt::format(", order {}", choice.repair_order) : ", repaired";
  if (choice.smooth && can_smooth(choice.method)) text += fmt::format(", smooth {}", *choice.smooth);
  return text;
}

std::string describe(const UpsamplingChoice& choice) {
  std::string text = describe_kernel(choice);
  if (const std::string places = describe_coordinates(choice); !places.empty())
    text += (text.empty() ? "" : ", ") + places;
  if (choice.layers > 1) text += fmt::format("{}{} layers", text.empty() ? "" : ", ", choice.layers);
  return text;
}

bool can_repair(UpsamplingMethod method) {
  return method == UpsamplingMethod::conv_transpose || method == UpsamplingMethod::pixel_shuffle;
}

bool can_smooth(UpsamplingMethod method) {
  return can_repair(method);
}

bool needs_examples(const UpsamplingChoice& choice) {
  return info(choice.method).has_kernel && kernel_kind(choice) == Kind::learned;
}

void check_upsampling(const UpsamplingChoice& choice) {
  require_range("factor", choice.factor, kLeastFactor, kMostFactor);
  if (is_network(choice) && choice.network.empty())
    throw Error("method", "network has no file", "network:FILE");
  if (is_network(choice) && !(choice.range > 0 && std::isfinite(choice.range)))
    throw Error("range", fmt::format("{} is no white", choice.range), "a number above 0, as 1 or 255");
  if (!info(choice.method).has_kernel) return;
  for (Index taps : kernel_extent(choice)) require_range("kernel-size", taps, 1, kMostTaps);
  if (choice.smooth) require_range("smooth", *choice.smooth, 0, kMostSmooth);
  if (const Shape taps = kernel_extent(choice); choice.repair &&
                                                choice.method == UpsamplingMethod::conv_transpose &&
                                                std::min(taps[0], taps[1]) < choice.factor)
    throw Error("kernel-size",
                fmt::format("{} leaves phases of stride {} without any weight", std::min(taps[0], taps[1]),
                            choice.factor),
                fmt::format("at least {}", choice.factor));
  if (choice.repair_order != 0) require_range("repair-order", choice.repair_order, 1, kMostOrder);
  if (kernel_kind(choice) != Kind::own || choice.kernel.own.shape().rank() == 2) return;
  const Index planes = choice.kernel.own.shape()[0], s = choice.factor;
  if (choice.method != UpsamplingMethod::pixel_shuffle || planes != s * s)
    throw Error("kernel", fmt::format("has {} planes", planes),
                choice.method == UpsamplingMethod::pixel_shuffle
                    ? fmt::format("one, or {} for factor {}", s * s, s)
                    : fmt::format("one for {}", info(choice.method).name));
}

void check_upsampling(const UpsamplingChoice& choice, const Shape& small) {
  check_upsampling(choice);
  if (!info(choice.method).has_kernel) return;
  const bool before = choice.method == UpsamplingMethod::pixel_shuffle;
  const Shape taps = kernel_extent(choice);
  const Shape under{small[0] * (before ? 1 : choice.factor), small[1] * (before ? 1 : choice.factor)};
  if (taps[0] > under[0] || taps[1] > under[1])
    throw Error("kernel-size",
                fmt::format("{} is larger than the {} picture of {} × {} pixels", std::max(taps[0], taps[1]),
                            before ? "small" : "enlarged", under[1], under[0]),
                fmt::format("at most {} for {}", std::min(under[0], under[1]), info(choice.method).name));
}

}  // namespace convscope
