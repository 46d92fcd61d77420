// PNG ("Portable Network Graphics (PNG) Specification", 2nd edition, ISO/IEC 15948): the rows are filtered
// and packed in bands of their own, which zlib's format allows to be joined.
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <span>

#include "app/picture/backends.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr int kEffort = 4, kFilters = 5;
/// Of pixels in a band: so many that starting afresh costs less than a hundredth of the size.
constexpr std::size_t kBandBytes = std::size_t{1} << 19;

void put_number(std::string& into, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) into += static_cast<char>(value >> shift & 0xFF);
}

void put_chunk(std::string& into, std::string_view type, std::string_view data) {
  put_number(into, static_cast<std::uint32_t>(data.size()));
  const std::size_t begin = into.size();
  into.append(type).append(data);
  const auto* const bytes = reinterpret_cast<const Bytef*>(into.data() + begin);
  put_number(into, static_cast<std::uint32_t>(crc32_z(0, bytes, into.size() - begin)));
}

std::uint8_t paeth(int left, int above, int corner) {
  const int to_left = std::abs(above - corner), to_above = std::abs(left - corner),
            to_corner = std::abs(left + above - 2 * corner);
  if (to_left <= to_above && to_left <= to_corner) return static_cast<std::uint8_t>(left);
  return static_cast<std::uint8_t>(to_above <= to_corner ? above : corner);
}

/// What is left of a row when each byte is guessed from its neighbours (section 9). The row and the one above
/// begin with `step` zero bytes, which stand for the pixel to the left of the first one.
void apply_filter(int filter, const Bytes& row, const Bytes& above, std::size_t step,
                  std::span<std::uint8_t> out) {
  const std::uint8_t *now = row.data() + step, *left = row.data(), *up = above.data() + step,
                     *corner = above.data();
  const auto each = [&](auto&& guess) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(now[i] - guess(i));
  };
  switch (filter) {
    case 1:
      return each([&](std::size_t i) { return left[i]; });
    case 2:
      return each([&](std::size_t i) { return up[i]; });
    case 3:
      return each([&](std::size_t i) { return (left[i] + up[i]) / 2; });
    case 4:
      return each([&](std::size_t i) { return paeth(left[i], up[i], corner[i]); });
    default:
      return each([](std::size_t) { return 0; });
  }
}

/// Small remainders of either sign pack best.
std::uint64_t remainder(std::span<const std::uint8_t> filtered) {
  std::uint64_t sum = 0;
  for (const std::uint8_t byte : filtered)
    sum += static_cast<std::uint64_t>(std::abs(static_cast<int>(static_cast<std::int8_t>(byte))));
  return sum;
}

/// Rows of an image as PNG has them: without alpha where all is opaque.
class Rows {
 public:
  explicit Rows(const Image& image) : image_(image) {
    bool opaque = true;
    for (std::size_t i = 3; i < image.rgba.size(); i += 4) opaque = opaque && image.rgba[i] == 255;
    channels_ = opaque ? 3 : 4;
  }
  std::size_t channels() const { return channels_; }
  std::size_t length() const { return static_cast<std::size_t>(image_.width) * channels_; }
  std::size_t count() const { return static_cast<std::size_t>(image_.height); }
  /// After channels() zero bytes.
  void read(std::size_t y, Bytes& into) const {
    into.assign(channels_ + length(), 0);
    const auto width = static_cast<std::size_t>(image_.width);
    const std::uint8_t* from = image_.rgba.data() + 4 * y * width;
    for (std::size_t x = 0; x < width; ++x)
      for (std::size_t c = 0; c < channels_; ++c) into[(x + 1) * channels_ + c] = from[4 * x + c];
  }

 private:
  const Image& image_;
  std::size_t channels_ = 4;
};

/// Rows [first, last), each with its filter in front, the one that leaves the least.
Bytes filtered(const Rows& rows, std::size_t first, std::size_t last) {
  const std::size_t length = rows.length();
  Bytes row, above(rows.channels() + length), out, best(length), other(length);
  out.reserve((last - first) * (length + 1));
  if (first > 0) rows.read(first - 1, above);
  for (std::size_t y = first; y < last; ++y) {
    rows.read(y, row);
    int chosen = 0;
    std::uint64_t least = 0;
    for (int filter = 0; filter < kFilters; ++filter) {
      apply_filter(filter, row, above, rows.channels(), other);
      const std::uint64_t sum = remainder(other);
      if (filter > 0 && sum >= least) continue;
      least = sum;
      chosen = filter;
      best.swap(other);
    }
    out.push_back(static_cast<std::uint8_t>(chosen));
    out.insert(out.end(), best.begin(), best.end());
    row.swap(above);
  }
  return out;
}

/// A part of one deflate stream (RFC 1951) that ends at a byte; `last`: the stream ends here.
std::string deflated(Bytes bytes, bool last) {
  z_stream stream{};
  constexpr int kRaw = -15, kMemory = 9;  // without zlib's head and foot, which are for all bands together
  if (deflateInit2(&stream, kEffort, Z_DEFLATED, kRaw, kMemory, Z_FILTERED) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, deflateEnd);
  stream.next_in = bytes.data();
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  std::size_t done = 0;
  do {  // room for all of it at the first time but for rare cases
    out.resize(done + deflateBound(&stream, stream.avail_in) + 64);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + done);
    stream.avail_out = static_cast<uInt>(out.size() - done);
    deflate(&stream, last ? Z_FINISH : Z_FULL_FLUSH);
    done = out.size() - stream.avail_out;
  } while (stream.avail_out == 0);
  out.resize(done);
  return out;
}

struct Band {
  std::string chunk;
  uLong sum = 0;  ///< Adler-32 of what was packed
  z_off_t length = 0;
};

}  // namespace

std::string encode_png(const Image& image, const Report& report) {
  const std::size_t pixels = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  if (image.width <= 0 || image.height <= 0 || image.rgba.size() != pixels * 4)
    throw Error("image", "has no pixels", "a width and height of at least 1");
  const Rows rows(image);
  const std::size_t at_once = std::max<std::size_t>(1, kBandBytes / rows.length());
  std::vector<Band> bands((rows.count() + at_once - 1) / at_once);
  const auto pack = [&](Index i) {
    const std::size_t first = static_cast<std::size_t>(i) * at_once,
                      last = std::min(first + at_once, rows.count());
    Bytes bytes = filtered(rows, first, last);
    Band& band = bands[static_cast<std::size_t>(i)];
    band.length = static_cast<z_off_t>(bytes.size());
    band.sum = adler32_z(adler32(0, nullptr, 0), bytes.data(), bytes.size());
    put_chunk(band.chunk, "IDAT", deflated(std::move(bytes), last == rows.count()));
  };
  in_parallel(static_cast<Index>(bands.size()), pack, report);

  std::string out("\x89PNG\r\n\x1a\n"), header, foot;
  put_number(header, static_cast<std::uint32_t>(image.width));
  put_number(header, static_cast<std::uint32_t>(image.height));
  header += {8, static_cast<char>(rows.channels() == 3 ? 2 : 6), 0, 0, 0};  // bits, colours, not interlaced
  put_chunk(out, "IHDR", header);
  put_chunk(out, "IDAT", "\x78\x9c");  // zlib's head (RFC 1950): deflate, a window of 32 KiB
  uLong sum = adler32(0, nullptr, 0);
  for (const Band& band : bands) {
    out += band.chunk;
    sum = adler32_combine(sum, band.sum, band.length);
  }
  put_number(foot, static_cast<std::uint32_t>(sum));
  put_chunk(out, "IDAT", foot);
  put_chunk(out, "IEND", "");
  return out;
}

}  // namespace convscope
