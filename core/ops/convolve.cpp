#include "core/ops/convolve.hpp"

#include <cassert>

#include "core/geometry/contributions.hpp"

namespace convscope {

namespace {

Index plane_of(const Shape& shape) {
  return element_count(shape.tail(2));
}

/// Calls f(pixel plane, window plane, kernel) offsets for every sample and joined channel pair.
template <class F>
void for_each_plane(const Geometry& g, Index batch, F&& f) {
  const Index pixel_plane = element_count(g.pixels()), window_plane = element_count(g.windows());
  const Index taps = element_count(g.taps());
  const Index pixel_width = g.channels.pixel / g.channels.groups;
  const Index window_width = g.channels.window / g.channels.groups;
  for (Index n = 0; n < batch; ++n)
    for (Index wc = 0; wc < g.channels.window; ++wc)
      for (Index i = 0; i < pixel_width; ++i) {
        const Index pc = wc / window_width * pixel_width + i;
        f((n * g.channels.pixel + pc) * pixel_plane, (n * g.channels.window + wc) * window_plane,
          (wc * pixel_width + i) * taps);
      }
}

}  // namespace

template <class T>
void gather(const Geometry& g, const Tensor<T>& pixels, const Tensor<T>& weights, Tensor<T>& windows) {
  const Index batch = pixels.shape()[0];
  assert(pixels.shape() == g.pixel_tensor(batch) && weights.shape() == g.weights());
  windows.reset(g.window_tensor(batch));
  for_each_plane(g, batch, [&](Index p, Index w, Index k) {
    for_each_run(g, [&](const Run& run) {
      const T weight = weights[k + run.tap];
      const T* from = pixels.data() + p + run.pixel;
      T* to = windows.data() + w + run.window;
      for (Index i = 0; i < run.count; ++i) to[i] += weight * from[i * run.pixel_step];
    });
  });
}

template <class T>
void scatter(const Geometry& g, const Tensor<T>& windows, const Tensor<T>& weights, Tensor<T>& pixels) {
  const Index batch = windows.shape()[0];
  assert(windows.shape() == g.window_tensor(batch) && weights.shape() == g.weights());
  pixels.reset(g.pixel_tensor(batch));
  for_each_plane(g, batch, [&](Index p, Index w, Index k) {
    for_each_run(g, [&](const Run& run) {
      const T weight = weights[k + run.tap];
      const T* from = windows.data() + w + run.window;
      T* to = pixels.data() + p + run.pixel;
      for (Index i = 0; i < run.count; ++i) to[i * run.pixel_step] += weight * from[i];
    });
  });
}

template <class T>
void weight_gradient(const Geometry& g, const Tensor<T>& pixels, const Tensor<T>& windows,
                     Tensor<T>& weights) {
  const Index batch = pixels.shape()[0];
  assert(pixels.shape() == g.pixel_tensor(batch) && windows.shape() == g.window_tensor(batch));
  weights.reset(g.weights());
  for_each_plane(g, batch, [&](Index p, Index w, Index k) {
    for_each_run(g, [&](const Run& run) {
      const T* x = pixels.data() + p + run.pixel;
      const T* y = windows.data() + w + run.window;
      T sum{};
      for (Index i = 0; i < run.count; ++i) sum += x[i * run.pixel_step] * y[i];
      weights[k + run.tap] += sum;
    });
  });
}

template <class T>
void add_bias(Tensor<T>& activations, std::span<const T> bias) {
  const Index plane = plane_of(activations.shape()), channels = activations.shape()[1];
  assert(static_cast<Index>(bias.size()) == channels);
  for (Index i = 0; i < activations.size(); ++i)
    activations[i] += bias[static_cast<std::size_t>(i / plane % channels)];
}

template <class T>
Tensor<T> bias_gradient(const Tensor<T>& gradient) {
  const Index plane = plane_of(gradient.shape()), channels = gradient.shape()[1];
  Tensor<T> sums(Shape{channels});
  for (Index i = 0; i < gradient.size(); ++i) sums[i / plane % channels] += gradient[i];
  return sums;
}

#define CONVSCOPE_INSTANTIATE(T)                                                                  \
  template void gather(const Geometry&, const Tensor<T>&, const Tensor<T>&, Tensor<T>&);          \
  template void scatter(const Geometry&, const Tensor<T>&, const Tensor<T>&, Tensor<T>&);         \
  template void weight_gradient(const Geometry&, const Tensor<T>&, const Tensor<T>&, Tensor<T>&); \
  template void add_bias(Tensor<T>&, std::span<const T>);                                         \
  template Tensor<T> bias_gradient(const Tensor<T>&);
CONVSCOPE_INSTANTIATE(float)
CONVSCOPE_INSTANTIATE(double)
#undef CONVSCOPE_INSTANTIATE

}  // namespace convscope
