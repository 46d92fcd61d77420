#include "core/ops/resample/upsampler.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/ops/border.hpp"
#include "core/ops/fast/plan.hpp"
#include "core/ops/resample/region.hpp"
#include "core/ops/resample/resampled.hpp"

namespace convscope {

namespace {

StepAxis transposed_extent(Index n, Index taps, Index stride) {
  const Index lead = floor_div(taps - stride, 2);
  const Index before =
      std::max<Index>(0, floor_div(taps - 1 - lead, stride));  // cells that still reach inside
  const Index after = std::max<Index>(0, floor_div(stride - 1 + lead, stride));
  return {{n * stride, n + before + after, taps, stride, 1, before * stride + lead}, before, after};
}

StepAxis filter_extent(Index n, Index taps) {
  const Index before = (taps - 1) / 2;
  return {{n + taps - 1, n, taps, 1, 1, 0}, before, taps - 1 - before};
}

/// Transposed and Filter alike: one of the relation's enumerations on single planes with repeated edges.
struct Plane {
  Tensor<double> weights;  // [m, 1, kh, kw]
  bool transposed = true;
  Index stride[2] = {1, 1};

  explicit Plane(const Transposed& step)
      : weights(Shape{1, 1, step.kernel.shape()[0], step.kernel.shape()[1]},
                {step.kernel.values().begin(), step.kernel.values().end()}),
        stride{step.stride[0], step.stride[1]} {}
  explicit Plane(const Filter& step)
      : weights(Shape{step.kernels.shape()[0], 1, step.kernels.shape()[1], step.kernels.shape()[2]},
                {step.kernels.values().begin(), step.kernels.values().end()}),
        transposed(false) {}

  Index planes_out() const { return weights.shape()[0]; }
  StepAxis extent(std::size_t axis, Index n) const {
    const Index taps = weights.shape()[2 + axis];
    return transposed ? transposed_extent(n, taps, stride[axis]) : filter_extent(n, taps);
  }
  /// On widened planes.
  Geometry geometry(const StepAxis& vertical, const StepAxis& horizontal) const {
    return {{vertical.axis, horizontal.axis}, {weights.shape()[0], 1, 1}};
  }
  /// On planes as they are, whose edges the kernel repeats.
  Geometry edged(const StepAxis& vertical, const StepAxis& horizontal) const {
    const auto narrowed = [&](const StepAxis& wide) {
      return transposed ? with_windows(wide.axis, -wide.before, -wide.after)
                        : with_pixels(wide.axis, -wide.before, -wide.after);
    };
    return {{narrowed(vertical), narrowed(horizontal)}, geometry(vertical, horizontal).channels};
  }
  Border border(const StepAxis& vertical, const StepAxis& horizontal) const {
    return {BorderMode::replicate,
            {{vertical.before, vertical.after}, {horizontal.before, horizontal.after}}};
  }
};

template <class T>
Tensor<T> as(const Tensor<double>& x) {
  return {x.shape(), std::vector<T>(x.values().begin(), x.values().end())};
}

template <class T>
fast::Plan<T> plan_of(const Plane& step, const Shape& size) {
  const StepAxis vertical = step.extent(0, size[0]), horizontal = step.extent(1, size[1]);
  const Tensor<T> weights = as<T>(step.weights);
  const fast::Way way = step.transposed ? fast::Way::scatter : fast::Way::gather;
  return {way, step.edged(vertical, horizontal), weights.values(), fast::Edge::repeated};
}

template <class T>
void run(const Plane& step, const Tensor<T>& x, Tensor<T>& out) {
  const Shape size = x.shape().tail(2);
  out.make_room(with_channels(x.shape()[0], x.shape()[1] * step.planes_out(),
                              {size[0] * step.stride[0], size[1] * step.stride[1]}));
  plan_of<T>(step, size).run(x.data(), x.shape()[0] * x.shape()[1], out.data());
}

template <class T>
Tensor<T> run_adjoint(const Plane& step, const Tensor<T>& y, const Shape& size) {
  const Index outs = step.planes_out(), planes = y.shape()[0] * y.shape()[1] / outs;
  const StepAxis vertical = step.extent(0, size[0]), horizontal = step.extent(1, size[1]);
  const Geometry g = step.geometry(vertical, horizontal);
  const Tensor<T> folded({planes, outs, y.shape()[2], y.shape()[3]}, {y.values().begin(), y.values().end()});
  Tensor<T> widened;
  if (step.transposed)
    fast::gather(g, folded, as<T>(step.weights), widened);
  else
    fast::scatter(g, folded, as<T>(step.weights), widened);
  const Tensor<T> x = pad_adjoint(step.border(vertical, horizontal), widened, size);
  return {with_channels(y.shape()[0], y.shape()[1] / outs, size), {x.values().begin(), x.values().end()}};
}

/// Calls f(cell of the channels-first form, cell of the enlarged form).
template <class F>
void for_each_shuffled(Index planes, const Shape& small, Index s, F&& f) {
  const Index h = small[0], w = small[1];
  for (Index plane = 0; plane < planes; ++plane)
    for (Index phase = 0; phase < s * s; ++phase)
      for (Index row = 0; row < h; ++row)
        for (Index column = 0; column < w; ++column)
          f(((plane * s * s + phase) * h + row) * w + column,
            (plane * h * s + row * s + phase / s) * w * s + column * s + phase % s);
}

template <class T>
void run(const Shuffle& step, const Tensor<T>& x, Tensor<T>& out) {
  const Index s = step.factor, channels = x.shape()[1] / (s * s);
  out.make_room({x.shape()[0], channels, x.shape()[2] * s, x.shape()[3] * s});
  for_each_shuffled(x.shape()[0] * channels, x.shape().tail(2), s,
                    [&](Index from, Index to) { out[to] = x[from]; });
}

template <class T>
Tensor<T> run_adjoint(const Shuffle& step, const Tensor<T>& y, const Shape& size) {
  const Index s = step.factor;
  Tensor<T> out({y.shape()[0], y.shape()[1] * s * s, size[0], size[1]});
  for_each_shuffled(y.shape()[0] * y.shape()[1], size, s, [&](Index to, Index from) { out[to] = y[from]; });
  return out;
}

template <class T>
void run(const Resampled& step, const Tensor<T>& x, Tensor<T>& out) {
  const Index n = x.shape()[2 + step.axis];
  resample(step, x, 0, n, {0, n * step.factor}, out);
}

/// A step that is one of the relation's.
std::optional<Plane> plane_of(const Step& step) {
  if (const auto* filter = std::get_if<Filter>(&step)) return Plane(*filter);
  if (const auto* transposed = std::get_if<Transposed>(&step)) return Plane(*transposed);
  return std::nullopt;
}

template <class T>
void run(const Step& step, const Tensor<T>& x, Tensor<T>& out) {
  if (const auto plane = plane_of(step))
    run(*plane, x, out);
  else if (const auto* resampled = std::get_if<Resampled>(&step))
    run(*resampled, x, out);
  else
    run(std::get<Shuffle>(step), x, out);
}

/// A sweep along rows and one down columns at once, where the two steps are such.
template <class T>
bool run_both(const Step& first, const Step& second, const Tensor<T>& x, Tensor<T>& out) {
  const auto along = plane_of(first), down = plane_of(second);
  if (!along || !down || along->planes_out() != 1 || down->planes_out() != 1) return false;
  const Shape size = x.shape().tail(2), between = size_after(first, size);
  const auto plan = fast::Plan<T>::chained(plan_of<T>(*along, size), plan_of<T>(*down, between));
  if (!plan) return false;
  out.make_room(with_channels(x.shape()[0], x.shape()[1], size_after(second, between)));
  plan->run(x.data(), x.shape()[0] * x.shape()[1], out.data());
  return true;
}

template <class T>
Tensor<T> run_adjoint(const Step& step, const Tensor<T>& y, const Shape& size) {
  if (const auto* shuffle = std::get_if<Shuffle>(&step)) return run_adjoint(*shuffle, y, size);
  if (const auto* resampled = std::get_if<Resampled>(&step)) return resample_adjoint(*resampled, y, size);
  if (const auto* filter = std::get_if<Filter>(&step)) return run_adjoint(Plane(*filter), y, size);
  return run_adjoint(Plane(std::get<Transposed>(step)), y, size);
}

/// A column and a row whose product is the kernel, or nothing.
struct Factors {
  Tensor<double> column, row;
};
std::optional<Factors> factors_of(const Tensor<double>& kernel) {
  const Index kh = kernel.shape()[0], kw = kernel.shape()[1];
  Index pivot = 0;
  for (Index t = 1; t < kernel.size(); ++t)
    if (std::abs(kernel[t]) > std::abs(kernel[pivot])) pivot = t;
  const double most = kernel[pivot];
  if (kh < 2 || kw < 2 || most == 0) return std::nullopt;
  Factors f{Tensor<double>(Shape{kh, 1}), Tensor<double>(Shape{1, kw})};
  for (Index i = 0; i < kh; ++i) f.column[i] = kernel[i * kw + pivot % kw] / most;
  for (Index j = 0; j < kw; ++j) f.row[j] = kernel[pivot / kw * kw + j];
  for (Index t = 0; t < kernel.size(); ++t)
    if (std::abs(f.column[t / kw] * f.row[t % kw] - kernel[t]) > 1e-14 * std::abs(most)) return std::nullopt;
  return f;
}

Tensor<double> one_filter(const Tensor<double>& kernel) {
  return {Shape{1, kernel.shape()[0], kernel.shape()[1]}, {kernel.values().begin(), kernel.values().end()}};
}

/// Cells of the small picture, an odd number, on which an impulse in the middle is answered as far from every
/// edge: steps between repeat their own edges, so there is as much room again as the answer takes.
Index probe_size(const Upsampler& upsampler, Index factor) {
  constexpr Index kFar = 1 << 10;
  const Region block{kFar * factor, kFar * factor, factor, factor};
  const Region source = source_of(upsampler, {2 * kFar, 2 * kFar}, block);
  const Index reach = std::max({kFar - source.top, source.top + source.height - 1 - kFar, kFar - source.left,
                                source.left + source.width - 1 - kFar});
  return 4 * reach + 3;
}

}  // namespace

StepAxis step_axis(const Step& step, std::size_t axis, Index n) {
  if (const auto* filter = std::get_if<Filter>(&step))
    return filter_extent(n, filter->kernels.shape()[1 + axis]);
  const auto& transposed = std::get<Transposed>(step);
  return transposed_extent(n, transposed.kernel.shape()[axis], transposed.stride[axis]);
}

Shape size_after(const Step& step, const Shape& size) {
  if (const auto* shuffle = std::get_if<Shuffle>(&step))
    return {size[0] * shuffle->factor, size[1] * shuffle->factor};
  if (const auto* transposed = std::get_if<Transposed>(&step))
    return {size[0] * transposed->stride[0], size[1] * transposed->stride[1]};
  if (const auto* resampled = std::get_if<Resampled>(&step))
    return {size[0] * (resampled->axis == 0 ? resampled->factor : 1),
            size[1] * (resampled->axis == 1 ? resampled->factor : 1)};
  return size;
}

Upsampler stacked(const Upsampler& first, const Upsampler& second) {
  Upsampler out = first;
  out.steps.insert(out.steps.end(), second.steps.begin(), second.steps.end());
  Shape size{1, 1};
  for (const Step& step : first.steps) size = size_after(step, size);
  out.cost.parameters += second.cost.parameters;
  out.cost.multiply_adds += second.cost.multiply_adds * static_cast<double>(size[0] * size[1]);
  return out;
}

Cost cost_of(const Upsampler& upsampler, const Shape& picture) {
  return {upsampler.cost.parameters,
          upsampler.cost.multiply_adds * static_cast<double>(element_count(picture))};
}

std::vector<Step> transposed_steps(const Tensor<double>& kernel, Index factor) {
  if (const auto f = factors_of(kernel))  // the strided sweeps first, while there are fewer rows
    return {Transposed{f->row, {1, factor}}, Transposed{f->column, {factor, 1}}};
  return {Transposed{kernel, {factor, factor}}};
}

std::vector<Step> filter_steps(const Tensor<double>& kernel) {
  if (const auto f = factors_of(kernel)) return {Filter{one_filter(f->row)}, Filter{one_filter(f->column)}};
  return {Filter{one_filter(kernel)}};
}

template <class T>
void enlarge(const Upsampler& upsampler, const Tensor<T>& x, Tensor<T>& out) {
  const std::vector<Step>& steps = upsampler.steps;
  if (steps.empty()) {
    out = x;
    return;
  }
  Tensor<T> kept;
  const Tensor<T>* from = &x;
  for (std::size_t i = 0; i < steps.size();) {
    // Only the last result is the caller's memory.
    const bool pair = i + 1 < steps.size();
    Tensor<T> made;
    Tensor<T>& to = i + 2 >= steps.size() ? out : made;
    if (pair && run_both(steps[i], steps[i + 1], *from, to)) {
      i += 2;
    } else {
      Tensor<T>& one = pair ? made : out;
      run(steps[i], *from, one);
      i += 1;
    }
    if (i < steps.size()) {
      std::swap(kept, made);
      from = &kept;
    }
  }
}

template <class T>
Tensor<T> enlarge(const Upsampler& upsampler, const Tensor<T>& x) {
  Tensor<T> out;
  enlarge(upsampler, x, out);
  return out;
}

template <class T>
Tensor<T> enlarge_adjoint(const Upsampler& upsampler, const Tensor<T>& y, const Shape& input) {
  std::vector<Shape> sizes{input};
  for (const Step& step : upsampler.steps) sizes.push_back(size_after(step, sizes.back()));
  Tensor<T> out = y;
  for (std::size_t i = upsampler.steps.size(); i-- > 0;) out = run_adjoint(upsampler.steps[i], out, sizes[i]);
  return out;
}

template void enlarge(const Upsampler&, const Tensor<float>&, Tensor<float>&);
template void enlarge(const Upsampler&, const Tensor<double>&, Tensor<double>&);
template Tensor<float> enlarge(const Upsampler&, const Tensor<float>&);
template Tensor<double> enlarge(const Upsampler&, const Tensor<double>&);
template Tensor<float> enlarge_adjoint(const Upsampler&, const Tensor<float>&, const Shape&);
template Tensor<double> enlarge_adjoint(const Upsampler&, const Tensor<double>&, const Shape&);

Tensor<float> shrink_area(const Tensor<float>& x, Index factor) {
  const auto axis = [&](Index n) { return Axis{n, n / factor, factor, factor, 1, 0}; };
  const Index channels = x.shape()[1];
  const Tensor<float> box(with_channels(channels, 1, {factor, factor}),
                          1.0F / static_cast<float>(factor * factor));
  Tensor<float> out;
  fast::gather({{axis(x.shape()[2]), axis(x.shape()[3])}, {channels, channels, channels}}, x, box, out);
  return out;
}

bool is_stationary(const Upsampler& upsampler) {
  return std::ranges::none_of(upsampler.steps, [](const Step& step) {
    const auto* resampled = std::get_if<Resampled>(&step);
    return resampled && resampled->coordinates == ResizeCoordinates::align_corners;
  });
}

Tensor<double> phase_response(const Upsampler& upsampler, Index factor) {
  const Index cells = probe_size(upsampler, factor);
  const Tensor<double> y = enlarge(upsampler, Tensor<double>({1, 1, cells, cells}, 1.0));
  Tensor<double> out(Shape{factor, factor});
  const Index start = cells / 2 * factor, width = cells * factor;
  for (Index i = 0; i < out.size(); ++i) out[i] = y[(start + i / factor) * width + start + i % factor];
  return out;
}

Tensor<double> effective_kernel(const Upsampler& upsampler, Index factor) {
  const Index cells = probe_size(upsampler, factor);
  Tensor<double> impulse({1, 1, cells, cells});
  impulse[impulse.size() / 2] = 1;
  const Tensor<double> y = enlarge(upsampler, impulse);
  const Index start = cells / 2 * factor, width = cells * factor;
  Index around = 0;  // how far beyond the enlarged pixel the response reaches
  for (Index i = 0; i < y.size(); ++i)
    if (y[i] != 0)
      for (Index at : {i / width, i % width})
        around = std::max({around, start - at, at - (start + factor - 1)});
  const Index n = factor + 2 * around;
  Tensor<double> kernel(Shape{n, n});
  for (Index t = 0; t < kernel.size(); ++t)
    kernel[t] = y[(start - around + t / n) * width + start - around + t % n];
  return kernel;
}

}  // namespace convscope
