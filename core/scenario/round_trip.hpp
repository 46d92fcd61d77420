// x -> operator -> (activation) -> the other operator with the same weights -> x', and what was lost.
//
// Of a convolution the way back is the transposed convolution, with the output padding that makes the shape
// return; of a transposed convolution it is the convolution, which returns to the shape by itself. With a
// border mode the way back is the adjoint of both, border included.
#pragma once

#include <optional>
#include <string>

#include "core/matrix/analysis.hpp"
#include "core/matrix/least_squares.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

struct RoundTrip {
  Tensor<double> input, output;                  ///< [1, C, size...]; output with bias and activation
  Tensor<double> returned;                       ///< the input's shape; the way back has no bias
  Tensor<double> mirrored;                       ///< the same way back with the kernel mirrored on every axis
  double max_error = 0, mirrored_max_error = 0;  ///< largest |returned - input|
  Shape output_padding;                          ///< of the transposed operator; empty of a convolution
  /// Of the matrix of the way there; nothing beyond the size limit, then `refusal` says why.
  std::optional<Analysis> analysis;
  std::string refusal;
  /// The least input that comes closest to output - bias under the operator without its activation.
  Tensor<double> pre_image;
  LeastSquares least_squares;  ///< its x is pre_image, flat
};

/// Unless most_iterations is given, large operators get fewer, so that the work stays within seconds.
/// Errors: Error("in", ...) when values overflow; Error("lambda", ...).
RoundTrip round_trip(const Derived& derived, const LeastSquaresOptions& options = {});

/// Every plane of the weights mirrored on all axes.
Tensor<double> mirrored_kernel(const Tensor<double>& weights);

}  // namespace convscope
