#include <fmt/format.h>

#include <cstdint>
#include <cstring>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/numbers.hpp"
#include "core/network/safetensors.hpp"

namespace convscope {

std::string safetensors_bytes(std::span<const std::pair<std::string, Tensor<float>>> tensors) {
  Json header{{"__metadata__", {{"format", "pt"}}}};
  std::string data;
  for (const auto& [name, tensor] : tensors) {
    const std::size_t begin = data.size(), bytes = sizeof(float) * tensor.values().size();
    data.append(reinterpret_cast<const char*>(tensor.data()), bytes);
    const Shape& shape = tensor.shape();
    header[name] = {{"dtype", "F32"},
                    {"shape", std::vector<Index>(shape.begin(), shape.end())},
                    {"data_offsets", {begin, begin + bytes}}};
  }
  std::string words = json_text(header);
  words.resize((words.size() + 7) / 8 * 8, ' ');  // so that the numbers are aligned
  const std::uint64_t length = words.size();
  std::string out(sizeof length, '\0');
  std::memcpy(out.data(), &length, sizeof length);
  return out + words + data;
}

std::string safetensors_bytes(const Network& network) {
  constexpr std::size_t kMostAxes = 5;
  std::vector<std::pair<std::string, Tensor<float>>> tensors;
  for (const auto& [name, weight] : network.weights) {
    if (!weight.known() || !weight.real()) continue;
    if (weight.shape.size() > kMostAxes)
      throw Error("output", fmt::format("'{}' has {} axes", cut(name, 80), weight.shape.size()),
                  "at most five");
    tensors.emplace_back(name, to_tensor(weight));
  }
  if (tensors.empty())
    throw Error("output", fmt::format("{} has no weights to write", network.name), "a network with weights");
  return safetensors_bytes(tensors);
}

}  // namespace convscope
