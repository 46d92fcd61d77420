#include "core/enlarging/why.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/base/names.hpp"
#include "core/geometry/axis.hpp"
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

WhyResult result_of(const Upsampler& upsampler, const Reduced& pair) {
  WhyResult out;
  out.phases = phases_of(upsampler, pair.factor);
  out.picture = std::make_shared<Tensor<float>>(restored(upsampler, pair, pair.whole()));
  out.spectrum = power_spectrum(*out.picture, pair.factor);
  if (!out.spectrum) return out;
  out.peaks = peaks(*out.spectrum);
  out.energy = checkerboard_energy(out.peaks);
  return out;
}

}  // namespace

Prediction predict(double phase_spread) {
  if (phase_spread < kFaintSpread) return Prediction::none;
  if (phase_spread < kVisibleSpread) return Prediction::faint;
  return phase_spread < kStrongSpread ? Prediction::visible : Prediction::strong;
}

std::string_view name(Prediction prediction) {
  constexpr Names<Prediction, 4> kNames{"prediction", {"none", "faint", "visible", "strong"}};
  return kNames[prediction];
}

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
             phase_spread(upsampler, s),
             Prediction::none};
  out.prediction = predict(out.spread);
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
  if (choice.repair || kernel_size(choice) == 0) return out;
  UpsamplingChoice repaired = choice;
  repaired.repair = true;
  if (choice.method == UpsamplingMethod::pixel_shuffle && std::ranges::any_of(made.steps, uneven))
    out.push_back({"equal sub-kernels",
                   "Every phase gets the mean of all sub-kernels, as ICNR starts them: then the phases are "
                   "equal on every picture.",
                   repaired});
  if (choice.method != UpsamplingMethod::conv_transpose) return out;
  if (phase_spread(made, whole_factor(choice)) == 0) return out;
  const bool one_kernel =
      choice.layers == 1 || !needs_examples(choice);  // learned layers differ from each other
  const std::span<const Step> layer(made.steps.data(),
                                    made.steps.size() / static_cast<std::size_t>(choice.layers));
  const Tensor<double> kernel =
      one_kernel ? kernel_of(layer) : Tensor<double>(Shape::filled(2, kernel_size(choice)));
  if (std::min(kernel.shape()[0], kernel.shape()[1]) < choice.factor) return out;  // phases without any tap
  out.push_back({"equal phase sums",
                 "The taps of each phase move by the same amount until all phases have the same sum: then a "
                 "constant stays constant.",
                 repaired});
  if (!one_kernel) return out;
  repaired.repair = false;
  repaired.taps = 0;
  repaired.kernel.kind = KernelChoice::Kind::own;
  repaired.kernel.own = as_transposed(as_resize_convolution(kernel, choice.factor), choice.factor);
  const Shape& taps = repaired.kernel.own.shape();
  if (std::max(taps[0], taps[1]) <= kMostTaps)
    out.push_back({"resize-convolution",
                   "The nearest kernel that is exactly nearest-neighbour enlarging followed by a "
                   "convolution: its phases cannot differ on a constant.",
                   repaired});
  return out;
}

Why explain(const UpsamplingChoice& choice, const Reduced& pair, const Progress& progress,
            const UpsamplerMaker& make) {
  const auto made = [&](const UpsamplingChoice& c) {
    return make ? make(c, progress) : make_upsampler(c, pair.examples(progress));
  };
  Why out;
  out.original = pair.original;
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
