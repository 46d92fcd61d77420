// One layer in the dialects of several frameworks: sizes, and where the padding or the crop falls.
//
// Sources: PyTorch's Conv and ConvTranspose formulas; TensorFlow's SAME and VALID (tf.nn.convolution) and
// Keras's Conv2DTranspose; ONNX operators Conv-11 and ConvTranspose-11; Caffe's base_conv, deconv and
// pooling.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry/geometry.hpp"

namespace convscope {

/// One way in which a framework states the layer.
/// "pytorch", "keras", "onnx". Errors: Error("dialect", ...).
Dialect parse_dialect(std::string_view name);
std::string_view to_string(Dialect dialect);

struct DialectRow {
  std::string framework;  ///< "PyTorch", "Keras", "ONNX", "Caffe"
  std::string setting;    ///< what is written there, e.g. "padding='same'"
  Shape output;           ///< empty where the framework does not have it; then `note` says why
  /// Padding of a convolution; of a transposed one the rows that are cropped from the full result, negative
  /// where rows are added (its output padding).
  std::vector<Sides> sides;
  /// Where a pixel (a window) of PyTorch's result is found in this one, for each axis: its index plus shift.
  /// Both see the same values there, apart from borders. Nothing on an axis where these windows lie between
  /// PyTorch's.
  std::vector<std::optional<Index>> shift;
  std::string note;  ///< may be empty
};

/// PyTorch's numbers (kernel, stride, dilation, equal padding, output padding) come first; then what the
/// others make of the same kernel, stride and dilation. `layer.padding` must be numbers.
/// Errors: as the factories, for PyTorch's row; Error("padding", ...) for a rule instead of numbers.
std::vector<DialectRow> dialects(bool transposed, const Shape& input, const Layer& layer);

}  // namespace convscope
