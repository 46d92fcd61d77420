#include "core/enlarging/why.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "core/base/error.hpp"
#include "core/geometry/axis.hpp"
#include "core/metrics/imaging.hpp"
#include "core/ops/resample/layers.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope {

namespace {

/// The kernel that a transposed convolution's steps were made of, whole or as a row and a column.
Tensor<double> kernel_of(std::span<const Step> steps) {
  const Tensor<double>& first = std::get<Transposed>(steps.front()).kernel;
  if (steps.size() == 1) return first;
  const Tensor<double>& column = std::get<Transposed>(steps.back()).kernel;
  Tensor<double> out(Shape{column.size(), first.size()});
  for (Index t = 0; t < out.size(); ++t) out[t] = column[t / first.size()] * first[t % first.size()];
  return out;
}

/// The planes of [n, kh, kw], but for rounding.
bool all_equal(const Tensor<double>& planes) {
  const Index plane = planes.size() / planes.shape()[0];
  double apart = 0, most = 0;
  for (Index i = 0; i < planes.size(); ++i) {
    apart = std::max(apart, std::abs(planes[i] - planes[i % plane]));
    most = std::max(most, std::abs(planes[i]));
  }
  return apart <= 1e-12 * most;
}

bool uneven(const Step& step) {
  const auto* filter = std::get_if<Filter>(&step);
  return filter && !all_equal(filter->kernels);
}

constexpr std::string_view kEqualSubKernels =
    "Every phase gets the mean of all sub-kernels, as ICNR starts them: then the phases are equal on every "
    "picture.";

/// Orders above 1 that the kernel can reach, [kh, kw] or sub-kernels; the help names the least.
void offer_orders(UpsamplingChoice repaired, const Tensor<double>& kernel, std::vector<Repair>& out) {
  constexpr std::string_view kNames[] = {"order 2", "order 3"};
  constexpr std::string_view kHelps[] = {
      "The least change of the kernel after which constants and ramps get no pattern.",
      "The least change of the kernel after which constants, ramps and parabolas get no pattern."};
  for (Index order = 2; order <= 3; ++order) try {
      kernel.shape().rank() == 3 ? sub_kernels_of_order(kernel, repaired.factor, order)
                                 : of_order(kernel, repaired.factor, order);
      repaired.repair_order = order;
      out.push_back({kNames[order - 2], kHelps[order - 2], repaired});
    } catch (const Error&) {
      return;  // too few taps
    }
}

void add_gains(const Upsampler& upsampler, Index factor, WhyResult& out) {
  const Tensor<double> kernel = effective_kernel(upsampler, factor);
  for (Index i = 0; i <= kGainSteps; ++i) {
    const double f = static_cast<double>(i) / (2 * kGainSteps), slanted = f / std::numbers::sqrt2;
    const auto gain = [&](double down, double right) {
      return alias_gain(kernel, factor, std::array{down, right});
    };
    out.gains.push_back(std::max(gain(0, f), gain(f, 0)));
    out.diagonal_gains.push_back(std::max(gain(slanted, slanted), gain(slanted, -slanted)));
  }
}

/// Means of a spectrum over rings.
std::vector<double> radial(const PowerSpectrum& spectrum) {
  constexpr std::size_t kRings = 24;
  std::vector<double> sums(kRings), counts(kRings);
  const Index half = spectrum.size / 2;
  for (Index u = -half; u < half; ++u)
    for (Index v = -half; v < half; ++v) {
      const double f =
          std::hypot(static_cast<double>(u), static_cast<double>(v)) / static_cast<double>(spectrum.size);
      if (f == 0 || f >= 0.5) continue;
      const auto ring = static_cast<std::size_t>(f * 2 * kRings);
      sums[ring] += spectrum.at(u, v);
      counts[ring] += 1;
    }
  for (std::size_t i = 0; i < kRings; ++i) sums[i] /= std::max(1.0, counts[i]);
  const double most = *std::ranges::max_element(sums);
  for (double& sum : sums) sum = most > 0 ? sum / most : 0;
  return sums;
}

WhyResult result_of(const Upsampler& upsampler, const Reduced& pair) {
  WhyResult out;
  out.phases = phases_of(upsampler, pair.factor);
  add_gains(upsampler, pair.factor, out);
  out.picture = std::make_shared<Tensor<float>>(restored(upsampler, pair, pair.whole()));
  out.spectrum = power_spectrum(*out.picture, pair.factor);
  if (!out.spectrum) return out;
  out.peaks = peaks(*out.spectrum);
  out.energy = checkerboard_energy(out.peaks);
  return out;
}

}  // namespace

Phases phases_of(const Upsampler& upsampler, Index factor) {
  const Tensor<double> kernel = effective_kernel(upsampler, factor);
  const Index s = factor, n = kernel.shape()[0], before = (n - s) / 2;
  const Index far = (s - 1 + before) / s, m = 2 * far + 1;
  double most = 0;
  for (double tap : kernel.values()) most = std::max(most, std::abs(tap));
  Phases out{s,
             Tensor<double>(Shape{s, s}),
             Tensor<double>(Shape{s, s}),
             Tensor<double>(Shape{s * s, m, m}),
             kernel_traits(upsampler, s),
             {}};
  out.verdict = judge(out.traits);
  // The block of pixels over the middle one of m input cells.
  const Axis axis{.pixels = m * s, .windows = m, .taps = n, .stride = s, .pad = before};
  for (Index phase = 0; phase < s * s; ++phase) {
    const Slice rows = contacts_of_pixel(axis, far * s + phase / s),
                columns = contacts_of_pixel(axis, far * s + phase % s);
    for (Index y = rows.count; y-- > 0;)
      for (Index x = columns.count; x-- > 0;) {
        const double tap = kernel[rows[y].tap * n + columns[x].tap];
        if (std::abs(tap) <= 1e-12 * most) continue;
        out.sub_kernels[(phase * m + rows[y].window) * m + columns[x].window] = tap;
        out.sums[phase] += tap;
        out.contributions[phase] += 1;
      }
  }
  return out;
}

std::vector<Repair> repairs(const UpsamplingChoice& choice, const Upsampler& made) {
  std::vector<Repair> out;
  if (choice.repair || kernel_size(choice) == 0 || !can_repair(choice.method)) return out;
  const KernelTraits traits = kernel_traits(made, whole_factor(choice));
  const bool one_kernel =
      choice.layers == 1 || !needs_examples(choice);  // learned layers differ from each other
  const std::span<const Step> layer(made.steps.data(),
                                    made.steps.size() / static_cast<std::size_t>(choice.layers));
  UpsamplingChoice repaired = choice;
  repaired.repair = true;
  if (choice.method == UpsamplingMethod::pixel_shuffle) {
    if (std::ranges::none_of(made.steps, uneven)) return out;
    out.push_back({"equal sub-kernels", kEqualSubKernels, repaired});
    const auto* filter = std::get_if<Filter>(&layer.front());
    if (filter && traits.order < 2) offer_orders(repaired, filter->kernels, out);
    return out;
  }
  if (choice.smooth) return out;  // the layer behind does it
  if (judge(traits).worst() < Prediction::visible && traits.phase_spread == 0) return out;
  const Tensor<double> kernel =
      one_kernel ? kernel_of(layer) : Tensor<double>(Shape::filled(2, kernel_size(choice)), 1.0);
  if (std::min(kernel.shape()[0], kernel.shape()[1]) < choice.factor) return out;  // phases without any tap
  if (traits.phase_spread > 0)
    out.push_back(
        {"equal phase sums",
         "The weights of each phase move by the same amount until all phases have the same sum: then a "
         "constant stays constant.",
         repaired});
  if (traits.order < 2) offer_orders(repaired, kernel, out);
  if (!one_kernel) return out;
  repaired.repair = false;
  repaired.taps = 0;
  repaired.kernel.kind = KernelChoice::Kind::own;
  const auto offer_own = [&](std::string_view name, std::string_view help, Tensor<double> own) {
    if (std::max(own.shape()[0], own.shape()[1]) > kMostTaps) return;
    repaired.kernel.own = std::move(own);
    out.push_back({name, help, repaired});
  };
  if (judge(traits).texture > Prediction::faint)
    offer_own("equal sub-kernels", kEqualSubKernels,
              equal_phases(effective_kernel({{layer.begin(), layer.end()}}, choice.factor), choice.factor));
  if (traits.phase_spread > 0)
    offer_own("resize-convolution",
              "The nearest kernel that is exactly nearest-neighbour enlarging followed by a convolution: its "
              "phases cannot differ on a constant.",
              as_transposed(as_resize_convolution(kernel, choice.factor), choice.factor));
  return out;
}

void require_one_kernel(const UpsamplingChoice& choice) {
  if (choice.coordinates == ResizeCoordinates::align_corners && has_coordinates(choice.method))
    throw Error("coordinates", "aligned corners stretch the picture: every pixel has a kernel of its own",
                "other coordinates have one that can be shown");
}

Why explain(const UpsamplingChoice& choice, const Reduced& pair, const Progress& progress,
            const UpsamplerMaker& make) {
  const auto made = [&](const UpsamplingChoice& c) {
    return make ? make(c, progress) : make_upsampler(c, pair.examples(progress));
  };
  require_one_kernel(choice);
  Why out;
  out.original = pair.original;
  if (const auto spectrum = power_spectrum(*pair.original, pair.factor)) {
    out.original_peaks = peaks(*spectrum);
    out.original_energy = checkerboard_energy(out.original_peaks);
  }
  if (const auto spectrum = power_spectrum(pair.small, 2)) out.photograph = radial(*spectrum);
  progress.check();
  const Upsampler upsampler = made(choice);
  progress.check();
  out.before = result_of(upsampler, pair);
  progress.check();
  out.repairs = repairs(choice, upsampler);
  if (!out.repairs.empty()) out.after = result_of(made(out.repairs.front().choice), pair);
  return out;
}

}  // namespace convscope
