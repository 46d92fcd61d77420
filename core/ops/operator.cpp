#include "core/ops/operator.hpp"

#include <algorithm>

#include "core/ops/fast/plan.hpp"
#include "core/ops/with_method.hpp"

namespace convscope {

Operator make_operator(Direction direction, const Shape& input, const Layer& layer, BorderMode border) {
  Resolved resolved =
      direction == Direction::convolution ? conv_geometry(input, layer) : transposed_geometry(input, layer);
  Operator op{direction, std::move(resolved.geometry), {}, {}, std::move(resolved.sides)};
  op.pixels = op.geometry.pixels();
  if (border == BorderMode::zeros) return op;
  op.border.mode = border;
  for (std::size_t i = 0; i < op.sides.size(); ++i) {
    // Only what adds cells is the border's; a crop stays with the relation.
    const Sides wide{std::max<Index>(op.sides[i].begin, 0), std::max<Index>(op.sides[i].end, 0)};
    op.border.sides.push_back(wide);
    op.geometry.axes[i] = with_pixels(op.geometry.axes[i], wide.begin, wide.end);
  }
  check_border(op.border, op.pixels);
  return op;
}

Index user_cell(const Operator& op, Index pixel) {
  if (!op.border.active()) return pixel;
  const Index padded = element_count(op.geometry.pixels());
  return pixel / padded * element_count(op.pixels) + border_source(op.border, pixel % padded, op.pixels);
}

namespace {

template <class T>
Tensor<T> pixels_to_windows(const Operator& op, const Tensor<T>& pixels, const Tensor<T>& weights,
                            fast::Method method) {
  Tensor<T> windows;
  if (op.border.active())
    fast::gather(op.geometry, pad(op.border, pixels), weights, windows, method);
  else
    fast::gather(op.geometry, pixels, weights, windows, method);
  return windows;
}

template <class T>
Tensor<T> windows_to_pixels(const Operator& op, const Tensor<T>& windows, const Tensor<T>& weights,
                            fast::Method method) {
  Tensor<T> pixels;
  fast::scatter(op.geometry, windows, weights, pixels, method);
  return op.border.active() ? pad_adjoint(op.border, pixels, op.pixels) : pixels;
}

}  // namespace

template <class T>
Tensor<T> forward(const Operator& op, const Tensor<T>& input, const Tensor<T>& weights, fast::Method method) {
  return op.transposed() ? windows_to_pixels(op, input, weights, method)
                         : pixels_to_windows(op, input, weights, method);
}

template <class T>
Tensor<T> input_gradient(const Operator& op, const Tensor<T>& output_gradient, const Tensor<T>& weights,
                         fast::Method method) {
  return op.transposed() ? pixels_to_windows(op, output_gradient, weights, method)
                         : windows_to_pixels(op, output_gradient, weights, method);
}

template <class T>
Tensor<T> forward(const Operator& op, const Tensor<T>& input, const Tensor<T>& weights) {
  return forward(op, input, weights, fast::Method::direct);
}

template <class T>
Tensor<T> input_gradient(const Operator& op, const Tensor<T>& output_gradient, const Tensor<T>& weights) {
  return input_gradient(op, output_gradient, weights, fast::Method::direct);
}

bool fits(fast::Method method, const Operator& op) {
  return fast::fits(method, fast::Way::gather, op.geometry) &&
         fast::fits(method, fast::Way::scatter, op.geometry);
}

template <class T>
Tensor<T> weight_gradient(const Operator& op, const Tensor<T>& input, const Tensor<T>& output_gradient) {
  const Tensor<T>& pixels = op.transposed() ? output_gradient : input;
  const Tensor<T>& windows = op.transposed() ? input : output_gradient;
  Tensor<T> weights;
  fast::weight_gradient(op.geometry, op.border.active() ? pad(op.border, pixels) : pixels, windows, weights);
  return weights;
}

#define CONVSCOPE_INSTANTIATE(T)                                                                        \
  template Tensor<T> forward(const Operator&, const Tensor<T>&, const Tensor<T>&);                      \
  template Tensor<T> input_gradient(const Operator&, const Tensor<T>&, const Tensor<T>&);               \
  template Tensor<T> forward(const Operator&, const Tensor<T>&, const Tensor<T>&, fast::Method);        \
  template Tensor<T> input_gradient(const Operator&, const Tensor<T>&, const Tensor<T>&, fast::Method); \
  template Tensor<T> weight_gradient(const Operator&, const Tensor<T>&, const Tensor<T>&);
CONVSCOPE_INSTANTIATE(float)
CONVSCOPE_INSTANTIATE(double)
#undef CONVSCOPE_INSTANTIATE

}  // namespace convscope
