// What a choice of enlarging becomes: its weights and the operator that they make (upsampling.hpp).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.hpp"
#include "core/enlarging/kernel_text.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {

namespace {

using Kind = KernelChoice::Kind;

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
  const Kind kind = kernel_kind(choice);
  if (kind == Kind::own) return own_weights(choice);
  return normalised(kernel_plane(kind_name(kind == Kind::icnr ? Kind::random : kind),
                                 kernel_extent(choice)[0], choice.kernel.seed),
                    stride);
}

Tensor<double> transposed_weights(const UpsamplingChoice& choice, const Examples& examples) {
  const Tensor<double> kernel = kernel_kind(choice) == Kind::learned
                                    ? learn_conv_transpose(examples, kernel_extent(choice)[0], choice.factor)
                                    : plane(choice, choice.factor);
  if (!choice.repair) return kernel;
  return choice.repair_order > 0 ? of_order(kernel, choice.factor, choice.repair_order)
                                 : equal_phase_sums(kernel, choice.factor);
}

Tensor<double> sub_kernels(const UpsamplingChoice& choice, const Examples& examples) {
  const Kind kind = kernel_kind(choice);
  const Index s = choice.factor, taps = kernel_extent(choice)[0];
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
  return kernel_kind(choice) == Kind::learned
             ? learn_filter(examples, resize_of(choice), kernel_extent(choice)[0])
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
