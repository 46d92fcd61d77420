// Edits of a chain of layers, field by field; none is checked before report() is.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/geometry/chain.hpp"

namespace convscope {

inline constexpr std::array<std::string_view, 13> kLayerFields{
    "name",     "kind",           "channels", "groups", "kernel",     "stride", "padding",
    "dilation", "output-padding", "dialect",  "skip",   "activation", "bias"};

/// Sizes as people type them: 3, 3x1, 3 × 1. Errors: Error(key, ...).
Shape typed_sizes(std::string_view text, std::string_view key);
/// As it stands in a field; sizes as 3 or 3x1, padding also as a rule's name, an absent skip or output
/// padding is "none", bias yes or no.
std::string layer_field(const ChainLayer& layer, std::string_view key);
/// A new name follows in the skips of later layers. Errors: Error(key, ...).
Chain with_layer_field(Chain chain, std::size_t layer, std::string_view key, std::string_view text);
/// A 3 × 3 convolution that keeps size and channels, behind the layer.
Chain with_layer_behind(Chain chain, std::size_t layer);
/// Skips that began at it go with it. Errors: Error("layers", ...) for the last one that is left.
Chain without_layer(Chain chain, std::size_t layer);
/// Sizes of the input, one number for all of its axes or one each. Errors: Error("input", ...).
Chain with_input(Chain chain, std::string_view text);

}  // namespace convscope
