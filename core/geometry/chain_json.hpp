// Chains of layers as files.
//
//   {"convscope-network": 1, "name": "two", "input": [64, 64], "channels": 3,
//    "layers": [{"name": "a", "kind": "conv", "channels": 16, "kernel": [3, 1], "padding": [1, 0]},
//               {"name": "b", "kind": "transposed", "channels": 8, "kernel": 2, "stride": 2, "skip": "a"},
//               {"name": "c", "kind": "transposed", "channels": 8, "kernel": 3, "stride": 2, "padding": "same",
//                "dialect": "keras", "groups": 8, "activation": "relu"}]}
//
// The input has one to three axes. What is not named has ChainLayer's default; a number stands for all axes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/geometry/chain.hpp"

namespace convscope {

std::string to_json(const Chain& chain);
/// Errors: Error("network", ...) for what is no such document, with the place; else as report(), which the
/// chain has passed.
Chain chain_from_json(std::string_view text);

/// "conv", "transposed", "pool", "nearest" and back. Errors: Error("kind", ...).
std::string_view kind_name(ChainLayer::Kind kind);
ChainLayer::Kind parse_kind(std::string_view name);
/// "none", "relu", "leaky-relu", ... and back. Errors: Error("activation", ...).
std::string_view activation_name(ChainLayer::Activation activation);
ChainLayer::Activation parse_activation_name(std::string_view name);
/// All of them.
std::span<const std::string_view> activation_names();

}  // namespace convscope
