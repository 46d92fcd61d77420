#include "core/enlarging/upsampling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/enlarging/kernel_text.hpp"
#include "core/ops/resample/interpolate.hpp"
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

Kind kind_of(const UpsamplingChoice& choice) {
  return choice.kernel.kind == Kind::standard ? Kind::learned : choice.kernel.kind;
}

void require_range(std::string_view field, Index value, Index least, Index most) {
  if (value < least || value > most)
    throw Error(field, fmt::format("{} is too {}", value, value < least ? "small" : "large"),
                fmt::format("from {} to {}", least, most));
}

Shape taps_of(const UpsamplingChoice& choice) {
  if (kind_of(choice) == Kind::own) {
    const Shape& own = choice.kernel.own.shape();
    return own.tail(own.rank() - 2);
  }
  const Index usual = choice.method == UpsamplingMethod::conv_transpose ? 2 * choice.factor : 3;
  return Shape::filled(2, choice.taps > 0 ? choice.taps : usual);
}

/// How often a kernel's taps must sum to 1 for brightness to be kept: once for a filter.
Index taps_sum(const UpsamplingChoice& choice) {
  const bool planes = choice.kernel.kind == Kind::own && choice.kernel.own.shape().rank() == 3;
  const bool spread = choice.method == UpsamplingMethod::conv_transpose || planes;
  return spread ? choice.factor * choice.factor : 1;
}

/// Weights of one's own, scaled where brightness asks for it.
Tensor<double> own_weights(const UpsamplingChoice& choice) {
  Tensor<double> out = choice.kernel.own;
  const double scale = *own_scale(choice);
  if (scale != 1)
    for (double& tap : out.values()) tap *= scale;
  return out;
}

/// One plane whose phase sums average 1 at this stride.
Tensor<double> plane(const UpsamplingChoice& choice, Index stride) {
  const Kind kind = kind_of(choice);
  if (kind == Kind::own) return own_weights(choice);
  return normalised(kernel_plane(kind_name(kind == Kind::icnr ? Kind::random : kind), taps_of(choice)[0],
                                 choice.kernel.seed),
                    stride);
}

Tensor<double> transposed_weights(const UpsamplingChoice& choice, const Examples& examples) {
  const Tensor<double> kernel = kind_of(choice) == Kind::learned
                                    ? learn_conv_transpose(examples, taps_of(choice)[0], choice.factor)
                                    : plane(choice, choice.factor);
  if (!choice.repair) return kernel;
  return choice.repair_order > 0 ? of_order(kernel, choice.factor, choice.repair_order)
                                 : equal_phase_sums(kernel, choice.factor);
}

Tensor<double> sub_kernels(const UpsamplingChoice& choice, const Examples& examples) {
  const Kind kind = kind_of(choice);
  const Index s = choice.factor, taps = taps_of(choice)[0];
  const Tensor<double> kernels = kind == Kind::learned  ? learn_pixel_shuffle(examples, taps, s)
                                 : kind == Kind::random ? random_sub_kernels(taps, s, choice.kernel.seed)
                                 : taps_sum(choice) > 1 ? own_weights(choice)
                                                        : icnr(plane(choice, 1), s);
  if (!choice.repair) return kernels;
  return choice.repair_order > 0 ? sub_kernels_of_order(kernels, s, choice.repair_order)
                                 : equal_sub_kernels(kernels);
}

/// What an interpolation, or the one before a convolution, weighs by.
Profile profile_of(UpsamplingMethod method) {
  switch (method) {
    case UpsamplingMethod::bilinear:
    case UpsamplingMethod::bilinear_conv:
      return linear_profile();
    case UpsamplingMethod::bicubic:
      return cubic_profile(0, 0.75);
    case UpsamplingMethod::catmull_rom:
      return cubic_profile(0, 0.5);
    case UpsamplingMethod::mitchell:
      return cubic_profile(1.0 / 3, 1.0 / 3);
    case UpsamplingMethod::lanczos3:
      return lanczos3_profile();
    default:
      return nearest_profile();
  }
}

/// Other places than those that whole factors with half-pixel centres have. For PyTorch's half pixels those
/// are the same: they differ where one pixel comes out.
bool elsewhere(const UpsamplingChoice& choice) {
  if (!has_coordinates(choice.method)) return false;
  return (choice.coordinates != ResizeCoordinates::half_pixel &&
          choice.coordinates != ResizeCoordinates::pytorch_half_pixel) ||
         (choice.rounding && has_rounding(choice.method));
}

Upsampler placed(const UpsamplingChoice& choice) {
  return resampled(profile_of(choice.method), choice.coordinates,
                   choice.rounding.value_or(usual_rounding(choice.coordinates)), choice.factor);
}

/// What nearest-conv and bilinear-conv convolve.
Upsampler resize_of(const UpsamplingChoice& choice) {
  if (elsewhere(choice)) return placed(choice);
  return choice.method == UpsamplingMethod::nearest_conv ? nearest(choice.factor) : bilinear(choice.factor);
}

/// Precondition: the method has a kernel.
Tensor<double> weights_of(const UpsamplingChoice& choice, const Examples& examples) {
  if (choice.method == UpsamplingMethod::conv_transpose) return transposed_weights(choice, examples);
  if (choice.method == UpsamplingMethod::pixel_shuffle) return sub_kernels(choice, examples);
  return kind_of(choice) == Kind::learned ? learn_filter(examples, resize_of(choice), taps_of(choice)[0])
                                          : plane(choice, 1);
}

Upsampler layer_with(const UpsamplingChoice& choice, const Tensor<double>& weights) {
  if (!can_smooth(choice.method)) return stacked(resize_of(choice), filter(weights));
  const Upsampler layer = choice.method == UpsamplingMethod::conv_transpose
                              ? conv_transpose(weights, choice.factor)
                              : pixel_shuffle(weights, choice.factor);
  return choice.smooth ? stacked(layer, hold(choice.factor, *choice.smooth)) : layer;
}

Upsampler one_layer(const UpsamplingChoice& choice, const Examples& examples) {
  if (elsewhere(choice) && !info(choice.method).has_kernel) return placed(choice);
  switch (choice.method) {
    case UpsamplingMethod::nearest:
    case UpsamplingMethod::area:  // an enlarged pixel's area lies in one small pixel
      return nearest(choice.factor);
    case UpsamplingMethod::bilinear:
      return bilinear(choice.factor);
    case UpsamplingMethod::bicubic:
      return bicubic(choice.factor);
    case UpsamplingMethod::catmull_rom:
      return catmull_rom(choice.factor);
    case UpsamplingMethod::mitchell:
      return mitchell(choice.factor);
    case UpsamplingMethod::lanczos3:
      return lanczos3(choice.factor);
    case UpsamplingMethod::conv_transpose:
    case UpsamplingMethod::pixel_shuffle:
    case UpsamplingMethod::nearest_conv:
    case UpsamplingMethod::bilinear_conv:
    case UpsamplingMethod::network:
      break;
  }
  return layer_with(choice, weights_of(choice, examples));
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

Shape kernel_extent(const UpsamplingChoice& choice) {
  return taps_of(choice);
}

Index kernel_size(const UpsamplingChoice& choice) {
  return info(choice.method).has_kernel ? taps_of(choice)[0] : 0;
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
  kernel.kind = kind_of(choice);
  return to_string(kernel);
}

std::string describe_kernel(const UpsamplingChoice& choice) {
  if (is_network(choice)) return std::filesystem::path(choice.network).filename().string();
  if (!info(choice.method).has_kernel) return "";
  const Shape taps = taps_of(choice);
  std::string text = kernel_name(choice);
  text += taps[0] == taps[1] ? fmt::format(" {}", taps[0]) : fmt::format(" {}×{}", taps[0], taps[1]);
  if (kind_of(choice) == Kind::own) text += " " + own_label(choice.kernel);
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

std::optional<double> own_scale(const UpsamplingChoice& choice) {
  if (!info(choice.method).has_kernel || choice.kernel.kind != Kind::own) return std::nullopt;
  const std::span<const double> taps = choice.kernel.own.values();
  normalised({Shape{1, choice.kernel.own.size()}, {taps.begin(), taps.end()}}, 1);  // its sum is not 0
  const double scale = static_cast<double>(taps_sum(choice)) / std::accumulate(taps.begin(), taps.end(), 0.0);
  return std::abs(scale - 1) <= kKeptScale ? 1 : scale;
}

std::string scale_notice(const UpsamplingChoice& choice) {
  const double scale = own_scale(choice).value_or(1);
  return scale == 1 ? ""
                    : fmt::format("its weights are multiplied by {:.4g}, so that brightness is kept", scale);
}

bool needs_examples(const UpsamplingChoice& choice) {
  return info(choice.method).has_kernel && kind_of(choice) == Kind::learned;
}

void check_upsampling(const UpsamplingChoice& choice) {
  require_range("factor", choice.factor, kLeastFactor, kMostFactor);
  if (is_network(choice) && choice.network.empty())
    throw Error("method", "network has no file", "network:FILE");
  if (is_network(choice) && !(choice.range > 0 && std::isfinite(choice.range)))
    throw Error("range", fmt::format("{} is no white", choice.range), "a number above 0, as 1 or 255");
  if (!info(choice.method).has_kernel) return;
  for (Index taps : taps_of(choice)) require_range("kernel-size", taps, 1, kMostTaps);
  if (choice.smooth) require_range("smooth", *choice.smooth, 0, kMostSmooth);
  if (const Shape taps = taps_of(choice); choice.repair &&
                                          choice.method == UpsamplingMethod::conv_transpose &&
                                          std::min(taps[0], taps[1]) < choice.factor)
    throw Error("kernel-size",
                fmt::format("{} leaves phases of stride {} without any weight", std::min(taps[0], taps[1]),
                            choice.factor),
                fmt::format("at least {}", choice.factor));
  if (choice.repair_order != 0) require_range("repair-order", choice.repair_order, 1, kMostOrder);
  if (kind_of(choice) != Kind::own || choice.kernel.own.shape().rank() == 2) return;
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
  const Shape taps = taps_of(choice);
  const Shape under{small[0] * (before ? 1 : choice.factor), small[1] * (before ? 1 : choice.factor)};
  if (taps[0] > under[0] || taps[1] > under[1])
    throw Error("kernel-size",
                fmt::format("{} is larger than the {} picture of {} × {} pixels", std::max(taps[0], taps[1]),
                            before ? "small" : "enlarged", under[1], under[0]),
                fmt::format("at most {} for {}", std::min(under[0], under[1]), info(choice.method).name));
}

Upsampler make_upsampler(const UpsamplingChoice& choice, const Examples& examples) {
  check_upsampling(choice);
  if (is_network(choice))
    throw Error("method",
                fmt::format("'{}' is a network, which no one kernel describes", describe_kernel(choice)),
                "the lab of networks, which looks at its layers");
  if (choice.layers == 1) return one_layer(choice, examples);
  Upsampler stack;
  Index above = whole_factor(choice) / choice.factor;  // the factor of the layers after the present one
  for (Index layer = 0; layer < choice.layers; ++layer, above /= choice.factor) {
    const Examples seen(
        examples.count(),
        [&](Index k, const Examples::Look& look) {
          examples.visit(k, [&](const Example& e) {
            const Tensor<float> wanted = above > 1 ? shrink_area(e.original, above) : e.original;
            look({wanted, enlarge(stack, e.small)});
          });
        },
        examples.progress());
    stack = stacked(stack, one_layer(choice, seen));
  }
  return stack;
}

Tensor<double> make_kernel(const UpsamplingChoice& choice, const Examples& examples) {
  if (!info(choice.method).has_kernel)
    throw Error("method", fmt::format("{} has no kernel", name_of(choice)), "one that has");
  if (choice.layers > 1 && needs_examples(choice))
    throw Error("layers", fmt::format("{} layers learn {} kernels", choice.layers, choice.layers),
                "one layer");
  check_upsampling(choice);
  return weights_of(choice, examples);
}

Upsampler upsampler_with(const UpsamplingChoice& choice, const Tensor<double>& kernel) {
  const Upsampler layer = layer_with(choice, kernel);
  Upsampler stack = layer;
  for (Index more = 1; more < choice.layers; ++more) stack = stacked(stack, layer);
  return stack;
}

Tensor<float> cropped_to_multiple(const Tensor<float>& image, Index factor) {
  const Shape& from = image.shape();
  const Index height = from[2] / factor * factor, width = from[3] / factor * factor;
  if (height == from[2] && width == from[3]) return image;
  Tensor<float> out({from[0], from[1], height, width});
  for (Index row = 0; row < from[0] * from[1] * height; ++row)
    std::copy_n(image.data() + (row / height * from[2] + row % height) * from[3], width,
                out.data() + row * width);
  return out;
}

}  // namespace convscope
