// A layer ready to be applied: a geometry, a direction and a border.
//
//   const Operator conv = make_operator(Direction::convolution, {5, 5}, layer, BorderMode::zeros);
//   Tensor<double> y = forward(conv, x, w);
//   Tensor<double> dx = input_gradient(conv, dy, w);      // the transposed operator
#pragma once

#include "core/geometry/geometry.hpp"
#include "core/ops/border.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

enum class Direction {
  convolution,  ///< pixels -> windows, cross-correlation as in every framework
  transposed,   ///< windows -> pixels, the adjoint of the convolution with the same geometry
};

/// With an active border the geometry's pixels are the padded ones, its pads are what is left (crops),
/// and `pixels` are the user's; otherwise both are the same.
struct Operator {
  Direction direction = Direction::convolution;
  Geometry geometry;
  Border border;
  Shape pixels;              ///< spatial extents of the dense side as the user sees it
  std::vector<Sides> sides;  ///< padding as resolved, negative where it crops
  bool transposed() const { return direction == Direction::transposed; }
  Shape input_size() const { return transposed() ? geometry.windows() : pixels; }
  Shape output_size() const { return transposed() ? pixels : geometry.windows(); }
  Index input_channels() const { return transposed() ? geometry.channels.window : geometry.channels.pixel; }
  Index output_channels() const { return transposed() ? geometry.channels.pixel : geometry.channels.window; }
  friend bool operator==(const Operator&, const Operator&) = default;
};

/// Errors: as conv_geometry, transposed_geometry and check_border.
Operator make_operator(Direction direction, const Shape& input, const Layer& layer,
                       BorderMode border = BorderMode::zeros);

/// The user's flat cell [channels, spatial] on the dense side that a geometry's flat pixel stands for:
/// itself, or with a border the cell that it repeats.
Index user_cell(const Operator& op, Index pixel);

/// Input [N, input channels, input size...] -> output, without bias.
template <class T>
Tensor<T> forward(const Operator& op, const Tensor<T>& input, const Tensor<T>& weights);
/// Gradient with respect to the input; also the adjoint of forward.
template <class T>
Tensor<T> input_gradient(const Operator& op, const Tensor<T>& output_gradient, const Tensor<T>& weights);
/// Gradient with respect to the weights.
template <class T>
Tensor<T> weight_gradient(const Operator& op, const Tensor<T>& input, const Tensor<T>& output_gradient);

}  // namespace convscope
