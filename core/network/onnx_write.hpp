// ONNX written: what read_onnx (formats.hpp), onnxruntime and others read.
#pragma once

#include <string>

#include "core/network/formats.hpp"

namespace convscope {

/// The bytes of a model with this graph, all weights inside; floating point of any width as float32.
/// Errors: Error("network", ...) for one without a graph, weights without values, and operators that are
/// newer than opset 17.
std::string onnx_bytes(const Network& network);

/// An ONNX model with the weights of `changed`, which has its graph and perhaps biases more (doctor.hpp).
/// What has not changed stays byte for byte as the file has it, but weights that lie in another file, which
/// come inside; what has changed keeps its type.
/// Errors: as read_onnx; Error("network", ...) where the graphs differ.
std::string onnx_with_weights(const NetworkFile& file, const Network& changed);

/// Either: of the ONNX file that a network was read from, else a new one. Errors: Error("output", ...)
/// without a graph; as those above.
std::string onnx_file(const std::string& read_from, const Network& network, Budget budget = {});

}  // namespace convscope
