#include "core/network/onnx_tensors.hpp"

#include <fmt/format.h>

#include <bit>
#include <memory>
#include <utility>

#include "core/base/half.hpp"
#include "core/base/numbers.hpp"
#include "core/network/wire.hpp"

namespace convscope {

Error onnx_refused(const std::string& problem, std::string_view legal) {
  return {"network", problem, legal};
}

namespace {

constexpr std::pair<Index, Element> kElements[] = {
    {1, Element::f32},  {2, Element::u8},   {3, Element::i8},   {4, Element::u16},     {5, Element::i16},
    {6, Element::i32},  {7, Element::i64},  {8, Element::text}, {9, Element::boolean}, {10, Element::f16},
    {11, Element::f64}, {12, Element::u32}, {13, Element::u64}, {16, Element::bf16},
};

}  // namespace

Element onnx_element(Index code, std::string_view name) {
  for (const auto& [number, element] : kElements)
    if (number == code) return element;
  throw onnx_refused(
      fmt::format("'{}' has elements of kind {}, which is not known here", cut(name, 80), code),
      "float32, float16, bfloat16, float64, whole numbers or bool");
}

Index onnx_code(Element type) {
  for (const auto& [number, element] : kElements)
    if (element == type) return number;
  return 0;
}

namespace {

void add_external(std::string_view bytes, OnnxExternal& to) {
  std::string key, value;
  for (Wire wire(bytes); wire.next();) {
    if (wire.field() == 1) key = wire.bytes();
    if (wire.field() == 2) value = wire.bytes();
  }
  if (key == "location") to.location = value;
  if (key != "offset" && key != "length") return;
  Index number = 0;
  for (const char c : value) {
    if (c < '0' || c > '9' || number > (Index{1} << 50))
      throw onnx_refused(fmt::format("'{}' is the {} of a tensor's file", cut(value, 40), key),
                         "a number of bytes");
    number = number * 10 + (c - '0');
  }
  (key == "offset" ? to.offset : to.length) = number;
}

/// Numbers that stand in the message's own lists.
Array from_lists(const OnnxTensor& t, Element type) {
  const Index count = count_of(t.shape);
  const auto require = [&](std::size_t have) {
    if (static_cast<Index>(have) != count)
      throw onnx_refused(
          fmt::format("'{}' says {} and has {} numbers", cut(t.name, 80), to_string(t.shape), have),
          "as many as its shape asks for");
  };
  auto data = std::make_shared<ArrayData>();
  if (type == Element::f32) {
    require(t.floats.size());
    data->reals.assign(t.floats.begin(), t.floats.end());
  } else if (type == Element::f64) {
    require(t.doubles.size());
    for (const double value : t.doubles) data->reals.push_back(static_cast<float>(value));
  } else if (is_real(type)) {  // 16 bits, each in a number of its own
    require(t.wholes.size());
    std::string raw;
    for (const Index value : t.wholes) {
      raw.push_back(static_cast<char>(value & 255));
      raw.push_back(static_cast<char>((value >> 8) & 255));
    }
    return decoded(type, t.shape, raw, t.name);
  } else {
    require(t.wholes.size());
    for (const Index value : t.wholes) data->wholes.push_back(wrapped(value, type));
  }
  return {t.shape, type, std::move(data)};
}

}  // namespace

OnnxTensor onnx_tensor(std::string_view bytes) {
  OnnxTensor t;
  for (Wire wire(bytes); wire.next();) switch (wire.field()) {
      case 1:
        wire.add_to(t.shape);
        break;
      case 2:
        t.type = wire.whole();
        break;
      case 4:
        wire.add_to(t.floats);
        break;
      case 5:
      case 7:
      case 11:
        wire.add_to(t.wholes);
        break;
      case 6:
        t.texts = true;
        break;
      case 8:
        t.name = wire.bytes();
        break;
      case 9:
        t.raw = wire.bytes();
        t.has_raw = true;
        break;
      case 10:
        wire.add_to(t.doubles);
        break;
      case 13:
        add_external(wire.bytes(), t.external);
        break;
      case 14:
        t.place = wire.whole();
        break;
      default:
        break;
    }
  return t;
}

namespace {

/// As many bytes of each number as its type has, the lowest first.
std::string encoded(const Array& array) {
  std::string out;
  const std::size_t width = width_of(array.type);
  const auto add = [&](std::uint64_t bits) {
    for (std::size_t i = 0; i < width; ++i) out += static_cast<char>(bits >> (8 * i) & 255);
  };
  if (!array.real())
    for (const Index value : array.wholes()) add(static_cast<std::uint64_t>(value));
  else
    for (const float value : array.reals()) switch (array.type) {
        case Element::f16:
          add(half_of(value).bits);
          break;
        case Element::bf16:
          add(brain_half_of(value).bits);
          break;
        case Element::f64:
          add(std::bit_cast<std::uint64_t>(static_cast<double>(value)));
          break;
        default:
          add(std::bit_cast<std::uint32_t>(value));
      }
  return out;
}

}  // namespace

Message onnx_message(const std::string& name, const Array& array) {
  Message out;
  for (const Index extent : array.shape) out.whole(1, extent);
  out.whole(2, onnx_code(array.type)).bytes(8, name).bytes(9, encoded(array));
  return out;
}

Array onnx_array(const OnnxTensor& t, const NetworkFile* file) {
  const Element type = onnx_element(t.type, t.name);
  if (type == Element::text || t.texts) return {t.shape, Element::text, nullptr};
  count_of(t.shape);
  if (t.place == 0) return t.has_raw ? decoded(type, t.shape, t.raw, cut(t.name, 80)) : from_lists(t, type);
  if (!file || t.external.location.empty())
    throw onnx_refused(fmt::format("'{}' lies in a file that is not named", cut(t.name, 80)),
                       "a whole model");
  const std::string& bytes = read_beside(*file, t.external.location);
  const auto size = static_cast<Index>(bytes.size());
  const Index length = t.external.length < 0 ? size - t.external.offset : t.external.length;
  if (t.external.offset > size || length < 0 || length > size - t.external.offset)
    throw onnx_refused(
        fmt::format("'{}' lies beyond the end of {}", cut(t.name, 80), cut(t.external.location, 80)),
        "the file that was saved with the model");
  return decoded(type, t.shape,
                 std::string_view(bytes).substr(static_cast<std::size_t>(t.external.offset),
                                                static_cast<std::size_t>(length)),
                 cut(t.name, 80));
}

}  // namespace convscope
