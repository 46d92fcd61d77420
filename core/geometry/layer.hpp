// What a user states about a layer, before sizes are resolved.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/shape.hpp"

namespace convscope {

/// Padding at the beginning and at the end of one axis; negative numbers crop.
struct Sides {
  Index begin = 0, end = 0;
  friend bool operator==(const Sides&, const Sides&) = default;
};

/// How a convolution's input is padded. For a transposed convolution it is the padding of the convolution
/// whose adjoint it is, so it removes rows: PyTorch's meaning.
struct Padding {
  enum class Rule {
    numbers,     ///< `sides`, one entry for all axes or one for each
    valid,       ///< none
    same,        ///< ceil(n / stride) windows; an odd extra one at the end (TensorFlow SAME, ONNX SAME_UPPER)
    same_lower,  ///< the same with the extra one at the beginning (ONNX SAME_LOWER)
    full,        ///< dilation*(k-1) on each side: every window that touches the input
  };
  Rule rule = Rule::numbers;
  std::vector<Sides> sides{Sides{}};
  friend bool operator==(const Padding&, const Padding&) = default;
};

/// Whose size rules hold for a transposed convolution; convolutions agree everywhere.
enum class Dialect {
  pytorch,  ///< output_padding < max(stride, dilation)
  /// Without output padding VALID gives n*s + max(reach - s, 0), SAME n*s. With it, 0 included,
  /// (n-1)s + reach - 2*pad + output_padding, pad = reach/2 for SAME, 0 for VALID; output_padding < stride.
  keras,
  /// SAME gives n*s and output_size what it asks for: both choose the pads, from which output padding is
  /// not taken away (operator ConvTranspose, auto_pad and output_shape).
  onnx,
};

struct Channels {
  Index window = 1;  ///< a convolution's output channels, a transposed one's input channels
  Index pixel = 1;   ///< a convolution's input channels, a transposed one's output channels
  Index groups = 1;  ///< divides both
  friend bool operator==(const Channels&, const Channels&) = default;
};

/// Lists hold one number for each spatial axis, or a single one for all.
struct Layer {
  Shape kernel{3};
  Shape stride{1};
  Shape dilation{1};
  Padding padding{};
  Shape output_padding{};  ///< transposed only; empty: not given, which is 0 but for Keras
  Shape output_size{};     ///< transposed only; empty: not asked for
  Channels channels{};
  Dialect dialect = Dialect::pytorch;
  friend bool operator==(const Layer&, const Layer&) = default;
};

/// The pieces of a list with one entry for each axis: "3x2" and "3,2" mean the same.
std::vector<std::string_view> axis_pieces(std::string_view text);

/// "1", "1,2" or "1x2", "1:2,0:1", "valid", "same", "same-lower", "full" and back.
/// Errors: Error("padding", ...).
Padding parse_padding(std::string_view text);
std::string to_string(const Padding& padding, char separator = ',');

}  // namespace convscope
