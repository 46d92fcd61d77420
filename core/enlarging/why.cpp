#include "core/enlarging/why.hpp"

#include <algorithm>
#include <cmath>
#include <span>

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

/// In linear light where that is asked for, as 8-bit files hold it in any case.
WhyResult result_of(const Upsampler& upsampler, const Tensor<float>& small, Index factor, bool linear_light) {
  WhyResult out;
  out.phases = phases_of(upsampler, factor);
  const Tensor<float> enlarged = enlarge(upsampler, small);
  out.picture = std::make_shared<Tensor<float>>(as_saved(linear_light ? srgb_values(enlarged) : enlarged));
  out.spectrum = power_spectrum(*out.picture, factor);
  if (!out.spectrum) return out;
  out.peaks = peaks(*out.spectrum);
  out.energy = checkerboard_energy(out.peaks);
  return out;
}

Why explained(const UpsamplingChoice& choice, const Tensor<float>& original, bool linear,
              const std::function<void()>& pulse, const UpsamplerMaker& make) {
  const Index factor = whole_factor(choice);
  const Tensor<float> wanted = linear ? linear_light(original) : original;
  const Tensor<float> small = shrink_area(wanted, factor);
  const Examples examples(
      1,
      [&](Index, const Examples::Look& look) {
        look({wanted, small});
      },
      pulse);
  const auto made = [&](const UpsamplingChoice& c) {
    return make ? make(c, pulse) : make_upsampler(c, examples);
  };
  Why out;
  out.original = std::make_shared<Tensor<float>>(original);
  const Upsampler upsampler = made(choice);
  pulse();
  out.before = result_of(upsampler, small, factor, linear);
  pulse();
  out.repairs = repairs(choice, upsampler);
  if (!out.repairs.empty()) out.after = result_of(made(out.repairs.front().choice), small, factor, linear);
  return out;
}

}  // namespace

Prediction predict(double phase_spread) {
  if (phase_spread < kFaintSpread) return Prediction::none;
  if (phase_spread < kVisibleSpread) return Prediction::faint;
  return phase_spread < kStrongSpread ? Prediction::visible : Prediction::strong;
}

std::string_view name(Prediction prediction) {
  constexpr std::string_view kNames[] = {"none", "faint", "visible", "strong"};
  return kNames[static_cast<int>(prediction)];
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
  // Tap t of input cell o lands on pixel o * s + t - before; the phases are those of the cell in the middle.
  const Axis axis{m * s, m, n, s, 1, before};
  for (Index phase = 0; phase < s * s; ++phase) {
    const Slice rows = contacts_of_pixel(axis, far * s + phase / s),
                columns = contacts_of_pixel(axis, far * s + phase % s);
    for (Index i = rows.count - 1; i >= 0; --i)  // from the first cell on, which has the last tap
      for (Index j = columns.count - 1; j >= 0; --j) {
        const double tap = kernel[rows[i].tap * n + columns[j].tap];
        if (std::abs(tap) <= 1e-12 * most) continue;
        out.sub_kernels[(phase * m + rows[i].window) * m + columns[j].window] = tap;
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

std::optional<Why> explain(const UpsamplingChoice& choice, const Tensor<float>& original, bool linear,
                           const std::function<bool()>& going_on, const UpsamplerMaker& make) {
  const auto pulse = [&] {
    if (!going_on()) throw Stopped{};
  };
  try {
    return explained(choice, original, linear, pulse, make);
  } catch (const Stopped&) {
    return std::nullopt;
  }
}

Tensor<float> middle_of(const Tensor<float>& picture, Index side, Index factor) {
  const Shape& from = picture.shape();
  const auto extent = [&](Index n) { return std::min(side, n) / factor * factor; };
  const auto start = [&](Index n) { return (n - extent(n)) / 2 / factor * factor; };
  return cropped(picture, {start(from[2]), start(from[3]), extent(from[2]), extent(from[3])});
}

}  // namespace convscope
