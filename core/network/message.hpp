// Protocol Buffers on their way to bytes, field by field; wire.hpp reads them.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/index.hpp"

namespace convscope {

class Message {
 public:
  Message& whole(int field, Index value) {
    varint(static_cast<std::uint64_t>(field) << 3);
    varint(static_cast<std::uint64_t>(value));
    return *this;
  }
  Message& real(int field, double value) {
    varint(static_cast<std::uint64_t>(field) << 3 | 5);
    const auto narrow = static_cast<float>(value);
    char bytes[sizeof narrow];
    std::memcpy(bytes, &narrow, sizeof narrow);
    bytes_.append(bytes, sizeof narrow);
    return *this;
  }
  Message& bytes(int field, std::string_view value) {
    varint(static_cast<std::uint64_t>(field) << 3 | 2);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& message(int field, const Message& value) { return bytes(field, value.bytes_); }
  /// A field as it stood in another message, its number and kind included (Wire::all).
  Message& same(std::string_view field) {
    bytes_ += field;
    return *this;
  }
  std::string take() { return std::move(bytes_); }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 128; value >>= 7) bytes_ += static_cast<char>(value | 128);
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

}  // namespace convscope
