#include "core/network/wire.hpp"

#include <fmt/format.h>

#include <cstring>

#include "core/base/error.hpp"

namespace convscope {

namespace {

[[noreturn]] void damaged(std::string_view how) {
  throw Error("network", fmt::format("is damaged: {}", how), "a whole ONNX model");
}

template <class T>
void unpack(std::string_view from, std::vector<T>& list) {
  if (from.size() % sizeof(T) != 0) damaged("a list of numbers ends within one");
  const std::size_t before = list.size();
  list.resize(before + from.size() / sizeof(T));
  if (!from.empty()) std::memcpy(list.data() + before, from.data(), from.size());
}

}  // namespace

std::uint64_t Wire::varint(std::string_view& from) const {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (from.empty()) damaged("it ends within a number");
    const auto byte = static_cast<unsigned char>(from.front());
    from.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  damaged("a number of more than ten bytes");
}

std::string_view Wire::take(std::uint64_t count) {
  if (count > rest_.size()) damaged("it ends within a field, or a length is wrong");
  const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(count));
  rest_.remove_prefix(taken.size());
  return taken;
}

bool Wire::next() {
  if (rest_.empty()) return false;
  const std::string_view from = rest_;
  const std::uint64_t tag = varint(rest_);
  if (tag >> 3 == 0 || tag >> 3 > 0x1fffffff) damaged("a field has no number");
  field_ = static_cast<int>(tag >> 3);
  switch (tag & 7) {
    case 0:
      kind_ = Kind::varint;
      number_ = varint(rest_);
      break;
    case 1:
      kind_ = Kind::fixed64;
      bytes_ = take(8);
      break;
    case 2:
      kind_ = Kind::bytes;
      bytes_ = take(varint(rest_));
      break;
    case 5:
      kind_ = Kind::fixed32;
      bytes_ = take(4);
      break;
    default:
      damaged("a field of a kind that ONNX does not have");
  }
  all_ = from.substr(0, from.size() - rest_.size());
  return true;
}

void Wire::require(Kind kind) const {
  if (kind_ != kind) damaged(fmt::format("field {} is of another kind", field_));
}

Index Wire::whole() const {
  require(Kind::varint);
  return static_cast<Index>(number_);
}

float Wire::real() const {
  require(Kind::fixed32);
  float value;
  std::memcpy(&value, bytes_.data(), sizeof value);
  return value;
}

std::string_view Wire::bytes() const {
  require(Kind::bytes);
  return bytes_;
}

void Wire::add_to(std::vector<Index>& list) const {
  if (kind_ == Kind::varint) return list.push_back(whole());
  for (std::string_view rest = bytes(); !rest.empty();) list.push_back(static_cast<Index>(varint(rest)));
}

void Wire::add_to(std::vector<float>& list) const {
  if (kind_ != Kind::fixed32) require(Kind::bytes);
  unpack(bytes_, list);
}

void Wire::add_to(std::vector<double>& list) const {
  if (kind_ != Kind::fixed64) require(Kind::bytes);
  unpack(bytes_, list);
}

}  // namespace convscope
