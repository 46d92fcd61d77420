// One tensor of weights in a file: .npy, or one by its name in a safetensors file.
#pragma once

#include <string>
#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// "W.npy", "W.safetensors", or "W.safetensors:NAME".
struct WeightsPlace {
  std::string path;
  std::string name;  ///< empty: not said
  bool safetensors = false;
};
/// Errors: Error(field, ...) for another ending, and for a name that is empty.
WeightsPlace parse_weights_place(std::string_view text, std::string_view field);

struct NamedWeights {
  std::string name;  ///< in a .npy file: "weight"
  Tensor<double> values;
};
/// At most 5 axes. Errors: Error(field, ...): as read_npy; no safetensors file; several tensors where no name
/// is said, which are then listed; none of that name.
NamedWeights read_weights(const WeightsPlace& place, std::string_view field, Budget budget = {});

/// The bytes of such a file, float32; `name` where the place says none.
std::string weights_bytes(const WeightsPlace& place, const std::string& name, const Tensor<double>& values);

}  // namespace convscope
