// safetensors (https://github.com/huggingface/safetensors): eight bytes of length, a JSON header, raw data.
#include <fmt/format.h>

#include <cstring>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/numbers.hpp"
#include "core/network/formats.hpp"

namespace convscope {

namespace {

constexpr std::uint64_t kMostHeader = 100'000'000;  // as the reference reader has it

struct Dtype {
  std::string_view name;
  Element type;
};
constexpr Dtype kDtypes[] = {{"F32", Element::f32},     {"F16", Element::f16}, {"BF16", Element::bf16},
                             {"F64", Element::f64},     {"I8", Element::i8},   {"U8", Element::u8},
                             {"I16", Element::i16},     {"U16", Element::u16}, {"I32", Element::i32},
                             {"U32", Element::u32},     {"I64", Element::i64}, {"U64", Element::u64},
                             {"BOOL", Element::boolean}};

[[noreturn]] void refuse(const std::string& problem) {
  throw Error("network", problem, "a whole safetensors file");
}

Index whole_of(const Json& json, const std::string& name) {
  if (!json.is_number_integer() || json.get<double>() < 0 || json.get<double>() > 0x1p53)
    refuse(fmt::format("'{}' has a size or place that is none", cut(name, 80)));
  return json.get<Index>();
}

Array tensor_from(const std::string& name, const Json& json, std::string_view data) {
  const auto member = [&](const char* key) -> const Json& {
    if (!json.is_object() || !json.contains(key))
      refuse(fmt::format("'{}' does not say its {}", cut(name, 80), key));
    return json.at(key);
  };
  const Json &dtype = member("dtype"), &shape = member("shape"), &place = member("data_offsets");
  if (!dtype.is_string() || !shape.is_array() || !place.is_array() || place.size() != 2)
    refuse(fmt::format("'{}' is described in another way than safetensors does", cut(name, 80)));
  const std::string code = dtype.get<std::string>();
  const auto* known = std::ranges::find(kDtypes, code, &Dtype::name);
  if (known == std::end(kDtypes))
    throw Error(
        "network",
        fmt::format("'{}' has elements of kind {}, which is not known here", cut(name, 80), cut(code, 20)),
        "F32, F16, BF16, F64, whole numbers or BOOL");
  Dims dims;
  for (const Json& extent : shape) dims.push_back(whole_of(extent, name));
  const Index begin = whole_of(place[0], name), end = whole_of(place[1], name);
  if (begin > end || end > static_cast<Index>(data.size()))
    refuse(fmt::format("'{}' lies beyond the end of the file", cut(name, 80)));
  return decoded(known->type, std::move(dims),
                 data.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)),
                 cut(name, 80));
}

}  // namespace

Network read_safetensors(const NetworkFile& file) {
  std::uint64_t length = 0;
  if (file.bytes.size() < sizeof length) refuse("is too short");
  std::memcpy(&length, file.bytes.data(), sizeof length);
  if (length > kMostHeader || length > file.bytes.size() - sizeof length)
    refuse(fmt::format("says a header of {} bytes, which it does not have", length));
  const std::string_view header = file.bytes.substr(sizeof length, static_cast<std::size_t>(length));
  const Json json = json_from(header, "network");
  if (!json.is_object()) refuse("its header is no JSON object");
  require_memory(2.0 * static_cast<double>(file.bytes.size()), file.budget, "network");
  Network network;
  network.format = "safetensors";
  const std::string_view data = file.bytes.substr(sizeof length + header.size());
  double memory = 0;  // tensors may overlap in the file
  for (const auto& [name, value] : json.items()) {
    if (name == "__metadata__") continue;
    Array array = tensor_from(name, value, data);
    memory += 8 * static_cast<double>(count_of(array.shape));
    require_memory(memory, file.budget, "network");
    network.weights.insert_or_assign(name, std::move(array));
  }
  if (network.weights.empty()) refuse("holds no tensors");
  return network;
}

}  // namespace convscope
