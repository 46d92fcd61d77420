// safetensors written: what read_safetensors (formats.hpp) and the reference library read.
#pragma once

#include <span>
#include <string>
#include <utility>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// The bytes of a file with these tensors, by name and in this order, as F32.
std::string safetensors_bytes(std::span<const std::pair<std::string, Tensor<float>>> tensors);

}  // namespace convscope
