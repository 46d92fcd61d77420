#include "core/io/animated.hpp"

#include <cstddef>

namespace convscope {

namespace {

/// Reads on; beyond the end everything is 0.
class Bytes {
 public:
  explicit Bytes(std::string_view file) : file_(file) {}
  std::size_t next() { return at_ < file_.size() ? static_cast<unsigned char>(file_[at_++]) : 0; }
  void skip(std::size_t count) { at_ = count < file_.size() - at_ ? at_ + count : file_.size(); }
  bool ended() const { return at_ >= file_.size(); }

 private:
  std::string_view file_;
  std::size_t at_ = 0;
};

/// The table of colours that a packed field announces.
std::size_t color_table(std::size_t packed) {
  return packed & 0x80 ? 3u << ((packed & 7) + 1) : 0;
}

void skip_blocks(Bytes& bytes) {
  for (std::size_t length = bytes.next(); length > 0; length = bytes.next()) bytes.skip(length);
}

bool moving_gif(std::string_view file) {
  Bytes bytes(file);
  bytes.skip(10);  // signature and size
  const std::size_t packed = bytes.next();
  bytes.skip(2 + color_table(packed));
  for (int images = 0; !bytes.ended();) {
    const std::size_t kind = bytes.next();
    if (kind == 0x21) {  // an extension
      bytes.skip(1);
      skip_blocks(bytes);
    } else if (kind == 0x2c) {
      if (++images > 1) return true;
      bytes.skip(8);  // its place
      bytes.skip(color_table(bytes.next()));
      bytes.skip(1);
      skip_blocks(bytes);
    } else {
      return false;
    }
  }
  return false;
}

bool moving_png(std::string_view file) {
  Bytes bytes(file);
  bytes.skip(8);
  while (!bytes.ended()) {
    std::size_t length = 0;
    for (int i = 0; i < 4; ++i) length = length << 8 | bytes.next();
    std::string_view name;
    char letters[4] = {};
    for (char& letter : letters) letter = static_cast<char>(bytes.next());
    name = {letters, 4};
    if (name == "acTL") return true;
    if (name == "IDAT") return false;
    bytes.skip(length);
    bytes.skip(4);  // its checksum
  }
  return false;
}

}  // namespace

bool is_animated(std::string_view file) {
  if (file.starts_with("GIF8")) return moving_gif(file);
  return file.starts_with("\x89PNG") && moving_png(file);
}

}  // namespace convscope
