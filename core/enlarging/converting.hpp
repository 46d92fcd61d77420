// Weights of one learnable enlarging turned into those of another.
//
//   pixel-shuffle    [O * s * s, I, kh, kw]  a convolution with as much padding as keeps the size, the odd one at the
//                                            end, then torch.nn.PixelShuffle(s)
//   conv-transpose   [I, O, kh, kw]          stride s, padding floor((k - s) / 2); output padding 1 where k - s is odd
//   resize-conv      [O, I, kh, kw]          nearest by s, then a convolution as above
#pragma once

#include <string_view>
#include <vector>

#include "core/tensor/tensor.hpp"

namespace convscope {

enum class EnlargingForm { pixel_shuffle, conv_transpose, resize_conv };
/// Errors: Error(field, ...).
EnlargingForm parse_form(std::string_view text, std::string_view field);
std::string_view name(EnlargingForm form);

struct Converted {
  Tensor<double> weights{};
  /// Of the transposed convolutions that both are: root mean square of the difference over that of the
  /// weights, and the largest one; 0 where the two are the same map.
  double difference = 0, largest = 0;
  Index padding[2] = {0, 0};  ///< of a transposed convolution, or of the others' convolution at the beginning
  Index output_padding[2] = {0, 0};  ///< of a transposed convolution
};
/// All but conv-transpose and pixel-shuffle to resize-conv are exact, borders and all; those are the nearest
/// in least squares. Errors: Error("weight", ...) for another rank, channels that are no multiple of s * s,
/// and a kernel below s of which no resize-convolution is.
Converted convert(const Tensor<double>& weights, EnlargingForm from, EnlargingForm to, Index factor);

/// The way of one weight into the other form, as flat indices. A resize-convolution's goes to s * s places at
/// once, where it meets others and is added to them; into one they come back the same way, and what is left
/// over there is the difference.
struct TapMove {
  Index from = 0, to = 0;
  friend bool operator==(const TapMove&, const TapMove&) = default;
};
/// Of `made` = convert(weights, from, to, factor).
std::vector<TapMove> tap_moves(const Tensor<double>& weights, EnlargingForm from, const Converted& made,
                               EnlargingForm to, Index factor);

}  // namespace convscope
