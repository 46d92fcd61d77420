// Deconvolution of a scenario's output, beside the transposed operator that is often taken for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

/// Most LSQR iterations that are kept, to be stepped through; the work ends with the last of them.
inline constexpr Index kMostIterates = 400;
/// Of an input with so many cells: beyond some 40 000 fewer, so that all of them together take 128 MiB at
/// most.
Index most_iterates(Index cells);

struct DeconvolutionSettings {
  double lambda = 0;       ///< Tikhonov's weight of |x|²; 0: least squares of minimum norm
  double noise = 0;        ///< deviation of normal noise on the output, in parts of its largest magnitude
  std::uint64_t seed = 1;  ///< of the noise
  friend bool operator==(const DeconvolutionSettings&, const DeconvolutionSettings&) = default;
};

struct Deconvolution {
  Tensor<double> seen;                             ///< output − bias + noise: what is to be undone
  Tensor<double> transposed;                       ///< the transposed operator of it, the input's shape
  double transposed_error = 0, inverse_error = 0;  ///< largest |· − input|
  std::vector<Tensor<double>> iterates;            ///< of LSQR, from 0 on, the input's shape
  std::vector<double> residuals;                   ///< |C x − seen| of each iterate
  std::vector<double> errors;                      ///< max |x − input| of each iterate
  bool converged = false;                          ///< else stopped after the most, or cancelled
  bool cancelled = false;
  std::optional<Tensor<double>> inverse;  ///< by spectra, where the operator wraps around and loses nothing
  std::string no_inverse;                 ///< else why not
};

/// Of the operator without its activation. `progress` is told after each iteration, of the most there
/// are; when it is stopped, those that are done are returned.
/// Errors: Error("lambda" or "noise", ...) below 0 or not finite; Error("output"/"w", ...) not finite.
Deconvolution deconvolve(const Derived& derived, const DeconvolutionSettings& settings,
                         const Progress& progress = {});

}  // namespace convscope
