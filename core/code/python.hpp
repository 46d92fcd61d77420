// What the scripts of all frameworks are put together from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/scenario/derived.hpp"

namespace convscope::code {

/// "(1, 1, 5)", "(5,)".
std::string tuple(const std::vector<Index>& numbers);
std::string tuple(const Shape& shape);

/// A tensor as an expression of NumPy in double precision; `what` is named by the error.
/// Errors: Error("code", ...): too many numbers without a pattern.
std::string array(const Tensor<double>& values, std::string_view what);

/// What every framework asks of a scenario.
struct Parts {
  explicit Parts(const Derived& derived);

  const Derived& derived;
  const Operator& op;
  std::size_t rank;
  bool transposed, border, biased;
  Index groups;
  // For each axis.
  std::vector<Index> stride, dilation, kernel;
  std::vector<Sides> pads;   ///< of the convolution, what a border has added already left out
  std::vector<Sides> crops;  ///< of a transposed convolution's whole result; negative: zeros are added
  Shape pixels;              ///< spatial extents of the dense side as the relation sees it, a border included

  bool dilated() const;
  /// What the crops add: their negatives.
  std::vector<Sides> uncropped() const;
  /// The bias with an axis of 1 for each spatial one: "b.reshape(-1, 1, 1)".
  std::string spread_bias() const;
  /// The transposed convolution's result or its gradient: (1, channels, user's spatial extents).
  Shape user_pixels() const { return with_channels(1, op.geometry.channels.pixel, op.pixels); }
  /// The relation's axes need no padding at all, or the same on both sides of each axis, none negative.
  bool even(const std::vector<Sides>& sides) const;
};

/// The name of an activation in a framework's words, around a `z`: "F.relu(z)". Empty for none.
struct ActivationWords {
  std::string_view numpy, slope, pytorch, tensorflow, jax, onnx;
};
const ActivationWords& words_of(Activation activation);

/// For each axis, the cell that every cell of the padded dense side repeats: "[1, 0, 1, 2, 1]".
std::vector<std::string> border_sources(const Parts& parts);

/// The script's first lines: what it is, the imports, x, w, b and g.
std::string beginning(const Parts& parts, std::string_view title, std::string_view imports,
                      std::string_view layout);
/// Its last ones: prints and saves y, dx, dw and db, which are arrays of NumPy in PyTorch's layout.
std::string ending(const Parts& parts);

std::string pytorch(const Parts& parts);
std::string tensorflow(const Parts& parts);
std::string jax(const Parts& parts);
std::string numpy(const Parts& parts);
std::string onnx(const Parts& parts);

}  // namespace convscope::code
