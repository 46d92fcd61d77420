// Radiance pictures (Ward, "Real Pixels", Graphics Gems II, 1991; the format's description in Radiance's
// filefmts): three mantissas and an exponent for each pixel, flat or in runs.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/numbers.hpp"
#include "core/io/images/readers.hpp"

namespace convscope {

namespace {

using Pixel = std::array<std::uint8_t, 4>;

/// Lengths of scanlines that the newer kind of runs can have.
constexpr Index kLeastRuns = 8, kMostRuns = 0x7fff;

class HdrReader {
 public:
  explicit HdrReader(const ImageSource& source) : source_(source) {}

  DecodedImage read() {
    take_header();
    if (!source_.wants_pixels(static_cast<double>(out_.width), static_cast<double>(out_.height))) return {};
    out_.bits = 32;
    out_.most = 65535;
    out_.allocate(true);
    std::vector<Pixel> row(static_cast<std::size_t>(out_.width));
    for (Index y = 0; y < out_.height; ++y) {
      source_.at_row(y, out_.height);
      take_row(row);
      put(row, y);
    }
    out_.note("linear light converted to sRGB");
    if (clipped_ > 0)
      out_.note(fmt::format(
          "clipped at white in {:.3g} % of its pixels (the brightest has {:.3g} times white)",
          100.0 * static_cast<double>(clipped_) / static_cast<double>(out_.width * out_.height), brightest_));
    return std::move(out_);
  }

 private:
  std::string_view line() {
    const std::size_t end = source_.bytes.find('\n', at_);
    if (end == std::string_view::npos) cut_short();
    const std::string_view text = source_.bytes.substr(at_, end - at_);
    at_ = end + 1;
    return trim(text);
  }

  /// Lines up to an empty one; then the sides, each with the way that it runs: "-Y 480 +X 640".
  void take_header() {
    for (std::string_view text = line(); !text.empty(); text = line())
      if (text.starts_with("FORMAT=") && text != "FORMAT=32-bit_rle_rgbe")
        foreign(fmt::format("an HDR image in {}; those in 32-bit_rle_rgbe are read", text.substr(7, 30)));
    const std::string_view text = line();
    const std::vector<std::string_view> words = split(text, ' ');
    const auto ways = words.size() == 4 ? std::string(words[0]) + std::string(words[2]) : std::string();
    constexpr std::string_view kWays[] = {"-Y+X", "-Y-X", "+Y-X", "+Y+X", "+X-Y", "-X-Y", "-X+Y", "+X+Y"};
    const auto way = std::ranges::find(kWays, ways);
    const auto rows = way == std::end(kWays) ? std::nullopt : parse_index(words[1]);
    const auto columns = way == std::end(kWays) ? std::nullopt : parse_index(words[3]);
    if (!rows || !columns) broken(fmt::format("its size is '{}'", text.substr(0, 40)));
    out_.height = std::max<Index>(*rows, 0);
    out_.width = std::max<Index>(*columns, 0);
    out_.orientation = static_cast<int>(way - std::begin(kWays)) + 1;
  }

  unsigned byte() {
    if (at_ == source_.bytes.size()) cut_short();
    return static_cast<unsigned char>(source_.bytes[at_++]);
  }
  Pixel pixel() {
    Pixel p{};
    for (std::uint8_t& v : p) v = static_cast<std::uint8_t>(byte());
    return p;
  }

  void take_row(std::vector<Pixel>& row) {
    const auto length = static_cast<Index>(row.size());
    if (length < kLeastRuns || length > kMostRuns) return take_flat(row);
    const std::size_t begin = at_;
    const Pixel head = pixel();
    if (head[0] != 2 || head[1] != 2 || head[2] >= 128) {
      at_ = begin;
      return take_flat(row);
    }
    if ((Index{head[2]} << 8 | head[3]) != length) broken("a row has another length than the picture");
    for (std::size_t c = 0; c < 4; ++c)
      for (std::size_t x = 0; x < row.size();) {
        const unsigned code = byte(), count = code > 128 ? code - 128 : code;
        if (count == 0 || count > row.size() - x) broken("a run goes beyond its row, or nowhere");
        const unsigned same = code > 128 ? byte() : 0;
        for (unsigned i = 0; i < count; ++i)
          row[x++][c] = static_cast<std::uint8_t>(code > 128 ? same : byte());
      }
  }

  /// Pixel by pixel; three mantissas of 1 repeat the pixel before, so many times as the fourth byte says.
  void take_flat(std::vector<Pixel>& row) {
    unsigned shift = 0;
    for (std::size_t x = 0; x < row.size();) {
      const Pixel p = pixel();
      if (p[0] != 1 || p[1] != 1 || p[2] != 1) {
        row[x++] = p;
        shift = 0;
        continue;
      }
      const std::size_t count = shift < 32 ? std::size_t{p[3]} << shift : row.size() + 1;
      if (x == 0 || count > row.size() - x) broken("a run goes beyond its row, or repeats nothing");
      for (const std::size_t end = x + count; x < end; ++x) row[x] = row[x - 1];
      shift += 8;
    }
  }

  void put(const std::vector<Pixel>& row, Index y) {
    std::uint16_t* to = out_.words.data() + y * out_.width * 3;
    for (const Pixel& p : row) {
      const float unit = p[3] == 0 ? 0.0F : std::ldexp(1.0F, p[3] - (128 + 8));
      const float most = unit * static_cast<float>(std::max({p[0], p[1], p[2]}));
      clipped_ += most > 1 ? 1 : 0;
      brightest_ = std::max(brightest_, most);
      for (std::size_t c = 0; c < 3; ++c) {
        const float v = std::min(unit * static_cast<float>(p[c]), 1.0F);  // sRGB's curve, IEC 61966-2-1
        const float s = v <= 0.0031308F ? 12.92F * v : 1.055F * std::pow(v, 1 / 2.4F) - 0.055F;
        *to++ = static_cast<std::uint16_t>(std::lround(65535 * s));
      }
    }
  }

  const ImageSource& source_;
  DecodedImage out_;
  std::size_t at_ = 0, clipped_ = 0;
  float brightest_ = 0;
};

}  // namespace

DecodedImage read_hdr(const ImageSource& source) {
  return HdrReader(source).read();
}

}  // namespace convscope
