// ONNX written: what read_onnx (formats.hpp), onnxruntime and others read.
#pragma once

#include <string>

#include "core/network/network.hpp"

namespace convscope {

/// The bytes of a model with this graph, all weights inside; floating point of any width as float32.
/// Errors: Error("network", ...) for one without a graph, and for weights without values.
std::string onnx_bytes(const Network& network);

}  // namespace convscope
