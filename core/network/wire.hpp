// Protocol Buffers as bytes: the fields of one message after the other, nothing copied.
//
//   for (Wire wire(bytes); wire.next();)
//     if (wire.field() == 1) name = wire.bytes();
//
// After https://protobuf.dev/programming-guides/encoding. Nothing here calls itself, and no length is
// believed before it has been held against the bytes that there are: a hostile file costs no more memory
// than it has itself (a whole number of one byte becomes eight).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/index.hpp"

namespace convscope {

class Wire {
 public:
  explicit Wire(std::string_view bytes) : rest_(bytes) {}

  /// To the next field; false at the end. Errors, here and below: Error("network", "is damaged: ...").
  bool next();
  int field() const { return field_; }
  /// Of the kind that the field was written in; another is damage.
  Index whole() const;
  float real() const;
  std::string_view bytes() const;
  /// The whole field as it stands there, its number and kind included.
  std::string_view all() const { return all_; }
  /// Repeated numbers, packed or one by one: added to the list.
  void add_to(std::vector<Index>& list) const;
  void add_to(std::vector<float>& list) const;
  void add_to(std::vector<double>& list) const;

 private:
  enum class Kind : std::uint8_t { varint, fixed64, bytes, fixed32 };
  void require(Kind kind) const;
  std::uint64_t varint(std::string_view& from) const;
  std::string_view take(std::uint64_t count);

  std::string_view rest_, bytes_, all_;
  std::uint64_t number_ = 0;
  int field_ = 0;
  Kind kind_ = Kind::varint;
};

}  // namespace convscope
