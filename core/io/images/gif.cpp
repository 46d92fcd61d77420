#include "core/io/images/gif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <vector>

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

/// Counts the pixels that codes stand for, without making them: of each code only its length, its first
/// index and its greatest are known.
class CodeCounter {
 public:
  explicit CodeCounter(std::size_t bits) : clear_(std::size_t{1} << bits), first_bits_(bits + 1) {
    restart();
  }

  /// False when the codes are at their end, or make no sense.
  bool take(std::size_t byte) {
    store_ |= byte << stored_;
    stored_ += 8;
    while (stored_ >= bits_) {
      const std::size_t code = store_ & ((std::size_t{1} << bits_) - 1);
      store_ >>= bits_;
      stored_ -= bits_;
      if (code == clear_) {
        restart();
        continue;
      }
      if (code == clear_ + 1 || !count(code)) return false;
    }
    return true;
  }
  std::size_t pixels() const { return pixels_; }
  std::size_t greatest() const { return greatest_; }

 private:
  struct Run {
    std::size_t length, first, most;
  };
  void restart() {
    runs_.clear();
    for (std::size_t i = 0; i < clear_ + 2; ++i) runs_.push_back({1, i, i});
    bits_ = first_bits_;
    previous_ = kNone;
  }
  bool count(std::size_t code) {
    constexpr std::size_t kMostCodes = 4096;
    if (code > runs_.size() || (code == runs_.size() && previous_ == kNone)) return false;
    if (previous_ != kNone && runs_.size() < kMostCodes) {
      const Run before = runs_[previous_];
      const std::size_t last = code < runs_.size() ? runs_[code].first : before.first;
      runs_.push_back({before.length + 1, before.first, std::max(before.most, last)});
    }
    if (code >= runs_.size()) return false;
    if (runs_.size() == std::size_t{1} << bits_ && bits_ < 12) ++bits_;
    pixels_ += runs_[code].length;
    greatest_ = std::max(greatest_, runs_[code].most);
    previous_ = code;
    return true;
  }
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t clear_, first_bits_, bits_ = 0, store_ = 0, stored_ = 0, previous_ = kNone, pixels_ = 0,
                                   greatest_ = 0;
  std::vector<Run> runs_;
};

}  // namespace

std::string problem_of_gif(std::string_view gif) {
  constexpr const char* kOther = "its first picture has fewer or more pixels than it says";
  Bytes bytes(gif);
  bytes.skip(10);  // signature and size
  const std::size_t packed = bytes.next();
  bytes.skip(2 + color_table(packed));
  std::size_t kind = bytes.next();
  for (; kind == 0x21; kind = bytes.next()) {  // extensions
    bytes.skip(1);
    skip_blocks(bytes);
  }
  if (kind != 0x2c) return kOther;
  bytes.skip(4);
  std::size_t sides[2] = {};
  for (std::size_t& side : sides) {
    side = bytes.next();
    side |= bytes.next() << 8;
  }
  const std::size_t own_packed = bytes.next();
  bytes.skip(color_table(own_packed));
  const std::size_t colors = color_table(own_packed & 0x80 ? own_packed : packed) / 3, bits = bytes.next();
  if (bits < 1 || bits > 11) return kOther;
  CodeCounter counter(bits);
  bool more = true;
  for (std::size_t length = bytes.next(); length > 0 && !bytes.ended(); length = bytes.next())
    for (std::size_t i = 0; i < length && !bytes.ended(); ++i) {
      const std::size_t byte = bytes.next();
      more = more && counter.take(byte);
    }
  if (counter.pixels() != sides[0] * sides[1]) return kOther;
  if (counter.greatest() < colors) return {};
  return fmt::format("it has colour {}, and its palette only {} colours", counter.greatest(), colors);
}

bool is_animated_gif(std::string_view file) {
  if (!file.starts_with("GIF8")) return false;
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

}  // namespace convscope
