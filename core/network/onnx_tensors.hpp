// Tensors as ONNX's TensorProto has them: in lists of numbers, as bytes, or in a file beside the model.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/network/array.hpp"
#include "core/network/formats.hpp"
#include "core/network/message.hpp"

namespace convscope {

Error onnx_refused(const std::string& problem, std::string_view legal);

/// Of TensorProto.DataType. Errors: Error("network", "... elements of kind N ...", ...).
Element onnx_element(Index code, std::string_view name);
/// The other way.
Index onnx_code(Element type);

/// Where a tensor's bytes lie when they are in a file of their own.
struct OnnxExternal {
  std::string location;
  Index offset = 0, length = -1;
};

/// What the message says; its bytes are read by onnx_array.
struct OnnxTensor {
  std::string name;
  Dims shape;
  Index type = 0, place = 0;
  std::vector<float> floats;
  std::vector<double> doubles;
  std::vector<Index> wholes;  ///< int32_data, int64_data and uint64_data
  std::string_view raw;
  bool has_raw = false, texts = false;
  OnnxExternal external;
};

OnnxTensor onnx_tensor(std::string_view bytes);
/// The message of an array, its values as bytes of its type. Precondition: known.
Message onnx_message(const std::string& name, const Array& array);

/// Without `file` it must hold its values itself. Errors: Error("network", ...) for lengths that are not
/// those of its shape, and for what lies outside the model's folder.
Array onnx_array(const OnnxTensor& tensor, const NetworkFile* file);

}  // namespace convscope
