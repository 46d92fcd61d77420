#include "core/network/weights_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"
#include "core/io/npy.hpp"
#include "core/network/formats.hpp"
#include "core/network/safetensors.hpp"

namespace convscope {

namespace {

constexpr std::string_view kEnding = ".safetensors", kDefaultName = "weight";
constexpr std::size_t kMostListed = 12, kMostAxes = 5;

/// "a (4 × 3 × 3 × 3), b (4)" and how many more there are.
std::string list_of(const Network& network) {
  std::string text;
  std::size_t n = 0;
  for (const auto& [name, array] : network.weights) {
    if (n++ == kMostListed) return text + fmt::format(" and {} more", network.weights.size() - kMostListed);
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", cut(name, 60), to_string(array.shape));
  }
  return text;
}

Network read(const WeightsPlace& place, std::string_view field, Budget budget) {
  const std::string bytes = read_file(place.path, field);
  try {
    return read_safetensors({place.path, bytes, budget});
  } catch (const Error& error) {
    throw Error(field, fmt::format("{}: {}", place.path, error.problem()), error.legal());
  }
}

}  // namespace

WeightsPlace parse_weights_place(std::string_view text, std::string_view field) {
  if (text.ends_with(".npy")) return {std::string(text), "", false};
  if (text.ends_with(kEnding)) return {std::string(text), "", true};
  const std::size_t at = text.rfind(std::string(kEnding) + ":");
  if (at == std::string_view::npos)
    throw Error(field, fmt::format("the ending of '{}' says no format", text), ".npy or .safetensors");
  const std::size_t end = at + kEnding.size();
  if (end + 1 == text.size())
    throw Error(field, fmt::format("'{}' names no tensor", text), "FILE.safetensors:NAME");
  return {std::string(text.substr(0, end)), std::string(text.substr(end + 1)), true};
}

NamedWeights read_weights(const WeightsPlace& place, std::string_view field, Budget budget) {
  if (!place.safetensors) return {std::string(kDefaultName), read_npy(place.path, field, budget)};
  const Network network = read(place, field, budget);
  auto found = network.weights.begin();
  if (!place.name.empty()) {
    found = network.weights.find(place.name);
    if (found == network.weights.end())
      throw Error(field, fmt::format("{} has no tensor '{}'", place.path, cut(place.name, 60)),
                  list_of(network));
  } else if (network.weights.size() > 1) {
    throw Error(field, fmt::format("{} has {} tensors", place.path, network.weights.size()),
                fmt::format("{}:NAME with one of {}", place.path, list_of(network)));
  }
  const auto& [name, array] = *found;
  const auto refuse = [&](const std::string& problem, std::string_view legal) {
    throw Error(field, fmt::format("{}, '{}' {}", place.path, cut(name, 60), problem), legal);
  };
  if (array.shape.empty() || count_of(array.shape) == 0)
    refuse(array.shape.empty() ? "is a single number" : "holds nothing", "weights");
  if (array.shape.size() > kMostAxes) refuse(fmt::format("has {} axes", array.shape.size()), "at most 5");
  const Tensor<float> values = to_tensor(as_reals(array));
  if (not_finite(array.real() ? array : as_reals(array)) > 0)
    refuse("has values that are NaN or infinite", "finite numbers");
  return {name, {values.shape(), {values.values().begin(), values.values().end()}}};
}

std::string weights_bytes(const WeightsPlace& place, const std::string& name, const Tensor<double>& values) {
  if (!place.safetensors) return npy_bytes(values);
  const std::pair<std::string, Tensor<float>> tensor{
      place.name.empty() ? name : place.name,
      {values.shape(), {values.values().begin(), values.values().end()}}};
  return safetensors_bytes({&tensor, 1});
}

}  // namespace convscope
