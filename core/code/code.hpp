// The present scenario as a script for a framework: the same input and kernel, the operator in the
// framework's own layout and padding, its output and its gradients.
//
// Conventions: PyTorch's torch.nn.functional; TensorFlow's tf.nn.convolution and tf.nn.conv_transpose
// (channels last); JAX's lax.conv_general_dilated; ONNX's Conv-11, ConvTranspose-11 and Pad-13; NumPy
// enumerates the relation (core/geometry/axis.hpp).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/scenario/derived.hpp"

namespace convscope {

namespace code {
struct Parts;
}

struct Framework {
  std::string_view name;                      ///< "pytorch"
  std::string_view title;                     ///< "PyTorch"
  std::string (*script)(const code::Parts&);  ///< for framework_code
};
/// "pytorch", "tensorflow", "jax", "numpy", "onnx".
std::span<const Framework> frameworks();
/// Errors: Error("framework", ...).
const Framework& framework_named(std::string_view name);

/// A Python script that needs no other file. Run, it prints the output and the gradients of the loss whose
/// gradient with respect to the output is the scenario's; `--save FILE.npy` writes the output,
/// `--save-gradients PREFIX` those (ONNX has none: its script writes its model with `--model FILE.onnx`).
/// Errors: Error("code", ...) where a tensor has more than 100,000 numbers that follow no pattern.
std::string framework_code(const Derived& derived, const Framework& framework);

}  // namespace convscope
