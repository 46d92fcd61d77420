#include "core/io/png.hpp"

#include <isa-l/igzip_lib.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/base/unfilled.hpp"

namespace convscope {

namespace {

using Byte = std::uint8_t;
using Bytes = std::vector<Byte>;
/// Written whole, and as large as a processor's second cache.
using Room = UnfilledVector<Byte>;

constexpr Index kMostPixels = 1'000'000;  // a side, as libpng's readers take
constexpr Index kBandBytes = Index{1} << 20;
constexpr Index kBandsAtOnce = 8;

enum Filter : Byte { kNone, kSub, kUp, kAverage, kPaeth, kFilters };

/// Bytes before the first pixel, of its left neighbour, are 0; `above` is the row above.
struct Neighbours {
  const Byte *row, *above;
  std::size_t pixel;  ///< bytes of one
  int left(std::size_t i) const { return i < pixel ? 0 : row[i - pixel]; }
  int corner(std::size_t i) const { return i < pixel ? 0 : above[i - pixel]; }
};

/// PNG specification, 9.4: whichever of left, above and corner is nearest to left + above - corner.
int paeth(int left, int above, int corner) {
  const int of_left = std::abs(above - corner), of_above = std::abs(left - corner),
            of_corner = std::abs(left + above - 2 * corner);
  return of_left <= of_above && of_left <= of_corner ? left : of_above <= of_corner ? above : corner;
}

/// Plain loops, one for each filter, which the compiler turns into vectors.
template <Filter filter>
void apply(const Neighbours& n, std::size_t length, Byte* to) {
  const auto predicted = [&](int left, int above, int corner) {
    switch (filter) {
      case kSub:
        return left;
      case kUp:
        return above;
      case kAverage:
        return (left + above) / 2;
      case kPaeth:
        return paeth(left, above, corner);
      default:
        return 0;
    }
  };
  const std::size_t begin = std::min(n.pixel, length);
  for (std::size_t i = 0; i < begin; ++i) to[i] = static_cast<Byte>(n.row[i] - predicted(0, n.above[i], 0));
  const Byte *const row = n.row, *const above = n.above;
  const std::size_t pixel = n.pixel;
  for (std::size_t i = begin; i < length; ++i)
    to[i] = static_cast<Byte>(row[i] - predicted(row[i - pixel], above[i], above[i - pixel]));
}

unsigned magnitudes(const Byte* bytes, std::size_t length) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < length; ++i) sum += std::min<Byte>(bytes[i], static_cast<Byte>(256 - bytes[i]));
  return sum;
}

/// Chooses the filter whose result has the least magnitudes, and writes it behind the filter's number.
class RowFilter {
 public:
  RowFilter(std::size_t length, std::size_t pixel) : length_(length), pixel_(pixel) {
    for (Bytes& tried : tried_) tried.resize(length);
  }
  void run(const Byte* row, const Byte* above, Byte* to) {
    const Neighbours n{row, above, pixel_};
    apply<kNone>(n, length_, tried_[kNone].data());
    apply<kSub>(n, length_, tried_[kSub].data());
    apply<kUp>(n, length_, tried_[kUp].data());
    apply<kAverage>(n, length_, tried_[kAverage].data());
    apply<kPaeth>(n, length_, tried_[kPaeth].data());
    Byte best = 0;
    unsigned least = ~0U;
    for (Byte filter = 0; filter < kFilters; ++filter)
      if (const unsigned sum = magnitudes(tried_[filter].data(), length_); sum < least) {
        least = sum;
        best = filter;
      }
    *to = best;
    std::ranges::copy(tried_[best], to + 1);
  }

 private:
  std::size_t length_, pixel_;
  std::array<Bytes, kFilters> tried_;
};

/// A stretch of a stream: it ends at a whole byte, and the last one ends the stream.
std::string deflated(std::span<const Byte> bytes, bool last) {
  isal_zstream stream;
  isal_deflate_init(&stream);
  Room memory(ISAL_DEF_LVL2_LARGE);
  stream.level = 2;
  stream.level_buf = memory.data();
  stream.level_buf_size = ISAL_DEF_LVL2_LARGE;
  stream.gzip_flag = IGZIP_DEFLATE;
  stream.flush = FULL_FLUSH;
  stream.end_of_stream = last ? 1 : 0;
  stream.next_in = const_cast<Byte*>(bytes.data());
  stream.avail_in = static_cast<std::uint32_t>(bytes.size());
  std::string out;
  do {
    const std::size_t done = out.size(), more = bytes.size() / 2 + 4096;
    out.resize(done + more);
    stream.next_out = reinterpret_cast<Byte*>(out.data()) + done;
    stream.avail_out = static_cast<std::uint32_t>(more);
    if (isal_deflate(&stream) != COMP_OK) throw std::bad_alloc();
    out.resize(out.size() - stream.avail_out);
  } while (stream.avail_out == 0);
  return out;
}

std::string big_endian(std::uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
  return out;
}

std::string chunk(std::string_view type, std::string_view data) {
  std::string out = big_endian(static_cast<std::uint32_t>(data.size()));
  out.reserve(data.size() + 12);
  out += type;
  out += data;
  const auto sum = crc32_z(0, reinterpret_cast<const Byte*>(out.data()) + 4, out.size() - 4);
  return out + big_endian(static_cast<std::uint32_t>(sum));
}

/// A band of rows, filtered and packed.
struct Band {
  std::string packed{};
  uLong sum = 1;  ///< Adler's, of the filtered bytes
  Index bytes = 0;
};

Band band_of(const PngFormat& format, const PngRows& rows, Index first, Index count) {
  const auto pixel = static_cast<std::size_t>(format.channels);
  const std::size_t length = static_cast<std::size_t>(format.width) * pixel;
  // The row above counts for the first one's filter.
  const Index before = first > 0 ? 1 : 0;
  Room samples(static_cast<std::size_t>(count + before) * length);
  const Bytes nothing(before == 0 ? length : 0);
  rows(first - before, count + before, samples.data());
  Room filtered(static_cast<std::size_t>(count) * (length + 1));
  RowFilter filter(length, pixel);
  const Byte* above = before == 0 ? nothing.data() : samples.data();
  for (Index y = 0; y < count; ++y) {
    const Byte* const row = samples.data() + static_cast<std::size_t>(y + before) * length;
    filter.run(row, above, filtered.data() + static_cast<std::size_t>(y) * (length + 1));
    above = row;
  }
  return {deflated(filtered, first + count == format.height), adler32_z(1, filtered.data(), filtered.size()),
          static_cast<Index>(filtered.size())};
}

}  // namespace

void write_png(const PngFormat& format, const PngRows& rows, const PngSink& sink, const Progress& progress) {
  if (format.width < 1 || format.height < 1)
    throw Error("image", "has no pixels", "a width and height of at least 1");
  if (format.width > kMostPixels || format.height > kMostPixels)
    throw Error("image", "cannot be packed as PNG", "at most a million pixels a side");
  constexpr std::string_view kColorTypes("\0\4\2\6", 4);
  std::string header = big_endian(static_cast<std::uint32_t>(format.width)) +
                       big_endian(static_cast<std::uint32_t>(format.height));
  header += {8, kColorTypes[static_cast<std::size_t>(format.channels - 1)], 0, 0, 0};
  sink("\x89PNG\r\n\x1a\n" + chunk("IHDR", header));

  const Index band = std::max<Index>(1, kBandBytes / (format.width * format.channels + 1));
  const Index bands = (format.height + band - 1) / band;
  uLong sum = 1;
  for (Index begin = 0; begin < bands; begin += kBandsAtOnce) {
    const Index count = std::min(kBandsAtOnce, bands - begin);
    std::vector<Band> made(static_cast<std::size_t>(count));
    const auto make = [&](Index i) {
      const Index first = (begin + i) * band;
      made[static_cast<std::size_t>(i)] = band_of(format, rows, first, std::min(band, format.height - first));
    };
    in_parallel(count, make,
                progress.part(static_cast<double>(begin) / static_cast<double>(bands),
                              static_cast<double>(begin + count) / static_cast<double>(bands)));
    for (std::size_t i = 0; i < made.size(); ++i) {
      // The stream's first two bytes: deflate with a window of 32 KiB.
      if (begin == 0 && i == 0) made[i].packed.insert(0, "\x78\x5e");
      sum = adler32_combine(sum, made[i].sum, static_cast<z_off_t>(made[i].bytes));
      if (begin + static_cast<Index>(i) + 1 == bands)
        made[i].packed += big_endian(static_cast<std::uint32_t>(sum));
      sink(chunk("IDAT", made[i].packed));
    }
  }
  sink(chunk("IEND", {}));
  progress.at(1);
}

}  // namespace convscope
