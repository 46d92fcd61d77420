// Enlarging pictures: a linear map on [N, C, H, W], composed of the core's operators, with its adjoint.
//
// Every channel is enlarged on its own and with the same weights. Before each step the picture's edge is
// repeated outwards as far as the kernel reaches, so that borders do not darken.
//
//   const Upsampler up = bicubic(2);                   // interpolate.hpp; learnable ones in layers.hpp
//   Tensor<float> large = enlarge(up, small);
//   Tensor<float> back = enlarge_adjoint(up, large, {h, w});   // the gradient with respect to small
#pragma once

#include <variant>
#include <vector>

#include "core/geometry/axis.hpp"
#include "core/ops/resample/sampling.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// A transposed convolution with `kernel` [kh, kw] at stride {vertical, horizontal}, centred: tap t of input
/// cell o lands on pixel o * stride + t - floor((taps - stride) / 2), so an odd half pixel lies after it.
struct Transposed {
  Tensor<double> kernel;
  Shape stride;
};

/// A same-size convolution of each channel with m kernels [m, kh, kw], m channels out for each one in; tap t
/// reads pixel i + t - floor((taps - 1) / 2).
struct Filter {
  Tensor<double> kernels;
};

/// Pixel shuffle, the order of torch.nn.functional.pixel_shuffle: channel c * s * s + i * s + j becomes row i
/// and column j of channel c's s × s blocks.
struct Shuffle {
  Index factor = 1;
};

/// Along one axis (0 vertical) an enlarged cell is a sum of cells around its place in the small picture, with
/// other coordinates than the half-pixel ones of a Transposed.
struct Resampled {
  Profile profile;
  ResizeCoordinates coordinates = ResizeCoordinates::half_pixel;
  ResizeRounding rounding = ResizeRounding::round_prefer_floor;
  Index factor = 1;
  std::size_t axis = 0;
};
/// What cell `cell` along a Resampled's axis is made of, of n cells; beyond the edge is the edge's cell.
std::vector<ResizeTap> taps_of(const Resampled& step, Index n, Index cell);

using Step = std::variant<Transposed, Filter, Shuffle, Resampled>;

/// A step's relation along one axis (0 vertical) on n cells, which are widened by `before` and `after`
/// repeated ones. A Transposed scatters from the axis' windows, a Filter gathers from its pixels.
/// Precondition: a Transposed or a Filter.
struct StepAxis {
  Axis axis;
  Index before = 0, after = 0;
};
StepAxis step_axis(const Step& step, std::size_t axis, Index n);
/// Height and width of a step's output.
Shape size_after(const Step& step, const Shape& size);

/// What a network with these layers would have to learn and to do. Kernels count with all their taps, though
/// steps may take a shorter way; fixed ones are no parameters, and copying pixels is no multiplication.
struct Cost {
  double parameters = 0;
  double multiply_adds = 0;
};

/// The steps, first to last. Two upsamplers joined are a stack of layers.
struct Upsampler {
  std::vector<Step> steps;
  Cost cost{};  ///< for each pixel of a picture with one channel
};
Upsampler stacked(const Upsampler& first, const Upsampler& second);

/// For a picture [N, C, H, W]; every channel has the same parameters.
Cost cost_of(const Upsampler& upsampler, const Shape& picture);

/// Transposed steps for a kernel [kh, kw]: one, or a horizontal and a vertical one when the kernel is a
/// product of the two, which is the same map in fewer multiplications.
std::vector<Step> transposed_steps(const Tensor<double>& kernel, Index factor);
/// The same for a filter [kh, kw] with one channel out.
std::vector<Step> filter_steps(const Tensor<double>& kernel);

/// The linear map. Instantiated for float and double; the fast kernels (core/ops/fast) do it.
template <class T>
Tensor<T> enlarge(const Upsampler& upsampler, const Tensor<T>& x);
/// The same into memory that is kept when it has the result's shape already; not x itself.
template <class T>
void enlarge(const Upsampler& upsampler, const Tensor<T>& x, Tensor<T>& out);
/// Its adjoint: <enlarge(x), y> = <x, enlarge_adjoint(y)>. `input`: height and width of x.
template <class T>
Tensor<T> enlarge_adjoint(const Upsampler& upsampler, const Tensor<T>& y, const Shape& input);

/// Means over factor × factor blocks: the convolution with a box, stride = kernel = factor. Rows and columns
/// beyond a multiple of the factor are left out.
Tensor<float> shrink_area(const Tensor<float>& x, Index factor);

/// Whether all interior pixels of a phase have the same kernel. Aligned corners stretch the picture, so that
/// every pixel has its own.
bool is_stationary(const Upsampler& upsampler);

/// What becomes of a constant picture of ones, in the interior: the values of the factor × factor phases.
/// All equal: no checkerboard on a constant.
Tensor<double> phase_response(const Upsampler& upsampler, Index factor);

/// The one transposed convolution that is the same map in the interior: [n, n] with n - factor even, without
/// outer zeros. `factor`: of the whole upsampler, which is stationary.
Tensor<double> effective_kernel(const Upsampler& upsampler, Index factor);

}  // namespace convscope
