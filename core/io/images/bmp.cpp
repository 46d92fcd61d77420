#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "core/io/images/readers.hpp"

namespace convscope {

namespace {

/// Little-endian numbers; beyond the end the file is cut short.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  std::uint8_t byte(std::size_t at) const {
    if (at >= bytes_.size()) cut_short();
    return static_cast<std::uint8_t>(bytes_[at]);
  }
  std::uint32_t u16(std::size_t at) const { return byte(at) | static_cast<std::uint32_t>(byte(at + 1)) << 8; }
  std::uint32_t u32(std::size_t at) const { return u16(at) | u16(at + 2) << 16; }
  std::int32_t i32(std::size_t at) const { return static_cast<std::int32_t>(u32(at)); }
  std::string_view part(std::size_t at, std::size_t length) const {
    if (at > bytes_.size() || length > bytes_.size() - at) cut_short();
    return bytes_.substr(at, length);
  }

 private:
  std::string_view bytes_;
};

enum Compression : std::uint32_t {
  kPlain = 0,
  kRle8 = 1,
  kRle4 = 2,
  kFields = 3,
  kJpeg = 4,
  kPng = 5,
  kAlphaFields = 6
};
constexpr std::size_t kFileHeader = 14;

/// The bits of a pixel that are one of its samples.
struct Field {
  std::uint32_t mask = 0;
  int shift() const { return mask ? std::countr_zero(mask) : 0; }
  std::uint32_t most() const { return mask >> shift(); }
  /// 0 to `white`, rounded.
  std::uint32_t of(std::uint32_t pixel, std::uint32_t white) const {
    const std::uint64_t n = most();
    return n == 0
               ? 0
               : static_cast<std::uint32_t>(((pixel & mask) >> shift()) * std::uint64_t{white} * 2 / n + 1) /
                     2;
  }
};

struct Header {
  std::size_t size = 0, data = 0;  ///< of the header after the file's; where the samples begin
  Index width = 0, height = 0;
  bool top_down = false;
  std::uint32_t bits = 0, compression = kPlain;
  std::array<Field, 4> fields{};  ///< red, green, blue, alpha
  std::vector<std::array<std::uint8_t, 3>> palette{};
  bool has_fields() const { return compression == kFields || compression == kAlphaFields; }
  bool rle() const { return compression == kRle8 || compression == kRle4; }
  bool wide() const {  // more than 8 bits a sample
    return std::ranges::any_of(fields, [](const Field& f) { return f.most() > 255; });
  }
};

void read_fields(const Bytes& bytes, Header& h) {
  if (!h.has_fields()) {  // the fourth byte of four is reserved, whatever is in it
    if (h.bits == 16) h.fields = {{{0x7c00}, {0x03e0}, {0x001f}, {0}}};
    return;
  }
  constexpr std::size_t kMasks = kFileHeader + 40;  // in later headers, or behind the first
  const bool alpha = h.size >= 56 || h.compression == kAlphaFields;
  for (std::size_t i = 0; i < (alpha ? 4u : 3u); ++i) h.fields[i].mask = bytes.u32(kMasks + 4 * i);
  std::uint32_t taken = h.bits == 16 ? 0xffff0000u : 0;
  for (const Field& f : h.fields) {
    if (f.mask & taken) broken("its bit fields overlap");
    if (f.mask && (f.most() & (f.most() + 1))) broken("its bit fields have gaps");
    taken |= f.mask;
  }
  if (!h.fields[0].mask || !h.fields[1].mask || !h.fields[2].mask)
    broken("one of its colours has no bit field");
}

void read_palette(const Bytes& bytes, Header& h, std::uint32_t used) {
  if (h.bits > 8) return;
  const std::size_t entry = h.size == 12 ? 3 : 4, at = kFileHeader + h.size;
  const std::size_t most = std::size_t{1} << h.bits;
  std::size_t count = used == 0 ? most : std::min<std::size_t>(used, most);
  if (h.data > at) count = std::min(count, (h.data - at) / entry);
  for (std::size_t i = 0; i < count; ++i)
    h.palette.push_back(
        {bytes.byte(at + entry * i + 2), bytes.byte(at + entry * i + 1), bytes.byte(at + entry * i)});
}

Header read_header(const Bytes& bytes) {
  Header h;
  h.data = bytes.u32(10);
  h.size = bytes.u32(kFileHeader);
  std::uint32_t used = 0;
  if (h.size == 12) {  // OS/2 1
    h.width = bytes.u16(18);
    h.height = bytes.u16(20);
    h.bits = bytes.u16(24);
  } else if (h.size >= 16 && h.size <= 124) {
    h.width = bytes.i32(18);
    const std::int32_t height = bytes.i32(22);
    h.top_down = height < 0;
    h.height = std::abs(Index{height});
    h.bits = bytes.u16(28);
    if (h.size >= 20) h.compression = bytes.u32(30);
    if (h.size >= 36) used = bytes.u32(46);
  } else {
    broken(fmt::format("its header is {} bytes long, which no version of BMP has", h.size));
  }
  if (h.width < 0) broken(fmt::format("its width is {}", h.width));
  // OS/2 2 has other methods under the same numbers.
  if (h.compression == kJpeg || h.compression == kPng)
    foreign(fmt::format("a BMP image with {} data in it", h.compression == kJpeg ? "JPEG" : "PNG"));
  if (h.compression > kAlphaFields || (h.size == 64 && h.compression >= kFields))
    foreign(fmt::format("a BMP image of compression {}, which is not read here", h.compression));
  const bool fits = h.compression == kRle8   ? h.bits == 8
                    : h.compression == kRle4 ? h.bits == 4
                    : h.has_fields()         ? h.bits == 16 || h.bits == 32
                                             : h.bits == 1 || h.bits == 2 || h.bits == 4 || h.bits == 8 ||
                                           h.bits == 16 || h.bits == 24 || h.bits == 32;
  if (!fits) broken(fmt::format("{} bits a pixel do not go with compression {}", h.bits, h.compression));
  if (h.rle() && h.top_down) broken("a run-length coded BMP cannot run from the top");
  read_fields(bytes, h);
  read_palette(bytes, h, used);
  if (h.data < kFileHeader + h.size) broken("its pixels would lie in its header");
  return h;
}

/// Indices, row by row as they stand in the file, of runs (Microsoft, "Bitmap compression").
std::vector<std::uint8_t> unpack_runs(const Bytes& bytes, const Header& h) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(h.width * h.height));
  const bool nibbles = h.compression == kRle4;
  Index x = 0, y = 0;
  std::size_t at = h.data;
  const auto put = [&](std::uint32_t index) {
    if (x >= h.width || y >= h.height) broken("a run of it goes beyond its row");
    out[static_cast<std::size_t>(y * h.width + x++)] = static_cast<std::uint8_t>(index);
  };
  for (;;) {
    const std::uint32_t count = bytes.byte(at), code = bytes.byte(at + 1);
    at += 2;
    if (count > 0) {
      for (std::uint32_t i = 0; i < count; ++i) put(!nibbles ? code : i % 2 == 0 ? code >> 4 : code & 15);
    } else if (code == 0) {
      x = 0;
      ++y;
    } else if (code == 1) {
      return out;
    } else if (code == 2) {
      x += bytes.byte(at);
      y += bytes.byte(at + 1);
      at += 2;
    } else {  // so many as they are, padded to 16 bits
      for (std::uint32_t i = 0; i < code; ++i) {
        const std::uint32_t byte = bytes.byte(at + (nibbles ? i / 2 : i));
        put(!nibbles ? byte : i % 2 == 0 ? byte >> 4 : byte & 15);
      }
      const std::size_t length = nibbles ? (code + 1) / 2 : code;
      at += (length + 1) / 2 * 2;
    }
  }
}

/// One row of samples from its bytes.
class RowReader {
 public:
  RowReader(const Header& h, DecodedImage& out) : h_(h), out_(out) {}

  void packed(const unsigned char* from, std::size_t to) const {
    const auto bits = static_cast<Index>(h_.bits);
    for (Index x = 0; x < h_.width; ++x) {
      const unsigned byte = from[x * bits / 8];
      index(byte >> (8 - bits - x * bits % 8) & ((1u << bits) - 1), to);
    }
  }
  void indices(const std::uint8_t* from, std::size_t to) const {
    for (Index x = 0; x < h_.width; ++x) index(from[x], to);
  }
  void bytes(const unsigned char* from, std::size_t to) const {
    for (Index x = 0; x < h_.width; ++x, from += h_.bits / 8)
      for (const int c : {2, 1, 0}) out_.bytes[to++] = from[c];
  }
  void fields(const unsigned char* from, std::size_t to) const {
    const std::size_t channels = static_cast<std::size_t>(out_.channels());
    for (Index x = 0; x < h_.width; ++x, from += h_.bits / 8) {
      std::uint32_t pixel = from[0] | static_cast<std::uint32_t>(from[1]) << 8;
      if (h_.bits == 32)
        pixel |= static_cast<std::uint32_t>(from[2]) << 16 | static_cast<std::uint32_t>(from[3]) << 24;
      for (std::size_t c = 0; c < channels; ++c, ++to)
        if (out_.words.empty())
          out_.bytes[to] = static_cast<std::uint8_t>(h_.fields[c].of(pixel, 255));
        else
          out_.words[to] = static_cast<std::uint16_t>(h_.fields[c].of(pixel, 65535));
    }
  }

 private:
  void index(std::size_t i, std::size_t& to) const {
    if (i >= h_.palette.size())
      broken(fmt::format("it has colour {}, and its palette only {} colours", i, h_.palette.size()));
    for (std::size_t c = 0; c < static_cast<std::size_t>(out_.colors()); ++c)
      out_.bytes[to++] = h_.palette[i][c];
  }
  const Header& h_;
  DecodedImage& out_;
};

/// What the fifth version carries with it: 'MBED', an ICC profile in the file.
std::string embedded_profile(const Bytes& bytes, const Header& h) {
  constexpr std::uint32_t kEmbedded = 0x4d424544;
  if (h.size < 124 || bytes.u32(kFileHeader + 56) != kEmbedded) return {};
  return std::string(bytes.part(kFileHeader + bytes.u32(kFileHeader + 112), bytes.u32(kFileHeader + 116)));
}

}  // namespace

DecodedImage read_bmp(const ImageSource& source) {
  const Bytes bytes(source.bytes);
  const Header h = read_header(bytes);
  if (!source.wants_pixels(static_cast<double>(h.width), static_cast<double>(h.height))) return {};
  DecodedImage out;
  out.width = h.width;
  out.height = h.height;
  const bool grey =
      std::ranges::all_of(h.palette, [](const auto& c) { return c[0] == c[1] && c[0] == c[2]; });
  out.model = !h.palette.empty() && grey ? SampleModel::grey : SampleModel::rgb;
  out.bits = h.bits <= 8 ? static_cast<int>(h.bits) : h.bits == 16 ? 5 : 8;
  if (!h.palette.empty() && !grey) out.kind = "palette";
  if (h.rle()) out.kind += out.kind.empty() ? "run-length coded" : ", run-length coded";
  if (h.has_fields()) {
    out.bits = std::popcount(h.fields[0].mask);
    out.alpha = h.fields[3].mask != 0;
  }
  out.most = h.wide() ? 65535 : 255;
  out.profile = embedded_profile(bytes, h);

  const auto stride = static_cast<std::size_t>((h.width * h.bits + 31) / 32 * 4);
  if (!h.rle() && (h.data > source.bytes.size() ||
                   (source.bytes.size() - h.data) / stride < static_cast<std::size_t>(h.height)))
    cut_short();
  const std::vector<std::uint8_t> runs = h.rle() ? unpack_runs(bytes, h) : std::vector<std::uint8_t>();
  out.allocate(h.wide());
  const RowReader rows(h, out);
  const auto row = static_cast<std::size_t>(out.width * out.channels());
  for (Index y = 0; y < h.height; ++y) {
    source.at_row(y, h.height);
    const auto to = static_cast<std::size_t>(h.top_down ? y : h.height - 1 - y) * row;
    const auto* from = reinterpret_cast<const unsigned char*>(source.bytes.data()) + h.data +
                       static_cast<std::size_t>(y) * stride;
    if (h.rle())
      rows.indices(runs.data() + y * h.width, to);
    else if (h.bits <= 8)
      rows.packed(from, to);
    else if (h.bits == 24 || !h.fields[0].mask)
      rows.bytes(from, to);
    else
      rows.fields(from, to);
  }
  source.at_row(h.height, h.height);
  return out;
}

}  // namespace convscope
