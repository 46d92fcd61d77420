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

/// The way back from an operator's output to its input's space, with the same geometry and weights.
/// `output_padding`: other trailing rows of the transposed convolution, on every axis, than those with which
/// the shape returns. Errors: Error("output-padding", ...) outside 0..max(stride, dilation)-1, with a border
/// mode, or of a transposed operator, whose way back has none.
Operator way_back(const Operator& there, std::optional<Index> output_padding = {});

/// Those with which the shape returns, one for each axis; empty of a transposed operator.
Shape returning_output_padding(const Operator& there);

struct ThereAndBack {
  Tensor<double> input, output;  ///< [1, C, size...]; output with bias and activation
  Operator back;                 ///< from the output's space to the input's
  Tensor<double> returned;       ///< of the way back, which has no bias
  Tensor<double> mirrored;       ///< the same with the kernel mirrored on every axis
  Tensor<double> error;  ///< returned − input, the input's shape; cells that did not return count as 0
  Tensor<double> mirrored_error;                 ///< the same of `mirrored`
  double max_error = 0, mirrored_max_error = 0;  ///< largest magnitudes of the two
  Shape output_padding;                          ///< of the way back; empty when that is a convolution
  Index changed = 0;                             ///< output cells that the activation changed
  bool biased = false;                           ///< a bias was added on the way there
  bool shape_returns() const { return returned.shape() == input.shape(); }
  /// returned = input up to rounding.
  bool comes_back() const;
};

/// Errors: as way_back; Error("in", ...) when values overflow.
ThereAndBack there_and_back(const Derived& derived, std::optional<Index> output_padding = {});

struct RoundTrip : ThereAndBack {
  /// Of the matrix of the way there; nothing beyond the size limit or when it was stopped, then `refusal`
  /// says why.
  std::optional<Analysis> analysis;
  std::string refusal;
  /// Beyond the size limit: what some products tell.
  std::optional<Extremes> extremes;
  /// The least input that comes closest to output - bias under the operator without its activation.
  Tensor<double> pre_image;
  LeastSquares least_squares;  ///< its x is pre_image, flat
};

/// What became of the input, and why.
struct Outcome {
  bool returns = false;    ///< this input came back
  bool always = false;     ///< every input does
  std::string sentence{};  ///< "lost: 2 of 5 directions (rank 3)"
};
/// `analysis` null: not known (yet, or the matrix is too large); then only what needs none is said.
Outcome outcome(const ThereAndBack& trip, const Analysis* analysis);

/// The progress is the analysis', then that of the least squares. Unless most_iterations is given, large
/// operators get fewer, so that the work stays within seconds. Errors: Error("in", ...) when values overflow;
/// Error("lambda", ...).
RoundTrip round_trip(const Derived& derived, const LeastSquaresOptions& options = {});

/// Every plane of the weights mirrored on all axes.
Tensor<double> mirrored_kernel(const Tensor<double>& weights);

}  // namespace convscope
