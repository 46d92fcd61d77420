// Networks from files. One table: another format is another row in formats.cpp, and a reader beside it.
//
//   const Network network = read_network("decoder.onnx");
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "core/network/network.hpp"

namespace convscope {

/// A file in memory, and where it lies: what it refers to must lie in the same folder.
struct NetworkFile {
  std::string path;
  std::string_view bytes;
  Budget budget{};
  mutable std::map<std::string, std::string, std::less<>> beside{};  ///< files that it refers to, once read
};

struct NetworkFormat {
  std::string_view name;     ///< "ONNX"
  std::string_view endings;  ///< ".onnx", several with blanks between
  /// Whether these bytes look like it; endings are not believed.
  bool (*fits)(std::string_view bytes);
  /// Errors: Error("network", ...), one sentence; nothing in the file is executed.
  Network (*read)(const NetworkFile&);
};
std::span<const NetworkFormat> network_formats();
/// Whether the name ends as one of them, but for .json, which scenarios have too.
bool has_network_ending(std::string_view path);

/// Errors: Error("network", ...): unreadable, of no known format, damaged, above the budget, refers to files
/// outside its folder.
Network read_network(const std::string& path, Budget budget = {});

/// Bytes of a file that the network's refers to. Errors: Error("network", ...): an absolute path, one that
/// leads out of the folder (also by a symbolic link), unreadable.
const std::string& read_beside(const NetworkFile& file, const std::string& name);

// The readers.
Network read_onnx(const NetworkFile& file);
Network read_safetensors(const NetworkFile& file);
Network read_keras_layers(const NetworkFile& file);
Network read_torch(const NetworkFile& file);
Network read_chain(const NetworkFile& file);

/// ONNX's TensorProto by itself, as its test data have them.
Array read_onnx_tensor(std::string_view bytes);

}  // namespace convscope
