// safetensors written: what read_safetensors (formats.hpp) and the reference library read.
#pragma once

#include <span>
#include <string>
#include <utility>

#include "core/network/network.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// The bytes of a file with these tensors, by name and in this order, as F32.
std::string safetensors_bytes(std::span<const std::pair<std::string, Tensor<float>>> tensors);

/// All weights of a network that are real numbers, by their names: what read_network lists of it again.
/// Errors: Error("output", ...): none, or one with more than five axes.
std::string safetensors_bytes(const Network& network);

}  // namespace convscope
