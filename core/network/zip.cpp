// APPNOTE.TXT 6.3.9, sections 4.3.7 (local header), 4.3.12 (central directory) to 4.3.16 (end of it).
#include "core/network/zip.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

[[noreturn]] void damaged(const std::string& how) {
  throw Error("network", fmt::format("its archive is damaged: {}", how),
              "a whole file as torch.save writes it");
}

/// Little-endian numbers at places that are checked.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  std::string_view at(std::uint64_t place, std::uint64_t count) const {
    if (place > bytes_.size() || count > bytes_.size() - place) damaged("it ends early");
    return bytes_.substr(static_cast<std::size_t>(place), static_cast<std::size_t>(count));
  }
  template <class T>
  std::uint64_t number(std::uint64_t place) const {
    T value;
    std::memcpy(&value, at(place, sizeof(T)).data(), sizeof(T));
    return value;
  }

 private:
  std::string_view bytes_;
};

struct Directory {
  std::uint64_t place, count;
};

Directory directory_of(std::string_view bytes, const Bytes& in) {
  const std::size_t end = bytes.rfind("PK\x05\x06");
  if (end == std::string_view::npos) damaged("it has no list of its members");
  in.at(end, 22);
  Directory found{in.number<std::uint32_t>(end + 16), in.number<std::uint16_t>(end + 10)};
  if (end >= 20 && in.number<std::uint32_t>(end - 20) == 0x07064b50) {
    const std::uint64_t wide = in.number<std::uint64_t>(end - 12);
    if (in.number<std::uint32_t>(wide) != 0x06064b50) damaged("its list of members is not where it says");
    found = {in.number<std::uint64_t>(wide + 48), in.number<std::uint64_t>(wide + 32)};
  }
  return found;
}

}  // namespace

std::map<std::string, std::string_view> stored_members(std::string_view bytes) {
  const Bytes in(bytes);
  const Directory directory = directory_of(bytes, in);
  std::map<std::string, std::string_view> members;
  std::uint64_t place = directory.place;
  for (std::uint64_t i = 0; i < directory.count; ++i) {
    if (in.number<std::uint32_t>(place) != 0x02014b50) damaged("its list of members ends early");
    const std::uint64_t flags = in.number<std::uint16_t>(place + 8),
                        method = in.number<std::uint16_t>(place + 10);
    std::uint64_t size = in.number<std::uint32_t>(place + 20), whole = in.number<std::uint32_t>(place + 24);
    const std::uint64_t name_length = in.number<std::uint16_t>(place + 28),
                        extra_length = in.number<std::uint16_t>(place + 30);
    std::uint64_t local = in.number<std::uint32_t>(place + 42);
    const std::string name(in.at(place + 46, name_length));
    // Zip64: what is all ones stands in the extra field, in this order.
    for (std::uint64_t at = place + 46 + name_length, end = at + extra_length; at + 4 <= end;) {
      const std::uint64_t kind = in.number<std::uint16_t>(at), length = in.number<std::uint16_t>(at + 2);
      std::uint64_t from = at + 4;
      if (kind == 1)
        for (std::uint64_t* value : {&whole, &size, &local})
          if (*value == 0xffffffff) {
            *value = in.number<std::uint64_t>(from);
            from += 8;
          }
      at += 4 + length;
    }
    place += 46 + name_length + extra_length + in.number<std::uint16_t>(place + 32);
    if (flags & 1) damaged(fmt::format("'{}' is encrypted", cut(name, 80)));
    if (method != 0 || size != whole)
      throw Error("network", fmt::format("'{}' in its archive is packed", cut(name, 80)),
                  "members that are stored, as torch.save writes them");
    if (in.number<std::uint32_t>(local) != 0x04034b50)
      damaged(fmt::format("'{}' is not where it says", cut(name, 80)));
    const std::uint64_t data =
        local + 30 + in.number<std::uint16_t>(local + 26) + in.number<std::uint16_t>(local + 28);
    if (!members.emplace(name, in.at(data, size)).second)
      damaged(fmt::format("two members are called '{}'", cut(name, 80)));
  }
  return members;
}

}  // namespace convscope
