#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/network/safetensors.hpp"

namespace convscope {

std::string safetensors_bytes(std::span<const std::pair<std::string, Tensor<float>>> tensors) {
  nlohmann::ordered_json header{{"__metadata__", {{"format", "pt"}}}};
  std::string data;
  for (const auto& [name, tensor] : tensors) {
    const std::size_t begin = data.size(), bytes = sizeof(float) * tensor.values().size();
    data.append(reinterpret_cast<const char*>(tensor.data()), bytes);
    const Shape& shape = tensor.shape();
    header[name] = {{"dtype", "F32"},
                    {"shape", std::vector<Index>(shape.begin(), shape.end())},
                    {"data_offsets", {begin, begin + bytes}}};
  }
  std::string words = header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  words.resize((words.size() + 7) / 8 * 8, ' ');  // so that the numbers are aligned
  const std::uint64_t length = words.size();
  std::string out(sizeof length, '\0');
  std::memcpy(out.data(), &length, sizeof length);
  return out + words + data;
}

}  // namespace convscope
