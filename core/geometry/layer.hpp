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
  keras,    ///< VALID gives n*s + max(reach - s, 0), SAME n*s; output_padding < stride
  onnx,     ///< output_size is reached by choosing pads (operator ConvTranspose, output_shape)
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
  Shape output_padding{0};  ///< transposed only
  Shape output_size{};      ///< transposed only; empty: not asked for
  Channels channels{};
  Dialect dialect = Dialect::pytorch;
  friend bool operator==(const Layer&, const Layer&) = default;
};

/// "1", "1,2", "1:2,0:1", "valid", "same", "same-lower", "full" and back.
/// Errors: Error("padding", ...).
Padding parse_padding(std::string_view text, char separator = ',');
std::string to_string(const Padding& padding, char separator = ',');

}  // namespace convscope
