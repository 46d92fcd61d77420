// Deconvolution in the proper sense: undoing a convolution, which a transposed convolution does not.
//
// Everything here wraps around at the border, where a convolution is a product of spectra. Images are
// activations [N, C, height, width]; a blur is the cross-correlation of every plane with the same kernel
// [kh, kw], padded so that the size stays, the odd cell at the end (padding `same`, border `circular`).
#pragma once

#include "core/base/progress.hpp"
#include "core/ops/fourier.hpp"
#include "core/ops/operator.hpp"

namespace convscope {

/// What a wrapping convolution multiplies each frequency of its input by: with several channels a matrix.
struct Response {
  Shape size;
  Index outputs = 1, inputs = 1;     ///< channels
  Spectrum values;                   ///< [frequency, outputs, inputs], row-major
  double smallest = 0, largest = 0;  ///< singular values (of one channel: magnitudes)
  Shape weakest;                     ///< the frequency with the smallest, in periods per axis
  /// No frequency of any input channel is lost, up to rounding.
  bool invertible() const;
};

/// Errors: Error("border", ...) where it does not wrap around to the same size (circular border, stride 1,
/// padding dilation·(k−1) in all, no crop); Error("w", ...) not finite.
Response response(const Operator& op, const Tensor<double>& weights);

/// The input of a wrapping convolution from its output [1, outputs, size...], frequency by frequency: by
/// division, with several channels by the pseudo-inverse of the frequency's matrix.
/// Errors: as response; Error("channels", ...) for fewer outputs than inputs; Error("w", ...) when a
/// frequency is lost; Error("output", ...) not finite.
Tensor<double> circular_inverse(const Operator& op, const Tensor<double>& weights,
                                const Tensor<double>& output);

/// The blur itself. Errors, here and below: Error("kernel", ...) not [kh, kw], larger than the picture or not
/// finite; Error("picture", ...) not finite.
Tensor<float> blur(const Tensor<float>& picture, const Tensor<double>& kernel);

/// N. Wiener's filter with a constant ratio of noise to signal power: conj(H) Y / (|H|² + noise). 0 is the
/// plain inverse. Errors: Error("noise", ...) below 0 or not finite, or 0 where a frequency is lost.
Tensor<float> wiener(const Tensor<float>& picture, const Tensor<double>& kernel, double noise);

/// Least squares with a penalty on slopes, lambda |∇x|²: conj(H) Y / (|H|² + lambda |D|²) with |D|² of the
/// differences between neighbours. A. N. Tikhonov's regularisation; B. R. Hunt, IEEE Trans. Computers C-22
/// (1973) 805-812, in this form. With the penalty lambda |x|² it would be Wiener's filter above.
/// Errors: Error("lambda", ...) below 0 or not finite, or 0 where a frequency is lost; Error("kernel", ...) a
/// sum of 0, which no penalty on slopes brings back.
Tensor<float> tikhonov(const Tensor<float>& picture, const Tensor<double>& kernel, double lambda);

/// The adjoint of blur, which is the transposed convolution: no inverse, but a second blur.
Tensor<float> transposed_blur(const Tensor<float>& picture, const Tensor<double>& kernel);

/// W. H. Richardson, JOSA 62 (1972) 55-59; L. B. Lucy, Astron. J. 79 (1974) 745-754:
/// x <- x · C'(y / Cx) / C'1, from a constant picture of y's mean. Negative values of y count as 0.
class RichardsonLucy {
 public:
  /// Errors: also Error("kernel", ...) for negative taps or a sum of 0.
  RichardsonLucy(const Tensor<float>& picture, const Tensor<double>& kernel);
  void step();
  int iterations() const { return iterations_; }
  Tensor<float> estimate() const;

 private:
  Shape shape_, plane_;
  Spectrum response_;
  double sum_ = 0;
  std::vector<double> picture_, estimate_;
  int iterations_ = 0;
};

inline constexpr int kMostLucyIterations = 1000;

/// Told after each iteration; when it is stopped, what has been reached is returned.
/// Errors: also Error("iterations", ...) outside 0 to kMostLucyIterations.
Tensor<float> richardson_lucy(const Tensor<float>& picture, const Tensor<double>& kernel, int iterations,
                              const Progress& progress = {});

}  // namespace convscope
