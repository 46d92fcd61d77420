// Photoshop's pictures (Adobe, "Photoshop File Formats Specification"): the merged picture behind the layers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/io/images/readers.hpp"

namespace convscope {

namespace {

constexpr std::uint16_t kProfile = 1039;  ///< the image resource that is an ICC profile

class PsdReader {
 public:
  explicit PsdReader(const ImageSource& source) : source_(source), bytes_(source.bytes) {}

  DecodedImage read() {
    take_header();
    if (!source_.wants_pixels(static_cast<double>(out_.width), static_cast<double>(out_.height))) return {};
    section();  // a palette
    take_resources(section());
    const std::string_view layers = section();
    out_.alpha = channels_ > out_.colors() && shows_through(layers);
    out_.bits = wide_ ? 16 : 8;
    out_.most = wide_ ? 65535 : 255;
    out_.allocate(wide_);
    take_planes();
    if (out_.alpha && out_.model == SampleModel::rgb) take_matte_away();
    return std::move(out_);
  }

 private:
  std::uint64_t number(std::size_t count) {
    if (bytes_.size() - at_ < count) cut_short();
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes_[at_++]);
    return value;
  }
  std::string_view take(std::uint64_t count) {
    if (bytes_.size() - at_ < count) cut_short();
    at_ += static_cast<std::size_t>(count);
    return bytes_.substr(at_ - static_cast<std::size_t>(count), static_cast<std::size_t>(count));
  }
  std::string_view section() { return take(number(4)); }

  void take_header() {
    constexpr const char* kModes[] = {"a bitmap", "grey",   "a palette", "RGB",     "CMYK",
                                      "mode 5",   "mode 6", "channels",  "duotone", "Lab"};
    constexpr std::uint64_t kGrey = 1, kRgb = 3, kCmyk = 4, kMostChannels = 56, kMostSide = 30000;
    number(4);
    const std::uint64_t version = number(2);
    if (version != 1)
      foreign(version == 2 ? "a PSB image (a large PSD)" : "a PSD image of an unknown version");
    number(6);
    const std::uint64_t channels = number(2), height = number(4), width = number(4), depth = number(2),
                        mode = number(2);
    if (mode != kGrey && mode != kRgb && mode != kCmyk)
      foreign(fmt::format("a PSD image in {}; those in RGB, CMYK and grey are read",
                          mode < std::size(kModes) ? kModes[mode] : "an unknown mode"));
    if (depth != 8 && depth != 16)
      foreign(fmt::format("a PSD image of {} bits; those of 8 and 16 are read", depth));
    out_.model = mode == kGrey ? SampleModel::grey : mode == kRgb ? SampleModel::rgb : SampleModel::cmyk;
    if (channels < static_cast<std::uint64_t>(out_.colors()) || channels > kMostChannels)
      broken(fmt::format("it has {} channels", channels));
    if (width > kMostSide || height > kMostSide) broken(fmt::format("its size is {} × {}", width, height));
    channels_ = static_cast<int>(channels);
    wide_ = depth == 16;
    out_.width = static_cast<Index>(width);
    out_.height = static_cast<Index>(height);
  }

  /// Each has a signature, a number, a name and data, both of an even length.
  void take_resources(std::string_view all) {
    const auto number_at = [&](std::size_t at, std::size_t count) {
      std::size_t value = 0;
      for (std::size_t i = at; i < at + count; ++i) value = value << 8 | static_cast<std::uint8_t>(all[i]);
      return value;
    };
    for (std::size_t at = 0; at + 12 <= all.size();) {
      if (all.substr(at, 4) != "8BIM") return;  // other programs' resources are not needed
      const std::size_t name = (1 + number_at(at + 6, 1) + 1) / 2 * 2, size = at + 6 + name;
      if (size + 4 > all.size()) broken("its image resources do not fit");
      const std::size_t length = number_at(size, 4);
      if (length > all.size() - size - 4) broken("its image resources do not fit");
      if (number_at(at + 4, 2) == kProfile) out_.profile = all.substr(size + 4, length);
      at = size + 4 + (length + 1) / 2 * 2;
    }
  }

  /// Whether the first channel behind the colours is what shows through: then the count of layers is
  /// negative. Others are selections that somebody saved.
  static bool shows_through(std::string_view layers) {
    const auto negative = [&](std::size_t at) { return at < layers.size() && (layers[at] & 0x80) != 0; };
    constexpr std::size_t kCount = 4;
    if (layers.size() > kCount + 1 && layers.substr(0, 4) != std::string_view("\0\0\0\0", 4))
      return negative(kCount);
    // Of 16 bits the layers stand in a block of their own.
    const std::size_t block = layers.find("8BIMLr16");
    return block != std::string_view::npos && negative(block + 12);
  }

  /// Plane by plane, from the top, as they are or packed row by row (PackBits).
  void take_planes() {
    const std::uint64_t packing = number(2);
    if (packing > 1) foreign("a PSD image packed by ZIP, which is not read here");
    const auto rows = static_cast<std::size_t>(out_.height), row = row_bytes();
    std::string_view lengths;
    if (packing == 1) lengths = take(2 * rows * static_cast<std::size_t>(channels_));
    std::string unpacked;
    for (std::size_t i = 0; i < rows * static_cast<std::size_t>(out_.channels()); ++i) {
      source_.at_row(static_cast<Index>(i), out_.height * out_.channels());
      std::string_view samples;
      if (packing == 0) {
        samples = take(row);
      } else {
        const auto byte = [&](std::size_t at) { return std::size_t{static_cast<std::uint8_t>(lengths[at])}; };
        unpacked = unpack(take(byte(2 * i) << 8 | byte(2 * i + 1)), row);
        samples = unpacked;
      }
      put(samples, i / rows, i % rows);
    }
  }
  std::size_t row_bytes() const { return static_cast<std::size_t>(out_.width) * (wide_ ? 2 : 1); }

  static std::string unpack(std::string_view packed, std::size_t length) {
    std::string out;
    for (std::size_t at = 0; at < packed.size();) {
      const auto code = static_cast<std::uint8_t>(packed[at++]);
      if (code == 128) continue;
      const std::size_t count = code < 128 ? code + 1u : 257u - code, needed = code < 128 ? count : 1;
      if (needed > packed.size() - at || count > length - out.size()) broken("a run goes beyond its row");
      if (code < 128)
        out += packed.substr(at, count);
      else
        out.append(count, packed[at]);
      at += needed;
    }
    if (out.size() != length) broken("a row has fewer pixels than the picture is wide");
    return out;
  }

  /// Inks are stored as what is left of the light.
  void put(std::string_view samples, std::size_t channel, std::size_t y) {
    const bool ink = out_.model == SampleModel::cmyk && channel < 4;
    const auto step = static_cast<std::size_t>(out_.channels()), width = static_cast<std::size_t>(out_.width);
    const auto byte = [&](std::size_t at) { return unsigned{static_cast<std::uint8_t>(samples[at])}; };
    for (std::size_t x = 0, to = y * width * step + channel; x < width; ++x, to += step) {
      const unsigned value = wide_ ? byte(2 * x) << 8 | byte(2 * x + 1) : byte(x);
      const unsigned kept = ink ? out_.most - value : value;
      if (wide_)
        out_.words[to] = static_cast<std::uint16_t>(kept);
      else
        out_.bytes[to] = static_cast<std::uint8_t>(kept);
    }
  }

  /// Photoshop's merged picture stands before white, and the colours of its layers are got back. Other
  /// programs leave them as they are, which shows where they are darker than any could be before white.
  void take_matte_away() {
    const auto each = [this](auto& samples) {
      const auto most = static_cast<double>(out_.most);
      const auto white = [&](std::size_t pixel) { return most - samples[pixel + 3]; };
      for (std::size_t i = 0; i < samples.size(); i += 4)
        if (std::min({samples[i], samples[i + 1], samples[i + 2]}) + 1 < white(i)) return;
      for (std::size_t i = 0; i < samples.size(); i += 4) {
        const double opacity = samples[i + 3] / most;
        for (std::size_t c = 0; opacity > 0 && c < 3; ++c)
          samples[i + c] = static_cast<std::remove_reference_t<decltype(samples[0])>>(
              std::lround(std::clamp((samples[i + c] - white(i)) / opacity, 0.0, most)));
      }
    };
    each(out_.bytes);
    each(out_.words);
  }

  const ImageSource& source_;
  std::string_view bytes_;
  std::size_t at_ = 0;
  int channels_ = 0;
  bool wide_ = false;
  DecodedImage out_;
};

}  // namespace

DecodedImage read_psd(const ImageSource& source) {
  return PsdReader(source).read();
}

}  // namespace convscope
