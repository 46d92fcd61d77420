#include "core/network/array.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/base/error.hpp"
#include "core/base/half.hpp"

namespace convscope {

static_assert(std::endian::native == std::endian::little, "elements are copied as they lie in the file");

namespace {

struct Kind {
  std::string_view name;
  std::size_t width;
};
constexpr Kind kKinds[] = {{"float32", 4}, {"float16", 2}, {"bfloat16", 2}, {"float64", 8}, {"int8", 1},
                           {"uint8", 1},   {"int16", 2},   {"uint16", 2},   {"int32", 4},   {"uint32", 4},
                           {"int64", 8},   {"uint64", 8},  {"bool", 1},     {"text", 0}};

template <class From, class To>
void convert(std::string_view bytes, UnfilledVector<To>& to) {
  to.resize(bytes.size() / sizeof(From));
  for (std::size_t i = 0; i < to.size(); ++i) {
    From value;
    std::memcpy(&value, bytes.data() + i * sizeof(From), sizeof(From));
    to[i] = static_cast<To>(value);  // NOLINT(bugprone-signed-char-misuse): numbers of 8 bits with a sign
  }
}

}  // namespace

std::string_view to_string(Element type) {
  return kKinds[static_cast<std::size_t>(type)].name;
}

std::size_t width_of(Element type) {
  return kKinds[static_cast<std::size_t>(type)].width;
}

Index count_of(const Dims& shape, std::string_view field) {
  // As element_count: a 0 makes no other extent smaller, of which strides are made.
  Index count = 1;
  bool empty = false;
  for (const Index extent : shape) {
    if (extent < 0) throw Error(field, fmt::format("an extent of {}", extent), "0 or more");
    empty = empty || extent == 0;
    if (extent == 0) continue;
    if (__builtin_mul_overflow(count, extent, &count) || count > (Index{1} << 59))
      throw Error(field, fmt::format("{} elements are more than memory can address", to_string(shape)),
                  "fewer than 2^59 elements");
  }
  return empty ? 0 : count;
}

std::string to_string(const Dims& shape) {
  if (shape.empty()) return "one number";
  std::string text;
  for (const Index extent : shape)
    text += fmt::format("{}{}", text.empty() ? "" : " × ", extent < 0 ? "?" : fmt::format("{}", extent));
  return text;
}

Array real_array(Dims shape, UnfilledVector<float> values) {
  return {std::move(shape), Element::f32, std::make_shared<ArrayData>(ArrayData{std::move(values), {}})};
}

Array whole_array(Dims shape, UnfilledVector<Index> values, Element type) {
  return {std::move(shape), type, std::make_shared<ArrayData>(ArrayData{{}, std::move(values)})};
}

Array as_reals(const Array& array) {
  if (array.real()) return array;
  UnfilledVector<float> values;
  values.reserve(array.wholes().size());
  for (const Index value : array.wholes()) values.push_back(static_cast<float>(value));
  return real_array(array.shape, std::move(values));
}

Array as_wholes(const Array& array, Element type) {
  UnfilledVector<Index> values;
  if (array.real())
    for (const float value : array.reals()) values.push_back(wrapped(static_cast<Index>(value), type));
  else
    for (const Index value : array.wholes()) values.push_back(wrapped(value, type));
  return whole_array(array.shape, std::move(values), type);
}

Tensor<float> to_tensor(const Array& array) {
  const Shape shape{std::span<const Index>(array.shape)};
  const Array reals = as_reals(array);
  return {shape, std::vector<float>(reals.reals().begin(), reals.reals().end())};
}

Array to_array(const Tensor<float>& tensor) {
  return real_array({tensor.shape().begin(), tensor.shape().end()},
                    {tensor.values().begin(), tensor.values().end()});
}

Array decoded(Element type, Dims shape, std::string_view bytes, std::string_view name) {
  if (type == Element::text)
    throw Error("network", fmt::format("'{}' holds texts", name), "tensors of numbers");
  const Index count = count_of(shape);
  if (static_cast<double>(count) * static_cast<double>(width_of(type)) != static_cast<double>(bytes.size()))
    throw Error("network",
                fmt::format("'{}' says {} of {} and has {} bytes", name, to_string(shape), to_string(type),
                            bytes.size()),
                "as many as its shape asks for");
  auto data = std::make_shared<ArrayData>();
  switch (type) {
    case Element::f32:
      convert<float>(bytes, data->reals);
      break;
    case Element::f16:
      convert<Half>(bytes, data->reals);
      break;
    case Element::bf16:
      convert<BrainHalf>(bytes, data->reals);
      break;
    case Element::f64:
      convert<double>(bytes, data->reals);
      break;
    case Element::i8:
      convert<std::int8_t>(bytes, data->wholes);
      break;
    case Element::boolean:
    case Element::u8:
      convert<std::uint8_t>(bytes, data->wholes);
      break;
    case Element::i16:
      convert<std::int16_t>(bytes, data->wholes);
      break;
    case Element::u16:
      convert<std::uint16_t>(bytes, data->wholes);
      break;
    case Element::i32:
      convert<std::int32_t>(bytes, data->wholes);
      break;
    case Element::u32:
      convert<std::uint32_t>(bytes, data->wholes);
      break;
    case Element::i64:
      convert<std::int64_t>(bytes, data->wholes);
      break;
    case Element::u64:
      convert<std::uint64_t>(bytes, data->wholes);
      break;
    case Element::text:
      break;
  }
  return {std::move(shape), type, std::move(data)};
}

Index wrapped(Index value, Element type) {
  switch (type) {
    case Element::i8:
      return static_cast<std::int8_t>(value);
    case Element::u8:
      return static_cast<std::uint8_t>(value);
    case Element::i16:
      return static_cast<std::int16_t>(value);
    case Element::u16:
      return static_cast<std::uint16_t>(value);
    case Element::i32:
      return static_cast<std::int32_t>(value);
    case Element::u32:
      return static_cast<std::uint32_t>(value);
    case Element::boolean:
      return value != 0;
    default:
      return value;
  }
}

Index not_finite(const Array& array) {
  Index count = 0;
  if (array.known())
    for (const float value : array.data->reals) count += !std::isfinite(value);
  return count;
}

}  // namespace convscope
